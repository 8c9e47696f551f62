//! What an element with a microformat's class says.

use scraper::ElementRef;

use super::super::graph::Value;
use super::classes::Form;
use crate::source::markup;

/// The most pieces of which a value is put together.
const MAX_PIECES: usize = 8;

/// What a property's element says.
pub(super) fn of(element: ElementRef<'_>, form: Form) -> Value {
    match form {
        Form::Words => Value::Text(pieces(element, form).unwrap_or_else(|| words(element)).into()),
        Form::Content => Value::Text(markup::text_of(element, None).into()),
        Form::Time => Value::Text(pieces(element, form).unwrap_or_else(|| time(element)).into()),
        Form::Link => {
            let attribute = address(element);
            let address =
                attribute.or_else(|| pieces(element, form)).unwrap_or_else(|| words(element));
            Value::Link { address: address.into(), words: "".into() }
        }
    }
}

/// What a thing is called whose properties do not say so.
pub(super) fn implied_name(element: ElementRef<'_>) -> Option<String> {
    let named = |element: ElementRef<'_>| match element.value().name() {
        "img" | "area" => element.attr("alt").map(str::to_owned),
        "abbr" => element.attr("title").map(str::to_owned),
        _ => None,
    };
    let only = only_child(element);
    let inner = only.and_then(|child| named(child).or_else(|| named(only_child(child)?)));
    let name = named(element).or(inner).filter(|name| !name.trim().is_empty());
    name.or_else(|| Some(markup::text_of(element, None))).filter(|name| !name.is_empty())
}

/// Where a thing is whose properties do not say so: it is a link, or has a single one.
pub(super) fn implied_link(element: ElementRef<'_>) -> Option<String> {
    const LINKS: [&str; 2] = ["a", "area"];
    let address = |element: ElementRef<'_>| {
        let is_link = LINKS.contains(&element.value().name());
        element.attr("href").filter(|_| is_link).map(str::to_owned)
    };
    let single = |parent: ElementRef<'_>| {
        LINKS.iter().find_map(|name| {
            let mut links = parent.child_elements().filter(|child| child.value().name() == *name);
            let first = links.next()?;
            links.next().is_none().then(|| address(first)).flatten()
        })
    };
    address(element).or_else(|| single(element)).or_else(|| single(only_child(element)?))
}

fn only_child(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    let mut children = element.child_elements();
    let first = children.next()?;
    children.next().is_none().then_some(first)
}

fn words(element: ElementRef<'_>) -> String {
    let stated = match element.value().name() {
        "abbr" | "link" => element.attr("title"),
        "data" | "input" | "meter" => element.attr("value"),
        "img" | "area" => element.attr("alt"),
        _ => None,
    };
    if let Some(stated) = stated {
        return stated.to_owned();
    }
    let words = markup::text_of(element, None);
    if !words.is_empty() {
        return words;
    }
    let pictures = element.descendants().filter_map(ElementRef::wrap);
    let mut alternatives = pictures.filter_map(|picture| picture.attr("alt"));
    alternatives.next().unwrap_or_default().to_owned()
}

fn time(element: ElementRef<'_>) -> String {
    let is_time = matches!(element.value().name(), "time" | "ins" | "del");
    let stated = element.attr("datetime").filter(|_| is_time);
    stated.map_or_else(|| words(element), str::to_owned)
}

fn address(element: ElementRef<'_>) -> Option<String> {
    let attribute = match element.value().name() {
        "a" | "area" | "link" => "href",
        "img" | "audio" | "source" | "iframe" | "video" => "src",
        "object" => "data",
        _ => return None,
    };
    element.attr(attribute).map(str::to_owned)
}

/// The value-class pattern: the parts of an element that are meant, where it marks them.
fn pieces(element: ElementRef<'_>, form: Form) -> Option<String> {
    let marked = |class| {
        let inside = element.descendants().skip(1).filter_map(ElementRef::wrap);
        inside.filter(move |inner| inner.value().classes().any(|c| c == class)).take(MAX_PIECES)
    };
    let stated = marked("value-title").find_map(|inner| inner.attr("title"));
    if let Some(title) = stated {
        return Some(title.to_owned());
    }
    let mut out = String::new();
    for inner in marked("value") {
        let piece = if form == Form::Time { time(inner) } else { words(inner) };
        let is_zone = piece.starts_with(['+', '-', 'Z']);
        if form == Form::Time && !out.is_empty() && !is_zone {
            out.push(' ');
        }
        out.push_str(&piece);
    }
    (!out.is_empty()).then_some(out)
}
