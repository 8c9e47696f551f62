//! Promises over whole lives of cases: polls, customers, people and crashes in any order.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::review::{Event, Judgement, Verdict};

const WORDS: [&str; 4] = [
    "지퍼가 고장났는데 답이 없어요",
    "지퍼가 고장났는데 답이 없어요. 환불도 안 해 주네요",
    "지퍼가 고장났는데 답이 없어요. 답글 감사합니다",
    "배송도 빠르고 마음에 들어요",
];

/// One thing that happens, a while after the one before.
#[derive(Clone, Debug)]
struct Moment {
    later: SignedDuration,
    /// The deadline loop has done what was due.
    in_time: bool,
    /// The program dies before it is committed.
    lost: bool,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Nothing,
    /// A poll saw this of the review.
    Seen(Seen),
    Done(Act, usize),
}

#[derive(Clone, Copy, Debug)]
enum Seen {
    New,
    Edited(usize),
    Answered,
    ReplyVanished,
    Vanished,
    Reappeared,
}

const PEOPLE: [&str; 3] = ["하늘", "바다", "솔"];

fn address(index: usize) -> Address {
    format!("p{index}@shop.example").parse().expect("an address")
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => Just(Act::Ack),
        3 => (0_usize..3).prop_map(|who| Act::Assign(address(who))),
        2 => Just(Act::Note("확인 중".to_owned())),
        3 => (1_i64..3_000).prop_map(|m| Act::Snooze(SignedDuration::from_mins(m))),
        2 => any::<bool>().prop_map(|shows| Act::Answered { shows }),
        1 => Just(Act::Cause("delivery".to_owned())),
        1 => Just(Act::Resolved),
        1 => Just(Act::Dismiss),
        2 => Just(Act::Reopen),
    ]
}

fn moments() -> impl Strategy<Value = Vec<Moment>> {
    let seen = prop_oneof![
        Just(Seen::New),
        (0..WORDS.len()).prop_map(Seen::Edited),
        Just(Seen::Answered),
        Just(Seen::ReplyVanished),
        Just(Seen::Vanished),
        Just(Seen::Reappeared),
    ];
    let what = prop_oneof![
        1 => Just(What::Nothing),
        2 => seen.prop_map(What::Seen),
        4 => (acts(), 0_usize..3).prop_map(|(act, by)| What::Done(act, by)),
    ];
    let later = prop_oneof![0_i64..60, 0_i64..600_000];
    let moment = (later, any::<bool>(), 0_u8..6, what).prop_map(|(later, in_time, lost, what)| {
        Moment { later: SignedDuration::from_secs(later), in_time, lost: lost == 0, what }
    });
    prop::collection::vec(moment, 1..30)
}

/// A review, its case and what people heard of it.
struct Life {
    now: Timestamp,
    words: usize,
    replied: bool,
    case: Option<Case>,
    told: BTreeSet<(u32, Step, u32)>,
}

fn judgement(words: usize) -> Judgement {
    let (verdict, negative) =
        if words == 3 { (Verdict::Positive, 0.1) } else { (Verdict::Negative, 0.9) };
    Judgement { verdict, negative, troll: 0.0, causes: Vec::new(), evidence: Vec::new() }
}

impl Life {
    fn tell(&mut self, case: &Case, due: Due) {
        // A case is handed on several times in a round, and each time it can come back.
        let occurrence = match due.step {
            Step::Alert | Step::HandedBack => case.hands.handings,
            _ => 0,
        };
        let new = self.told.insert((case.round, due.step, occurrence));
        assert!(new, "{:?} came twice in round {}: {case:?}", due.step, case.round);
    }

    /// What the deadline loop does.
    fn pass(&mut self, settings: &Settings) {
        while let Some(before) = self.case.clone() {
            let Some((after, due)) = advance(&before, self.now, settings) else { break };
            self.check(&before, &after);
            assert!(
                after.round == before.round || before.state == State::Unconfirmed,
                "time alone renews nothing but what was reported and is not there: {before:?}"
            );
            self.tell(&after, due);
            self.case = Some(after);
        }
        let Some(case) = &self.case else { return };
        if case.state.is_open() && case.deadline <= self.now {
            assert_eq!(case.state, State::Overdue, "a deadline passed in silence: {case:?}");
            let heard = self.told.contains(&(case.round, Step::Overdue, 0));
            assert!(heard, "nobody heard that the deadline passed: {case:?}");
        }
    }

    fn check(&self, before: &Case, after: &Case) {
        if after.round == before.round {
            assert_eq!(after.deadline, before.deadline, "a deadline moved within a round");
            assert!(!before.state.is_over() || after.state == before.state, "{before:?} {after:?}");
        } else {
            assert_eq!(after.round, before.round + 1, "rounds are counted one by one");
            assert!(!before.state.is_open(), "renewed while it waits: {before:?}");
        }
        self.is_someones(after);
    }

    /// That something happens by itself as long as the customer waits, or everybody was told already.
    fn is_someones(&self, case: &Case) {
        assert_eq!(case.closed.is_some(), case.state.is_over(), "{case:?}");
        match (case.state, case.next) {
            (State::Open, Some(next)) => assert!(next.at <= case.deadline, "silence: {case:?}"),
            (State::Overdue, None) => {
                assert_eq!(case.hands.handed, None, "it stays away: {case:?}")
            }
            (State::Open | State::Unconfirmed, None) => panic!("nobody hears again: {case:?}"),
            (State::Dismissed | State::Withdrawn, Some(next)) => panic!("{next:?} after the end"),
            (State::Answered, Some(next)) => assert_eq!(next.step, Step::FollowUp, "{case:?}"),
            _ => {}
        }
    }

    fn see(
        &self,
        seen: Seen,
        words: usize,
        since: Timestamp,
        settings: &Settings,
    ) -> Option<Change> {
        let key = ReviewKey { source: "mall".parse().expect("a name"), native: "1".to_owned() };
        let between = Interval::between(since, self.now);
        let event = match seen {
            Seen::New => Event::New { baseline: false },
            Seen::Edited(_) => {
                Event::Edited { was: WORDS[self.words].to_owned(), rated: None, between }
            }
            Seen::Answered => Event::Answered { between },
            Seen::ReplyVanished => Event::ReplyVanished { between },
            Seen::Vanished => Event::Vanished { between },
            Seen::Reappeared => Event::Reappeared,
        };
        let (before, judgement) = (judgement(self.words), judgement(words));
        let sight = Sight {
            review: &key,
            judgement: &judgement,
            before: Some(&before),
            words: WORDS[words],
            rating: None,
            posted: None,
            first_seen: Timestamp::UNIX_EPOCH,
            answered: self.replied,
            replied: None,
            thanks: words == 2,
        };
        on_events(self.case.as_ref(), None, &[event], &sight, self.now, settings)
    }

    fn live(&mut self, moment: &Moment, settings: &Settings) {
        let since = self.now;
        self.now += moment.later;
        if moment.in_time {
            self.pass(settings);
        }
        let (words, change) = match &moment.what {
            What::Nothing => return,
            What::Seen(seen) => {
                let words = if let Seen::Edited(words) = seen { *words } else { self.words };
                self.replied = match seen {
                    Seen::Answered => true,
                    Seen::ReplyVanished => false,
                    _ => self.replied,
                };
                (words, self.see(*seen, words, since, settings))
            }
            What::Done(act, by) => {
                let done = self
                    .case
                    .as_ref()
                    .and_then(|case| super::act(case, act, PEOPLE[*by], self.now, settings).ok());
                (self.words, done)
            }
        };
        if moment.lost {
            return;
        }
        self.words = words;
        let Some(change) = change else { return };
        assert!(!change.what.is_empty(), "a change says what it was");
        match &self.case {
            Some(before) => self.check(before, &change.case),
            None => self.is_someones(&change.case),
        }
        if let Some(due) = change.step {
            self.tell(&change.case, due);
        }
        self.case = Some(change.case);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_people_and_customers_do_no_deadline_passes_in_silence_and_no_step_comes_twice(
        moments in moments()
    ) {
        let settings = Settings::default();
        let now = Timestamp::UNIX_EPOCH;
        let mut life =
            Life { now, words: 0, replied: false, case: None, told: BTreeSet::new() };
        life.live(&Moment {
            later: SignedDuration::ZERO,
            in_time: true,
            lost: false,
            what: What::Seen(Seen::New),
        }, &settings);
        prop_assert!(life.case.is_some(), "a complaint opens a case");
        for moment in &moments {
            life.live(moment, &settings);
        }
        // Where nobody does anything any more it comes to rest, after a last question if need be.
        for _ in 0..2 {
            life.now += SignedDuration::from_hours(24 * 365);
            life.pass(&settings);
        }
        let case = life.case.expect("a case");
        prop_assert!(case.next.is_none(), "it never comes to rest: {:?}", case);
        prop_assert!(case.state != State::Unconfirmed, "a report is never the last word: {:?}", case);
    }
}
