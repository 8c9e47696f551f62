//! A plan for people.

use std::fmt::Write as _;

use anstyle::Style;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::plan::{MailPlan, MailStep, Plan, RoutePlan, SourcePlan, share};
use crate::case::Step;
use crate::cli::columns::{padded, widest};
use crate::words::{Reader, time};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Says a plan to its reader.
#[derive(Clone, Copy)]
pub(super) struct Words<'a>(pub(super) Reader<'a>);

impl Words<'_> {
    fn say<T>(self, ko: T, en: T) -> T {
        self.0.say(ko, en)
    }

    fn long(self, duration: SignedDuration) -> String {
        time::exact(self.0.language, duration)
    }

    fn rough(self, duration: SignedDuration) -> String {
        time::rough(self.0.language, duration)
    }

    /// The plan, with colours; ends with a line break.
    pub(super) fn plan(self, plan: &Plan) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        let shop = &plan.shop;
        line(heading(
            &self.say(format!("{shop}: 지켜보는 페이지"), format!("What is watched for {shop}")),
        ));
        for source in &plan.sources {
            line(self.watched(source, plan));
        }
        for told in [self.waking(plan), self.holidays(plan)].into_iter().flatten() {
            line(told);
        }
        line(format!("{DIM}{}{DIM:#}\n", self.caveat(plan)));
        let within = self.long(plan.reply_within);
        if !plan.routes.is_empty() {
            line(heading(self.say("담당을 정하는 순서", "Whose complaint it is")));
            line(self.routes(plan) + "\n");
        }
        line(heading(&self.say(
            format!("알림 받는 사람 (답글 기한: 고객이 글을 쓴 때부터 {within})"),
            format!("Who is told; a public reply is due {within} after the customer wrote"),
        )));
        let steps: Vec<String> = plan.mails.iter().map(|mail| self.when(mail.step)).collect();
        let width = widest(steps.iter().map(String::as_str));
        for (mail, step) in plan.mails.iter().zip(&steps) {
            line(format!("  {}  {}", padded(step, width), addresses(mail)));
        }
        let late = self.say(
            "늦게 발견한 불만은 지나간 알림을 하나하나 보내지 않고, 남은 시간을 적은 메일 한 통으로 \
             알립니다.",
            "A complaint first seen late gets one alert that says what is left, not the reminders \
             it missed.",
        );
        line(format!("\n{DIM}{late}{DIM:#}"));
        let place = plan.state_dir.display();
        let kept =
            self.say(format!("기록을 저장하는 곳: {place}"), format!("State is kept in {place}."));
        line(format!("{DIM}{kept}{DIM:#}"));
        out
    }

    /// The routes in their order, one a line.
    fn routes(self, plan: &Plan) -> String {
        let route = |(place, route): (usize, &RoutePlan)| {
            let conditions = match &route.conditions[..] {
                [] => self.say("모두", "all").to_owned(),
                lines => lines.join(", "),
            };
            let rung = |(before, to): &(SignedDuration, Vec<String>)| {
                let (to, lead) = (to.join(", "), self.long(*before));
                if before.is_zero() {
                    return self
                        .say(format!("기한이 지나면 {to}"), format!("{to} at the deadline"));
                }
                self.say(format!("기한 {lead} 전 {to}"), format!("{to} {lead} before the deadline"))
            };
            let mut told = vec![route.to.join(", ")];
            told.extend(route.escalation.iter().map(rung));
            format!("  {}. {conditions}  →  {}", place + 1, told.join("; "))
        };
        let mut lines: Vec<String> = plan.routes.iter().enumerate().map(route).collect();
        lines.push(self.say(
            "  처음 맞는 것을 따르고, 맞는 것이 없으면 아래 사람이 맡습니다. reviewd route로 물어볼 수 있습니다.",
            "  The first that fits counts; where none does, those below are told. Ask with reviewd route.",
        ).to_owned());
        lines.join("\n")
    }

    fn watched(self, source: &SourcePlan, plan: &Plan) -> String {
        let SourcePlan { id, kind, url, .. } = source;
        let every = self.long(source.every);
        let mut out = self.say(
            format!("  {BOLD}{id}{BOLD:#} ({kind}), {every}마다 확인: {url}\n"),
            format!("  {BOLD}{id}{BOLD:#} ({kind}), every {every}: {url}\n"),
        );
        let [wait, interval, back_off] =
            [source.longest_wait, source.interval, source.back_off].map(|long| self.long(long));
        let mailed = self.say(
            format!(
                "불만이 올라오면 늦어도 {wait} 안에 알아챕니다 (다음 확인까지 최대 {interval}, \
                 읽지 못해 다시 시도하면 최대 {back_off} 더)"
            ),
            format!(
                "a complaint is seen within {wait}: {interval} until the next poll, up to \
                 {back_off} more after failed ones"
            ),
        );
        let _ = writeln!(out, "    {mailed}");
        for line in self.spent(source, plan) {
            let _ = writeln!(out, "    {line}");
        }
        out.push_str("    ");
        out.push_str(&self.exactness(source));
        out
    }

    /// What the time for an answer is spent on, at the longest.
    fn spent(self, source: &SourcePlan, plan: &Plan) -> Vec<String> {
        let spent = &source.spent;
        let percent = |part| (share(part, plan.reply_within) * 100.0).round();
        let first = self.rough(spent.first_mail);
        let all = percent(spent.first_mail);
        let parts = [source.interval, source.back_off, spent.batching, spent.quiet].map(percent);
        let [interval, back_off, batching, quiet] = parts;
        let mut lines = vec![self.say(
            format!(
                "첫 메일까지 가장 오래 걸리면 {first}, 답글 기한의 {all}%입니다 (확인 간격 {interval}%, 다시 시도 \
                 {back_off}%, 모으기 {batching}%, 알림을 미루는 시간 {quiet}%)"
            ),
            format!(
                "its first mail takes {first} at the longest, {all}% of the time for an answer: interval \
                 {interval}%, failed polls {back_off}%, gathering {batching}%, quiet hours {quiet}%"
            ),
        )];
        if spent.quiet.is_zero() {
            return lines;
        }
        let [written, told, deadline] =
            [spent.longest.written, spent.longest.told, spent.longest.deadline]
                .map(|at| self.weekday(at));
        let need = self.long(plan.time_to_write);
        let last_call = match spent.last_call {
            Some(after) => self.weekday(spent.longest.written + after),
            None => "-".to_owned(),
        };
        lines.push(self.say(
            format!(
                "예: {written}에 쓴 불만 → {told} 첫 메일 → 답글 쓰는 데 {need}이면 늦어도 {last_call}에 시작 → \
                 {deadline} 기한"
            ),
            format!(
                "for example: written {written}, first mail {told}, to be begun by {last_call} where \
                 writing takes {need}, due {deadline}"
            ),
        ));
        lines
    }

    /// Whether, and how often, someone is woken.
    fn waking(self, plan: &Plan) -> Option<String> {
        let share = plan.sources.iter().map(|source| source.spent.wakes).fold(0.0, f64::max);
        let percent = (share * 100.0).ceil();
        (share > 0.0).then(|| {
            self.say(
                format!(
                    "  알림을 미루면 근무 시간 안에 답글을 쓸 수 없는 불만은 미루지 않고 바로 알리며, 이때 책임자에게도 \
                     알립니다 (1년 중 {percent}%의 시간)."
                ),
                format!(
                    "  A complaint that could not be answered in working hours if its mail waited is told at \
                     once, to whom\n  deadlines are escalated too; it is so {percent}% of the year."
                ),
            )
        })
    }

    /// "11월 27일(금) 18:00".
    fn weekday(self, at: Timestamp) -> String {
        let local = at.to_zoned(self.0.zone.clone());
        let (month, day, clock) = (local.month(), local.day(), local.strftime("%H:%M"));
        let [ko, en] = [
            ["월", "화", "수", "목", "금", "토", "일"],
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        ]
        .map(|names| names[local.weekday().to_monday_zero_offset() as usize]);
        self.say(
            format!("{month}월 {day}일({ko}) {clock}"),
            format!("{en} {} {clock}", local.strftime("%-d %b")),
        )
    }

    /// The next days on which nobody works.
    fn holidays(self, plan: &Plan) -> Option<String> {
        let named = |(date, name): &(Date, String)| format!("{date} {name}").trim().to_owned();
        let days: Vec<String> = plan.holidays.iter().map(named).collect();
        let days = days.join(", ");
        (!days.is_empty()).then(|| {
            self.say(format!("  다음 쉬는 날: {days}"), format!("  Next days off: {days}"))
        })
    }

    /// How exactly the time of writing is known.
    fn exactness(self, source: &SourcePlan) -> String {
        match source.uncertainty.map(|interval| self.long(interval)) {
            Some(interval) => self.say(
                format!(
                    "글을 쓴 시각은 페이지에 날짜만 나와 있어도 {interval} 이내의 오차로 알 수 \
                     있습니다"
                ),
                format!(
                    "when it was written is known to within {interval} by polling, even where the \
                     page says only the day"
                ),
            ),
            None if source.moderated => self
                .say(
                    "글을 쓴 시각은 페이지에 나온 만큼만 알 수 있습니다: 승인을 거쳐 나중에 보이는 \
                     게시판입니다",
                    "when it was written is known as exactly as the page says it: it shows reviews \
                     later than they are written",
                )
                .to_owned(),
            None => self
                .say(
                    "글을 쓴 시각은 페이지에 나온 만큼만 알 수 있습니다: 목록이 최신순이 아닙니다",
                    "when it was written is known as exactly as the page says it: its list is not \
                     in order of time",
                )
                .to_owned(),
        }
    }

    fn caveat(self, plan: &Plan) -> String {
        let delivery = self.long(plan.delivery);
        self.say(
            format!(
                "  위 시간은 사이트가 응답할 때를 기준으로 합니다. 응답하지 않으면 그 사실을 따로 알려 드립니다.\n  \
                 메일은 한 번 보내는 데 최대 {delivery} 걸립니다. 답글 기한은 고객이 글을 썼을 수 있는 가장 이른\n  \
                 시각부터 셉니다. 시각 없이 날짜만 나온 글의 오차는 위 시간에 더하지 않았습니다."
            ),
            format!(
                "  These times hold while a site answers at all; while it does not, you are told so. \
                 Handing a mail over takes\n  {delivery} at most for one attempt. The clock of a \
                 complaint starts at the earliest moment it can have been written;\n  a day without \
                 an hour is not added to the times above."
            ),
        )
    }

    fn when(self, step: MailStep) -> String {
        let (ko, en) = match step {
            MailStep::Case(Step::Alert) => ("불만을 발견하는 즉시", "as soon as it is seen"),
            MailStep::Case(Step::Reminder(before)) => {
                let before = self.long(before);
                return self
                    .say(format!("기한 {before} 전"), format!("{before} before the deadline"));
            }
            MailStep::Case(Step::Overdue) => ("기한이 지났을 때", "at the deadline"),
            MailStep::Case(Step::Answered) => {
                ("답글이 확인되었을 때", "once your reply is noticed")
            }
            MailStep::Case(Step::HandedBack) => {
                ("맡긴 건이 되돌아왔을 때", "when a case that was handed on comes back")
            }
            MailStep::Case(Step::Unconfirmed) => {
                ("달았다는 답글이 보이지 않을 때", "when a reply that was reported does not show")
            }
            MailStep::Case(Step::FollowUp) => {
                ("답글을 달고 한동안 지났을 때", "some days after your reply")
            }
            MailStep::AnsweredLate => {
                ("기한이 지난 뒤 답글이 확인되었을 때", "the same, after the deadline")
            }
            MailStep::Incident => (
                "리뷰를 읽지 못하거나 다시 읽게 되었을 때",
                "when a page stops or starts again to yield reviews",
            ),
        };
        self.say(ko, en).to_owned()
    }
}

fn heading(text: &str) -> String {
    format!("{BOLD}{text}{BOLD:#}")
}

fn addresses(mail: &MailPlan) -> String {
    let to: Vec<&str> = mail.to.iter().map(|address| address.as_str()).collect();
    to.join(", ")
}

#[cfg(test)]
mod tests;
