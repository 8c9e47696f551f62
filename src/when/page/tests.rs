//! What the dates of one page mean together.

use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

const SEEN: &str = "2026-03-20T12:00:00+09:00";

fn context(zone: &str, order: Option<DateOrder>) -> Context {
    Context {
        seen: SEEN.parse().expect("a constant"),
        zone: TimeZone::get(zone).expect("the zone data is bundled"),
        order,
    }
}

/// The first and the last day of a reading, as "2026-03-16" or "2026-03-04..2026-04-03".
fn days(reading: Option<Reading>, context: &Context) -> String {
    let Some(Reading { interval, .. }) = reading else { return "unread".to_owned() };
    let day = |instant: Timestamp| instant.to_zoned(context.zone.clone()).date().to_string();
    let (first, last) = (day(interval.earliest), day(interval.latest));
    if first == last { first } else { format!("{first}..{last}") }
}

fn list(texts: &[&str], context: &Context, newest_first: bool) -> Vec<String> {
    let rows: Vec<Row<'_>> =
        texts.iter().map(|text| Row { posted: Some(*text), reply: None }).collect();
    read_page(&rows, context, newest_first)
        .into_iter()
        .map(|dates| days(dates.posted, context))
        .collect()
}

/// A story, whether the list runs from new to old, and what is shown beside what it means.
type Page = (&'static str, bool, &'static [(&'static str, &'static str)]);

#[track_caller]
fn reads(zone: &str, pages: &[Page]) {
    let context = context(zone, None);
    for (story, newest_first, rows) in pages {
        let texts: Vec<&str> = rows.iter().map(|(text, _)| *text).collect();
        let wanted: Vec<&str> = rows.iter().map(|(_, day)| *day).collect();
        assert_eq!(list(&texts, &context, *newest_first), wanted, "{story}: {texts:?}");
    }
}

#[test]
fn one_date_that_can_be_read_in_one_way_settles_all_others() {
    reads(
        "UTC",
        &[
            (
                "a day past twelve comes first",
                false,
                &[
                    ("03/04/2025", "2025-04-03"),
                    ("25/03/2025", "2025-03-25"),
                    ("05/02/25", "2025-02-05"),
                ],
            ),
            (
                "a day past twelve comes second",
                false,
                &[("03/04/2025", "2025-03-04"), ("03/25/2025", "2025-03-25")],
            ),
            (
                "a weekday settles it too",
                false,
                &[("03/04/2025", "2025-04-03"), ("Wed 02/04/2025", "2025-04-02")],
            ),
            (
                "a date ahead of the page is not meant",
                false,
                &[("03/04/2025", "2025-03-04"), ("03/05/2026", "2026-03-05")],
            ),
            (
                "Germans write dots",
                false,
                &[("05.04.24", "2024-04-05"), ("31.03.24", "2024-03-31")],
            ),
            ("without a year", false, &[("03/04", "2025-04-03"), ("25/03", "2025-03-25")]),
        ],
    );
}

#[test]
fn dates_that_contradict_each_other_settle_nothing() {
    reads(
        "UTC",
        &[(
            "two customs on one page",
            false,
            &[
                ("25/03/2025", "2025-03-25"),
                ("03/25/2025", "2025-03-25"),
                ("03/04/2025", "2025-03-04..2025-04-03"),
            ],
        )],
    );
}

#[test]
fn a_list_from_new_to_old_settles_the_order() {
    reads(
        "UTC",
        &[
            (
                "days first",
                true,
                &[
                    ("02/04/2025", "2025-04-02"),
                    ("01/04/2025", "2025-04-01"),
                    ("12/03/2025", "2025-03-12"),
                ],
            ),
            (
                "months first",
                true,
                &[
                    ("04/02/2025", "2025-04-02"),
                    ("04/01/2025", "2025-04-01"),
                    ("03/12/2025", "2025-03-12"),
                ],
            ),
            (
                "either way it falls, so both stay",
                true,
                &[
                    ("05/04/2025", "2025-04-05..2025-05-04"),
                    ("03/04/2025", "2025-03-04..2025-04-03"),
                ],
            ),
            (
                "any order proves nothing",
                false,
                &[
                    ("02/04/2025", "2025-02-04..2025-04-02"),
                    ("12/03/2025", "2025-03-12..2025-12-03"),
                ],
            ),
            (
                "between two dates that are sure",
                true,
                &[
                    ("1 May 2025", "2025-05-01"),
                    ("03/04/2025", "2025-04-03"),
                    ("20 March 2025", "2025-03-20"),
                ],
            ),
        ],
    );
}

#[test]
fn what_contradicts_itself_is_still_read_between_its_neighbours() {
    reads(
        "UTC",
        &[(
            "two customs in one list",
            true,
            &[
                ("25/06/2025", "2025-06-25"),
                ("06/20/2025", "2025-06-20"),
                ("03/04/2025", "2025-04-03"),
                ("20/03/2025", "2025-03-20"),
            ],
        )],
    );
}

#[test]
fn the_custom_of_the_country_counts_where_the_page_allows_it() {
    let triples: &[&str] = &["24/03/12", "24/03/10"];
    for (zone, wanted) in [
        ("Asia/Seoul", ["2024-03-12", "2024-03-10"]),
        ("Europe/London", ["2012-03-24", "2010-03-24"]),
    ] {
        assert_eq!(list(triples, &context(zone, None), false), wanted, "in {zone}");
    }
    // Nobody writes 2030 for a review of today, so that this page is not Korean.
    let foreign: &[&str] = &["30/03/24", "12/03/24"];
    let wanted = ["2024-03-30", "2024-03-12"];
    assert_eq!(list(foreign, &context("Asia/Seoul", None), false), wanted, "a British page");
    let set = Some(DateOrder::MonthDay);
    assert_eq!(list(&["03/04/2025"], &context("Europe/London", set), false), ["2025-03-04"], "set");
}

const WITHOUT_YEARS: &[Page] = &[
    (
        "two new years in one list",
        true,
        &[
            ("03.16", "2026-03-16"),
            ("01.05", "2026-01-05"),
            ("12.30", "2025-12-30"),
            ("06.01", "2025-06-01"),
            ("04.02", "2025-04-02"),
            ("02.01", "2025-02-01"),
            ("11.03", "2024-11-03"),
            ("3월 25일", "2024-03-25"),
        ],
    ),
    (
        "a year named above holds for those below",
        true,
        &[
            ("2026.02.01", "2026-02-01"),
            ("2024.05.01", "2024-05-01"),
            ("03.16", "2024-03-16"),
            ("01.05", "2024-01-05"),
        ],
    ),
    (
        "an old notice is pinned to the top",
        true,
        &[
            ("2024.11.03", "2024-11-03"),
            ("3.19", "2026-03-19"),
            ("3.18", "2026-03-18"),
            ("12.30", "2025-12-30"),
        ],
    ),
    (
        "one row stands out of order",
        true,
        &[
            ("3.19", "2026-03-19"),
            ("3.18", "2026-03-18"),
            ("2024.01.01", "2024-01-01"),
            ("3.17", "2026-03-17"),
            ("3.16", "2026-03-16"),
            ("3.15", "2026-03-15"),
        ],
    ),
    (
        "a list in no order",
        true,
        &[
            ("1.19", "2026-01-19"),
            ("3.18", "2026-03-18"),
            ("2.1", "2026-02-01"),
            ("3.17", "2026-03-17"),
            ("1.16", "2026-01-16"),
            ("3.15", "2026-03-15"),
        ],
    ),
    (
        "a list that promises no order",
        false,
        &[("01.05", "2026-01-05"), ("02.01", "2026-02-01"), ("03.25", "2025-03-25")],
    ),
    (
        "times and words of today among the dates",
        true,
        &[
            ("방금", "2026-03-20"),
            ("09:30", "2026-03-20"),
            ("어제", "2026-03-19"),
            ("03.16", "2026-03-16"),
        ],
    ),
    ("two rows tell too little", true, &[("2024.11.03", "2024-11-03"), ("3.19", "2026-03-19")]),
];

#[test]
fn a_year_that_is_left_out_is_told_by_the_rows_above() {
    reads("Asia/Seoul", WITHOUT_YEARS);
}

#[test]
fn a_reply_is_not_older_than_what_it_answers() {
    let context = context("UTC", None);
    for (posted, reply, wanted) in [
        ("2025-03-20", "03/04/2025", "2025-04-03"),
        ("2024-12-28", "1월 2일", "2025-01-02"),
        ("2024-12-28", "12.29", "2024-12-29"),
        // The words are newer than the answer: they were edited.
        ("2025-12-28", "2025-12-20", "2025-12-20"),
        ("3월 18일", "어제", "2026-03-19"),
        ("unknown", "2025-12-20", "2025-12-20"),
        ("2025-12-28", "soon", "unread"),
    ] {
        let rows = [Row { posted: Some(posted), reply: Some(reply) }];
        let read = read_page(&rows, &context, true);
        assert_eq!(days(read[0].reply, &context), wanted, "{reply:?} answers {posted:?}");
    }
    let rows = [Row { posted: Some("어제 09:30"), reply: Some("어제") }];
    let [Dates { posted: Some(posted), reply: Some(reply), .. }] =
        read_page(&rows, &context, true)[..]
    else {
        panic!("both are dates")
    };
    assert_eq!(reply.interval.earliest, posted.interval.earliest, "the answer came later that day");
}

#[test]
fn the_replies_of_a_page_settle_its_order_too() {
    let context = context("UTC", None);
    let rows = [
        Row { posted: Some("03/04/2025"), reply: None },
        Row { posted: Some("02/04/2025"), reply: Some("13/04/2025") },
    ];
    let read = read_page(&rows, &context, false);
    assert_eq!(days(read[0].posted, &context), "2025-04-03");
    assert_eq!(days(read[1].reply, &context), "2025-04-13");
}

const WAYS: [(&str, Option<DateOrder>); 6] = [
    ("%d/%m/%Y", Some(DateOrder::DayMonth)),
    ("%m/%d/%Y", Some(DateOrder::MonthDay)),
    ("%y/%m/%d", Some(DateOrder::YearMonthDay)),
    ("%d-%m-%y", Some(DateOrder::DayMonth)),
    ("%Y.%m.%d", None),
    ("%m월 %d일", None),
];

proptest! {
    /// However a page prints its days, none of them is read as another, be its order settled or not.
    #[test]
    fn a_falling_list_holds_every_day_it_was_printed_for(
        mut back in prop::collection::vec(0..300_i64, 1..12),
        (way, _) in prop::sample::select(WAYS.to_vec()),
        newest_first in any::<bool>(),
    ) {
        back.sort_unstable();
        let context = context("UTC", None);
        let today: Date = "2026-03-20".parse().expect("a constant");
        let printed: Vec<Date> = back.iter().map(|back| today - back.days()).collect();
        let texts: Vec<String> = printed.iter().map(|day| day.strftime(way).to_string()).collect();
        let rows: Vec<Row<'_>> =
            texts.iter().map(|text| Row { posted: Some(text), reply: None }).collect();
        for (dates, day) in read_page(&rows, &context, newest_first).iter().zip(&printed) {
            let Some(reading) = dates.posted else { continue };
            let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("UTC has no gaps");
            prop_assert!(reading.interval.contains(noon.timestamp()), "{day} of {texts:?}: {reading:?}");
        }
    }

    #[test]
    fn a_page_printed_in_the_order_that_is_set_is_read_back(
        back in prop::collection::vec(0..3_000_i64, 1..12),
        (way, order) in prop::sample::select(WAYS[..5].to_vec()),
    ) {
        let context = context("UTC", order);
        let today: Date = "2026-03-20".parse().expect("a constant");
        let printed: Vec<Date> = back.iter().map(|back| today - back.days()).collect();
        let texts: Vec<String> = printed.iter().map(|day| day.strftime(way).to_string()).collect();
        let wanted: Vec<String> = printed.iter().map(Date::to_string).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        prop_assert_eq!(list(&texts, &context, false), wanted, "{:?}", texts);
    }

    #[test]
    fn any_page_is_read_without_harm(
        texts in prop::collection::vec(("([0-9]{1,4}[./-]?){1,3}", "([0-9]{1,2}[./월일-]?){1,3}"), 0..9),
        newest_first in any::<bool>(),
    ) {
        let context = context("Asia/Seoul", None);
        let rows: Vec<Row<'_>> =
            texts.iter().map(|(posted, reply)| Row { posted: Some(posted), reply: Some(reply) }).collect();
        let read = read_page(&rows, &context, newest_first);
        prop_assert_eq!(read.len(), rows.len());
        for reading in read.iter().flat_map(|dates| [dates.posted, dates.reply]).flatten() {
            prop_assert!(reading.interval.earliest <= reading.interval.latest, "{texts:?}");
        }
    }
}
