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
use super::redirect::Trail;
use super::rules::{BYTE_LIMIT, Rules};
use super::transport::{Answer, Limit, Transport};
use crate::clock::Clock;

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
    let limit = Limit::Cut(BYTE_LIMIT + 1);
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

    fn hour(hours: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + hours * 3600).expect("an instant")
    }

    fn down() -> Error {
        Error::RobotsUnreachable { place: "shop.example/robots.txt".into(), status: 503 }
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
