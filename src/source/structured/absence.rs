//! What a page without a single review is: one that has none yet, or one where they do not stand.
//!
//! Only what proves that reviews would stand here makes a page empty: a list that is stated to be
//! empty, a count of none, a product without a rating, a feed without posts. A page that counts
//! reviews and shows none hides them from us, and that is an alarm.

use super::graph::Graph;
use super::say;
use super::vocabulary::{FEED, is_aggregate, is_product};
use crate::fetch::Page;
use crate::source::{Outcome, kind, markup};

/// What the page is, and why. `names` are the formats that were looked for.
pub(super) fn of(graph: &Graph, page: &Page, names: &str) -> (Outcome, Option<String>) {
    let found = (0..graph.things.len()).find_map(|thing| judged(graph, thing));
    found.unwrap_or_else(|| {
        let parsed = markup::parse(&page.text);
        if let Some((outcome, note)) = kind::when_missing_from(&parsed.html, page) {
            return (outcome, Some(note));
        }
        let hint = kind::hint(&parsed.html, page);
        let note = format!(
            "list not found: nothing on the page says in {names} that it is a review{hint}"
        );
        (Outcome::Error, Some(note))
    })
}

/// What the first thing that can have reviews says of them.
fn judged(graph: &Graph, thing: usize) -> Option<(Outcome, Option<String>)> {
    let this = &graph.things[thing];
    if let Some(ratings) = ratings(graph, thing) {
        return Some(counted(graph, ratings));
    }
    if this.says_none || this.types.iter().any(|one| one == FEED) {
        return Some((Outcome::Empty, None));
    }
    let note = "a product stands there and no review of it; if people see some, they are not written \
                for machines: read them with kind = \"html\"";
    is_product(&this.types).then(|| (Outcome::Empty, Some(note.to_owned())))
}

/// The rating of many that a thing has, or is where nothing has it.
fn ratings(graph: &Graph, thing: usize) -> Option<usize> {
    let is_own = is_aggregate(&graph.things[thing].types) && !graph.is_held(thing);
    if is_own {
        return Some(thing);
    }
    let values = graph.values(thing, "aggregateRating");
    values.flat_map(|value| graph.meant(value)).next()
}

fn counted(graph: &Graph, ratings: usize) -> (Outcome, Option<String>) {
    let count = |name| {
        let digits = say::line(graph, ratings, &[name])?.replace([',', '.', ' '], "");
        digits.parse::<u64>().ok()
    };
    let stated = count("reviewCount").or_else(|| count("ratingCount"));
    if stated == Some(0) {
        return (Outcome::Empty, None);
    }
    let many = stated.map_or_else(|| "ratings".to_owned(), |count| format!("{count} ratings"));
    let note = format!(
        "list not found: the page tells of {many} and holds no review for machines to read; it may \
         show them elsewhere, or only once scripts have run"
    );
    (Outcome::Error, Some(note))
}
