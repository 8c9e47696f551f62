//! Posts that only the shop may read, and answers of which a page only says that they were given.

use super::*;

fn secret(day: i64) -> Review {
    let mut review = review(Some("1"), "김", "", day);
    review.keep_secret();
    review
}

fn events(findings: &Findings) -> Vec<&Event> {
    findings.changed.iter().flat_map(|(_, events)| events).collect()
}

#[test]
fn a_secret_post_that_is_opened_is_completed_and_one_that_is_closed_keeps_its_words() {
    let open = review(Some("1"), "김", "깨져서 왔어요", 3);
    let mut board = Board::new();
    board.poll(&[secret(3)], 4 * DAY);
    let opened = board.poll(std::slice::from_ref(&open), 4 * DAY + 10);
    assert_eq!(events(&opened), [&Event::Completed], "{opened:?}");
    let closed = board.poll(&[secret(3)], 4 * DAY + 20);
    assert_eq!(events(&closed), Vec::<&Event>::new(), "{closed:?}");
    assert_eq!(board.known[0].review.body, open.body, "what was read stays on record");
}

#[test]
fn a_secret_post_is_not_tried_again_as_one_that_could_not_be_read() {
    let mut board = Board::new();
    let unread = Review { body: None, ..review(Some("2"), "이", "", 3) };
    let page = [secret(3), unread];
    board.poll(&page, 4 * DAY);
    assert_eq!(wanted_details(&board.known, &page, at(4 * DAY + 10)), [false, true]);
}

#[test]
fn a_page_that_only_says_answered_takes_no_words_from_an_answer() {
    let asked = review(Some("1"), "김", "고장", 3);
    let marked = Review { reply: Some(Reply::unseen()), ..asked.clone() };
    let answered = Review { reply: reply("한빛상점"), ..asked.clone() };
    let mut board = Board::new();
    board.poll(std::slice::from_ref(&asked), 4 * DAY);
    let first = board.poll(std::slice::from_ref(&marked), 4 * DAY + 10);
    assert!(matches!(events(&first)[..], [Event::Answered { .. }]), "{first:?}");
    board.poll(std::slice::from_ref(&answered), 4 * DAY + 20);
    let again = board.poll(std::slice::from_ref(&marked), 4 * DAY + 30);
    assert_eq!(events(&again), Vec::<&Event>::new(), "{again:?}");
    assert_eq!(board.known[0].review.reply, answered.reply, "its words stay");
    let gone = board.poll(&[asked], 4 * DAY + 40);
    assert!(matches!(events(&gone)[..], [Event::ReplyVanished { .. }]), "{gone:?}");
}
