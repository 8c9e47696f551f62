//! What was seen of a source's time, for people.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::Coverage;
use crate::alert::{prevented, stopped};
use crate::cli::columns::{padded, widest};
use crate::coverage::{Doubt, Gap, Seen, Span};
use crate::words::{Reader, time};

/// One line a source; ends with a line break.
pub(super) fn lines(all: &[Coverage], reader: Reader<'_>) -> String {
    let mut out = String::new();
    let ids = widest(all.iter().map(|coverage| coverage.status.id.as_str()));
    for coverage in all {
        let id = padded(coverage.status.id.as_str(), ids);
        let _ = writeln!(out, "{id}  {}", line(coverage, reader));
    }
    if all.iter().any(|coverage| gaps(coverage).next().is_some()) {
        let hint = reader.say(
            "언제인지, 무엇을 하면 되는지 보기: reviewd coverage 이름",
            "`reviewd coverage SOURCE` says when, and what to do",
        );
        let _ = writeln!(out, "\n{hint}");
    }
    out
}

fn line(coverage: &Coverage, reader: Reader<'_>) -> String {
    let (Some(first), Some(last)) = (coverage.spans.first(), coverage.spans.last()) else {
        return nothing(coverage, reader);
    };
    let worst = coverage.spans.iter().map(|span| span.seen).max_by_key(rank);
    let worst = worst.unwrap_or(last.seen);
    let style = style(&worst);
    let (from, to) = (reader.moment(first.from), reader.moment(last.to));
    let what = match gaps(coverage).count() {
        0 => name(&worst, reader).to_owned(),
        count => {
            let [_, _, length] = coverage.totals();
            let length = time::rough(reader.language, length);
            reader.say(
                format!("놓친 글이 있을 수 있는 때 {count}번, 모두 {length}"),
                format!("reviews may have been missed: gaps {count}, together {length}"),
            )
        }
    };
    let rest = unread(coverage, reader).map(|words| format!("  {words}")).unwrap_or_default();
    format!("{from} ~ {to}  {style}{what}{style:#}{rest}")
}

/// Every span of one source, what it means and what to do; ends with a line break.
pub(super) fn told(coverage: &Coverage, reader: Reader<'_>) -> String {
    let mut out = format!("{}\n", coverage.status.id);
    if coverage.spans.is_empty() {
        let _ = writeln!(out, "  {}", nothing(coverage, reader));
        return out;
    }
    for span in &coverage.spans {
        let (style, from, to) =
            (style(&span.seen), reader.moment(span.from), reader.moment(span.to));
        let _ = writeln!(out, "  {from} ~ {to}  {style}{}{style:#}", name(&span.seen, reader));
        for words in explained(span, coverage, reader) {
            let _ = writeln!(out, "    {words}");
        }
    }
    if let Some(words) = unread(coverage, reader) {
        let _ = writeln!(out, "  {words}");
    }
    let _ = writeln!(out, "  {}", total(coverage, reader));
    out
}

fn gaps(coverage: &Coverage) -> impl Iterator<Item = &Span> {
    coverage.spans.iter().filter(|span| matches!(span.seen, Seen::Uncovered(_)))
}

fn rank(seen: &Seen) -> u8 {
    match seen {
        Seen::Complete => 0,
        Seen::Unproven(_) => 1,
        Seen::Uncovered(_) => 2,
    }
}

/// Green for what is sure, yellow for what is not, red for what is missing.
fn style(seen: &Seen) -> Style {
    let color = match seen {
        Seen::Complete => AnsiColor::Green,
        Seen::Unproven(_) => AnsiColor::Yellow,
        Seen::Uncovered(_) => AnsiColor::Red,
    };
    color.on_default()
}

fn name(seen: &Seen, reader: Reader<'_>) -> &'static str {
    match seen {
        Seen::Complete => reader.say("빠짐없이 읽었습니다.", "seen completely"),
        Seen::Unproven(_) => {
            reader.say("빠짐없이 읽었는지 확실하지 않습니다.", "read, but not provably all of it")
        }
        Seen::Uncovered(_) => {
            reader.say("놓친 글이 있을 수 있습니다.", "not seen: reviews may have been missed")
        }
    }
}

fn explained(span: &Span, coverage: &Coverage, reader: Reader<'_>) -> Vec<String> {
    match span.seen {
        Seen::Complete => Vec::new(),
        Seen::Unproven(Doubt::Emptied) => vec![emptied(span, coverage, reader).to_owned()],
        Seen::Unproven(doubt) => vec![doubted(doubt, reader).to_owned()],
        Seen::Uncovered(gap) => {
            let at = coverage.url.as_ref().map(|url| format!(": {url}")).unwrap_or_default();
            let act = reader.say(
                format!("이 사이에 올라온 글은 직접 확인해 주세요{at}"),
                format!("Please look yourself for reviews written in this time{at}"),
            );
            vec![missed(gap, reader), act, prevented(reader.language, gap.why).to_owned()]
        }
    }
}

/// Nobody is asked again who has said that an empty list is right.
fn emptied(span: &Span, coverage: &Coverage, reader: Reader<'_>) -> &'static str {
    if coverage.expect_empty {
        reader.say(
            "리뷰가 있던 목록이 비어 있습니다. 설정에 expect_empty = true가 있어 정상으로 봅니다.",
            "The list showed reviews before and shows none now, which expect_empty = true says is nothing special.",
        )
    } else if coverage.status.accepted.is_some_and(|accepted| accepted >= span.from) {
        reader.say(
            "리뷰가 있던 목록이 비어 있습니다. 확인해 주신 대로(reviewd accept) 정상으로 봅니다.",
            "The list showed reviews before and shows none now, which was accepted as right (`reviewd accept`).",
        )
    } else {
        doubted(Doubt::Emptied, reader)
    }
}

fn doubted(doubt: Doubt, reader: Reader<'_>) -> &'static str {
    match doubt {
        Doubt::AnyOrder => reader.say(
            "설정이 order = \"any\"입니다. 최신순이 아닌 목록에서는 보이지 않는 새 글이 있는지 알 수 없습니다.",
            "The configuration says order = \"any\": in such a list a new review can stand where nobody reads.",
        ),
        Doubt::NoOrder => reader.say(
            "목록이 최신순이 아니거나 날짜를 읽을 수 없습니다. 최신순으로 보이는 주소가 있으면 url에 적어 주세요.",
            "The list does not show the newest first, or its dates cannot be read. If the site has an address that sorts by date, use it as url.",
        ),
        Doubt::Moderated => reader.say(
            "설정이 moderated = true입니다. 늦게 나타난 글이 아래쪽에 끼어들면 읽지 못할 수 있습니다.",
            "The configuration says moderated = true: a review that appears late can stand further down than is read.",
        ),
        Doubt::Changed => reader.say(
            "목록이 평소와 달랐습니다. 보이는 리뷰가 크게 줄었거나, 작성일·작성자·별점·본문을 읽지 못했습니다.",
            "The list was not as it was: far fewer reviews, or their dates, authors, ratings or texts could not be read.",
        ),
        Doubt::Emptied => reader.say(
            "리뷰가 있던 목록이 비어 있습니다. 정말 비었는지 페이지를 열어 확인해 주세요.",
            "The list showed reviews before and shows none now. Please open the page and see whether that is so.",
        ),
    }
}

fn missed(gap: Gap, reader: Reader<'_>) -> String {
    let why = stopped(reader.language, gap.why);
    let again = reader.say("다음 확인 때 다시 읽어 봅니다.", "The next polls try again.");
    if gap.is_open() { format!("{why} {again}") } else { why.to_owned() }
}

/// Where there is nothing to tell.
fn nothing(coverage: &Coverage, reader: Reader<'_>) -> String {
    match coverage.status.last_success {
        None => reader.say("아직 읽은 적이 없습니다.", "never read yet").to_owned(),
        Some(last) => {
            let last = reader.moment(last);
            let rest = unread(coverage, reader).unwrap_or_else(|| {
                reader.say("그 뒤로는 아직 기록이 없습니다.", "Nothing is known since.")
            });
            reader.say(
                format!("마지막으로 읽은 때가 {last}입니다. {rest}"),
                format!("last read {last}. {rest}"),
            )
        }
    }
}

/// That the list cannot be read at present.
fn unread(coverage: &Coverage, reader: Reader<'_>) -> Option<&'static str> {
    let fails = coverage.status.failures > 0;
    fails.then(|| {
        reader.say(
            "그 뒤로는 읽지 못하고 있습니다. 다시 읽히면 그사이 글도 찾아 읽습니다.",
            "It cannot be read since; once it can, what was written meanwhile is read too.",
        )
    })
}

fn total(coverage: &Coverage, reader: Reader<'_>) -> String {
    let [complete, unproven, uncovered] =
        coverage.totals().map(|length| time::rough(reader.language, length));
    reader.say(
        format!("합계: 빠짐없이 {complete}, 확실하지 않음 {unproven}, 놓쳤을 수 있음 {uncovered}"),
        format!("total: complete {complete}, unproven {unproven}, uncovered {uncovered}"),
    )
}

#[cfg(test)]
mod tests;
