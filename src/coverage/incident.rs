//! When a source that proves nothing is something to tell a person.

use jiff::{SignedDuration, Timestamp};

/// A run of polls that proved nothing, this one included.
#[derive(Clone, Copy, Debug)]
pub struct FailureSpan {
    /// How many.
    pub polls: u32,
    /// The last poll that proved something; `None` where none ever did.
    pub last_success: Option<Timestamp>,
    /// This poll.
    pub now: Timestamp,
}

/// A single failure is weather.
const FEWEST_POLLS: u32 = 2;
const SHORTEST: SignedDuration = SignedDuration::from_hours(1);

/// Two polls or one hour without proof, whichever is later; a source that never yielded is told of
/// after two polls, since someone is setting it up.
pub fn is_incident(span: FailureSpan) -> bool {
    span.polls >= FEWEST_POLLS
        && span.last_success.is_none_or(|last| span.now.duration_since(last) >= SHORTEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn two_polls_or_one_hour_whichever_is_later() {
        let span =
            |polls, minutes| FailureSpan { polls, last_success: Some(at(0)), now: at(minutes) };
        assert!(!is_incident(span(1, 90)), "one failure, however late, is no incident");
        assert!(!is_incident(span(5, 59)), "59 minutes are no incident");
        assert!(is_incident(span(2, 60)), "two polls and one hour are");
        assert!(is_incident(FailureSpan { last_success: None, ..span(2, 1) }), "never yielded");
    }
}
