//! Lists in which the shop's own words are rows like the customers': they become answers.
//!
//! **Invariant:** what the shop wrote is never a customer's review, and what another customer wrote is
//! never the shop's answer.

use std::collections::HashMap;

use super::Reject;
use crate::review::{Reply, Review};

/// How many answers to answers are followed to the review at their root.
const MOST_STEPS: usize = 50;

/// A row and what it answers.
#[derive(Debug)]
pub(super) struct Row {
    /// What it says.
    pub(super) review: Review,
    /// The shop wrote it.
    pub(super) is_own: bool,
    /// The numbers or addresses of what it answers, the surest first; empty where it answers nothing.
    pub(super) answers: Vec<String>,
}

/// Whether it is signed with one of the shop's names; nobody's words are not the shop's.
pub(super) fn is_shops(author: Option<&str>, names: &[String]) -> bool {
    let Some(author) = author.map(str::trim) else { return false };
    names.iter().any(|name| name.trim().eq_ignore_ascii_case(author))
}

/// Of two answers the shop's own, of two of the shop's the one with words, then the newer; else the
/// one that came first.
pub(super) fn better(first: Option<Reply>, second: Reply, names: &[String]) -> Reply {
    let Some(first) = first else { return second };
    let rank = |reply: &Reply| {
        let written = reply.posted.interval.map(|interval| interval.latest);
        (reply.is_signed_by(names), !reply.body.is_empty(), written)
    };
    if rank(&second) > rank(&first) { second } else { first }
}

/// The customers' rows with the shop's as their answers. An answer whose review is not among the rows
/// is recorded; what the shop wrote to nobody is left out.
pub(super) fn settled(rows: Vec<Row>, names: &[String], rejects: &mut Vec<Reject>) -> Vec<Review> {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        for name in [&row.review.id, &row.review.url].into_iter().flatten() {
            places.entry(name.clone()).or_insert(at);
        }
    }
    let answered = |row: &Row| row.answers.iter().find_map(|name| places.get(name)).copied();
    let mut given: HashMap<usize, Reply> = HashMap::new();
    for row in rows.iter().filter(|row| row.is_own && !row.answers.is_empty()) {
        let mut at = answered(row);
        for _ in 0..MOST_STEPS {
            // The shop may answer itself: the customer is further up.
            match at {
                Some(place) if rows[place].is_own => at = answered(&rows[place]),
                _ => break,
            }
        }
        match at.filter(|place| !rows[*place].is_own) {
            Some(place) => {
                let reply = better(given.remove(&place), reply(&row.review), names);
                given.insert(place, reply);
            }
            None => {
                let why = "an answer of the shop's to a review that is not on this page";
                rejects.push(Reject::new(why, &row.review.words()));
            }
        }
    }
    let customers = rows.into_iter().enumerate().filter(|(_, row)| !row.is_own);
    customers
        .map(|(at, mut row)| {
            if let Some(reply) = given.remove(&at) {
                row.review.reply = Some(better(row.review.reply.take(), reply, names));
            }
            row.review
        })
        .collect()
}

/// The shop's row as an answer.
fn reply(row: &Review) -> Reply {
    let body = row.body.clone().or_else(|| row.title.clone()).unwrap_or_default();
    Reply { author: row.author.clone(), body, posted: row.posted.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Interval, Posted};

    const SHOP: &str = "달빛상점";

    fn row(id: &str, author: &str, day: i64, answers: &[&str]) -> Row {
        let at = jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(24 * day);
        Row {
            is_own: author == SHOP,
            review: Review {
                id: Some(id.to_owned()),
                author: Some(author.to_owned()),
                rating: None,
                title: None,
                body: Some(format!("{author} {id}")),
                posted: Posted { text: None, interval: Some(Interval::at(at)), relative: false },
                url: Some(format!("https://shop.example/{id}")),
                reply: None,
                product: None,
            },
            answers: answers.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// Each review that is left, with its answer.
    fn told(rows: Vec<Row>) -> (Vec<(String, Option<String>)>, usize) {
        let mut rejects = Vec::new();
        let left = settled(rows, &[SHOP.to_owned()], &mut rejects);
        let each = left
            .into_iter()
            .map(|r| (r.id.unwrap_or_default(), r.reply.map(|reply| reply.body)))
            .collect();
        (each, rejects.len())
    }

    #[test]
    fn the_shops_rows_hang_on_what_they_answer_wherever_they_stand() {
        let (left, rejects) = told(vec![
            row("r1", SHOP, 3, &["c1"]),
            row("c2", "이**", 2, &[]),
            row("c1", "김**", 1, &[]),
            row("r3", SHOP, 5, &["https://shop.example/c1"]),
            row("r4", SHOP, 4, &["r1"]),
            row("x", "박**", 6, &["c2"]),
            row("own", SHOP, 7, &[]),
        ]);
        let answer = |id: &str| Some(format!("{SHOP} {id}"));
        let wanted = [("c2", None), ("c1", answer("r3")), ("x", None)];
        assert_eq!(left, wanted.map(|(id, reply)| (id.to_owned(), reply)));
        assert_eq!(rejects, 0);
    }

    #[test]
    fn an_answer_without_its_review_is_recorded_and_hangs_on_no_other() {
        let (left, rejects) =
            told(vec![row("c1", "김**", 1, &[]), row("r", SHOP, 2, &["elsewhere"])]);
        assert_eq!((left, rejects), (vec![("c1".to_owned(), None)], 1));
        let (left, rejects) = told(vec![row("a", SHOP, 1, &["b"]), row("b", SHOP, 2, &["a"])]);
        assert_eq!((left.len(), rejects), (0, 2), "two that answer each other answer nobody");
    }

    #[test]
    fn nobody_is_not_the_shop() {
        let names = [SHOP.to_owned()];
        assert!(is_shops(Some(" 달빛상점 "), &names));
        assert!(
            !is_shops(None, &names)
                && !is_shops(Some("달빛"), &names)
                && !is_shops(Some("김"), &[])
        );
    }
}
