//! What an owner may write, and what is said of a slip.

use super::*;

/// The one problem of a text, as (what it points at, message, cure).
fn problem(written: &str) -> (String, String, String) {
    let (_, problems) = read(written, SEOUL);
    let [problem] = problems.as_slice() else { panic!("{written}: {problems:#?}") };
    let pointed = written[problem.span.clone()].to_owned();
    (pointed, problem.message.clone(), problem.help.clone().unwrap_or_default())
}

#[test]
fn hours_mean_the_same_however_they_are_written() {
    let ways = [
        r#"work = ["mon-fri 09:00-18:00", "sat 10:00-14:00"]"#,
        r#"work = ["월-금 9:00-18:00", "토 10:00-14:00"]"#,
        r#"work = ["mon,tue,wed,thu,fri 09:00-18:00", "Sat 10:00~14:00"]"#,
        r#"work = ["sat 10:00-14:00", "mon-fri 09:00-12:00", "mon-fri 12:00-18:00"]"#,
    ];
    let hour = SignedDuration::from_hours(1);
    let monday = at("2026-11-23T00:30", SEOUL);
    let works = |written: &str| -> Vec<bool> {
        let calendar = calendar(written, SEOUL);
        (0..168).map(|n| calendar.is_working(monday + hour * n)).collect()
    };
    let first = works(ways[0]);
    assert_eq!(first.iter().filter(|works| **works).count(), 5 * 9 + 4);
    for way in &ways[1..] {
        assert_eq!(works(way), first, "{way}");
    }
}

#[test]
fn without_hours_someone_can_always_answer_and_it_is_never_quiet() {
    for written in ["", "time_to_write = \"45m\"\nwarn_above = 1"] {
        let calendar = calendar(written, SEOUL);
        let night = at("2026-02-17T03:00", SEOUL);
        assert!(calendar.is_working(night) && !calendar.is_quiet(night), "{written:?}");
        assert_eq!(calendar.next_audible(night), Some(night));
    }
}

#[test]
fn it_is_quiet_outside_work_but_for_lunch_unless_the_owner_says_when() {
    let own = "work = \"mon-fri 09:00-18:00\"\nlunch = \"12:00-13:00\"\nholidays = \"KR\"";
    let told = format!("{own}\nquiet = \"22:00-08:00\"");
    // (when, working, quiet, quiet as told)
    let moments = [
        ("2026-11-23T11:59", true, false, false),
        ("2026-11-23T12:00", false, false, false),
        ("2026-11-23T13:00", true, false, false),
        ("2026-11-23T18:00", false, true, false),
        ("2026-11-23T22:00", false, true, true),
        ("2026-11-24T07:59", false, true, true),
        ("2026-11-24T08:00", false, true, false),
        ("2026-11-24T09:00", true, false, false),
        ("2026-11-28T12:30", false, true, false),
        ("2026-12-25T10:00", false, true, false),
    ];
    let (own, told) = (calendar(own, SEOUL), calendar(&told, SEOUL));
    for (when, working, quiet, quiet_as_told) in moments {
        let when_ = at(when, SEOUL);
        assert_eq!((own.is_working(when_), own.is_quiet(when_)), (working, quiet), "{when}");
        let said = (told.is_working(when_), told.is_quiet(when_));
        assert_eq!(said, (working, quiet_as_told), "{when}, quiet hours told");
    }
}

#[test]
fn a_night_shift_works_past_midnight_and_on_no_holiday() {
    let calendar = calendar("work = \"mon-fri 20:00-04:00\"\nholidays = \"KR\"", SEOUL);
    // 24 to 26 September 2026 are 추석: Wednesday's shift ends on a holiday, Thursday's never begins.
    for (when, working) in [
        ("2026-09-23T19:59", false),
        ("2026-09-24T03:59", true),
        ("2026-09-24T04:00", false),
        ("2026-09-24T21:00", false),
        ("2026-09-26T01:00", false),
        ("2026-09-28T20:00", true),
    ] {
        assert_eq!(calendar.is_working(at(when, SEOUL)), working, "{when}");
    }
}

#[test]
fn every_slip_is_named_with_its_place_and_cure() {
    let cases = [
        (
            r#"work = ["mon-fri 09:00-18:00", "fri 17:00-20:00"]"#,
            "\"fri 17:00-20:00\"",
            "overlaps the hours before it, from fri 17:00 on",
            "name every hour once",
        ),
        (
            r#"work = ["sun 20:00-03:00", "mon 02:00-10:00"]"#,
            "\"mon 02:00-10:00\"",
            "from mon 02:00 on",
            "name every hour once",
        ),
        (
            r#"work = "mon-fry 09:00-18:00""#,
            "\"mon-fry 09:00-18:00\"",
            "\"fry\" is no day of the week",
            "did you mean `fri`?",
        ),
        (r#"work = "09:00-25:00""#, "\"09:00-25:00\"", "\"25:00\" is no time of day", "09:00"),
        (r#"work = "9-18""#, "\"9-18\"", "\"9\" is no time of day", "09:00"),
        (r#"work = "all day""#, "\"all day\"", "\"day\" is not a range of hours", "09:00-18:00"),
        (r#"work = "09:00-09:00""#, "\"09:00-09:00\"", "begins and ends", "00:00-24:00"),
        (r#"work = "mon-wed,tue 09:00-10:00""#, "\"mon-wed,tue 09:00-10:00\"", "tue twice", "once"),
        ("work = []", "[]", "`hours.work` is empty", "09:00-18:00"),
        (
            "work = \"09:00-18:00\"\nquiet = \"17:00-08:00\"",
            "\"17:00-08:00\"",
            "`hours.quiet` overlaps `hours.work`, from mon 17:00 on",
            "after work",
        ),
        ("quiet = \"00:00-24:00\"", "quiet = \"00:00-24:00\"", "no working hour", "09:00-18:00"),
        (
            "work = \"12:00-13:00\"\nlunch = \"12:00-13:00\"",
            "work = \"12:00-13:00\"\nlunch = \"12:00-13:00\"",
            "no working hour",
            "09:00-18:00",
        ),
        ("holidays = \"US\"", "\"US\"", "no table of holidays for \"US\"", "write a file"),
        (
            "holidays = [\"KR\", \"2026-05-32\"]",
            "\"2026-05-32\"",
            "no day \"2026-05-32\"",
            "2026-10-05",
        ),
        ("holidays = \"nowhere.txt\"", "\"nowhere.txt\"", "cannot be read", "beside this one"),
        ("time_to_write = \"30\"", "\"30\"", "no length of time", "10m"),
        ("warn_above = 50", "50", "more than 0, at most 1", "0.5"),
        ("lunchtime = \"12:00-13:00\"", "lunchtime", "unknown key", ""),
    ];
    for (written, place, message, cure) in cases {
        let (pointed, said, help) = problem(written);
        assert_eq!(pointed, place, "{written}: {said}");
        assert!(said.contains(message), "{written}: {said}");
        assert!(help.contains(cure), "{written}: {help}");
    }
}

#[test]
fn a_holiday_file_is_read_line_by_line_and_its_slips_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("days.txt");
    let written = format!("holidays = [\"{}\", \"2026-11-25\"]", path.display());
    std::fs::write(&path, "\u{feff}# ours\n2026-11-23 창립기념일\n\n2026-11-24\t# moved\n")
        .expect("a file");
    let calendar = calendar(&written, SEOUL);
    for (day, working) in [(22, true), (23, false), (24, false), (25, false), (26, true)] {
        let noon = at(&format!("2026-11-{day}T12:00"), SEOUL);
        assert_eq!(calendar.is_working(noon), working, "{day} November");
    }
    std::fs::write(&path, "2026-05-31\n2026-05-32 too long\nsoon\n").expect("a file");
    let (_, problems) = read(&written, SEOUL);
    let said: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].ends_with("line 2: there is no day \"2026-05-32\""), "{}", said[0]);
    assert!(said[1].ends_with("line 3: there is no day \"soon\""), "{}", said[1]);
}
