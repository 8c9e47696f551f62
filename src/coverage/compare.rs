//! One poll against what is known.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::{Known, List, identity, order, posted};
use crate::review::{Event, Interval, Posted, Review, ReviewKey, SourceId};

/// The circumstances of a poll.
#[derive(Clone, Debug)]
pub struct Look {
    /// Of which source.
    pub source: SourceId,
    /// When.
    pub now: Timestamp,
    /// What is new was written after it: the last poll that read the list, or one before a gap.
    pub last_success: Option<Timestamp>,
    /// No poll has read the list before: what is there now was there already.
    pub baseline: bool,
}

/// What a poll found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Seen for the first time, with their new identity, the page's order kept.
    pub new: Vec<Found>,
    /// Known, and something happened to them or more of them could be read.
    pub changed: Vec<(Found, Vec<Event>)>,
    /// Known and as before.
    pub seen: Vec<ReviewKey>,
}

/// A review with its identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its identity.
    pub key: ReviewKey,
    /// What it says, its date cut with what polling proves.
    pub review: Review,
}

/// A review as this poll read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What was read.
    pub review: Review,
    /// It stood in the list; `false` where only its detail page was visited.
    pub listed: bool,
    /// All of it was read; `false` where its detail page was not visited, so that the list's silence
    /// about a reply means nothing.
    pub whole: bool,
}

/// For how long a detail page that could not be read is tried again.
const COMPLETE_WITHIN: SignedDuration = SignedDuration::from_hours(48);

/// For each listed review, whether its detail page is worth a visit: it is new, a case about it is
/// open, or its text is still missing.
pub fn wanted_details(known: &[Known], listed: &[Review], now: Timestamp) -> Vec<bool> {
    let wanted = |known: &Known| {
        let young = now.duration_since(known.first_seen) < COMPLETE_WITHIN;
        known.awaited || (known.review.body.is_none() && young)
    };
    let matches = identity::matched(known, listed);
    matches.into_iter().map(|index| index.is_none_or(|i| wanted(&known[i]))).collect()
}

/// Compares what the list shows, in its order, with what is known of the source.
pub fn compare(known: &[Known], shown: Vec<Shown>, list: &List, look: &Look) -> Findings {
    let shown = without_repeats(shown);
    let reviews: Vec<Review> = shown.iter().map(|s| s.review.clone()).collect();
    let matches = identity::matched(known, &reviews);
    let listed = shown.iter().zip(&matches).filter(|(shown, _)| shown.listed);
    let dates = listed.map(|(shown, index)| match index {
        Some(i) => known[*i].review.posted.interval,
        None => shown.review.posted.interval,
    });
    let depth = order::proven_depth(&dates.collect::<Vec<_>>());
    let mut used: HashSet<String> = known.iter().map(|k| k.key.native.clone()).collect();
    let last_read = known.iter().map(|k| k.last_seen).max();
    let between = |known: &Known| between(known, last_read, look);
    let mut findings = Findings::default();
    let seen: HashSet<usize> = matches.iter().copied().flatten().collect();
    for (Shown { mut review, whole, .. }, index) in shown.into_iter().zip(matches) {
        let Some(known) = index.map(|i| &known[i]) else {
            let key = identity::new_key(&look.source, &review, &mut used);
            let posted = posted::cut(review.posted.clone(), list, look);
            findings.new.push(Found { key, review: Review { posted, ..review } });
            continue;
        };
        if is_silent(&review, whole, list.shop_reply(&known.review).is_some()) {
            review.reply.clone_from(&known.review.reply);
        }
        let review = merged(&known.review, review);
        let events = happened(known, &review, list, between(known));
        if events.is_empty() && review == known.review {
            findings.seen.push(known.key.clone());
        } else {
            findings.changed.push((Found { key: known.key.clone(), review }, events));
        }
    }
    if let Some(depth) = depth.filter(|_| list.newest_first) {
        findings.changed.extend(vanished(known, &seen, depth, between));
    }
    findings
}

/// Whether what was read leaves the known reply as it is: the page that shows it was not visited, or
/// this one says no more than that the shop has answered.
fn is_silent(shown: &Review, whole: bool, is_answered: bool) -> bool {
    match &shown.reply {
        None => !whole,
        Some(reply) => is_answered && reply.body.is_empty(),
    }
}

/// A list that repeats an item over its pages shows it once.
fn without_repeats(shown: Vec<Shown>) -> Vec<Shown> {
    let mut ids = HashSet::new();
    let first = |shown: &Shown| shown.review.id.as_ref().is_none_or(|id| ids.insert(id.clone()));
    shown.into_iter().filter(first).collect()
}

/// Something that was not so when the review was last seen: where the list showed it when it was last
/// read, that is the last poll, which may have heard that the list is unchanged since.
fn between(known: &Known, last_read: Option<Timestamp>, look: &Look) -> Interval {
    let stood_there = Some(known.last_seen) == last_read;
    let confirmed = look.last_success.filter(|_| stood_there);
    let since = confirmed.map_or(known.last_seen, |poll| poll.max(known.last_seen));
    Interval::between(since.min(look.now), look.now)
}

/// What is now known: the page's word where it says something, the known one where it is silent.
///
/// The date stays: relative words differ on every visit and edits may reset it.
fn merged(known: &Review, shown: Review) -> Review {
    // A post that became secret keeps the words it had.
    let has_become_secret = shown.is_secret() && known.body.is_some();
    let body = shown.body.filter(|_| !has_become_secret).or(known.body.clone());
    let posted = match known.posted.interval {
        Some(_) => known.posted.clone(),
        None => Posted { text: shown.posted.text.or(known.posted.text.clone()), ..shown.posted },
    };
    Review {
        id: shown.id.or(known.id.clone()),
        author: shown.author.or(known.author.clone()),
        rating: shown.rating.or(known.rating),
        title: shown.title.or(known.title.clone()),
        body,
        posted,
        url: shown.url.or(known.url.clone()),
        reply: shown.reply,
        product: shown.product.or(known.product.clone()),
    }
}

fn happened(known: &Known, now: &Review, list: &List, between: Interval) -> Vec<Event> {
    let before = &known.review;
    let mut events = Vec::new();
    if known.vanished {
        events.push(Event::Reappeared);
    }
    let has_text = |review: &Review| review.body.as_deref().is_some_and(|body| !body.is_empty());
    let completed = !has_text(before) && has_text(now);
    if completed {
        events.push(Event::Completed);
    } else if !identity::same(&before.words(), &now.words()) || before.rating != now.rating {
        events.push(Event::Edited { was: before.words(), between });
    }
    match (list.shop_reply(before), list.shop_reply(now)) {
        (None, Some(_)) => events.push(Event::Answered { between }),
        (Some(old), Some(new)) if !identity::same(&old.body, &new.body) => {
            events.push(Event::Answered { between });
        }
        (Some(_), None) => events.push(Event::ReplyVanished { between }),
        _ => {}
    }
    events
}

/// In a list that shows the newest first, a review written after `depth` would be shown: if it is
/// not, it is gone.
fn vanished(
    known: &[Known],
    seen: &HashSet<usize>,
    depth: Timestamp,
    between: impl Fn(&Known) -> Interval,
) -> Vec<(Found, Vec<Event>)> {
    let written_after =
        |k: &Known| k.review.posted.interval.is_some_and(|written| written.earliest > depth);
    known
        .iter()
        .enumerate()
        .filter(|(index, known)| !seen.contains(index) && !known.vanished && written_after(known))
        .map(|(_, known)| {
            let found = Found { key: known.key.clone(), review: known.review.clone() };
            (found, vec![Event::Vanished { between: between(known) }])
        })
        .collect()
}

#[cfg(test)]
mod tests;
