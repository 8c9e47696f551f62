//! Promises about single polls and sequences of polls.

use proptest::prelude::*;

use super::*;
use crate::review::{Rating, Reply};

mod rows;
mod secret;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

pub(super) fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + MINUTE * i32::try_from(minutes).expect("a small number")
}

fn list() -> List {
    List {
        newest_first: true,
        moderated: false,
        replies_hidden: false,
        reply_authors: vec!["한빛상점".to_owned()],
    }
}

pub(in crate::coverage) fn review(id: Option<&str>, author: &str, body: &str, day: i64) -> Review {
    let interval = Interval::between(at(day * 1440), at(day * 1440 + 1439));
    Review {
        id: id.map(str::to_owned),
        author: Some(author.to_owned()),
        rating: Rating::new(3.0, 5.0).ok(),
        title: None,
        body: Some(body.to_owned()),
        posted: Posted {
            text: Some(format!("day {day}")),
            interval: Some(interval),
            relative: false,
        },
        url: None,
        reply: None,
        product: None,
    }
}

fn reply(author: &str) -> Option<Reply> {
    Some(Reply {
        author: Some(author.to_owned()),
        body: "죄송합니다. 바로 교환해 드리겠습니다.".to_owned(),
        posted: Posted::default(),
    })
}

/// A source that is polled: applies findings the way the store does.
pub(in crate::coverage) struct Board {
    pub(in crate::coverage) known: Vec<Known>,
    pub(in crate::coverage) list: List,
    last: Option<Timestamp>,
}

impl Board {
    pub(in crate::coverage) fn new() -> Self {
        Self { known: Vec::new(), list: list(), last: None }
    }

    /// A visit that reads what is listed, whole.
    pub(in crate::coverage) fn poll(&mut self, reviews: &[Review], minute: i64) -> Findings {
        let now = at(minute);
        let shown = reviews
            .iter()
            .map(|review| Shown {
                review: review.clone(),
                listed: true,
                whole: true,
                replies: true,
            })
            .collect();
        let look = Look {
            source: "mall".parse().expect("a valid name"),
            now,
            last_success: self.last,
            baseline: self.last.is_none(),
        };
        let findings = compare(&self.known, shown, &self.list, &look);
        self.last = Some(now);
        for found in &findings.new {
            self.known.push(Known {
                key: found.key.clone(),
                review: found.review.clone(),
                first_seen: now,
                last_seen: now,
                vanished: false,
                awaited: false,
            });
        }
        for (found, events) in &findings.changed {
            let known = self.known.iter_mut().find(|k| k.key == found.key).expect("it is known");
            known.review = found.review.clone();
            known.vanished = events.iter().any(|e| matches!(e, Event::Vanished { .. }));
            if !known.vanished {
                known.last_seen = now;
            }
        }
        for key in &findings.seen {
            let known = self.known.iter_mut().find(|k| k.key == *key).expect("it is known");
            known.last_seen = now;
        }
        // The store gives those that were seen last first.
        self.known.sort_by_key(|known| std::cmp::Reverse(known.last_seen));
        findings
    }
}

const DAY: i64 = 1440;

#[test]
fn a_date_that_no_page_can_have_is_no_date() {
    let year = 365 * 1440;
    let written = |day| review(Some("1"), "김*연", "찌그러졌어요", day);
    let look = Look {
        source: "mall".parse().expect("a valid name"),
        now: at(56 * year),
        last_success: Some(at(56 * year - 10)),
        baseline: false,
    };
    let shown = |review| vec![Shown { review, listed: true, whole: true, replies: true }];
    let posted = |look: &Look, day| {
        compare(&[], shown(written(day)), &list(), look).new[0].review.posted.interval
    };
    let polled = Interval::between(at(56 * year - 10) + SignedDuration::from_secs(1), look.now);
    assert_eq!(posted(&look, 0), Some(polled), "1970 is a site's word for no date");
    let old = 36 * 365;
    assert_eq!(posted(&look, old), written(old).posted.interval, "20 years ago is possible");
    let first = Look { baseline: true, last_success: None, ..look };
    assert_eq!(posted(&first, 0), None, "the first poll proves nothing about its age");
}

#[test]
fn the_same_page_again_is_no_news() {
    let page = [review(None, "김", "좋아요", 3), review(Some("7"), "이", "별로예요", 2)];
    let mut board = Board::new();
    assert_eq!(board.poll(&page, 4 * DAY).new.len(), 2);
    let again = board.poll(&page, 4 * DAY + 10);
    assert_eq!((again.new.len(), again.changed.len(), again.seen.len()), (0, 0, 2));
}

#[test]
fn six_rows_alike_are_six_and_stay_six() {
    let six = vec![review(None, "네****", "만족", 3); 6];
    let mut board = Board::new();
    let first = board.poll(&six, 4 * DAY);
    let keys: HashSet<_> = first.new.iter().map(|found| found.key.clone()).collect();
    assert_eq!(keys.len(), 6, "each has an identity of its own");
    assert_eq!(board.poll(&six, 4 * DAY + 10).seen.len(), 6);
    let seven = vec![review(None, "네****", "만족", 3); 7];
    assert_eq!(board.poll(&seven, 4 * DAY + 20).new.len(), 1, "the seventh is new");
}

#[test]
fn an_edited_text_without_a_number_is_an_edit_and_not_a_new_review() {
    let mut board = Board::new();
    board.poll(&[review(None, "김", "배송이 조금 늦었지만 괜찮아요", 3)], 4 * DAY);
    let findings = board.poll(
        &[review(None, "김", "배송이 조금 늦었지만 괜찮아요. 그런데 지퍼가 고장났어요", 3)],
        4 * DAY + 10,
    );
    assert!(findings.new.is_empty(), "{findings:?}");
    let between = Interval::between(at(4 * DAY), at(4 * DAY + 10));
    let was = "배송이 조금 늦었지만 괜찮아요".to_owned();
    assert_eq!(
        findings.changed[0].1,
        [Event::Edited { was, rated: Rating::new(3.0, 5.0).ok(), between }]
    );
}

#[test]
fn two_people_who_say_the_same_are_two() {
    let mut board = Board::new();
    board.poll(&[review(None, "김", "좋아요", 3)], 4 * DAY);
    let findings = board
        .poll(&[review(None, "이", "좋아요", 3), review(None, "김", "좋아요", 3)], 4 * DAY + 10);
    assert_eq!((findings.new.len(), findings.seen.len()), (1, 1));
}

#[test]
fn only_the_shops_own_reply_answers() {
    let mut board = Board::new();
    let quiet = review(Some("1"), "김", "고장났어요", 3);
    board.poll(std::slice::from_ref(&quiet), 4 * DAY);
    let passer_by = Review { reply: reply("지나가던 손님"), ..quiet.clone() };
    let findings = board.poll(std::slice::from_ref(&passer_by), 4 * DAY + 10);
    assert!(findings.changed.iter().all(|(_, events)| events.is_empty()), "{findings:?}");
    let answered = Review { reply: reply("한빛상점"), ..quiet.clone() };
    let findings = board.poll(std::slice::from_ref(&answered), 4 * DAY + 20);
    assert!(matches!(findings.changed[0].1[..], [Event::Answered { .. }]), "{findings:?}");
    let findings = board.poll(std::slice::from_ref(&quiet), 4 * DAY + 30);
    assert!(matches!(findings.changed[0].1[..], [Event::ReplyVanished { .. }]), "{findings:?}");
}

#[test]
fn a_reply_older_than_the_words_does_not_answer_them() {
    let mut answered = review(Some("1"), "김", "고장났어요", 3);
    answered.reply = reply("한빛상점").map(|reply| Reply {
        posted: Posted { interval: Some(Interval::at(at(DAY))), ..Posted::default() },
        ..reply
    });
    assert_eq!(list().shop_reply(&answered), None);
}

#[test]
fn a_row_that_left_the_middle_is_gone_and_one_that_slid_off_the_end_is_not() {
    let day = |d: i64| review(Some(&d.to_string()), "김", "괜찮아요", d);
    let mut board = Board::new();
    board.poll(&[day(5), day(4), day(3), day(2)], 6 * DAY);
    let findings = board.poll(&[day(6), day(5), day(3)], 6 * DAY + 10);
    let gone: Vec<&str> = findings.changed.iter().map(|(f, _)| f.key.native.as_str()).collect();
    assert_eq!(gone, ["4"], "4 is missing from the middle; 2 slid off");
    let findings = board.poll(&[day(6), day(5), day(4), day(3)], 6 * DAY + 20);
    assert_eq!(findings.changed[0].1, [Event::Reappeared]);
}

#[test]
fn a_date_is_cut_with_what_polling_proves() {
    let mut board = Board::new();
    board.poll(&[review(Some("1"), "김", "괜찮아요", 3)], 3 * DAY + 600);
    let page = [review(Some("2"), "이", "별로", 3), review(Some("1"), "김", "괜찮아요", 3)];
    let findings = board.poll(&page, 3 * DAY + 610);
    let cut = findings.new[0].review.posted.interval.expect("a date");
    let after_last_poll = at(3 * DAY + 600) + SignedDuration::from_secs(1);
    assert_eq!(
        cut,
        Interval::between(after_last_poll, at(3 * DAY + 610)),
        "ten minutes, not a day"
    );
}

#[test]
fn a_list_that_was_unchanged_for_hours_narrows_when_an_edit_was_made() {
    let mut board = Board::new();
    board.poll(&[review(Some("1"), "김", "괜찮아요", 3)], 4 * DAY);
    // The server said "unchanged" for five hours: the last poll that proved something is recent.
    board.last = Some(at(4 * DAY + 300));
    let findings = board.poll(&[review(Some("1"), "김", "사흘 만에 고장났어요", 3)], 4 * DAY + 310);
    let between = Interval::between(at(4 * DAY + 300), at(4 * DAY + 310));
    let was = "괜찮아요".to_owned();
    assert_eq!(
        findings.changed[0].1,
        [Event::Edited { was, rated: Rating::new(3.0, 5.0).ok(), between }]
    );
}

#[test]
fn a_date_in_the_future_is_clamped_to_the_poll() {
    let mut board = Board::new();
    let findings = board.poll(&[review(Some("1"), "김", "별로", 900)], 3 * DAY);
    assert_eq!(findings.new[0].review.posted.interval, Some(Interval::at(at(3 * DAY))));
}

#[test]
fn a_list_that_repeats_an_item_shows_it_once() {
    let mut board = Board::new();
    let one = review(Some("1"), "김", "좋아요", 3);
    assert_eq!(board.poll(&[one.clone(), one], 4 * DAY).new.len(), 1);
}

#[test]
fn a_detail_page_that_was_not_visited_says_nothing_about_the_reply() {
    let answered = Review { reply: reply("한빛상점"), ..review(Some("1"), "김", "고장", 3) };
    let mut board = Board::new();
    board.poll(std::slice::from_ref(&answered), 4 * DAY);
    let listed = Review { reply: None, ..answered };
    let shown = vec![Shown { review: listed, listed: true, whole: false, replies: false }];
    let look = Look {
        source: "mall".parse().expect("a valid name"),
        now: at(4 * DAY + 10),
        last_success: board.last,
        baseline: false,
    };
    let findings = compare(&board.known, shown, &list(), &look);
    assert_eq!((findings.changed.len(), findings.seen.len()), (0, 1), "{findings:?}");
}

fn any_review() -> impl Strategy<Value = Review> {
    let id = prop_oneof![Just(None), "[1-4]".prop_map(Some)];
    (id, "[김이]", "[가나다 ]{0,6}", 0_i64..4).prop_map(|(id, author, body, day)| {
        let body = Some(body).filter(|b| !b.trim().is_empty());
        Review { body, ..review(id.as_deref(), &author, "", day) }
    })
}

proptest! {
    #[test]
    fn taking_a_page_in_twice_equals_once(pages in prop::collection::vec(prop::collection::vec(any_review(), 0..6), 1..5)) {
        let mut board = Board::new();
        for (poll, page) in (0_i64..).zip(&pages) {
            let first = board.poll(page, 5 * DAY + poll * 20);
            let keys: HashSet<_> = board.known.iter().map(|k| k.key.clone()).collect();
            prop_assert_eq!(keys.len(), board.known.len(), "identities are unique");
            let again = board.poll(page, 5 * DAY + poll * 20 + 10);
            prop_assert!(again.new.is_empty(), "{:?} then {:?}", first, again);
            let events: usize = again.changed.iter().map(|(_, events)| events.len()).sum();
            prop_assert_eq!(events, 0, "{:?} then {:?}", first, again);
        }
    }
}
