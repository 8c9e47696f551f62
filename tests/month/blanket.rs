//! What holds for every mail and every deadline, whatever the oracle expects: read minute by minute, and
//! from what could be seen and what came alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::hands::Deed;
use super::hours::{Hours, TIME_TO_WRITE};
use super::mail::Mail;
use super::oracle::REPLY_WITHIN;
use super::people::Reader;
use super::post::{Verdict, told};
use super::shop::Lived;
use super::sight::{Sight, What};
use super::world::World;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Mails in quiet hours that could have waited.
pub(crate) fn woken(world: &World, hours: Hours, sights: &[Sight], lived: &Lived) -> Vec<String> {
    let mut faults = Vec::new();
    // What came due just before ten is gathered for half a minute.
    let in_quiet = |mail: &&Mail| {
        hours.is_quiet(mail.at) && hours.is_quiet(mail.at - SignedDuration::from_secs(35))
    };
    for mail in lived.mails.iter().filter(in_quiet) {
        let could_wait = |code: &String| {
            let case = lived.cases.get(code);
            let deadlines = sights.iter().filter(|sight| {
                Some(&world.root(sight.post)) == case
                    && sight.at <= mail.at + SignedDuration::from_secs(5)
            });
            let deadline = deadlines.filter_map(deadline).next_back();
            deadline.is_none_or(|deadline| work_left(hours, mail.at, deadline) >= TIME_TO_WRITE)
        };
        if mail.codes.is_empty() || mail.codes.iter().any(could_wait) {
            faults.push(format!("it could have waited for the morning: {}", mail.line()));
        }
    }
    faults
}

/// Until when what a sight shows is to be answered, if it can begin a round.
fn deadline(sight: &Sight) -> Option<SignedDuration> {
    let mut begun = sight.what.iter().filter_map(|what| match what {
        What::New { earliest, .. } => Some(*earliest),
        What::Edited(_) | What::ReplyGone => Some(sight.before),
        What::Answered | What::Gone => None,
    });
    begun.next_back().map(|begun| begun + REPLY_WITHIN)
}

/// How much work there is from the end of quiet hours to a deadline, counted by its minutes.
fn work_left(hours: Hours, now: SignedDuration, deadline: SignedDuration) -> SignedDuration {
    let mut minute = now;
    let mut left = SignedDuration::ZERO;
    let mut is_awake = false;
    while minute + MINUTE <= deadline {
        is_awake |= !hours.is_quiet(minute);
        if is_awake && hours.is_work(minute) {
            left += MINUTE;
        }
        minute += MINUTE;
    }
    left
}

/// First deadlines that passed without anybody having heard before, or without two hearing of it then.
pub(crate) fn silent(
    world: &World,
    hours: Hours,
    sights: &[Sight],
    lived: &Lived,
    (end, is_complaint): (SignedDuration, Verdict<'_>),
) -> Vec<String> {
    let mut cases: BTreeMap<u32, Vec<&Sight>> = BTreeMap::new();
    for sight in sights {
        cases.entry(world.root(sight.post)).or_default().push(sight);
    }
    let codes: BTreeMap<u32, &String> =
        lived.cases.iter().map(|(code, case)| (*case, code)).collect();
    let mut faults = Vec::new();
    for (case, sights) in &cases {
        let first = sights[0];
        let Some(What::New { latest, baseline, .. }) = first.what.first() else { continue };
        let was_old = *baseline && *latest + REPLY_WITHIN <= first.at;
        let Some(deadline) = deadline(first).filter(|deadline| {
            is_complaint(&first.face)
                && first.face.reply.is_none()
                && !was_old
                && first.at < *deadline
        }) else {
            continue;
        };
        // By the morning after, everybody has heard.
        let morning = hours.audible(deadline) + MINUTE;
        let is_moved = sights[1..].iter().any(|sight| sight.at <= morning);
        let is_answered = lived.done.iter().any(|done| {
            done.case == *case
                && done.accepted
                && done.wish.deed == Deed::Answered
                && done.wish.at <= morning
        });
        if is_moved || is_answered || morning > end {
            continue;
        }
        let of_case = |mail: &&&Mail| codes.get(case).is_some_and(|code| mail.codes.contains(code));
        let mails = || lived.mails.iter().filter(|mail| of_case(&mail));
        if !mails().any(|mail| mail.at < deadline) {
            faults.push(format!("nobody heard of review {case} before {}", told(deadline)));
        }
        let after = mails().filter(|mail| (deadline..=morning).contains(&mail.at));
        let readers: BTreeSet<Reader> = after.map(|mail| mail.to).collect();
        if readers.len() < 2 {
            faults.push(format!(
                "that the time for review {case} was over at {} was told to {readers:?}",
                told(deadline)
            ));
        }
    }
    faults
}
