//! A review as the signals see it: read once, its words weighed where they stand.

use std::ops::Range;

use super::Subject;
use super::model::{Model, Odds};
use super::normal::Normal;
use crate::review::Rating;

/// The longest quote, in characters.
const LONGEST_QUOTE: usize = 80;
/// The most words of one quote.
const MOST_WORDS: usize = 5;
/// A word of less weight, in log-odds, is not worth quoting.
const WORTH_QUOTING: f64 = 0.1;

/// What was learned from a review's text, and its stars.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    text: &'a str,
    normal: Normal,
    pub(crate) rating: Option<Rating>,
    pub(crate) odds: Odds,
    /// The log-odds from which a text is troll.
    pub(crate) troll_from: f64,
    weights: Option<Weights>,
}

/// What each normalised character added to the log-odds of either head.
#[derive(Debug)]
struct Weights {
    complaint: Vec<f64>,
    troll: Vec<f64>,
}

/// Which head's reasons are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Complaint,
    Troll,
}

/// Neighbouring words that pull the same way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    pub(crate) weight: f64,
    pub(crate) quote: String,
}

impl<'a> Reading<'a> {
    /// Reads without keeping reasons.
    pub(crate) fn plain(model: &Model, subject: Subject<'a>) -> Self {
        let normal = Normal::of(subject.text);
        let odds = model.read(&normal, |_, _, _| {});
        Self::new(model, subject, normal, odds)
    }

    /// Reads and keeps what every word added.
    pub(crate) fn explained(model: &Model, subject: Subject<'a>) -> Self {
        let normal = Normal::of(subject.text);
        let chars = normal.chars();
        let (mut complaint, mut troll) = (vec![0.0; chars.len()], vec![0.0; chars.len()]);
        let odds = model.read(&normal, |span, c, t| {
            let letters = chars[span.clone()].iter().filter(|&&c| c != ' ').count().max(1) as f64;
            for at in span.filter(|&at| chars[at] != ' ') {
                complaint[at] += f64::from(c) / letters;
                troll[at] += f64::from(t) / letters;
            }
        });
        for (weights, scale) in
            [(&mut complaint, odds.complaint_scale), (&mut troll, odds.troll_scale)]
        {
            for weight in weights.iter_mut() {
                *weight *= scale;
            }
        }
        let weights = Some(Weights { complaint, troll });
        Self { weights, ..Self::new(model, subject, normal, odds) }
    }

    fn new(model: &Model, subject: Subject<'a>, normal: Normal, odds: Odds) -> Self {
        let troll_from = f64::from(model.troll_from());
        Self { text: subject.text, normal, rating: subject.rating, odds, troll_from, weights: None }
    }

    /// Whether reasons are wanted.
    pub(crate) fn explains(&self) -> bool {
        self.weights.is_some()
    }

    /// Whether there is nothing to read.
    pub(crate) fn is_blank(&self) -> bool {
        self.normal.is_blank()
    }

    /// The share of letters in scripts the model has learned, Hangul and Latin; 1 where there are none.
    pub(crate) fn familiar(&self) -> f64 {
        let letters = self.normal.chars().iter().filter(|c| c.is_alphabetic());
        let (mut known, mut all) = (0_u32, 0_u32);
        for &c in letters {
            all += 1;
            known += u32::from(
                matches!(c, '\0'..='\u{24f}' | '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}'),
            );
        }
        if all == 0 { 1.0 } else { f64::from(known) / f64::from(all) }
    }

    /// The phrases that weighed most, heaviest first; none where no reasons were kept.
    pub(crate) fn phrases(&self, about: About, most: usize) -> Vec<Phrase> {
        let Some(weights) = &self.weights else { return Vec::new() };
        let weights = match about {
            About::Complaint => &weights.complaint,
            About::Troll => &weights.troll,
        };
        let mut merged: Vec<(Range<usize>, f64, usize)> = Vec::new();
        let mut last_end = None;
        for word in self.normal.words() {
            let weight: f64 = weights[word.clone()].iter().sum();
            let neighbour = last_end.replace(word.end);
            if weight.abs() < WORTH_QUOTING {
                continue;
            }
            match merged.last_mut() {
                Some((span, sum, words))
                    if Some(span.end) == neighbour
                        && sum.is_sign_positive() == weight.is_sign_positive()
                        && *words < MOST_WORDS =>
                {
                    (span.end, *sum, *words) = (word.end, *sum + weight, *words + 1);
                }
                _ => merged.push((word, weight, 1)),
            }
        }
        merged.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        merged.truncate(most);
        merged
            .into_iter()
            .map(|(span, weight, _)| Phrase { weight, quote: self.quote(span) })
            .collect()
    }

    /// The words as they stand on the page, cut where they are too long to read.
    fn quote(&self, span: Range<usize>) -> String {
        let whole = self.text[self.normal.bytes(span)].trim();
        match whole.char_indices().nth(LONGEST_QUOTE) {
            Some((at, _)) => format!("{}…", &whole[..at]),
            None => whole.to_owned(),
        }
    }
}
