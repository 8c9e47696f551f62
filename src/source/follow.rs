//! Whether a page may send us on to another.

use url::Url;

use super::Reject;
use crate::fetch::Page;

/// The next page's address, made absolute; `None` where there is none, where it is the page itself,
/// or where it leads to another site, which is recorded: keys and politeness are agreed per site.
pub(crate) fn same_site(next: Option<&str>, page: &Page, rejects: &mut Vec<Reject>) -> Option<Url> {
    let next = next.map(str::trim).filter(|next| !next.is_empty())?;
    let Ok(mut url) = page.url.join(next) else {
        rejects.push(Reject::new("the address of the next page is none", ""));
        return None;
    };
    url.set_fragment(None);
    if !is_same_site(&page.url, &url) {
        // The address itself may carry a key, so only its host is told.
        let host = url.host_str().unwrap_or("no host");
        rejects.push(Reject::new("the next page is on another site and is not followed", host));
        return None;
    }
    (url != page.url).then_some(url)
}

/// Whether both addresses are served by one site; its own upgrade to https is no other.
pub(crate) fn is_same_site(one: &Url, other: &Url) -> bool {
    let is_upgrade = one.scheme() == "http" && other.scheme() == "https";
    let is_upgraded = is_upgrade && one.port().is_none() && other.port().is_none();
    one.host() == other.host() && (one.origin() == other.origin() || is_upgraded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::example;

    #[test]
    fn only_the_site_itself_leads_on() {
        let mut page = example::page("");
        page.url = "https://shop.example/api/reviews?page=1".parse().expect("it is a URL");
        let mut rejects = Vec::new();
        let mut next = |next| same_site(Some(next), &page, &mut rejects).map(String::from);
        assert_eq!(next("?page=2").as_deref(), Some("https://shop.example/api/reviews?page=2"));
        assert_eq!(next("https://shop.example/x").as_deref(), Some("https://shop.example/x"));
        assert_eq!(next("?page=1#top"), None, "a page that leads to itself is the last one");
        assert_eq!(next(" "), None);
        for elsewhere in [
            "https://evil.example/x?key=1",
            "http://shop.example/x",
            "https://shop.example:8443/x",
            "file:///etc/passwd",
            "http://169.254.169.254/",
            "https://[",
        ] {
            assert_eq!(next(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(rejects.len(), 6);
        assert!(rejects.iter().all(|r| !r.excerpt.contains("key=1")), "{rejects:?}");
    }
}
