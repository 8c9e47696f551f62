//! schema.org's words: which types are reviews, which properties are read, how names are written.

/// What counts as a review. Its subtypes `ClaimReview` and `MediaReview` do not: they rate the truth
/// of a statement, not a purchase.
const REVIEWS: &[&str] = &[
    "Review",
    "UserReview",
    "CriticReview",
    "ReviewNewsArticle",
    "EmployerReview",
    "Recommendation",
];
/// The type of posts in a feed, which schema.org has as well.
pub(super) const POST: &str = "SocialMediaPosting";
/// The type of a feed of posts.
pub(super) const FEED: &str = "DataFeed";
/// What shops sell: pages about one are where its reviews would stand.
const PRODUCTS: &[&str] = &[
    "Product",
    "ProductGroup",
    "ProductModel",
    "IndividualProduct",
    "ProductCollection",
    "SomeProducts",
    "Vehicle",
];

/// The properties under which a thing names its reviews.
pub(super) const REVIEW_OF: &[&str] = &["review", "reviews"];
/// What a thing is called.
pub(super) const NAME: &[&str] = &["name", "headline"];
/// What was written, the likeliest place first.
pub(super) const BODY: &[&str] = &["reviewBody", "description", "text"];
/// Who wrote.
pub(super) const AUTHOR: &[&str] = &["author", "creator"];
/// When it was written.
pub(super) const DATE: &[&str] = &["datePublished", "dateCreated"];

/// Every property whose text is looked at; that of others is not even put together.
const READ: &[&str] = &[
    "name",
    "headline",
    "reviewBody",
    "description",
    "text",
    "author",
    "creator",
    "datePublished",
    "dateCreated",
    "reviewRating",
    "rating",
    "ratingValue",
    "bestRating",
    "worstRating",
    "itemReviewed",
    "comment",
    "url",
    "identifier",
    "value",
    "givenName",
    "familyName",
    "alternateName",
    "legalName",
    "aggregateRating",
    "reviewCount",
    "ratingCount",
    "review",
    "reviews",
];

/// Whether one of the types is a review's.
pub(super) fn is_review(types: &[String]) -> bool {
    is_among(types, REVIEWS)
}

/// Whether one of the types is a product's.
pub(super) fn is_product(types: &[String]) -> bool {
    is_among(types, PRODUCTS)
}

/// Whether one of the types is that of a rating of many.
pub(super) fn is_aggregate(types: &[String]) -> bool {
    is_among(types, &["AggregateRating", "EmployerAggregateRating"])
}

/// The property by its name, where it is looked at.
pub(super) fn read(property: &str) -> Option<&'static str> {
    READ.iter().copied().find(|read| *read == property)
}

fn is_among(types: &[String], known: &[&str]) -> bool {
    types.iter().any(|one| known.contains(&one.as_str()))
}

/// The local name of a schema.org address: "https://schema.org/Review" is "Review".
pub(super) fn local(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest = ["https://", "http://", "//"]
        .iter()
        .find_map(|scheme| strip_prefix(address, scheme))
        .and_then(|rest| strip_prefix(rest, "www.").or(Some(rest)))?;
    let name = strip_prefix(rest, "schema.org")?.strip_prefix(['/', '#'])?;
    let name = name.trim_start_matches('#').trim_end_matches('/');
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

/// Whether an address is schema.org's own, with or without a name after it.
pub(super) fn is_schema(address: &str) -> bool {
    let whole = format!("{}/x", address.trim().trim_end_matches(['/', '#']));
    local(&whole).is_some()
}

fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let start = text.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_address_means_one_name() {
        for address in [
            "https://schema.org/Review",
            "http://schema.org/Review",
            "http://www.schema.org/Review",
            "//schema.org/Review",
            " HTTP://Schema.org/Review/ ",
            "https://schema.org/#Review",
        ] {
            assert_eq!(local(address), Some("Review"), "{address}");
        }
        for other in ["Review", "https://schema.org/", "https://example.org/Review", "", "schema:x"]
        {
            assert_eq!(local(other), None, "{other}");
        }
        assert!(is_schema("https://schema.org") && is_schema("http://schema.org/"));
        assert!(!is_schema("https://ogp.me/ns#") && !is_schema(""));
    }

    #[test]
    fn what_is_read_of_a_review_is_kept() {
        for list in [REVIEW_OF, NAME, BODY, AUTHOR, DATE] {
            assert!(list.iter().all(|name| read(name).is_some()), "{list:?}");
        }
    }
}
