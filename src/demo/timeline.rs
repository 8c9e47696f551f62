//! The day as it happens: one line an event, in simulated local time.

use std::collections::HashMap;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::letters;
use super::sink::Received;
use crate::alert::{Kind, Language, kind_name};
use crate::case::CaseId;
use crate::review::{Event, Judgement, ReviewKey, Verdict};
use crate::store::{
    CaseFilter, Entry, Happening, NoticeEnd, Records, Result, ReviewRecord, Sqlite,
};
use crate::words;

/// What has been told so far.
pub(super) struct Timeline {
    store: Arc<Sqlite>,
    language: Language,
    zone: TimeZone,
    judged: HashMap<ReviewKey, Judgement>,
    entries: HashMap<CaseId, usize>,
    mails: usize,
}

impl Timeline {
    pub(super) fn new(store: Arc<Sqlite>, language: Language, zone: TimeZone) -> Self {
        let (judged, entries) = (HashMap::new(), HashMap::new());
        Self { store, language, zone, judged, entries, mails: 0 }
    }

    /// The line that says the mail server went away or came back.
    pub(super) fn mail_server(&self, now: Timestamp, is_up: bool) -> String {
        let words = match is_up {
            true => self.say("메일 서버가 다시 응답합니다", "the mail server answers again"),
            false => self.say("메일 서버가 응답하지 않습니다", "the mail server goes away"),
        };
        self.line(now, AnsiColor::Magenta.on_default(), words)
    }

    /// Everything that happened since the last call, all of it at `now`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) async fn news(
        &mut self,
        now: Timestamp,
        received: &[Received],
    ) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for record in self.store.reviews().await? {
            lines.extend(self.judgement(&record, now));
        }
        for summary in self.store.cases(CaseFilter::All).await? {
            let Some(history) = self.store.case(summary.case.id).await? else { continue };
            let told = self.entries.entry(history.case.id).or_insert(0);
            let fresh: Vec<Entry> = history.entries.iter().skip(*told).cloned().collect();
            *told = history.entries.len();
            lines.extend(fresh.iter().filter_map(|entry| self.entry(history.case.id, entry)));
        }
        for mail in received.iter().skip(self.mails) {
            let to = mail.to.join(", ");
            let words = format!("✉ {to} ({}): {}", self.kind(mail), letters::subject(mail));
            lines.push(self.line(now, AnsiColor::Cyan.on_default(), &words));
        }
        self.mails = received.len();
        Ok(lines)
    }

    /// A review that was judged, or judged again.
    fn judgement(&mut self, record: &ReviewRecord, now: Timestamp) -> Option<String> {
        let judgement = record.judgement.as_ref()?;
        let before = self.judged.insert(record.key.clone(), judgement.clone());
        if before.as_ref() == Some(judgement) {
            return None;
        }
        let stars = record.review.rating.map(|r| format!("★{} ", r.value())).unwrap_or_default();
        let author = record.review.author.as_deref().unwrap_or("?");
        let words: String = record.review.words().replace('\n', " ").chars().take(40).collect();
        let dots = if record.review.words().chars().count() > 40 { "…" } else { "" };
        let seen = match before {
            None => self.say("리뷰 발견", "review seen"),
            Some(_) => self.say("리뷰 다시 판단", "judged again"),
        };
        let (verdict, style) = self.verdict(judgement.verdict);
        let text = format!(
            "{seen} [{}] {stars}{author}: {words}{dots}\n{:17}→ {style}{verdict}{style:#} {}",
            record.key.source,
            "",
            self.reasons(judgement)
        );
        Some(self.line(now, Style::new(), &text))
    }

    /// The heaviest reasons, in the review's own words.
    fn reasons(&self, judgement: &Judgement) -> String {
        let said = judgement.evidence.iter().take(3).map(|e| words::evidence(self.language, e));
        said.collect::<Vec<_>>().join(", ")
    }

    /// What the mail is called; its header says which it is.
    fn kind(&self, mail: &Received) -> String {
        let header = letters::kind(mail);
        header.parse::<Kind>().map_or(header, |kind| kind_name(self.language, kind))
    }

    fn verdict(&self, verdict: Verdict) -> (&'static str, Style) {
        let color = match verdict {
            Verdict::Negative => AnsiColor::Red,
            Verdict::SuspectedTroll => AnsiColor::Yellow,
            Verdict::Positive => AnsiColor::Green,
        };
        (words::verdict(self.language, verdict), color.on_default())
    }

    /// A step of a case; what other lines tell is left out.
    fn entry(&self, id: CaseId, entry: &Entry) -> Option<String> {
        if matches!(
            entry.happening,
            Happening::Mail { end: NoticeEnd::Sent, .. }
                | Happening::Review(Event::New { .. } | Event::Completed)
        ) {
            return None;
        }
        let words = format!("#{id} {}", words::happening(self.language, entry));
        Some(self.line(entry.at, AnsiColor::Blue.on_default(), &words))
    }

    fn line(&self, at: Timestamp, style: Style, words: &str) -> String {
        let local = at.to_zoned(self.zone.clone());
        let day = match self.language {
            Language::Ko => ["월", "화", "수", "목", "금", "토", "일"]
                [usize::from(local.weekday().to_monday_zero_offset().unsigned_abs())]
            .to_owned(),
            Language::En => local.strftime("%a").to_string(),
        };
        format!("{day} {}  {style}{words}{style:#}", local.strftime("%H:%M"))
    }

    fn say<'w>(&self, ko: &'w str, en: &'w str) -> &'w str {
        if self.language == Language::Ko { ko } else { en }
    }
}
