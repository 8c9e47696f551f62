//! A saved review page that marks its reviews for machines is read without a selector.

use reviewd::review::Review;

use super::{read, squeezed, words};
use crate::support::shops::{key, saved};

#[test]
fn a_page_with_microdata_needs_no_selectors() {
    let found = read(&saved("yelp-gary-danko"));
    assert_eq!(found.rejects, [], "everything is taken");
    let wanted = key("yelp-gary-danko");
    assert_eq!(found.reviews.len(), wanted.len(), "as many reviews as in the page's key");
    let all = |text: fn(&Review) -> Option<&str>| -> Vec<String> {
        found.reviews.iter().map(|review| squeezed(text(review).unwrap_or_default())).collect()
    };
    let keyed = |field: &str| -> Vec<String> {
        wanted.iter().map(|row| words(row[field].as_str().unwrap_or_default())).collect()
    };
    assert_eq!(all(|review| review.author.as_deref()), keyed("author"));
    assert_eq!(all(|review| review.body.as_deref()), keyed("body"));
    for (review, row) in found.reviews.iter().zip(&wanted) {
        assert_eq!(review.rating.map(|rating| rating.value()), row["rating"].as_f64());
        let day = review
            .posted
            .interval
            .map(|interval| interval.earliest.to_zoned(jiff::tz::TimeZone::UTC).date().to_string());
        assert_eq!(day.as_deref(), row["date"].as_str(), "{:?}", review.author);
    }
}
