//! Two weeks of a shop's review board: who writes, edits, answers and removes what when, and how the
//! server fares meanwhile.

use jiff::SignedDuration;

use crate::support::shop::{hours, minutes};

/// Day (0 is the first Monday), time in Seoul, number of the post, what is done to it.
const POSTS: &str = "
    -8 10:12  1 praise
    -8 17:40  2 complaint
    -7 09:31  3 praise
    -7 13:05  4 praise
    -7 20:44  5 praise
    -6 11:02  6 praise
    -6 15:48  7 praise
    -6 22:10  8 praise
    -5 09:09  9 complaint
    -5 12:30 10 praise
    -5 18:21 11 complaint
    -5 21:00 12 praise
    -4 08:58 13 praise
    -4 12:12 14 praise
    -4 16:36 15 praise
    -4 23:01 16 praise
    -3 10:10 17 praise
    -3 14:55 18 praise
    -3 19:19 19 praise
    -2 11:47 20 praise
    -2 20:05 21 praise
    -1 09:40 22 praise
    -1 14:15 23 complaint
    -1 16:00 23 answer
    -1 22:00 24 complaint

     0 09:14 21 remove
     0 09:15 19 remove
     0 09:25 25 praise
     0 10:05 26 complaint
     0 11:40 26 answer
     0 13:10 27 praise
     0 14:00 28 like
     0 14:33 29 like
     0 16:20 52 like
     0 18:00 24 answer
     0 21:15 30 praise
     0 23:50 31 complaint

     1 00:30 32 praise
     1 08:10 31 answer
     1 09:00 20 remove
     1 10:00 33 complaint
     1 10:45 33 typo
     1 10:47 33 typo
     1 10:49 33 typo
     1 10:51 33 typo
     1 10:53 33 typo
     1 12:00 33 answer
     1 13:00 34 complaint
     1 15:00 34 recant
     1 16:00  2 pin
     1 19:00 35 praise
     1 19:30  0 notice

     2 09:02 36 praise
     2 09:03 37 praise
     2 09:04 38 complaint
     2 09:04 39 praise
     2 09:05 40 praise
     2 09:06 41 praise
     2 09:06 42 praise
     2 09:07 43 praise
     2 09:08 44 praise
     2 09:08 45 praise
     2 09:09 46 complaint
     2 09:10 47 praise
     2 09:10 48 praise
     2 09:11 49 praise
     2 09:12 50 praise
     2 09:12 51 praise
     2 09:13 53 praise
     2 09:14 54 praise
     2 09:15 55 praise
     2 09:16 56 praise
     2 11:00 38 answer
     2 11:05 46 answer
     2 14:00 57 secret
     2 15:00 58 complaint
     2 15:30 58 comment
     2 18:00 58 answer

     3 10:00 59 praise
     3 11:20 60 complaint
     3 13:00 60 answer
     3 15:00 60 answer
     3 16:00 59 hide
     3 17:00 61 complaint
     3 18:00 61 hide
     3 20:00 59 show
     3 21:00 61 show
     3 22:00 61 answer

     4 09:00 62 complaint
     4 10:00 63 complaint
     4 11:00 63 answer
     4 12:00 64 complaint
     4 12:40 64 answer
     4 13:00 65 complaint
     4 13:30 65 answer
     4 15:00 63 worse
     4 16:30 63 answer
     4 17:00 64 milder
     4 19:00 65 unanswer
     4 20:00 65 answer
     4 21:00  2 unpin
     5 11:00 62 answer

     7 09:00 66 praise
     7 10:00 67 praise
     7 12:00 67 sour
     7 12:40 67 answer
     7 13:30 68 complaint
     7 15:00 69 praise
     7 18:00 68 answer

     8 09:30 70 praise
     8 10:00 69 remove
     8 10:05 66 remove
     8 11:00 70 seal
     8 14:00 71 complaint
     8 15:00 71 answer
     8 15:30 71 remove
     8 16:00 72 praise
     8 16:10 73 praise
     8 16:12 73 remove

     9 10:00 74 complaint
     9 10:30 74 answer
     9 12:00 75 praise
     9 14:00 76 praise
     9 14:30 36 remove

    10 09:30 77 praise
    10 10:30 78 complaint
    10 13:00 79 complaint
    10 18:00 80 praise
    11 10:00 81 complaint
    11 12:00 82 praise
    11 17:30 78 answer
    11 17:40 79 answer
    11 17:50 81 answer

    12 09:30 83 praise
    12 10:00 84 complaint
    12 15:00 84 answer
    13 10:00 85 praise
    13 12:00 82 remove
";

/// How the server fares, from then on, until then.
const WEATHER: &str = "
     2 09:00  2 09:20 failing
     2 09:20  2 10:15 second-page-fails
     3 11:00  3 12:00 throttled
     7 13:00  7 16:00 failing
    10 10:00 30 00:00 redesigned
    12 09:00 12 14:00 other-dates
";

/// When the owner mends the selectors after the redesign.
pub(super) const MENDED: (i64, &str) = (11, "16:00");

/// Mails about the source: what, from when, until when.
const TOLD: &str = "
     3 11:00  3 11:12 source_broken
     3 12:00  3 12:12 source_recovered
     7 13:49  7 14:01 source_broken
     7 16:00  7 17:07 source_recovered
    10 10:49 10 11:01 source_broken
    11 10:49 11 11:02 source_broken
    11 16:00 11 17:07 source_recovered
    12 09:49 12 10:01 source_broken
    12 14:00 12 14:12 source_recovered
";

/// What is done to a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Praise,
    Complaint,
    /// The words that everybody writes.
    Like,
    /// For the shop's eyes alone.
    Secret,
    /// Becomes secret; where only its words tell a post, nobody could say which one did, so none does.
    Seal,
    /// More to complain of.
    Worse,
    /// Less to complain of.
    Milder,
    /// The complaint is taken back.
    Recant,
    /// Praise becomes a complaint.
    Sour,
    /// One letter.
    Typo,
    /// The shop answers, or answers in other words.
    Answer,
    Unanswer,
    /// Another customer has something to say.
    Comment,
    Remove,
    Hide,
    Show,
    Pin,
    Unpin,
    /// The shop pins a notice above all.
    Notice,
}

/// Something that happens on the board.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    /// Since the start.
    pub(super) at: SignedDuration,
    /// The post.
    pub(super) number: u32,
    pub(super) deed: Deed,
}

/// How the server fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weather {
    Failing,
    Throttled,
    SecondPageFails,
    /// Every class has another name.
    Redesigned,
    /// The dates' class has another name.
    OtherDates,
}

/// From one instant to another, both since the start.
pub(super) type Window<T> = (SignedDuration, SignedDuration, T);

/// Since the start, which is nine in the morning.
pub(super) fn on(day: i64, time: &str) -> SignedDuration {
    let (hour, minute) = time.split_once(':').expect("hour:minute");
    let number = |text: &str| text.parse::<i64>().expect("a number");
    hours(24 * day + number(hour) - 9) + minutes(number(minute))
}

/// An instant since the start, as the script writes it.
pub(super) fn named(since: SignedDuration) -> String {
    let minutes = since.as_secs().div_euclid(60) + 9 * 60;
    let (day, minute) = (minutes.div_euclid(24 * 60), minutes.rem_euclid(24 * 60));
    format!("day {day} {:02}:{:02}", minute / 60, minute % 60)
}

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .map(|line| line.split_whitespace().collect())
        .filter(|row: &Vec<_>| !row.is_empty())
}

/// Everything that happens on the board, in its order.
pub(super) fn acts() -> Vec<Act> {
    let act = |row: Vec<&str>| {
        let [day, time, number, deed] = row[..] else { panic!("four columns, not {row:?}") };
        let day = day.parse().expect("a day");
        Act { at: on(day, time), number: number.parse().expect("a post"), deed: deed_of(deed) }
    };
    let acts: Vec<Act> = rows(POSTS).map(act).collect();
    assert!(acts.is_sorted_by_key(|act| act.at), "the script runs forward");
    acts
}

fn deed_of(word: &str) -> Deed {
    match word {
        "praise" => Deed::Praise,
        "complaint" => Deed::Complaint,
        "like" => Deed::Like,
        "secret" => Deed::Secret,
        "seal" => Deed::Seal,
        "worse" => Deed::Worse,
        "milder" => Deed::Milder,
        "recant" => Deed::Recant,
        "sour" => Deed::Sour,
        "typo" => Deed::Typo,
        "answer" => Deed::Answer,
        "unanswer" => Deed::Unanswer,
        "comment" => Deed::Comment,
        "remove" => Deed::Remove,
        "hide" => Deed::Hide,
        "show" => Deed::Show,
        "pin" => Deed::Pin,
        "unpin" => Deed::Unpin,
        "notice" => Deed::Notice,
        other => panic!("{other:?} is no deed"),
    }
}

fn windows(text: &'static str) -> impl Iterator<Item = Window<&'static str>> {
    rows(text).map(|row| {
        let [day, time, last_day, last_time, what] = row[..] else { panic!("five: {row:?}") };
        let instant = |day: &str, time| on(day.parse().expect("a day"), time);
        (instant(day, time), instant(last_day, last_time), what)
    })
}

/// How the server fares, window by window.
pub(super) fn weather() -> Vec<Window<Weather>> {
    let named = |(from, to, word)| {
        let weather = match word {
            "failing" => Weather::Failing,
            "throttled" => Weather::Throttled,
            "second-page-fails" => Weather::SecondPageFails,
            "redesigned" => Weather::Redesigned,
            "other-dates" => Weather::OtherDates,
            other => panic!("{other:?} is no weather"),
        };
        (from, to, weather)
    };
    windows(WEATHER).map(named).collect()
}

/// The mails about the source that are due.
pub(super) fn told_of_source() -> Vec<Window<&'static str>> {
    windows(TOLD).collect()
}
