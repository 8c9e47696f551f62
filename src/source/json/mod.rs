//! JSON APIs: JSONPath (RFC 9535) says where everything stands.
//!
//! ```toml
//! [[source]]
//! kind = "json"
//! [source.json]
//! items = "$.reviews[*]"                   # the list; every other path starts at one of its items
//! id = "$.id"
//! author = "$.user.name"
//! rating = "$.stars"
//! rating_max = 5                           # or a path; 5 where it is left out
//! title = "$.title"
//! body = "$.text"                          # title or body is needed, all else may be left out
//! markup = "html"                          # where texts are HTML; else they stand as they are
//! date = "$.created_at"                    # a text, or seconds or milliseconds since 1970
//! written = "$.original_date"              # where `date` is when it came to this site, this counts
//! product = { path = "$.option", regex = '상품: (.+)' }
//! link = "https://shop.example/review/{$.id}"
//! reply = { author = "$.answer.by", body = "$.answer.text", date = "$.answer.at" }
//! # reply = { items = "$.comments[*]", author = "$.by", body = "$.text" }   # the shop's among them
//! # reply = { answered = { path = "$.state", regex = "완료" } }             # it shows no more than that
//! # parent = "$.replyTo"                   # where answers are items too: the number of what is answered
//! # secret = "$.isSecret"                  # posts that only the shop may read
//! error = "$.error.message"                # where an answer that is a refusal says so
//! next = "$.paging.next"                   # or one of these two:
//! # cursor = { path = "$.nextPageToken", param = "pageToken" }
//! # page = { param = "page", start = 1, step = 1, per_page = 20 }
//! headers = { Accept = "application/json" }
//! secret_headers = { Authorization = { credential = "shop-api" } }  # holds "Bearer …"
//! ```

mod field;
mod items;
mod options;
mod paging;
mod rating;
mod row;

use std::sync::Arc;

use serde_json::Value;
use serde_json_path::JsonPath;
use url::Url;

use self::items::Found;
use self::options::Options;
use self::paging::Paging;
use self::row::Reader;
use super::{
    Context, Extraction, Outcome, Reject, Source, answers, escapes, follow, json_text, kind, reject,
};
use crate::fetch::{Page, PageRequest};
use crate::review::Review;
use crate::settings::Section;

/// More rows than this are not read from one page.
const MAX_ITEMS: usize = 1_000;

/// An API that is polled.
#[derive(Debug)]
struct JsonSource {
    context: Context,
    options: Options,
}

/// Reads `[source.json]`.
pub(super) fn build(context: &Context, section: Section<'_>) -> Option<Arc<dyn Source>> {
    let options = Options::read(section, !context.reply_authors.is_empty())?;
    Some(Arc::new(JsonSource { context: context.clone(), options }))
}

impl Source for JsonSource {
    fn first_page(&self) -> PageRequest {
        self.request(self.context.url.clone())
    }

    fn pages(&self) -> bool {
        !matches!(self.options.paging, Paging::None)
    }

    fn read(&self, page: &Page) -> Extraction {
        let answer = json_text::parse(&page.text);
        let refusal = answer.as_ref().ok().and_then(|answer| self.refusal(answer));
        if let Some((outcome, note)) = kind::by_status(page) {
            let note = match refusal {
                Some(words) => format!("{note}: {words}"),
                None => note,
            };
            return Extraction::nothing(outcome, Some(note));
        }
        match (answer, refusal) {
            (_, Some(words)) => {
                let note = format!("the answer is an error: {words}");
                Extraction::nothing(Outcome::Error, Some(note))
            }
            (Ok(answer), None) => self.extract(&answer, page),
            (Err(error), None) => {
                let (outcome, note) = kind::when_list_is_missing(page)
                    .unwrap_or_else(|| (Outcome::Error, format!("no JSON: {error}")));
                Extraction::nothing(outcome, Some(note))
            }
        }
    }

    /// An answer carries its items whole, so that no detail page is ever asked for.
    fn read_detail(&self, _row: &Review, _page: &Page) -> Extraction {
        Extraction::nothing(Outcome::Error, Some("this source has no detail pages".to_owned()))
    }
}

impl JsonSource {
    /// The owner's headers, which may be keys, go to the owner's site and nowhere else.
    fn request(&self, url: Url) -> PageRequest {
        let headers = match follow::is_same_site(&self.context.url, &url) {
            true => self.options.headers.clone(),
            false => Vec::new(),
        };
        PageRequest { url, headers }
    }

    /// What the answer says at `error`, if it says anything there.
    fn refusal(&self, answer: &Value) -> Option<String> {
        let path: &JsonPath = self.options.error.as_ref()?;
        let found = path.query(answer).all();
        let said = found.into_iter().find(|value| !is_hollow(value))?;
        let words = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
        Some(reject::beginning(&words))
    }

    fn extract(&self, answer: &Value, page: &Page) -> Extraction {
        let items = match self.options.items.find(answer) {
            Found::Items(items) => items,
            Found::Empty => return Extraction::nothing(Outcome::Empty, None),
            Found::Missing(why) => return Extraction::nothing(Outcome::Error, Some(why)),
        };
        let mut reader = Reader {
            context: &self.context,
            fields: &self.options.fields,
            markup: self.options.markup,
            seen: page.fetched_at,
            rejects: Vec::new(),
        };
        let rows = items.iter().take(MAX_ITEMS).filter_map(|item| reader.row(item));
        let rows: Vec<answers::Row> = rows.collect();
        let mut rejects = reader.rejects;
        let has_rows = !rows.is_empty();
        let reviews = answers::settled(rows, &self.context.reply_authors, &mut rejects);
        if items.len() > MAX_ITEMS {
            let why = format!("only the first {MAX_ITEMS} of {} items were read", items.len());
            rejects.push(Reject::new(why, ""));
        }
        let next = self.options.paging.next(answer, items.len(), page, &mut rejects);
        let (outcome, note) = if reviews.is_empty() && has_rows {
            (Outcome::Empty, Some("only the shop's own posts".to_owned()))
        } else if reviews.is_empty() {
            let why = "no item could be read: see what was rejected, and check the paths";
            (Outcome::Error, Some(why.to_owned()))
        } else {
            (Outcome::Reviews, self.hint(&reviews))
        };
        Extraction { outcome, note, reviews, rejects, next: next.map(|url| self.request(url)) }
    }

    /// A word to the owner where texts look like HTML and nothing was said about it.
    fn hint(&self, reviews: &[Review]) -> Option<String> {
        let looks_like_html =
            |review: &&Review| review.body.as_deref().is_some_and(escapes::has_tags);
        let is_unsaid = self.options.markup.is_none();
        let found = reviews.iter().filter(looks_like_html).take(1).count() > 0;
        (is_unsaid && found).then(|| {
            "bodies look like HTML: set markup = \"html\", or \"text\" if they are not".to_owned()
        })
    }
}

/// Whether a value says that there is no error.
fn is_hollow(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(is_error) => !is_error,
        Value::Number(code) => code.as_f64() == Some(0.0),
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

#[cfg(test)]
mod tests;
