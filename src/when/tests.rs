//! What whole texts are read to.

mod properties;
mod strings;

use super::*;

/// A Saturday, noon in Seoul.
const SEEN: &str = "2026-01-10T12:00:00+09:00";

fn context(zone: &str, seen: &str, order: Option<DateOrder>) -> Context {
    Context {
        seen: seen.parse().expect("a constant"),
        zone: TimeZone::get(zone).expect("the zone data is bundled"),
        order,
    }
}

/// The interval in local time, both ends.
fn said(text: &str, context: &Context) -> String {
    local(read(text, context), context)
}

fn local(reading: Option<Reading>, context: &Context) -> String {
    let Some(Reading { interval, .. }) = reading else { return "unread".to_owned() };
    let local = |instant: Timestamp| {
        instant.to_zoned(context.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S").to_string()
    };
    format!("{}/{}", local(interval.earliest), local(interval.latest))
}

/// "2024-05-08", "2024-05", "2024", "2024-05-08T14", "…T14:03" or "…T14:03:11" as what it spans.
fn spanned(short: &str) -> String {
    let fill = |least: &str| format!("{short}{}", &least[short.len()..]);
    let last = match short.len() {
        7 => {
            let first: jiff::civil::Date = format!("{short}-01").parse().expect("a month");
            format!("{}T23:59:59", first.last_of_month())
        }
        _ => fill("0000-12-31T23:59:59"),
    };
    format!("{}/{last}", fill("0000-01-01T00:00:00"))
}

#[track_caller]
fn reads(table: &[(&str, &str)]) {
    let context = context("Asia/Seoul", SEEN, None);
    for (text, expected) in table {
        let expected =
            if expected.contains('/') { (*expected).to_owned() } else { spanned(expected) };
        assert_eq!(said(text, &context), expected, "reading {text:?}");
    }
}

#[test]
fn korean_dates_are_read_in_every_usual_dress() {
    reads(&[
        ("2025.11.03", "2025-11-03"),
        ("2025.11.03.", "2025-11-03"),
        ("2025. 11. 3.", "2025-11-03"),
        ("25.11.03", "2025-11-03"),
        ("25. 11. 3.", "2025-11-03"),
        ("25.11.3.월", "2025-11-03"),
        ("26. 11. 12.", "2026-11-12"),
        ("2025-11-03(월)", "2025-11-03"),
        ("2025.11.03 (월) 21:05", "2025-11-03T21:05"),
        ("2025년 11월 3일 월요일 오후 9시", "2025-11-03T21"),
        ("2025년 11월 3일 오전 12시 30분", "2025-11-03T00:30"),
        ("2025.11.03 21시 5분", "2025-11-03T21:05"),
        ("2025. 11. 3. PM 9:05:07", "2025-11-03T21:05:07"),
        ("2025년 11월 3일 PM 9시 5분 7초 GMT+9", "2025-11-03T21:05:07"),
        ("11월 3일", "2025-11-03"),
        ("11.03", "2025-11-03"),
        ("1.10", "2026-01-10"),
        ("1.11", "2025-01-11"),
        ("2025년 11월", "2025-11"),
        ("2025년", "2025"),
        ("작년 11월 3일", "2025-11-03"),
    ]);
}

#[test]
fn words_name_local_days_and_periods() {
    reads(&[
        ("오늘", "2026-01-10"),
        ("어제", "2026-01-09"),
        ("그저께", "2026-01-08"),
        ("오늘 09:05", "2026-01-10T09:05"),
        ("어제 오후 3시", "2026-01-09T15"),
        ("Yesterday at 3:45 PM", "2026-01-09T15:45"),
        ("the day before yesterday", "2026-01-08"),
        ("지난주", "2025-12-28T00:00:00/2026-01-04T23:59:59"),
        ("지난달", "2025-12"),
        ("last year", "2025"),
        ("지난 분기", "2025-10-01T00:00:00/2025-12-31T23:59:59"),
        ("수요일", "2026-01-07"),
        ("Wed 18:20", "2026-01-07T18:20"),
        ("last Friday at 9:34 PM", "2026-01-09T21:34"),
        ("다음 주 화요일", "2026-01-13"),
        ("11:20", "2026-01-10T11:20"),
        ("오후 3:20", "2026-01-09T15:20"),
    ]);
}

#[test]
fn a_word_of_two_meanings_keeps_both() {
    reads(&[
        // Today or a week ago.
        ("토요일", "2026-01-03T00:00:00/2026-01-10T23:59:59"),
        // Of the week before this, or as moment prints it: any of the last six days.
        ("지난주 수요일", "2025-12-31T00:00:00/2026-01-07T23:59:59"),
        // Central America or China.
        ("2025-11-03 09:00:00 CST", "2025-11-03T10:00:00/2025-11-04T00:00:00"),
    ]);
}

#[test]
fn ages_are_as_wide_as_what_sites_print_them_for() {
    reads(&[
        ("방금 전", "2026-01-10T11:59:00/2026-01-10T12:00:00"),
        ("just now", "2026-01-10T11:59:00/2026-01-10T12:00:00"),
        ("5분 전", "2026-01-10T11:54:00/2026-01-10T11:55:30"),
        ("3시간 전", "2026-01-10T08:00:00/2026-01-10T09:30:00"),
        ("about 3 hours ago", "2026-01-10T08:00:00/2026-01-10T09:30:00"),
        ("an hour ago", "2026-01-10T10:00:00/2026-01-10T11:30:00"),
        ("거의 3시간 전", "2026-01-10T09:00:00/2026-01-10T09:30:00"),
        ("less than a minute ago", "2026-01-10T11:59:00/2026-01-10T12:00:00"),
        ("over a year ago", "2024-01-10T12:00:00/2025-01-10T12:00:00"),
        ("이틀 전", "2026-01-07T12:00:00/2026-01-09T00:00:00"),
        ("1 hour 20 minutes ago", "2026-01-10T10:39:00/2026-01-10T10:40:30"),
        ("2.5 hours ago", "2026-01-10T09:24:00/2026-01-10T09:33:00"),
        ("2개월 전", "2025-10-10T12:00:00/2025-11-26T12:00:00"),
        ("2 hours", "2026-01-10T09:00:00/2026-01-10T10:30:00"),
        ("in 2 hours", "2026-01-10T13:30:00/2026-01-10T15:00:00"),
        ("3일 전 09:30", "2026-01-07T09:30"),
    ]);
}

#[test]
fn a_day_counted_by_midnights_is_held_too() {
    let context = context("Asia/Seoul", "2026-01-10T00:05:00+09:00", None);
    assert_eq!(said("1일 전", &context), "2026-01-08T00:05:00/2026-01-09T23:59:59");
}

#[test]
fn english_and_machine_dates_are_read() {
    reads(&[
        ("3rd November 2025", "2025-11-03"),
        ("November 3, 2025", "2025-11-03"),
        ("Nov 2025", "2025-11"),
        ("Mon, 3 Nov 2025 21:05:07 +0900", "2025-11-03T21:05:07"),
        // The weekday is wrong; the date is what counts.
        ("Fri, 3 Nov 2025 21:05:07 +0900", "2025-11-03T21:05:07"),
        ("Mon Nov 03 2025 12:05:07 GMT+0000 (Greenwich Mean Time)", "2025-11-03T21:05:07"),
        ("Mon Nov 03 12:05:07 +0000 2025", "2025-11-03T21:05:07"),
        ("2025-11-03T12:05:07Z", "2025-11-03T21:05:07"),
        ("2025-11-03T21:05:07.5+0900", "2025-11-03T21:05:07"),
        ("2025-11-03T21:05", "2025-11-03T21:05"),
        ("11. 3. 2025, 21:05", "2025-03-11T21:05"),
        ("Nov 3 2025 | 7:05 am EST", "2025-11-03T21:05"),
        ("20251103210507", "2025-11-03T21:05:07"),
        ("1762171507999", "2025-11-03T21:05:07"),
        ("2999-12-31", "2999-12-31"),
        ("1970-01-01", "1970-01-01"),
    ]);
}

#[test]
fn a_date_is_found_in_a_caption() {
    reads(&[
        ("Submitted 23/11/2025, by Ann", "2025-11-23"),
        ("Reviewed in the United Kingdom on 3 November 2025", "2025-11-03"),
        ("2025.11.03 ∙ 앱에서 구매", "2025-11-03"),
        ("작성일 : 2025-11-03", "2025-11-03"),
        ("작성자 : 김철수 2025-11-03", "2025-11-03"),
        ("★★★★☆ 2025.11.03", "2025-11-03"),
        ("kim**** 2025.11.03", "2025-11-03"),
        ("2025.11.03 | 조회 12", "2025-11-03"),
        ("3시간 전 작성", "2026-01-10T08:00:00/2026-01-10T09:30:00"),
        ("Edited 3 hours ago", "2026-01-10T08:00:00/2026-01-10T09:30:00"),
    ]);
}

/// What stands on shop pages and is no date.
const NO_DATES: &[&str] = &[
    "오늘 도착",
    "오늘출발",
    "내일(화) 도착 보장",
    "오늘의집",
    "12,900원",
    "1.2.3",
    "v10.2.3",
    "v2.3.16",
    "2.3.16",
    "3.16 버전",
    "버전 3.16",
    "4.25 (120)",
    "4.25점",
    "10m",
    "7d",
    "24h",
    "2h",
    "3일",
    "30분",
    "1시간 30분",
    "12개월",
    "1710555296",
    "8801234567893",
    "20240316-0001234",
    "2024031612345678",
    "내일 출발",
    "24시간 배송",
    "24시간",
    "1+1",
    "3/5 (60%)",
    "11/22",
    "1.5L",
    "3,160원",
    "010-1234-5678",
    "1588-1234",
    "오늘 밤 도착",
    "오늘 아침 배송",
    "구매일 2024.03.16",
    "10 x 20",
    "half",
    "second",
    "the other day",
    "몇 번",
    "전",
    "4.5",
    "4.5점",
    "5/5",
    "9/10",
    "3/16",
    "리뷰 1,234",
    "rated 4.25",
    "02-1234-5678",
    "01012345678",
    "192.168.10.12",
    "어제 주문했는데 오늘 도착했어요",
    "2025년 3월에 샀는데 별로예요",
    "3일 만에 도착",
    "2주 사용 후기",
    "I bought it on 3 March 2025 and it broke",
    "24시간 이내 발송",
    "오후 3시까지 주문",
    "May",
    "10M",
    "2024",
    "2025.11.03 ~ 2025.11.10",
    "2025-11-03, 2025-11-05",
    "2025-02-30",
    "2025.13.01",
    "2025-11-03-001",
    "오늘 26:00",
    "99999 years ago",
    "유통기한 2026.12.31",
    "한 달",
    "24시간 이내",
    "3분기",
    "전주",
    "",
    "   ",
];

#[test]
fn nothing_but_a_date_is_read_as_one() {
    let context = context("Asia/Seoul", SEEN, None);
    for text in NO_DATES {
        assert_eq!(said(text, &context), "unread", "{text:?} is no date");
    }
}

#[test]
fn the_order_of_day_and_month_is_settled_or_left_open() {
    let day_first = context("Europe/London", SEEN, Some(DateOrder::DayMonth));
    let month_first = context("America/New_York", SEEN, Some(DateOrder::MonthDay));
    let unknown = context("UTC", SEEN, None);
    let table = [
        ("03/04/2025", "2025-04-03", "2025-03-04", "2025-03-04T00:00:00/2025-04-03T23:59:59"),
        ("03/04/25", "2025-04-03", "2025-03-04", "unread"),
        ("23/04/2025", "2025-04-23", "2025-04-23", "2025-04-23"),
        ("04-23-2025", "2025-04-23", "2025-04-23", "2025-04-23"),
        // The 2 December lies ahead of the page.
        ("02/12/2025", "2025-12-02", "2025-02-12", "2025-02-12T00:00:00/2025-12-02T23:59:59"),
        ("02/12/2026", "2026-12-02", "2026-02-12", "2026-02-12T00:00:00/2026-12-02T23:59:59"),
        ("01/12/2026", "2026-12-01", "2026-01-12", "2026-01-12T00:00:00/2026-12-01T23:59:59"),
        ("01/10/2026", "2026-10-01", "2026-01-10", "2026-01-10"),
    ];
    for (text, day, month, open) in table {
        for (context, expected) in [(&day_first, day), (&month_first, month), (&unknown, open)] {
            let long = expected.contains('/') || expected == "unread";
            let expected = if long { expected.to_owned() } else { spanned(expected) };
            assert_eq!(said(text, context), expected, "{text:?} in order {:?}", context.order);
        }
    }
}

#[test]
fn days_that_lose_or_gain_an_hour_are_whole() {
    let context = context("Europe/London", SEEN, None);
    let hours = |text: &str| {
        let interval = read(text, &context).expect("a date").interval;
        (interval.latest.duration_since(interval.earliest).as_secs() + 1) / 3_600
    };
    assert_eq!(hours("30 March 2025"), 23, "the clocks go forward");
    assert_eq!(hours("26 October 2025"), 25, "the clocks go back");
    let twice = read("26 October 2025 01:30", &context).expect("a date").interval;
    assert_eq!(twice.earliest.to_string(), "2025-10-26T00:30:00Z", "before the clocks go back");
    assert_eq!(twice.latest.to_string(), "2025-10-26T01:30:59Z", "after the clocks went back");
}

#[test]
fn only_what_changes_by_the_day_is_relative() {
    let context = context("Asia/Seoul", SEEN, None);
    for (text, relative) in [
        ("3시간 전", true),
        ("어제", true),
        ("11:20", true),
        ("수요일", true),
        ("방금", true),
        ("11월 3일", false),
        ("2025.11.03", false),
        ("1762171507999", false),
    ] {
        assert_eq!(
            read(text, &context).map(|reading| reading.relative),
            Some(relative),
            "{text:?}"
        );
    }
}
