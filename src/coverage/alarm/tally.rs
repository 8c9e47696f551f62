//! How much of each review was found, counted over a page.

use crate::review::{Field, Review, Share};

/// Where a review was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the list.
    List,
    /// On its own page.
    Detail,
}

/// What a poll found, counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Reviews on the list's first page.
    pub rows: u32,
    pub(super) list: [Share; Field::ALL.len()],
    pub(super) detail: [Share; Field::ALL.len()],
}

impl Tally {
    /// Counts the reviews of a list's first page, as the list alone shows them.
    pub fn of_list(listed: &[Review]) -> Self {
        let mut tally =
            Self { rows: u32::try_from(listed.len()).unwrap_or(u32::MAX), ..Self::default() };
        for review in listed {
            tally.count(Place::List, review);
        }
        tally
    }

    /// Counts one review, as it is known after it was read in this place.
    pub fn count(&mut self, place: Place, review: &Review) {
        let shares = match place {
            Place::List => &mut self.list,
            Place::Detail => &mut self.detail,
        };
        for (share, field) in shares.iter_mut().zip(Field::ALL) {
            share.of = share.of.saturating_add(1);
            share.read = share.read.saturating_add(u32::from(has(review, field)));
        }
    }
}

fn has(review: &Review, field: Field) -> bool {
    match field {
        Field::Date => review.posted.interval.is_some(),
        Field::Rating => review.rating.is_some(),
        Field::Author => review.author.is_some(),
        Field::Text => review.body.is_some(),
    }
}
