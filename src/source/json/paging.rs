//! Where a list goes on: an address in the answer, a cursor to send back, or a page to count.

use serde_json::Value;
use serde_json_path::JsonPath;
use url::Url;

use super::field::{path, read_path, text_at};
use crate::fetch::Page;
use crate::settings::Section;
use crate::source::{Reject, follow};

/// How the next page is asked for.
#[derive(Clone, Debug)]
pub(super) enum Paging {
    /// There is one page only.
    None,
    /// The answer names the next page's address.
    Next(JsonPath),
    /// The answer gives a word that is sent back as a parameter.
    Cursor {
        /// Where the word stands.
        path: JsonPath,
        /// The parameter.
        param: String,
    },
    /// Pages, or items, are counted.
    Count {
        /// The parameter.
        param: String,
        /// Its value on the first page.
        start: i64,
        /// How much it grows from page to page.
        step: i64,
        /// How many items a full page has, where known: a shorter one is the last.
        full: Option<usize>,
    },
}

impl Paging {
    /// Reads `next`, `cursor` or `page`, whichever is there; `None` on problems.
    pub(super) fn read(section: &mut Section<'_>) -> Option<Self> {
        let given: Vec<&str> =
            ["next", "cursor", "page"].into_iter().filter(|key| section.has(key)).collect();
        if given.len() > 1 {
            let message = format!(
                "only one of next, cursor and page can say how the list goes on; found {}",
                given.join(" and ")
            );
            section.error(section.span(), message, None);
        }
        let next = read_path(section, "next").map(|path| Self::Next(path.value));
        let cursor = section.section("cursor").and_then(cursor);
        let count = section.section("page").and_then(count);
        match given.as_slice() {
            [] => Some(Self::None),
            [_] => next.or(cursor).or(count),
            _ => None,
        }
    }

    /// The address of the next page after one with `count` items.
    pub(super) fn next(
        &self,
        answer: &Value,
        count: usize,
        page: &Page,
        rejects: &mut Vec<Reject>,
    ) -> Option<Url> {
        if count == 0 {
            return None;
        }
        match self {
            Self::None => None,
            Self::Next(path) => follow::same_site(text_at(path, answer).as_deref(), page, rejects),
            Self::Cursor { path, param } => {
                let cursor = text_at(path, answer)?;
                // A server that repeats a cursor has no more.
                let is_new = value(&page.url, param).as_deref() != Some(cursor.as_str());
                is_new.then(|| with(&page.url, param, &cursor))
            }
            Self::Count { param, start, step, full } => {
                if full.is_some_and(|full| count < full) {
                    return None;
                }
                let present = value(&page.url, param).map_or(Some(*start), |v| v.parse().ok())?;
                let next = present.checked_add(*step)?;
                Some(with(&page.url, param, &next.to_string()))
            }
        }
    }
}

fn cursor(mut table: Section<'_>) -> Option<Paging> {
    let cursor = table.required_string("path", "\"$.nextPageToken\"");
    let cursor = cursor.and_then(|text| match path(&text.value) {
        Ok(path) => Some(path),
        Err(error) => {
            table.error(text.span, format!("`{}.path`: {error}", table.path()), None);
            None
        }
    });
    let param = table.required_string("param", "\"pageToken\"");
    table.finish();
    Some(Paging::Cursor { path: cursor?, param: param?.value })
}

fn count(mut table: Section<'_>) -> Option<Paging> {
    let param = table.required_string("param", "\"page\"");
    let given = |table: &mut Section<'_>, key, min, usual| match table.has(key) {
        true => table.integer(key, min, 1_000_000),
        false => Some(usual),
    };
    let start = given(&mut table, "start", 0, 1);
    let step = given(&mut table, "step", 1, 1);
    let full = given(&mut table, "per_page", 1, 0);
    table.finish();
    let full = usize::try_from(full?).ok().filter(|full| *full > 0);
    Some(Paging::Count { param: param?.value, start: start?, step: step?, full })
}

fn value(url: &Url, param: &str) -> Option<String> {
    url.query_pairs().find(|(name, _)| name == param).map(|(_, value)| value.into_owned())
}

/// The address with the parameter set, the others in their order.
fn with(url: &Url, param: &str, value: &str) -> Url {
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != param)
        .map(|(n, v)| (n.into(), v.into()))
        .collect();
    let mut next = url.clone();
    next.query_pairs_mut().clear().extend_pairs(others).append_pair(param, value);
    next
}
