//! Finds the encoding a page declares in its first bytes: the WHATWG's prescan, and the XML
//! declaration.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::charset::by_label_in_ascii;

/// How far a declaration is searched for. The WHATWG asks for 1024; browsers go on, and old
/// Korean malls put scripts first.
const REACH: usize = 8192;

/// The encoding of the first `<meta>` that declares one.
pub(super) fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut at = Cursor { bytes: &bytes[..bytes.len().min(REACH)] };
    while let Some(start) = at.bytes.iter().position(|b| *b == b'<') {
        at.skip(start);
        if at.starts_with(b"<!--") {
            // The dashes of the opening may be those of the end, as in "<!-->".
            at.skip(2);
            at.skip_through(b"-->");
        } else if at.starts_with(b"<meta") && at.bytes.get(5).is_some_and(|b| is_space_or_slash(*b))
        {
            at.skip(5);
            if let Some(found) = meta(&mut at) {
                return Some(found);
            }
        } else if at.is_tag() {
            let name = at.bytes.iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
            at.skip(name);
            while at.attribute().is_some() {}
        } else if [b"<!".as_slice(), b"</", b"<?"].into_iter().any(|s| at.starts_with(s)) {
            at.skip_through(b">");
        } else {
            at.skip(1);
        }
    }
    None
}

/// The encoding an XML declaration names, or that its first characters betray.
pub(super) fn xml_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"<\0?\0x\0") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\0<\0?\0x") {
        return Some(UTF_16BE);
    }
    let bytes = bytes.trim_ascii_start();
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let end = declaration.iter().position(|b| *b == b'>')?;
    let mut at = Cursor { bytes: &declaration[..end] };
    at.skip_through(b"encoding").then_some(())?;
    at.skip_space();
    at.bytes = at.bytes.strip_prefix(b"=")?;
    at.skip_space();
    let (quote, rest) = at.bytes.split_first()?;
    matches!(quote, b'"' | b'\'').then_some(())?;
    let length = rest.iter().position(|b| b == quote)?;
    by_label_in_ascii(&rest[..length])
}

/// What the attributes of one `<meta>` declare.
fn meta(at: &mut Cursor<'_>) -> Option<&'static Encoding> {
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let (mut is_pragma, mut needs_pragma, mut found) = (false, None, None);
    while let Some((name, value)) = at.attribute() {
        if seen.contains(&name) {
            continue;
        }
        match name.as_slice() {
            b"http-equiv" => is_pragma |= value == b"content-type",
            b"content" if found.is_none() => {
                if let Some(encoding) = in_content(&value) {
                    (found, needs_pragma) = (Some(Some(encoding)), Some(true));
                }
            }
            b"charset" => (found, needs_pragma) = (Some(by_label_in_ascii(&value)), Some(false)),
            _ => {}
        }
        seen.push(name);
    }
    if needs_pragma? && !is_pragma { None } else { found? }
}

/// The encoding in the value of a `content` attribute, which is in lower case.
fn in_content(value: &[u8]) -> Option<&'static Encoding> {
    let mut at = Cursor { bytes: value };
    while at.skip_through(b"charset") {
        at.skip_space();
        let Some(rest) = at.bytes.strip_prefix(b"=") else { continue };
        let rest = rest.trim_ascii_start();
        let label = match rest.first()? {
            quote @ (b'"' | b'\'') => {
                let end = rest[1..].iter().position(|b| b == quote)?;
                &rest[1..=end]
            }
            _ => {
                let end = rest.iter().position(|b| b.is_ascii_whitespace() || *b == b';');
                &rest[..end.unwrap_or(rest.len())]
            }
        };
        return by_label_in_ascii(label);
    }
    None
}

fn is_space_or_slash(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

/// The bytes still to be read.
struct Cursor<'a> {
    bytes: &'a [u8],
}

impl Cursor<'_> {
    fn skip(&mut self, count: usize) {
        self.bytes = self.bytes.get(count..).unwrap_or_default();
    }

    fn skip_space(&mut self) {
        self.bytes = self.bytes.trim_ascii_start();
    }

    /// Goes behind the next `needle`, or to the end; says whether it was there.
    fn skip_through(&mut self, needle: &[u8]) -> bool {
        let found = self.bytes.windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle));
        self.skip(found.map_or(self.bytes.len(), |at| at + needle.len()));
        found.is_some()
    }

    /// Whether `prefix`, in any case, comes next.
    fn starts_with(&self, prefix: &[u8]) -> bool {
        self.bytes.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    }

    /// Whether a start or end tag comes next.
    fn is_tag(&self) -> bool {
        let name = if self.starts_with(b"</") { 2 } else { 1 };
        self.bytes.get(name).is_some_and(u8::is_ascii_alphabetic)
    }

    /// The next attribute of a tag, name and value in lower case; `None` at the tag's end.
    fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        while self.bytes.first().is_some_and(|b| is_space_or_slash(*b)) {
            self.skip(1);
        }
        if matches!(self.bytes.first()?, b'>') {
            return None;
        }
        let is_end = |b: &u8| is_space_or_slash(*b) || *b == b'>';
        // A leading "=" belongs to the name.
        let length = 1 + self.bytes[1..].iter().position(|b| is_end(b) || *b == b'=')?;
        let name = self.bytes[..length].to_ascii_lowercase();
        self.skip(length);
        self.skip_space();
        let Some(rest) = self.bytes.strip_prefix(b"=") else { return Some((name, Vec::new())) };
        self.bytes = rest.trim_ascii_start();
        let value = match self.bytes.first()? {
            quote @ (b'"' | b'\'') => {
                let rest = &self.bytes[1..];
                let end = rest.iter().position(|b| b == quote)?;
                self.bytes = &rest[end + 1..];
                rest[..end].to_ascii_lowercase()
            }
            _ => {
                let end = self.bytes.iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
                let value = self.bytes[..end].to_ascii_lowercase();
                self.skip(end);
                value
            }
        };
        Some((name, value))
    }
}
