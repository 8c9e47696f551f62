//! Mails about pages.

use super::facts::missed_meanwhile;
use super::{Sample, about_source, at, incident};
use crate::alert::{Facts, IncidentFacts, Kind, Language};
use crate::review::{Field, Scope, Share, Stop, Trouble, Unseen};

/// A server that blocks, for ten pages of it: more than are told of in full.
pub(super) fn broken() -> Sample {
    let now = at("2026-11-22T10:15:00");
    let pages = (0..10).map(|number| {
        let mut facts = incident();
        if number > 0 {
            facts.source = format!("board-{number}").parse().expect("a valid source");
            facts.url = format!("https://mall.example/board/{number}");
            (facts.last_success, facts.usual.rows) = (None, None);
        }
        about_source(Kind::SourceBroken, facts, 1, now)
    });
    Sample { said: pages.collect(), now }
}

pub(super) fn changed() -> Sample {
    let now = at("2026-11-22T10:15:00");
    let share = |read| Share { read, of: 20 };
    let trouble = Trouble::Field { field: Field::Date, before: share(20), now: share(2) };
    let host = "mall.example".to_owned();
    let scope = Scope::Page { host, kind: trouble.kind().to_owned() };
    let facts = IncidentFacts { trouble, scope, note: None, ..incident() };
    Sample { said: vec![about_source(Kind::SourceBroken, facts, 0, now)], now }
}

pub(super) fn recovered(language: Language) -> Sample {
    let back = at("2026-11-22T13:00:00");
    let mut first = IncidentFacts {
        recovered: Some(back),
        missed: missed_meanwhile(language, back),
        ..incident()
    };
    // More than are listed.
    let more = first.missed.last().cloned();
    first.missed.extend(more.into_iter().cycle().take(9));
    let mut second = IncidentFacts { missed: Vec::new(), last_success: None, ..first.clone() };
    second.source = "board-1".parse().expect("a valid source");
    let said = [first, second].map(|facts| about_source(Kind::SourceRecovered, facts, 0, back));
    Sample { said: said.to_vec(), now: back }
}

/// A morning of which only the last page was read.
fn gap() -> Unseen {
    let (from, until) = (at("2026-11-22T09:15:00"), at("2026-11-22T12:58:00"));
    Unseen { from, until, why: Stop::OnlyPage }
}

/// On two sites at once, as one stop of reviewd leaves it.
pub(super) fn with_gap() -> Sample {
    let now = at("2026-11-22T13:10:00");
    let said = ["mall", "blog"].map(|name| {
        let trouble = Trouble::Gap(gap());
        let kind = trouble.kind().to_owned();
        let scope = Scope::Page { host: format!("{name}.example"), kind };
        let source = name.parse().expect("a valid source");
        let url = format!("https://{name}.example/board/review/list.html");
        let facts = IncidentFacts { source, url, trouble, scope, note: None, ..incident() };
        about_source(Kind::SourceBroken, facts, 0, now)
    });
    Sample { said: said.to_vec(), now }
}

/// Of the time without it, some reviews will never be read, and none that was is late.
pub(super) fn recovered_with_gap(language: Language) -> Sample {
    let mut sample = recovered(language);
    sample.said.truncate(1);
    for (_, facts) in &mut sample.said {
        if let Facts::Incident(facts) = facts {
            facts.unseen = vec![gap()];
            facts.missed = facts.missed.split_off(1);
        }
    }
    sample
}
