//! What waited for the end of quiet hours is one mail.

use super::letters::{LANGUAGES, keep};
use super::*;

/// A case's notice that waited.
fn waited(number: i64, kind: Kind, mut facts: CaseFacts, now: Timestamp) -> (Notice, Facts) {
    facts.case.id = CaseId(number);
    facts.waited = true;
    (notice(kind, &facts, now), Facts::Case(Box::new(facts)))
}

fn waited_source(facts: IncidentFacts, kind: Kind, now: Timestamp) -> (Notice, Facts) {
    about_source(kind, IncidentFacts { waited: true, ..facts }, now)
}

#[test]
fn a_night_is_told_in_one_mail_with_what_asks_first_and_what_is_settled_last() {
    for (language, name) in LANGUAGES {
        let now = at("2026-11-23T09:00:00");
        let mut late = complaint(language);
        late.case.deadline = at("2026-11-23T06:30:00");
        late.case.state = State::Overdue;
        let posted = Interval::at(at("2026-11-22T20:10:00"));
        let settled = answered(complaint(language), language, posted, "2026-11-22T20:40:00");
        let back = IncidentFacts {
            source: "blog".parse().expect("a valid source"),
            recovered: Some(at("2026-11-23T02:00:00")),
            ..incident()
        };
        let said = [
            waited(40, Kind::Answered, settled, now),
            waited(41, Kind::Alert, complaint(language), now),
            waited_source(incident(), Kind::SourceBroken, now),
            waited(42, Kind::Overdue, late, now),
            waited_source(back, Kind::SourceRecovered, now),
        ];
        assert_eq!(batches(&said), [[0, 1, 2, 3, 4]], "all of it is one mail");
        keep(&format!("{name}_overnight"), &composed(language, &said, now));
    }
}

#[test]
fn one_that_waited_alone_is_told_as_by_day_beside_what_came_since() {
    let now = at("2026-11-23T09:00:00");
    let fresh = complaint(Language::Ko);
    let fresh = (notice(Kind::Alert, &fresh, now), Facts::Case(Box::new(fresh)));
    let alone = waited(40, Kind::Alert, complaint(Language::Ko), now);
    assert_eq!(batches(&[alone.clone(), fresh.clone()]), [[0], [1]]);
    let second = waited(41, Kind::Overdue, complaint(Language::Ko), now);
    assert_eq!(batches(&[alone, fresh, second]), [vec![0, 2], vec![1]]);
    let pages = ["a", "b"].map(|name| {
        let source = name.parse().expect("a valid source");
        waited_source(IncidentFacts { source, ..incident() }, Kind::SourceBroken, now)
    });
    assert_eq!(batches(&pages), [[0, 1]]);
    let mail = composed(Language::En, &pages, now);
    assert!(text_of(&mail).starts_with("2 things happened"), "{}", text_of(&mail));
}
