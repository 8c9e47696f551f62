//! `[[source]]`: what every kind has in common; a kind's own table is read by the kind.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use toml::de::DeTable;
use url::Url;

use crate::coverage::List;
use crate::pipeline::ConfiguredSource;
use crate::review::{SourceId, text};
use crate::schedule;
use crate::settings::{Located, Problems, Section, format_duration, zone};
use crate::source::{self, Build, Content, Context, KINDS, Source};
use crate::when::DateOrder;

/// What a source has from the rest of the file.
pub(super) struct Defaults {
    pub(super) zone: TimeZone,
    pub(super) reply_authors: Vec<String>,
    pub(super) reply_within: SignedDuration,
}

const DEFAULT_EVERY: SignedDuration = SignedDuration::from_mins(10);
const SHORTEST_EVERY: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// A kind's name and how it is built.
type Kind = (&'static str, Build);

/// Reads every `[[source]]`; `None` where one has problems, which are recorded.
pub(super) fn read_sources(
    root: &mut Section<'_>,
    defaults: &Defaults,
) -> Option<Vec<ConfiguredSource>> {
    if !root.has("source") {
        root.error(
            root.span(),
            "there is no [[source]]: nothing would be watched",
            Some("add [[source]] with id, kind and url".to_owned()),
        );
    }
    let mut ids = BTreeSet::new();
    let read = root.sections("source").into_iter();
    let read: Vec<_> = read.map(|section| read_source(section, defaults, &mut ids)).collect();
    read.into_iter().collect()
}

fn read_source(
    mut section: Section<'_>,
    defaults: &Defaults,
    ids: &mut BTreeSet<SourceId>,
) -> Option<ConfiguredSource> {
    let id = read_id(&mut section, ids);
    let name = read_name(&mut section);
    let kind = read_kind(&mut section);
    let url = read_url(&mut section);
    let every = read_every(&mut section, defaults.reply_within);
    let zone = section.parsed("zone", zone).map_or(defaults.zone.clone(), |found| found.value);
    let date_order = section.one_of(
        "date_order",
        &[
            ("day-month", DateOrder::DayMonth),
            ("month-day", DateOrder::MonthDay),
            ("year-month-day", DateOrder::YearMonthDay),
        ],
    );
    let content = Content::read(&mut section);
    let list = List::read(&mut section, &defaults.reply_authors);
    let expect_empty = section.boolean("expect_empty").unwrap_or(false);
    // The kind's own problems are worth telling even where the address is wrong.
    let context = Context {
        url: url.clone().or_else(|| Url::parse("https://example.invalid/").ok())?,
        zone: zone.clone(),
        date_order: date_order.map(|found| found.value),
        newest_first: list.newest_first,
        reply_authors: list.reply_authors.clone(),
        content,
    };
    let source = kind.as_ref().and_then(|kind| build(&mut section, kind, &context));
    let kind = kind.map(|found| found.value.0);
    finish(section, kind);
    let (kind, source) = (kind?, source?);
    let id = id?;
    Some(ConfiguredSource {
        name: name.unwrap_or_else(|| id.to_string()),
        id,
        kind,
        url: url?,
        every,
        zone,
        content,
        list,
        expect_empty,
        source,
    })
}

fn read_id(section: &mut Section<'_>, ids: &mut BTreeSet<SourceId>) -> Option<SourceId> {
    let text = section.required_string("id", "\"mall\"")?;
    let id: SourceId = match text.value.parse() {
        Ok(id) => id,
        Err(error) => {
            let error: crate::review::InvalidSourceId = error;
            let help = "choose a short name such as \"mall\" or \"naver-blog\"; people see it";
            section.error(text.span, error.to_string(), Some(help.to_owned()));
            return None;
        }
    };
    if !ids.insert(id.clone()) {
        section.error(
            text.span,
            format!("two sources are called \"{id}\""),
            Some("give each source an id of its own".to_owned()),
        );
    }
    Some(id)
}

/// What mails call the source; `None` where it goes by its id.
fn read_name(section: &mut Section<'_>) -> Option<String> {
    let found = section.string("name")?;
    let name = text::line(&found.value).filter(|name| name.chars().count() <= LONGEST_NAME);
    if name.is_none() {
        section.error(
            found.span,
            format!("`{}.name` must have 1 to {LONGEST_NAME} characters", section.path()),
            Some("it stands in subjects: name = \"자사몰\"".to_owned()),
        );
    }
    name
}

/// Subjects have little room.
const LONGEST_NAME: usize = 30;

fn read_kind(section: &mut Section<'_>) -> Option<Located<Kind>> {
    if !section.has("kind") {
        section.required_string("kind", "\"html\"");
        return None;
    }
    let named: Vec<_> = KINDS.iter().map(|(name, build)| (*name, (*name, *build))).collect();
    section.one_of("kind", &named)
}

fn read_url(section: &mut Section<'_>) -> Option<Url> {
    let text = section.required_string("url", "\"https://…\"")?;
    match checked_url(&text.value) {
        Ok(url) => Some(url),
        Err((why, help)) => {
            let message = format!("`{}.url` {why}", section.path());
            section.error(text.span, message, Some(help.to_owned()));
            None
        }
    }
}

fn checked_url(text: &str) -> Result<Url, (String, &'static str)> {
    const WHOLE: &str = "write the whole address as the browser shows it, \"https://…\"";
    let url = Url::parse(text.trim()).map_err(|why| {
        let why = match why {
            url::ParseError::RelativeUrlWithoutBase => "does not start with https://".to_owned(),
            why => format!("is no web address: {why}"),
        };
        (why, WHOLE)
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        let why = format!("starts with \"{}:\"; allowed: http and https", url.scheme());
        return Err((why, WHOLE));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let why = "holds a user name or password, which would be shown and logged".to_owned();
        return Err((why, "take out everything up to the @"));
    }
    Ok(url)
}

fn read_every(section: &mut Section<'_>, reply_within: SignedDuration) -> SignedDuration {
    let written = section.duration("every", SHORTEST_EVERY, LONGEST_EVERY);
    let (every, span) = match written {
        Some(Located { value, span }) => (value, span),
        None => (DEFAULT_EVERY, section.span()),
    };
    let wait = schedule::longest_wait(every);
    if wait >= reply_within {
        section.error(
            span,
            format!(
                "polled every {}, a complaint could wait {} until it is seen (the interval and the \
                 pause after a failed poll), and it must be answered within {}",
                format_duration(every),
                format_duration(wait),
                format_duration(reply_within)
            ),
            Some("make every shorter, or deadline.reply_within longer".to_owned()),
        );
    }
    every
}

/// Lets the kind read its own table. One without the table gets an empty one; where that is not
/// enough, the table itself is what is missing, not each of its keys.
fn build(
    section: &mut Section<'_>,
    kind: &Located<Kind>,
    context: &Context,
) -> Option<Arc<dyn Source>> {
    let (name, build) = kind.value;
    if section.has(name) {
        return source::build(build, context, section.section(name)?);
    }
    let unheard = Problems::new(false);
    let empty = DeTable::new();
    let source = source::build(build, context, Section::new(name, 0..0, &empty, &unheard));
    if source.is_none() {
        let needed = unheard.into_sorted().into_iter().filter_map(|problem| problem.help);
        let needed: Vec<String> = needed.collect();
        section.error(
            kind.span.clone(),
            format!("kind \"{name}\" needs a table of its own, [source.{name}], right below"),
            Some(format!("write [source.{name}] there; {}", needed.join("; "))),
        );
    }
    source
}

/// Ends the reading; a table of another kind is told apart from a misspelt key.
fn finish(mut section: Section<'_>, kind: Option<&str>) {
    for (other, _) in KINDS {
        if Some(*other) == kind || !section.has(other) {
            continue;
        }
        // Which table is the wrong one cannot be said while the kind itself is not known.
        if let (Some(table), Some(kind)) = (section.section(other), kind) {
            let message =
                format!("this source is of kind \"{kind}\" and has a table [source.{other}]");
            let help = format!("write kind = \"{other}\", or take the table out");
            section.error(table.span(), message, Some(help));
        }
    }
    section.finish();
}
