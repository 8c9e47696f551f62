//! The embedded model is the one its card describes: on the corpus it judges as a learned model does.
//!
//! Most of these rows were learned from, so the floors guard against a broken model or reading; what
//! the model is worth on rows it did not see, `reviewd train` measures.

use std::io::Read;

use reviewd::review::{Rating, Verdict};
use reviewd::score::{Scorer, Subject};

use crate::support;

/// The rows of a corpus file as columns, by the names in its header.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn read(name: &str) -> Self {
        let path = support::corpus(&format!("corpus/{name}.tsv.gz"));
        let file = std::fs::File::open(&path).expect("the corpus can be read");
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("it is gzip");
        let mut rows = text.lines().map(|l| l.split('\t').map(str::to_owned).collect());
        Self { header: rows.next().expect("there is a header"), rows: rows.collect() }
    }

    /// Two columns of every row.
    fn pairs(&self, one: &str, other: &str) -> Vec<(&str, &str)> {
        let column = |name| self.header.iter().position(|h| h == name).expect("it has the column");
        let (one, other) = (column(one), column(other));
        self.rows.iter().map(|row| (row[one].as_str(), row[other].as_str())).collect()
    }
}

fn verdict(text: &str, stars: Option<f64>) -> Verdict {
    let rating = stars.map(|value| Rating::new(value, 5.0).expect("one to five stars"));
    Scorer::embedded().decide(Subject { text, rating }).verdict
}

#[test]
fn complaints_that_two_readers_agree_on_are_neither_missed_nor_called_troll() {
    let dev = Table::read("ko-triage-dev");
    let (mut complaints, mut lost, mut missed) = (0, Vec::new(), Vec::new());
    for (&(truth, text), (_, stars)) in
        dev.pairs("verdict", "text").iter().zip(dev.pairs("verdict", "stars"))
    {
        if truth != "complaint" {
            continue;
        }
        complaints += 1;
        match verdict(text, stars.parse().ok()) {
            Verdict::SuspectedTroll => lost.push(text),
            Verdict::Positive => missed.push(text),
            Verdict::Negative => {}
        }
    }
    assert!(complaints > 300, "{complaints} complaints is too few to tell");
    assert!(lost.len() * 100 <= 2 * complaints, "{} of {complaints} lost as troll", lost.len());
    assert!(missed.len() * 100 <= 2 * complaints, "{} of {complaints} missed", missed.len());
}

#[test]
fn low_stars_in_shops_are_hardly_ever_called_troll_by_their_words_alone() {
    for (name, column) in [("ko-delivery-yogiyo", "star5"), ("ko-fashion-musinsa", "star5")] {
        let table = Table::read(name);
        let low: Vec<&str> = table
            .pairs(column, "text")
            .into_iter()
            .filter(|(stars, _)| matches!(*stars, "1" | "2"))
            .map(|(_, text)| text)
            .collect();
        let lost = low.iter().filter(|t| verdict(t, None) == Verdict::SuspectedTroll).count();
        assert!(lost * 100 <= low.len(), "{lost} of {} low-star rows of {name}", low.len());
    }
}

#[test]
fn rows_with_a_known_mood_are_told_apart_by_their_words_alone() {
    let table = Table::read("ko-place");
    let (mut right, mut all) = ([0_u32; 2], [0_u32; 2]);
    for (stars, text) in table.pairs("rating", "text") {
        let unhappy = match stars.parse::<f64>() {
            Ok(stars) if stars <= 2.5 => true,
            Ok(stars) if stars >= 4.0 => false,
            _ => continue,
        };
        let told = verdict(text, None) != Verdict::Positive;
        all[usize::from(unhappy)] += 1;
        right[usize::from(unhappy)] += u32::from(told == unhappy);
    }
    let share = |i: usize| f64::from(right[i]) / f64::from(all[i]);
    assert!(share(1) > 0.75, "{} of {} unhappy rows told", right[1], all[1]);
    assert!(share(0) > 0.90, "{} of {} happy rows told", right[0], all[0]);
}
