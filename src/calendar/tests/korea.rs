//! The Korean table against the rule, worked out anew.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::calendar::kr;

/// A month and a day.
type Day = (i8, i8);

/// 설날, 부처님오신날 and 추석 of each year, from the tables of 한국천문연구원.
const LUNAR: [(i16, Day, Day, Day); 7] = [
    (2024, (2, 10), (5, 15), (9, 17)),
    (2025, (1, 29), (5, 5), (10, 6)),
    (2026, (2, 17), (5, 24), (9, 25)),
    (2027, (2, 7), (5, 13), (9, 15)),
    (2028, (1, 27), (5, 2), (10, 3)),
    (2029, (2, 13), (5, 20), (9, 22)),
    (2030, (2, 3), (5, 9), (9, 12)),
];

/// Days the government named.
const NAMED: [(i16, i8, i8); 3] = [(2024, 10, 1), (2025, 1, 27), (2025, 6, 3)];

/// The last day of a term, and how many days before it the week of the election begins.
const TERMS: [((i16, i8, i8), i32); 5] = [
    ((2024, 5, 29), 50),
    ((2026, 6, 30), 30),
    ((2028, 5, 29), 50),
    ((2030, 6, 3), 70),
    ((2030, 6, 30), 30),
];

/// On which days a holiday that falls on them is made up for.
#[derive(Clone, Copy, PartialEq)]
enum MadeUp {
    Never,
    /// On a Sunday or another holiday.
    Sunday,
    /// On a Saturday, a Sunday or another holiday.
    Weekend,
}

fn holidays(year: i16) -> Vec<(Date, MadeUp)> {
    let mut days = vec![
        (date(year, 1, 1), MadeUp::Never),
        (date(year, 3, 1), MadeUp::Weekend),
        (date(year, 5, 5), MadeUp::Weekend),
        (date(year, 6, 6), MadeUp::Never),
        (date(year, 8, 15), MadeUp::Weekend),
        (date(year, 10, 3), MadeUp::Weekend),
        (date(year, 10, 9), MadeUp::Weekend),
        (date(year, 12, 25), MadeUp::Weekend),
    ];
    if year >= 2026 {
        days.push((date(year, 5, 1), MadeUp::Weekend));
        days.push((date(year, 7, 17), MadeUp::Weekend));
    }
    let lunar = LUNAR.iter().find(|(of, ..)| *of == year).expect("a year of the table");
    let (_, seollal, buddha, chuseok) = *lunar;
    days.push((date(year, buddha.0, buddha.1), MadeUp::Weekend));
    for (month, day) in [seollal, chuseok] {
        let middle = date(year, month, day);
        for offset in -1..=1 {
            days.push((middle + offset.days(), MadeUp::Sunday));
        }
    }
    days
}

/// The first Wednesday of the law's span; a week later where it stands at a holiday.
fn election(end: (i16, i8, i8), days_before: i32, holidays: &BTreeSet<Date>) -> Date {
    let mut day = date(end.0, end.1, end.2) - days_before.days();
    while day.weekday() != Weekday::Wednesday {
        day += 1.day();
    }
    while (-1..=1).any(|offset: i32| holidays.contains(&(day + offset.days()))) {
        day += 7.days();
    }
    day
}

fn by_the_rule() -> BTreeSet<Date> {
    let all: Vec<(Date, MadeUp)> = (2024..=2030).flat_map(holidays).collect();
    let mut free: BTreeSet<Date> = all.iter().map(|(day, _)| *day).collect();
    free.extend(NAMED.map(|(year, month, day)| date(year, month, day)));
    let elections = TERMS.map(|(end, before)| election(end, before, &free));
    free.extend(elections);
    let mut shared: BTreeMap<Date, usize> = BTreeMap::new();
    all.iter().for_each(|(day, _)| *shared.entry(*day).or_default() += 1);
    let mut made_up: BTreeSet<Date> = BTreeSet::new();
    for (day, rule) in &all {
        let falls_badly = match rule {
            MadeUp::Never => false,
            MadeUp::Sunday => day.weekday() == Weekday::Sunday || shared[day] > 1,
            MadeUp::Weekend => {
                matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || shared[day] > 1
            }
        };
        if falls_badly {
            made_up.insert(*day);
        }
    }
    for day in made_up {
        let is_taken = |day: &Date| {
            free.contains(day) || matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        };
        let mut substitute = day + 1.day();
        while is_taken(&substitute) {
            substitute += 1.day();
        }
        free.insert(substitute);
    }
    free
}

#[test]
fn the_table_is_what_the_rule_makes_of_every_year() {
    let table: BTreeSet<Date> = kr::table().map(|(day, _)| day).collect();
    let rule = by_the_rule();
    let only_table: Vec<&Date> = table.difference(&rule).collect();
    let only_rule: Vec<&Date> = rule.difference(&table).collect();
    assert!(
        only_table.is_empty() && only_rule.is_empty(),
        "only in the table: {only_table:?}; only by the rule: {only_rule:?}"
    );
    let names: Vec<&str> = kr::table().map(|(_, name)| name).collect();
    assert!(names.iter().all(|name| !name.is_empty()), "every day has a name");
    let lines = include_str!("../kr.tsv").lines().filter(|line| !line.starts_with('#')).count();
    assert_eq!(lines, table.len(), "every line is a day, and each day stands once");
}

#[test]
fn elections_fall_where_they_fell() {
    let free: BTreeSet<Date> = (2024..=2030).flat_map(holidays).map(|(day, _)| day).collect();
    let days = TERMS.map(|(end, before)| election(end, before, &free));
    let known = [
        date(2024, 4, 10),
        date(2026, 6, 3),
        date(2028, 4, 12),
        date(2030, 3, 27),
        // The first Wednesday, 5 June, stands before 현충일.
        date(2030, 6, 12),
    ];
    assert_eq!(days, known);
}
