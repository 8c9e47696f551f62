//! A page of the list: is the list there, what are its rows, where does it go on.

use std::collections::HashSet;

use scraper::{ElementRef, Html};
use url::Url;

use super::field::{Scope, looked_into};
use super::options::Options;
use super::replies::{self, ReplyRow};
use super::row::Reader;
use super::silent;
use crate::fetch::{Page, PageRequest};
use crate::review::Review;
use crate::source::{Context, Extraction, Outcome, Reject, follow, kind, markup};

/// The most rows that are read from one page.
const MAX_ROWS: usize = 1_000;
/// The most matches that are looked at, nested ones among them.
const MAX_MATCHES: usize = 10 * MAX_ROWS;
/// A list without items that still holds more words than this was not understood.
const EMPTY_LIST_WORDS: usize = 400;

/// What a page of the list says, once its status did not.
pub(super) fn read(context: &Context, options: &Options, page: &Page) -> Extraction {
    let parsed = markup::parse(&page.text);
    let html = &parsed.html;
    let mut rejects = Vec::new();
    if let Some(at) = parsed.cut_at {
        let why = format!(
            "the page is nested or repeated beyond reason: nothing after byte {at} was read"
        );
        rejects.push(Reject { why, excerpt: String::new() });
    }
    let found = items(html, options);
    let Found::Items { items, nested } = found else {
        let (outcome, note) = without_items(html, options, page, found, parsed.cut_at.is_some());
        return Extraction { rejects, ..Extraction::nothing(outcome, note) };
    };

    let base = markup::base(html, &page.url);
    let mut reader = Reader::new(context, base, page.fetched_at, &mut rejects);
    let rows = rows(&items, options, &mut reader);
    let whole_page = Scope::of(html.root_element());
    let next = options.next.as_ref().and_then(|field| reader.link(field, &whole_page));
    let next = follow::same_site(next.as_ref().map(Url::as_str), page, &mut rejects);
    let next = next.map(PageRequest::get);
    let readable = rows.iter().any(|row| matches!(row, Read::Review(_)));
    let unreadable = rows.iter().any(|row| matches!(row, Read::Nothing));
    let reviews: Vec<Review> = rows.into_iter().filter_map(Read::review).collect();
    let (outcome, note) = match (readable, unreadable) {
        (true, _) => (Outcome::Reviews, nested_note(nested)),
        // A board without reviews often says so in a row of its own.
        (false, true) if says_empty(html, options) => {
            return Extraction::nothing(Outcome::Empty, None);
        }
        (false, true) => {
            let note = format!(
                "none of the {} rows could be read; if that is how the list looks without reviews, \
                 set `empty` or `empty_text`",
                items.len()
            );
            (Outcome::Error, Some(note))
        }
        (false, false) if says_empty(html, options) => (Outcome::Empty, None),
        (false, false) if has_marker(options) => {
            let note = "the list holds only skipped rows, and what stands there without reviews (`empty`, \
                        `empty_text`) does not";
            (Outcome::Error, Some(note.to_owned()))
        }
        (false, false) => (Outcome::Empty, Some("only skipped rows".to_owned())),
    };
    rejects.extend(silent::fields(options, &reviews));
    Extraction { outcome, note, reviews, rejects, next }
}

/// What selecting items came to.
enum Found<'a> {
    /// There are some; so many more stand inside others.
    Items { items: Vec<ElementRef<'a>>, nested: usize },
    /// The list is there and holds none.
    ListWithout(Vec<ElementRef<'a>>),
    /// Neither a list nor an item.
    NoList,
}

/// The items in page order. One inside another belongs to the outer one.
fn items<'a>(html: &'a Html, options: &Options) -> Found<'a> {
    let item = &options.item.css;
    let lists: Option<Vec<ElementRef<'a>>> = options
        .list
        .as_ref()
        .map(|list| looked_into(html.select(&list.css)).take(MAX_MATCHES).collect());
    let matches: Vec<ElementRef<'a>> = match &lists {
        None => html.select(item).take(MAX_MATCHES).collect(),
        Some(lists) => {
            let mut seen = HashSet::new();
            let inside = lists.iter().flat_map(|list| list.select(item));
            inside.take(MAX_MATCHES).filter(|element| seen.insert(element.id())).collect()
        }
    };
    let count = matches.len();
    let mut items: Vec<ElementRef<'a>> = Vec::new();
    for element in matches {
        let inside_last = |last: &ElementRef<'a>| element.ancestors().any(|a| a.id() == last.id());
        if !items.last().is_some_and(inside_last) {
            items.push(element);
        }
    }
    match lists {
        _ if !items.is_empty() => Found::Items { nested: count - items.len(), items },
        Some(lists) if !lists.is_empty() => Found::ListWithout(lists),
        _ => Found::NoList,
    }
}

fn nested_note(nested: usize) -> Option<String> {
    (nested > 0).then(|| {
        format!("{nested} elements that match `item` stand inside another one and were read as part of it")
    })
}

/// What a page without a single item is.
fn without_items(
    html: &Html,
    options: &Options,
    page: &Page,
    found: Found<'_>,
    is_cut: bool,
) -> (Outcome, Option<String>) {
    if !is_cut && says_empty(html, options) {
        return (Outcome::Empty, None);
    }
    if let Some((outcome, note)) = kind::when_missing_from(html, page) {
        return (outcome, Some(note));
    }
    let item = &options.item.text;
    let note = match (found, &options.list) {
        (Found::ListWithout(lists), _) => {
            let text = lists.iter().map(|list| markup::text_of(*list, None).chars().count());
            let words: usize = text.sum();
            if has_marker(options) {
                format!(
                    "the list is there, but no element in it matches {item:?} (`item`), and what stands \
                     there when it is empty (`empty`, `empty_text`) does not either"
                )
            } else if words <= EMPTY_LIST_WORDS && !is_cut {
                let note = format!(
                    "the list is there and nothing in it matches {item:?} (`item`); set `empty` or \
                     `empty_text`, so that a page that changed is not taken for one without reviews"
                );
                return (Outcome::Empty, Some(note));
            } else {
                format!(
                    "the list is there with {words} characters of text, but no element in it matches \
                     {item:?} (`item`); if that is how it looks without reviews, set `empty` or `empty_text`"
                )
            }
        }
        (_, Some(list)) => not_found(html, page, "list", &list.text),
        (_, None) => not_found(html, page, "item", item),
    };
    (Outcome::Error, Some(note))
}

/// Whether the owner named a sign of having no reviews.
fn has_marker(options: &Options) -> bool {
    options.empty.is_some() || options.empty_text.is_some()
}

/// Whether the page shows what the owner named as its sign of having no reviews.
fn says_empty(html: &Html, options: &Options) -> bool {
    let is_marked = || options.empty.as_ref().is_some_and(|css| html.select(css).next().is_some());
    let is_worded = || {
        let words = options.empty_text.as_ref();
        words.is_some_and(|words| {
            markup::one_line(&markup::text_of(html.root_element(), None)).contains(words)
        })
    };
    is_marked() || is_worded()
}

fn not_found(html: &Html, page: &Page, key: &str, selector: &str) -> String {
    let hint = kind::hint(html, page);
    format!("list not found: no element matches {selector:?} (`{key}`){hint}")
}

/// What became of an item.
pub(super) enum Read {
    Review(Box<Review>),
    /// A reply, which went to its review, or a row to skip.
    Else,
    /// It could not be read.
    Nothing,
}

impl Read {
    fn review(self) -> Option<Review> {
        match self {
            Self::Review(review) => Some(*review),
            _ => None,
        }
    }
}

fn rows(items: &[ElementRef<'_>], options: &Options, reader: &mut Reader<'_>) -> Vec<Read> {
    let mut rows: Vec<Read> = Vec::new();
    let mut replies = Vec::new();
    for item in items.iter().take(MAX_ROWS) {
        let scope = Scope::with_siblings(*item, &options.item.css, options.extra.as_ref());
        if is_skipped(options, &scope) {
            rows.push(Read::Else);
            continue;
        }
        if let Some(reply) = ReplyRow::read(&options.fields, reader, &scope, rows.len()) {
            replies.push(reply);
            rows.push(Read::Else);
            continue;
        }
        let review = reader.review(&options.fields, &scope);
        let has_detail = options.detail.is_some() && review.url.is_some();
        if review.title.is_none() && review.body.is_none() && !has_detail {
            reader.reject("a row with neither title nor body", &scope);
            rows.push(Read::Nothing);
            continue;
        }
        let page = review.url.as_deref().filter(|_| options.detail.is_some());
        if page.and_then(|url| url.parse().ok()).is_some_and(|url| !reader.is_own_page(&url)) {
            reader.reject("its own page is on another site and is not read", &scope);
        }
        rows.push(Read::Review(Box::new(review)));
    }
    replies::attach(replies, &mut rows, reader);
    if items.len() > MAX_ROWS {
        let why = format!(
            "the page has more than {MAX_ROWS} rows; the last {} were not read",
            items.len() - MAX_ROWS
        );
        reader.rejects.push(Reject { why, excerpt: String::new() });
    }
    rows
}

fn is_skipped(options: &Options, scope: &Scope<'_>) -> bool {
    options.skip.as_ref().is_some_and(|css| scope.matches(css))
        || options
            .skip_text
            .as_ref()
            .is_some_and(|regex| regex.is_match(&markup::one_line(&scope.text())))
}
