//! The digest: one a day, at eight, to whoever hears of everything, whatever happened.

use jiff::SignedDuration;

use super::mail::Mail;
use super::people::OWNER;
use super::post::told;
use super::world::DAY;

/// When it comes unless the shop says otherwise.
const AT: SignedDuration = SignedDuration::from_hours(8);
/// What else comes just then may be waited for.
const PROMPT: SignedDuration = SignedDuration::from_mins(1);

pub(crate) fn is_digest(mail: &Mail) -> bool {
    mail.kind == "digest"
}

/// What is wrong with the digests until `end`.
pub(crate) fn differences(mails: &[Mail], end: SignedDuration) -> Vec<String> {
    let mut left: Vec<&Mail> = mails.iter().filter(|mail| is_digest(mail)).collect();
    let mut faults = Vec::new();
    let days = (0..).map(|day| DAY * day + AT).take_while(|at| *at + PROMPT < end);
    for at in days {
        let is_it = |mail: &&Mail| at <= mail.at && mail.at <= at + PROMPT && mail.to == OWNER;
        match left.iter().position(is_it) {
            Some(place) => drop(left.remove(place)),
            None => faults.push(format!("no digest at {}", told(at))),
        }
    }
    faults.extend(left.iter().map(|mail| format!("needless: {}", mail.line())));
    faults
}
