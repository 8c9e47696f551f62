//! One route: what it asks of a complaint, and whom it names.

use std::fmt;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Matter, When, Who};
use crate::review::{Cause, Rating, Script, SourceId};

/// `[[route]]`: conditions, all of which have to hold, and who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it asks for, in the order of [`Condition`]; none: it fits everything.
    pub conditions: Vec<Condition>,
    /// The first is the owner, the others get copies; never empty.
    pub to: Vec<Who>,
    /// Who is next, the longest lead first; `None` where `mail.escalate_to` is, at the deadline.
    pub escalate: Option<Vec<Escalation>>,
}

/// A rung of the escalation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalation {
    /// Who hears.
    pub to: Vec<Who>,
    /// How long before the deadline; zero: when it passes.
    pub before: SignedDuration,
}

/// A condition on a complaint: one of its values has to fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// What it is about.
    Causes(Vec<Cause>),
    /// Where it stands.
    Sources(Vec<SourceId>),
    /// How many stars it gives.
    Stars(Stars),
    /// Words of which the product's name holds one.
    Products(Vec<String>),
    /// What it is written in.
    Languages(Vec<Script>),
    /// When someone is told.
    When(When),
}

/// Whole stars of five, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stars {
    /// At least so many; from 1.
    pub least: u8,
    /// At most so many; to 5.
    pub most: u8,
}

impl Stars {
    /// Whether a rating is within, on a scale of five and to the nearest whole star: halves go up, and
    /// none at all counts as one.
    pub fn hold(self, rating: Rating) -> bool {
        let stars = (rating.share() * 5.0 + 0.5).floor().clamp(1.0, 5.0);
        (f64::from(self.least)..=f64::from(self.most)).contains(&stars)
    }
}

impl Rule {
    /// The first condition that does not hold, if one does not.
    pub fn misses(
        &self,
        matter: &Matter,
        zone: &TimeZone,
        is_working: &dyn Fn(Timestamp) -> bool,
    ) -> Option<&Condition> {
        self.conditions.iter().find(|condition| !condition.holds(matter, zone, is_working))
    }
}

impl Condition {
    /// Its key in the file.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Causes(_) => "causes",
            Self::Sources(_) => "sources",
            Self::Stars(_) => "stars",
            Self::Products(_) => "products",
            Self::Languages(_) => "languages",
            Self::When(_) => "when",
        }
    }

    fn holds(
        &self,
        matter: &Matter,
        zone: &TimeZone,
        is_working: &dyn Fn(Timestamp) -> bool,
    ) -> bool {
        match self {
            Self::Causes(causes) => matter.causes.iter().any(|cause| causes.contains(cause)),
            Self::Sources(ids) => matter.source.as_ref().is_some_and(|id| ids.contains(id)),
            Self::Stars(stars) => matter.rating.is_some_and(|rating| stars.hold(rating)),
            Self::Products(words) => matter.product.as_deref().is_some_and(|product| {
                let product = plain(product);
                words.iter().any(|word| product.contains(&plain(word)))
            }),
            Self::Languages(scripts) => matter.language.is_some_and(|one| scripts.contains(&one)),
            Self::When(When::Working(wanted)) => is_working(matter.at) == *wanted,
            Self::When(When::Within(windows)) => {
                let local = matter.at.to_zoned(zone.clone()).datetime();
                windows.iter().any(|window| window.holds(local))
            }
        }
    }
}

/// A name without what people write differently: capitals and spaces ("수면 등", "수면등").
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

impl fmt::Display for Condition {
    /// The line of the file that says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key();
        match self {
            Self::Causes(causes) => listed(f, key, causes.iter().map(|cause| cause.as_str())),
            Self::Sources(ids) => listed(f, key, ids.iter().map(SourceId::as_str)),
            Self::Products(words) => listed(f, key, words.iter().map(String::as_str)),
            Self::Languages(scripts) => listed(f, key, scripts.iter().map(|s| s.as_str())),
            Self::Stars(Stars { least, most }) if least == most => write!(f, "{key} = \"{least}\""),
            Self::Stars(Stars { least, most }) => write!(f, "{key} = \"{least}-{most}\""),
            Self::When(when) => write!(f, "{key} = {when}"),
        }
    }
}

fn listed<'t>(
    f: &mut fmt::Formatter<'_>,
    key: &str,
    values: impl Iterator<Item = &'t str>,
) -> fmt::Result {
    write!(f, "{key} = ")?;
    f.debug_list().entries(values).finish()
}
