//! A review's edits as people tell them: several within ten minutes are one.

use jiff::{SignedDuration, Timestamp};

use crate::review::{Event, Interval, Rating, Review, wording};

/// An edit belongs to the one before it as long as both may have been made within this time.
const ONE_EDIT: SignedDuration = SignedDuration::from_mins(10);

/// What a review said at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Title and body.
    pub words: String,
    /// Stars, where it had any.
    pub rating: Option<Rating>,
}

impl From<&Review> for Version {
    fn from(review: &Review) -> Self {
        Self { words: review.words(), rating: review.rating }
    }
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// When polling noticed it first.
    pub at: Timestamp,
    /// What the review said before.
    pub was: Version,
    /// What it said after.
    pub now: Version,
    /// When it was made, at the earliest and latest.
    pub between: Interval,
}

impl Edit {
    /// It mends the text and leaves the stars: nothing is said that was not said before.
    pub fn is_mending(&self) -> bool {
        let same_stars = match (self.was.rating, self.now.rating) {
            (Some(was), Some(now)) => was.is_like(now),
            _ => true,
        };
        same_stars && wording::is_mended(&self.was.words, &self.now.words)
    }
}

/// The edits among a review's events, oldest first, with what it says at present.
///
/// Edits join while they may have been made within ten minutes of the first and nothing else happened
/// between them: five mended typos are one edit, from the first wording to the last.
pub fn edits(events: &[(Timestamp, Event)], present: Version) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut after = present;
    // Backwards, because what an edit led to is what the next one found.
    for (at, event) in events.iter().rev() {
        let Event::Edited { was, rated, between } = event else { continue };
        let was = Version { words: was.clone(), rating: *rated };
        let now = std::mem::replace(&mut after, was.clone());
        edits.push(Edit { at: *at, was, now, between: *between });
    }
    edits.reverse();
    let mut joined: Vec<Edit> = Vec::new();
    for edit in edits {
        match joined.last_mut() {
            Some(first) if joins(first, &edit, events) => {
                first.now = edit.now;
                first.between.latest = first.between.latest.max(edit.between.latest);
            }
            _ => joined.push(edit),
        }
    }
    joined
}

fn joins(first: &Edit, edit: &Edit, events: &[(Timestamp, Event)]) -> bool {
    let happened_between = events.iter().any(|(at, event)| {
        !matches!(event, Event::Edited { .. }) && first.at < *at && *at <= edit.at
    });
    // The one poll noticed it at once, the other up to a poll's distance later; where polls are far
    // apart, that both fell into ten minutes is possible but not likely.
    let apart_at_least = edit.between.earliest.duration_since(first.at);
    let apart_at_most = edit.at.duration_since(first.at);
    !happened_between && apart_at_least <= ONE_EDIT && apart_at_most <= ONE_EDIT * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    /// Noticed by a poll at `minute` that came `every` minutes after the one before.
    fn edited(minute: i64, every: i64, was: &str) -> (Timestamp, Event) {
        let between = Interval::between(at(minute - every), at(minute));
        (at(minute), Event::Edited { was: was.to_owned(), rated: None, between })
    }

    fn present(words: &str) -> Version {
        Version { words: words.to_owned(), rating: None }
    }

    fn told(edits: &[Edit]) -> Vec<(&str, &str)> {
        edits.iter().map(|edit| (edit.was.words.as_str(), edit.now.words.as_str())).collect()
    }

    #[test]
    fn five_typo_fixes_in_ten_minutes_are_one_edit() {
        let fixes: Vec<_> = ["가", "가나", "가나다", "가나다라", "가나다라마"]
            .into_iter()
            .zip([2, 4, 7, 10, 12])
            .collect();
        let events: Vec<_> = fixes.iter().map(|(was, minute)| edited(*minute, 2, was)).collect();
        assert_eq!(told(&edits(&events, present("가나다라마바"))), [("가", "가나다라마바")]);
    }

    #[test]
    fn an_edit_an_hour_later_or_after_a_reply_is_another() {
        let events = [edited(60, 60, "가"), edited(120, 60, "나")];
        assert_eq!(told(&edits(&events, present("다"))), [("가", "나"), ("나", "다")]);
        let answered = Event::Answered { between: Interval::between(at(2), at(4)) };
        let events = [edited(2, 2, "가"), (at(4), answered), edited(6, 2, "나")];
        assert_eq!(told(&edits(&events, present("다"))), [("가", "나"), ("나", "다")]);
    }
}
