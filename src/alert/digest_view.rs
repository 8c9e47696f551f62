//! What the templates see of a day: counts, and lists of which each entry is a few lines.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::subject::{cut, stars};
use super::view::{brief, link};
use super::words::{Words, trouble_name};
use super::{DigestFacts, Sender};
use crate::report::{Arrival, Digest, Health, Open, digest};
use crate::review::{Interval, text};

/// So much of a review that a person has to judge by.
const EXCERPT: usize = 200;
/// So many sources that are well are named.
const NAMED: usize = 8;

/// A day.
#[derive(Serialize)]
pub(super) struct DigestView {
    /// What happened from this moment
    since: String,
    /// to this one is told.
    until: String,
    /// When it was written, where that was later.
    written: Option<String>,
    /// So many days before it had no digest.
    missed_days: usize,
    /// Nothing happened, nobody waits.
    quiet: bool,
    pub(super) overdue: usize,
    pub(super) open: usize,
    waiting: Vec<WaitingView>,
    overdue_more: usize,
    open_more: usize,
    /// Someone says that they were answered; that does not show yet.
    unconfirmed: usize,
    unconfirmed_more: usize,
    /// Reviews that came,
    new: usize,
    /// and what is made of them.
    negative: usize,
    troll: usize,
    positive: usize,
    unjudged: usize,
    answered: usize,
    median: Option<String>,
    slowest: Option<String>,
    slowest_code: Option<String>,
    trolls: Vec<ReviewView>,
    trolls_more: usize,
    thanks: Vec<ReviewView>,
    pub(super) ailing: usize,
    sources: Vec<HealthView>,
    sources_more: usize,
    well: usize,
    well_names: Vec<String>,
    /// Every source that is well was read after this.
    well_since: Option<String>,
    instead_of: Vec<String>,
}

/// A case that waits.
#[derive(Serialize)]
struct WaitingView {
    code: String,
    state: &'static str,
    /// Time left, or time since the deadline.
    span: String,
    just_now: bool,
    deadline: String,
    stars: Option<String>,
    brief: Option<String>,
    author: Option<String>,
    source: String,
    url: Option<String>,
}

/// A review.
#[derive(Serialize)]
struct ReviewView {
    stars: Option<String>,
    words: Option<String>,
    author: Option<String>,
    product: Option<String>,
    source: String,
    url: Option<String>,
    written: Option<String>,
}

/// A source that something is wrong with, or was.
#[derive(Serialize)]
struct HealthView {
    title: String,
    last_success: Option<String>,
    paused_until: Option<String>,
    troubles: Vec<TroubleView>,
    gaps: Vec<String>,
}

#[derive(Serialize)]
struct TroubleView {
    name: String,
    since: String,
}

/// A digest that is written within this time speaks of its own moment.
const PROMPT: SignedDuration = SignedDuration::from_secs(90);

impl DigestView {
    pub(super) fn new(facts: &DigestFacts, sender: &Sender, words: &Words) -> Self {
        let until = facts.report.until;
        let is_prompt = words.now.duration_since(until).abs() <= PROMPT;
        let now = if is_prompt { until } else { words.now };
        let day = digest(&facts.report, now, &words.zone);
        let quiet = day.is_quiet();
        let Digest {
            since,
            until,
            missed_days,
            arrivals,
            overdue,
            open,
            unconfirmed,
            answered,
            trolls,
            thanks,
            ailing,
            well,
        } = &day;
        let waiting = |state| move |open| WaitingView::new(open, state, now, sender, words);
        let late = overdue.shown.iter().map(waiting("overdue"));
        let left = open.shown.iter().map(waiting("open"));
        let unseen = unconfirmed.shown.iter().map(waiting("unconfirmed"));
        let review = |arrival| ReviewView::new(arrival, sender, words);
        Self {
            since: words.moment(*since),
            until: words.moment(*until),
            written: (!is_prompt).then(|| words.moment(words.now)),
            missed_days: *missed_days,
            quiet,
            overdue: overdue.count(),
            open: open.count(),
            waiting: late.chain(left).chain(unseen).collect(),
            overdue_more: overdue.more,
            open_more: open.more,
            unconfirmed: unconfirmed.count(),
            unconfirmed_more: unconfirmed.more,
            new: arrivals.count(),
            negative: arrivals.negative,
            troll: arrivals.trolls,
            positive: arrivals.positive,
            unjudged: arrivals.unjudged,
            answered: answered.count,
            median: answered.median.map(|took| words.length(took)),
            slowest: answered.slowest.map(|(_, took)| words.length(took)),
            slowest_code: answered.slowest.map(|(case, _)| case.to_string()),
            trolls: trolls.shown.iter().map(review).collect(),
            trolls_more: trolls.more,
            thanks: thanks.iter().map(review).collect(),
            ailing: ailing.count(),
            sources: ailing.shown.iter().map(|one| HealthView::new(one, sender, words)).collect(),
            sources_more: ailing.more,
            well: well.len(),
            well_names: well
                .iter()
                .take(NAMED)
                .map(|one| sender.name_of(&one.source).to_owned())
                .collect(),
            well_since: well
                .iter()
                .filter_map(|one| one.last_success)
                .min()
                .map(|at| words.moment(at)),
            instead_of: facts.instead_of.iter().map(|who| who.as_str().to_owned()).collect(),
        }
    }
}

impl WaitingView {
    fn new(
        open: &Open,
        state: &'static str,
        now: Timestamp,
        sender: &Sender,
        words: &Words,
    ) -> Self {
        let Open { case, review } = open;
        let left = case.deadline.duration_since(now);
        Self {
            code: case.id.to_string(),
            state,
            span: words.length(left.abs()),
            just_now: left <= SignedDuration::ZERO && left > -SignedDuration::from_mins(1),
            deadline: words.moment(case.deadline),
            stars: review.rating.map(stars),
            brief: brief(&review.title, &review.body),
            author: review.author.as_deref().and_then(text::line),
            source: sender.name_of(&case.review.source).to_owned(),
            url: review.url.as_deref().and_then(link),
        }
    }
}

impl ReviewView {
    fn new(arrival: &Arrival, sender: &Sender, words: &Words) -> Self {
        let review = &arrival.review;
        Self {
            stars: review.rating.map(stars),
            words: text::line(&review.words()).map(|line| cut(&line, EXCERPT)),
            author: review.author.as_deref().and_then(text::line),
            product: review.product.as_deref().and_then(text::line),
            source: sender.name_of(&arrival.source).to_owned(),
            url: review.url.as_deref().and_then(link),
            written: review.posted.interval.map(|interval| words.between(interval)),
        }
    }
}

impl HealthView {
    fn new(health: &Health, sender: &Sender, words: &Words) -> Self {
        let trouble = |(trouble, since): &(_, Timestamp)| TroubleView {
            name: trouble_name(words.language, trouble),
            since: words.moment(*since),
        };
        let gap =
            |(from, to): &(Timestamp, Timestamp)| words.between(Interval::between(*from, *to));
        Self {
            title: sender.name_of(&health.source).to_owned(),
            last_success: health.last_success.map(|at| words.moment(at)),
            paused_until: health
                .paused_until
                .filter(|until| *until > words.now)
                .map(|at| words.moment(at)),
            troubles: health.troubles.iter().map(trouble).collect(),
            gaps: health.gaps.iter().map(gap).collect(),
        }
    }
}
