//! What mails say, byte for byte.

mod digest;
mod letters;
mod overnight;
mod people;
mod safety;
mod secret;
mod sharing;
mod sources;
mod subjects;
mod templates;

use jiff::{SignedDuration, Timestamp};

use super::sample::{answered, at, complaint, in_places, incident, missed, notice, sample, sender};
use super::*;
use crate::case::{CaseId, Turn};
use crate::review::{Cause, Interval, Rating, Reply, Scope, Trouble, Unread, Verdict};

fn address(text: &str) -> Address {
    text.parse().expect("a valid address")
}

/// A mail about one case.
fn letter(language: Language, kind: Kind, facts: CaseFacts, now: Timestamp) -> Frozen {
    let notice = notice(kind, &facts, now);
    composed(language, &[(notice, Facts::Case(Box::new(facts)))], now)
}

fn composed(language: Language, said: &[(Notice, Facts)], now: Timestamp) -> Frozen {
    compose(said, &sender(language), now)
}

fn about_source(kind: Kind, facts: IncidentFacts, due: Timestamp) -> (Notice, Facts) {
    let notice = Notice {
        subject: Subject::Incident(facts.source.clone(), 1),
        round: 1,
        kind,
        occurrence: 0,
        recipient: address("owner@example.com"),
        due,
    };
    (notice, Facts::Incident(Box::new(facts)))
}

/// The mail as text: headers, then the readable part, decoded.
fn text_of(mail: &Frozen) -> String {
    part_of(mail, "text/plain")
}

fn html_of(mail: &Frozen) -> String {
    part_of(mail, "text/html")
}

fn part_of(mail: &Frozen, kind: &str) -> String {
    let raw = std::str::from_utf8(&mail.bytes).expect("a mail is ASCII");
    let part = raw
        .split("--=_")
        .find(|part| part.contains(&format!("Content-Type: {kind}")))
        .expect("the part is there");
    let (head, body) = part.split_once("\r\n\r\n").expect("a part has a head");
    if head.contains("base64") {
        let packed: String = body.split_whitespace().collect();
        return String::from_utf8(unbase64(&packed)).expect("the part is UTF-8");
    }
    unquoted(body)
}

fn unbase64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut out) = (0_u32, 0, Vec::new());
    for byte in text.bytes().filter(|b| *b != b'=') {
        let digit = DIGITS.iter().position(|d| *d == byte).expect("a base64 digit");
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

/// Undoes quoted-printable.
fn unquoted(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let mut out = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let hex = std::str::from_utf8(&after[..2]).expect("two digits");
            out.push(u8::from_str_radix(hex, 16).expect("two digits"));
            rest = &after[2..];
        } else {
            out.push(*first);
            rest = after;
        }
    }
    String::from_utf8(out).expect("the part is UTF-8")
}
