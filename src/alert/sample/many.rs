//! Mails about several cases.

use jiff::SignedDuration;

use super::{Sample, about_source, answered, at, complaint, incident, of_cases, people, recipient};
use crate::alert::{Earlier, Facts, IncidentFacts, Kind, Language, Subject};
use crate::case::{CaseId, State};
use crate::review::Interval;

/// Six complaints, of which the recipient knows two; a storm of an hour ago left three open.
pub(super) fn storm(language: Language) -> Sample {
    let now = at("2026-11-23T15:00:00");
    let cases = (0..6).map(|index| {
        let mut facts = complaint(language);
        facts.case.id = CaseId(20 + index);
        facts.case.deadline = at("2026-11-23T20:00:00") - SignedDuration::from_hours(index);
        facts.review.url = facts.review.url.filter(|_| index != 3);
        facts.told = (index < 2).then(|| at("2026-11-23T13:40:00"));
        facts.earlier = Some(Earlier { at: at("2026-11-23T14:00:00"), open: 3 });
        facts.overtaken = if index == 1 { vec![Kind::Alert] } else { Vec::new() };
        let hour = Kind::Reminder(SignedDuration::from_hours(5));
        (if index < 2 { hour } else { Kind::Alert }, facts)
    });
    of_cases(cases.collect(), now)
}

pub(super) fn catch_up(language: Language) -> Sample {
    let now = at("2026-11-25T09:00:00");
    let cases = (0..2).map(|index| {
        let mut facts = complaint(language);
        facts.case.id = CaseId(30 + index);
        facts.case.opened = now;
        facts.case.deadline = at("2026-11-24T15:00:00") - SignedDuration::from_hours(index);
        facts.instead_of = vec![recipient("gone")];
        (Kind::Overdue, facts)
    });
    of_cases(cases.collect(), now)
}

pub(super) fn done(language: Language) -> Sample {
    let now = at("2026-11-22T21:00:00");
    let states = [State::Answered, State::Withdrawn, State::Dismissed];
    let cases = (0..6).zip(states.into_iter().cycle()).map(|(index, state)| {
        let posted = Interval::at(at("2026-11-22T20:25:00"));
        let mut facts = answered(complaint(language), language, posted, "2026-11-22T20:40:00");
        facts.case.id = CaseId(40 + index);
        facts.case.state = state;
        facts.told = Some(at("2026-11-22T15:35:14"));
        (Kind::Answered, facts)
    });
    of_cases(cases.collect(), now)
}

/// Five complaints, four of which want a reply; two questions; a page that stopped, one that came back.
pub(super) fn overnight(language: Language) -> Sample {
    let now = at("2026-11-23T09:00:00");
    let mut late = complaint(language);
    late.case.deadline = at("2026-11-23T06:30:00");
    late.case.state = State::Overdue;
    let posted = Interval::at(at("2026-11-22T20:10:00"));
    let settled = answered(complaint(language), language, posted, "2026-11-22T20:40:00");
    let of_cases = of_cases(
        vec![(Kind::Answered, settled), (Kind::Alert, complaint(language)), (Kind::Overdue, late)],
        now,
    );
    let mut said = of_cases.said;
    for asked in [
        people::given(language),
        people::handed_back(language, "2026-11-23T08:00:00"),
        people::unconfirmed(language),
        people::follow_up(language),
    ] {
        said.extend(asked.said);
    }
    for ((notice, facts), number) in said.iter_mut().zip(50..) {
        (notice.subject, notice.due) = (Subject::Case(CaseId(number)), now);
        if let Facts::Case(facts) = facts {
            facts.case.id = CaseId(number);
            let week_ago = Interval::at(at("2026-11-16T09:00:00"));
            facts.case.replied = facts.case.replied.map(|_| week_ago);
        }
    }
    let back = IncidentFacts {
        source: "blog".parse().expect("a valid source"),
        recovered: Some(at("2026-11-23T02:00:00")),
        ..incident()
    };
    said.push(about_source(Kind::SourceBroken, incident(), 0, now));
    said.push(about_source(Kind::SourceRecovered, back, 0, now));
    waited(Sample { said, now })
}

/// What is to be known and needs no reply.
pub(super) fn overnight_calm(language: Language) -> Sample {
    let Sample { said, now } = overnight(language);
    let said = said.into_iter().filter(|(notice, facts)| match facts {
        Facts::Case(_) => notice.kind == Kind::Answered,
        Facts::Incident(facts) => facts.recovered.is_some(),
        Facts::Digest(_) => false,
    });
    Sample { said: said.collect(), now }
}

/// As if all of it had waited for the end of quiet hours.
fn waited(mut sample: Sample) -> Sample {
    for (_, facts) in &mut sample.said {
        match facts {
            Facts::Case(facts) => facts.waited = true,
            Facts::Incident(facts) => facts.waited = true,
            Facts::Digest(_) => {}
        }
    }
    sample
}
