//! Promises about what the rows of a list say of reviews that are known.

use super::*;

/// Written at a known minute, on a page that later prints only the day.
fn equal(minute: i64) -> Review {
    let posted = Posted { interval: Some(Interval::at(at(minute))), ..Posted::default() };
    Review { posted, ..review(None, "김**", "좋아요", 3) }
}

#[test]
fn equal_reviews_keep_their_order() {
    let mut board = Board::new();
    board.poll(&[equal(3 * DAY)], 3 * DAY + 10);
    let later = board.poll(&[equal(3 * DAY + 200), equal(3 * DAY)], 3 * DAY + 210);
    // The store gives those first that were stored last.
    board.known.reverse();
    let by_day = review(None, "김**", "좋아요", 3);
    let found = board.poll(&[by_day.clone(), by_day], 4 * DAY + 10);
    assert_eq!((found.new.len(), found.seen.len()), (0, 2), "{found:?}");
    assert_eq!(found.seen[0], later.new[0].key, "the upper one is still the one written later");
}
