//! One poll against what is known.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::face::{self, abbreviates};
use super::{Known, List, identity, order, posted};
use crate::review::{Event, Interval, Posted, Review, ReviewKey, SourceId, wording};

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
    /// All of it was read; `false` where its detail page was not visited.
    pub whole: bool,
    /// Where it shows no reply, there is none; `false` where a reply would stand on a page that was not
    /// visited, so that the silence means nothing.
    pub replies: bool,
}

/// For how long a detail page that could not be read is tried again.
const COMPLETE_WITHIN: SignedDuration = SignedDuration::from_hours(48);

/// For each listed review, whether its detail page is worth a visit: it is new, a case about it is
/// open, its text is still missing, or its row says that it was edited.
pub fn wanted_details(known: &[Known], listed: &[Review], now: Timestamp) -> Vec<bool> {
    let wanted = |known: &Known, row: &Review| {
        let young = now.duration_since(known.first_seen) < COMPLETE_WITHIN;
        let is_edited = wording(&known.review, row, false) == Wording::Other
            || is_rated_anew(&known.review, row);
        known.awaited || (known.review.body.is_none() && young) || is_edited
    };
    let matches = identity::matched(known, listed);
    let rows = matches.into_iter().zip(listed);
    rows.map(|(index, row)| index.is_none_or(|i| wanted(&known[i], row))).collect()
}

/// Compares what the list shows, in its order, with what is known of the source.
pub fn compare(known: &[Known], shown: Vec<Shown>, list: &List, look: &Look) -> Findings {
    let mut shown = identity::without_repeats(shown);
    shown.sort_by_key(|shown| !shown.listed);
    let reviews: Vec<Review> = shown.iter().map(|s| s.review.clone()).collect();
    let listed = shown.iter().take_while(|shown| shown.listed).count();
    let matches = identity::matched_beyond(known, &reviews, listed);
    let mut used: HashSet<String> = known.iter().map(|k| k.key.native.clone()).collect();
    let last_read = known.iter().map(|k| k.last_seen).max();
    let between = |known: &Known| between(known, last_read, look);
    let mut findings = Findings::default();
    let mut dates = Vec::with_capacity(listed);
    let seen: HashSet<usize> = matches.iter().copied().flatten().collect();
    for (shown, index) in shown.into_iter().zip(matches) {
        let Shown { review, listed, .. } = &shown;
        let Some(known) = index.map(|i| &known[i]) else {
            let key = identity::new_key(&look.source, review, &mut used, look.now);
            let posted = posted::cut(review.posted.clone(), list, look);
            dates.extend(listed.then_some(posted.interval));
            findings.new.push(Found { key, review: Review { posted, ..shown.review } });
            continue;
        };
        dates.extend(listed.then_some(known.review.posted.interval));
        let (review, events) = changed(known, shown, list, between(known));
        if events.is_empty() && review == known.review {
            findings.seen.push(known.key.clone());
        } else {
            findings.changed.push((Found { key: known.key.clone(), review }, events));
        }
    }
    if let Some(depth) = order::proven_depth(&dates).filter(|_| list.newest_first) {
        findings.changed.extend(vanished(known, &seen, depth, between));
    }
    findings
}

/// Whether what was read leaves the known reply as it is: the page that shows it was not visited, or
/// this one says no more than that the shop has answered.
fn is_silent(shown: &Review, replies: bool, is_answered: bool) -> bool {
    match &shown.reply {
        None => !replies,
        Some(reply) => is_answered && reply.body.is_empty(),
    }
}

/// Something that was not so when the review was last seen: where the list showed it when it was last
/// read, that is the last poll, which may have heard that the list is unchanged since.
fn between(known: &Known, last_read: Option<Timestamp>, look: &Look) -> Interval {
    let stood_there = Some(known.last_seen) == last_read;
    let confirmed = look.last_success.filter(|_| stood_there);
    let since = confirmed.map_or(known.last_seen, |poll| poll.max(known.last_seen));
    Interval::between(since.min(look.now), look.now)
}

/// What is now known of a review and what happened to it.
fn changed(
    known: &Known,
    Shown { review: mut shown, whole, replies, .. }: Shown,
    list: &List,
    between: Interval,
) -> (Review, Vec<Event>) {
    let before = &known.review;
    if is_silent(&shown, replies, list.shop_reply(before).is_some()) {
        shown.reply.clone_from(&before.reply);
    }
    let wording = wording(before, &shown, whole);
    let now = merged(before, shown, wording);
    let mut events = Vec::new();
    if known.vanished {
        events.push(Event::Reappeared);
    }
    match (list.shop_reply(before), list.shop_reply(&now)) {
        (None, Some(_)) => events.push(Event::Answered { between }),
        (Some(old), Some(new)) if !wording::same(&old.body, &new.body) => {
            events.push(Event::Answered { between });
        }
        (Some(_), None) => events.push(Event::ReplyVanished { between }),
        _ => {}
    }
    // An edit comes behind a reply of the same poll: which was first is not known, and words that
    // may be newer than the reply are not answered by it.
    match wording {
        Wording::More => events.push(Event::Completed),
        Wording::Other => events.push(edited(before, between)),
        Wording::Same if is_rated_anew(before, &now) => events.push(edited(before, between)),
        Wording::Same => {}
    }
    (now, events)
}

fn edited(before: &Review, between: Interval) -> Event {
    Event::Edited { was: before.words(), rated: before.rating, between }
}

/// Other stars; a widget that says nothing for once, or something for the first time, is no edit.
fn is_rated_anew(before: &Review, now: &Review) -> bool {
    before.rating.zip(now.rating).is_some_and(|(before, now)| !before.is_like(now))
}

/// What the page now says of a review's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wording {
    /// The same, perhaps shorter.
    Same,
    /// The same and more of it, which could not be read before.
    More,
    /// Something else.
    Other,
}

fn wording(before: &Review, shown: &Review, whole: bool) -> Wording {
    let part = |was: &Option<String>, is: &Option<String>| match (was, is) {
        (Some(was), Some(is)) if wording::same(was, is) || abbreviates(is, was) => Wording::Same,
        (Some(was), Some(is)) if abbreviates(was, is) => Wording::More,
        // A row that was not read whole may show the beginning alone.
        (Some(was), Some(is)) if !whole && was.starts_with(is.as_str()) => Wording::Same,
        (Some(_), Some(_)) => Wording::Other,
        _ => Wording::Same,
    };
    let bare = |title: &Option<String>| title.as_deref().map(|t| face::title(t).into_owned());
    let title = part(&bare(&before.title), &bare(&shown.title));
    // A secret text is one that nobody but the shop can read.
    let text = |review: &Review| review.body.clone().filter(|body| !body.is_empty());
    let (text_before, text) = (text(before), text(shown));
    match (title, part(&text_before, &text)) {
        // Where title and body only moved between the two fields, nothing was said anew.
        _ if wording::same(&before.words(), &shown.words()) => Wording::Same,
        (Wording::Other, _) | (_, Wording::Other) => Wording::Other,
        _ if text_before.is_none() && text.is_some() => Wording::More,
        (Wording::More, _) | (_, Wording::More) => Wording::More,
        _ => Wording::Same,
    }
}

/// What is now known: the page's word where it says something, the known one where it is silent.
///
/// The date stays: relative words differ on every visit and edits may reset it. So do words that are
/// the same, since the page may show them cut short.
fn merged(known: &Review, shown: Review, wording: Wording) -> Review {
    let posted = match known.posted.interval {
        Some(_) => known.posted.clone(),
        None => Posted { text: shown.posted.text.or(known.posted.text.clone()), ..shown.posted },
    };
    let words = |was: &Option<String>, is: Option<String>| match (was, is) {
        // A post that became secret keeps the words it had.
        (Some(was), Some(is)) if is.is_empty() => Some(was.clone()),
        (Some(was), Some(is)) if wording != Wording::Same && !abbreviates(&is, was) => Some(is),
        (Some(was), _) => Some(was.clone()),
        (None, is) => is,
    };
    let rating = match (known.rating, shown.rating) {
        (Some(was), Some(is)) if was.is_like(is) => Some(was),
        (was, is) => is.or(was),
    };
    Review {
        id: shown.id.or(known.id.clone()),
        author: shown.author.or(known.author.clone()),
        rating,
        title: words(&known.title, shown.title),
        body: words(&known.body, shown.body),
        posted,
        url: shown.url.or(known.url.clone()),
        reply: shown.reply,
        product: shown.product.or(known.product.clone()),
    }
}

/// Where at least so many are missing and they are the greater part, the page changed and not the
/// customers' minds: another filter, half a page.
const TOO_MANY: usize = 5;

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
    let expected = known.iter().enumerate().filter(|(_, k)| !k.vanished && written_after(k));
    let (there, missing): (Vec<_>, Vec<_>) = expected.partition(|(index, _)| seen.contains(index));
    if missing.len() >= TOO_MANY && missing.len() > there.len() {
        return Vec::new();
    }
    let gone = |known: &Known| {
        let found = Found { key: known.key.clone(), review: known.review.clone() };
        (found, vec![Event::Vanished { between: between(known) }])
    };
    missing.into_iter().map(|(_, known)| gone(known)).collect()
}

#[cfg(test)]
mod sequences;
#[cfg(test)]
pub(super) mod tests;
