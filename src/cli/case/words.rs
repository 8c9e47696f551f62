//! One case's whole story, for people.

use std::fmt::Write as _;

use jiff::SignedDuration;

use super::handling::{Done, STEPS, steps, took};
use crate::alert::Language;
use crate::case::{Place, Standing, State, Taken, Turn};
use crate::cli::cases::{headline, state_style};
use crate::cli::columns::{padded, widest};
use crate::route::People;
use crate::store::CaseHistory;
use crate::words::time::rough;
use crate::words::{Reader, cause, happening, said, state, verdict};

/// The case, its review and its history; ends with a line break.
pub(super) fn told(history: &CaseHistory, people: &People, reader: Reader<'_>) -> String {
    let (case, review) = (&history.case, &history.review);
    let style = state_style(case.state);
    let state = state(reader.language, case.state);
    let round = match (reader.language, case.round) {
        (Language::Ko, 1) => String::new(),
        (Language::Ko, round) => format!(" ({round}번째 접수)"),
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
    out.push_str(&handling(history, reader));
    out.push('\n');
    for entry in &history.entries {
        let _ = writeln!(out, "{}  {}", reader.moment(entry.at), happening(reader.language, entry));
    }
    out
}

/// That a snooze could not be as long as it was wanted.
pub(super) fn shortened(reader: Reader<'_>) -> &'static str {
    reader.say(
        "기한을 넘기지 않도록 멈춤 시간을 줄였습니다. 다음 알림 시각은 아래에 있습니다.",
        "The snooze was shortened, so that the deadline does not pass in silence; the next mail is below.",
    )
}

/// The eight steps as a table, a line each.
fn handling(history: &CaseHistory, reader: Reader<'_>) -> String {
    let names = STEPS.map(|step| name(step, reader));
    let steps = steps(history);
    let times = steps.clone().map(|done| reader.moment_or_dash(done.map(|done| done.at)));
    let people = steps.each_ref().map(|done| match done {
        Some(Done { by: Some(by), .. }) => by.as_str(),
        Some(Done { by: None, .. }) => "reviewd",
        None => "",
    });
    let (first, second) = (widest(names), widest(times.iter().map(String::as_str)));
    let third = widest(people);
    let mut out = String::new();
    for (number, ((name, time), done)) in names.iter().zip(&times).zip(&steps).enumerate() {
        let what = done.as_ref().and_then(|done| what(done, number, history, reader));
        let what = what.unwrap_or_default();
        let line = format!(
            "{}. {}  {}  {}  {what}",
            number + 1,
            padded(name, first),
            padded(time, second),
            padded(people[number], third),
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// What there is to say about a step that was taken.
fn what(done: &Done, number: usize, history: &CaseHistory, reader: Reader<'_>) -> Option<String> {
    let language = reader.language;
    if STEPS[number] == "classified" {
        let judgement = history.judgement.as_ref()?;
        let causes: Vec<&str> =
            judgement.causes.iter().map(|known| cause(language, *known)).collect();
        let verdict = verdict(language, judgement.verdict);
        let colon = if causes.is_empty() { "" } else { ": " };
        return Some(format!("{verdict}{colon}{}", causes.join(", ")));
    }
    match &done.turn {
        Some(Taken { turn: Turn::Unconfirmed, .. }) => {
            Some(reader.say("페이지에서 확인 중", "not seen on the page yet").to_owned())
        }
        Some(turn) if turn.to.is_none() => said(language, turn),
        _ => done.what.clone(),
    }
}

fn name(step: &'static str, reader: Reader<'_>) -> &'static str {
    let korean = match step {
        "received" => "접수",
        "classified" => "분류",
        "assigned" => "담당 지정",
        "analysed" => "원인 파악",
        "decided" => "조치 결정",
        "told" => "공개 답글",
        "resolved" => "해결",
        _ => "재발 방지",
    };
    let english = match step {
        "told" => "customer told",
        other => other,
    };
    reader.say(korean, english)
}

/// When the review was written, as far as the page tells.
fn written(history: &CaseHistory, reader: Reader<'_>) -> String {
    let Some(posted) = history.review.posted.interval else {
        return reader.say("알 수 없음", "unknown").to_owned();
    };
    let earliest = reader.moment(posted.earliest);
    if posted.latest.duration_since(posted.earliest) < SignedDuration::from_mins(1) {
        return earliest;
    }
    reader.say(format!("{earliest} (가장 이른 시각 기준)"), format!("{earliest} at the earliest"))
}

fn facts(
    history: &CaseHistory,
    people: &People,
    reader: Reader<'_>,
) -> Vec<(&'static str, String)> {
    let case = &history.case;
    let spare = match case.closed.map(|closed| reader.moment(closed)) {
        None => reader.left(case.deadline),
        Some(closed) => reader.say(format!("{closed} 마무리"), format!("closed {closed}")),
    };
    let mut facts = Vec::new();
    if let Some(into) = case.into {
        facts.push((reader.say("합친 곳", "joined into"), format!("#{into}")));
    }
    if history.places.len() > 1 {
        facts.extend(history.places.iter().map(|(place, url)| {
            let url = url.as_deref().unwrap_or("-");
            let said =
                format!("{}, {}: {url}", place.review.source, standing(place, case.state, reader));
            (reader.say("올라온 곳", "source"), said)
        }));
    } else {
        facts.push((reader.say("올라온 곳", "source"), case.review.source.to_string()));
        if let Some(url) = &history.review.url {
            facts.push((reader.say("리뷰 주소", "page"), url.clone()));
        }
    }
    if let Some(owner) = people.owner_name(case) {
        facts.push((reader.say("담당", "owner"), owner));
    }
    facts.extend([
        (reader.say("작성 시각", "written"), written(history, reader)),
        (reader.say("발견 시각", "seen"), reader.moment(history.first_seen)),
        (reader.say("기한 시작", "clock from"), reader.moment(case.started)),
        (
            reader.say("답글 기한", "deadline"),
            format!("{} ({spare})", reader.moment(case.deadline)),
        ),
    ]);
    if let Some(took) = took(history) {
        let took = rough(reader.language, took);
        facts.push((reader.say("답글까지", "reply took"), took));
    }
    if let Some(due) = case.next {
        facts.push((reader.say("다음 알림", "next mail"), reader.moment(due.at)));
    }
    facts
}

/// Whether the answer came in one of several places.
fn standing(place: &Place, state: State, reader: Reader<'_>) -> &'static str {
    match place.standing {
        Standing::Waiting if state.is_over() => reader.say("마무리됨", "settled"),
        Standing::Waiting => reader.say("답글 대기", "no reply yet"),
        Standing::Answered => reader.say("답글 있음", "replied"),
        Standing::Gone => reader.say("고객이 거둠", "taken back"),
    }
}

#[cfg(test)]
mod tests;
