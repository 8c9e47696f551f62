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
