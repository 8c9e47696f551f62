//! A page that somebody saved to a file.

use jiff::Timestamp;
use url::Url;

use super::{Page, Validators, charset};

impl Page {
    /// The page that `bytes` are, as if `url` had just answered with it. The media type is told
    /// from the content, since a file keeps none.
    pub fn saved(bytes: &[u8], url: Url, fetched_at: Timestamp) -> Self {
        let head = charset::decode(&bytes[..bytes.len().min(HEAD)], None);
        let media_type = media_type(&head);
        Self {
            url,
            status: 200,
            media_type: Some(media_type.to_owned()),
            text: charset::decode(bytes, Some(media_type)),
            validators: Validators::default(),
            fetched_at,
            retry_after: None,
            moved_to: None,
        }
    }
}

/// So many bytes tell what a file is.
const HEAD: usize = 2048;

fn media_type(head: &str) -> &'static str {
    let start = head.trim_start().to_ascii_lowercase();
    if start.starts_with(['{', '[']) {
        return "application/json";
    }
    let shown =
        start.split("<!--").map(|part| part.split_once("-->").map_or(part, |(_, rest)| rest));
    let mut tags = shown.flat_map(|part| part.split('<').skip(1));
    let root = tags.find(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    let end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
    match root.and_then(|tag| tag.split(end).next()) {
        Some("rss") => "application/rss+xml",
        Some("feed") => "application/atom+xml",
        Some("rdf:rdf") => "application/rdf+xml",
        Some("html") => "text/html",
        _ if start.starts_with("<?xml") && !start.contains("<!doctype html") => "application/xml",
        _ => "text/html",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(bytes: &[u8]) -> Page {
        let url = Url::parse("https://shop.example/list").expect("a URL");
        Page::saved(bytes, url, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_file_is_known_by_what_it_says() {
        for (content, wanted) in [
            ("  {\"reviews\": []}", "application/json"),
            ("\u{feff}[1]", "application/json"),
            (
                "<?xml version='1.0'?><!-- <html> --><?xsl?>\n<rss version='2.0'>",
                "application/rss+xml",
            ),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", "application/atom+xml"),
            ("<?xml version='1.0'?><rdf:RDF>", "application/rdf+xml"),
            ("<?xml version='1.0'?><!DOCTYPE html><HTML>", "text/html"),
            ("<?xml version='1.0'?><catalog/>", "application/xml"),
            ("<!doctype html><title>후기</title>", "text/html"),
            ("<div class=review>좋아요</div>", "text/html"),
            ("plain words", "text/html"),
            ("", "text/html"),
        ] {
            assert_eq!(saved(content.as_bytes()).media_type.as_deref(), Some(wanted), "{content}");
        }
    }

    #[test]
    fn a_saved_page_in_windows_949_is_readable() {
        let (bytes, ..) = encoding_rs::EUC_KR.encode("<meta charset=euc-kr><p>똠방각하 별로예요");
        let page = saved(&bytes);
        assert!(page.text.ends_with("똠방각하 별로예요"), "{}", page.text);
        assert_eq!(page.status, 200);
    }
}
