//! Pages and sources for the tests of this room.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use toml::de::DeTable;

use super::{Content, Context, KINDS, Source};
use crate::fetch::{Page, Validators};
use crate::settings::{Problems, Section};

/// When every example page was fetched.
pub(super) fn seen() -> Timestamp {
    "2024-03-16T12:00:00Z".parse().expect("it is a timestamp")
}

/// A page of `https://shop.example/list` that came with 200.
pub(super) fn page(text: &str) -> Page {
    Page {
        url: "https://shop.example/list".parse().expect("it is a URL"),
        status: 200,
        media_type: None,
        text: text.to_owned(),
        validators: Validators::default(),
        fetched_at: seen(),
        retry_after: None,
        moved_to: None,
    }
}

/// The source of a kind with its own options in TOML, or what is wrong with them.
pub(super) fn source(kind: &str, options: &str) -> Result<Arc<dyn Source>, Vec<String>> {
    board(kind, options, &[], Content::Reviews)
}

/// The same of a shop that answers under these names, with reviews or questions.
pub(super) fn board(
    kind: &str,
    options: &str,
    reply_authors: &[&str],
    content: Content,
) -> Result<Arc<dyn Source>, Vec<String>> {
    let (_, build) = KINDS.iter().find(|(name, _)| *name == kind).expect("the kind exists");
    let context = Context {
        url: page("").url,
        zone: TimeZone::get("Asia/Seoul").expect("it is a zone"),
        date_order: None,
        newest_first: true,
        reply_authors: reply_authors.iter().map(|&name| name.to_owned()).collect(),
        content,
    };
    let table = DeTable::parse(options).expect("it is TOML");
    let problems = Problems::new(false);
    let section = Section::new(&format!("source.{kind}"), 0..0, table.get_ref(), &problems);
    let built = super::build(*build, &context, section);
    let found: Vec<String> = problems.into_sorted().into_iter().map(|p| p.message).collect();
    built.filter(|_| found.is_empty()).ok_or(found)
}
