//! What becomes of the posts' cases, and which mails are due when.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use reviewd::case::State;

use super::page::date;
use super::script::{Window, on, told_of_source};
use super::truth::{Event, What};
use crate::support::run::{BOSS, OWNER};
use crate::support::shop::{hours, minutes};

/// A mail that is due.
#[derive(Clone, Debug)]
pub(super) struct Due {
    /// From when until when it is to arrive, and of what kind it is.
    pub(super) when: Window<String>,
    pub(super) to: &'static str,
    /// The posts it is about.
    pub(super) posts: Vec<u32>,
}

/// A case.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    pub(super) round: u32,
    pub(super) state: State,
    /// When its clock began, at the earliest and latest.
    started: (SignedDuration, SignedDuration),
    opened: SignedDuration,
}

/// Cases and mails.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) cases: BTreeMap<u32, Case>,
    pub(super) mails: Vec<Due>,
    /// Found when it was too late, by visit.
    late: BTreeMap<SignedDuration, Vec<u32>>,
}

const DAY: SignedDuration = hours(24);
/// From a visit to the mails that it brings.
pub(super) const PROMPT: SignedDuration = minutes(3);

/// What follows from the events by then.
pub(super) fn ledger(events: &[Event], end: SignedDuration) -> Ledger {
    let mut ledger = Ledger::default();
    for event in events {
        ledger.steps_until(event.post.number, event.at);
        ledger.take(event);
    }
    let open: Vec<u32> = ledger.cases.keys().copied().collect();
    for number in open {
        ledger.steps_until(number, end);
    }
    for (at, mut posts) in std::mem::take(&mut ledger.late) {
        posts.sort_unstable();
        let kind = if posts.len() > 1 { "catch_up" } else { "overdue" };
        for to in [OWNER, BOSS] {
            ledger.mail((at, at + PROMPT), kind, to, posts.clone());
        }
    }
    for (from, to, kind) in told_of_source() {
        ledger.mail((from, to), kind, OWNER, Vec::new());
    }
    ledger
}

impl Ledger {
    fn mail(
        &mut self,
        (from, until): (SignedDuration, SignedDuration),
        kind: &str,
        to: &'static str,
        posts: Vec<u32>,
    ) {
        self.mails.push(Due { when: (from, until, kind.to_owned()), to, posts });
    }

    /// The reminders of an open case that come before then.
    fn steps_until(&mut self, number: u32, until: SignedDuration) {
        let Some(case) = self.cases.get(&number).copied() else { return };
        if case.state != State::Open {
            return;
        }
        let steps = [(12, "reminder:43200"), (4, "reminder:14400"), (1, "reminder:3600")];
        let (first, last) = (case.started.0 + DAY, case.started.1 + DAY);
        for (before, kind) in steps {
            let window = (first - hours(before) - PROMPT, last - hours(before) + PROMPT);
            if case.opened < window.0 && window.1 < until {
                self.mail(window, kind, OWNER, vec![number]);
            }
        }
        if last < until {
            for to in [OWNER, BOSS] {
                self.mail((first - PROMPT, last + PROMPT), "overdue", to, vec![number]);
            }
            self.cases.insert(number, Case { state: State::Overdue, ..case });
        } else {
            // What was told is not told again.
            self.cases.insert(number, Case { opened: until, ..case });
        }
    }

    fn take(&mut self, event: &Event) {
        let number = event.post.number;
        let case = self.cases.get(&number).copied();
        let open = case.is_some_and(|case| case.state.is_open());
        let (sour, answered) = (event.post.sour, event.post.answer.is_some());
        let since = event.before.unwrap_or(event.at);
        match event.what {
            What::New(before) if sour && !answered && case.is_none() => {
                let (started, latest) = written(event);
                if !before || latest + DAY > event.at {
                    self.begin(event, started);
                }
            }
            What::Edited if sour && !open && case.is_none_or(|_| event.post.stars == 1) => {
                self.begin(event, (since, since));
            }
            What::Edited if !sour && open => self.close(event, State::Withdrawn),
            What::Answered if open => self.close(event, State::Answered),
            What::ReplyVanished if sour && !open => self.begin(event, (since, since)),
            What::Vanished if open => self.close(event, State::Withdrawn),
            What::Reappeared if sour && !answered => {
                if let Some(case) = case.filter(|case| case.state == State::Withdrawn) {
                    self.begin(event, case.started);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, event: &Event, started: (SignedDuration, SignedDuration)) {
        let number = event.post.number;
        let round = self.cases.get(&number).map_or(1, |case| case.round + 1);
        let late = started.0 + DAY <= event.at;
        let state = if late { State::Overdue } else { State::Open };
        self.cases.insert(number, Case { round, state, started, opened: event.at });
        if late {
            self.late.entry(event.at).or_default().push(number);
        } else {
            self.mail((event.at, event.at + PROMPT), "alert", OWNER, vec![number]);
        }
    }

    fn close(&mut self, event: &Event, state: State) {
        let number = event.post.number;
        let case = self.cases.get_mut(&number).expect("it is open");
        let boss_knows = case.state == State::Overdue;
        case.state = state;
        for to in [OWNER].into_iter().chain(boss_knows.then_some(BOSS)) {
            self.mail((event.at, event.at + PROMPT), "answered", to, vec![number]);
        }
    }
}

/// When the clock of a new post begins, at the earliest and latest, and the latest that it was written,
/// as far as the page and the polls tell.
fn written(event: &Event) -> ((SignedDuration, SignedDuration), SignedDuration) {
    let written = event.post.written;
    let not_before = |start: SignedDuration| event.before.map_or(start, |before| start.max(before));
    let begin = |start| (not_before(start), not_before(start).max(start));
    if !event.dated {
        let start = event.before.unwrap_or(event.at);
        return ((start, start), event.at);
    }
    // "2026.03.16": the whole day.
    if date(written, event.at).contains('.') {
        let day = (written + hours(9)).as_hours().div_euclid(24);
        let start = on(day, "0:00");
        // A day that ended before the last proof was not cut with it.
        let start =
            event.before.filter(|before| *before < start + DAY).map_or(start, |b| b.max(start));
        return ((start, start), on(day + 1, "0:00").min(event.at));
    }
    let (earliest, _) = begin(written - minutes(1));
    ((earliest.min(written), written), written)
}
