//! Each kind of trouble: told in time, once, again every day, and when it is over.

use super::*;

#[test]
fn every_trouble_is_told_after_an_hour_daily_and_when_it_is_over() {
    let cases: [(&str, Met); 7] = [
        ("empty", Met::Empty),
        ("collapsed", rows(3)),
        ("no_date", Met::Rows { rows: 20, dates: 2 }),
        ("unread", Met::Unread(Unread::Blocked)),
        ("unread", Met::Unread(Unread::Login)),
        ("unread", Met::Unread(Unread::Disallowed)),
        ("unread", Met::Unread(Unread::Unrecognised)),
    ];
    for (kind, met) in cases {
        let mut life = Life::well();
        let last_well = life.minute();
        life.polls(5, &met);
        assert_eq!(life.since(last_well), [], "{met:?}: less than an hour is weather");
        assert_eq!(life.look_again, Some(life.now + 10 * MINUTE), "{met:?}: it looks in time");
        life.polls(1, &met);
        assert_eq!(life.since(last_well), [(60, kind, Some(0))], "{met:?}");
        life.polls(144 * 2 + 12, &met);
        let daily = [(60, kind, Some(0)), (1500, kind, Some(1)), (2940, kind, Some(2))];
        assert_eq!(life.since(last_well), daily, "{met:?}: once a day");
        life.polls(1, &rows(20));
        assert_eq!(life.since(last_well)[3..], [(3070, kind, None)], "{met:?}: it is over");
        life.polls(1_000, &rows(20));
        assert_eq!(life.since(last_well).len(), 4, "{met:?}: and stays over");
    }
}

#[test]
fn rare_polls_tell_at_the_second_that_shows_it() {
    for met in [Met::Empty, rows(2), Met::Unread(Unread::Failing)] {
        let mut life = Life::new();
        (0..5).for_each(|_| life.poll(&rows(20), 5 * HOUR));
        life.poll(&met, 5 * HOUR);
        assert_eq!(life.heard, [], "{met:?}: a single poll is weather");
        life.poll(&met, 5 * HOUR);
        assert_eq!(life.heard.len(), 1, "{met:?}: {:?}", life.heard);
    }
}

#[test]
fn a_source_that_never_yielded_is_told_of_at_its_second_poll() {
    let mut life = Life::new();
    life.polls(2, &Met::Unread(Unread::Unrecognised));
    assert_eq!(life.since(0), [(20, "unread", Some(0))], "someone is setting it up");
}

#[test]
fn healthy_variation_is_not_told() {
    /// What the nth poll meets.
    type Varied = fn(u32) -> Met;
    let varied: [(&str, Varied); 5] = [
        ("15 to 20 rows", |n| rows(15 + n * 7 % 6)),
        ("a naturally short list", |n| rows(1 + n % 4)),
        ("rows that vanish one by one", |n| rows(20_u32.saturating_sub(n).max(2))),
        ("a list that grows", |n| rows(2 + n)),
        ("304s between", |n| if n % 3 == 0 { rows(20) } else { Met::Unchanged }),
    ];
    for (name, met) in varied {
        let mut life = Life::new();
        (0..200).for_each(|n| life.poll(&met(n), 10 * MINUTE));
        assert_eq!(life.heard, [], "{name}");
        assert_eq!(life.state.open, [], "{name}");
    }
}

#[test]
fn the_first_polls_alarm_on_no_count() {
    for first in [Met::Empty, rows(1), Met::Rows { rows: 20, dates: 0 }] {
        let mut life = Life::new();
        life.polls(300, &first);
        assert_eq!(life.heard, [], "{first:?} is how it always was");
    }
}

#[test]
fn an_empty_list_that_was_expected_is_told_of_nothing_else_is_silenced() {
    let mut life = Life::well();
    life.expect_empty = true;
    life.polls(200, &Met::Empty);
    assert_eq!(life.heard, [], "nothing is normal here");
    let before = life.minute();
    life.polls(10, &rows(3));
    assert_eq!(life.since(before), [(60, "collapsed", Some(0))], "this is not");
}

#[test]
fn unchanged_pages_count_as_what_they_repeat() {
    let mut life = Life::well();
    let last_well = life.minute();
    life.poll(&Met::Empty, 10 * MINUTE);
    life.polls(5, &Met::Unchanged);
    assert_eq!(life.since(last_well), [(60, "empty", Some(0))], "still empty");
    let writes = life.writes;
    life.polls(100, &Met::Unchanged);
    assert_eq!(life.writes, writes, "and nothing is written where nothing is new");
    life.polls(1, &rows(20));
    assert_eq!(life.since(last_well).len(), 2, "{:?}", life.heard);
}

#[test]
fn a_quiet_page_costs_no_writes() {
    let mut life = Life::new();
    life.polls(1, &rows(20));
    life.polls(500, &Met::Unchanged);
    assert!(life.writes <= 3, "{} of 501 polls wrote", life.writes);
}

#[test]
fn a_failing_poll_leaves_other_troubles_as_they_are() {
    let mut life = Life::well();
    let last_well = life.minute();
    life.polls(8, &Met::Empty);
    life.polls(12, &Met::Unread(Unread::Unreachable));
    let both = [(60, "empty", Some(0)), (140, "unread", Some(0))];
    assert_eq!(life.since(last_well), both);
    life.polls(1, &Met::Empty);
    assert_eq!(life.since(last_well)[2..], [(210, "unread", None)], "it can be read, and is empty");
    life.polls(1, &rows(20));
    assert_eq!(life.since(last_well)[3..], [(220, "empty", None)]);
}

#[test]
fn a_flapping_source_does_not_mail_every_hour() {
    let mut life = Life::well();
    let start = life.minute();
    for _ in 0..24 {
        life.polls(12, &Met::Unread(Unread::Failing));
        life.polls(6, &rows(20));
    }
    let pairs = life.since(start).iter().filter(|(_, _, broken)| broken.is_none()).count();
    assert!((3..=9).contains(&pairs), "{pairs} recoveries in three days: {:?}", life.since(start));
}

#[test]
fn what_breaks_for_good_after_a_recovery_is_told_within_six_hours() {
    let mut life = Life::well();
    life.polls(8, &Met::Empty);
    life.polls(6, &rows(20));
    let recovered = life.heard.last().expect("a recovery").minute;
    life.polls(60, &Met::Empty);
    let heard = life.since(recovered);
    assert_eq!(heard, [(0, "empty", None), (360, "empty", Some(0))]);
}

#[test]
fn silence_is_told_by_the_rhythm_and_by_unchanged_pages_too() {
    let mut life = Life::new();
    // Three a day for a month.
    life.written = (0..90).map(|n| life.start - SignedDuration::from_hours(8 * n)).collect();
    life.poll(&rows(20), 10 * MINUTE);
    let newest = life.minute();
    let usual = plausible_silence(&life.written).expect("a rhythm").as_mins();
    for _ in 0..usual / 60 {
        life.poll(&Met::Unchanged, HOUR);
    }
    assert_eq!(life.heard, [], "plausible for {usual} minutes");
    life.poll(&Met::Unchanged, HOUR);
    life.poll(&Met::Unchanged, HOUR);
    let heard = life.since(newest);
    assert!(matches!(heard[..], [(at, "quiet", Some(0))] if at <= usual + 130), "{heard:?}");
    life.written.push(life.now);
    life.poll(&rows(20), HOUR);
    assert_eq!(life.since(newest).len(), 2, "a new review ends it: {:?}", life.heard);
}

#[test]
fn a_new_address_is_told_until_it_is_in_the_file_or_accepted() {
    let mut life = Life::well();
    let before = life.minute();
    life.moved_to = Some("https://shop.example/new".to_owned());
    life.polls(7, &rows(20));
    assert_eq!(life.since(before), [(60, "moved", Some(0))]);
    life.moved_to = None;
    life.polls(1, &rows(20));
    assert_eq!(life.since(before)[1..], [(80, "moved", None)]);
    let accepted = life.now;
    life.state.profile =
        Some(Profile::accepted(accepted, Some("https://shop.example/new".to_owned())));
    life.moved_to = Some("https://shop.example/new".to_owned());
    life.polls(200, &rows(20));
    assert_eq!(life.since(before).len(), 2, "{:?}", life.heard);
}

#[test]
fn a_server_that_asks_to_be_left_alone_for_hours_is_told_of_at_once() {
    let mut life = Life::well();
    let before = life.minute();
    life.held = Some(life.now + 6 * HOUR);
    life.polls(1, &Met::Unread(Unread::Blocked));
    assert_eq!(
        life.since(before),
        [(10, "unread", Some(0))],
        "it says itself that it gives nothing"
    );
}

#[test]
fn a_profile_is_small() {
    let life = Life::well();
    let text = serde_json::to_string(&life.state.profile).expect("it is JSON");
    assert!(text.len() < 1_500, "{} bytes: {text}", text.len());
    let read: Option<Profile> = serde_json::from_str(&text).expect("it is read again");
    assert_eq!(read, life.state.profile);
}
