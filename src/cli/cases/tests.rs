//! What a list of cases looks like.

use super::*;
use crate::cli::samples::{at, in_both, people, summary};

#[test]
fn the_columns_are_straight_in_both_languages() {
    let mut late = summary(2, State::Overdue);
    late.case.deadline = at("2026-11-12T09:30:00");
    let mut open = summary(1, State::Open);
    open.case.owner = people().named.persons.first().map(|person| person.mail.clone());
    let cases = [
        late,
        open,
        summary(3, State::Answered),
        summary(4, State::Dismissed),
        summary(5, State::Withdrawn),
    ];
    insta::assert_snapshot!(in_both(|reader| lines(&cases, &people(), reader)));
}

#[test]
fn an_empty_list_says_what_there_is_none_of() {
    let filters = [CaseFilter::Open, CaseFilter::Overdue, CaseFilter::All];
    insta::assert_snapshot!(in_both(|reader| filters.map(|f| none(f, reader)).join("\n")));
}
