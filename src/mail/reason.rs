//! What went wrong in a sending, in words that name it.

use std::error::Error as _;

use lettre::transport::smtp::Error;
use rustls::CertificateError;

use crate::alert::{Answer, Stage};

/// The answer for an error that came up at `stage`.
pub(super) fn answer(stage: Stage, error: &Error) -> Answer {
    if let Some(code) = error.status() {
        return Answer::refused(stage, Some(code.into()), &innermost(error));
    }
    match tls_error(error) {
        Some(tls) => Answer::refused(Stage::Tls, None, &tls_words(tls)),
        None => Answer::refused(stage, None, &innermost(error)),
    }
}

/// What servers say of the sender, though asked about the recipient.
const OF_THE_SENDER: [&str; 4] =
    ["sender address", "sender verify", "sender rejected", "invalid sender"];
/// What they say to those who have not logged in.
const OF_THE_LOGIN: [&str; 3] = ["authenticat", "not logged in", "relay"];

/// A refusal of the recipient, laid at the door of what is really refused: many servers (Postfix
/// unless told otherwise) hold back what they think of the client and the sender until they are asked
/// about a recipient. Such an answer meets every recipient alike.
pub(super) fn of_recipient(answer: Answer, logged_in: bool) -> Answer {
    let Answer::Refused { stage: Stage::Recipient, code: Some(code), text } = answer else {
        return answer;
    };
    let words = text.to_lowercase();
    let speaks = |of: &[&str]| of.iter().any(|phrase| words.contains(phrase));
    let stage = if !logged_in && (matches!(code, 530..=538) || speaks(&OF_THE_LOGIN)) {
        Stage::Login
    } else if speaks(&OF_THE_SENDER) {
        Stage::Sender
    } else {
        Stage::Recipient
    };
    Answer::Refused { stage, code: Some(code), text }
}

/// The words at the bottom of the chain: the server's own, or the system's.
fn innermost(error: &Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words = inner.to_string();
        cause = inner.source();
    }
    match words.as_str() {
        "incomplete response" => "the server closed the connection".to_owned(),
        "No compatible authentication mechanism was found" => {
            "the server offers no login here; most take a password over an encrypted connection \
             alone: security = \"starttls\""
                .to_owned()
        }
        _ => words,
    }
}

/// The TLS library's error, however deep it is wrapped.
fn tls_error(error: &Error) -> Option<&rustls::Error> {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(tls) = inner.downcast_ref::<rustls::Error>() {
            return Some(tls);
        }
        // An I/O error does not name what it wraps as its source.
        let wrapped = inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(tls) = wrapped.and_then(|w| w.downcast_ref::<rustls::Error>()) {
            return Some(tls);
        }
        cause = inner.source();
    }
    None
}

fn tls_words(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(problem) => certificate_words(problem),
        rustls::Error::InvalidMessage(_) => {
            "the server does not speak TLS on this port: \"tls\" is usually port 465, \"starttls\" \
             port 587"
                .to_owned()
        }
        other => other.to_string(),
    }
}

fn certificate_words(problem: &CertificateError) -> String {
    match problem {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the server's certificate has expired (is this machine's clock right?)".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet (is this machine's clock right?)".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "the server's certificate is for another name than `host`".to_owned()
        }
        CertificateError::UnknownIssuer => {
            "the server's certificate comes from an unknown authority: name it with `ca_file`, or \
             install the system's ca-certificates"
                .to_owned()
        }
        CertificateError::Revoked => "the server's certificate was revoked".to_owned(),
        other => format!("the server's certificate is not valid: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(code: u16, words: &str, logged_in: bool) -> Stage {
        match of_recipient(Answer::refused(Stage::Recipient, Some(code), words), logged_in) {
            Answer::Refused { stage, .. } => stage,
            Answer::Accepted => panic!("a refusal stays one"),
        }
    }

    #[test]
    fn what_is_said_late_of_login_and_sender_is_not_held_against_the_recipient() {
        let table = [
            (
                550,
                "5.1.1 <a@b.example>: Recipient address rejected: User unknown",
                Stage::Recipient,
            ),
            (
                553,
                "5.7.1 <a@b.example>: Sender address rejected: not owned by user x",
                Stage::Sender,
            ),
            (450, "4.1.8 <a@b.example>: Sender address rejected: Domain not found", Stage::Sender),
            (550, "Sender verify failed", Stage::Sender),
            (554, "5.7.1 <c@d.example>: Relay access denied", Stage::Recipient),
        ];
        for (code, words, wanted) in table {
            assert_eq!(stage(code, words, true), wanted, "{words}");
        }
        for (code, words) in [
            (553, "5.7.1 <a@b.example>: Sender address rejected: not logged in"),
            (554, "5.7.1 <c@d.example>: Relay access denied"),
            (530, "5.7.0 Must issue a STARTTLS command first"),
            (550, "Authentication is required for relay"),
        ] {
            assert_eq!(stage(code, words, false), Stage::Login, "{words}");
        }
    }

    #[test]
    fn other_answers_are_left_as_they_are() {
        for answer in [
            Answer::Accepted,
            Answer::refused(Stage::Data, Some(550), "sender rejected"),
            Answer::refused(Stage::Recipient, None, "no reply within 60 s"),
        ] {
            assert_eq!(of_recipient(answer.clone(), false), answer);
        }
    }
}
