//! What holds of every reading, whatever the text.

use jiff::{Span, ToSpan};
use proptest::prelude::*;

use super::*;

const WAYS: [&str; 16] = [
    "%Y.%m.%d",
    "%Y.%m.%d.",
    "%Y. %-m. %-d.",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%y.%m.%d",
    "%y. %-m. %-d.",
    "%Y년 %-m월 %-d일",
    "%y년 %m월 %d일",
    "%d %B %Y",
    "%B %-d, %Y",
    "%a, %d %b %Y",
    "%b %d %Y",
    "%d-%b-%y",
    "%Y%m%d",
    "작성일: %Y-%m-%d",
];

/// Days since the first one here that are past when the page is seen: what is ahead may be another date.
const PAST: std::ops::Range<i64> = 0..8_900;

proptest! {
    #[test]
    fn a_day_reads_back_from_every_way_it_is_printed(day in PAST, way in prop::sample::select(WAYS.to_vec())) {
        let context = context("Asia/Seoul", SEEN, None);
        let first: jiff::civil::Date = "2001-06-01".parse().expect("a constant");
        let day = first + jiff::Span::new().days(day);
        let text = day.strftime(way).to_string();
        prop_assert_eq!(said(&text, &context), spanned(&day.to_string()), "reading {:?}", text);
    }

    #[test]
    fn any_text_is_read_or_not_without_harm(text in any::<String>()) {
        let context = context("Asia/Seoul", SEEN, None);
        if let Some(Reading { interval, .. }) = read(&text, &context) {
            prop_assert!(interval.earliest <= interval.latest, "{text:?} ends before it begins");
        }
    }

    #[test]
    fn texts_of_date_like_scraps_are_read_or_not_without_harm(
        text in "([0-9]{1,7}|[년월일시분초전후.:/ ,~()+-]|오후|지난|주|요일|어제|약|몇| ago| days| years|in |last |week|Mar|May|T|Z|GMT|CST){1,9}",
        seen in -60_000_000_000_i64..60_000_000_000,
        zone in prop::sample::select(vec!["Asia/Seoul", "Europe/London", "America/St_Johns", "Pacific/Apia"]),
    ) {
        let mut context = context(zone, SEEN, None);
        context.seen = Timestamp::from_second(seen).expect("within the range of timestamps");
        for order in [None, Some(DateOrder::DayMonth), Some(DateOrder::MonthDay)] {
            context.order = order;
            if let Some(Reading { interval, .. }) = read(&text, &context) {
                prop_assert!(interval.earliest <= interval.latest, "{text:?} ends before it begins");
            }
        }
    }

    #[test]
    fn an_absolute_date_is_the_same_on_a_later_visit(
        day in PAST,
        way in prop::sample::select(WAYS.to_vec()),
        later in 0..400_000_000_i64,
    ) {
        let first: jiff::civil::Date = "2001-06-01".parse().expect("a constant");
        let text = (first + Span::new().days(day)).strftime(way).to_string();
        let mut context = context("Asia/Seoul", SEEN, None);
        let now = read(&text, &context);
        prop_assert!(now.is_some_and(|reading| !reading.relative), "{text:?} is absolute: {now:?}");
        context.seen += later.seconds();
        prop_assert_eq!(read(&text, &context), now, "{:?} seen {} seconds later", text, later);
    }

    #[test]
    fn a_date_in_another_zone_is_shifted_by_the_offset(
        day in 0..9_000_i64,
        way in prop::sample::select(WAYS.to_vec()),
    ) {
        let first: jiff::civil::Date = "2001-06-01".parse().expect("a constant");
        let text = (first + Span::new().days(day)).strftime(way).to_string();
        // Neither clock changed in these years; both write the year first.
        let [seoul, shanghai] = ["Asia/Seoul", "Asia/Shanghai"]
            .map(|zone| read(&text, &context(zone, SEEN, None)).map(|reading| reading.interval));
        let moved = seoul.map(|interval| Interval {
            earliest: interval.earliest + 1.hour(),
            latest: interval.latest + 1.hour(),
        });
        prop_assert_eq!(moved, shanghai, "{:?}", text);
    }

    #[test]
    fn dress_changes_nothing(
        text in prop::sample::select(DRESSED.to_vec()),
        space in prop::sample::select(vec![" ", "\u{a0}", "\u{3000}", "  ", "\t", "\n", " \u{200b}"]),
        is_wide in any::<bool>(),
        margin in prop::sample::select(vec!["", " ", "\n\t", "\u{feff}", "\u{a0}"]),
    ) {
        let context = context("Asia/Seoul", SEEN, None);
        let widen = |c: char| match c {
            '0'..='9' if is_wide => char::from_u32(c as u32 - 0x30 + 0xff10).unwrap_or(c),
            c => c,
        };
        let spaced = text.replace(' ', space);
        let dressed = format!("{margin}{}{margin}", spaced.chars().map(widen).collect::<String>());
        let plain = read(text, &context);
        prop_assert!(plain.is_some(), "{text:?} is read");
        prop_assert_eq!(read(&dressed, &context), plain, "{:?} for {:?}", dressed, text);
    }

    #[test]
    fn the_longer_ago_the_earlier(
        number in 1..500_u32,
        more in 1..500_u32,
        unit in prop::sample::select(vec!["초 전", "분 전", "시간 전", "일 전", "주 전", "개월 전", "년 전"]),
    ) {
        let context = context("Asia/Seoul", SEEN, None);
        let at = |number: u32| read(&format!("{number}{unit}"), &context).expect("an age").interval;
        let (near, far) = (at(number), at(number + more));
        prop_assert!(far.earliest <= near.earliest, "{number} and {more} more {unit}");
        prop_assert!(far.latest <= near.latest, "{number} and {more} more {unit}");
    }

    #[test]
    fn what_is_relative_moves_on_with_the_page(
        text in prop::sample::select(vec![
            "방금", "3시간 전", "어제", "그저께", "지난주", "지난달", "작년", "2개월 전", "엊그제", "어젯밤", "오후 3:20", "3월 16일", "3.16",
        ]),
        later in 0..100_000_000_i64,
    ) {
        let mut context = context("Asia/Seoul", SEEN, None);
        let now = read(text, &context).expect("a date").interval;
        context.seen += later.seconds();
        let then = read(text, &context).expect("a date").interval;
        prop_assert!(now.earliest <= then.earliest && now.latest <= then.latest, "{text:?} {later} s later");
    }

    #[test]
    fn a_field_holds_at_least_what_a_caption_says(
        text in "([0-9]{1,4}|[년월일시분초전.:/ -]|오후|지난|어제| ago| hours|h|d|Mar){1,6}",
    ) {
        let context = context("Asia/Seoul", SEEN, None);
        if let Some(reading) = read(&text, &context) {
            prop_assert_eq!(read_field(&text, &context), Some(reading), "{:?}", text);
        }
    }
}

/// Texts of every family, dressed up.
const DRESSED: [&str; 14] = [
    "2024. 3. 16.",
    "2024년 3월 16일",
    "24.03.16",
    "3월 16일 (토) 오후 3시 30분",
    "3시간 전",
    "어제 14:05",
    "2024-03-16 15:30:20",
    "Mar 16, 2024 3:30 PM",
    "16 March 2024",
    "2 hours ago",
    "Submitted 19/04/2025, by Ann",
    "작성일 2024.03.16",
    "1710555296123",
    "20240316153000",
];

#[test]
fn garbage_is_put_aside_without_being_read_through() {
    let context = context("Asia/Seoul", SEEN, None);
    for scrap in ["1.", "3월 ", "24. 3. 16. ", "(", "ago ", "1 day ", "약 ", "十", "\u{fdfa}", " "]
    {
        let text = scrap.repeat(5_000_000 / scrap.len());
        assert_eq!(read(&text, &context), None, "millions of {scrap:?}");
        assert_eq!(read_field(&text, &context), None, "millions of {scrap:?} in a field");
        let caption: String = scrap.chars().cycle().take(160).collect();
        let reading = read(&caption, &context);
        assert!(reading.is_none_or(|r| r.interval.earliest <= r.interval.latest), "{caption:?}");
    }
}
