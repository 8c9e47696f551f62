//! Configurations whose longest ways to the first mail were worked out by hand.

use super::super::warn;
use super::*;
use crate::cli::samples::at;
use crate::config::{Invalid, LoadOptions, Loaded, load};

/// What `check` finds.
struct Found {
    plan: Plan,
    warnings: Vec<String>,
}

fn written(zone: &str, every: &str, within: &str, hours: &str) -> Result<Loaded, Invalid> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("reviewd.toml");
    let text = format!(
        r#"
[shop]
name = "달빛상점"
zone = "{zone}"
[mail]
from = "a@example.com"
to = "a@example.com"
[mail.smtp]
host = "127.0.0.1"
security = "none"
[fetch]
contact = "a@example.com"
[deadline]
reply_within = "{within}"
[hours]
{hours}
[[source]]
id = "blog"
kind = "feed"
url = "https://blog.example.com/rss"
every = "{every}"
"#
    );
    std::fs::write(&path, text).expect("a file");
    load(&path, LoadOptions::default())
}

fn found(zone: &str, every: &str, within: &str, hours: &str) -> Found {
    let loaded = written(zone, every, within, hours).unwrap_or_else(|report| panic!("{report}"));
    // A Monday, at midnight in Seoul.
    let now = at("2026-11-23T00:00:00");
    let plan = Plan::of(&loaded.config, now);
    let warnings = warn::all(&plan, &loaded.config, &(0..0), now);
    Found { plan, warnings: warnings.into_iter().map(|problem| problem.message).collect() }
}

const OFFICE: &str = "work = \"mon-fri 09:00-18:00\"";

#[test]
fn the_longest_way_to_the_first_mail_is_that_worked_out_by_hand() {
    let h = |hours: i64, minutes: i64| hours * 3_600 + minutes * 60;
    // Ten minutes between polls: 11 for the interval, 66 for the back-off, half a one for gathering.
    // (zone, every, within, hours): (quiet, first mail, last call after the complaint, wakes, warned)
    let rows = [
        // Nobody sleeps: 77 minutes and a half; an answer takes half an hour.
        (("Asia/Seoul", "10m", "24h", ""), (0, h(1, 17) + 30, h(23, 30), 0.0, false)),
        // Seen at 22:00, told at 08:00.
        (
            ("Asia/Seoul", "10m", "24h", "quiet = \"22:00-08:00\""),
            (h(10, 0), h(11, 17) + 30, h(23, 30), 0.0, false),
        ),
        // Seen at 18:00, told at 09:00; written at 16:43, to be begun by 16:13 the next day.
        (
            ("Asia/Seoul", "10m", "24h", "work = \"09:00-18:00\""),
            (h(15, 0), h(16, 17) + 30, h(23, 30), 0.0, true),
        ),
        // Written on Sunday at 09:30, told on Monday at 09:00 with half an hour left. What is seen from
        // Friday at 18:00 to Sunday at 10:47 wakes: 52 times 40 h 47 min a year.
        (
            ("Asia/Seoul", "10m", "24h", OFFICE),
            (h(22, 13), h(23, 30) + 30, h(23, 30), 52.0 * 40.783_333 / 8_760.0, true),
        ),
        // Two hours to write: written on Sunday at 11:00, to be begun on Monday at 09:00.
        (
            ("Asia/Seoul", "10m", "24h", "work = \"mon-fri 09:00-18:00\"\ntime_to_write = \"2h\""),
            (h(20, 43), h(22, 0) + 30, h(22, 0), 52.0 * 42.283_333 / 8_760.0, true),
        ),
        // An hour between polls and four for an answer: 132 minutes and a half are more than half.
        (("Asia/Seoul", "1h", "4h", ""), (0, h(2, 12) + 30, h(3, 30), 0.0, true)),
        // Two days for an answer: written on Saturday at 09:30.
        (
            ("Asia/Seoul", "10m", "48h", OFFICE),
            (h(46, 13), h(47, 30) + 30, h(47, 30), 52.0 * 16.783_333 / 8_760.0, true),
        ),
        // Evenings are audible, and what is seen on the nights to Saturday and Sunday wakes. Written on
        // Monday at 20:43, due on Tuesday at 20:43, to be begun by 17:30.
        (
            ("Asia/Seoul", "10m", "24h", "work = \"mon-fri 09:00-18:00\"\nquiet = \"22:00-08:00\""),
            (h(10, 0), h(11, 17) + 30, h(20, 47), 52.0 * 20.0 / 8_760.0, false),
        ),
        // A week for an answer: from the Friday before 설날 2027 at 18:00 to Wednesday at 09:00.
        (
            ("Asia/Seoul", "10m", "7d", "work = \"mon-fri 09:00-18:00\"\nholidays = \"KR\""),
            (h(111, 0), h(112, 17) + 30, h(167, 30), 0.0, true),
        ),
        // New York's night of 7 November 2027 has an hour more.
        (
            ("America/New_York", "10m", "24h", "quiet = \"22:00-08:00\"\nwarn_above = 0.6"),
            (h(11, 0), h(12, 17) + 30, h(23, 30), 0.0, false),
        ),
    ];
    for ((zone, every, within, hours), (quiet, first_mail, last_call, wakes, warned)) in rows {
        let Found { plan, warnings } = found(zone, every, within, hours);
        let spent = &plan.sources[0].spent;
        let said = (
            spent.quiet.as_secs(),
            spent.first_mail.as_secs(),
            spent.last_call.map(|after| after.as_secs()),
        );
        let name =
            format!("{zone}, every {every}, within {within}, {hours:?}: {:?}", spent.longest);
        assert_eq!(said, (quiet, first_mail, Some(last_call)), "{name}");
        assert!(
            (spent.wakes - wakes).abs() < 1e-6,
            "{name}: wakes {} and not {wakes}",
            spent.wakes
        );
        assert_eq!(!warnings.is_empty(), warned, "{name}: {warnings:?}");
        let json = plan.sources[0].json(plan.reply_within);
        let sum: f64 = ["interval", "back_off", "batching", "quiet"]
            .iter()
            .map(|part| json["shares"][part].as_f64().expect("a share"))
            .sum();
        assert!((sum - spent.share).abs() < 1e-9, "{name}: the parts are {sum} of {}", spent.share);
    }
}

#[test]
fn only_interval_and_back_off_alone_make_it_impossible() {
    let Err(Invalid(report)) = written("Asia/Seoul", "1h", "2h", OFFICE) else {
        panic!("132 minutes until a complaint is seen, and 120 to answer it");
    };
    assert!(report.to_string().contains("could wait 2h12m"), "{report}");
    assert!(written("Asia/Seoul", "1h", "3h", OFFICE).is_ok(), "however long quiet hours are");
}

#[test]
fn a_table_of_holidays_that_ends_within_half_a_year_is_told_of() {
    let loaded = written("Asia/Seoul", "10m", "24h", "holidays = \"KR\"").expect("a sound file");
    for (now, told) in [
        ("2026-11-23T00:00:00", false),
        ("2030-06-30T00:00:00", false),
        ("2030-07-03T00:00:00", true),
        ("2031-07-03T00:00:00", true),
    ] {
        let now = at(now);
        let plan = Plan::of(&loaded.config, now);
        let warnings = warn::all(&plan, &loaded.config, &(0..0), now);
        let ends = warnings.iter().any(|w| w.message.contains("ends with 2030-12-31"));
        assert_eq!(ends, told, "{now}: {warnings:?}");
    }
}
