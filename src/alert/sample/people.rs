//! Mails about what people do with a case.

use jiff::SignedDuration;

use super::{Sample, answered, at, complaint, of_case, recipient};
use crate::alert::{CaseFacts, Handing, Kind, Language, Owner};
use crate::case::{Ack, Due, Place, Said, Standing, State, Step};
use crate::review::{Interval, ReviewKey};
use crate::route::Role;

/// Someone who does things with cases.
fn haneul(language: Language) -> String {
    match language {
        Language::Ko => "김하늘",
        Language::En => "Haneul",
    }
    .to_owned()
}

/// To someone beside the owner: at once, or once the deadline has passed.
pub(super) fn told_as(language: Language, recipient_is: Role) -> Sample {
    let mut facts = complaint(language);
    facts.owner = Some(Owner { name: haneul(language), recipient_is });
    if recipient_is == Role::Copy {
        return of_case(Kind::Alert, facts, "2026-11-22T15:35:14");
    }
    facts.case.state = State::Overdue;
    of_case(Kind::Overdue, facts, "2026-11-23T15:05:00")
}

fn handed(language: Language, to: &str) -> CaseFacts {
    let mut facts = complaint(language);
    let at = at("2026-11-22T16:00:00");
    facts.handed = Some(Handing { at, by: haneul(language), to: recipient(to), name: None });
    facts
}

/// To whoever is put in charge.
pub(super) fn given(language: Language) -> Sample {
    let mut sample = of_case(Kind::Alert, handed(language, "owner"), "2026-11-22T16:00:00");
    for (notice, _) in &mut sample.said {
        notice.occurrence = 1;
    }
    sample
}

/// The last reminder, of a case that someone is on.
pub(super) fn acked(language: Language) -> Sample {
    let mut facts = complaint(language);
    let (since, chased) = (at("2026-11-23T10:00:00"), at("2026-11-23T14:05:00"));
    facts.case.hands.ack = Some(Ack { at: since, by: haneul(language), chased });
    of_case(Kind::Reminder(SignedDuration::from_hours(1)), facts, "2026-11-23T14:05:00")
}

/// To whoever had it before.
pub(super) fn handed_back(language: Language, now: &str) -> Sample {
    of_case(Kind::HandedBack, handed(language, "sea"), now)
}

/// Three days after someone said that they had replied.
pub(super) fn unconfirmed(language: Language) -> Sample {
    let mut facts = complaint(language);
    facts.case.state = State::Unconfirmed;
    let by = haneul(language);
    facts.case.hands.said = Some(Said { at: at("2026-11-22T18:00:00"), by, asked: true });
    facts.case.next = Some(Due::new(Step::Overdue, at("2026-11-26T18:00:00")));
    of_case(Kind::Unconfirmed, facts, "2026-11-25T18:00:00")
}

/// A week after the reply.
pub(super) fn follow_up(language: Language) -> Sample {
    let posted = Interval::at(at("2026-11-22T20:25:00"));
    let mut facts = answered(complaint(language), language, posted, "2026-11-22T20:40:00");
    facts.case.replied = Some(posted);
    of_case(Kind::FollowUp, facts, "2026-11-29T20:25:00")
}

/// The complaint stands in the shop and on a blog, too, where it still waits.
pub(in crate::alert) fn in_places(language: Language) -> CaseFacts {
    let mut facts = complaint(language);
    let started = facts.case.started;
    let place = |page: &str, standing, url: Option<&str>| {
        let review =
            ReviewKey { source: page.parse().expect("a valid source"), native: "4711".to_owned() };
        (Place { standing, ..Place::new(review, started) }, url.map(str::to_owned))
    };
    facts.places = vec![
        place("mall", Standing::Answered, Some("https://mall.example/4711")),
        place("blog", Standing::Waiting, Some("https://blog.example/9")),
        place("feed", Standing::Gone, None),
    ];
    // The case asks for what still waits.
    facts.case.review = facts.places[1].0.review.clone();
    facts.review.url.clone_from(&facts.places[1].1);
    facts
}
