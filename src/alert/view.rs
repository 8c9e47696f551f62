//! What the templates see: facts turned into phrases, and text from strangers made safe to place.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::hands::HandsView;
use super::subject::cut;
use super::words::{Words, points, told_change};
use super::{CaseFacts, Kind, Notice, Sender};
use crate::case::{Place, Standing, State, Turn};
use crate::review::{Evidence, Interval, Piece, Rating, difference, text};

/// A text longer than this stands at the end of the mail, so that what to do is not buried.
const LONG: usize = 1_500;
const EXCERPT: usize = 400;
const LIST_EXCERPT: usize = 120;
const QUOTES: usize = 4;

/// A case.
#[derive(Serialize)]
pub(super) struct CaseView {
    /// What the mail says of it, by machine name.
    kind: &'static str,
    code: String,
    source: String,
    stars: Option<Stars>,
    author: Option<String>,
    product: Option<String>,
    title: Option<String>,
    body: Option<String>,
    /// The beginning of a body too long to stand where it is read first.
    excerpt: Option<String>,
    /// Its text is for the shop alone.
    secret: bool,
    /// One line for a list.
    brief: Option<String>,
    /// What the customer changed, piece by piece.
    changes: Option<Vec<Piece>>,
    /// The same in one line.
    changed: Option<String>,
    /// The text before an edit that left nothing of it to compare.
    before: Option<String>,
    /// The stars before the edit, where they were others.
    stars_before: Option<Stars>,
    url: Option<String>,
    written: Option<String>,
    edited: Option<String>,
    /// The deadline counts from the edit.
    from_edit: bool,
    vague: bool,
    seen: String,
    deadline: String,
    late: bool,
    /// It was late when it was first seen.
    found_late: bool,
    /// The recipient was not told of this round before.
    new: bool,
    /// Time left, or time since the deadline.
    span: String,
    /// The deadline passed less than a minute ago.
    just_now: bool,
    reasons: Vec<String>,
    certainty: u32,
    /// Why an answer is due again.
    again: Option<String>,
    overtaken: Option<String>,
    instead_of: Vec<String>,
    /// Who sees to the answer, where that is worth saying.
    owner: Option<String>,
    /// Why the recipient is told who is not the owner.
    told_as: Option<String>,
    state: &'static str,
    reply: Option<ReplyView>,
    closed: Option<String>,
    took: Option<String>,
    in_time: Option<bool>,
    /// Every place where it stands; empty where there is only one.
    places: Vec<PlaceView>,
    hands: HandsView,
}

#[derive(Serialize)]
struct PlaceView {
    source: String,
    url: Option<String>,
    /// `waiting`, `answered`, `gone` or, where nobody waits for its reply any more, `settled`.
    standing: &'static str,
}

#[derive(Serialize)]
struct Stars {
    /// Drawn, where the scale is short enough.
    drawn: Option<String>,
    value: String,
    max: String,
}

#[derive(Serialize)]
struct ReplyView {
    author: Option<String>,
    body: Option<String>,
}

/// The moment a mail speaks of. A mail written right after its notice came due speaks of that very
/// instant ("12 hours left"); one that had to wait speaks of the present.
fn spoken(notice: &Notice, now: Timestamp) -> Timestamp {
    let prompt = SignedDuration::from_secs(90);
    let delay = now.duration_since(notice.due);
    if delay >= SignedDuration::ZERO && delay <= prompt { notice.due } else { now }
}

impl CaseView {
    pub(super) fn new(notice: &Notice, facts: &CaseFacts, sender: &Sender, words: &Words) -> Self {
        let CaseFacts { case, review, judgement, .. } = facts;
        let body = review.body.as_deref().and_then(text::body).map(|(body, _)| body);
        let is_long = |body: &&String| body.chars().count() > LONG;
        let before = facts.words_before.as_deref().and_then(text::body).map(|(body, _)| body);
        let now = text::body(&review.words()).map_or_else(String::new, |(body, _)| body);
        let changes = before.as_deref().and_then(|before| difference(before, &now));
        let left = case.deadline.duration_since(spoken(notice, words.now));
        let posted = review.posted.interval;
        let owner = facts.owner.as_ref().and_then(|owner| text::line(&owner.name));
        // The same mail once more, as when a case was handed on twice, makes up for the first.
        let is_other = |kind: &&Kind| **kind != notice.kind;
        let overtaken: Vec<Kind> = facts.overtaken.iter().filter(is_other).copied().collect();
        let closing = case.closed.map(|closed| Closing::new(facts, closed));
        Self {
            kind: kind(notice.kind),
            code: case.id.to_string(),
            source: sender.name_of(&case.review.source).to_owned(),
            stars: review.rating.map(Stars::from),
            author: review.author.as_deref().and_then(text::line),
            product: review.product.as_deref().and_then(text::line),
            title: review.title.as_deref().and_then(text::line),
            excerpt: body.as_ref().filter(is_long).map(|body| cut(body, EXCERPT)),
            body,
            secret: review.is_secret(),
            brief: brief(&review.title, &review.body),
            changed: changes.as_deref().map(|pieces| told_change(words.language, pieces)),
            before: before.filter(|before| changes.is_none() && *before != now),
            changes,
            stars_before: facts
                .rated_before
                .filter(|was| review.rating.is_some_and(|is| !was.is_like(is)))
                .map(Stars::from),
            url: review.url.as_deref().and_then(link),
            written: posted.map(|interval| words.between(interval)),
            from_edit: facts.edited.is_some() && facts.began == Some(Turn::RenewedByEdit),
            edited: facts.edited.map(|interval| words.between(interval)),
            vague: posted.is_none_or(|i| {
                i.latest.duration_since(i.earliest) >= SignedDuration::from_mins(1)
            }),
            seen: words.moment(facts.seen),
            deadline: words.moment(case.deadline),
            late: left <= SignedDuration::ZERO,
            found_late: facts.was_found_late(),
            new: facts.told.is_none(),
            span: words.length(left.abs()),
            just_now: left <= SignedDuration::ZERO && left.abs() < SignedDuration::from_mins(1),
            reasons: reasons(facts, words),
            certainty: (judgement.negative * 100.0).round().clamp(1.0, 99.0) as u32,
            again: words.again(facts.began, case.round),
            overtaken: (!overtaken.is_empty()).then(|| words.kinds(&overtaken)),
            instead_of: facts.instead_of.iter().map(|a| a.as_str().to_owned()).collect(),
            told_as: owner.as_deref().and_then(|owner| told_as(owner, notice.kind, facts, words)),
            owner,
            state: case.state.as_str(),
            reply: review.reply.as_ref().map(|reply| ReplyView {
                author: reply.author.as_deref().and_then(text::line),
                body: text::body(&reply.body).map(|(body, _)| body),
            }),
            closed: closing.as_ref().map(|c| words.between(c.when)),
            took: closing
                .as_ref()
                .map(|c| words.length(c.when.latest.duration_since(case.started))),
            in_time: closing.and_then(|c| c.in_time(case.deadline)),
            places: places(facts, sender),
            hands: HandsView::new(notice, facts, words),
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Reminder(_) => "reminder",
        Kind::Overdue => "overdue",
        Kind::Answered => "answered",
        Kind::HandedBack => "handed_back",
        Kind::Unconfirmed => "unconfirmed",
        Kind::FollowUp => "follow_up",
        Kind::Alert | Kind::SourceBroken | Kind::SourceRecovered | Kind::Digest => "alert",
    }
}

/// Title and text in one short line.
pub(super) fn brief(title: &Option<String>, body: &Option<String>) -> Option<String> {
    let parts = [title, body].into_iter().flatten().filter_map(|part| text::line(part));
    let whole = parts.collect::<Vec<_>>().join(" – ");
    (!whole.is_empty()).then(|| cut(&whole, LIST_EXCERPT))
}

/// Nothing where the mail itself says why: to the owner, and to whoever stands in for one who refused.
fn told_as(owner: &str, kind: Kind, facts: &CaseFacts, words: &Words) -> Option<String> {
    let role = facts.owner.as_ref().filter(|_| facts.instead_of.is_empty())?.recipient_is;
    words.told_as(owner, role, kind, facts.case.state.is_open())
}

fn places(facts: &CaseFacts, sender: &Sender) -> Vec<PlaceView> {
    let several = facts.places.len() > 1;
    let places = facts.places.iter().filter(|_| several);
    let view = |(place, url): &(Place, Option<String>)| PlaceView {
        source: sender.name_of(&place.review.source).to_owned(),
        url: url.as_deref().and_then(link),
        standing: match place.standing {
            Standing::Waiting if facts.case.state.is_over() => "settled",
            Standing::Waiting => "waiting",
            Standing::Answered => "answered",
            Standing::Gone => "gone",
        },
    };
    places.map(view).collect()
}

/// When a case came to its end, as exactly as it is known.
struct Closing {
    when: Interval,
}

impl Closing {
    /// A reply's own date counts where there is one; it was noticed at `closed` at the latest.
    fn new(facts: &CaseFacts, closed: Timestamp) -> Self {
        let possible = Interval::between(facts.case.started.min(closed), closed);
        let reply = facts.review.reply.as_ref().filter(|_| facts.case.state == State::Answered);
        let dated = reply.and_then(|reply| reply.posted.interval);
        let known = facts.case.replied.filter(|_| facts.case.state == State::Answered);
        let when = known.or_else(|| dated.and_then(|interval| interval.intersection(possible)));
        Self { when: when.unwrap_or(Interval::at(closed)) }
    }

    /// `None` where the deadline lies within what is known.
    fn in_time(&self, deadline: Timestamp) -> Option<bool> {
        if self.when.latest <= deadline {
            Some(true)
        } else if self.when.earliest > deadline {
            Some(false)
        } else {
            None
        }
    }
}

/// What speaks for a complaint, the words it rests on included.
fn reasons(facts: &CaseFacts, words: &Words) -> Vec<String> {
    let speaking: Vec<&Evidence> =
        facts.judgement.evidence.iter().filter(|e| e.weight > 0.0).collect();
    let quotes = |harsh: bool| -> Vec<String> {
        let of_kind = speaking.iter().filter(|e| e.signal != STARS && (e.signal == ABUSE) == harsh);
        let mut quotes: Vec<String> =
            of_kind.filter_map(|e| e.quote.as_deref().and_then(text::line)).collect();
        quotes.dedup();
        quotes.truncate(QUOTES);
        quotes
    };
    let low = speaking.iter().any(|e| e.signal == STARS);
    words.reasons(facts.review.rating.filter(|_| low), &quotes(false), &quotes(true))
}

/// The signals that are spoken of in their own way.
const STARS: &str = "stars";
const ABUSE: &str = "abuse";

impl From<Rating> for Stars {
    fn from(rating: Rating) -> Self {
        let (value, max) = (rating.value().round(), rating.max());
        let drawn = (max.fract() == 0.0 && max <= 10.0).then(|| {
            let filled = value as usize;
            "★".repeat(filled) + &"☆".repeat(max as usize - filled)
        });
        Self { drawn, value: points(rating.value()), max: points(max) }
    }
}

/// An address a person may be sent to: http or https, without a login in it.
pub(super) fn link(raw: &str) -> Option<String> {
    let url = url::Url::parse(raw).ok()?;
    let harmless = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.as_str().len() <= 2_000;
    harmless.then(|| url.to_string())
}
