//! `[source.json]`: where in the answer everything stands.

use serde_json_path::JsonPath;

use super::field::{Field, Mark, read_path};
use super::items::Items;
use super::paging::Paging;
use crate::settings::{Secret, Section};

/// All of the table.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) items: Items,
    pub(super) fields: Fields,
    /// Where an answer that is a refusal says so.
    pub(super) error: Option<JsonPath>,
    /// Whether texts are HTML; not stated, they are taken as they stand.
    pub(super) markup: Option<Markup>,
    pub(super) paging: Paging,
    pub(super) headers: Vec<(String, Secret)>,
}

/// What titles and bodies are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// As they stand.
    Text,
    /// HTML, of which the text is taken.
    Html,
}

/// Where each value stands.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) id: Option<Field>,
    pub(super) author: Option<Field>,
    pub(super) rating: Option<Field>,
    pub(super) rating_max: Option<Max>,
    pub(super) title: Option<Field>,
    pub(super) body: Option<Field>,
    pub(super) date: Option<Field>,
    /// When it was first written, where `date` is when it came to this site.
    pub(super) written: Option<Field>,
    pub(super) product: Option<Field>,
    pub(super) link: Option<Field>,
    /// The number or address of the item it answers, where answers are items too.
    pub(super) parent: Option<Field>,
    /// Its text is for the shop alone.
    pub(super) secret: Option<Mark>,
    pub(super) reply: Option<ReplyFields>,
}

/// What ratings are out of.
#[derive(Debug)]
pub(super) enum Max {
    /// The same for all.
    Number(f64),
    /// As each item says.
    Field(Field),
}

/// Where the shop's answer stands.
#[derive(Debug)]
pub(super) struct ReplyFields {
    /// Everyone's comments, among which the shop's are; without, there is one answer.
    pub(super) items: Option<JsonPath>,
    /// The item says no more than that it was answered.
    pub(super) answered: Option<Mark>,
    pub(super) author: Option<Field>,
    pub(super) body: Option<Field>,
    pub(super) date: Option<Field>,
}

impl Options {
    /// Reads the table of a source on which the shop has names of its own or none; `None` on
    /// problems, which it records.
    pub(super) fn read(mut section: Section<'_>, has_names: bool) -> Option<Self> {
        if !section.has("items") {
            section.missing("items", "\"$.reviews[*]\"");
        }
        let items = section.parsed("items", Items::parse).map(|found| found.value);
        let mut complete = true;
        let fields = Fields::read(&mut section, &mut complete);
        let error = read_path(&mut section, "error").map(|path| path.value);
        complete &= error.is_some() || !section.has("error");
        let markup = section.one_of("markup", &[("text", Markup::Text), ("html", Markup::Html)]);
        complete &= markup.is_some() || !section.has("markup");
        complete &= has_names || !asks_for_names(&section, &fields);
        let paging = Paging::read(&mut section);
        let headers = headers(&mut section);
        section.finish();
        let (items, paging, headers) = (items?, paging?, headers?);
        complete.then(|| Self {
            items,
            fields,
            error,
            markup: markup.map(|m| m.value),
            paging,
            headers,
        })
    }
}

impl Fields {
    fn read(section: &mut Section<'_>, complete: &mut bool) -> Self {
        let mut field = |key| {
            let field = Field::read(section, key);
            *complete &= field.is_some() || !section.has(key);
            field
        };
        let id = field("id");
        let author = field("author");
        let rating = field("rating");
        let title = field("title");
        let body = field("body");
        let date = field("date");
        let written = field("written");
        let product = field("product");
        let link = field("link");
        let parent = field("parent");
        if title.is_none() && body.is_none() && !section.has("title") && !section.has("body") {
            section.missing("body", "\"$.text\"");
            *complete = false;
        }
        let rating_max = Max::read(section, complete);
        let secret = Mark::read(section, "secret");
        *complete &= secret.is_some() || !section.has("secret");
        let reply = section.section("reply").and_then(ReplyFields::read);
        *complete &= reply.is_some() || !section.has("reply");
        Self {
            id,
            author,
            rating,
            rating_max,
            title,
            body,
            date,
            written,
            product,
            link,
            parent,
            secret,
            reply,
        }
    }
}

impl Max {
    fn read(section: &mut Section<'_>, complete: &mut bool) -> Option<Self> {
        const KEY: &str = "rating_max";
        if !section.has(KEY) {
            return None;
        }
        let max = if section.has_number(KEY) {
            let number = section.number(KEY)?;
            if number.value <= 0.0 || !number.value.is_finite() {
                let message = format!("`{KEY}` is {}; allowed: more than 0", number.value);
                section.error(number.span, message, None);
                *complete = false;
                return None;
            }
            Some(Self::Number(number.value))
        } else {
            Field::read(section, KEY).map(Self::Field)
        };
        *complete &= max.is_some();
        max
    }
}

impl ReplyFields {
    fn read(mut section: Section<'_>) -> Option<Self> {
        let items = read_path(&mut section, "items").map(|path| path.value);
        let answered = Mark::read(&mut section, "answered");
        let mut complete = items.is_some() || !section.has("items");
        complete &= answered.is_some() || !section.has("answered");
        let mut field = |key| {
            let field = Field::read(&mut section, key);
            complete &= field.is_some() || !section.has(key);
            field
        };
        let (author, body, date) = (field("author"), field("body"), field("date"));
        if !section.has("body") && (items.is_some() || !section.has("answered")) {
            section.missing("body", "\"$.reply.text\"");
            complete = false;
        }
        if items.is_some() && !section.has("author") {
            section.missing("author", "\"$.by\", which tells the shop's comments from the others");
            complete = false;
        }
        section.finish();
        complete.then_some(Self { items, answered, author, body, date })
    }
}

/// Whether the shop's own words stand among everyone's, which is told where its names are missing.
fn asks_for_names(section: &Section<'_>, fields: &Fields) -> bool {
    let has_comments = fields.reply.as_ref().is_some_and(|reply| reply.items.is_some());
    let key = match has_comments {
        true => "reply.items",
        false if fields.parent.is_some() => "parent",
        false => return false,
    };
    let message = format!(
        "`{}.{key}` is about everyone's comments, and which are the shop's is not said",
        section.path()
    );
    let help = "name the shop's accounts in reply_authors, here in [[source]] or in [shop]";
    section.error(section.span(), message, Some(help.to_owned()));
    true
}

/// `[source.json.headers]` and `[source.json.secret_headers]`; `None` where one cannot be sent.
fn headers(section: &mut Section<'_>) -> Option<Vec<(String, Secret)>> {
    let mut headers = Vec::new();
    let mut complete = true;
    if let Some(mut plain) = section.section("headers") {
        for (name, value) in plain.free_strings() {
            if !is_token(&name) || value.value.chars().any(char::is_control) {
                plain.error(value.span, format!("{name:?} is no header that can be sent"), None);
                complete = false;
            } else {
                headers.push((name, Secret::new(value.value)));
            }
        }
    }
    if let Some(mut secret) = section.section("secret_headers") {
        for (name, value) in secret.free_secrets() {
            if is_token(&name.value) {
                headers.push((name.value, value));
            } else {
                secret.error(name.span, format!("{:?} is no name of a header", name.value), None);
                complete = false;
            }
        }
    }
    complete.then_some(headers)
}

/// What RFC 9110 allows as a name.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}
