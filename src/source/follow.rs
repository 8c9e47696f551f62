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

/// Whether a listed review's own page may be read: it stands on the list's site, or on a sibling of
/// it such as `www.`. Whoever writes on a page must not choose what we fetch.
pub(crate) fn is_own_page(list: &Url, detail: &Url) -> bool {
    let (Some(here), Some(there)) = (list.domain(), detail.domain()) else {
        return is_same_site(list, detail);
    };
    let bare = |host: &str| {
        ["www.", "m."].iter().find_map(|w| host.strip_prefix(w)).unwrap_or(host).to_owned()
    };
    let (here, there) = (bare(here), bare(there));
    let is_below = |low: &str, high: &str| low.strip_suffix(high).is_some_and(|l| l.ends_with('.'));
    let related = here == there || is_below(&here, &there) || is_below(&there, &here);
    let downgraded = list.scheme() == "https" && detail.scheme() != "https";
    let same_port = list.port() == detail.port();
    related && same_port && !downgraded && matches!(detail.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::example;

    #[test]
    fn a_reviews_own_page_stands_on_the_lists_site_or_a_sibling() {
        let list: Url = "http://shop.example.com/board".parse().expect("it is a URL");
        let own = |detail: &str| is_own_page(&list, &detail.parse().expect("it is a URL"));
        for detail in [
            "http://shop.example.com/1",
            "https://www.shop.example.com/1",
            "http://m.shop.example.com/1",
            "http://example.com/1",
        ] {
            assert!(own(detail), "{detail}");
        }
        for detail in [
            "http://evilshop.example.com.evil.net/1",
            "http://notshop.example.com/1",
            "http://127.0.0.1/1",
            "http://localhost/1",
            "http://shop.example.com:8080/1",
            "ftp://shop.example.com/1",
        ] {
            assert!(!own(detail), "{detail}");
        }
        let secure: Url = "https://shop.example.com/board".parse().expect("it is a URL");
        assert!(!is_own_page(&secure, &list), "from https to http");
        let local: Url = "http://127.0.0.1:8080/board".parse().expect("it is a URL");
        assert!(is_own_page(&local, &local) && !is_own_page(&local, &list));
    }

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
