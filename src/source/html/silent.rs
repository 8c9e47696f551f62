//! Selectors that found nothing anywhere: a mistake of the owner's, or a page that changed.

use super::options::Options;
use crate::review::Review;
use crate::source::Reject;

/// Whether a review has a field.
type Has = fn(&Review) -> bool;

/// One word for each configured field that no row of the list has. A single row may well lack one.
pub(super) fn fields(options: &Options, reviews: &[Review]) -> Vec<Reject> {
    let fields = &options.fields;
    let counts: [(&str, bool, Has); 8] = [
        ("id", fields.id.is_some(), |r| r.id.is_some()),
        ("author", fields.author.is_some(), |r| r.author.is_some()),
        ("rating", fields.rating.is_some(), |r| r.rating.is_some()),
        ("title", fields.title.is_some(), |r| r.title.is_some()),
        ("body", fields.body.is_some(), |r| r.body.is_some()),
        ("date", fields.date.is_some(), |r| r.posted.text.is_some()),
        ("product", fields.product.is_some(), |r| r.product.is_some()),
        ("link", fields.link.is_some(), |r| r.url.is_some()),
    ];
    let rows = reviews.len();
    let is_silent = |has: Has| rows > 1 && !reviews.iter().any(has);
    counts
        .into_iter()
        .filter(|(_, is_configured, has)| *is_configured && is_silent(*has))
        .map(|(field, ..)| {
            let why = format!("`{field}` was found in none of the {rows} rows: check its selector");
            Reject { why, excerpt: String::new() }
        })
        .collect()
}
