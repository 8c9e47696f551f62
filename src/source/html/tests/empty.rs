//! Lists that show no reviews, and selectors that find none.

use super::*;

const BOARD: &str = "list = \"table\"\nitem = \"tbody tr\"\ntitle = \"td.t\"\n\
                     rating = { css = \"td.none\", max = 5 }\nempty_text = \"등록된 후기가 없습니다\"\n";

#[test]
fn a_row_that_says_there_are_no_reviews_is_an_empty_list() {
    let said = "<table><tbody><tr><td>등록된 후기가 없습니다.</td></tr></tbody></table>";
    let found = read(BOARD, said);
    assert_eq!((found.outcome, found.rejects.len()), (Outcome::Empty, 0), "{found:?}");
}

#[test]
fn a_list_without_items_is_not_empty_where_its_sign_of_being_empty_is_missing() {
    let changed = "<table><thead><tr><td class=t>별로</td></tr></thead></table>";
    let found = read(BOARD, changed);
    assert_eq!(found.outcome, Outcome::Error, "{found:?}");
    let note = found.note.unwrap_or_default();
    assert!(note.contains("tbody tr") && note.contains("empty_text"), "{note}");
}

#[test]
fn a_list_of_skipped_rows_alone_is_empty_only_with_its_sign_where_it_has_one() {
    let notice = "<table><tbody><tr class=n><td class=t>공지</td></tr></tbody></table>";
    let found = read(&format!("{BOARD}skip = \".n\"\n"), notice);
    assert_eq!(found.outcome, Outcome::Error, "its rows did not load: {found:?}");
    assert!(found.note.is_some_and(|note| note.contains("empty_text")));
    let said = format!("{notice}<p>등록된 후기가 없습니다</p>");
    let found = read(&format!("{BOARD}skip = \".n\"\n"), &said);
    assert_eq!(found.outcome, Outcome::Empty, "{found:?}");
    let signless = BOARD.replace("empty_text = \"등록된 후기가 없습니다\"\n", "");
    let found = read(&format!("{signless}skip = \".n\"\n"), notice);
    assert_eq!(found.outcome, Outcome::Empty, "nobody said how it looks: {found:?}");
}

#[test]
fn a_selector_that_finds_nothing_in_any_row_is_told() {
    let rows = "<tr><td class=t>컵이 깨져서 왔어요</td></tr><tr><td class=t>좋아요</td></tr>";
    let found = read(BOARD, &format!("<table><tbody>{rows}</tbody></table>"));
    assert_eq!((found.outcome, found.reviews.len()), (Outcome::Reviews, 2), "{found:?}");
    let [told] = found.rejects.as_slice() else { panic!("one word: {found:?}") };
    assert!(told.why.contains("`rating`") && told.why.contains("2 rows"), "{told:?}");
}

#[test]
fn a_blank_page_is_called_so() {
    let found = read(BOARD, " \n");
    assert_eq!(found.outcome, Outcome::Error);
    assert!(found.note.is_some_and(|note| note.ends_with("the page is empty")));
}
