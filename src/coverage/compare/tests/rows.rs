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

#[test]
fn a_row_that_was_edited_is_worth_a_visit_of_its_own_page() {
    let whole = Review {
        title: Some("만족".into()),
        ..review(Some("1"), "김", "잘 쓰고 있어요", 3)
    };
    let mut board = Board::new();
    board.poll(std::slice::from_ref(&whole), 4 * DAY);
    let row = Review { body: None, ..whole };
    let wanted = |row: Review| wanted_details(&board.known, &[row], at(4 * DAY + 10))[0];
    assert!(!wanted(row.clone()), "the row is as it was");
    assert!(!wanted(Review { title: Some("만…".into()), ..row.clone() }), "only cut short");
    assert!(wanted(Review { title: Some("깨졌어요".into()), ..row.clone() }), "another title");
    assert!(wanted(Review { rating: Rating::new(1.0, 5.0).ok(), ..row }), "other stars");
}
