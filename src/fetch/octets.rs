//! Paths in the form in which RFC 9309 compares them, octet by octet.

/// Which side of a comparison a path stands on: in a rule, `*` and a final `$` are special.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// In a rule.
    Rule,
    /// In the address that is asked for.
    Url,
}

/// The form in which paths are compared octet by octet (2.2.2): percent-encoded where a character is
/// neither unreserved nor reserved, decoded where it is unreserved. In a query `:`, `/`, `?`, `@`,
/// `[`, `]` and `'`, which the URL standard encodes there, mean the same encoded or not. An encoded `*` or `$` in a rule is the character itself
/// (2.2.3), so that in a URL it is encoded.
pub(super) fn normal(path: &[u8], side: Side) -> String {
    let mut out = String::with_capacity(path.len() + 1);
    let mut rest = path;
    let mut in_query = false;
    while let Some((first, after)) = rest.split_first() {
        let encoded = (*first == b'%').then(|| after.get(..2).and_then(octet)).flatten();
        let octet = encoded.unwrap_or(*first);
        rest = if encoded.is_some() { &after[2..] } else { after };
        let raw = encoded.is_none();
        let plain = match octet {
            b'*' => raw && side == Side::Rule,
            b'$' => raw && side == Side::Rule && rest.is_empty(),
            b':' | b'/' | b'?' | b'@' | b'[' | b']' | b'\'' => raw || in_query,
            b'#' | b'!' | b'&' | b'(' | b')' | b'+' | b',' | b';' | b'=' => raw,
            _ => octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~'),
        };
        in_query |= octet == b'?' && raw;
        if plain {
            out.push(char::from(octet));
        } else {
            out.push_str(&format!("%{octet:02X}"));
        }
    }
    out
}

/// The octet that two hexadecimal digits are.
fn octet(digits: &[u8]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let [high, low] = digits else { return None };
    Some(value(*high)? << 4 | value(*low)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_have_one_form_and_keep_it() {
        for (path, rule, url) in [
            ("/~a-b_c.d", "/~a-b_c.d", "/~a-b_c.d"),
            ("/%7e%41%2f%3f", "/~A%2F%3F", "/~A%2F%3F"),
            ("/100%/%zz/%4", "/100%25/%25zz/%254", "/100%25/%25zz/%254"),
            ("/후 é", "/%ED%9B%84%20%C3%A9", "/%ED%9B%84%20%C3%A9"),
            ("/a*b$c$", "/a*b%24c$", "/a%2Ab%24c%24"),
            ("/%2a%24", "/%2A%24", "/%2A%24"),
            ("/a?b=%2F%3a&c=%26", "/a?b=/:&c=%26", "/a?b=/:&c=%26"),
        ] {
            for (side, wanted) in [(Side::Rule, rule), (Side::Url, url)] {
                let once = normal(path.as_bytes(), side);
                assert_eq!(once, wanted, "{path} as {side:?}");
                assert_eq!(normal(once.as_bytes(), side), once, "{path} as {side:?}, again");
            }
        }
    }
}
