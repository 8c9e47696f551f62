//! How it all stands, for people.

use std::fmt::Write as _;

use anstyle::AnsiColor;

use super::Gaps;
use crate::alert::trouble_name;
use crate::cli::cases::{headline, state_style};
use crate::cli::columns::{padded, widest};
use crate::review::Trouble;
use crate::store::{CaseSummary, OutboxStatus, SourceStatus};
use crate::words::{Reader, outcome, time};

/// Everything; ends with a line break.
pub(super) fn told(
    sources: &[SourceStatus],
    cases: &[CaseSummary],
    outbox: &OutboxStatus,
    gaps: &Gaps,
    reader: Reader<'_>,
) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", reader.say("지켜보는 페이지", "SOURCES"));
    let width = widest(sources.iter().map(|source| source.id.as_str()));
    let found = widest(sources.iter().map(|source| last_outcome(source, reader)));
    for source in sources {
        let _ = writeln!(out, "  {}", polled(source, [width, found], reader));
        let gaps = gaps.get(&source.id).copied().unwrap_or(0);
        for line in trouble(source, reader).into_iter().chain(missed(source, gaps, reader)) {
            let _ = writeln!(out, "  {:width$}  {line}", "");
        }
    }
    let _ = writeln!(out, "\n{}", reader.say("답글을 기다리는 리뷰", "OPEN CASES"));
    if cases.is_empty() {
        let _ = writeln!(out, "  {}", reader.say("없습니다.", "none: nobody waits for a reply"));
    }
    let times: Vec<String> = cases.iter().map(|c| reader.left(c.case.deadline)).collect();
    let width = widest(times.iter().map(String::as_str));
    for (summary, time) in cases.iter().zip(&times) {
        let case = &summary.case;
        let (style, time) = (state_style(case.state), padded(time, width));
        let (source, review) = (&case.review.source, headline(&summary.review));
        let _ = writeln!(out, "  #{}  {style}{time}{style:#}  {source}  {review}", case.id);
    }
    let _ = writeln!(out, "\n{}", reader.say("메일", "MAIL"));
    for line in mail(outbox, reader) {
        let _ = writeln!(out, "  {line}");
    }
    out
}

fn last_outcome(source: &SourceStatus, reader: Reader<'_>) -> &'static str {
    match source.last_outcome {
        Some(found) => outcome(reader.language, found),
        None => reader.say("확인 전", "not polled yet"),
    }
}

fn polled(source: &SourceStatus, [id, found]: [usize; 2], reader: Reader<'_>) -> String {
    let is_well = source.failures == 0 && source.troubles.is_empty();
    let style = if !is_well { AnsiColor::Red } else { AnsiColor::Green }.on_default();
    let (id, found) = (padded(source.id.as_str(), id), padded(last_outcome(source, reader), found));
    let [success, review, next] = [source.last_success, source.last_review, source.next_poll]
        .map(|at| reader.moment_or_dash(at));
    let count = source.reviews;
    let rest = reader.say(
        format!("마지막 수집 {success}  최근 리뷰 {review}  다음 확인 {next}  리뷰 {count}건"),
        format!("last success {success}  last review {review}  next poll {next}  {count} reviews"),
    );
    format!("{id}  {style}{found}{style:#}  {rest}")
}

fn trouble(source: &SourceStatus, reader: Reader<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    if source.failures > 0 {
        let count = source.failures;
        lines.push(match &source.note {
            Some(note) => reader.say(
                format!("연속 {count}번 읽지 못했습니다. 기술 정보: {note}"),
                format!("{count} polls in a row gave nothing: {note}"),
            ),
            None => reader.say(
                format!("연속 {count}번 읽지 못했습니다."),
                format!("{count} polls in a row gave nothing: no details"),
            ),
        });
    }
    // Why nothing is read has just been said.
    let of_page = |trouble: &Trouble| !matches!(trouble, Trouble::Unread { .. });
    for (trouble, since) in source.troubles.iter().filter(|(trouble, _)| of_page(trouble)) {
        let (name, since) = (trouble_name(reader.language, trouble), reader.moment(*since));
        let id = &source.id;
        lines.push(reader.say(
            format!(
                "{name}, {since}부터. 확인: reviewd try {id}, 이대로 맞다면: reviewd accept {id}"
            ),
            format!(
                "{name}, since {since}: `reviewd try {id}`; if that is right, `reviewd accept {id}`"
            ),
        ));
    }
    if let Some(first) = &source.first_reject {
        let (count, id, why) = (source.rejects, &source.id, &first.why);
        lines.push(reader.say(
            format!(
                "마지막 확인에서 제대로 읽지 못한 것이 {count}가지 있습니다. 첫째: {why} (모두 보기: reviewd try {id})"
            ),
            format!(
                "not read as it should be at the last poll: {count}, the first: {why} (`reviewd try {id}` shows all)"
            ),
        ));
    }
    if let Some(until) = source.paused_until {
        let until = reader.moment(until);
        lines.push(reader.say(
            format!(
                "{until}까지 확인을 멈춥니다. 바로 다시 시작하기: reviewd resume {}",
                source.id
            ),
            format!("paused until {until}"),
        ));
    }
    lines
}

fn missed(source: &SourceStatus, gaps: usize, reader: Reader<'_>) -> Option<String> {
    let id = &source.id;
    let told = || {
        reader.say(
            format!(
                "지난 7일 사이에 놓친 글이 있을 수 있습니다. 언제인지 보기: reviewd coverage {id} --since 7d, 확인했다면: reviewd accept {id}"
            ),
            format!(
                "reviews may have been missed within the last 7 days (`reviewd coverage {id} --since 7d` shows when; `reviewd accept {id}` once you have looked)"
            ),
        )
    };
    (gaps > 0).then(told)
}

fn mail(outbox: &OutboxStatus, reader: Reader<'_>) -> Vec<String> {
    let mut lines = vec![match outbox.oldest {
        None => reader.say("밀린 메일이 없습니다.", "nothing waits").to_owned(),
        // Those that come back together wait for one another; nothing keeps them.
        Some(oldest) if oldest > reader.now => {
            reader.say("밀린 메일이 없습니다.", "nothing waits").to_owned()
        }
        Some(oldest) => {
            let age = time::rough(reader.language, reader.now.duration_since(oldest));
            let count = outbox.waiting;
            reader.say(
                format!("메일 {count}통이 밀려 있습니다. 가장 오래된 것은 {age}째입니다."),
                format!("{count} waiting, the oldest for {age}"),
            )
        }
    }];
    if outbox.failed > 0 {
        let count = outbox.failed;
        lines.push(reader.say(
            format!("받는 쪽에서 거절해 전하지 못한 메일이 {count}통 있습니다."),
            format!("{count} refused for good by their recipients"),
        ));
    }
    if let Some((at, error)) = &outbox.last_error {
        let (at, next) = (reader.moment(*at), reader.moment_or_dash(outbox.held_until));
        lines.push(
            reader.say(format!("마지막 실패 {at}: {error}"), format!("last failure {at}: {error}")),
        );
        lines.push(reader.say(format!("다음 시도 {next}"), format!("next attempt {next}")));
        lines.push(
            reader
                .say(
                    "어디에서 막히는지, 어떻게 풀지 알아보기: reviewd test-mail",
                    "`reviewd test-mail` names the step that fails and the cure",
                )
                .to_owned(),
        );
    }
    lines
}

#[cfg(test)]
mod tests;
