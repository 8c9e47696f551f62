//! The cookies that servers gave to one source, and which of them a request carries.
//!
//! The crate cookie_store reads and matches them as RFC 6265 has it; here is what it leaves to its
//! user, and what is stricter: a cookie goes back to the site that set it and to no other.
//!
//! **Invariant:** pure, and never printed: a cookie may be somebody's login.

use cookie_store::{Cookie, CookieDomain, CookieExpiration};
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// A session ends with its browser. This one never ends, so its cookies are kept for a week after
/// the server last named them, in which it will have forgotten the session if ever it does.
const SESSION: SignedDuration = SignedDuration::from_hours(7 * 24);
/// No cookie lives longer, whatever it says (RFC 6265bis, 5.5).
const LONGEST: SignedDuration = SignedDuration::from_hours(400 * 24);
/// What browsers keep: name and value in bytes, and cookies of one site.
const LARGEST: usize = 4096;
const MANY: usize = 50;

/// One source's cookies, the one named longest ago first.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Cookies(Vec<Kept>);

#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Kept {
    cookie: Cookie<'static>,
    /// The port of the server that set it, where a URL must name it.
    port: Option<u16>,
    until: Timestamp,
}

impl Kept {
    fn goes_to(&self, url: &Url, now: Timestamp) -> bool {
        let safe = url.scheme() == "https" || self.cookie.secure() != Some(true);
        safe && now < self.until && self.port == url.port() && self.cookie.matches(url)
    }

    /// What a later cookie must share to take its place.
    fn is_same(&self, other: &Self) -> bool {
        let (old, new) = (&self.cookie, &other.cookie);
        self.port == other.port
            && old.name() == new.name()
            && old.domain == new.domain
            && old.path == new.path
    }
}

impl Cookies {
    /// The `Cookie` header of a request for `url`; `None` where no cookie belongs to it.
    pub(super) fn header(&self, url: &Url, now: Timestamp) -> Option<HeaderValue> {
        let mut fit: Vec<&Kept> = self.0.iter().filter(|kept| kept.goes_to(url, now)).collect();
        // The most particular path first (RFC 6265, 5.4).
        fit.sort_by_key(|kept| std::cmp::Reverse(kept.cookie.path.len()));
        let pair = |kept: &&Kept| format!("{}={}", kept.cookie.name(), kept.cookie.value());
        let pairs: Vec<String> = fit.iter().map(pair).collect();
        let mut value = HeaderValue::from_bytes(pairs.join("; ").as_bytes()).ok()?;
        value.set_sensitive(true);
        (!pairs.is_empty()).then_some(value)
    }

    /// Takes what an answer from `url` sets; drops what it takes back and what has ended.
    pub(super) fn take(&mut self, url: &Url, headers: &HeaderMap, now: Timestamp) {
        for text in headers.get_all(SET_COOKIE) {
            let text = std::str::from_utf8(text.as_bytes()).ok();
            if let Some(new) = text.and_then(|text| received(text, url, now)) {
                self.0.retain(|old| !old.is_same(&new));
                self.0.push(new);
            }
        }
        self.0.retain(|kept| now < kept.until);
        self.0.drain(..self.0.len().saturating_sub(MANY));
    }
}

/// The cookie that a `Set-Cookie` means; `None` where it must not be taken.
fn received(text: &str, url: &Url, now: Timestamp) -> Option<Kept> {
    let mut cookie = Cookie::parse(text, url).ok()?.into_owned();
    let size = cookie.name().len() + cookie.value().len();
    let forged = cookie.secure() == Some(true) && url.scheme() != "https";
    if size > LARGEST || forged {
        return None;
    }
    let until = match (cookie.max_age(), cookie.expires_datetime()) {
        (Some(age), _) => later(now, SignedDuration::from_secs(age.whole_seconds())),
        (None, Some(at)) => Timestamp::from_second(at.unix_timestamp()).unwrap_or(Timestamp::MAX),
        (None, None) => later(now, SESSION),
    };
    // Judged by our own clock alone.
    cookie.expires = CookieExpiration::SessionEnd;
    cookie.domain = confined(cookie.domain.clone(), url);
    Some(Kept { cookie, port: url.port(), until: until.min(later(now, LONGEST)) })
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// A domain no wider than the site that names it: its host, or that without `www.` or `m.`. So no
/// list of public suffixes is needed to keep a cookie for `co.kr` from every shop in Korea.
fn confined(domain: CookieDomain, url: &Url) -> CookieDomain {
    let (CookieDomain::Suffix(named), Some(Host::Domain(host))) = (&domain, url.host()) else {
        return domain;
    };
    let bare = host.strip_prefix("www.").or_else(|| host.strip_prefix("m."));
    let site = bare.filter(|bare| bare.contains('.')).unwrap_or(host);
    if named.len() < site.len() { CookieDomain::Suffix(site.to_owned()) } else { domain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2024-03-16T12:00:00Z".parse().expect("an instant")
    }

    fn url(text: &str) -> Url {
        Url::parse(text).expect(text)
    }

    fn answer(set: &[&str]) -> HeaderMap {
        let value = |text: &&str| HeaderValue::from_bytes(text.as_bytes()).expect("a value");
        set.iter().map(|text| (SET_COOKIE, value(text))).collect()
    }

    /// The cookies after `from` set them.
    fn set(from: &str, cookies: &[&str]) -> Cookies {
        let mut jar = Cookies::default();
        jar.take(&url(from), &answer(cookies), now());
        jar
    }

    fn sent(jar: &Cookies, to: &str, at: Timestamp) -> Option<String> {
        let value = jar.header(&url(to), at)?;
        Some(value.to_str().expect("ASCII").to_owned())
    }

    #[test]
    fn a_cookie_goes_back_to_its_site_and_to_no_other() {
        let from = "https://www.shop.co.kr/board/list";
        for (cookie, to, goes) in [
            ("a=1", "https://www.shop.co.kr/board/2", true),
            ("a=1", "https://www.shop.co.kr/cart", false),
            ("a=1; Path=/", "https://www.shop.co.kr/cart", true),
            ("a=1; Path=/", "http://www.shop.co.kr/", true),
            ("a=1; Path=/", "https://www.shop.co.kr:8443/", false),
            ("a=1; Path=/", "https://shop.co.kr/", false),
            ("a=1; Path=/; Domain=shop.co.kr", "https://shop.co.kr/", true),
            ("a=1; Path=/; Domain=.shop.co.kr", "https://m.shop.co.kr/", true),
            ("a=1; Path=/; Domain=shop.co.kr", "https://workshop.co.kr/", false),
            ("a=1; Path=/; Domain=co.kr", "https://www.shop.co.kr/", true),
            ("a=1; Path=/; Domain=co.kr", "https://other.co.kr/", false),
            ("a=1; Path=/; Domain=kr", "https://other.kr/", false),
            ("a=1; Path=/; Domain=other.co.kr", "https://other.co.kr/", false),
            ("a=1; Path=/; Domain=other.co.kr", "https://www.shop.co.kr/", false),
            ("a=1; Path=/; Secure", "https://www.shop.co.kr/", true),
            ("a=1; Path=/; Secure", "http://www.shop.co.kr/", false),
            ("no cookie at all", "https://www.shop.co.kr/board/2", false),
            ("=", "https://www.shop.co.kr/board/2", false),
        ] {
            let header = sent(&set(from, &[cookie]), to, now());
            assert_eq!(header.is_some(), goes, "{cookie:?} to {to}: {header:?}");
        }
    }

    #[test]
    fn what_came_unprotected_is_no_secure_cookie() {
        let jar = set("http://127.0.0.1/", &["a=1; Secure", "b=2"]);
        assert_eq!(sent(&jar, "https://127.0.0.1/", now()).as_deref(), Some("b=2"));
    }

    #[test]
    fn a_cookie_ends_when_it_says_by_our_clock() {
        for (cookie, age) in [
            ("a=1; Max-Age=60", SignedDuration::from_secs(60)),
            ("a=1; Expires=Sat, 16 Mar 2024 12:01:00 GMT", SignedDuration::from_secs(60)),
            (
                "a=1; Max-Age=60; Expires=Fri, 31 Dec 9999 23:59:59 GMT",
                SignedDuration::from_secs(60),
            ),
            ("a=1; Expires=Saturday, 16-Mar-24 13:00:00 GMT", SignedDuration::from_hours(1)),
            ("a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT", LONGEST),
            ("a=1; Max-Age=99999999999999999999", LONGEST),
            ("a=1", SESSION),
            ("a=1; Expires=soon", SESSION),
        ] {
            let jar = set("https://shop.kr/", &[cookie]);
            let at = |since| sent(&jar, "https://shop.kr/", now() + since);
            let second = SignedDuration::from_secs(1);
            assert_eq!(at(age - second).as_deref(), Some("a=1"), "{cookie}: gone too early");
            assert_eq!(at(age), None, "{cookie}: kept too long");
        }
    }

    #[test]
    fn a_server_replaces_and_takes_back_what_it_set() {
        let from = url("https://shop.kr/");
        let mut jar = set("https://shop.kr/", &["a=1", "b=2", "c=3; Path=/board"]);
        jar.take(&from, &answer(&["a=7; Domain=x.kr"]), now());
        jar.take(&from, &answer(&["a=9"]), now());
        let gone = ["b=; Max-Age=0", "c=; Path=/board; Expires=Thu, 01 Jan 1970 00:00:00 GMT"];
        assert_eq!(
            sent(&jar, "https://shop.kr/board", now()).as_deref(),
            Some("c=3; b=2; a=9"),
            "the most particular path goes first"
        );
        jar.take(&from, &answer(&gone), now());
        assert_eq!(sent(&jar, "https://shop.kr/board", now()).as_deref(), Some("a=9"));
        jar.take(&from, &answer(&[]), now() + SESSION);
        assert!(jar == Cookies::default(), "what has ended is not forgotten");
    }

    #[test]
    fn no_server_fills_the_disk() {
        let names: Vec<String> = (0..1000).map(|n| format!("n{n}=v")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let jar = set("https://shop.kr/", &names);
        let header = sent(&jar, "https://shop.kr/", now()).expect("cookies");
        assert_eq!(header.split("; ").count(), MANY);
        assert!(header.contains("n999="), "the latest count");
        let huge = format!("a={}", "x".repeat(LARGEST));
        assert!(set("https://shop.kr/", &[&huge]) == Cookies::default());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let given =
            ["a=\"1 2\"; Domain=shop.kr; Path=/", "b=%EA%B0%80; Max-Age=9; HttpOnly", "c=좋"];
        let jar = set("https://www.shop.kr/x", &given);
        let text = serde_json::to_string(&jar).expect("JSON");
        let back: Cookies = serde_json::from_str(&text).expect("cookies");
        assert!(back == jar, "{text}");
        assert!(back.header(&url("https://www.shop.kr/x"), now()).is_some(), "{text}");
    }
}
