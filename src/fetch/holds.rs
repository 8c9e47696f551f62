//! Which servers asked to be left alone until when, beyond a restart.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::Mutex as AsyncMutex;

use super::memory::Memory;
use super::retry_after;

/// The file in the state directory.
const NAME: &str = "holds";

/// The latest hold of each server that has one.
#[derive(Default)]
pub(super) struct Holds {
    memory: Option<Memory>,
    until: Mutex<BTreeMap<String, Timestamp>>,
    /// Held while writing, so that the latest state is what stays.
    writing: AsyncMutex<()>,
}

impl Holds {
    /// Those that are in force at `now`.
    pub(super) fn remembered(memory: Memory, now: Timestamp) -> Self {
        let mut until: BTreeMap<String, Timestamp> = memory.recall(NAME);
        let latest = retry_after::latest(now);
        until.retain(|_, until| now < *until);
        until.values_mut().for_each(|until| *until = latest.min(*until));
        Self { memory: Some(memory), until: Mutex::new(until), ..Self::default() }
    }

    /// Until when a server wants to be left alone, as far as it is known.
    pub(super) fn of(&self, server: &str) -> Option<Timestamp> {
        self.lock().get(server).copied()
    }

    /// A server asked at `now` to be left alone `until` then.
    pub(super) async fn note(&self, server: String, until: Timestamp, now: Timestamp) {
        {
            let mut held = self.lock();
            held.retain(|_, until| now < *until);
            let entry = held.entry(server).or_insert(until);
            *entry = until.max(*entry);
        }
        if let Some(memory) = &self.memory {
            let _writing = self.writing.lock().await;
            let held = self.lock().clone();
            memory.keep(NAME, &held).await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Timestamp>> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[tokio::test]
    async fn a_hold_outlives_a_restart_and_no_slip_of_a_clock_makes_it_longer_than_a_day() {
        let folder = tempfile::tempdir().expect("a folder");
        let now: Timestamp = "2024-03-16T12:00:00Z".parse().expect("an instant");
        let hours = |hours| now + SignedDuration::from_hours(hours);
        let first = Holds::remembered(Memory::of(folder.path()), now);
        first.note("a.kr".to_owned(), hours(2), now).await;
        first.note("a.kr".to_owned(), hours(1), now).await;
        first.note("b.kr".to_owned(), hours(20), now).await;
        let later = |at| Holds::remembered(Memory::of(folder.path()), at);
        assert_eq!(later(hours(1)).of("a.kr"), Some(hours(2)), "a hold only ever grows");
        assert_eq!(later(hours(2)).of("a.kr"), None);
        assert_eq!(later(hours(2)).of("b.kr"), Some(hours(20)));
        let set_back = later(hours(-24 * 365));
        assert_eq!(set_back.of("b.kr"), Some(hours(-24 * 364)));
    }
}
