//! Promises over whole lives of cases: polls, customers, people and crashes in any order.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::review::{Event, Judgement, ReviewKey, Verdict};

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
    /// A poll saw this of the review on one of the pages.
    Seen(Seen, usize),
    /// Someone did this with the case of that page's review.
    Done(Act, usize, usize),
    /// Someone found that the other page's case is this page's.
    Join(usize),
    /// Someone found that it is not.
    Split(usize),
}

/// The customer writes on two pages.
const PAGES: [&str; 2] = ["mall", "blog"];

fn key(page: usize) -> ReviewKey {
    ReviewKey { source: PAGES[page].parse().expect("a name"), native: "1".to_owned() }
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
        3 => (seen, 0_usize..2).prop_map(|(seen, page)| What::Seen(seen, page)),
        4 => (acts(), 0_usize..3, 0_usize..2).prop_map(|(act, by, page)| What::Done(act, by, page)),
        1 => (0_usize..2).prop_map(What::Join),
        1 => (0_usize..2).prop_map(What::Split),
    ];
    let later = prop_oneof![0_i64..60, 0_i64..600_000];
    let moment = (later, any::<bool>(), 0_u8..6, what).prop_map(|(later, in_time, lost, what)| {
        Moment { later: SignedDuration::from_secs(later), in_time, lost: lost == 0, what }
    });
    prop::collection::vec(moment, 1..30)
}

/// Two reviews, their cases and what people heard of them.
struct Life {
    now: Timestamp,
    words: [usize; 2],
    replied: [bool; 2],
    cases: Vec<Case>,
    /// Which case is whose.
    of: [Option<usize>; 2],
    told: BTreeSet<(CaseId, u32, Step, u32)>,
}

fn judgement(words: usize) -> Judgement {
    let (verdict, negative) =
        if words == 3 { (Verdict::Positive, 0.1) } else { (Verdict::Negative, 0.9) };
    Judgement { verdict, negative, troll: 0.0, causes: Vec::new(), evidence: Vec::new() }
}

impl Life {
    fn begun() -> Self {
        let (words, replied, of) = ([0; 2], [false; 2], [None; 2]);
        let (now, cases, told) = (Timestamp::UNIX_EPOCH, Vec::new(), BTreeSet::new());
        Self { now, words, replied, cases, of, told }
    }

    fn tell(&mut self, case: &Case, due: Due) {
        let occurrence = case.hands.occurrence(due.step);
        let new = self.told.insert((case.id, case.round, due.step, occurrence));
        assert!(new, "{:?} came twice in round {}: {case:?}", due.step, case.round);
    }

    /// What the deadline loop does.
    fn pass(&mut self, settings: &Settings) {
        for index in 0..self.cases.len() {
            self.pass_one(index, settings);
        }
    }

    fn pass_one(&mut self, index: usize, settings: &Settings) {
        loop {
            let before = self.cases[index].clone();
            let Some((after, due)) = advance(&before, self.now, settings) else { break };
            self.check(&before, &after);
            assert!(
                after.round == before.round || before.state == State::Unconfirmed,
                "time alone renews nothing but what was reported and is not there: {before:?}"
            );
            assert!(
                after.round > before.round || after.deadline == before.deadline,
                "time alone moves no deadline: {before:?}"
            );
            self.tell(&after, due);
            self.cases[index] = after;
        }
        let case = &self.cases[index];
        if case.state.is_open() && case.deadline <= self.now {
            assert_eq!(case.state, State::Overdue, "a deadline passed in silence: {case:?}");
            let heard = self.told.contains(&(case.id, case.round, Step::Overdue, 0));
            assert!(heard, "nobody heard that the deadline passed: {case:?}");
        }
    }

    fn check(&self, before: &Case, after: &Case) {
        if after.round == before.round {
            assert!(after.deadline <= before.deadline, "a deadline moved later within a round");
            let joins = after.state == State::Joined;
            assert!(
                !before.state.is_over() || after.state == before.state || joins,
                "{before:?} {after:?}"
            );
        } else {
            assert_eq!(after.round, before.round + 1, "rounds are counted one by one");
            assert!(!before.state.is_open(), "renewed while it waits: {before:?}");
        }
        self.is_someones(after);
    }

    /// That something happens by itself as long as the customer waits, or everybody was told already; and
    /// that it waits where one of its places does.
    fn is_someones(&self, case: &Case) {
        assert_eq!(case.closed.is_some(), case.state.is_over(), "{case:?}");
        if !case.state.is_over() {
            let shown = case.standing(&case.review);
            assert_eq!(shown, Some(Standing::Waiting), "it shows what does not wait: {case:?}");
        }
        match (case.state, case.next) {
            (State::Open, Some(next)) => assert!(next.at <= case.deadline, "silence: {case:?}"),
            (State::Overdue, None) => {
                assert_eq!(case.hands.handed, None, "it stays away: {case:?}")
            }
            (State::Open | State::Unconfirmed, None) => panic!("nobody hears again: {case:?}"),
            (State::Dismissed | State::Withdrawn | State::Joined, Some(next)) => {
                panic!("{next:?} after the end")
            }
            (State::Answered, Some(next)) => assert_eq!(next.step, Step::FollowUp, "{case:?}"),
            _ => {}
        }
    }

    fn see(
        &self,
        seen: Seen,
        (page, words): (usize, usize),
        since: Timestamp,
        settings: &Settings,
    ) -> Option<Change> {
        let between = Interval::between(since, self.now);
        let event = match seen {
            Seen::New => Event::New { baseline: false },
            Seen::Edited(_) => {
                let was = WORDS[self.words[page]].to_owned();
                Event::Edited { was, rated: None, between }
            }
            Seen::Answered => Event::Answered { between },
            Seen::ReplyVanished => Event::ReplyVanished { between },
            Seen::Vanished => Event::Vanished { between },
            Seen::Reappeared => Event::Reappeared,
        };
        let own = self.of[page].map(|index| &self.cases[index]);
        let other = self.of[1 - page].map(|index| &self.cases[index]);
        let twin = other.filter(|_| own.is_none());
        let (before, judgement) = (judgement(self.words[page]), judgement(words));
        let review = key(page);
        let sight = Sight {
            review: &review,
            judgement: &judgement,
            before: Some(&before),
            words: WORDS[words],
            rating: None,
            // Written some time before it was found, so that its clock can be the earlier one.
            posted: (page == 1).then(|| Interval::at(since - SignedDuration::from_hours(9))),
            first_seen: since,
            answered: self.replied[page],
            replied: None,
            thanks: words == 2,
            joins: twin.filter(|case| case.state.is_open()),
            hidden: &[],
        };
        let renews = twin.filter(|case| case.state.is_over());
        on_events(own, renews, &[event], &sight, self.now, settings)
    }

    fn live(&mut self, moment: &Moment, settings: &Settings) {
        let since = self.now;
        self.now += moment.later;
        if moment.in_time {
            self.pass(settings);
        }
        let now = self.now;
        let case = |page: usize| self.of[page].map(|index| &self.cases[index]);
        let (mut words, mut replied) = (self.words, self.replied);
        let changes = match &moment.what {
            What::Nothing => vec![],
            What::Seen(seen, page) => {
                match seen {
                    Seen::Edited(into) => words[*page] = *into,
                    Seen::Answered => replied[*page] = true,
                    Seen::ReplyVanished => replied[*page] = false,
                    _ => {}
                }
                self.replied = if moment.lost { self.replied } else { replied };
                let words = words[*page];
                self.see(*seen, (*page, words), since, settings).into_iter().collect()
            }
            What::Done(act, by, page) => {
                let done =
                    case(*page).map(|case| super::act(case, act, PEOPLE[*by], now, settings));
                done.and_then(Result::ok).into_iter().collect()
            }
            What::Join(page) => {
                let both = case(*page).zip(case(1 - page));
                let done = both.map(|(one, other)| join(one, other, PEOPLE[0], now, settings));
                done.and_then(Result::ok).map_or_else(Vec::new, |changes| changes.into())
            }
            What::Split(page) => {
                let done =
                    case(*page).map(|case| split(case, PAGES[*page], PEOPLE[0], now, settings));
                done.and_then(Result::ok).map_or_else(Vec::new, |changes| changes.into())
            }
        };
        if moment.lost {
            return;
        }
        self.words = words;
        for change in changes {
            self.commit(change);
        }
    }

    /// What the store does with a change.
    fn commit(&mut self, change: Change) {
        assert!(!change.what.is_empty(), "a change says what it was");
        let mut case = change.case;
        if change.is_new {
            case.id = CaseId(self.cases.len() as i64);
            self.is_someones(&case);
            self.cases.push(case.clone());
        } else {
            let before = &self.cases[case.id.0 as usize];
            self.check(before, &case);
            if before.state.is_open() && change.what.iter().any(|one| one.turn == Turn::Answered) {
                assert!(case.waiting().is_empty(), "a place still waits: {case:?}");
            }
            self.cases[case.id.0 as usize] = case.clone();
        }
        let index = case.id.0 as usize;
        for page in 0..PAGES.len() {
            if case.standing(&key(page)).is_some() {
                self.of[page] = Some(index);
            }
            if let Some(into) = case.into.filter(|_| self.of[page] == Some(index)) {
                self.of[page] = Some(into.0 as usize);
            }
        }
        if let Some(due) = change.step {
            self.tell(&case, due);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_people_and_customers_do_no_deadline_passes_in_silence_and_no_step_comes_twice(
        moments in moments()
    ) {
        let settings = Settings::default();
        let mut life = Life::begun();
        life.live(&Moment {
            later: SignedDuration::ZERO,
            in_time: true,
            lost: false,
            what: What::Seen(Seen::New, 0),
        }, &settings);
        prop_assert!(life.of[0].is_some(), "a complaint opens a case");
        for moment in &moments {
            life.live(moment, &settings);
        }
        // Where nobody does anything any more it comes to rest, after a last question if need be.
        for _ in 0..2 {
            life.now += SignedDuration::from_hours(24 * 365);
            life.pass(&settings);
        }
        for case in life.cases {
            prop_assert!(case.next.is_none(), "it never comes to rest: {:?}", case);
            prop_assert!(case.state != State::Unconfirmed, "a report is never the last word: {:?}", case);
        }
    }
}
