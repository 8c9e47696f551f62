//! Going through a page in its order, with a bound on how deep what is read may nest.
//!
//! **Invariant:** no text stands in more than [`MAX_NESTING`] properties, so that putting them all
//! together takes time in proportion to the page.

use ego_tree::iter::Edge;
use scraper::ElementRef;

/// Deeper than this, things in things and properties in properties are not looked at.
pub(super) const MAX_NESTING: usize = 12;

/// What is told of each element.
pub(super) trait Visitor<'a> {
    /// An element begins; whether its end is to be told, too.
    fn enter(&mut self, element: ElementRef<'a>) -> bool;

    /// The last element ends of which that is so.
    fn leave(&mut self);
}

/// Shows a visitor every element in page order; `false` where some lay too deep.
pub(super) fn crawl<'a>(root: ElementRef<'a>, visitor: &mut impl Visitor<'a>) -> bool {
    let mut open = Vec::new();
    let mut is_whole = true;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                let Some(element) = ElementRef::wrap(node) else { continue };
                if open.len() >= MAX_NESTING {
                    is_whole = false;
                } else if visitor.enter(element) {
                    open.push(node.id());
                }
            }
            Edge::Close(node) => {
                if open.last() == Some(&node.id()) {
                    open.pop();
                    visitor.leave();
                }
            }
        }
    }
    is_whole
}
