//! Gaps that stay: told once each, and a list that leaves many is not told of at every poll.

use super::*;

impl Life {
    /// A poll that finds reviews and, of the last hour, some that will never be read.
    fn poll_with_a_gap(&mut self) {
        let found = self.now + 10 * MINUTE;
        let seen = Seen::Uncovered(Gap { why: Stop::OnlyPage, found, tries: 0 });
        self.gaps = vec![Span { from: found - HOUR, to: found, seen }];
        self.polls(1, &rows(20));
    }

    /// The time that an incident which waits to be told speaks of.
    fn waiting(&self) -> Option<(Timestamp, Timestamp)> {
        self.state.open.iter().find_map(|incident| match incident.trouble {
            Trouble::Gap(unseen) => Some((unseen.from, unseen.until)),
            _ => None,
        })
    }
}

#[test]
fn a_gap_is_told_at_once_and_never_again() {
    let mut life = Life::well();
    let before = life.minute();
    life.poll_with_a_gap();
    life.polls(6 * 24 * 3, &rows(20));
    assert_eq!(life.since(before), [(10, "gap", Some(0))], "{:?}", life.heard);
    assert_eq!(life.state.open, [], "it is a fact, nothing that lasts");
}

#[test]
fn a_list_that_leaves_a_gap_at_every_poll_is_told_of_every_six_hours() {
    let mut life = Life::well();
    let before = life.minute();
    life.poll_with_a_gap();
    let first = life.now;
    (0..40).for_each(|_| life.poll_with_a_gap());
    let heard = life.since(before);
    assert_eq!(heard, [(10, "gap", Some(0)), (370, "gap", Some(0))], "{:?}", life.heard);
    let (from, until) = life.waiting().expect("the last forty minutes wait for the next mail");
    assert_eq!((from, until), (first + 5 * HOUR + 10 * MINUTE, life.now));
    life.polls(6 * 24, &rows(20));
    assert_eq!(life.since(before)[2..], [(730, "gap", Some(0))], "and come with it");
}

#[test]
fn a_mail_that_reading_goes_on_speaks_of_the_gap_as_well() {
    let mut life = Life::well();
    life.polls(12, &Met::Unread(Unread::Failing));
    let before = life.minute();
    life.poll_with_a_gap();
    life.polls(6 * 24, &rows(20));
    assert_eq!(life.since(before), [(10, "unread", None)], "{:?}", life.heard);

    let mut life = Life::well();
    life.polls(2, &Met::Unread(Unread::Failing));
    let before = life.minute();
    life.poll_with_a_gap();
    let told = [(10, "gap", Some(0))];
    assert_eq!(life.since(before), told, "an outage that nobody was told of has no end to tell");
}
