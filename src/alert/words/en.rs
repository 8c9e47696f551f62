//! English.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::points;
use crate::alert::Kind;
use crate::case::Turn;
use crate::review::{Cause, Rating};
use crate::route::Role;

pub(super) fn date(at: DateTime, with_year: bool) -> String {
    at.strftime(if with_year { "%a %-d %b %Y" } else { "%a %-d %b" }).to_string()
}

/// "3:05 pm"; twelve o'clock is named, for nobody agrees on which 12 is am.
pub(super) fn time(at: DateTime) -> String {
    match (at.hour(), at.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "noon".to_owned(),
        _ => at.strftime("%-I:%M %P").to_string(),
    }
}

/// Days, hours and minutes, where they are said.
pub(super) fn length(parts: [Option<i64>; 3]) -> String {
    let said: Vec<String> = parts
        .into_iter()
        .zip(["day", "hour", "minute"])
        .filter_map(|(part, unit)| {
            part.filter(|n| *n > 0)
                .map(|n| if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") })
        })
        .collect();
    if said.is_empty() { "less than a minute".to_owned() } else { said.join(" ") }
}

pub(super) fn kind(kind: Kind, length: impl Fn(SignedDuration) -> String) -> String {
    match kind {
        Kind::Alert => "the first alert".to_owned(),
        Kind::Reminder(before) => format!("the reminder {} before the deadline", length(before)),
        Kind::Overdue => "the overdue notice".to_owned(),
        Kind::Answered => "the closing notice".to_owned(),
        Kind::HandedBack => "the notice that a case came back".to_owned(),
        Kind::Unconfirmed => "the question where the reply is".to_owned(),
        Kind::FollowUp => "the question whether the customer is content".to_owned(),
        Kind::SourceBroken => "the notice that a page needs a look".to_owned(),
        Kind::SourceRecovered => "the notice that a page is well again".to_owned(),
        Kind::Digest => "the daily digest".to_owned(),
    }
}

/// Why an answer is due in this round; a sentence in the first, its beginning later.
pub(super) fn again(began: Option<Turn>, round: u32) -> Option<&'static str> {
    match (began?, round) {
        (Turn::RenewedByEdit, 1) => Some("The customer edited an earlier review into a complaint."),
        (_, 1) => None,
        (Turn::RenewedByEdit, _) => {
            Some("The customer edited the review after this case was settled, so it")
        }
        (Turn::RenewedByReview, _) => {
            Some("The same customer complained anew after this case was settled, so it")
        }
        (Turn::ReplyVanished, _) => Some("The reply is gone from the page, so this case"),
        (Turn::ThereAgain, _) => Some("The review was gone and is there again, so it"),
        (Turn::Reopened, _) => Some("Someone at the shop reopened this case, so it"),
        (Turn::NeverShown, _) => {
            Some("The reply that was reported never showed on the page, so this case")
        }
        _ => None,
    }
}

/// Why someone is told whose case it is not.
pub(super) fn told_as(owner: &str, role: Role, kind: Kind, asks: bool) -> Option<String> {
    match (role, asks) {
        (Role::Owner, _) => None,
        (Role::StandIn, true) => Some(format!("Please take this on while {owner} is away.")),
        (Role::Escalation, true) if kind == Kind::Alert => Some(format!(
            "This is for {owner}; you are told too because there is little time to reply."
        )),
        (Role::Escalation, true) => {
            Some(format!("This is for {owner}; you are told too because no reply shows yet."))
        }
        (Role::StandIn | Role::Copy | Role::Escalation, _) => {
            Some(format!("This is for {owner}; you get a copy."))
        }
    }
}

pub(super) fn reasons(
    low: Option<Rating>,
    complaining: Option<String>,
    harsh: Option<String>,
) -> Vec<String> {
    let said: Vec<String> = [
        low.map(|r| format!("It was rated {} out of {}.", points(r.value()), points(r.max()))),
        complaining.map(|words| format!("Words that read as a complaint: {words}")),
        harsh.map(|words| format!("Harsh words: {words}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        vec!["The text as a whole reads as a complaint.".to_owned()]
    } else {
        said
    }
}

pub(super) fn cause(cause: Cause) -> Option<&'static str> {
    Some(match cause {
        Cause::Delivery => "Delivery",
        Cause::Packaging => "Packaging",
        Cause::Defect => "Faulty or broken",
        Cause::Quality => "Poor quality",
        Cause::Size => "Size or amount",
        Cause::Mismatch => "Wrong or missing",
        Cause::Price => "Price",
        Cause::Refund => "Return or refund",
        Cause::Service => "Service",
        Cause::Site => "Site or payment",
        Cause::Other => return None,
    })
}
