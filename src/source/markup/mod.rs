//! HTML from strangers as a tree and as plain text.

mod links;
mod selector;
mod tree;

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Node, Selector};

pub(crate) use links::{MAX_BASE, base};
pub(crate) use selector::selector;
pub(crate) use tree::parse;

use crate::review::text::MAX_BODY;

/// As many bytes of text as certainly hold more than [`MAX_BODY`] characters.
pub(crate) const MAX_TEXT: usize = 4 * (MAX_BODY + 1);

/// What a person reads in the markup.
pub(crate) fn plain(markup: &str) -> String {
    let parsed = parse(markup);
    text_of(parsed.html.root_element(), None)
}

/// What a person reads in the element: `<br>` and blocks become line breaks, scripts and styles
/// go, and so does whatever matches `ignore`. Stops once there is more than any body may hold.
pub(crate) fn text_of(element: ElementRef<'_>, ignore: Option<&Selector>) -> String {
    let mut out = Text::default();
    let mut skipping = None;
    let ignored: HashSet<NodeId> =
        ignore.into_iter().flat_map(|css| element.select(css)).map(|inner| inner.id()).collect();
    for edge in element.traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) if skipping.is_none() => match node.value() {
                Node::Text(text) => out.push(text),
                Node::Element(tag) => {
                    let is_noise =
                        matches!(tag.name(), "script" | "style" | "template" | "noscript" | "head");
                    if is_noise || ignored.contains(&node.id()) {
                        skipping = Some(node.id());
                    } else {
                        out.boundary(tag.name(), true);
                    }
                }
                _ => {}
            },
            ego_tree::iter::Edge::Open(_) => {}
            ego_tree::iter::Edge::Close(node) => {
                if skipping == Some(node.id()) {
                    skipping = None;
                } else if skipping.is_none()
                    && let Node::Element(tag) = node.value()
                {
                    out.boundary(tag.name(), false);
                }
            }
        }
        if out.text.len() > MAX_TEXT {
            break;
        }
    }
    out.text.trim().to_owned()
}

/// The same on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text directly inside the element, without that of the elements in it.
pub(crate) fn own_text_of(element: ElementRef<'_>) -> String {
    let mut out = Text::default();
    for node in element.children() {
        match node.value() {
            Node::Text(text) => out.push(text),
            Node::Element(tag) if tag.name() == "br" => out.boundary("br", true),
            // Words on both sides of an element are not one word.
            Node::Element(_) => out.space(),
            _ => {}
        }
    }
    out.text.trim().to_owned()
}

/// Text being put together.
#[derive(Default)]
struct Text {
    text: String,
    /// Inside how many `<pre>`, where white space counts.
    preformatted: usize,
}

impl Text {
    fn push(&mut self, raw: &str) {
        if self.preformatted > 0 {
            self.text.push_str(raw);
            return;
        }
        for c in raw.chars() {
            if c.is_whitespace() {
                self.space();
            } else {
                self.text.push(c);
            }
        }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn lines(&mut self, wanted: usize) {
        let present = self.text.len() - self.text.trim_end_matches('\n').len();
        if !self.text.is_empty() {
            (present..wanted).for_each(|_| self.text.push('\n'));
        }
    }

    fn boundary(&mut self, tag: &str, opens: bool) {
        match tag {
            "br" if opens => self.text.push('\n'),
            "pre" | "textarea" => {
                self.lines(1);
                self.preformatted =
                    if opens { self.preformatted + 1 } else { self.preformatted.saturating_sub(1) };
            }
            "p" | "blockquote" => self.lines(2),
            "td" | "th" => self.space(),
            "address" | "article" | "aside" | "dd" | "details" | "div" | "dl" | "dt"
            | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "header" | "hr" | "li" | "main" | "nav" | "ol" | "option"
            | "section" | "summary" | "table" | "tr" | "ul" => self.lines(1),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_reads_as_a_person_reads_it() {
        let text = plain(
            "<p>a &amp;\n b<br>c</p><p>d</p><style>x{}</style><ul><li>e<li>f</ul><script>1</script><!-- g -->\
             <td>h</td><pre>i\n  j</pre>",
        );
        assert_eq!(text, "a & b\nc\n\nd\n\ne\nf\nh\ni\n  j");
    }

    #[test]
    fn what_is_ignored_is_not_read() {
        let page = parse("<h4>Bananas<span class=hidden>Rated 1</span>!</h4>");
        let css = Selector::parse(".hidden").expect("it is a selector");
        let title =
            page.html.select(&Selector::parse("h4").expect("it is one")).next().expect("there");
        assert_eq!(text_of(title, Some(&css)), "Bananas!");
        assert_eq!(own_text_of(title), "Bananas !");
    }
}
