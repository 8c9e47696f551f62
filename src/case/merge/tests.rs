//! Promises about cases that people join and split.

use jiff::SignedDuration;

use super::*;
use crate::case::{Act, Step, act, advance};

fn hours(h: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_hours(h)
}

fn settings() -> Settings {
    Settings::default()
}

fn key(source: &str) -> ReviewKey {
    ReviewKey { source: source.parse().expect("a valid name"), native: "1".to_owned() }
}

fn open(number: i64, source: &str, started: i64) -> Case {
    let (case, _) =
        begin(CaseId(number), key(source), 1, hours(started), hours(started), &settings());
    case
}

fn merged(case: &Case, other: &Case, at: i64) -> Result<[Change; 2], Refusal> {
    join(case, other, "하늘", hours(at), &settings())
}

fn parted(case: &Case, place: &str, at: i64) -> Result<[Change; 2], Refusal> {
    split(case, place, "하늘", hours(at), &settings())
}

fn done(changes: Result<[Change; 2], Refusal>) -> [Case; 2] {
    changes.unwrap_or_else(|why| panic!("{why}")).map(|change| change.case)
}

#[test]
fn two_cases_become_one_on_the_earlier_clock() {
    for (first, second) in [(0, 5), (5, 0)] {
        let (mall, blog) = (open(1, "mall", first), open(2, "blog", second));
        let [one, other] = done(merged(&mall, &blog, 6));
        assert_eq!((one.id, one.deadline, one.waiting().len()), (CaseId(1), hours(24), 2));
        assert_eq!((other.state, other.into), (State::Joined, Some(CaseId(1))));
        assert_eq!((other.next, other.places.len()), (None, 0), "nothing comes of it any more");
    }
}

#[test]
fn what_is_split_again_is_nowhere_later_than_before() {
    for (first, second) in [(0, 5), (5, 0)] {
        let (mall, blog) = (open(1, "mall", first), open(2, "blog", second));
        let [one, _] = done(merged(&mall, &blog, 6));
        let [rest, own] = done(parted(&one, "blog", 7));
        assert!(rest.deadline <= mall.deadline, "{rest:?}");
        assert_eq!(rest.deadline, one.deadline, "within a round it does not move later");
        assert_eq!((own.deadline, own.review.clone()), (blog.deadline, key("blog")));
        assert_eq!((rest.places.len(), own.places.len()), (1, 1));
    }
}

#[test]
fn either_review_can_be_split_off_and_one_alone_cannot() {
    let [one, _] = done(merged(&open(1, "mall", 0), &open(2, "blog", 5), 6));
    let changes = parted(&one, "mall/1", 7).expect("it has two");
    assert!(changes[1].is_new && changes[1].step.is_some(), "people hear of the new case");
    let [rest, own] = changes.map(|change| change.case);
    assert_eq!((&rest.review, &own.review), (&key("blog"), &key("mall")));
    assert_eq!(parted(&rest, "blog", 8).map(drop), Err(Refusal::Alone));
    let which = |text| parted(&one, text, 7).map(drop);
    let named = Err(Refusal::Which("mall/1, blog/1".to_owned()));
    assert_eq!((which("1"), which("shop")), (named.clone(), named), "none, or both");
}

#[test]
fn what_is_left_of_a_split_case_is_closed_where_nothing_of_it_waits() {
    let [mut one, _] = done(merged(&open(1, "mall", 0), &open(2, "blog", 5), 6));
    one.stands(&key("mall"), Standing::Answered);
    let [rest, own] = done(parted(&one, "blog", 7));
    assert_eq!((rest.state, own.state), (State::Answered, State::Open));
    let [rest, own] = done(parted(&one, "mall", 7));
    assert_eq!((rest.state, own.state), (State::Open, State::Answered));
    one.stands(&key("mall"), Standing::Gone);
    let [rest, _] = done(parted(&one, "blog", 7));
    assert_eq!(rest.state, State::Withdrawn);
}

#[test]
fn a_case_that_went_into_another_is_done_with() {
    let (mall, blog) = (open(1, "mall", 0), open(2, "blog", 5));
    let [one, other] = done(merged(&mall, &blog, 6));
    let merged_already = Refusal::Merged(CaseId(2), CaseId(1));
    for refusal in [
        act(&other, &Act::Reopen, "하늘", hours(8), &settings()).map(drop),
        act(&other, &Act::Note("확인".to_owned()), "하늘", hours(8), &settings()).map(drop),
        merged(&one, &other, 8).map(drop),
        merged(&other, &one, 8).map(drop),
        parted(&other, "blog", 8).map(drop),
    ] {
        assert_eq!(refusal, Err(merged_already.clone()));
    }
    assert_eq!(
        merged_already.to_string(),
        format!("#{} was joined into #{}: do it there", CaseId(2), CaseId(1))
    );
    assert_eq!(merged(&one, &one, 8).map(drop), Err(Refusal::Itself));
    assert_eq!(advance(&other, hours(90), &settings()), None);
}

#[test]
fn what_waits_is_never_joined_into_what_does_not() {
    let closed = act(&open(1, "mall", 0), &Act::Dismiss, "하늘", hours(2), &settings());
    let closed = closed.expect("it is open").case;
    let waits = open(2, "blog", 1);
    let refused = merged(&closed, &waits, 6).map(drop);
    assert_eq!(refused, Err(Refusal::OtherWaits { state: State::Dismissed, other: CaseId(2) }));
    let [one, other] = done(merged(&waits, &closed, 6));
    assert_eq!(
        (one, other.state),
        (waits, State::Joined),
        "the other way round it is only history"
    );
}

#[test]
fn a_join_that_makes_the_deadline_pass_is_told() {
    let changes = merged(&open(1, "mall", 20), &open(2, "blog", 0), 30).expect("both wait");
    assert_eq!(changes[0].case.state, State::Overdue);
    assert_eq!(changes[0].step.map(|due| due.step), Some(Step::Overdue));
}
