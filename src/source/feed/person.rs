//! The name of whoever wrote an entry, in the many ways feeds print it.

use super::element::{Element, Space};

/// The name in an author element: Atom's `name`, or text such as "mail (Name)".
pub(super) fn of(element: &Element) -> Option<String> {
    let child = |name| element.child(Space::Feed, name).map(Element::text);
    let stated = child("name").or_else(|| child("email"));
    name(&stated.unwrap_or_else(|| element.text()))
}

/// "mail@shop.example (Name)", "Name <mail@shop.example>", "Name（mail@shop.example）" or a bare
/// name or address; the name where there is one.
pub(super) fn name(raw: &str) -> Option<String> {
    let raw = raw.trim();
    let enclosed = [('(', ')'), ('<', '>'), ('（', '）'), ('＜', '＞'), ('[', ']')];
    for (open, close) in enclosed {
        let Some(start) = raw.find(open) else { continue };
        let inside_at = start + open.len_utf8();
        let inside = &raw[inside_at..];
        let inside = inside.find(close).map_or(inside, |end| &inside[..end]).trim();
        let outside = raw[..start].trim();
        if is_mail(outside) && !inside.is_empty() {
            return Some(inside.to_owned());
        }
        if is_mail(inside) && !outside.is_empty() {
            return Some(outside.trim_matches('"').trim().to_owned());
        }
    }
    (!raw.is_empty()).then(|| raw.to_owned())
}

fn is_mail(text: &str) -> bool {
    let address = text.strip_prefix("mailto:").unwrap_or(text);
    let Some((local, domain)) = address.split_once('@') else { return false };
    !local.is_empty() && domain.contains('.') && !address.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_found_beside_an_address() {
        for (raw, expected) in [
            ("hong@shop.example (홍길동)", "홍길동"),
            ("홍길동 <hong@shop.example>", "홍길동"),
            ("홍길동（hong@shop.example）", "홍길동"),
            ("\"Kim\" <mailto:kim@shop.example>", "Kim"),
            ("hong@shop.example", "hong@shop.example"),
            ("김** (구매자)", "김** (구매자)"),
            ("(", "("),
        ] {
            assert_eq!(name(raw).as_deref(), Some(expected), "{raw}");
        }
        assert_eq!(name("  "), None);
    }
}
