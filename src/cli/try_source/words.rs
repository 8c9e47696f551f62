//! What was read, for people.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::cli::columns::padded;
use crate::cli::reading::{Judged, Posted, Reading, Reply};
use crate::pipeline::ConfiguredSource;
use crate::review::Verdict;
use crate::source::{Content, Outcome};
use crate::words::{self, Reader, outcome};

/// So much of a text shows that a person can tell whether it is the right one.
const SHOWN: usize = 160;
/// So many reasons are shown; `--json` has them all.
const REASONS: usize = 4;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

fn colour(colour: AnsiColor) -> Style {
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(colour)))
}

/// The whole reading; ends with a line break.
pub(super) fn told(reading: &Reading, source: &ConfiguredSource, reader: Reader<'_>) -> String {
    let (url, kind) = (&source.url, source.kind);
    let findings = findings(reading, source.content, reader);
    format!("{BOLD}{}{BOLD:#}  {url}  ({kind})\n{findings}", reading.source)
}

fn findings(reading: &Reading, content: Content, reader: Reader<'_>) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", headline(reading, content, reader));
    for (at, review) in reading.reviews.iter().enumerate() {
        out.push('\n');
        review_lines(&mut out, at + 1, review, reader);
    }
    if !reading.rejects.is_empty() {
        let heading = reader.say("읽지 못했거나 일부만 읽은 글", "Not taken, or not whole");
        let _ = writeln!(out, "\n{BOLD}{heading}{BOLD:#}");
        for reject in &reading.rejects {
            let _ = writeln!(out, "  - {}", reject.why);
            if !reject.excerpt.is_empty() {
                let _ = writeln!(out, "    {DIM}{}{DIM:#}", short(&reject.excerpt));
            }
        }
    }
    if let Some(next) = &reading.next {
        let _ = writeln!(out, "\n{}: {next}", reader.say("다음 쪽", "Next page"));
    }
    let end = reader.say(
        "읽어 보기만 했습니다. 저장하거나 보낸 것은 없습니다.",
        "Nothing was stored and nothing was sent.",
    );
    let _ = writeln!(out, "\n{DIM}{end}{DIM:#}");
    out
}

fn headline(reading: &Reading, content: Content, reader: Reader<'_>) -> String {
    let style = colour(if reading.outcome.proves() { AnsiColor::Green } else { AnsiColor::Red });
    let name = outcome(reader.language, reading.outcome);
    let mut said = format!("{style}{name}{style:#}");
    if let Some(means) = meaning(reading, content, reader) {
        let _ = write!(said, ": {means}");
    }
    match &reading.note {
        Some(note) => format!("{said}\n  {note}"),
        None => said,
    }
}

/// What the outcome means; nothing where its name says it.
fn meaning(reading: &Reading, content: Content, reader: Reader<'_>) -> Option<String> {
    let (ko, en) = match reading.outcome {
        Outcome::Reviews => {
            let negative =
                reading.reviews.iter().filter(|r| r.verdict == Verdict::Negative).count();
            let count = reading.reviews.len();
            if content == Content::Questions {
                let secret = reading.reviews.iter().filter(|r| r.secret).count();
                return Some(reader.say(
                    format!("이 페이지의 문의 {count}건(비밀글 {secret}건) 가운데 불만은 {negative}건입니다"),
                    format!("{count} questions on the page, {secret} of them secret, {negative} negative"),
                ));
            }
            return Some(reader.say(
                format!("이 페이지의 리뷰 {count}건 가운데 불만은 {negative}건입니다"),
                format!("{count} on the page, {negative} of them negative"),
            ));
        }
        Outcome::Empty => {
            ("목록은 있지만 올라온 리뷰가 없습니다", "the list is there and holds no review")
        }
        Outcome::Unchanged => return None,
        Outcome::Blocked => ("사이트가 접속을 막고 있습니다", "the site does not let us read it"),
        Outcome::Login => ("리뷰 목록 대신 로그인 화면이 나옵니다", "the site wants a login first"),
        Outcome::Disallowed => (
            "사이트의 robots.txt가 이 페이지를 읽지 못하게 합니다",
            "robots.txt asks us to stay out",
        ),
        Outcome::Error => ("리뷰 목록을 읽지 못했습니다", "no list of reviews could be read"),
    };
    Some(reader.say(ko, en).to_owned())
}

fn review_lines(out: &mut String, number: usize, review: &Judged, reader: Reader<'_>) {
    let nobody = reader.say("(이름 없음)", "(no name)");
    let author = review.author.as_deref().unwrap_or(nobody);
    let id = review.id.as_deref().map(|id| format!("  {DIM}#{id}{DIM:#}")).unwrap_or_default();
    let _ = writeln!(out, "{BOLD}{number}. {author}{BOLD:#}  {}{id}", stars(review, reader));
    let mut rows = vec![(reader.say("작성", "written"), written(&review.posted, reader))];
    for (name, text) in [
        (reader.say("상품", "product"), &review.product),
        (reader.say("제목", "title"), &review.title),
        (reader.say("본문", "text"), &review.body),
        (reader.say("주소", "link"), &review.url),
    ] {
        rows.extend(text.as_ref().map(|text| (name, short(text))));
    }
    if review.secret {
        let held =
            reader.say("비밀글이라 가게만 볼 수 있습니다", "secret: only the shop may read it");
        rows.push((reader.say("본문", "text"), held.to_owned()));
    }
    if let Some(Reply { author, body, posted }) = &review.reply {
        let author = author.as_deref().unwrap_or(nobody);
        let unseen =
            reader.say("답변했다는 표시만 있습니다", "the page only says that it was answered");
        let reply = match body {
            Some(body) => format!("{author}, {}: {}", written(posted, reader), short(body)),
            None => unseen.to_owned(),
        };
        rows.push((reader.say("답글", "reply"), reply));
        if review.deadline.is_some() {
            let ignored = reader.say(
                "위 답글은 이름이 reply_authors에 없어 가게의 답글로 치지 않습니다",
                "not counted as the shop's answer: its name is not in reply_authors, or it is older",
            );
            rows.push(("", ignored.to_owned()));
        }
    }
    rows.push((reader.say("판단", "verdict"), verdict(review, reader)));
    if review.verdict == Verdict::Negative {
        rows.push((reader.say("기한", "answer"), due(review, reader)));
    }
    let width = reader.say(4, 8);
    for (name, text) in rows {
        let _ = writeln!(out, "   {} {text}", padded(name, width));
    }
}

fn stars(review: &Judged, reader: Reader<'_>) -> String {
    match (review.rating, review.rating_max) {
        (Some(value), Some(max)) => {
            reader.say(format!("{max}점 만점에 {value}점"), format!("{value} of {max} stars"))
        }
        _ => format!("{DIM}{}{DIM:#}", reader.say("별점 없음", "no stars")),
    }
}

fn written(posted: &Posted, reader: Reader<'_>) -> String {
    let text = posted.text.as_deref().map(|text| format!("{:?} = ", short(text)));
    let meant = match (posted.earliest, posted.latest) {
        (Some(earliest), Some(latest)) if earliest == latest => reader.moment(earliest),
        (Some(earliest), Some(latest)) => {
            let (from, to) = (reader.moment(earliest), reader.moment(latest));
            reader.say(format!("{from} ~ {to} 사이"), format!("{from} to {to}"))
        }
        _ => reader.say("알 수 없음", "unknown").to_owned(),
    };
    format!("{}{meant}", text.unwrap_or_default())
}

fn verdict(review: &Judged, reader: Reader<'_>) -> String {
    let style = match review.verdict {
        Verdict::Negative => colour(AnsiColor::Red),
        Verdict::SuspectedTroll => colour(AnsiColor::Yellow),
        Verdict::Positive => colour(AnsiColor::Green),
    };
    let heaviest = review.evidence.iter().take(REASONS);
    let reasons: Vec<String> =
        heaviest.map(|reason| words::evidence(reader.language, reason)).collect();
    let name = words::verdict(reader.language, review.verdict);
    format!("{style}{name}{style:#}  {DIM}{}{DIM:#}", reasons.join(", "))
}

fn due(review: &Judged, reader: Reader<'_>) -> String {
    match review.deadline.map(|at| (reader.moment(at), reader.left(at))) {
        Some((deadline, left)) => {
            reader.say(format!("{deadline}까지 ({left})"), format!("due by {deadline} ({left})"))
        }
        None if review.is_answered => reader
            .say("이미 답글이 있어 접수하지 않습니다", "stands already, so no case would be opened")
            .to_owned(),
        None => reader
            .say(
                "페이지에 작성 시각이 없어, 처음 발견한 때부터 셉니다",
                "due, counted from when it is first seen, since the page gives no time",
            )
            .to_owned(),
    }
}

/// The beginning of a text, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

#[cfg(test)]
mod tests;
