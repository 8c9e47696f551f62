//! What kind of page came back, where it is not a list: throttled, a login form, an error.
//!
//! The status speaks first ([`by_status`]). Words and markup are only asked once the list was not
//! found ([`when_list_is_missing`]), so that a review saying "access denied" blocks nothing.

use scraper::{Html, Selector};
use url::Url;

use super::{Outcome, markup};
use crate::fetch::Page;

/// More words than this are an ordinary page: refusals are short.
const LONGEST_REFUSAL: usize = 3_000;
/// How much of a page is looked at, in bytes; refusals say so early, but app shells carry ballast.
const LOOKED_AT: usize = 2 << 20;

/// What the status alone decides; `None` for a page that has to be read.
pub(crate) fn by_status(page: &Page) -> Option<(Outcome, String)> {
    let status = page.status;
    match status {
        200..=299 => None,
        304 => Some((Outcome::Unchanged, "not changed since the last visit".to_owned())),
        401 => Some((Outcome::Login, "the server asks for a login (401)".to_owned())),
        403 => Some((Outcome::Blocked, "the server refuses us (403)".to_owned())),
        429 => Some((Outcome::Blocked, "the server says we ask too often (429)".to_owned())),
        _ => Some(
            when_list_is_missing(page)
                .filter(|(outcome, _)| *outcome == Outcome::Blocked)
                .unwrap_or_else(|| {
                    let meaning = match status {
                        300..=399 => "a redirect that leads nowhere",
                        404 | 410 => "the page is not there",
                        500..=599 => "the server failed",
                        _ => "the server refuses the request",
                    };
                    (Outcome::Error, format!("{meaning} ({status})"))
                }),
        ),
    }
}

/// A second look at a page on which the list was not found: a challenge, throttle or error page,
/// or a login form. `None` when it looks like an ordinary page.
pub(crate) fn when_list_is_missing(page: &Page) -> Option<(Outcome, String)> {
    let end = page.text.floor_char_boundary(LOOKED_AT);
    when_missing_from(&markup::parse(&page.text[..end]).html, page)
}

/// The same for a page that is parsed already; big pages should not be held twice.
pub(crate) fn when_missing_from(html: &Html, page: &Page) -> Option<(Outcome, String)> {
    let end = page.text.floor_char_boundary(LOOKED_AT);
    let title = html.select(&css("title")).next().map(|t| markup::text_of(t, None));
    let title = title.unwrap_or_default();
    let text = markup::text_of(html.root_element(), None);
    let is_short = text.chars().count() <= LONGEST_REFUSAL;

    if let Some(found) = refusing_title(&title) {
        return Some((Outcome::Blocked, format!("a page that refuses us: its title is {found:?}")));
    }
    if let Some(mark) = CHALLENGE_MARKUP.iter().find(|mark| page.text[..end].contains(**mark)) {
        return Some((Outcome::Blocked, format!("a page that tests for robots ({mark:?})")));
    }
    if is_short {
        if let Some(found) = refusing_phrase(&text) {
            return Some((Outcome::Blocked, format!("a page that refuses us: it says {found:?}")));
        }
        if let Some(why) = login(page, html, &title) {
            return Some((Outcome::Login, why));
        }
    }
    None
}

/// Titles that only pages without content have; compared whole, lower case.
const WHOLE_TITLES: &[&str] = &[
    "error",
    "oops",
    "oops!",
    "error page",
    "blocked",
    "forbidden",
    "403",
    "403 forbidden",
    "429 too many requests",
    "too many requests",
    "robot check",
    "bot verification",
    "captcha",
    "security check",
    "security verification",
    "에러",
    "오류",
    "에러 페이지",
    "오류 페이지",
    "접근 거부",
    "접근 제한",
    "접근 차단",
    "보안 확인",
    "자동입력 방지",
    "robot or human?",
];
/// Beginnings of such titles, lower case.
const TITLE_STARTS: &[&str] = &[
    "just a moment",
    "attention required",
    "access denied",
    "access to this page has been denied",
    "pardon our interruption",
    "ddos-guard",
    "checking your browser",
    "are you a robot",
    "please verify you are",
    "verify you are human",
    "you have been blocked",
    "human verification",
    "toegang geweigerd",
    "accesso negato",
    "zugriff verweigert",
    "accès refusé",
    "acceso denegado",
    "einen moment",
    "un momento",
    "een ogenblik geduld",
    "잠시만 기다",
];
/// What only a challenge's own markup contains.
const CHALLENGE_MARKUP: &[&str] = &[
    "_cf_chl_opt",
    "/_Incapsula_Resource?SWUDNSAI",
    "captcha-delivery.com/",
    "id=\"px-captcha\"",
    "AwsWafIntegration.checkForceRefresh",
    "/_sec/cp_challenge/",
    "ncpt.naver.com/",
];
/// What short pages say when they refuse, lower case, white space collapsed.
const PHRASES: &[&str] = &[
    "서비스 이용이 제한",
    "과도한 접근",
    "비정상적인 접근",
    "비정상적인 접속",
    "비정상적인 트래픽",
    "비정상적인 요청",
    "접근이 차단",
    "접속이 차단",
    "접근이 제한",
    "접속이 제한",
    "접근 권한이 없습니다",
    "접근이 거부",
    "자동 입력 방지",
    "자동입력 방지",
    "자동등록방지",
    "로봇이 아닙니다",
    "로봇이 아님을",
    "사람인지 확인",
    "보안 확인을 완료",
    "너무 많은 요청",
    "요청이 너무 많",
    "too many requests",
    "access denied",
    "permission to access",
    "failed some security checks",
    "security check",
    "verify you are human",
    "verify that you are human",
    "verify you're not a robot",
    "verifying you are human",
    "you're not a robot",
    "you are not a robot",
    "are you a robot",
    "unusual traffic",
    "automated access",
    "automated requests",
    "suspicious activity",
    "request blocked",
    "request was blocked",
    "you have been blocked",
    "you've been blocked",
    "temporarily blocked",
    "rate limit",
    "captcha",
    "enable javascript and cookies to continue",
    "please enable js and disable any ad blocker",
    "press & hold",
    "incapsula incident",
    "checking your browser",
    "pardon our interruption",
    "toegang geweigerd",
    "geen robot",
    "ben je een robot",
    "accesso negato",
    "non sei un robot",
    "zugriff verweigert",
    "kein roboter",
    "accès refusé",
    "pas un robot",
    "acceso denegado",
    "no eres un robot",
];

fn refusing_title(title: &str) -> Option<&str> {
    let lower = title.to_lowercase();
    let found = WHOLE_TITLES.contains(&lower.as_str())
        || TITLE_STARTS.iter().any(|start| lower.starts_with(start));
    found.then_some(title)
}

fn refusing_phrase(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let collapsed = markup::one_line(&lower);
    PHRASES.iter().copied().find(|phrase| collapsed.contains(phrase))
}

/// Words of addresses and form names that mean a login, lower case.
const LOGIN_WORDS: &[&str] =
    &["login", "log-in", "signin", "sign-in", "logon", "nidlogin", "로그인"];
/// The same as people read them; "blog in Korean" and "design in wood" are none.
const LOGIN_PHRASES: &[&str] = &["log in", "sign in"];

/// A page with scripts and fewer characters of text than this is an app's empty shell.
const SHELL_WORDS: usize = 200;

/// What an ordinary page without a list looks like, to be added to the words that it was not found.
pub(crate) fn hint(html: &Html, page: &Page) -> &'static str {
    let text = markup::text_of(html.root_element(), None);
    let is_shell = text.chars().count() < SHELL_WORDS && page.text.contains("<script");
    if page.text.trim().is_empty() {
        "; the page is empty"
    } else if resembles_login(html) {
        "; the page looks like a login page: the list may be for members only"
    } else if is_shell {
        "; the page has hardly any text: it may be filled in by scripts that only a browser runs"
    } else {
        ""
    }
}

/// Whether a page in which a list was looked for in vain is, by its looks, one to log in on: its title
/// or headline says so, or it asks for a password. A hint, no proof.
fn resembles_login(html: &Html) -> bool {
    html.select(&css("title, h1, h2")).any(|e| means_login(&markup::text_of(e, None)))
        || has_password(html)
}

fn has_password(html: &Html) -> bool {
    let asked = css("input[type=password i]:not([autocomplete=new-password])");
    html.select(&asked).next().is_some()
}

fn means_login(text: &str) -> bool {
    let lower = text.to_lowercase();
    let opens_a_word = |at: usize| !lower[..at].ends_with(char::is_alphanumeric);
    LOGIN_WORDS.iter().any(|word| lower.contains(word))
        || LOGIN_PHRASES
            .iter()
            .any(|phrase| lower.match_indices(phrase).any(|(at, _)| opens_a_word(at)))
}

/// Where browsers write a saved page to have come from.
fn saved_from(text: &str) -> Option<Url> {
    let (_, rest) =
        text.get(..text.floor_char_boundary(2_000))?.split_once("<!-- saved from url=(")?;
    let (_, url) = rest.split_once(')')?;
    url.split_whitespace().next()?.parse().ok()
}

fn login(page: &Page, html: &Html, title: &str) -> Option<String> {
    if means_login(page.url.path()) {
        return Some("we were led to a login page".to_owned());
    }
    if saved_from(&page.text).is_some_and(|url| means_login(url.path())) {
        return Some("the page was saved from a login page".to_owned());
    }
    let has_password = has_password(html);
    let names_login = || {
        means_login(title)
            || html.select(&css("form")).any(|form| {
                ["action", "id", "name", "class"]
                    .into_iter()
                    .filter_map(|a| form.attr(a))
                    .any(means_login)
            })
            || html.select(&css("button, input[type=submit i], h1, h2, legend")).any(|e| {
                means_login(&markup::text_of(e, None)) || e.attr("value").is_some_and(means_login)
            })
    };
    (has_password && names_login()).then(|| "a login form stands where the list was".to_owned())
}

fn css(selector: &str) -> Selector {
    Selector::parse(selector).expect("the selectors of this file parse, as its tests show")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::fetch::Validators;

    fn page(status: u16, path: &str, text: &str) -> Page {
        Page {
            url: format!("https://shop.example{path}").parse().expect("it is a URL"),
            status,
            media_type: Some("text/html".to_owned()),
            text: text.to_owned(),
            validators: Validators::default(),
            fetched_at: Timestamp::UNIX_EPOCH,
            retry_after: None,
            moved_to: None,
        }
    }

    #[test]
    fn the_status_speaks_first() {
        for (status, outcome) in [
            (304, Outcome::Unchanged),
            (401, Outcome::Login),
            (403, Outcome::Blocked),
            (429, Outcome::Blocked),
            (404, Outcome::Error),
            (503, Outcome::Error),
            (302, Outcome::Error),
        ] {
            let (found, note) = by_status(&page(status, "/", "<p>hello")).expect("it is no page");
            assert_eq!(found, outcome, "{status}: {note}");
        }
        assert_eq!(by_status(&page(200, "/", "<title>Access Denied</title>")), None);
        let challenge = page(503, "/", "<title>Just a moment...</title>");
        assert_eq!(by_status(&challenge).map(|(o, _)| o), Some(Outcome::Blocked));
    }

    #[test]
    fn refusals_are_recognised_by_what_they_say() {
        for text in [
            "<title>Error</title><p>Oops",
            "<title>Attention Required! | Cloudflare</title>",
            "<p>과도한 접근 요청으로\n서비스 이용이 제한되었습니다.",
            "<h1>Access Denied</h1>You don't have permission to access this",
            "<script>window._cf_chl_opt={}</script>",
            "<p>Enter the characters to show you're not a robot",
        ] {
            let kind = when_list_is_missing(&page(200, "/", text)).map(|(o, _)| o);
            assert_eq!(kind, Some(Outcome::Blocked), "{text}");
        }
    }

    #[test]
    fn a_login_form_is_told_from_a_form_that_deletes_a_post() {
        let form = "<form action='/member/login.php'><input type=password name=p></form>";
        let kind = |path, text| when_list_is_missing(&page(200, path, text)).map(|(o, _)| o);
        assert_eq!(kind("/", form), Some(Outcome::Login));
        assert_eq!(kind("/member/login.html?returnUrl=%2F", "<p>hello"), Some(Outcome::Login));
        assert_eq!(
            kind("/", "<form action=/del><input type=password><button>삭제</button></form>"),
            None
        );
    }

    #[test]
    fn a_login_page_that_a_browser_saved_is_known_by_where_it_came_from() {
        let saved = |path: &str| {
            let url = format!("https://nid.shop.example{path}");
            format!("<!DOCTYPE html>\n<!-- saved from url=(00{}){url} -->\n<p>안녕", url.len())
        };
        let kind = |text: &str| when_list_is_missing(&page(200, "/", text)).map(|(o, _)| o);
        assert_eq!(kind(&saved("/nidlogin.login?mode=form")), Some(Outcome::Login));
        assert_eq!(kind(&saved("/board/list")), None);
    }

    #[test]
    fn a_login_page_without_a_form_is_said_to_resemble_one() {
        let resembles = |text: &str| resembles_login(&markup::parse(text).html);
        assert!(resembles("<title>로그인 : 달빛상점</title><a>네이버로 시작하기</a>"));
        assert!(resembles("<h1>Log in</h1><button>Kakao</button>"));
        assert!(resembles("<input type=password>"));
        assert!(!resembles("<title>Our blog in Korean</title><h2>Design in wood</h2>"));
        assert!(!resembles("<title>상품 후기</title><a href=/login>로그인</a>"));
    }

    #[test]
    fn a_long_page_is_ordinary_even_if_it_speaks_of_refusal() {
        let text = format!(
            "<p>access denied, captcha</p>{}",
            "<p>좋은 상품입니다. 잘 쓸게요.".repeat(300)
        );
        assert_eq!(when_list_is_missing(&page(200, "/", &text)), None);
    }
}
