//! One review printed several times is one review, and which of its identifiers names it alone.
//!
//! Pages print their reviews for machines more than once: as JSON-LD and in their own markup, or in
//! the scripts of two plugins. Reviews of different printings are matched one to one; those of one
//! printing never are, unless they bear one identifier, for two customers may well write the same.
//! Of two that match, what the first leaves open the second fills in; a text that is cut off gives
//! way to the other one, and a date to a more exact one.

use std::collections::HashMap;

use jiff::SignedDuration;
use url::Url;

use super::graph::Printing;
use super::review::Draft;
use crate::review::{Posted, Review};

/// How many characters of two texts are compared.
const COMPARED: usize = 2_000;
/// A beginning shorter than this does not show that a text is another one, cut off.
const SHORTEST_BEGINNING: usize = 20;
/// How far the day of a date may be off, for want of its zone.
const ZONES: SignedDuration = SignedDuration::from_hours(14);

/// The text without what tells two printings of it apart: white space and punctuation.
pub(super) fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .take(COMPARED)
        .flat_map(char::to_lowercase)
        .collect()
}

/// The page's reviews, each once, with the identifiers that name each alone.
pub(super) fn merged(drafts: Vec<Draft>, page: &Url) -> Vec<Review> {
    let mut kept: Vec<Kept> = Vec::new();
    for draft in drafts {
        let candidate = Kept::new(draft);
        match kept.iter_mut().find(|kept| kept.is_printed_again(&candidate)) {
            Some(kept) => kept.take_in(candidate),
            None => kept.push(candidate),
        }
    }
    let mut drafts: Vec<Draft> = kept.into_iter().map(|kept| kept.draft).collect();
    identify(&mut drafts, page);
    drafts.into_iter().map(|draft| draft.review).collect()
}

/// A review with what it is compared by.
struct Kept {
    draft: Draft,
    author: Option<String>,
    title: Option<String>,
    body: Option<String>,
    printings: Vec<Printing>,
}

impl Kept {
    fn new(draft: Draft) -> Self {
        let squeeze = |text: &Option<String>| text.as_deref().map(squeezed);
        let review = &draft.review;
        Self {
            author: squeeze(&review.author),
            title: squeeze(&review.title),
            body: squeeze(&review.body),
            printings: vec![draft.printing],
            draft,
        }
    }

    fn is_printed_again(&self, other: &Self) -> bool {
        let printing = other.draft.printing;
        let (one, two) = (&self.draft, &other.draft);
        let has_one_id = one.ids[0].is_some() && one.ids[0] == two.ids[0];
        let agrees = || {
            agree(&self.author, &other.author)
                && agree(&one.review.rating, &two.review.rating)
                && is_near(&one.review.posted, &two.review.posted)
        };
        if self.printings.contains(&printing) {
            return has_one_id && agrees() && agree_in_text(self, other);
        }
        let is_other_format = self.printings.iter().all(|p| p.format != printing.format);
        let is_signed = self.author.is_some() && other.author.is_some();
        let is_same_text = || match (&self.body, &other.body) {
            (Some(one), Some(two)) => is_same_or_cut(one, two),
            (None, None) => self.title == other.title && (self.title.is_some() || is_signed),
            // One of them gives the stars alone.
            _ => is_signed && one.review.posted.text.is_some() && two.review.posted.text.is_some(),
        };
        (is_other_format || is_signed || has_one_id) && agrees() && is_same_text()
    }

    fn take_in(&mut self, other: Self) {
        let Kept { draft: Draft { review: found, ids, printing }, body, author, title, .. } = other;
        self.printings.push(printing);
        for (kept, found) in self.draft.ids.iter_mut().zip(ids) {
            *kept = kept.take().or(found);
        }
        let review = &mut self.draft.review;
        // A longer text is not the better one: where a page only prints it, its buttons are part of it.
        let is_cut = |text: &String| text.ends_with('…') || text.ends_with("...");
        if review.body.as_ref().is_none_or(is_cut) && found.body.is_some() {
            review.body = found.body;
            self.body = body;
        }
        if exactness(&found.posted) > exactness(&review.posted) {
            review.posted = found.posted;
        }
        review.author = review.author.take().or(found.author);
        self.author = self.author.take().or(author);
        review.title = review.title.take().or(found.title);
        self.title = self.title.take().or(title);
        review.rating = review.rating.or(found.rating);
        review.url = review.url.take().or(found.url);
        review.reply = review.reply.take().or(found.reply);
        review.product = review.product.take().or(found.product);
    }
}

/// Whether two statements do not contradict each other.
fn agree<T: PartialEq>(one: &Option<T>, two: &Option<T>) -> bool {
    one.is_none() || two.is_none() || one == two
}

fn agree_in_text(one: &Kept, two: &Kept) -> bool {
    agree(&one.title, &two.title) && agree(&one.body, &two.body)
}

/// Whether two squeezed texts are one, perhaps cut off in one of its printings.
fn is_same_or_cut(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    short == long
        || (short.chars().nth(SHORTEST_BEGINNING - 1).is_some() && long.starts_with(short))
}

fn is_near(one: &Posted, two: &Posted) -> bool {
    let (Some(one), Some(two)) = (one.interval, two.interval) else { return true };
    one.earliest.duration_since(two.latest) <= ZONES
        && two.earliest.duration_since(one.latest) <= ZONES
}

/// Greater where a date says more.
fn exactness(posted: &Posted) -> Option<SignedDuration> {
    posted.interval.map(|interval| interval.earliest.duration_since(interval.latest))
}

/// Gives each review the first of its identifiers that is its alone and does not merely count.
fn identify(drafts: &mut [Draft], page: &Url) {
    for kind in 0..3 {
        let of_kind = |draft: &Draft| draft.ids[kind].clone();
        if counts_places(&drafts.iter().filter_map(of_kind).collect::<Vec<_>>()) {
            continue;
        }
        let mut times: HashMap<String, usize> = HashMap::new();
        for id in drafts.iter().filter_map(of_kind) {
            *times.entry(id).or_default() += 1;
        }
        for draft in drafts.iter_mut().filter(|draft| draft.review.id.is_none()) {
            let names_page = |id: &str| id == page.as_str() || id == page.path();
            let id = draft.ids[kind].as_ref();
            draft.review.id = id.filter(|id| times[*id] == 1 && !names_page(id)).cloned();
        }
    }
}

/// Whether identifiers only say where in the list a review stands ("#review-1", "#review-2"): the
/// next review to come would take the name of another.
fn counts_places(ids: &[String]) -> bool {
    let number = |id: &String| {
        let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        id[id.len() - digits..].parse::<usize>().ok()
    };
    let numbers: Option<Vec<usize>> = ids.iter().map(number).collect();
    let counts_from = |numbers: &Vec<usize>, first| {
        numbers.iter().enumerate().all(|(place, number)| *number == place + first)
    };
    !ids.is_empty() && numbers.is_some_and(|n| counts_from(&n, 0) || counts_from(&n, 1))
}
