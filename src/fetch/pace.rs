//! How often one server is asked: one request at a time, a gap between starts, holds it asked for.
//!
//! [`Pace`] is a value that decides; [`Gates`] is where requests wait for its decision.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};
use url::Url;

use super::error::{Error, host, place};
use super::holds::Holds;
use crate::clock::{Clock, Pulse};

/// When one server may be asked next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pace {
    last_start: Option<Timestamp>,
    held_until: Option<Timestamp>,
}

/// What a [`Pace`] says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// Go.
    Now,
    /// Ask again then.
    At(Timestamp),
    /// The server does not want any before that.
    Held(Timestamp),
}

impl Pace {
    /// Whether a request may start at `now`, `gap` after the last one started.
    pub(super) fn admit(&self, now: Timestamp, gap: Duration) -> Admission {
        if let Some(until) = self.held_until.filter(|until| now < *until) {
            return Admission::Held(until);
        }
        // A clock that was set back must not stretch the wait beyond one gap.
        let next = self.last_start.map(|last| later(last.min(now), gap));
        match next.filter(|next| now < *next) {
            Some(next) => Admission::At(next),
            None => Admission::Now,
        }
    }

    /// A request starts.
    pub(super) fn started(&mut self, now: Timestamp) {
        self.last_start = Some(now);
    }

    /// The server wants no request before `until`.
    pub(super) fn hold(&mut self, until: Timestamp) {
        self.held_until = self.held_until.max(Some(until));
    }

    /// Whether forgetting it would change no decision from `now` on.
    fn is_idle(&self, now: Timestamp) -> bool {
        let rested = self.last_start.is_none_or(|last| later(last, LONGEST_GAP) <= now);
        rested && self.held_until.is_none_or(|until| until <= now)
    }
}

/// No robots.txt makes the gap between two requests longer than this.
pub(super) const LONGEST_GAP: Duration = Duration::from_secs(60);

fn later(from: Timestamp, by: Duration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// The server behind a URL: the unit of politeness. http and https of one host are one server,
/// another port is another.
pub fn server(url: &Url) -> String {
    host(url).trim_end_matches('.').to_owned()
}

/// One gate a server; a request passes it alone.
pub(super) struct Gates {
    clock: Arc<dyn Clock>,
    gates: Mutex<HashMap<String, Arc<AsyncMutex<Pace>>>>,
    holds: Holds,
}

/// The right to have a request in flight; the next one waits until it is dropped.
pub(super) struct Turn {
    server: String,
    pace: OwnedMutexGuard<Pace>,
}

/// Above so many servers those with nothing to remember are forgotten.
const MANY: usize = 1024;

impl Gates {
    /// All open but those of servers that are held.
    pub(super) fn new(clock: Arc<dyn Clock>, holds: Holds) -> Self {
        Self { clock, gates: Mutex::default(), holds }
    }

    /// The server whose turn it is wants no request before `until`.
    pub(super) async fn hold(&self, mut turn: Turn, until: Timestamp) {
        turn.pace.hold(until);
        self.holds.note(turn.server, until, self.clock.now()).await;
    }

    /// Waits for the turn of a request to `url`, in the order of asking, and starts it.
    ///
    /// # Errors
    /// [`Error::Held`], at once, where the server asked to be left alone.
    pub(super) async fn enter(&self, url: &Url, gap: Duration) -> Result<Turn, Error> {
        let server = server(url);
        let mut pace = self.gate(&server).lock_owned().await;
        let never = Pulse::default();
        loop {
            let now = self.clock.now();
            match pace.admit(now, gap) {
                Admission::Now => {
                    pace.started(now);
                    return Ok(Turn { server, pace });
                }
                Admission::At(next) => self.clock.wait(next, &never).await,
                Admission::Held(until) => return Err(Error::Held { place: place(url), until }),
            }
        }
    }

    fn gate(&self, server: &str) -> Arc<AsyncMutex<Pace>> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if gates.len() > MANY {
            let now = self.clock.now();
            gates.retain(|_, gate| {
                Arc::strong_count(gate) > 1 || gate.try_lock().is_ok_and(|pace| !pace.is_idle(now))
            });
        }
        let known = gates.entry(server.to_owned()).or_insert_with(|| {
            let held_until = self.holds.of(server);
            Arc::new(AsyncMutex::new(Pace { held_until, last_start: None }))
        });
        Arc::clone(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_secs(5);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).expect("an instant")
    }

    fn started_at(second: i64) -> Pace {
        let mut pace = Pace::default();
        pace.started(at(second));
        pace
    }

    #[test]
    fn the_gap_counts_from_start_to_start() {
        assert_eq!(Pace::default().admit(at(0), GAP), Admission::Now);
        assert_eq!(started_at(0).admit(at(0), GAP), Admission::At(at(5)));
        assert_eq!(started_at(0).admit(at(4), GAP), Admission::At(at(5)));
        assert_eq!(started_at(0).admit(at(5), GAP), Admission::Now);
    }

    #[test]
    fn a_hold_is_kept_to_the_second_and_only_ever_grows() {
        let mut pace = started_at(0);
        pace.hold(at(120));
        pace.hold(at(60));
        assert_eq!(pace.admit(at(119), GAP), Admission::Held(at(120)));
        assert_eq!(pace.admit(at(120), GAP), Admission::Now);
    }

    #[test]
    fn a_clock_set_back_by_a_day_costs_one_gap() {
        assert_eq!(started_at(86_400).admit(at(0), GAP), Admission::At(at(5)));
    }

    #[test]
    fn only_a_pace_that_decides_nothing_is_idle() {
        assert!(!started_at(0).is_idle(at(59)));
        assert!(started_at(0).is_idle(at(60)));
        let mut held = started_at(0);
        held.hold(at(600));
        assert!(!held.is_idle(at(599)));
        assert!(held.is_idle(at(600)));
    }

    #[test]
    fn both_schemes_of_a_host_are_one_server() {
        let of = |text: &str| server(&Url::parse(text).expect(text));
        assert_eq!(of("http://Shop.example/a"), of("https://shop.example./b?c"));
        assert_ne!(of("http://shop.example/"), of("http://shop.example:8080/"));
        assert_ne!(of("http://shop.example/"), of("http://www.shop.example/"));
    }
}
