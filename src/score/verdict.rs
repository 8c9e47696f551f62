//! From the sums of all signals to a verdict.

use super::reading::Reading;
use super::signal::{self, Weighed};
use crate::review::{Judgement, Verdict};

/// The share of unhappy reviews that is assumed before anything is read: real streams hold 2 to 10 %.
const BASE_RATE: f64 = 0.05;
/// A reply is due from this probability on: a missed complaint costs about as much as nine needless
/// mails.
const REPLY_FROM: f64 = 0.10;
/// Praise is never troll, however coarse: below these complaint log-odds of words and stars together,
/// even odds being 0, no hostility counts.
const NO_PRAISE: f64 = -2.0;

/// Adds up what the signals say and draws the conclusion. In doubt between complaint and troll it is
/// a complaint.
pub(crate) fn conclude(reading: &Reading<'_>) -> Judgement {
    let mut sum = Weighed::default();
    for signal in signal::ALL {
        let said = signal.weigh(reading);
        sum.complaint += said.complaint;
        sum.troll += said.troll;
        sum.evidence.extend(said.evidence);
    }
    let negative = probability(sum.complaint + (BASE_RATE / (1.0 - BASE_RATE)).ln());
    // The base rate of trolls that is assumed is the one that makes the model's threshold even odds.
    let troll = probability(sum.troll - reading.troll_from);
    let verdict = if troll >= 0.5 && sum.complaint >= NO_PRAISE {
        Verdict::SuspectedTroll
    } else if negative >= REPLY_FROM {
        Verdict::Negative
    } else {
        Verdict::Positive
    };
    let mut evidence = sum.evidence;
    evidence.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    Judgement { verdict, negative, troll, causes: Vec::new(), evidence }
}

fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}
