//! The words for months, weekdays and units, and the patterns built from them.

use jiff::civil::Weekday;

/// Month names and abbreviations, January first: English, then what German, French, Italian,
/// Spanish, Dutch and Portuguese pages print. No entry means two different months.
const MONTHS: [&[&str]; 12] = [
    &[
        "january", "jan", "januar", "janvier", "janv", "gennaio", "gen", "enero", "ene", "januari",
        "janeiro",
    ],
    &[
        "february",
        "feb",
        "februar",
        "février",
        "févr",
        "fév",
        "febbraio",
        "febrero",
        "februari",
        "fevereiro",
        "fev",
    ],
    &["march", "mar", "märz", "mär", "mars", "marzo", "maart", "mrt", "março"],
    &["april", "apr", "avril", "avr", "aprile", "abril", "abr"],
    &["may", "mai", "maggio", "mag", "mayo", "mei", "maio"],
    &["june", "jun", "juni", "juin", "giugno", "giu", "junio", "junho"],
    &["july", "jul", "juli", "juillet", "juil", "luglio", "lug", "julio", "julho"],
    &["august", "aug", "août", "aout", "agosto", "augustus"],
    &["september", "sept", "sep", "septembre", "settembre", "septiembre", "setembro"],
    &["october", "oct", "oktober", "okt", "octobre", "ottobre", "ott", "octubre", "outubro"],
    &["november", "nov", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "déc",
        "dicembre",
        "dic",
        "diciembre",
        "dezembro",
    ],
];

/// Weekday names and abbreviations, Monday first, in the same languages.
const WEEKDAYS: [(Weekday, &[&str]); 7] = [
    (
        Weekday::Monday,
        &[
            "monday",
            "mon",
            "montag",
            "lundi",
            "lun",
            "lunedì",
            "lunes",
            "maandag",
            "segunda-feira",
            "월요일",
        ],
    ),
    (
        Weekday::Tuesday,
        &[
            "tuesday",
            "tues",
            "tue",
            "dienstag",
            "mardi",
            "martedì",
            "martes",
            "dinsdag",
            "terça-feira",
            "화요일",
        ],
    ),
    (
        Weekday::Wednesday,
        &[
            "wednesday",
            "wed",
            "mittwoch",
            "mercredi",
            "mercoledì",
            "miércoles",
            "woensdag",
            "quarta-feira",
            "수요일",
        ],
    ),
    (
        Weekday::Thursday,
        &[
            "thursday",
            "thurs",
            "thur",
            "thu",
            "donnerstag",
            "jeudi",
            "jeu",
            "giovedì",
            "jueves",
            "donderdag",
            "quinta-feira",
            "목요일",
        ],
    ),
    (
        Weekday::Friday,
        &[
            "friday",
            "fri",
            "freitag",
            "vendredi",
            "ven",
            "venerdì",
            "viernes",
            "vrijdag",
            "sexta-feira",
            "금요일",
        ],
    ),
    (
        Weekday::Saturday,
        &["saturday", "sat", "samstag", "samedi", "sabato", "sábado", "zaterdag", "토요일"],
    ),
    (
        Weekday::Sunday,
        &["sunday", "sun", "sonntag", "dimanche", "domenica", "domingo", "zondag", "일요일"],
    ),
];

/// What durations are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A thousandth of a second.
    Millisecond,
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// Fourteen days.
    Fortnight,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
    /// Ten years.
    Decade,
}

/// Units by their names, in the same languages and Korean.
const UNITS: [(Unit, &[&str]); 11] = [
    (Unit::Millisecond, &["milliseconds", "millisecond", "ms", "밀리초"]),
    (
        Unit::Second,
        &[
            "seconds", "second", "secs", "sec", "s", "초", "sekunden", "sekunde", "secondes",
            "seconde", "secondi", "secondo", "segundos", "segundo", "seconden",
        ],
    ),
    (
        Unit::Minute,
        &[
            "minutes", "minute", "mins", "min", "m", "분", "minuten", "minuut", "minuti", "minuto",
            "minutos",
        ],
    ),
    (
        Unit::Hour,
        &[
            "hours", "hour", "hrs", "hr", "h", "시간", "stunden", "stunde", "heures", "heure",
            "ore", "ora", "horas", "hora", "uur",
        ],
    ),
    (
        Unit::Day,
        &[
            "days", "day", "d", "일", "tagen", "tage", "tag", "jours", "jour", "giorni", "giorno",
            "días", "día", "dagen", "dag", "dias", "dia",
        ],
    ),
    (
        Unit::Week,
        &[
            "weeks",
            "week",
            "wks",
            "wk",
            "w",
            "주일",
            "주",
            "wochen",
            "woche",
            "semaines",
            "semaine",
            "settimane",
            "settimana",
            "semanas",
            "semana",
            "weken",
        ],
    ),
    (
        Unit::Month,
        &[
            "months", "month", "mnths", "mnth", "mths", "mth", "mons", "mos", "mo", "개월", "달",
            "monaten", "monate", "monat", "mois", "mesi", "mese", "meses", "mes", "maanden",
            "maand", "mês",
        ],
    ),
    (
        Unit::Year,
        &[
            "years", "year", "yrs", "yr", "y", "년", "jahren", "jahre", "jahr", "ans", "an",
            "années", "année", "anni", "anno", "años", "año", "jaar", "anos", "ano",
        ],
    ),
    (Unit::Fortnight, &["fortnights", "fortnight"]),
    (Unit::Quarter, &["quarters", "quarter", "분기"]),
    (Unit::Decade, &["decades", "decade"]),
];

/// 1 to 12.
pub(super) fn month(name: &str) -> Option<i8> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&name)).map(|(number, _)| number)
}

/// The weekday of that name; of Korean ones also the first syllable.
pub(super) fn weekday(name: &str) -> Option<Weekday> {
    WEEKDAYS
        .into_iter()
        .find(|(_, names)| {
            names.iter().any(|full| *full == name || full.strip_suffix("요일") == Some(name))
        })
        .map(|(weekday, _)| weekday)
}

/// The unit of that name.
pub(super) fn unit(name: &str) -> Option<Unit> {
    UNITS.into_iter().find(|(_, names)| names.contains(&name)).map(|(unit, _)| unit)
}

/// A pattern for every month name.
pub(super) fn month_pattern() -> String {
    alternatives(MONTHS.into_iter().flatten().copied())
}

/// A pattern for every weekday name.
pub(super) fn weekday_pattern() -> String {
    alternatives(WEEKDAYS.into_iter().flat_map(|(_, names)| names.iter().copied()))
}

/// A pattern for every unit.
pub(super) fn unit_pattern() -> String {
    alternatives(UNITS.into_iter().flat_map(|(_, names)| names.iter().copied()))
}

/// One group of words, the longest first, for the regex takes the first that fits.
pub(super) fn alternatives<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<_> = words.map(regex::escape).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    format!("(?:{})", words.join("|"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_word_means_two_things() {
        for names in [
            MONTHS.concat(),
            WEEKDAYS.map(|(_, names)| names).concat(),
            UNITS.map(|(_, names)| names).concat(),
        ] {
            let mut seen = HashSet::new();
            for name in names {
                assert!(seen.insert(name), "{name:?} stands for two things");
            }
        }
    }

    #[test]
    fn names_are_found_in_full_and_short() {
        assert_eq!(month("sept"), Some(9));
        assert_eq!(weekday("수"), Some(Weekday::Wednesday));
        assert_eq!(unit("개월"), Some(Unit::Month));
        assert_eq!(weekday("요일"), None);
    }
}
