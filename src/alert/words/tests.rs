//! How mails read, in both languages.

use super::*;

fn words(language: Language) -> Words {
    let zone = TimeZone::get("Asia/Seoul").expect("a bundled zone");
    Words { language, zone, now: at("2026-11-23T09:00") }
}

/// An instant by its clock in Seoul.
fn at(local: &str) -> Timestamp {
    format!("{local}+09:00").parse().expect("a valid time")
}

#[test]
fn moments_read_as_people_write_them() {
    for (local, ko, en) in [
        ("2026-11-23T15:05:59", "11월 23일(월) 오후 3시 5분", "Mon 23 Nov, 3:05 pm"),
        ("2026-11-23T15:00:00", "11월 23일(월) 오후 3시", "Mon 23 Nov, 3:00 pm"),
        ("2026-11-23T00:00:00", "11월 23일(월) 오전 0시", "Mon 23 Nov, midnight"),
        ("2026-11-23T00:07:00", "11월 23일(월) 오전 0시 7분", "Mon 23 Nov, 12:07 am"),
        ("2026-11-23T12:00:00", "11월 23일(월) 낮 12시", "Mon 23 Nov, noon"),
        ("2026-11-23T12:30:00", "11월 23일(월) 낮 12시 30분", "Mon 23 Nov, 12:30 pm"),
        ("2025-01-01T09:00:00", "2025년 1월 1일(수) 오전 9시", "Wed 1 Jan 2025, 9:00 am"),
    ] {
        assert_eq!(words(Language::Ko).moment(at(local)), ko);
        assert_eq!(words(Language::En).moment(at(local)), en);
    }
}

#[test]
fn vagueness_is_said_as_it_is() {
    for (from, to, ko, en) in [
        (
            "2026-11-22T15:00:00",
            "2026-11-22T15:59:59",
            "11월 22일(일) 오후 3시~4시 사이",
            "Sun 22 Nov, between 3:00 pm and 4:00 pm",
        ),
        (
            "2026-11-22T11:00:00",
            "2026-11-22T13:20:30",
            "11월 22일(일) 오전 11시~오후 1시 20분 사이",
            "Sun 22 Nov, between 11:00 am and 1:20 pm",
        ),
        (
            "2026-11-22T15:05:00",
            "2026-11-22T15:05:59",
            "11월 22일(일) 오후 3시 5분",
            "Sun 22 Nov, 3:05 pm",
        ),
        (
            "2026-11-22T00:00:00",
            "2026-11-22T23:59:59",
            "11월 22일(일) 중",
            "some time on Sun 22 Nov",
        ),
        (
            "2026-11-15T00:00:00",
            "2026-11-21T23:59:59",
            "11월 15일(일)~11월 21일(토) 사이",
            "between Sun 15 Nov and Sat 21 Nov",
        ),
        (
            "2026-11-21T15:00:00",
            "2026-11-22T08:59:59",
            "11월 21일(토) 오후 3시 ~ 11월 22일(일) 오전 9시 사이",
            "between Sat 21 Nov, 3:00 pm and Sun 22 Nov, 9:00 am",
        ),
    ] {
        let interval = Interval::between(at(from), at(to));
        assert_eq!(words(Language::Ko).between(interval), ko);
        assert_eq!(words(Language::En).between(interval), en);
    }
}

#[test]
fn time_left_is_never_rounded_up() {
    for (seconds, ko, en) in [
        (19_200, "5시간 20분", "5 hours 20 minutes"),
        (19_199, "5시간 19분", "5 hours 19 minutes"),
        (43_200, "12시간", "12 hours"),
        (3_600, "1시간", "1 hour"),
        (59, "1분 미만", "less than a minute"),
        (0, "1분 미만", "less than a minute"),
        (-5, "1분 미만", "less than a minute"),
        (86_400, "24시간", "24 hours"),
        (200_000, "2일 7시간", "2 days 7 hours"),
        (172_800, "2일", "2 days"),
    ] {
        let length = SignedDuration::from_secs(seconds);
        assert_eq!(words(Language::Ko).length(length), ko);
        assert_eq!(words(Language::En).length(length), en);
    }
}
