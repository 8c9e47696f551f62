//! Promises over whole lives of cases: whatever happens to a review, in whatever order.

use proptest::prelude::*;

use super::tests::{COMPLAINT, MILD, PRAISE, TROLL, hours, judgement, key};
use super::*;
use crate::case::advance;

const WORDS: [&str; 4] = [
    "지퍼가 고장났는데 답이 없어요",
    "지퍼가 고장났는데 답이 없어오",
    "지퍼가 고장났는데 답이 없어요. 환불도 안 해 주네요",
    "배송도 빠르고 마음에 들어요",
];

#[derive(Clone, Debug)]
struct Happening {
    what: usize,
    words: usize,
    judged: usize,
    answered: bool,
    later: i64,
}

fn happening() -> impl Strategy<Value = Happening> {
    (0_usize..6, 0..WORDS.len(), 0_usize..4, any::<bool>(), 0_i64..30).prop_map(
        |(what, words, judged, answered, later)| Happening { what, words, judged, answered, later },
    )
}

fn event(what: usize, was: &str, between: Interval) -> Event {
    match what {
        0 => Event::New { baseline: false },
        1 => Event::Edited { was: was.to_owned(), rated: None, between },
        2 => Event::Answered { between },
        3 => Event::ReplyVanished { between },
        4 => Event::Vanished { between },
        _ => Event::Reappeared,
    }
}

/// What may never be so after an event.
fn check(before: Option<&Case>, after: &Case, event: &Event, sight: &Sight<'_>, what: &[Taken]) {
    let open = before.is_some_and(|case| case.state.is_open());
    let (round, deadline) = before.map_or((0, None), |case| (case.round, Some(case.deadline)));
    assert!(after.round == round || after.round == round + 1, "{event:?}: {round} to {after:?}");
    if after.round == round {
        assert_eq!(Some(after.deadline), deadline, "{event:?} moved the deadline of a round");
    } else {
        assert!(!open, "{event:?} renewed a case that waits for its answer");
        assert!(sight.is_complaint(), "{event:?} asks for an answer to no complaint");
        assert!(!matches!(event, Event::Answered { .. } | Event::Vanished { .. }), "{event:?}");
    }
    assert_eq!(after.closed.is_some(), !after.state.is_open(), "{after:?}");
    let asks = after.next.is_none_or(|due| due.step == Step::FollowUp);
    assert!(after.state.is_open() || asks, "nothing but a question follows an end: {after:?}");
    if after.state == State::Answered && open {
        assert!(sight.answered, "{event:?} closed a case without a reply that counts");
    }
    assert!(!what.is_empty(), "a change says what it was");
}

fn live(happenings: &[Happening]) {
    let (key, settings) = (key(), Settings::default());
    let judgements = [&*COMPLAINT, &*MILD, &*PRAISE, &*TROLL];
    let (mut case, mut now, mut words): (Option<Case>, _, _) = (None, 1, WORDS[0]);
    let mut before: Option<&Judgement> = None;
    for happening in happenings {
        let since = now;
        now += happening.later;
        while let Some((moved, _)) =
            case.as_ref().and_then(|case| advance(case, hours(now), &settings))
        {
            case = Some(moved);
        }
        let between = Interval::between(hours(since), hours(now));
        let event = event(happening.what, words, between);
        if matches!(event, Event::Edited { .. }) {
            words = WORDS[happening.words];
        }
        let judgement = judgements[happening.judged];
        let posted = Some(Interval::at(hours(0)));
        let answered = happening.answered;
        let (first_seen, rating) = (hours(1), None);
        let (replied, thanks) = (None, false);
        let sight = Sight {
            review: &key,
            judgement,
            before,
            words,
            rating,
            posted,
            first_seen,
            answered,
            replied,
            thanks,
        };
        let events = [event];
        let change = on_events(case.as_ref(), None, &events, &sight, hours(now), &settings);
        if let Some(change) = change {
            check(case.as_ref(), &change.case, &events[0], &sight, &change.what);
            case = Some(change.case);
        }
        before = Some(judgement);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_order_of_events_moves_a_deadline_or_closes_without_a_reply(
        happenings in prop::collection::vec(happening(), 1..20)
    ) {
        live(&happenings);
    }

    #[test]
    fn an_answered_case_is_renewed_by_a_worse_edit_and_by_no_milder_one(
        was in 0.5_f64..1.0,
        is in 0.5_f64..1.0,
    ) {
        let (was, is) = (judgement(Verdict::Negative, was), judgement(Verdict::Negative, is));
        let milder = was.negative - is.negative >= CLEARLY_MILDER;
        let key = key();
        let sight = Sight {
            review: &key,
            judgement: &is,
            before: Some(&was),
            words: WORDS[2],
            rating: None,
            posted: None,
            first_seen: hours(1),
            answered: true,
            replied: None,
            thanks: false,
        };
        let worse = |was| sight.bearing(was, None) == Bearing::Worse;
        prop_assert_eq!(worse(WORDS[0]), !milder);
        prop_assert!(!worse(WORDS[2]), "the same words ask for nothing");
    }
}
