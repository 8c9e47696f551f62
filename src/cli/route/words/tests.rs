//! What an answer reads like.

use jiff::SignedDuration;

use super::*;
use crate::cli::samples::{in_both, people};
use crate::route::Away;

#[test]
fn who_hears_when_and_why_is_told_in_both_languages() {
    let people = people();
    let [haneul, lead] = [0, 1].map(|n| people.named.persons[n].mail.clone());
    let boss: Address = "boss@example.com".parse().expect("an address");
    let day = |text: &str| text.parse().expect("a day");
    let (first, last) = (day("2026-12-24"), day("2026-12-26"));
    let away = Away { first, last };
    let absence = |instead| Absence { name: "박바다".to_owned(), away, instead };
    let rung = |to: &Address, hours| Rung {
        to: vec![to.clone()],
        before: SignedDuration::from_hours(hours),
    };
    let whole = Routed {
        owner: haneul.clone(),
        also: vec![lead.clone()],
        rungs: vec![rung(&lead, 4), rung(&boss, 0)],
        why: Why {
            route: Some(1),
            fits: vec!["causes = [\"delivery\"]".to_owned(), "stars = \"1-2\"".to_owned()],
            passed: vec!["sources = [\"mall\"]".to_owned()],
            absent: vec![absence(Some(haneul)), absence(None)],
        },
    };
    let plain = |route| Routed {
        owner: boss.clone(),
        also: Vec::new(),
        rungs: Vec::new(),
        why: Why { route, ..Why::default() },
    };
    let all = [whole, plain(None), plain(Some(0))];
    insta::assert_snapshot!(in_both(|reader| {
        all.each_ref().map(|routed| answer(routed, &people, reader)).join("\n")
    }));
}
