//! What one entry of a feed says, whatever format it came in, and how it becomes a review.

use regex::Regex;
use url::Url;

use crate::fetch::Page;
use crate::review::{Posted, Rating, Review, text};
use crate::source::{Context, Reject, dates};

/// An entry as plain text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Item {
    pub(super) id: Option<String>,
    pub(super) author: Option<String>,
    /// The author is the feed's: whoever publishes it need not have written the entry.
    pub(super) is_inherited: bool,
    pub(super) title: Option<String>,
    pub(super) body: Option<String>,
    /// Absolute.
    pub(super) link: Option<Url>,
    /// When it was written, the likeliest statement first.
    pub(super) dates: Vec<String>,
    /// The numbers or addresses of what it answers.
    pub(super) answers: Vec<String>,
    /// Stars out of five, where the format has a place for them.
    pub(super) stars: Option<String>,
}

/// What the owner says about the feed.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    /// Finds the points in title or text: its first group.
    pub(super) rating: Option<Regex>,
    /// What the points are out of.
    pub(super) rating_max: f64,
    /// What all of it is about.
    pub(super) product: Option<String>,
}

/// The longest of the texts: what a reader would call the whole.
pub(super) fn fullest(texts: impl IntoIterator<Item = String>) -> Option<String> {
    // `max_by_key` takes the last of equals; the first is the one the format prefers.
    let all: Vec<String> = texts.into_iter().filter(|t| !t.trim().is_empty()).collect();
    all.into_iter().rev().max_by_key(|t| t.chars().count())
}

impl Item {
    /// The review it makes, with what could not be taken of it; or why it makes none.
    pub(super) fn into_review(
        self,
        options: &Options,
        context: &Context,
        page: &Page,
        rejects: &mut Vec<Reject>,
    ) -> Option<Review> {
        let title = self.title.as_deref().and_then(text::line);
        let body = self.body.as_deref().and_then(text::body);
        let words =
            format!("{}\n{}", title.as_deref().unwrap_or(""), body.as_ref().map_or("", |(b, _)| b));
        let url =
            self.link.filter(|link| matches!(link.scheme(), "http" | "https")).map(String::from);
        let id = self.id.as_deref().and_then(text::line).or_else(|| url.clone());
        let says_something =
            [&title, &id, &self.author, &self.stars].iter().any(|field| field.is_some());
        if !says_something && body.is_none() && self.dates.is_empty() {
            rejects.push(Reject::new("an item that says nothing", ""));
            return None;
        }
        if body.as_ref().is_some_and(|(_, is_cut)| *is_cut) {
            let why = format!("a text of more than {} characters was cut", text::MAX_BODY);
            rejects.push(Reject::new(why, &words));
        }
        let rating = match rating(self.stars.as_deref(), &words, options) {
            Ok(rating) => rating,
            Err(why) => {
                rejects.push(Reject::new(why, &words));
                None
            }
        };
        let posted = posted(&self.dates, context, page);
        Some(Review {
            id,
            author: self.author.as_deref().and_then(text::line),
            rating,
            title,
            body: body.map(|(body, _)| body),
            posted,
            url,
            reply: None,
            product: options.product.clone(),
        })
    }
}

/// The first date that can be read, or else the first there is.
fn posted(stated: &[String], context: &Context, page: &Page) -> Posted {
    let read = |text: &String| dates::posted(text, context, page.fetched_at);
    stated
        .iter()
        .map(read)
        .find(|posted| posted.interval.is_some())
        .or_else(|| stated.first().map(read))
        .unwrap_or_default()
}

fn rating(stars: Option<&str>, words: &str, options: &Options) -> Result<Option<Rating>, String> {
    let (points, max) = match (stars, &options.rating) {
        (Some(stars), _) => (stars, 5.0),
        (None, Some(regex)) => match regex.captures(words).and_then(|found| found.get(1)) {
            Some(points) => (points.as_str(), options.rating_max),
            None => return Ok(None),
        },
        (None, None) => return Ok(None),
    };
    let value: f64 = points
        .trim()
        .replace(',', ".")
        .parse()
        .map_err(|_| format!("the rating {points:?} is no number"))?;
    Rating::new(value, max).map(Some).map_err(|error| error.to_string())
}
