//! What the class names of both generations of microformats mean in schema.org's words.

use scraper::ElementRef;

/// Classic class names (`hreview`), or prefixed ones (`h-review`, `p-name`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Generation {
    Classic { is_review: bool },
    Prefixed,
}

/// What a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Review,
    Aggregate,
    Feed,
    Entry,
    Product,
    /// A person, a place, an event and whatever else only has a name here.
    Other,
}

impl Kind {
    /// What schema.org calls it.
    pub(super) fn schema_type(self) -> &'static str {
        match self {
            Self::Review => "Review",
            Self::Aggregate => "AggregateRating",
            Self::Feed => super::FEED,
            Self::Entry => "Article",
            Self::Product => "Product",
            Self::Other => "Thing",
        }
    }
}

/// Which part of an element a property means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Words,
    /// Its words as they stand, whatever parts of it are marked as values.
    Content,
    Link,
    Time,
}

/// What an element's classes say.
#[derive(Debug)]
pub(super) struct Classes {
    /// A thing begins.
    pub(super) root: Option<(Kind, Generation)>,
    /// What it is to the thing around it, in schema.org's words.
    pub(super) properties: Vec<(Form, &'static str)>,
    /// There is a property of words among the classes, read or not.
    pub(super) names_words: bool,
    /// There is a property that is a link among them.
    pub(super) names_link: bool,
}

const ROOTS: &[(&str, Kind)] = &[
    ("h-review", Kind::Review),
    ("h-review-aggregate", Kind::Aggregate),
    ("h-feed", Kind::Feed),
    ("h-entry", Kind::Entry),
    ("h-product", Kind::Product),
    ("h-adr", Kind::Other),
    ("h-card", Kind::Other),
    ("h-cite", Kind::Other),
    ("h-event", Kind::Other),
    ("h-geo", Kind::Other),
    ("h-item", Kind::Other),
    ("h-listing", Kind::Other),
    ("h-recipe", Kind::Other),
    ("h-resume", Kind::Other),
    ("h-app", Kind::Other),
    ("h-x-app", Kind::Other),
];

const CLASSIC_ROOTS: &[(&str, Kind)] = &[
    ("hreview", Kind::Review),
    ("hreview-aggregate", Kind::Aggregate),
    ("hproduct", Kind::Product),
    // As a thing of their own, entries keep their words from the review around them.
    ("hentry", Kind::Other),
    ("vcard", Kind::Other),
    ("vevent", Kind::Other),
    ("adr", Kind::Other),
    ("geo", Kind::Other),
];

/// The properties that are read, without their prefix.
const PREFIXED: &[(&str, &str)] = &[
    ("name", "name"),
    ("content", "reviewBody"),
    ("description", "description"),
    ("summary", "text"),
    ("item", "itemReviewed"),
    ("author", "author"),
    ("reviewer", "author"),
    ("rating", "reviewRating"),
    ("best", "bestRating"),
    ("worst", "worstRating"),
    ("published", "datePublished"),
    ("reviewed", "datePublished"),
    ("url", "url"),
    ("uid", "identifier"),
    ("count", "reviewCount"),
    ("votes", "ratingCount"),
    ("review", "review"),
    ("comment", "comment"),
    ("given-name", "givenName"),
    ("family-name", "familyName"),
    ("nickname", "alternateName"),
];

/// The classic ones of a review itself.
const CLASSIC_REVIEW: &[(&str, Form, &str)] = &[
    ("summary", Form::Words, "name"),
    ("description", Form::Content, "reviewBody"),
    ("item", Form::Words, "itemReviewed"),
    ("reviewer", Form::Words, "author"),
    ("rating", Form::Words, "reviewRating"),
    ("best", Form::Words, "bestRating"),
    ("worst", Form::Words, "worstRating"),
    ("dtreviewed", Form::Time, "datePublished"),
    ("reviewed", Form::Time, "datePublished"),
    ("count", Form::Words, "reviewCount"),
    ("votes", Form::Words, "ratingCount"),
    ("permalink", Form::Link, "url"),
];

/// The classic ones of what it names.
const CLASSIC_OTHER: &[(&str, Form, &str)] = &[
    ("fn", Form::Words, "name"),
    ("summary", Form::Words, "name"),
    ("url", Form::Link, "url"),
    ("uid", Form::Link, "identifier"),
    ("nickname", Form::Words, "alternateName"),
    ("given-name", Form::Words, "givenName"),
    ("family-name", Form::Words, "familyName"),
    ("org", Form::Words, "legalName"),
    ("review", Form::Words, "review"),
];

impl Classes {
    /// Reads the classes of an element that stands in a thing of a generation, or in none.
    pub(super) fn of(element: ElementRef<'_>, around: Option<Generation>) -> Self {
        let names: Vec<&str> = element.value().classes().collect();
        let mut classes =
            Self { root: None, properties: Vec::new(), names_words: false, names_link: false };
        match around {
            None => {}
            Some(Generation::Prefixed) => classes.add_prefixed(&names),
            Some(Generation::Classic { is_review }) => {
                classes.add_classic(&names, element, is_review);
            }
        }
        classes.root = root(&names, around);
        classes
    }

    /// Whether it is anything to the thing around it.
    pub(super) fn is_property(&self) -> bool {
        self.names_words || self.names_link || !self.properties.is_empty()
    }

    fn add_prefixed(&mut self, names: &[&str]) {
        for class in names {
            let Some((prefix, name)) = class.split_once('-') else { continue };
            let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            let form = match prefix {
                "p" => Form::Words,
                "e" => Form::Content,
                "u" => Form::Link,
                "dt" => Form::Time,
                _ => continue,
            };
            if is_name {
                self.names_words |= matches!(form, Form::Words | Form::Content);
                self.names_link |= form == Form::Link;
                let known = PREFIXED.iter().find(|(known, _)| *known == name);
                self.properties.extend(known.map(|(_, property)| (form, *property)));
            }
        }
    }

    fn add_classic(&mut self, names: &[&str], element: ElementRef<'_>, is_review: bool) {
        let known = if is_review { CLASSIC_REVIEW } else { CLASSIC_OTHER };
        let found = known.iter().filter(|(class, ..)| names.contains(class));
        self.properties.extend(found.map(|(_, form, property)| (*form, *property)));
        let rel = element.attr("rel").unwrap_or_default();
        if is_review && rel.split_whitespace().any(|word| word == "bookmark") {
            self.properties.push((Form::Link, "url"));
        }
        for (form, _) in &self.properties {
            self.names_words |= matches!(form, Form::Words | Form::Content);
            self.names_link |= *form == Form::Link;
        }
    }
}

/// The thing that begins with these classes.
fn root(names: &[&str], around: Option<Generation>) -> Option<(Kind, Generation)> {
    let among = |known: &[(&str, Kind)]| {
        known.iter().find(|(class, _)| names.contains(class)).map(|(_, kind)| *kind)
    };
    if let Some(kind) = among(ROOTS) {
        return Some((kind, Generation::Prefixed));
    }
    if let Some(kind) = among(CLASSIC_ROOTS) {
        // Mixed pages repeat in classic names what the prefixed ones around them say.
        let is_review = matches!(kind, Kind::Review | Kind::Aggregate);
        return Some((kind, Generation::Classic { is_review }));
    }
    let is_item =
        around == Some(Generation::Classic { is_review: true }) && names.contains(&"item");
    is_item.then_some((Kind::Other, Generation::Classic { is_review: false }))
}
