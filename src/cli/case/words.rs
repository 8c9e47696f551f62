//! One case's whole story, for people.

use std::fmt::Write as _;

use crate::alert::Language;
use crate::cli::cases::{headline, state_style};
use crate::cli::columns::{padded, widest};
use crate::route::People;
use crate::store::CaseHistory;
use crate::words::{Reader, happening, state};

/// The case, its review and its history; ends with a line break.
pub(super) fn told(history: &CaseHistory, people: &People, reader: Reader<'_>) -> String {
    let (case, review) = (&history.case, &history.review);
    let style = state_style(case.state);
    let state = state(reader.language, case.state);
    let round = match (reader.language, case.round) {
        (Language::Ko, 1) => String::new(),
        (Language::Ko, round) => format!(" ({round}번째 불만)"),
        (Language::En, round) => format!(" (round {round})"),
    };
    let mut out = String::new();
    let _ =
        writeln!(out, "#{} {style}{state}{style:#}{round}, {}", case.id, headline(&history.review));
    let facts = facts(history, people, reader);
    let width = widest(facts.iter().map(|(name, _)| *name));
    for (name, value) in facts {
        let _ = writeln!(out, "{}  {value}", padded(name, width));
    }
    let words = review.words();
    let words = if words.is_empty() { reader.say("(글 없음)", "(no text)") } else { &words };
    let _ = writeln!(out, "\n{words}\n");
    for entry in &history.entries {
        let _ = writeln!(out, "{}  {}", reader.moment(entry.at), happening(reader.language, entry));
    }
    out
}

fn facts(
    history: &CaseHistory,
    people: &People,
    reader: Reader<'_>,
) -> Vec<(&'static str, String)> {
    let case = &history.case;
    let written = reader.moment(case.started);
    let spare = match case.closed.map(|closed| reader.moment(closed)) {
        None => reader.left(case.deadline),
        Some(closed) => reader.say(format!("{closed} 마무리"), format!("closed {closed}")),
    };
    let mut facts = vec![(reader.say("올라온 곳", "source"), case.review.source.to_string())];
    if let Some(url) = &history.review.url {
        facts.push((reader.say("리뷰 주소", "page"), url.clone()));
    }
    if let Some(owner) = people.owner_name(case) {
        facts.push((reader.say("담당", "owner"), owner));
    }
    facts.extend([
        (
            reader.say("작성 시각", "written"),
            reader.say(
                format!("{written} (가장 이른 시각 기준)"),
                format!("{written} at the earliest"),
            ),
        ),
        (reader.say("발견 시각", "seen"), reader.moment(history.first_seen)),
        (
            reader.say("답글 기한", "deadline"),
            format!("{} ({spare})", reader.moment(case.deadline)),
        ),
    ]);
    facts
}

#[cfg(test)]
mod tests;
