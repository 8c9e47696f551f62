//! Reading `[[route]]`.

use jiff::SignedDuration;

use super::{Given, Names, whom};
use crate::review::{Cause, Script, SourceId};
use crate::route::{Condition, Escalation, Rule, Stars, When, Window};
use crate::settings::{Located, Section, did_you_mean, format_duration};

/// Reads every `[[route]]`; `None` where one has errors.
pub(super) fn routes(
    root: &mut Section<'_>,
    names: &Names,
    given: &Given<'_>,
) -> Option<Vec<Rule>> {
    let mut all: Vec<Option<Rule>> = Vec::new();
    let mut takes_all = None;
    for (place, mut section) in root.sections("route").into_iter().enumerate() {
        let reading = Reading { names, given };
        let conditions = reading.conditions(&mut section);
        let to = whom(&mut section, "to", "\"김하늘\"", names);
        let escalate = reading.escalation(&mut section);
        if let Some(earlier) = takes_all {
            section.warning(
                section.span(),
                format!("no case comes here: route {earlier} takes all there are"),
                Some("the first route that fits counts: put this one before it".to_owned()),
            );
        }
        section.finish();
        let route = conditions.zip(to).zip(escalate);
        let route = route.map(|((conditions, to), escalate)| Rule { conditions, to, escalate });
        if route.as_ref().is_some_and(|route| route.conditions.is_empty()) {
            takes_all = takes_all.or(Some(place + 1));
        }
        all.push(route);
    }
    all.into_iter().collect()
}

struct Reading<'a> {
    names: &'a Names,
    given: &'a Given<'a>,
}

/// Longer than any deadline.
const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Reading<'_> {
    /// The conditions that are written; `None` where one has errors.
    fn conditions(&self, section: &mut Section<'_>) -> Option<Vec<Condition>> {
        let causes = values(section, "causes", |text| named(text, &Cause::ALL));
        let sources = values(section, "sources", |text| self.source(text));
        let stars = stars(section);
        let products = values(section, "products", |text| match text.trim() {
            "" => {
                let help = "leave products out where all are meant".to_owned();
                Err(("an empty word is in every name".to_owned(), Some(help)))
            }
            word => Ok(word.to_owned()),
        });
        let languages = values(section, "languages", |text| named(text, &Script::ALL));
        let when = self.when(section);
        let all = [
            causes.map(|found| found.map(Condition::Causes)),
            sources.map(|found| found.map(Condition::Sources)),
            stars.map(|found| found.map(Condition::Stars)),
            products.map(|found| found.map(Condition::Products)),
            languages.map(|found| found.map(Condition::Languages)),
            when.map(|found| found.map(Condition::When)),
        ];
        all.into_iter().collect::<Option<Vec<_>>>().map(|all| all.into_iter().flatten().collect())
    }

    fn source(&self, text: &str) -> Result<SourceId, Fault> {
        let known = self.given.sources.as_deref();
        if let Some(known) = known.filter(|known| !known.contains(&text)) {
            let help = did_you_mean(text, known.iter().copied())
                .unwrap_or_else(|| format!("the sources here are {}", known.join(", ")));
            return Err((format!("no [[source]] has the id {text:?}"), Some(help)));
        }
        text.parse().map_err(|error| (format!("{error}"), None))
    }

    fn when(&self, section: &mut Section<'_>) -> Option<Option<When>> {
        let span = section.span_of("when");
        let Some(written) = section.strings("when") else { return absent(section, "when") };
        let hours = match &written[..] {
            [one] if one.value == "working" => Some(true),
            [one] if one.value == "not working" => Some(false),
            _ => None,
        };
        if let Some(working) = hours {
            if !self.given.has_hours {
                let never = if working { "always holds" } else { "never holds" };
                section.warning(
                    span,
                    format!("there is no [hours] table, so this {never}"),
                    Some("add [hours], or write times: when = \"mon-fri 18:00-22:00\"".to_owned()),
                );
            }
            return Some(Some(When::Working(working)));
        }
        let read = values(section, "when", |text| {
            text.parse::<Window>().map_err(|error| {
                let help = "write \"working\", \"not working\", or days and hours as in \
                            \"mon-fri 18:00-22:00\"";
                (error, Some(help.to_owned()))
            })
        });
        read.map(|windows| windows.map(When::Within))
    }

    /// `escalate`: the rungs, longest lead first; `Some(None)` where there are none written.
    fn escalation(&self, section: &mut Section<'_>) -> Option<Option<Vec<Escalation>>> {
        let span = section.span_of("escalate");
        let mut rungs = Vec::new();
        let mut sound = true;
        let tables = section.sections("escalate");
        if !section.has("escalate") {
            return Some(None);
        }
        if tables.is_empty() {
            let help =
                "leave it out and mail.escalate_to hears when the deadline passes".to_owned();
            section.error(span, "`escalate` names nobody", Some(help));
            return None;
        }
        for mut table in tables {
            let to = whom(&mut table, "to", "\"팀장\"", self.names);
            let before = self.lead(&mut table);
            table.finish();
            match to.zip(before) {
                Some((to, before)) => rungs.push(Escalation { to, before }),
                None => sound = false,
            }
        }
        rungs.sort_by_key(|rung| std::cmp::Reverse(rung.before));
        sound.then_some(Some(rungs))
    }

    /// `before`: the lead; zero where it is not written.
    fn lead(&self, table: &mut Section<'_>) -> Option<SignedDuration> {
        let found = table.duration("before", SignedDuration::ZERO, LONGEST);
        if !table.has("before") {
            return Some(SignedDuration::ZERO);
        }
        let Located { value, span } = found?;
        if value < self.given.reply_within {
            return Some(value);
        }
        table.error(
            span,
            format!(
                "{} before the deadline is before the complaint itself: `deadline.reply_within` is {}",
                format_duration(value),
                format_duration(self.given.reply_within)
            ),
            Some("to tell them at once, name them in `to`".to_owned()),
        );
        None
    }
}

/// A message and its cure.
type Fault = (String, Option<String>);

/// A list of values: `Some(None)` where the key is not written, `None` where it has errors.
fn values<T: PartialEq>(
    section: &mut Section<'_>,
    key: &'static str,
    read: impl Fn(&str) -> Result<T, Fault>,
) -> Option<Option<Vec<T>>> {
    let span = section.span_of(key);
    let Some(written) = section.strings(key) else { return absent(section, key) };
    if written.is_empty() {
        let help = format!("leave {key} out where all are meant");
        section.error(span, format!("`{key}` is an empty list: nothing would fit"), Some(help));
        return None;
    }
    let mut all: Vec<T> = Vec::new();
    let mut sound = true;
    for Located { value, span } in written {
        match read(&value) {
            Ok(value) if all.contains(&value) => {}
            Ok(value) => all.push(value),
            Err((message, help)) => {
                section.error(span, format!("`{key}`: {message}"), help);
                sound = false;
            }
        }
    }
    sound.then_some(Some(all))
}

/// A key that gave nothing: `Some(None)` where it is not written, `None` where it is wrong.
fn absent<T>(section: &Section<'_>, key: &str) -> Option<Option<T>> {
    (!section.has(key)).then_some(None)
}

fn named<T: Copy>(text: &str, all: &[(&'static str, T)]) -> Result<T, Fault> {
    if let Some((_, value)) = all.iter().find(|(name, _)| *name == text) {
        return Ok(*value);
    }
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let help = did_you_mean(text, names.iter().copied());
    Err((format!("{text:?} is not known here; there are {}", names.join(", ")), help))
}

/// `stars`: "1-2", "1" or 1.
fn stars(section: &mut Section<'_>) -> Option<Option<Stars>> {
    if section.has_number("stars") {
        let one = u8::try_from(section.integer("stars", 1, 5)?).ok()?;
        return Some(Some(Stars { least: one, most: one }));
    }
    let Some(Located { value, span }) = section.string("stars") else {
        return absent(section, "stars");
    };
    let (least, most) = value.split_once('-').unwrap_or((&value, &value));
    let star = |text: &str| text.trim().parse().ok().filter(|star| (1..=5).contains(star));
    match star(least).zip(star(most)) {
        Some((least, most)) if least <= most => Some(Some(Stars { least, most })),
        _ => {
            section.error(
                span,
                format!("`stars` is {value:?}; stars go from 1 to 5"),
                Some("write stars = \"1-2\" or stars = 1; other scales are converted".to_owned()),
            );
            None
        }
    }
}
