//! `[source.json]`: where in the answer everything stands.

use serde_json_path::JsonPath;

use super::field::{Field, read_path};
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
    pub(super) author: Option<Field>,
    pub(super) body: Field,
    pub(super) date: Option<Field>,
}

impl Options {
    /// Reads the table; `None` on problems, which it records.
    pub(super) fn read(mut section: Section<'_>) -> Option<Self> {
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
        if title.is_none() && body.is_none() && !section.has("title") && !section.has("body") {
            section.missing("body", "\"$.text\"");
            *complete = false;
        }
        let rating_max = Max::read(section, complete);
        let reply = section.section("reply").and_then(ReplyFields::read);
        *complete &= reply.is_some() || !section.has("reply");
        Self { id, author, rating, rating_max, title, body, date, written, product, link, reply }
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
        if !section.has("body") {
            section.missing("body", "\"$.reply.text\"");
        }
        let body = Field::read(&mut section, "body");
        let mut other = |key| {
            let field = Field::read(&mut section, key);
            let is_wrong = field.is_none() && section.has(key);
            (field, is_wrong)
        };
        let (author, is_author_wrong) = other("author");
        let (date, is_date_wrong) = other("date");
        section.finish();
        let reply = Self { author, body: body?, date };
        (!is_author_wrong && !is_date_wrong).then_some(reply)
    }
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
