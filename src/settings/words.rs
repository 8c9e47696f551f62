//! Words that several tables have in common: zones, the names a shop answers under, what a table is called.

use jiff::tz::TimeZone;
use toml::de::{DeTable, DeValue};

use super::Section;

/// A text that names no zone, with the nearest that does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is no time zone{}", near.as_deref().map(|near| format!("; {near}")).unwrap_or_default())]
pub struct UnknownZone {
    name: String,
    near: Option<String>,
}

/// Reads an IANA name such as "Asia/Seoul" or "UTC".
///
/// # Errors
/// When the zone database has no such name; the error names the nearest.
pub fn zone(name: &str) -> Result<TimeZone, UnknownZone> {
    TimeZone::get(name).map_err(|_| UnknownZone {
        name: name.to_owned(),
        near: nearest(name).or_else(|| Some("write a name such as \"Asia/Seoul\"".to_owned())),
    })
}

/// A city alone ("Seoul") is near to its zone, as is a misspelt name.
fn nearest(name: &str) -> Option<String> {
    let names: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
    let wanted = name.trim().replace(' ', "_").to_lowercase();
    let city = names
        .iter()
        .find(|zone| zone.rsplit_once('/').is_some_and(|(_, city)| city.to_lowercase() == wanted));
    match city {
        Some(zone) => Some(format!("did you mean `{zone}`?")),
        None if name.eq_ignore_ascii_case("kst") => Some("did you mean `Asia/Seoul`?".to_owned()),
        None => did_you_mean(name, names.iter().map(String::as_str)),
    }
}

impl Section<'_> {
    /// `reply_authors`: the names under which the shop answers, without empty ones.
    pub fn reply_authors(&mut self) -> Option<Vec<String>> {
        let written = self.strings("reply_authors")?;
        let names = written.into_iter().filter_map(|found| {
            let name = found.value.trim().to_owned();
            if name.is_empty() {
                self.error(
                    found.span,
                    format!("`{}` holds an empty name", self.name("reply_authors")),
                    None,
                );
                return None;
            }
            Some(name)
        });
        Some(names.collect())
    }
}

/// What the owner calls a table of a list: a source by its id, a person by their name.
pub(super) fn given_name<'t>(table: &'t DeTable<'_>) -> Option<&'t str> {
    let found = table.get("id").or_else(|| table.get("name"))?;
    match found.get_ref() {
        DeValue::String(name) => Some::<&str>(name).filter(|name| is_handy(name)),
        _ => None,
    }
}

/// Whether a name can stand within the path of a key.
fn is_handy(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    (1..=40).contains(&name.chars().count()) && name.chars().all(fits)
}

/// The nearest of `known` to a misspelt word, as a sentence.
pub fn did_you_mean<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(3) / 3 + 1)
        .min()
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_that_is_none_names_the_nearest() {
        for (name, near) in [
            ("Asia/Soul", "Asia/Seoul"),
            ("Seoul", "Asia/Seoul"),
            ("KST", "Asia/Seoul"),
            ("new york", "America/New_York"),
        ] {
            let error = zone(name).expect_err(name).to_string();
            assert!(error.contains(&format!("did you mean `{near}`?")), "{error}");
        }
        assert!(zone("Asia/Seoul").is_ok_and(|zone| zone.iana_name() == Some("Asia/Seoul")));
    }
}
