//! Persons and groups, and the days on which a person is away.

use std::fmt;

use jiff::civil::Date;

use super::Address;

/// One who can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name under which the file and the mails speak of them; unique among persons and groups.
    pub name: String,
    /// Their address; unique among persons.
    pub mail: Address,
    /// When they are away.
    pub away: Vec<Away>,
    /// The name of the person who does their work then.
    pub stand_in: Option<String>,
}

impl Person {
    /// The absence that `day` falls into.
    pub fn away_on(&self, day: Date) -> Option<Away> {
        self.away.iter().find(|away| (away.first..=away.last).contains(&day)).copied()
    }
}

/// Whole days in the shop's zone, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// The first day away.
    pub first: Date,
    /// The last day away, not before the first.
    pub last: Date,
}

impl fmt::Display for Away {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return self.first.fmt(f);
        }
        write!(f, "{}..{}", self.first, self.last)
    }
}

/// Several who can do the same work: the first who is there is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Persons and addresses, in the order in which they are asked.
    pub members: Vec<Who>,
}

/// Whom the file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// A person, by name.
    Person(String),
    /// A group, by name.
    Group(String),
    /// Someone without a name.
    Address(Address),
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(name) | Self::Group(name) => f.write_str(name),
            Self::Address(address) => f.write_str(address.as_str()),
        }
    }
}
