//! What reviewd makes of a review, and why.

use serde::{Deserialize, Serialize};

/// The judgement's conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A customer has a grievance: a public reply is due.
    Negative,
    /// Hostile or worthless with nothing to resolve: no reply, the evidence is kept.
    SuspectedTroll,
    /// Praise, or nothing that asks for an answer.
    Positive,
}

impl Verdict {
    /// The stable machine name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::SuspectedTroll => "suspected_troll",
            Self::Positive => "positive",
        }
    }
}

/// What a complaint is about; it decides the remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Late, lost, or the courier.
    Delivery,
    /// Wrapping and boxes.
    Packaging,
    /// Broken, faulty, spoiled.
    Defect,
    /// Poor though not broken; taste too.
    Quality,
    /// Fit or portion.
    Size,
    /// Not as shown, wrong or missing.
    Mismatch,
    /// Too dear.
    Price,
    /// Refund, exchange, return, cancellation.
    Refund,
    /// Attitude, silence, blame.
    Service,
    /// App, web, login, payment.
    Site,
    /// Anything else.
    Other,
}

impl Cause {
    /// Every one there is, with the name under which owners and programs know it.
    pub const ALL: [(&'static str, Self); 11] = [
        ("delivery", Self::Delivery),
        ("packaging", Self::Packaging),
        ("defect", Self::Defect),
        ("quality", Self::Quality),
        ("size", Self::Size),
        ("mismatch", Self::Mismatch),
        ("price", Self::Price),
        ("refund", Self::Refund),
        ("service", Self::Service),
        ("site", Self::Site),
        ("other", Self::Other),
    ];

    /// The stable machine name.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, cause)| *cause == self).map_or("other", |(name, _)| name)
    }
}

/// One reason for a judgement, fit to be shown to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which signal speaks (`text`, `stars`, `abuse` …).
    pub signal: String,
    /// How strongly, in log-odds: above zero towards complaint or troll, below towards praise.
    pub weight: f64,
    /// The words of the review it rests on, or what was seen, where there are any.
    pub quote: Option<String>,
}

/// A verdict with its probabilities and reasons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The conclusion.
    pub verdict: Verdict,
    /// Probability, 0 to 1, that the customer is unhappy.
    pub negative: f64,
    /// Probability, 0 to 1, that there is nothing to resolve but hostility or noise.
    pub troll: f64,
    /// What it is about, most certain first.
    pub causes: Vec<Cause>,
    /// Why, heaviest first.
    pub evidence: Vec<Evidence>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_has_one_name_for_owners_programs_and_the_store() {
        for (name, cause) in Cause::ALL {
            assert_eq!(serde_json::to_value(cause).ok(), Some(name.into()));
            assert_eq!(cause.as_str(), name);
        }
    }
}
