//! Who is told of what is wrong with sources, when several have one cause, and what is left of it.

use reviewd::alert::{Facts, IncidentFacts, Missed};
use reviewd::coverage::alarm::{Act, Incident, Profile, State, Step, Told};
use reviewd::coverage::{Gap, Mark, Rewrite, Seen};
use reviewd::review::{Stop, Trouble, Unread, Unseen, Usual};

use super::*;

const DOWN: &str = "server/down/mall.example";

/// A trouble that two polls showed.
fn incident(trouble: Trouble, scope: &str, now: Timestamp) -> Incident {
    Incident {
        number: 0,
        trouble,
        scope: scope.parse().expect("a scope"),
        note: Some("no answer".to_owned()),
        since: now,
        began: now,
        polls: 2,
        usual: Usual { rows: Some(20), newest: Some(at(-60)) },
        told: None,
    }
}

fn unread() -> Trouble {
    Trouble::Unread { why: Unread::Unreachable }
}

async fn two_sources() -> (tempfile::TempDir, Sqlite) {
    let (folder, store) = fresh().await;
    let both = [(source("blog"), at(0)), (source("mall"), at(0))];
    store.register(&both).await.expect("registering");
    (folder, store)
}

/// Claims a certain source, however early, and gives how it stands.
async fn claimed(store: &dyn Whole, name: &str, now: Timestamp) -> (Claim, State) {
    for (other, due) in [("blog", 86_400), ("mall", 86_400), (name, 0)] {
        let until = now + SignedDuration::from_secs(due);
        store.pause(&source(other), Some(until), now).await.expect("pausing");
    }
    let due = store.claim_source(&me(), now).await.expect("claiming").expect("it is due");
    assert_eq!(due.item.id, source(name));
    (due.claim, due.item.watch)
}

/// A poll of a source that does this to its incident of a kind, the open one or a new one.
async fn stepped(store: &dyn Whole, name: &str, now: Timestamp, new: Incident, act: Act) {
    let (claim, state) = claimed(store, name, now).await;
    let open = state.open.into_iter().find(|i| i.trouble.kind() == new.trouble.kind());
    let told = match act {
        Act::Tell(told) => Some(told),
        _ => None,
    };
    let incident = match open {
        Some(open) => Incident { told: told.or(open.told), ..open },
        None => Incident { told, ..new },
    };
    let reads = incident.trouble.kind() != "unread" || act == Act::End;
    let outcome = if reads { Outcome::Reviews } else { Outcome::Error };
    let steps = vec![Step { incident, act }];
    let alarms =
        Alarms { profile: None, steps, people: vec![address("owner")], ..Alarms::default() };
    let commit = PollCommit { outcome, alarms, ..poll(now) };
    store.commit_poll(&claim, commit).await.expect("committing");
}

fn first(now: Timestamp) -> Act {
    Act::Tell(Told { at: now, occurrence: 0 })
}

/// Who a mail speaks of, with its kind and occurrence; sorted.
fn said(notices: &[Notice]) -> Vec<(String, String, u32)> {
    let mut said: Vec<_> = notices
        .iter()
        .map(|notice| match &notice.subject {
            Subject::Incident(source, _) => {
                (source.to_string(), notice.kind.to_string(), notice.occurrence)
            }
            Subject::Case(_) => panic!("only sources are spoken of: {notice:?}"),
        })
        .collect();
    said.sort();
    said
}

fn broken(name: &str, occurrence: u32) -> (String, String, u32) {
    (name.to_owned(), "source_broken".to_owned(), occurrence)
}

fn recovered(name: &str) -> (String, String, u32) {
    (name.to_owned(), "source_recovered".to_owned(), 0)
}

#[tokio::test]
async fn an_incident_is_told_with_all_that_is_known_of_it_and_of_what_was_missed() {
    let (_folder, store) = fresh().await;
    polled(&store, poll(at(0))).await;
    stepped(&store, "mall", at(1800), incident(unread(), DOWN, at(0)), first(at(1800))).await;
    let (claim, notices) = unwritten(&store, at(1801)).await;
    let Facts::Incident(facts) = &notices[0].2 else { panic!("{notices:?}") };
    let expected = IncidentFacts {
        waited: false,
        source: source("mall"),
        url: String::new(),
        trouble: unread(),
        scope: DOWN.parse().expect("a scope"),
        note: Some("no answer".to_owned()),
        since: at(0),
        polls: 2,
        usual: Usual { rows: Some(20), newest: Some(at(-60)) },
        last_success: Some(at(0)),
        recovered: None,
        missed: Vec::new(),
        unseen: Vec::new(),
    };
    assert_eq!(facts.as_ref(), &expected);
    let mail = frozen(&[notices[0].0], &notices[0].1.recipient);
    store.freeze(&claim, vec![(vec![notices[0].0], mail)], at(1801)).await.expect("freezing");
    sent(&store, at(1801), Fate::Sent).await;

    let (claim, state) = claimed(&store, "mall", at(3600)).await;
    let steps = vec![Step { incident: state.open[0].clone(), act: Act::End }];
    let alarms =
        Alarms { profile: None, steps, people: vec![address("owner")], ..Alarms::default() };
    let gap = Gap { why: Stop::OnlyPage, found: at(3600), tries: 0 };
    let marks = vec![
        Mark { since: at(0), seen: Seen::Uncovered(gap) },
        Mark { since: at(3000), seen: Seen::Complete },
    ];
    let found = PollCommit {
        alarms,
        new: vec![new("bad", "깨져서 왔어요")],
        coverage: Some(Rewrite { from: at(0), marks }),
        ..poll(at(3600))
    };
    store.commit_poll(&claim, found).await.expect("committing");
    let late = Case { deadline: at(3600), ..case("bad", at(3600)) };
    judged(&store, at(3600), Verdict::Negative, Some(opening(late, Vec::new()))).await;
    let (_, notices) = unwritten(&store, at(3601)).await;
    let Facts::Incident(facts) = &notices[0].2 else { panic!("{notices:?}") };
    assert_eq!(facts.recovered, Some(at(3600)));
    let missed = Missed {
        author: Some("박지수".to_owned()),
        words: "실망이에요\n깨져서 왔어요".to_owned(),
        verdict: Some(Verdict::Negative),
        deadline: Some((CaseId(1), at(3600))),
    };
    assert_eq!(facts.missed, [missed]);
    let unseen = Unseen { from: at(0), until: at(3000), why: Stop::OnlyPage };
    assert_eq!(facts.unseen, [unseen], "what nobody could read even then");
}

#[tokio::test]
async fn a_gap_is_over_once_it_is_told_and_gaps_of_many_sources_are_told_together() {
    let (_folder, store) = two_sources().await;
    let gap = Trouble::Gap(Unseen { from: at(0), until: at(50), why: Stop::OnlyPage });
    for (name, now) in [("mall", at(60)), ("blog", at(300))] {
        let told = Told { at: now, occurrence: 0 };
        let gap = incident(gap.clone(), "page/gap/mall.example", at(0));
        stepped(&store, name, now, gap, Act::TellOnce(told)).await;
        let (_, state) = claimed(&store, name, now + SignedDuration::from_secs(1)).await;
        assert_eq!(state.open, [], "{name}: nothing lasts");
        assert_eq!(state.over, [("gap".to_owned(), now)], "{name}: and when it was told is known");
    }
    assert!(delivery(&store, at(659)).await.is_none(), "the first waits for others");
    let told = said(&written(&store, at(660)).await);
    assert_eq!(told, [broken("blog", 0), broken("mall", 0)], "which then come with it");
}

#[tokio::test]
async fn sources_that_fail_for_one_cause_are_told_of_and_recover_together() {
    let (_folder, store) = two_sources().await;
    stepped(&store, "blog", at(0), incident(unread(), DOWN, at(0)), Act::Keep).await;
    stepped(&store, "mall", at(300), incident(unread(), DOWN, at(0)), Act::Keep).await;
    stepped(&store, "blog", at(3600), incident(unread(), DOWN, at(0)), first(at(3600))).await;
    let told = written(&store, at(3600)).await;
    assert_eq!(said(&told), [broken("blog", 0), broken("mall", 0)], "those that wait come along");
    sent(&store, at(3600), Fate::Sent).await;
    stepped(&store, "mall", at(3900), incident(unread(), DOWN, at(0)), first(at(3900))).await;
    assert!(delivery(&store, at(3900)).await.is_none(), "nobody hears it twice");

    stepped(&store, "blog", at(7200), incident(unread(), DOWN, at(0)), Act::End).await;
    assert!(delivery(&store, at(7200)).await.is_none(), "the other may follow soon");
    stepped(&store, "mall", at(7500), incident(unread(), DOWN, at(0)), Act::End).await;
    let over = written(&store, at(7500)).await;
    assert_eq!(said(&over), [recovered("blog"), recovered("mall")]);
}

#[tokio::test]
async fn who_recovers_alone_is_told_of_when_the_others_take_too_long() {
    let (_folder, store) = two_sources().await;
    stepped(&store, "blog", at(0), incident(unread(), DOWN, at(0)), Act::Keep).await;
    stepped(&store, "mall", at(60), incident(unread(), DOWN, at(0)), first(at(60))).await;
    written(&store, at(60)).await;
    sent(&store, at(60), Fate::Sent).await;
    stepped(&store, "blog", at(7200), incident(unread(), DOWN, at(0)), Act::End).await;
    let next = store.next_due().await.expect("reading").deliver;
    assert_eq!(next, Some(at(7200 + 70 * 60)));
    assert_eq!(said(&written(&store, at(7200 + 70 * 60)).await), [recovered("blog")]);
}

#[tokio::test]
async fn who_joins_later_waits_for_the_daily_mail_which_lists_all() {
    let (_folder, store) = two_sources().await;
    stepped(&store, "blog", at(0), incident(unread(), DOWN, at(0)), first(at(0))).await;
    written(&store, at(0)).await;
    sent(&store, at(0), Fate::Sent).await;
    stepped(&store, "mall", at(hours(5)), incident(unread(), DOWN, at(0)), first(at(hours(5))))
        .await;
    assert!(delivery(&store, at(hours(5))).await.is_none(), "the cause is known");
    let again = Act::Tell(Told { at: at(0), occurrence: 1 });
    stepped(&store, "mall", at(hours(24)), incident(unread(), DOWN, at(0)), again).await;
    let daily = written(&store, at(hours(24))).await;
    assert_eq!(said(&daily), [broken("blog", 1), broken("mall", 1)]);
    sent(&store, at(hours(24)), Fate::Sent).await;
    stepped(&store, "blog", at(hours(24) + 60), incident(unread(), DOWN, at(0)), again).await;
    assert!(delivery(&store, at(hours(24) + 60)).await.is_none(), "once a day");
}

#[tokio::test]
async fn another_trouble_of_a_page_is_told_at_once_even_where_a_like_one_lasts() {
    let (_folder, store) = two_sources().await;
    let empty = || incident(Trouble::Empty { before: 20 }, "page/empty/mall.example", at(0));
    stepped(&store, "blog", at(0), empty(), first(at(0))).await;
    assert_eq!(said(&written(&store, at(0)).await), [broken("blog", 0)]);
    sent(&store, at(0), Fate::Sent).await;
    stepped(&store, "mall", at(hours(5)), empty(), first(at(hours(5)))).await;
    assert_eq!(said(&written(&store, at(hours(5))).await), [broken("mall", 0)]);
}

#[tokio::test]
async fn repetitions_do_not_pile_up_while_mail_waits_and_an_end_drops_them() {
    let (_folder, store) = fresh().await;
    stepped(&store, "mall", at(0), incident(unread(), DOWN, at(0)), first(at(0))).await;
    for day in 1..=3 {
        let again = Act::Tell(Told { at: at(0), occurrence: day });
        let now = at(hours(24 * i64::from(day)));
        stepped(&store, "mall", now, incident(unread(), DOWN, at(0)), again).await;
        assert_eq!(store.outbox().await.expect("reading").waiting, 1, "day {day}");
    }
    written(&store, at(hours(73))).await;
    stepped(&store, "mall", at(hours(74)), incident(unread(), DOWN, at(0)), Act::End).await;
    let left = written(&store, at(hours(74))).await;
    assert_eq!(
        said(&left),
        [recovered("mall")],
        "a frozen mail that is no longer true is not sent"
    );
}

#[tokio::test]
async fn what_was_never_told_leaves_no_trace() {
    let (_folder, store) = fresh().await;
    stepped(&store, "mall", at(0), incident(unread(), DOWN, at(0)), Act::Keep).await;
    assert_eq!(store.sources().await.expect("listing")[0].troubles, [(unread(), at(0))]);
    stepped(&store, "mall", at(60), incident(unread(), DOWN, at(0)), Act::End).await;
    let (_, state) = claimed(&store, "mall", at(120)).await;
    assert_eq!(state, State::default());
    assert!(delivery(&store, at(120)).await.is_none());
}

#[tokio::test]
async fn accepting_a_page_ends_its_troubles_silently_and_begins_a_new_profile() {
    let (_folder, store) = fresh().await;
    let (claim, _) = claimed(&store, "mall", at(0)).await;
    let alarms = Alarms { profile: Some(Profile::new(at(0))), ..Alarms::default() };
    store.commit_poll(&claim, PollCommit { alarms, ..poll(at(0)) }).await.expect("committing");
    let moved = Trouble::Moved { to: "https://new.example/".to_owned() };
    let moved = incident(moved, "page/moved/mall.example", at(0));
    stepped(&store, "mall", at(60), moved, first(at(60))).await;
    stepped(&store, "mall", at(60), incident(unread(), DOWN, at(0)), first(at(60))).await;
    let (under_way, before) = claimed(&store, "mall", at(90)).await;

    assert!(store.accept(&source("mall"), at(100)).await.expect("accepting"));
    assert!(!store.accept(&source("none"), at(100)).await.expect("no such source"));
    let alarms = Alarms { profile: before.profile, ..Alarms::default() };
    let late = PollCommit { alarms, ..poll(at(110)) };
    store.commit_poll(&under_way, late).await.expect("committing");

    let (_, state) = claimed(&store, "mall", at(120)).await;
    let profile = state.profile.expect("a new profile");
    assert_eq!(profile.since, at(100), "a poll under way does not bring the old one back");
    assert_eq!(profile.accepted_move(), Some("https://new.example/"));
    let kinds: Vec<_> = state.open.iter().map(|i| i.trouble.kind()).collect();
    assert_eq!(kinds, ["unread"], "what cannot be read is not made readable");
    assert_eq!(state.over, [], "and no recovery is remembered");
    assert_eq!(said(&written(&store, at(120)).await), [broken("mall", 0)], "nothing of the rest");
}

#[tokio::test]
async fn other_sources_are_asked_whether_they_are_reached() {
    let (_folder, store) = two_sources().await;
    let alone = store.elsewhere(&source("mall")).await.expect("reading");
    assert_eq!((alone.unreachable.len(), alone.last_success), (0, None));
    stepped(&store, "blog", at(60), incident(unread(), DOWN, at(0)), Act::Keep).await;
    let both = store.elsewhere(&source("mall")).await.expect("reading");
    assert_eq!(both.unreachable, [DOWN.parse().expect("a scope")]);
    assert_eq!(both.last_success, None);
    stepped(&store, "blog", at(120), incident(unread(), DOWN, at(0)), Act::End).await;
    let both = store.elsewhere(&source("mall")).await.expect("reading");
    assert_eq!((both.unreachable.len(), both.last_success), (0, Some(at(120))));
}

#[tokio::test]
async fn a_thousand_sources_of_one_cause_are_put_into_words_together() {
    let (_folder, store) = fresh().await;
    let all: Vec<_> = (0..1_000).map(|n| (source(&format!("s{n}")), at(0))).collect();
    store.register(&all).await.expect("registering");
    for last in (0..1_000).map(|n| n == 999) {
        let claim = store.claim_source(&me(), at(0)).await.expect("claiming").expect("due").claim;
        let act = if last { first(at(0)) } else { Act::Keep };
        let steps = vec![Step { incident: incident(unread(), DOWN, at(0)), act }];
        let alarms =
            Alarms { profile: None, steps, people: vec![address("owner")], ..Alarms::default() };
        let commit = PollCommit { outcome: Outcome::Error, alarms, ..poll(at(0)) };
        store.commit_poll(&claim, commit).await.expect("committing");
    }
    assert_eq!(unwritten(&store, at(0)).await.1.len(), 1_000);
}
