//! What a robots.txt allows, as RFC 9309 reads it.
//!
//! The crate robotxt came closest of those that are kept: it merges groups and lets the longest
//! match win. Where it reads otherwise than the RFC, [`Rewriting`] puts the text into words that it
//! reads right, and [`normal`] is the form of paths that the RFC compares.

use std::time::Duration;

use url::{Position, Url};

use super::octets::{Side, normal};
use super::pace::LONGEST_GAP;

/// As much of a robots.txt is read as the RFC asks for, in bytes.
pub(super) const BYTE_LIMIT: usize = robotxt::BYTE_LIMIT;

/// What a site allows us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules(robotxt::Robots);

impl Rules {
    /// Reads the rules for the product token `agent`; whatever stands there, something is read.
    pub fn parse(text: &[u8], agent: &str) -> Self {
        Self(robotxt::Robots::parse(&Rewriting::of(whole_lines(text), agent), agent))
    }

    pub(super) fn allow_all() -> Self {
        Self(robotxt::Robots::allow_all())
    }

    /// Whether `url` may be fetched.
    pub fn allows(&self, url: &Url) -> bool {
        let path = &url[Position::BeforePath..Position::AfterQuery];
        path == "/robots.txt" || self.0.is_allowed(&rooted(path.as_bytes(), Side::Url))
    }

    /// The gap the site wants between two requests, as far as it is sane.
    pub fn crawl_delay(&self) -> Duration {
        self.0.crawl_delay().unwrap_or_default().min(LONGEST_GAP)
    }
}

/// The part that is read of a longer file, without the line that the limit cuts.
fn whole_lines(text: &[u8]) -> &[u8] {
    match text.get(..BYTE_LIMIT) {
        Some(head) if text.len() > head.len() => {
            let end = head.iter().rposition(|b| is_line_end(*b));
            &head[..end.unwrap_or_default()]
        }
        _ => text,
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | 0)
}

/// The lines that decide something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Agent,
    Allow,
    Disallow,
    CrawlDelay,
    RequestRate,
}

/// Their names, with the misspellings that 2.2.4 lets a reader forgive.
const KEYS: [(&str, Key); 16] = [
    ("user-agent", Key::Agent),
    ("user agent", Key::Agent),
    ("useragent", Key::Agent),
    ("allow", Key::Allow),
    ("alow", Key::Allow),
    ("allaw", Key::Allow),
    ("disallow", Key::Disallow),
    ("dissallow", Key::Disallow),
    ("dissalow", Key::Disallow),
    ("disalow", Key::Disallow),
    ("diasllow", Key::Disallow),
    ("disallaw", Key::Disallow),
    ("crawl-delay", Key::CrawlDelay),
    ("crawl delay", Key::CrawlDelay),
    ("crawldelay", Key::CrawlDelay),
    ("request-rate", Key::RequestRate),
];

/// The key and value of a line; `None` for one that decides nothing. A missing colon is forgiven.
fn field(line: &[u8]) -> Option<(Key, &[u8])> {
    let line = line.split(|b| *b == b'#').next()?.trim_ascii();
    KEYS.iter().find_map(|(name, key)| {
        let (head, rest) = line.split_at_checked(name.len())?;
        if !head.eq_ignore_ascii_case(name.as_bytes()) {
            return None;
        }
        match rest.trim_ascii_start().strip_prefix(b":") {
            Some(value) => Some((*key, value.trim_ascii())),
            None => rest.first()?.is_ascii_whitespace().then(|| (*key, rest.trim_ascii())),
        }
    })
}

/// The groups that concern us, in the words that robotxt reads as the RFC does.
///
/// - It compares the whole value of a `User-agent:` line, where the product token counts (2.2.1).
/// - It ends a group at a `Crawl-delay:`, which as no record of the RFC must not (2.2.4): the delay
///   moves to the end of its group.
/// - It takes `*/x` for `/*/x`, which `/x` itself would escape, and knows no literal `*` and `$`
///   (2.2.3): see [`rooted`].
struct Rewriting<'a> {
    agent: &'a str,
    out: Vec<u8>,
    /// The last line that decides something names an agent, so the next such line joins it.
    naming: bool,
    /// The present group names us, or everybody.
    ours: bool,
    /// The longest gap that the present group asks for, in seconds.
    delay: f64,
}

impl<'a> Rewriting<'a> {
    fn of(text: &[u8], agent: &'a str) -> Vec<u8> {
        let mut new = Self { agent, out: Vec::new(), naming: false, ours: false, delay: 0.0 };
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        for (key, value) in text.split(|b| is_line_end(*b)).filter_map(field) {
            new.take(key, value);
        }
        new.end_group();
        new.out
    }

    fn take(&mut self, key: Key, value: &[u8]) {
        match key {
            Key::Agent => {
                if !self.naming {
                    self.end_group();
                    self.naming = true;
                }
                let token = product_token(value);
                if token == b"*" || token.eq_ignore_ascii_case(self.agent.as_bytes()) {
                    self.ours = true;
                    self.line("User-agent:", token);
                }
            }
            Key::Allow | Key::Disallow => {
                self.naming = false;
                if self.ours {
                    let name = if key == Key::Allow { "Allow:" } else { "Disallow:" };
                    self.line(name, pattern(value).as_bytes());
                }
            }
            Key::CrawlDelay | Key::RequestRate => {
                let gap = if key == Key::CrawlDelay { seconds(value) } else { gap_of_rate(value) };
                self.delay = gap.unwrap_or_default().max(self.delay);
            }
        }
    }

    fn end_group(&mut self) {
        if self.ours && self.delay > 0.0 {
            let delay = self.delay.to_string();
            self.line("Crawl-delay:", delay.as_bytes());
        }
        self.ours = false;
        self.delay = 0.0;
    }

    fn line(&mut self, name: &str, value: &[u8]) {
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(value);
        self.out.push(b'\n');
    }
}

/// What stands before a version, a comment in brackets or another name.
fn product_token(value: &[u8]) -> &[u8] {
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b',' | b';' | b'(');
    value.split(ends).next().unwrap_or_default()
}

fn seconds(value: &[u8]) -> Option<f64> {
    let seconds: f64 = std::str::from_utf8(value).ok()?.parse().ok()?;
    seconds.is_finite().then_some(seconds)
}

/// The gap that a `Request-rate: 1/10m` means; hours of the day behind it are not looked at, so that
/// it holds at any hour.
fn gap_of_rate(value: &[u8]) -> Option<f64> {
    let rate = std::str::from_utf8(value).ok()?.split_whitespace().next()?;
    let (requests, span) = rate.split_once('/')?;
    let digits = span.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &span[digits.len()..] {
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return None,
    };
    let requests: u32 = requests.parse().ok().filter(|requests| *requests > 0)?;
    let span: u32 = digits.parse().ok()?;
    Some(f64::from(span) * unit / f64::from(requests))
}

/// A rule's value as robotxt gets it. One that begins with neither `/` nor `*` is no path; it is
/// taken for one whose slash was forgotten.
fn pattern(value: &[u8]) -> String {
    match value.first() {
        None => String::new(),
        Some(b'/' | b'*') => rooted(value, Side::Rule),
        Some(_) => rooted(&[b"/", value].concat(), Side::Rule),
    }
}

/// The path below one more slash, on both sides alike: robotxt wants every pattern to begin with
/// one, and so a `*` may stand for nothing in front of a path's own.
fn rooted(path: &[u8], side: Side) -> String {
    format!("/{}", normal(path, side))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::AGENT;

    fn url(path: &str) -> Url {
        Url::parse("https://shop.example").and_then(|u| u.join(path)).expect(path)
    }

    /// What a rule for everybody says of a path.
    fn forbids(rule: &str, path: &str) -> bool {
        let text = format!("User-agent: *\nDisallow: {rule}\n");
        !Rules::parse(text.as_bytes(), AGENT).allows(&url(path))
    }

    #[test]
    fn our_own_group_is_found_however_it_is_written() {
        for line in [
            "User-agent: reviewd",
            "user-agent:REVIEWD",
            "User-Agent: reviewd/0.1.0",
            "User-agent: reviewd (+https://shop.example)",
            "User-agent: reviewd, otherbot",
            "\u{feff}User-agent: Reviewd/2 # the review reader",
        ] {
            let text = format!("{line}\r\nDisallow: /private\r\nUser-agent: *\r\nDisallow: /\r\n");
            let rules = Rules::parse(text.as_bytes(), AGENT);
            assert!(rules.allows(&url("/list")), "{line:?} was not taken for ours");
            assert!(!rules.allows(&url("/private/1")), "{line:?} was not obeyed");
        }
        for line in ["User-agent: review", "User-agent: reviewd-news", "User-agent: my reviewd"] {
            let text = format!("{line}\nDisallow: /\n");
            let rules = Rules::parse(text.as_bytes(), AGENT);
            assert!(rules.allows(&url("/list")), "{line:?} was taken for ours");
        }
    }

    #[test]
    fn every_row_of_the_tables_in_the_rfc_holds() {
        for (rule, path) in [
            // 2.2.2, percent-encoding.
            ("/foo/bar?baz=quz", "/foo/bar?baz=quz"),
            ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar"),
            ("/foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar"),
            ("/foo/bar/ツ", "/foo/bar/%E3%83%84"),
            ("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84"),
            ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
            ("/foo/bar/baz", "/foo/bar/%62%61%7A"),
            // 2.2.3, special characters.
            ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html"),
            ("/path/foo-%24", "/path/foo-$"),
            ("/path/foo-%24$", "/path/foo-%24"),
            ("/this/*/exactly", "/this/path/exactly"),
            ("/this/path/exactly$", "/this/path/exactly"),
        ] {
            assert!(forbids(rule, path), "{rule} does not hold for {path}");
        }
        for (rule, path) in [
            ("/path/file-with-a-%2A.html", "/path/file-with-a-b.html"),
            ("/path/foo-%24", "/path/foo-"),
            ("/a$b", "/a"),
            ("/this/path/exactly$", "/this/path/exactly/"),
            ("/a/b", "/a%2Fb"),
            ("/A", "/a"),
        ] {
            assert!(!forbids(rule, path), "{rule} holds for {path}");
        }
    }

    #[test]
    fn whatever_a_url_encodes_a_rule_may_write_raw() {
        for c in "\"<>[\\]^`{|}~!&'()+,;=:@ 후é".chars() {
            let (rule, path) = (format!("/a{c}b$"), format!("/a{c}b"));
            let odd = c == '\\';
            // The URL standard reads a backslash as a slash.
            assert_eq!(forbids(&rule, &path), !odd, "{rule:?} against {path:?}");
            let (rule, path) = (format!("/a?q={c}b$"), format!("/a?q={c}b"));
            assert!(forbids(&rule, &path), "{rule:?} against {path:?}");
        }
    }

    #[test]
    fn a_rule_for_any_folder_holds_at_the_root_too() {
        let text =
            b"User-agent: *\nDisallow: */private # anywhere\nDisallow: *.php\nDisallow: **/c";
        let rules = Rules::parse(text, AGENT);
        for path in ["/private", "/b/private/1", "/index.php", "/b/index.php?c", "/c", "/b/c"] {
            assert!(!rules.allows(&url(path)), "{path}");
        }
        for path in ["/", "/b", "/privat", "/abc"] {
            assert!(rules.allows(&url(path)), "{path}");
        }
        let text = b"User-agent: *\nDisallow: */private\nAllow: /private";
        let rules = Rules::parse(text, AGENT);
        assert!(!rules.allows(&url("/private")), "nine octets are more than eight");
    }

    #[test]
    fn records_that_are_not_the_rfcs_end_no_group() {
        for record in
            ["Sitemap: https://shop.example/s", "Crawl-delay: 1", "Request-rate: 1/5", "No: 1"]
        {
            let text =
                format!("User-agent: reviewd\n{record}\n\nUser-agent: other\nDisallow: /x\n");
            let rules = Rules::parse(text.as_bytes(), AGENT);
            assert!(!rules.allows(&url("/x")), "{record} ended the group");
            assert!(rules.allows(&url("/y")), "{record} was taken for a rule");
        }
    }

    #[test]
    fn groups_of_one_name_are_one_group() {
        let text = b"User-agent: a\nUser-agent: reviewd\nDisallow: /x\n\n\
                     User-agent: *\nDisallow: /\n\nUser-agent: ReviewD\nAllow: /x/1\nDisallow: /z\n";
        let rules = Rules::parse(text, AGENT);
        for (path, allowed) in [("/x/2", false), ("/x/1", true), ("/z", false), ("/y", true)] {
            assert_eq!(rules.allows(&url(path)), allowed, "{path}");
        }
    }

    #[test]
    fn lines_end_as_they_like() {
        for end in ["\n", "\r", "\r\n", "\n\n", "\0"] {
            let text = ["User-agent: *", "Disallow: /x", "Allow: /x/1", ""].join(end);
            let rules = Rules::parse(text.as_bytes(), AGENT);
            assert!(!rules.allows(&url("/x")) && rules.allows(&url("/x/1")), "{end:?}");
        }
    }

    #[test]
    fn a_file_is_read_up_to_the_limit_and_a_rule_that_it_cuts_is_not_applied() {
        let filler = b"Disallow: /filler\n";
        let mut text = b"User-agent: *\n".to_vec();
        while text.len() + filler.len() + 15 < BYTE_LIMIT {
            text.extend_from_slice(filler);
        }
        text.extend_from_slice(b"Disallow: /a\n");
        text.resize(BYTE_LIMIT - 11, b'\n');
        text.extend_from_slice(b"Disallow: /list-of-secrets\n");
        let rules = Rules::parse(&text, AGENT);
        assert!(!rules.allows(&url("/a")), "a rule within the limit was lost");
        assert!(rules.allows(&url("/list")), "half a line was read as Disallow: /");
    }

    #[test]
    fn a_wish_for_time_is_kept_as_far_as_it_is_sane() {
        let delay = |line: &str| {
            let text = format!("User-agent: *\n{line}\nDisallow:\n");
            Rules::parse(text.as_bytes(), AGENT).crawl_delay()
        };
        for (line, millis) in [
            ("Crawl-delay: 2.5", 2_500),
            ("crawl delay 3", 3_000),
            ("Request-rate: 1/10", 10_000),
            ("Request-rate: 2/1m 0400-0845", 30_000),
            ("Request-rate: 1/5s\nCrawl-delay: 2", 5_000),
            ("Crawl-delay: 7\nRequest-rate: 60/1h", 60_000),
        ] {
            assert_eq!(delay(line), Duration::from_millis(millis), "{line}");
        }
        assert_eq!(delay("Crawl-delay: 86400"), LONGEST_GAP);
        for odd in ["", "-1", "NaN", "inf", "ten"] {
            assert_eq!(delay(&format!("Crawl-delay: {odd}")), Duration::ZERO, "{odd:?}");
        }
        for odd in ["", "1", "0/5", "1/5d", "-1/5", "1/-5", "/"] {
            assert_eq!(delay(&format!("Request-rate: {odd}")), Duration::ZERO, "{odd:?}");
        }
    }
}
