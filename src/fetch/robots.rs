//! robots.txt as RFC 9309 has it: read once a day and server, obeyed before every request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderMap;
use tokio::sync::Mutex as AsyncMutex;
use url::Url;

use super::AGENT;
use super::error::{Error, place};
use super::pace::LONGEST_GAP;
use super::redirect::Trail;
use super::transport::{Answer, Limit, Transport};
use crate::clock::Clock;

/// What a site allows us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules(robotxt::Robots);

impl Rules {
    /// Reads the rules for the product token `agent`; whatever stands there, something is read.
    pub fn parse(text: &[u8], agent: &str) -> Self {
        Self(robotxt::Robots::parse(&mended(whole_lines(text)), agent))
    }

    fn allow_all() -> Self {
        Self(robotxt::Robots::allow_all())
    }

    /// Whether `url` may be fetched.
    pub fn allows(&self, url: &Url) -> bool {
        self.0.is_url_allowed(url)
    }

    /// The gap the site wants between two requests, as far as it is sane.
    pub fn crawl_delay(&self) -> Duration {
        self.0.crawl_delay().unwrap_or_default().min(LONGEST_GAP)
    }
}

/// The part that is read of a longer file, without the line that the limit cuts.
fn whole_lines(text: &[u8]) -> &[u8] {
    match text.get(..robotxt::BYTE_LIMIT) {
        Some(head) if text.len() > head.len() => {
            let end = head.iter().rposition(|b| matches!(b, b'\n' | b'\r'));
            &head[..end.unwrap_or_default()]
        }
        _ => text,
    }
}

/// The text as robotxt reads it right.
///
/// It compares the whole value of a `User-agent:` line, where only the product token before the
/// first space or slash counts (RFC 9309, 2.2.1); and it takes `*/x` for `/*/x`, which `/x` itself
/// escapes, though many sites mean it.
fn mended(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|b| matches!(b, b'\n' | b'\r')) {
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        if let Some(value) = value_of(line, &["user-agent", "user agent", "useragent"]) {
            let token = value.split(|b| b.is_ascii_whitespace() || *b == b'/').next();
            out.extend_from_slice(b"User-agent: ");
            out.extend_from_slice(token.unwrap_or_default());
            out.push(b'\n');
            continue;
        }
        out.extend_from_slice(line);
        let anywhere = value_of(line, &["allow", "disallow"]).filter(|v| v.starts_with(b"*"));
        let path =
            anywhere.and_then(|value| value.iter().position(|b| *b != b'*').map(|at| &value[at..]));
        if let Some(path) = path.filter(|path| path.starts_with(b"/")) {
            let key = line.split(|b| *b == b':').next().unwrap_or_default();
            out.extend([b"\n", key, b": ", path, b"\n"].concat());
        }
    }
    out
}

/// The value of a line whose key is one of `names`; `None` for any other line.
fn value_of<'a>(line: &'a [u8], names: &[&str]) -> Option<&'a [u8]> {
    let colon = line.iter().position(|b| *b == b':')?;
    let key = line[..colon].trim_ascii();
    let named = names.iter().any(|name| key.eq_ignore_ascii_case(name.as_bytes()));
    named.then(|| line[colon + 1..].trim_ascii())
}

/// How long a robots.txt is good.
const FRESH: SignedDuration = SignedDuration::from_hours(24);
/// How long one that cannot be had anew is used on.
const STALE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long nobody asks again after a failure.
const PAUSE: SignedDuration = SignedDuration::from_secs(60);
/// The redirects RFC 9309 wants followed.
const HOPS: usize = 5;

/// What is known of one origin's robots.txt.
#[derive(Debug, Default)]
struct Known {
    read: Option<(Arc<Rules>, Timestamp)>,
    failed: Option<(Error, Timestamp)>,
}

impl Known {
    /// What to go by at `now`: rules, or why to stay out; `None` where the server is to be asked.
    fn at(&self, now: Timestamp) -> Option<Result<Arc<Rules>, Error>> {
        if let Some((rules, at)) = &self.read
            && is_within(*at, FRESH, now)
        {
            return Some(Ok(Arc::clone(rules)));
        }
        let (error, at) = self.failed.as_ref()?;
        is_within(*at, PAUSE, now).then(|| self.despite(error, now))
    }

    /// Takes an answer, and says what to go by now.
    fn learn(&mut self, answer: Result<Rules, Error>, now: Timestamp) -> Result<Arc<Rules>, Error> {
        match answer {
            Ok(rules) => {
                let rules = Arc::new(rules);
                *self = Self { read: Some((Arc::clone(&rules), now)), failed: None };
                Ok(rules)
            }
            Err(error) => {
                let way_on = self.despite(&error, now);
                // A server that is held was not asked.
                if !matches!(error, Error::Held { .. }) {
                    self.failed = Some((error, now));
                }
                way_on
            }
        }
    }

    /// What to go by where the server could not say.
    fn despite(&self, error: &Error, now: Timestamp) -> Result<Arc<Rules>, Error> {
        match &self.read {
            Some((rules, at)) if is_within(*at, STALE, now) => Ok(Arc::clone(rules)),
            _ => Err(error.clone()),
        }
    }
}

/// Whether `at` is less than `age` ago; an instant to come is from a clock that was set back since.
fn is_within(at: Timestamp, age: SignedDuration, now: Timestamp) -> bool {
    at <= now && now.duration_since(at) < age
}

/// Above so many origins all are forgotten and asked anew.
const MANY: usize = 4096;

/// The robots.txt of every origin met.
pub(super) struct Robots {
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<String, Arc<AsyncMutex<Known>>>>,
}

impl Robots {
    /// Knows none.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, known: Mutex::default() }
    }

    /// The rules for where `trail` stands; asks the server where they are not known.
    ///
    /// # Errors
    /// Why they cannot be had, which means: stay out.
    pub(super) async fn rules(
        &self,
        transport: &Transport,
        trail: &Trail,
    ) -> Result<Arc<Rules>, Error> {
        let origin = self.origin(trail.url());
        let mut known = origin.lock().await;
        match known.at(self.clock.now()) {
            Some(answer) => answer,
            None => {
                let answer = ask(transport, trail).await;
                known.learn(answer, self.clock.now())
            }
        }
    }

    fn origin(&self, url: &Url) -> Arc<AsyncMutex<Known>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > MANY {
            known.clear();
        }
        Arc::clone(known.entry(url.origin().ascii_serialization()).or_default())
    }
}

async fn ask(transport: &Transport, trail: &Trail) -> Result<Rules, Error> {
    let mut way = trail.aside("/robots.txt", HOPS);
    let limit = Limit::Cut(robotxt::BYTE_LIMIT + 1);
    loop {
        let answer = transport.get(&way, HeaderMap::new(), limit, Duration::ZERO).await;
        match answer {
            Ok(answer) => match answer.leads_on(&mut way) {
                Ok(true) => {}
                Ok(false) => return judge(&answer, &way),
                // Not to be had that way is, by the RFC, as good as not there.
                Err(_) => return Ok(Rules::allow_all()),
            },
            Err(Error::Redirect { .. }) if way.is_redirected() => return Ok(Rules::allow_all()),
            Err(error) => return Err(error),
        }
    }
}

/// What an answer to the question for robots.txt means.
fn judge(answer: &Answer, way: &Trail) -> Result<Rules, Error> {
    match answer.status {
        200..300 => Ok(Rules::parse(&answer.body, AGENT)),
        // Too many requests says nothing about what is allowed.
        429 | 500.. => Err(match answer.retry_after {
            Some(until) if matches!(answer.status, 429 | 503) => {
                Error::Held { place: place(way.url()), until }
            }
            _ => Error::RobotsUnreachable { place: place(way.url()), status: answer.status },
        }),
        _ => Ok(Rules::allow_all()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Url {
        Url::parse("https://shop.example").and_then(|u| u.join(path)).expect(path)
    }

    fn hour(hours: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + hours * 3600).expect("an instant")
    }

    fn down() -> Error {
        Error::RobotsUnreachable { place: "shop.example/robots.txt".into(), status: 503 }
    }

    #[test]
    fn our_own_group_is_found_however_it_is_written() {
        for line in [
            "User-agent: reviewd",
            "user-agent:REVIEWD",
            "User-Agent: reviewd/0.1.0",
            "User-agent: reviewd (+https://shop.example)",
            "\u{feff}User-agent: Reviewd/2 # the review reader",
        ] {
            let text = format!("{line}\r\nDisallow: /private\r\nUser-agent: *\r\nDisallow: /\r\n");
            let rules = Rules::parse(text.as_bytes(), AGENT);
            assert!(rules.allows(&url("/list")), "{line:?} was not taken for ours");
            assert!(!rules.allows(&url("/private/1")), "{line:?} was not obeyed");
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
    }

    #[test]
    fn a_rule_cut_by_the_size_limit_is_not_applied() {
        let mut text = b"User-agent: *\nDisallow: /a\n".to_vec();
        text.resize(robotxt::BYTE_LIMIT - 11, b'\n');
        text.extend_from_slice(b"Disallow: /list-of-secrets\n");
        let rules = Rules::parse(&text, AGENT);
        assert!(!rules.allows(&url("/a")));
        assert!(rules.allows(&url("/list")), "half a line was read as Disallow: /");
    }

    #[test]
    fn a_crawl_delay_is_kept_as_far_as_it_is_sane() {
        let delay = |value: &str| {
            let text = format!("User-agent: *\nCrawl-delay: {value}\nDisallow:\n");
            Rules::parse(text.as_bytes(), AGENT).crawl_delay()
        };
        assert_eq!(delay("2.5"), Duration::from_millis(2500));
        assert_eq!(delay("86400"), LONGEST_GAP);
        for odd in ["", "-1", "NaN", "inf", "ten"] {
            assert_eq!(delay(odd), Duration::ZERO, "{odd:?}");
        }
    }

    #[test]
    fn rules_are_good_for_a_day_and_when_the_server_is_down_for_thirty() {
        let mut known = Known::default();
        assert_eq!(known.at(hour(0)), None);
        let rules = known.learn(Ok(Rules::allow_all()), hour(0)).expect("rules");
        assert_eq!(known.at(hour(23)), Some(Ok(Arc::clone(&rules))));
        assert_eq!(known.at(hour(24)), None);
        assert_eq!(known.learn(Err(down()), hour(24)), Ok(Arc::clone(&rules)));
        assert_eq!(known.at(hour(24)), Some(Ok(Arc::clone(&rules))), "no second question at once");
        assert_eq!(known.at(hour(25)), None);
        assert_eq!(known.learn(Err(down()), hour(30 * 24 - 1)), Ok(rules));
        assert_eq!(known.learn(Err(down()), hour(30 * 24)), Err(down()));
    }

    #[test]
    fn where_nothing_is_known_a_failure_means_stay_out_for_a_minute() {
        let mut known = Known::default();
        assert_eq!(known.learn(Err(down()), hour(0)), Err(down()));
        let after = |seconds| hour(0) + SignedDuration::from_secs(seconds);
        assert_eq!(known.at(after(59)), Some(Err(down())));
        assert_eq!(known.at(after(60)), None);
        assert_eq!(known.at(after(-3600)), None, "a clock set back must not lock the site out");
    }
}
