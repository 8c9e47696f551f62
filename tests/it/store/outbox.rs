//! No notice is lost, none is sent twice in other words, none overtakes an earlier one.

use reviewd::alert::Facts;
use reviewd::case::State;
use reviewd::store::{Error, Fate};

use super::*;

const REMINDER: Kind = Kind::Reminder(SignedDuration::from_hours(12));

/// The kinds that wait to be put into words, with what was overtaken before each.
fn words(notices: &[(NoticeId, Notice, Facts)]) -> Vec<(Kind, Vec<Kind>)> {
    notices
        .iter()
        .map(|(_, notice, facts)| match facts {
            Facts::Case(facts) => (notice.kind, facts.overtaken.clone()),
            _ => panic!("only cases are told here"),
        })
        .collect()
}

fn reminded(name: &'static str, now: Timestamp) -> impl FnOnce(Case) -> CaseWrite {
    move |case| change(case, "reminded", vec![told(REMINDER, name, now)])
}

#[tokio::test]
async fn a_later_step_overtakes_what_could_not_be_sent_and_says_so() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner", "helper"]).await;
    moved(&store, id, at(10), reminded("owner", at(10))).await;

    let (_, helper) = unwritten(&store, at(11)).await;
    assert_eq!(words(&helper), [(Kind::Alert, vec![])], "whoever is not told again keeps theirs");
    let (_, owner) = unwritten(&store, at(11)).await;
    assert_eq!(words(&owner), [(REMINDER, vec![Kind::Alert])]);
    let history = store.case(id).await.expect("reading").expect("the case").entries;
    let dropped = history.iter().find(|entry| entry.what() == "mail dropped: alert");
    let detail = dropped.and_then(|entry| entry.detail());
    assert_eq!(detail, Some("to owner@shop.example: overtaken".to_owned()));
}

#[tokio::test]
async fn what_was_sent_is_not_called_overtaken_afterwards() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    written(&store, at(0)).await;
    sent(&store, at(0), Fate::Sent).await;
    moved(&store, id, at(10), reminded("owner", at(10))).await;
    moved(&store, id, at(20), |case| {
        change(case, "overdue", vec![told(Kind::Overdue, "owner", at(20))])
    })
    .await;
    let (_, owner) = unwritten(&store, at(20)).await;
    assert_eq!(words(&owner), [(Kind::Overdue, vec![REMINDER])]);
}

#[tokio::test]
async fn a_closed_case_drops_all_that_waits_but_its_last_word() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner", "helper"]).await;
    written(&store, at(0)).await;
    moved(&store, id, at(10), |case| {
        let case = Case { state: State::Answered, closed: Some(at(10)), next: None, ..case };
        change(case, "answered", vec![told(Kind::Answered, "helper", at(10))])
    })
    .await;
    let (_, helper) = unwritten(&store, at(10)).await;
    assert_eq!(words(&helper), [(Kind::Answered, vec![Kind::Alert])]);
    let left = delivery(&store, at(10)).await;
    assert!(left.is_none(), "a frozen mail with nothing left to say is not sent: {left:?}");
    assert_eq!(store.outbox().await.expect("reading").waiting, 1);
}

#[tokio::test]
async fn a_notice_written_again_is_one_notice_and_is_not_overtaken_by_itself() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    let alert = |case| change(case, "alerted", vec![told(Kind::Alert, "owner", at(9))]);
    moved(&store, id, at(9), alert).await;
    let (_, notices) = unwritten(&store, at(9)).await;
    assert_eq!(words(&notices), [(Kind::Alert, vec![])]);
    assert_eq!(notices[0].1.due, at(0), "the first writing stands");
}

#[tokio::test]
async fn a_storm_is_put_into_words_together_and_in_order() {
    let (_folder, store) = fresh().await;
    let a = opened(&store, "a", at(0), &["owner"]).await;
    let b = opened(&store, "b", at(1), &["owner"]).await;
    let later = opened(&store, "later", at(2), &[]).await;
    moved(&store, later, at(2), reminded("owner", at(100))).await;
    let notices = written(&store, at(3)).await;
    let told: Vec<_> = notices.iter().map(|notice| (&notice.subject, notice.due)).collect();
    assert_eq!(told, [(&Subject::Case(a), at(0)), (&Subject::Case(b), at(1))]);
    sent(&store, at(3), Fate::Sent).await;
    assert!(delivery(&store, at(99)).await.is_none(), "not due yet");
    assert_eq!(store.next_due().await.expect("reading").deliver, Some(at(100)));
    assert_eq!(unwritten(&store, at(100)).await.1.len(), 1);
}

#[tokio::test]
async fn mails_to_one_person_keep_their_order_and_do_not_wait_for_another_persons() {
    let (_folder, store) = fresh().await;
    let a = opened(&store, "a", at(0), &["owner"]).await;
    let b = opened(&store, "b", at(1), &["owner", "helper"]).await;
    let (claim, notices) = unwritten(&store, at(2)).await;
    // Frozen in the wrong order, as two mails.
    let mails =
        notices.iter().rev().map(|(id, notice, _)| (vec![*id], frozen(&[*id], &notice.recipient)));
    store.freeze(&claim, mails.collect(), at(2)).await.expect("freezing");

    let (first, mail) = to_send(&store, at(3)).await;
    assert_eq!(mail.notices[0].subject, Subject::Case(a), "the earlier notice goes first");
    let (_, helper) = unwritten(&store, at(3)).await;
    assert_eq!(helper[0].1.recipient, address("helper"), "others are independent");
    let second = delivery(&store, at(3)).await;
    assert!(second.is_none(), "one mail to a person at a time: {second:?}");
    store.commit_delivery(&first, answer(mail.id, at(4), Fate::Sent)).await.expect("committing");
    assert_eq!(to_send(&store, at(5)).await.1.notices[0].subject, Subject::Case(b));
}

#[tokio::test]
async fn while_the_server_is_down_nothing_is_sent_or_put_into_words() {
    let (_folder, store) = fresh().await;
    let a = opened(&store, "a", at(0), &["owner"]).await;
    written(&store, at(0)).await;
    let first = sent(&store, at(1), Fate::HoldAll(at(60))).await;
    assert_eq!(first.attempts, 0);
    opened(&store, "b", at(2), &["helper"]).await;

    assert!(delivery(&store, at(59)).await.is_none());
    assert_eq!(store.next_due().await.expect("reading").deliver, Some(at(60)));
    let outbox = store.outbox().await.expect("reading");
    assert_eq!((outbox.waiting, outbox.held_until), (2, Some(at(60))));
    assert_eq!(outbox.last_error, Some((at(1), "451 later".to_owned())));

    let again = sent(&store, at(60), Fate::HoldAll(at(180))).await;
    assert_eq!((again.attempts, again.since), (1, at(0)));
    assert_eq!(again.mail, first.mail, "the same bytes every time");
    moved(&store, a, at(70), reminded("owner", at(70))).await;
    let (claim, helper) = unwritten(&store, at(180)).await;
    let ids = [helper[0].0];
    let mail = frozen(&ids, &address("helper"));
    store.freeze(&claim, vec![(ids.to_vec(), mail)], at(180)).await.expect("freezing");
    let next = sent(&store, at(180), Fate::Sent).await;
    assert_eq!(next.attempts, 2, "the wait grows across mails while the server is down");
    assert_eq!(store.outbox().await.expect("reading").held_until, None);
    let (_, owner) = unwritten(&store, at(180)).await;
    assert_eq!(words(&owner), [(REMINDER, vec![Kind::Alert])], "the alert was overtaken");
}

#[tokio::test]
async fn a_person_who_cannot_take_mail_holds_up_nobody_else() {
    let (_folder, store) = fresh().await;
    opened(&store, "bad", at(0), &["owner", "helper"]).await;
    written(&store, at(0)).await;
    let held = sent(&store, at(1), Fate::HoldRecipient(at(60))).await;
    written(&store, at(2)).await;
    let other = sent(&store, at(2), Fate::Sent).await;
    assert_ne!(held.mail.recipient, other.mail.recipient);
    assert!(delivery(&store, at(59)).await.is_none());
    assert_eq!(store.next_due().await.expect("reading").deliver, Some(at(60)));
    let again = sent(&store, at(60), Fate::Sent).await;
    assert_eq!((again.id, again.attempts), (held.id, 1));
    assert!(delivery(&store, at(99)).await.is_none());
}

#[tokio::test]
async fn whoever_stands_in_knows_for_whom() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner", "helper"]).await;
    for name in ["owner", "helper"] {
        written(&store, at(1)).await;
        let (claim, mail) = to_send(&store, at(1)).await;
        let instead = vec![case_notice(id, Kind::Alert, "boss", at(1))];
        let commit = DeliveryCommit { instead, ..answer(mail.id, at(1), Fate::Failed) };
        store.commit_delivery(&claim, commit).await.expect("committing");
        assert_eq!(mail.mail.recipient, address(name));
    }
    assert_eq!(store.outbox().await.expect("reading").failed, 2);
    let (_, boss) = unwritten(&store, at(2)).await;
    let [(_, notice, Facts::Case(facts))] = &boss[..] else { panic!("one notice, not {boss:?}") };
    assert_eq!(notice.recipient, address("boss"));
    assert_eq!(facts.instead_of, [address("helper"), address("owner")]);
    let history = store.case(id).await.expect("reading").expect("the case").entries;
    let refused = history.iter().filter(|entry| entry.what() == "mail refused: alert");
    let details: Vec<_> = refused.filter_map(|entry| entry.detail()).collect();
    assert_eq!(
        details,
        ["to owner@shop.example: 550 no such user", "to helper@shop.example: 550 no such user",]
    );
}

#[tokio::test]
async fn a_mail_that_went_out_counts_as_told_even_where_it_was_overtaken_on_its_way() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    written(&store, at(0)).await;
    let (claim, mail) = to_send(&store, at(1)).await;
    moved(&store, id, at(2), reminded("owner", at(2))).await;
    let meanwhile = delivery(&store, at(2)).await;
    assert!(meanwhile.is_none(), "the reminder waits for the alert under way: {meanwhile:?}");
    store.commit_delivery(&claim, answer(mail.id, at(3), Fate::Sent)).await.expect("committing");
    let (_, notices) = unwritten(&store, at(3)).await;
    assert_eq!(words(&notices), [(REMINDER, vec![])]);
}

#[tokio::test]
async fn words_that_were_overtaken_while_being_written_are_not_kept() {
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    let (claim, notices) = unwritten(&store, at(1)).await;
    moved(&store, id, at(2), reminded("owner", at(2))).await;
    let ids = vec![notices[0].0];
    let mail = frozen(&ids, &address("owner"));
    store.freeze(&claim, vec![(ids, mail)], at(3)).await.expect("freezing");
    assert_eq!(words(&unwritten(&store, at(3)).await.1), [(REMINDER, vec![Kind::Alert])]);
}

#[tokio::test]
async fn an_answer_that_comes_after_the_mail_was_taken_over_changes_nothing() {
    let (_folder, store) = fresh().await;
    opened(&store, "bad", at(0), &["owner"]).await;
    written(&store, at(0)).await;
    let (slow, mail) = to_send(&store, at(1)).await;
    let (_, again) = to_send(&store, at(1) + LEASE).await;
    assert_eq!((again.id, &again.mail), (mail.id, &mail.mail));
    let late = at(2) + LEASE;
    let result = store.commit_delivery(&slow, answer(mail.id, late, Fate::Sent)).await;
    assert!(matches!(result, Err(Error::ClaimLost(_))), "{result:?}");
    assert_eq!(store.outbox().await.expect("reading").waiting, 1);
}

#[tokio::test]
async fn no_claim_or_error_names_a_person() {
    let (_folder, store) = fresh().await;
    opened(&store, "bad", at(0), &["owner"]).await;
    let (claim, _) = unwritten(&store, at(0)).await;
    let lost = store.freeze(&Claim { epoch: 0, ..claim.clone() }, vec![], at(0)).await;
    let said = format!("{claim:?} {}", lost.expect_err("an epoch that never was"));
    assert!(!said.contains("shop.example"), "{said}");
}

#[tokio::test]
async fn later_mails_of_a_case_know_the_subject_of_the_first_one_to_that_recipient() {
    let subject = |notices: &[(NoticeId, Notice, Facts)]| match &notices[0].2 {
        Facts::Case(facts) => facts.thread_subject.clone(),
        _ => panic!("only cases are told here"),
    };
    let (_folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    written(&store, at(0)).await;
    let first = sent(&store, at(0), Fate::Sent).await.mail.subject;
    moved(&store, id, at(10), |case| {
        let told = vec![told(REMINDER, "owner", at(10)), told(REMINDER, "helper", at(10))];
        change(case, "reminded", told)
    })
    .await;
    let (_, one) = unwritten(&store, at(10)).await;
    let (_, other) = unwritten(&store, at(10)).await;
    let mut known = [subject(&one), subject(&other)];
    known.sort();
    assert_eq!(known, [None, Some(first)], "the helper hears of the case for the first time");
}

#[tokio::test]
async fn a_mail_about_many_knows_what_is_new_and_what_the_last_one_left() {
    let (_folder, store) = fresh().await;
    let told = |notices: &[(NoticeId, Notice, Facts)]| {
        let of = |facts: &Facts| match facts {
            Facts::Case(facts) => (facts.told, facts.earlier.map(|e| (e.at, e.open))),
            _ => panic!("only cases are told here"),
        };
        notices.iter().map(|(_, _, facts)| of(facts)).collect::<Vec<_>>()
    };
    let a = opened(&store, "a", at(0), &["owner", "helper"]).await;
    let b = opened(&store, "b", at(1), &["owner"]).await;
    written(&store, at(2)).await;
    sent(&store, at(2), Fate::Sent).await;
    moved(&store, b, at(3), |case| {
        let case = Case { state: State::Answered, closed: Some(at(3)), next: None, ..case };
        change(case, "answered", vec![])
    })
    .await;
    let (_, helper) = unwritten(&store, at(4)).await;
    assert_eq!(told(&helper), [(None, None)], "what others were told is nothing to the helper");

    opened(&store, "c", at(5), &["owner"]).await;
    moved(&store, a, at(6), reminded("owner", at(6))).await;
    let (_, owner) = unwritten(&store, at(7)).await;
    let earlier = Some((at(2), 1));
    assert_eq!(told(&owner), [(None, earlier), (Some(at(2)), earlier)], "c is new, a is not");
}
