//! Parsing that ends in good time whatever it is given.
//!
//! **Invariant:** time and memory stay in proportion to the input, however it is nested.

use html5ever::driver::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink, Node};

/// Where browsers stop nesting, too.
const MAX_DEPTH: usize = 512;
/// An end tag is looked for in everything that is open, and a text is read in all that it stands in: the
/// cost grows with bytes × depth. The bytes of a page lie 5 to 20 deep on average.
const MAX_MEAN_DEPTH: usize = 100;
/// What is so short may lie at any depth, in bytes.
const SHORT: usize = 1_024;
/// A node takes about 130 bytes. Pages have one for every 30 bytes or more; one for every 20 keeps the
/// tree within 7 times its page.
const BYTES_PER_NODE: usize = 20;
/// A page smaller than this may have as many nodes as one of this size, in bytes.
const SMALL_PAGE: usize = 256 << 10;
/// Unclosed formatting tags can multiply: a few bytes then make hundreds of nodes each. A tag is a node
/// and so is the text after it; sloppy pages get one more for every so many bytes.
const BYTES_PER_EXTRA_NODE: usize = 100;
/// The parser compares each attribute of a tag with every one before it.
const MAX_ATTRIBUTES: usize = 2_000;
/// How much is parsed between two looks at the limits, in bytes.
const STRIDE: usize = 4_096;
/// The same where tags may multiply, which they do by as much as they are nested.
const SHORT_STRIDE: usize = 256;
const NESTED: usize = 64;

/// A parsed page.
#[derive(Debug)]
pub(crate) struct Markup {
    /// The tree; not `Send`, so it never lives across an await.
    pub(crate) html: Html,
    /// Where reading stopped, in bytes, when the page is nested or repeated beyond reason.
    pub(crate) cut_at: Option<usize>,
}

/// Parses a page or a fragment; whatever it is, there is a tree afterwards.
pub(crate) fn parse(text: &str) -> Markup {
    let max_nodes = max_nodes(text);
    let mut html = Html::new_document();
    if text.len() > STRIDE {
        // Growing by doubling would take three times as much while it moves. A stride may add a node a
        // byte.
        html.tree = ego_tree::Tree::with_capacity(Node::Document, max_nodes + STRIDE);
    }
    let sink = HtmlTreeSink::new(html);
    let mut parser = html5ever::driver::parse_document(sink, ParseOpts::default());
    let mut start = 0;
    let mut tag = PendingTag::default();
    let mut before = (0, 0);
    let mut depth = 0;
    let mut weight = 0;
    let mut cut_at = None;
    let mut stride = STRIDE;
    while start < text.len() {
        let end = text.ceil_char_boundary(start + stride);
        parser.process(StrTendril::from(&text[start..end]));
        let html = parser.tokenizer.sink.sink.0.borrow();
        let nodes = html.tree.values().len();
        let last_text = last_text(&html);
        depth = newest_depth(&html, nodes - before.0).unwrap_or(depth);
        weight += (end - start) * depth;
        let is_too_deep =
            depth > MAX_DEPTH || weight > MAX_MEAN_DEPTH * text.len() + MAX_DEPTH * SHORT;
        let is_pending = before == (nodes, last_text);
        let is_overlong = is_pending && tag.grow(text, start, end);
        if !is_pending {
            tag = PendingTag::default();
        }
        before = (nodes, last_text);
        start = end;
        stride = if depth > NESTED { SHORT_STRIDE } else { STRIDE };
        if nodes > max_nodes || is_too_deep || is_overlong {
            cut_at = (end < text.len()).then_some(end);
            break;
        }
    }
    if cut_at.is_some() {
        // The parser is not asked to finish what is pending: that costs what was to be avoided.
        let empty = Html::parse_document("");
        let html = parser.tokenizer.sink.sink.0.replace(empty.clone());
        let has_root = html.tree.root().children().any(|child| child.value().is_element());
        return Markup { html: if has_root { html } else { empty }, cut_at };
    }
    Markup { html: parser.finish(), cut_at }
}

/// How many nodes a page may have.
fn max_nodes(text: &str) -> usize {
    let bytes = text.as_bytes();
    let after = bytes.get(1..).unwrap_or_default();
    // In stretches whose counts fit into a byte, the processor counts many at once.
    let stretch = usize::from(u8::MAX);
    let count = |hits: u8| usize::from(hits);
    let tags = |part: &[u8]| part.iter().map(|byte| u8::from(*byte == b'<')).sum();
    let tags: usize = bytes.chunks(stretch).map(tags).map(count).sum();
    let ends = |(part, after): (&[u8], &[u8])| {
        let pairs = part.iter().zip(after);
        pairs.map(|(byte, next)| u8::from(*byte == b'<') & u8::from(*next == b'/')).sum()
    };
    let ends: usize = bytes.chunks(stretch).zip(after.chunks(stretch)).map(ends).map(count).sum();
    let by_tags = 2 * tags - ends + text.len() / BYTES_PER_EXTRA_NODE + SHORT_STRIDE;
    by_tags.min(text.len().max(SMALL_PAGE) / BYTES_PER_NODE)
}

/// How deep the last element lies that is among the newest nodes. What came last may be a comment, which
/// the parser hangs outside of everything that is still open.
fn newest_depth(html: &Html, newest: usize) -> Option<usize> {
    let mut newest = html.tree.nodes().rev().take(newest);
    newest.find(|node| node.value().is_element()).map(|element| element.ancestors().count())
}

/// How long the text is so far to which the parser may be adding.
fn last_text(html: &Html) -> usize {
    let path = std::iter::successors(Some(html.tree.root()), |node| node.last_child());
    path.last().map_or(0, |node| if let Node::Text(text) = node.value() { text.len() } else { 0 })
}

/// A tag that has begun and not yet ended, while nothing is added to the tree.
#[derive(Debug, Default)]
struct PendingTag {
    is_seen: bool,
    /// It is a comment or declaration after all, and those cost nothing.
    is_other: bool,
    /// It has not ended.
    is_open: bool,
    quote: Option<u8>,
    gaps: usize,
}

impl PendingTag {
    /// Looks at the stretch that added nothing; whether the tag has too many attributes by now.
    fn grow(&mut self, text: &str, start: usize, end: usize) -> bool {
        let mut begin = start;
        if !self.is_seen {
            let opening = text[..start].rfind('<');
            self.is_open = opening.is_some();
            begin = opening.unwrap_or(start);
            self.is_other |= text[begin..].starts_with("<!");
            self.is_seen = true;
        }
        for at in begin..end {
            match (self.quote, text.as_bytes()[at]) {
                (Some(open), close) if open == close => self.quote = None,
                (Some(_), _) => {}
                (None, b'<') if !self.is_open => {
                    self.is_open = !text[at..].starts_with("<!");
                    self.gaps = 0;
                }
                // White space between the first tags of a page adds nothing either.
                (None, b'>') => self.is_open = false,
                (None, byte @ (b'"' | b'\'')) if self.is_open => self.quote = Some(byte),
                (None, b' ' | b'\t' | b'\n' | b'\r' | b'/') if self.is_open => self.gaps += 1,
                _ => {}
            }
        }
        self.gaps > MAX_ATTRIBUTES && !self.is_other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_and_repetition_without_end_are_cut() {
        let fonts: String = (0..400).map(|n| format!("<font size={n}>")).collect();
        for (name, page) in [
            ("depth", "<div>".repeat(30_000)),
            ("multiplied tags", format!("<p>{fonts}{}", "<p>x".repeat(30_000))),
            ("depth behind comments that hang outside", "<x></html><!-- -->".repeat(30_000)),
            ("end tags in the depth", format!("{}{}", "<x>".repeat(500), "</y>".repeat(100_000))),
            ("text in the depth", format!("{}{}", "<div>".repeat(500), "가나 ".repeat(60_000))),
            ("attributes", (0..30_000).fold("<a ".to_owned(), |a, n| a + &format!("a{n}=1 "))),
        ] {
            let cut_at = parse(&page).cut_at;
            assert!(cut_at.is_some_and(|at| at < page.len() / 3), "{name}: {cut_at:?}");
            let _there_is_a_root = parse(&page).html.root_element();
        }
    }

    #[test]
    fn a_page_that_is_merely_long_is_whole() {
        for (name, page) in [
            ("text", "가나다 ".repeat(20_000)),
            ("script", format!("<script>{}</script><p>x", "if (a<b) f(1, 2); ".repeat(10_000))),
            ("comment", format!("<!-- {} --><p>x", "a b ".repeat(20_000))),
            ("one long attribute", format!("<p data-x='{}'>x", "{\"a\": 1} ".repeat(20_000))),
            ("rows", "<tr><td>x".repeat(10_000)),
            ("rows that never end", format!("<div>{}", "배송이 늦었어요 ".repeat(20)).repeat(150)),
            ("a short and deep one", format!("{}<p>x", "<div>".repeat(400))),
            ("blank beginning", format!("{}<html>{}<p>x", " ".repeat(20_000), "\n".repeat(20_000))),
        ] {
            assert_eq!(parse(&page).cut_at, None, "{name}");
        }
    }
}
