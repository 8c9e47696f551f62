//! One element of a feed with everything in it, and the names feeds use.

/// Whose vocabulary a name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS of any version and Atom of any version: their names do not clash where it matters.
    Feed,
    /// Dublin Core, elements and terms.
    Dc,
    /// RSS's `content:encoded`.
    Content,
    /// Podcasts.
    Itunes,
    /// The customer reviews of an app store.
    Im,
    /// Media RSS.
    Media,
    /// Threads: which entry answers which.
    Thread,
    /// XHTML.
    Html,
    /// RDF.
    Rdf,
    /// Anything else.
    Other,
}

/// What is known of a namespace by a part of its URI, lower case.
const URIS: &[(&str, Space)] = &[
    ("www.w3.org/2005/atom", Space::Feed),
    ("purl.org/atom/ns", Space::Feed),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/rss/1.0/modules/", Space::Other),
    ("purl.org/rss/1.0", Space::Feed),
    ("purl.org/net/rss1.1", Space::Feed),
    ("my.netscape.com/", Space::Feed),
    ("channel.netscape.com/", Space::Feed),
    ("my.netscape.com/rdf", Space::Feed),
    ("backend.userland.com/", Space::Feed),
    ("blogs.law.harvard.edu/tech/rss", Space::Feed),
    ("purl.org/dc/", Space::Dc),
    ("www.itunes.com/dtds/podcast", Space::Itunes),
    ("example.com/dtds/podcast", Space::Itunes),
    ("itunes.apple.com/rss", Space::Im),
    ("search.yahoo.com/mrss", Space::Media),
    ("purl.org/syndication/thread", Space::Thread),
    ("www.w3.org/1999/xhtml", Space::Html),
    ("www.w3.org/1999/02/22-rdf-syntax-ns", Space::Rdf),
];

/// What a prefix usually means, for feeds that never declare it.
const PREFIXES: &[(&str, Space)] = &[
    ("", Space::Feed),
    ("rss", Space::Feed),
    ("atom", Space::Feed),
    ("atom10", Space::Feed),
    ("dc", Space::Dc),
    ("dcterms", Space::Dc),
    ("content", Space::Content),
    ("itunes", Space::Itunes),
    ("im", Space::Im),
    ("media", Space::Media),
    ("thr", Space::Thread),
    ("xhtml", Space::Html),
    ("rdf", Space::Rdf),
];

impl Space {
    /// By the URI a prefix was declared with, else by the prefix itself.
    pub(super) fn of(prefix: &str, uri: Option<&str>) -> Self {
        let lower = uri.map(str::to_ascii_lowercase);
        let by_uri = lower
            .and_then(|u| URIS.iter().find(|(part, _)| u.contains(part)).map(|(_, space)| *space));
        let by_prefix = || PREFIXES.iter().find(|(p, _)| *p == prefix).map(|(_, space)| *space);
        by_uri.or_else(by_prefix).unwrap_or(Self::Other)
    }
}

/// An element, its attributes decoded, its names lower case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    pub(super) space: Space,
    pub(super) name: String,
    /// (name with its prefix, value).
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    /// The value of an attribute, trimmed; `None` where there is none or it is blank.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(n, _)| n == name)?;
        Some(value.trim()).filter(|v| !v.is_empty())
    }

    /// The elements directly inside, in order.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of that name directly inside.
    pub(super) fn all(&self, space: Space, name: &str) -> impl Iterator<Item = &Self> {
        self.elements().filter(move |e| e.space == space && e.name == name)
    }

    /// The first element of that name directly inside that is not blank.
    pub(super) fn child(&self, space: Space, name: &str) -> Option<&Self> {
        self.all(space, name).find(|e| !e.is_blank())
    }

    /// Whether there is neither text nor an element inside.
    pub(super) fn is_blank(&self) -> bool {
        self.children.iter().all(|node| match node {
            Node::Text(text) => text.trim().is_empty(),
            Node::Element(_) => false,
        })
    }

    /// All text inside, at any depth, trimmed.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.collect(&mut out);
        out.trim().to_owned()
    }

    fn collect(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.collect(out),
            }
        }
    }

    /// What is inside as markup; the text is escaped when `escape`, as XHTML is written, or taken
    /// as markup itself, as RSS is often written.
    pub(super) fn inner_markup(&self, escape: bool) -> String {
        let mut out = String::new();
        self.write(&mut out, escape);
        out
    }

    fn write(&self, out: &mut String, escape: bool) {
        for node in &self.children {
            match node {
                Node::Text(text) if escape => {
                    out.push_str(&quick_xml::escape::partial_escape(text.as_str()))
                }
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => {
                    // Attributes say nothing to a reader of plain text.
                    out.push('<');
                    out.push_str(&element.name);
                    out.push('>');
                    element.write(out, escape);
                    if !is_void(&element.name) {
                        out.push_str("</");
                        out.push_str(&element.name);
                        out.push('>');
                    }
                }
            }
        }
    }
}

/// HTML's elements that never have an end tag and that no feed uses for itself.
pub(super) fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "wbr")
}
