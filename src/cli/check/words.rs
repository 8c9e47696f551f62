//! A plan in English; a further language is a further function.

use std::fmt::Write as _;

use anstyle::Style;
use jiff::SignedDuration;

use super::plan::{MailPlan, MailStep, Plan, SourcePlan};
use crate::case::Step;
use crate::settings::format_duration;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The plan for a person, with colours; ends with a line break.
pub(super) fn english(plan: &Plan) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line(heading(&format!("What is watched for {}", plan.shop)));
    for source in &plan.sources {
        line(watched(source));
    }
    line(format!(
        "  {DIM}These times hold while a site answers at all; while it does not, you are told so. \
         Handing a mail over takes\n  {} at most for one attempt. The clock of a complaint starts at \
         the earliest moment it can have been written;\n  a day without an hour is not added to the \
         times above.{DIM:#}\n",
        short(plan.delivery)
    ));
    let within = short(plan.reply_within);
    line(heading(&format!("Who is told; a public reply is due {within} after the customer wrote")));
    let width = plan.mails.iter().map(|mail| when(mail.step).chars().count()).max().unwrap_or(0);
    for mail in &plan.mails {
        line(told(mail, width));
    }
    line(format!(
        "\n{DIM}A complaint first seen late gets one alert that says what is left, not the reminders \
         it missed.{DIM:#}"
    ));
    line(format!("{DIM}State is kept in {}.{DIM:#}", plan.state_dir.display()));
    out
}

fn heading(text: &str) -> String {
    format!("{BOLD}{text}{BOLD:#}")
}

fn watched(source: &SourcePlan) -> String {
    let mut out = format!(
        "  {BOLD}{}{BOLD:#} ({}), every {}: {}\n",
        source.id,
        source.kind,
        short(source.every),
        source.url
    );
    let _ = writeln!(
        out,
        "    a complaint is mailed within {}: {} until the next poll, up to {} more after failed ones",
        short(source.longest_wait),
        short(source.interval),
        short(source.back_off)
    );
    out.push_str("    when it was written is known ");
    out.push_str(&match source.uncertainty {
        Some(interval) => {
            format!(
                "to within {} by polling, even where the page says only the day",
                short(interval)
            )
        }
        None if source.moderated => {
            "as exactly as the page says it: it shows reviews later than they are written"
                .to_owned()
        }
        None => "as exactly as the page says it: its list is not in order of time".to_owned(),
    });
    out
}

fn told(mail: &MailPlan, width: usize) -> String {
    let to: Vec<&str> = mail.to.iter().map(|address| address.as_str()).collect();
    format!("  {:width$}  {}", when(mail.step), to.join(", "))
}

fn when(step: MailStep) -> String {
    match step {
        MailStep::Case(Step::Alert) => "as soon as it is seen".to_owned(),
        MailStep::Case(Step::Reminder(before)) => {
            format!("{} before the deadline", short(before))
        }
        MailStep::Case(Step::Overdue) => "at the deadline".to_owned(),
        MailStep::Case(Step::Answered) => "once your reply is noticed".to_owned(),
        MailStep::AnsweredLate => "the same, after the deadline".to_owned(),
        MailStep::Incident => "when a page stops or starts again to yield reviews".to_owned(),
    }
}

fn short(duration: SignedDuration) -> String {
    format_duration(duration)
}
