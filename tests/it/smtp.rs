//! Every way a mail server can fail is told apart by how far the sending went.

use std::time::Duration;

use reviewd::alert::{Address, Answer, Frozen, Stage};
use reviewd::demo::sink::{At, Behaviour, Sink};
use reviewd::mail::{Login, Security, Settings, Smtp};
use reviewd::settings::{Secret, SecretRef};

const BYTES: &[u8] = b"Subject: x\r\n\r\n.one dot\r\n..two dots\r\nend\r\n";

pub(crate) fn settings(port: u16) -> Settings {
    Settings {
        from: address("shop@example.com"),
        to: vec![address("owner@example.com")],
        escalate_to: vec![address("boss@example.com")],
        templates: std::sync::Arc::default(),
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        ca_file: None,
        login: Some(Login {
            user: "shop".to_owned(),
            place: SecretRef::Env("UNUSED".to_owned()),
            password: Secret::new("secret"),
        }),
        timeout: Duration::from_secs(20),
    }
}

fn address(text: &str) -> Address {
    text.parse().expect("a valid address")
}

pub(crate) fn mail_to(recipient: &str) -> Frozen {
    Frozen {
        message_id: "<1@example.com>".to_owned(),
        recipient: address(recipient),
        subject: "x".to_owned(),
        bytes: BYTES.to_vec(),
    }
}

async fn send(settings: &Settings) -> Answer {
    let smtp = Smtp::new(settings).expect("the settings can be used");
    smtp.send(&settings.from, &mail_to("owner@example.com")).await
}

async fn answer_when(behaviour: Behaviour) -> (Answer, usize) {
    let sink = Sink::start().await.expect("a free port");
    let hangs = matches!(behaviour, Behaviour::Hang(_));
    sink.behave(behaviour).await.expect("the sink obeys");
    let mut settings = settings(sink.port());
    if hangs {
        settings.timeout = Duration::from_secs(2);
    }
    (send(&settings).await, sink.received().len())
}

/// The stage and code of a refusal, and its words.
fn parts(answer: &Answer) -> (Stage, Option<u16>, &str) {
    match answer {
        Answer::Refused { stage, code, text } => (*stage, *code, text),
        Answer::Accepted => panic!("the mail was taken"),
    }
}

#[tokio::test]
async fn a_mail_arrives_byte_for_byte() {
    let sink = Sink::start().await.expect("a free port");
    assert_eq!(send(&settings(sink.port())).await, Answer::Accepted);
    let received = sink.received();
    assert_eq!(received.len(), 1, "one sending is one mail");
    assert_eq!(received[0].from, "shop@example.com");
    assert_eq!(received[0].to, ["owner@example.com"]);
    assert_eq!(received[0].bytes, BYTES, "dots at the start of a line survive, nothing is added");
}

#[tokio::test]
async fn a_refusal_names_its_step_and_code() {
    let table = [
        (At::Greeting, 554, Stage::Connect),
        (At::Login, 535, Stage::Login),
        (At::Sender, 553, Stage::Sender),
        (At::Recipient, 451, Stage::Recipient),
        (At::Recipient, 550, Stage::Recipient),
        (At::Data, 554, Stage::Data),
        (At::Data, 452, Stage::Data),
    ];
    for (at, code, stage) in table {
        let text = "5.0.0 <owner@example.com> no".to_owned();
        let (answer, kept) = answer_when(Behaviour::Refuse { at, code, text }).await;
        let told = (stage, Some(code), "5.0.0 <address> no");
        assert_eq!(parts(&answer), told, "a server that refuses at {at:?}");
        assert_eq!(kept, 0);
    }
}

#[tokio::test]
async fn a_silent_server_is_given_up_and_the_step_is_known() {
    let table = [
        (At::Greeting, Stage::Connect),
        (At::Login, Stage::Login),
        (At::Sender, Stage::Sender),
        (At::Recipient, Stage::Recipient),
        (At::Data, Stage::Data),
    ];
    let asked = table.map(|(at, _)| tokio::spawn(answer_when(Behaviour::Hang(at))));
    for ((at, stage), answer) in table.into_iter().zip(asked) {
        let (answer, _) = answer.await.expect("the sending ends");
        let told = (stage, None, "no reply within 2 s");
        assert_eq!(parts(&answer), told, "a server that falls silent at {at:?}");
    }
}

#[tokio::test]
async fn a_connection_cut_after_the_text_is_ambiguous_whether_or_not_the_mail_was_kept() {
    for keep in [false, true] {
        let (answer, kept) = answer_when(Behaviour::DropAfterData { keep }).await;
        let (stage, code, text) = parts(&answer);
        assert_eq!((stage, code), (Stage::Data, None), "{text}");
        assert_eq!(kept, usize::from(keep));
    }
}

#[tokio::test]
async fn a_server_that_is_down_is_a_failed_connect_and_comes_back_on_its_port() {
    let sink = Sink::start().await.expect("a free port");
    let settings = settings(sink.port());
    sink.behave(Behaviour::Down).await.expect("the sink obeys");
    let answer = send(&settings).await;
    let (stage, code, text) = parts(&answer);
    assert_eq!((stage, code), (Stage::Connect, None), "{text}");
    assert!(text.contains("refused"), "{text}");
    sink.behave(Behaviour::Accept).await.expect("the sink obeys");
    assert_eq!(send(&settings).await, Answer::Accepted);
}

#[tokio::test]
async fn one_refused_recipient_does_not_stop_the_others() {
    let sink = Sink::start().await.expect("a free port");
    let refuse = Behaviour::RefuseRecipient {
        address: "gone@example.com".to_owned(),
        code: 550,
        text: "5.1.1 unknown".to_owned(),
    };
    sink.behave(refuse).await.expect("the sink obeys");
    let settings = settings(sink.port());
    let smtp = Smtp::new(&settings).expect("the settings can be used");
    let gone = smtp.send(&settings.from, &mail_to("gone@example.com")).await;
    assert_eq!(parts(&gone), (Stage::Recipient, Some(550), "5.1.1 unknown"));
    assert_eq!(send(&settings).await, Answer::Accepted);
}

#[tokio::test]
async fn a_name_that_is_none_fails_at_the_lookup() {
    let mut settings = settings(25);
    settings.host = "mail.nowhere.invalid".to_owned();
    settings.security = Security::Starttls;
    let answer = send(&settings).await;
    assert_eq!(parts(&answer).0, Stage::Lookup, "{answer:?}");
}

#[tokio::test]
async fn a_server_without_starttls_gets_neither_password_nor_mail() {
    let sink = Sink::start().await.expect("a free port");
    let mut settings = settings(sink.port());
    settings.security = Security::Starttls;
    let answer = send(&settings).await;
    assert_eq!(parts(&answer), (Stage::Tls, None, "the server offers no STARTTLS"));
    assert!(sink.received().is_empty());
}

#[tokio::test]
async fn a_plain_server_on_a_tls_port_is_named_as_such() {
    let sink = Sink::start().await.expect("a free port");
    let mut settings = settings(sink.port());
    settings.security = Security::Tls;
    let answer = send(&settings).await;
    let (stage, _, text) = parts(&answer);
    assert_eq!(stage, Stage::Tls, "{text}");
    assert!(text.contains("does not speak TLS on this port"), "{text}");
}

#[test]
fn mail_never_leaves_the_machine_unencrypted() {
    for host in ["mail.example.com", "192.0.2.1", "127.0.0.1.example.com"] {
        let mut settings = settings(25);
        settings.host = host.to_owned();
        let error = Smtp::new(&settings).expect_err("it would go out in the clear");
        assert!(error.to_string().contains("without encryption"), "{error}");
    }
}
