//! Bytes to text, the encoding chosen as the WHATWG does, and as Korean pages need where none is
//! declared.

use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::prescan::{meta_charset, xml_charset};

/// Decodes a whole answer; what cannot be decoded becomes U+FFFD, a byte order mark goes.
///
/// The encoding is that of a byte order mark, else of `content_type`, else the one declared in the
/// text itself, else UTF-8, windows-949 or windows-1252, whichever the bytes are.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    let encoding = declared(bytes, content_type).unwrap_or_else(|| guess(bytes));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding that the text or its `Content-Type` declares.
pub fn declared(bytes: &[u8], content_type: Option<&str>) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding);
    }
    if let Some(encoding) = content_type.and_then(charset_parameter) {
        return Some(encoding);
    }
    let media_type = content_type.and_then(media_type);
    match media_type.as_deref() {
        Some(kind) if is_xml(kind) => xml_charset(bytes),
        None | Some("text/html") => meta_charset(bytes).or_else(|| xml_charset(bytes)),
        Some(_) => None,
    }
}

/// The media type of a `Content-Type`, without parameters, in lower case.
pub(super) fn media_type(content_type: &str) -> Option<String> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.contains('/').then(|| kind.to_ascii_lowercase())
}

fn is_xml(kind: &str) -> bool {
    kind.ends_with("/xml") || kind.ends_with("+xml")
}

/// The `charset` parameter of a `Content-Type`.
fn charset_parameter(content_type: &str) -> Option<&'static Encoding> {
    let parameters = content_type.split(';').skip(1);
    let value = parameters.filter_map(|parameter| parameter.split_once('=')).find_map(
        |(name, value)| name.trim().eq_ignore_ascii_case("charset").then_some(value.trim()),
    )?;
    by_label(value.trim_matches(['"', '\'']).as_bytes())
}

/// Names of windows-949 that Korean servers send and the WHATWG does not list.
const MORE_LABELS: [&[u8]; 5] = [b"cp949", b"ms949", b"x-windows-949", b"uhc", b"windows949"];

/// The encoding of a label.
pub(super) fn by_label(label: &[u8]) -> Option<&'static Encoding> {
    let label = label.trim_ascii();
    let korean = MORE_LABELS.iter().any(|more| more.eq_ignore_ascii_case(label));
    if korean { Some(EUC_KR) } else { Encoding::for_label(label) }
}

/// The encoding of a label that could be read as ASCII, so that it cannot be UTF-16.
pub(super) fn by_label_in_ascii(label: &[u8]) -> Option<&'static Encoding> {
    match by_label(label)? {
        found if found == UTF_16BE || found == UTF_16LE => Some(UTF_8),
        found if found == encoding_rs::X_USER_DEFINED => Some(WINDOWS_1252),
        found => Some(found),
    }
}

/// The likeliest encoding of text that declares none.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if Encoding::utf8_valid_up_to(bytes) == bytes.len() {
        UTF_8
    } else if EUC_KR.decode_without_bom_handling_and_without_replacement(bytes).is_some() {
        EUC_KR
    } else if is_mostly_utf8(bytes) {
        UTF_8
    } else if is_mostly_hangul(bytes) {
        EUC_KR
    } else {
        WINDOWS_1252
    }
}

/// Whether more characters beyond ASCII are UTF-8 than are damaged.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    whole > damaged
}

/// Whether a reading as windows-949 gives more Hangul than damage.
fn is_mostly_hangul(bytes: &[u8]) -> bool {
    let (text, _) = EUC_KR.decode_without_bom_handling(bytes);
    let hangul = text.chars().filter(|c| ('가'..='힣').contains(c)).count();
    hangul > text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "좋아요 똠방각하" with a syllable that only windows-949 has.
    const KOREAN: &str = "좋아요 똠방각하";

    fn korean() -> Vec<u8> {
        let (bytes, _, damaged) = EUC_KR.encode(KOREAN);
        assert!(!damaged);
        bytes.into_owned()
    }

    fn with(head: &str, body: &[u8]) -> Vec<u8> {
        [head.as_bytes(), body].concat()
    }

    #[test]
    fn euc_kr_in_a_header_is_read_as_windows_949() {
        for header in [
            "text/html; charset=euc-kr",
            "text/html;charset=\"EUC-KR\"",
            "text/html; charset=ks_c_5601-1987",
            "text/html; charset=MS949",
            "text/plain; format=flowed; Charset = cp949",
            "application/json; charset=x-windows-949",
        ] {
            assert_eq!(decode(&korean(), Some(header)), KOREAN, "{header}");
        }
    }

    #[test]
    fn a_byte_order_mark_wins_and_is_gone() {
        let utf8 = with("\u{feff}", KOREAN.as_bytes());
        assert_eq!(decode(&utf8, Some("text/html; charset=euc-kr")), KOREAN);
        let utf16: Vec<u8> = "\u{feff}좋아요".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, Some("text/html; charset=euc-kr")), "좋아요");
    }

    #[test]
    fn the_header_wins_over_the_page() {
        let page = with("<meta charset=utf-8>", &korean());
        assert!(decode(&page, Some("text/html; charset=euc-kr")).ends_with(KOREAN));
        let odd = with("<meta charset=euc-kr>", &korean());
        assert!(decode(&odd, Some("text/html; charset=no-such-thing")).ends_with(KOREAN));
    }

    #[test]
    fn a_page_declares_its_own_encoding() {
        for head in [
            "<html><head><meta charset=\"euc-kr\">",
            "<META http-equiv='Content-Type' content='text/html; charset=EUC-KR'>",
            "<?xml version='1.0' encoding='euc-kr'?><html>",
        ] {
            assert!(decode(&with(head, &korean()), Some("text/html")).ends_with(KOREAN), "{head}");
            assert!(decode(&with(head, &korean()), None).ends_with(KOREAN), "{head}");
        }
        let feed = with("<?xml version=\"1.0\" encoding=\"euc-kr\"?><rss>", &korean());
        assert!(decode(&feed, Some("application/rss+xml")).ends_with(KOREAN));
    }

    #[test]
    fn html_inside_json_declares_nothing() {
        let text = r#"{"html":"<meta charset=euc-kr> 좋아요"}"#;
        assert_eq!(decode(text.as_bytes(), Some("application/json")), text);
    }

    #[test]
    fn undeclared_text_is_read_as_what_it_is() {
        assert_eq!(decode(KOREAN.as_bytes(), None), KOREAN);
        assert_eq!(decode(&korean(), None), KOREAN);
        assert_eq!(decode(b"caf\xe9 cr\xe8me", None), "café crème");
    }

    #[test]
    fn one_broken_byte_spoils_one_character() {
        let damaged = with("좋아요 ", b"\xff\xed\x95");
        assert_eq!(decode(&damaged, None), "좋아요 \u{fffd}\u{fffd}");
        let declared = decode(&damaged, Some("text/html; charset=utf-8"));
        assert_eq!(declared, "좋아요 \u{fffd}\u{fffd}");
        let mut cut = korean();
        cut.pop();
        assert!(decode(&cut, None).starts_with("좋아요"), "{}", decode(&cut, None));
    }
}
