//! One piece of text on a page: where it stands and which part of it is meant.

use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Selector};

use crate::settings::Section;
use crate::source::markup::{self, selector};

/// Matches of a selector that lie in more others than this are not looked into: a page that nests them
/// without end would be gone through once for each.
const MAX_NESTED: usize = 16;

/// The elements in which a field is looked for: an item, and the siblings that belong to it.
#[derive(Clone, Debug)]
pub(super) struct Scope<'a> {
    elements: Vec<ElementRef<'a>>,
}

impl<'a> Scope<'a> {
    /// A single element.
    pub(super) fn of(element: ElementRef<'a>) -> Self {
        Self { elements: vec![element] }
    }

    /// An item together with the siblings after it that match `extra`, up to the next item.
    pub(super) fn with_siblings(
        element: ElementRef<'a>,
        item: &Selector,
        extra: Option<&Selector>,
    ) -> Self {
        let mut elements = vec![element];
        if let Some(extra) = extra {
            let siblings = element.next_siblings().filter_map(ElementRef::wrap);
            let until_next = siblings.take_while(|sibling| !item.matches(sibling));
            elements.extend(until_next.filter(|sibling| extra.matches(sibling)));
        }
        Self { elements }
    }

    /// Everything in it that matches.
    pub(super) fn select<'s>(
        &'s self,
        css: &'s Selector,
    ) -> impl Iterator<Item = ElementRef<'a>> + 's {
        self.elements.iter().flat_map(move |element| element.select(css))
    }

    /// Whether an element of it, or something inside, matches.
    pub(super) fn matches(&self, css: &Selector) -> bool {
        self.elements.iter().any(|element| css.matches(element))
            || self.select(css).next().is_some()
    }

    /// All its text, for an excerpt.
    pub(super) fn text(&self) -> String {
        self.elements.iter().map(|e| markup::text_of(*e, None)).collect::<Vec<_>>().join("\n")
    }
}

/// What of an element is read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Its text, with that of the elements in it.
    Text,
    /// Only the text directly in it.
    OwnText,
    /// An attribute.
    Attr(String),
}

/// Where a text stands, and which part of it is meant.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// `None` is the item itself.
    css: Option<Selector>,
    part: Part,
    ignore: Option<Selector>,
    /// Take every match, one a line, instead of the first that says something.
    all: bool,
    regex: Option<Regex>,
    /// What is made of the text, which replaces `{}`.
    format: Option<String>,
    /// Said whenever the place exists, instead of what stands there.
    constant: Option<String>,
    /// Line breaks matter.
    lines: bool,
}

/// How a kind of field differs from the usual one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Usual {
    /// The attribute that is read where the owner names none.
    pub(super) attr: Option<&'static str>,
    /// Line breaks matter.
    pub(super) lines: bool,
}

impl Field {
    /// Reads `key = "css"` or `key = { css = …, … }`; `None` where it is absent or wrong.
    pub(super) fn read(section: &mut Section<'_>, key: &'static str, usual: Usual) -> Option<Self> {
        if !section.has_table(key) {
            let css = section.parsed(key, target)?.value;
            return Some(Self::new(css, usual));
        }
        let mut table = section.section(key)?;
        let field = Self::read_table(&mut table, usual);
        table.finish();
        field
    }

    /// Reads the keys of a field's own table.
    pub(super) fn read_table(table: &mut Section<'_>, usual: Usual) -> Option<Self> {
        let css = if table.has("css") { Some(table.parsed("css", target)?.value) } else { None };
        let attr = table.string("attr").map(|attr| attr.value);
        let own_text = table.boolean("own_text").unwrap_or(false);
        if attr.is_some() && own_text {
            table.error(table.span(), "`attr` and `own_text` exclude each other", None);
        }
        let mut field = Self::new(css.flatten(), usual);
        field.ignore = table.parsed("ignore", selector).map(|css| css.value);
        field.all = table.boolean("all").unwrap_or(false);
        field.regex = table.parsed("regex", Regex::new).map(|regex| regex.value);
        field.constant = table.string("text").map(|text| text.value);
        field.format = table.parsed("format", format).map(|text| text.value);
        if let Some(attr) = attr {
            field.part = Part::Attr(attr);
        } else if own_text {
            field.part = Part::OwnText;
        }
        Some(field)
    }

    fn new(css: Option<Selector>, usual: Usual) -> Self {
        Self {
            css,
            part: usual.attr.map_or(Part::Text, |attr| Part::Attr(attr.to_owned())),
            ignore: None,
            all: false,
            regex: None,
            format: None,
            constant: None,
            lines: usual.lines,
        }
    }

    /// The elements the field stands in.
    pub(super) fn elements<'a>(&self, scope: &Scope<'a>) -> Vec<ElementRef<'a>> {
        match &self.css {
            Some(css) => scope.select(css).collect(),
            None => scope.elements.first().copied().into_iter().collect(),
        }
    }

    /// What the page says there; `None` where it says nothing.
    pub(super) fn get(&self, scope: &Scope<'_>) -> Option<String> {
        if self.all {
            return self.meant(&self.joined(scope));
        }
        match &self.css {
            Some(css) => looked_into(scope.select(css)).find_map(|e| self.meant(&self.raw(e))),
            None => self.meant(&self.raw(*scope.elements.first()?)),
        }
    }

    /// Every match, a line each. One inside another is part of its text already.
    fn joined(&self, scope: &Scope<'_>) -> String {
        let Some(css) = &self.css else {
            return scope.elements.first().map(|item| self.raw(*item)).unwrap_or_default();
        };
        let mut joined = String::new();
        let mut last: Option<ElementRef<'_>> = None;
        for element in scope.select(css) {
            let is_inside =
                last.is_some_and(|last| element.ancestors().any(|node| node.id() == last.id()));
            if matches!(self.part, Part::Text) && is_inside {
                continue;
            }
            if joined.len() > markup::MAX_TEXT {
                break;
            }
            if last.replace(element).is_some() {
                joined.push('\n');
            }
            joined.push_str(&self.raw(element));
        }
        joined
    }

    /// The part of one element that is read.
    fn raw(&self, element: ElementRef<'_>) -> String {
        match &self.part {
            Part::Text => markup::text_of(element, self.ignore.as_ref()),
            Part::OwnText => markup::own_text_of(element),
            Part::Attr(name) => element.attr(name).unwrap_or_default().to_owned(),
        }
    }

    /// What of a text is meant.
    fn meant(&self, raw: &str) -> Option<String> {
        if let Some(constant) = &self.constant {
            return Some(constant.clone());
        }
        let text = if self.lines { raw.trim().to_owned() } else { markup::one_line(raw) };
        let part = self.picked(&text)?.trim();
        if part.is_empty() {
            return None;
        }
        Some(self.format.as_ref().map_or_else(|| part.to_owned(), |f| f.replace("{}", part)))
    }

    /// The regex's first group that took part, or its whole match; everything without a regex.
    pub(super) fn picked<'t>(&self, text: &'t str) -> Option<&'t str> {
        let Some(regex) = &self.regex else { return Some(text) };
        let found = regex.captures(text)?;
        let group = found.iter().skip(1).flatten().next().or_else(|| found.get(0));
        group.map(|m| m.as_str())
    }

    /// Whether a regex narrows it.
    pub(super) fn has_regex(&self) -> bool {
        self.regex.is_some()
    }
}

/// Something that a page shows or does not: a lock beside a title, a state that means "answered".
#[derive(Clone, Debug)]
pub(super) struct Mark(Field);

impl Mark {
    /// Reads `key = "css"`, which marks by being there, or `key = { css = …, regex = … }`, which marks
    /// by its words; `None` where it is absent or wrong.
    pub(super) fn read(section: &mut Section<'_>, key: &'static str) -> Option<Self> {
        let field = Field::read(section, key, Usual::default())?;
        if field.css.is_none() && field.regex.is_none() {
            let message = format!("`{}.{key}` would mark every row", section.path());
            let help = "name an element, or words with regex".to_owned();
            section.error(section.span_of(key), message, Some(help));
            return None;
        }
        Some(Self(field))
    }

    /// Whether it is there.
    pub(super) fn stands(&self, scope: &Scope<'_>) -> bool {
        match (&self.0.css, &self.0.regex) {
            (Some(css), None) => scope.matches(css),
            _ => self.0.get(scope).is_some(),
        }
    }
}

/// Those of the matches of a selector, in page order, that lie in few enough others.
pub(super) fn looked_into<'a>(
    matches: impl Iterator<Item = ElementRef<'a>>,
) -> impl Iterator<Item = ElementRef<'a>> {
    let mut around: Vec<NodeId> = Vec::new();
    matches.filter(move |element| {
        let is_inside = |outer: &NodeId| element.ancestors().any(|node| node.id() == *outer);
        while around.last().is_some_and(|outer| !is_inside(outer)) {
            around.pop();
        }
        let is_looked_into = around.len() < MAX_NESTED;
        if is_looked_into {
            around.push(element.id());
        }
        is_looked_into
    })
}

/// The place of a field: a selector, or the item itself.
fn target(text: &str) -> Result<Option<Selector>, String> {
    match text.trim() {
        "" | ":scope" => Ok(None),
        css => selector(css).map(Some),
    }
}

fn format(text: &str) -> Result<String, &'static str> {
    if text.contains("{}") {
        Ok(text.to_owned())
    } else {
        Err("it needs {} where the text found goes, as in \"/board/view?no={}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_looked_into_wherever_they_stand_but_not_however_deep_in_each_other() {
        let deep = format!("{}{}", "<div>".repeat(100), "</div>".repeat(100));
        let page = markup::parse(&format!("{deep}<div>x</div>{deep}<p><div>y</div>"));
        let css = selector("div").expect("it is one");
        assert_eq!(looked_into(page.html.select(&css)).count(), 2 * MAX_NESTED + 2);
    }
}
