//! What a plan reads like.

use super::*;
use crate::case::{Longest, Step};
use crate::cli::check::plan::Spent;
use crate::cli::samples::{at, in_both};

fn watched(id: &str, uncertainty: Option<i64>, moderated: bool) -> SourcePlan {
    let minutes = SignedDuration::from_mins;
    SourcePlan {
        id: id.to_owned(),
        kind: "html",
        url: "https://mall.example/board".to_owned(),
        every: minutes(10),
        interval: minutes(11),
        back_off: minutes(66),
        longest_wait: minutes(77),
        spent: spent("2026-11-24T18:00:00", 0),
        uncertainty: uncertainty.map(minutes),
        moderated,
    }
}

/// A complaint that is seen then, and told of so many minutes later.
fn spent(seen: &str, quiet: i64) -> Spent {
    let minutes = SignedDuration::from_mins;
    let (seen, batching) = (at(seen), SignedDuration::from_secs(30));
    let written = seen - minutes(77);
    let first_mail = minutes(77 + quiet) + batching;
    Spent {
        longest: Longest {
            written,
            seen,
            told: seen + minutes(quiet),
            deadline: written + SignedDuration::from_hours(24),
        },
        batching,
        quiet: minutes(quiet),
        first_mail,
        last_call: Some(minutes(23 * 60 + 30)),
        share: share(first_mail, SignedDuration::from_hours(24)),
        wakes: if quiet == 0 { 0.0 } else { 0.1187 },
    }
}

#[test]
fn every_sentence_of_a_plan_is_there_in_both_languages() {
    let steps = [
        MailStep::Case(Step::Alert),
        MailStep::Case(Step::Reminder(SignedDuration::from_mins(90))),
        MailStep::Case(Step::Overdue),
        MailStep::Case(Step::Answered),
        MailStep::AnsweredLate,
        MailStep::Incident,
    ];
    let plan = Plan {
        shop: "달빛상점".to_owned(),
        state_dir: "/var/lib/reviewd".into(),
        reply_within: SignedDuration::from_hours(24),
        time_to_write: SignedDuration::from_mins(30),
        holidays: vec![
            (jiff::civil::date(2026, 12, 25), "기독탄신일".to_owned()),
            (jiff::civil::date(2026, 12, 31), String::new()),
        ],
        sources: vec![
            SourcePlan { spent: spent("2026-11-24T18:00:00", 900), ..watched("night", None, true) },
            watched("mall", Some(11), false),
            watched("slow", None, true),
            watched("any", None, false),
        ],
        routes: vec![
            RoutePlan {
                conditions: vec![
                    "causes = [\"delivery\"]".to_owned(),
                    "stars = \"1-2\"".to_owned(),
                ],
                to: vec!["배송팀".to_owned(), "boss@example.com".to_owned()],
                escalation: vec![
                    (SignedDuration::from_hours(4), vec!["팀장".to_owned()]),
                    (SignedDuration::ZERO, vec!["boss@example.com".to_owned()]),
                ],
            },
            RoutePlan { conditions: vec![], to: vec!["김하늘".to_owned()], escalation: vec![] },
        ],
        mails: steps
            .into_iter()
            .map(|step| MailPlan { step, to: vec!["owner@example.com".parse().expect("valid")] })
            .collect(),
        delivery: SignedDuration::from_secs(90),
    };
    insta::assert_snapshot!(in_both(|reader| Words(reader).plan(&plan)));
}
