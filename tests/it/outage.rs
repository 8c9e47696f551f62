//! Whatever the mail server does, for hours or for days: nothing is lost, nothing stale is sent.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reviewd::case::{Case, State};
use reviewd::demo::sink::{At, Behaviour};

use crate::support::run::{BOSS, Mail, OWNER, Run, since};
use crate::support::shop::{List, Post, at, hours, minutes};

/// The mail server begins to misbehave.
const DOWN: SignedDuration = hours(2);
/// Once the mail server behaves again, whatever waited is sent within this time.
const CATCH_UP: SignedDuration = hours(1);

fn refuse(at: At, code: u16) -> Behaviour {
    Behaviour::Refuse { at, code, text: "4.0.0 not now".to_owned() }
}

/// One complaint told before the outage, two that fall into it, one of which is answered there.
fn shop() -> List {
    List::of(vec![
        Post::complaint(1, minutes(60)),
        Post::complaint(2, minutes(190)),
        Post::complaint(3, minutes(200)).replied(hours(5)),
        Post::praise(4, minutes(210)),
    ])
}

/// The steps of a case in their order, as kinds of mail with their instants.
fn steps(case: &Case) -> Vec<(&'static str, Timestamp)> {
    let mut steps = vec![("alert", case.opened)];
    for (kind, before) in [("reminder:43200", 12), ("reminder:14400", 4), ("reminder:3600", 1)] {
        steps.push((kind, case.deadline - hours(before)));
    }
    steps.push(("overdue", case.deadline));
    if let (State::Answered, Some(closed)) = (case.state, case.closed) {
        steps.retain(|(_, due)| *due < closed);
        steps.push(("answered", closed));
    }
    steps
}

/// Lives through one outage and holds what came of it against what was due.
async fn live_through(behaviour: Behaviour, lasting: SignedDuration) {
    let story = format!("{behaviour:?} for {lasting:#}");
    let mut run = Run::of(shop()).await;
    run.until(DOWN).await;
    let before = run.mails().len();
    assert_eq!(before, 1, "{story}: the first complaint was told: {:?}", run.log());
    if matches!(behaviour, Behaviour::Hang(_)) {
        run.stop().await;
        run.mail_timeout = Duration::from_millis(15);
        run.start().await;
    }
    run.mail_server(behaviour.clone()).await;
    let up = DOWN + lasting;
    run.until(up).await;
    assert_ne!(run.trouble(), "", "{story}: the trouble is shown");
    run.mail_server(Behaviour::Accept).await;
    if matches!(behaviour, Behaviour::Hang(_)) {
        run.stop().await;
        run.mail_timeout = Duration::from_secs(20);
        run.start().await;
    }
    run.until(up + CATCH_UP).await;
    assert_eq!(run.trouble(), "", "{story}: the trouble is over: {:?}", run.log());

    let cases = run.cases().await;
    assert_eq!(cases.len(), 3, "{story}: every complaint has its case");
    for case in &cases {
        let mut due = steps(case);
        due.retain(|(_, due)| *due <= run.now());
        let (latest, since_when) = *due.last().expect("every case was alerted");
        let people = if latest == "overdue" { vec![OWNER, BOSS] } else { vec![OWNER] };
        for who in people {
            hears_the_latest(&run, &story, case, (latest, since_when), who).await;
        }
    }
    in_the_order_of_their_notices(&run, &story, &cases);
}

/// After the outage, `who` got the latest mail of a case, none that it overtook, and the words for it.
async fn hears_the_latest(
    run: &Run,
    story: &str,
    case: &Case,
    (latest, due): (&str, Timestamp),
    who: &str,
) {
    let code = case.id.to_string();
    let told: Vec<&Mail> = run.to(who).into_iter().filter(|mail| mail.case == code).collect();
    let log = run.log();
    let last =
        told.last().unwrap_or_else(|| panic!("{story}: {who} never heard of {code}: {log:?}"));
    assert_eq!(last.kind, latest, "{story}: the latest step of {code} to {who}: {log:?}");
    assert!(last.at >= due, "{story}: {latest} of {code} came before it was due");

    let down_until = last.at;
    let overtaken: Vec<(&str, Timestamp)> = steps(case)
        .into_iter()
        .filter(|(kind, due)| *due >= at(DOWN) && *due < down_until && *kind != latest)
        .filter(|_| who == OWNER)
        .collect();
    for (kind, _) in &overtaken {
        assert!(
            told.iter().all(|mail| mail.kind != *kind),
            "{story}: {kind} of {code} is stale and came all the same: {log:?}"
        );
    }
    let words = [
        ("alert", "alert", "the first alert"),
        ("reminder:43200", "reminder 12h before", "the reminder 12 hours before the deadline"),
        ("reminder:14400", "reminder 4h before", "the reminder 4 hours before the deadline"),
        ("reminder:3600", "reminder 1h before", "the reminder 1 hour before the deadline"),
    ];
    let said = |kind: &str| words.iter().find(|(k, ..)| *k == kind);
    let named: Vec<&str> =
        overtaken.iter().filter_map(|(kind, _)| said(kind).map(|(.., words)| *words)).collect();
    if !named.is_empty() {
        let sentence =
            format!("Never sent, because the mail server did not take it: {}.", named.join(", "));
        assert!(last.text.contains(&sentence), "{story}: {sentence:?} is not in\n{}", last.text);
    }
    let history = run.history(case).await;
    for (kind, _) in &overtaken {
        let recorded = said(kind).map_or(*kind, |(_, recorded, _)| *recorded);
        let entry = format!("mail dropped: {recorded}");
        assert!(history.iter().any(|e| e.what() == entry), "{story}: no {entry:?} in {history:#?}");
    }
}

/// Mails to one recipient come in the order in which they became due.
fn in_the_order_of_their_notices(run: &Run, story: &str, cases: &[Case]) {
    for who in [OWNER, BOSS] {
        let due: Vec<Timestamp> = run
            .to(who)
            .into_iter()
            .map(|mail| {
                let case = cases.iter().find(|c| c.id.to_string() == mail.case);
                let case = case.unwrap_or_else(|| panic!("{story}: a mail of no case: {mail:?}"));
                let step = steps(case).into_iter().find(|(kind, _)| *kind == mail.kind);
                step.unwrap_or_else(|| panic!("{story}: {} was never due", mail.kind)).1
            })
            .collect();
        assert!(due.is_sorted(), "{story}: to {who} out of order: {:?}", run.log());
    }
}

#[tokio::test]
async fn no_alert_is_lost_when_smtp_is_down_for_hours_or_days() {
    live_through(Behaviour::Down, hours(12)).await;
    live_through(Behaviour::Down, hours(72)).await;
}

#[tokio::test]
async fn no_alert_is_lost_when_the_server_wants_nobody_for_hours_or_days() {
    for behaviour in [refuse(At::Greeting, 554), refuse(At::Sender, 451), refuse(At::Sender, 553)] {
        live_through(behaviour, hours(9)).await;
    }
    live_through(refuse(At::Greeting, 421), hours(72)).await;
}

#[tokio::test]
async fn no_alert_is_lost_when_the_login_is_refused_for_hours_or_days() {
    live_through(refuse(At::Login, 535), hours(6)).await;
    live_through(refuse(At::Login, 535), hours(72)).await;
}

#[tokio::test]
async fn no_alert_is_lost_when_every_recipient_is_put_off_for_hours_or_days() {
    live_through(refuse(At::Recipient, 451), hours(6)).await;
    live_through(refuse(At::Recipient, 451), hours(72)).await;
    live_through(refuse(At::Data, 452), hours(30)).await;
}

#[tokio::test]
async fn no_alert_is_lost_when_the_server_hangs_for_hours_or_days() {
    for point in [At::Greeting, At::Recipient, At::Data] {
        live_through(Behaviour::Hang(point), hours(6)).await;
    }
    live_through(Behaviour::Hang(At::Login), hours(72)).await;
}

#[tokio::test]
async fn no_alert_is_lost_when_connections_break_after_the_text_for_hours_or_days() {
    live_through(Behaviour::DropAfterData { keep: false }, hours(6)).await;
    live_through(Behaviour::DropAfterData { keep: false }, hours(30)).await;
}

#[tokio::test]
async fn a_mail_taken_without_an_answer_comes_again_byte_for_byte() {
    let mut run = Run::of(shop()).await;
    run.until(DOWN).await;
    run.mail_server(Behaviour::DropAfterData { keep: true }).await;
    run.until(DOWN + hours(4)).await;
    run.mail_server(Behaviour::Accept).await;
    run.until(DOWN + hours(6)).await;
    let ids: BTreeSet<&str> = run.mails().iter().map(|mail| mail.message_id.as_str()).collect();
    assert!(run.mails().len() > ids.len(), "some came more than once: {:?}", run.log());
    for id in ids {
        let mut same = run.mails().iter().filter(|mail| mail.message_id == id);
        let first = same.next().expect("an id is that of a mail");
        let differs = same.find(|mail| mail.bytes != first.bytes);
        assert!(differs.is_none(), "{id} came as two different mails");
    }
    let answered: Vec<_> = run.mails().iter().filter(|mail| mail.kind == "answered").collect();
    assert_eq!(answered.len(), 1, "what came after the outage came once: {:?}", run.log());
}

#[tokio::test]
async fn a_recipient_who_refuses_is_stood_in_for_at_once() {
    let mut run = Run::of(shop()).await;
    run.mail_server(Behaviour::RefuseRecipient {
        address: OWNER.to_owned(),
        code: 550,
        text: "5.1.1 no such user".to_owned(),
    })
    .await;
    run.until(hours(26)).await;
    assert!(run.to(OWNER).is_empty(), "the owner takes nothing");
    let cases = run.cases().await;
    let first = &cases[0];
    let code = first.id.to_string();
    let told: Vec<&Mail> = run.to(BOSS).into_iter().filter(|mail| mail.case == code).collect();
    let wanted: Vec<(&str, String)> = steps(first).iter().map(|(k, t)| (*k, since(*t))).collect();
    let came: Vec<(&str, String)> = told.iter().map(|m| (m.kind.as_str(), since(m.at))).collect();
    assert_eq!(came, wanted, "every step at its second, to the one who stands in");
    for mail in told {
        let words =
            format!("Mail to {OWNER} could not be delivered, so this comes to you instead.");
        assert!(mail.text.contains(&words), "whom it stands in for is not said:\n{}", mail.text);
    }
    assert_eq!(run.trouble(), "", "somebody is told, so all is well");
}

#[tokio::test]
async fn where_everyone_refuses_it_is_shown_and_nothing_is_given_up() {
    let outages = [
        (At::Recipient, hours(6), "recipient: 550"),
        (At::Recipient, hours(72), "recipient: 550"),
        (At::Data, hours(6), "text: 550"),
    ];
    for (point, lasting, words) in outages {
        let mut run = Run::of(shop()).await;
        run.until(DOWN).await;
        run.mail_server(refuse(point, 550)).await;
        run.until(DOWN + lasting).await;
        let trouble = run.trouble();
        assert!(trouble.contains(words), "after {lasting:#} status says {trouble:?}");
        run.mail_server(Behaviour::Accept).await;
        run.until(DOWN + lasting + CATCH_UP).await;
        for case in run.cases().await.iter().filter(|case| case.state.is_open()) {
            let mut due = steps(case);
            due.retain(|(_, due)| *due <= run.now());
            let (latest, _) = *due.last().expect("it was alerted");
            let code = case.id.to_string();
            let last = run.mails().iter().rfind(|mail| mail.case == code);
            let last = last.unwrap_or_else(|| panic!("{code} is lost: {:?}", run.log()));
            assert_eq!(last.kind, latest, "after {words} for {lasting:#}: {:?}", run.log());
        }
        let once: BTreeSet<_> = run.mails().iter().map(|m| (&m.case, &m.to, &m.kind)).collect();
        assert_eq!(once.len(), run.mails().len(), "nothing comes twice: {:?}", run.log());
    }
}
