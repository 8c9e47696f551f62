//! One request and its answer: in its turn, within its time, up to its size.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderName, LAST_MODIFIED, LOCATION};
use reqwest::header::{HeaderValue, RETRY_AFTER};
use tokio::time::{Instant, timeout, timeout_at};

use super::address::{Names, is_public};
use super::error::{Error, Phase, place};
use super::holds::Holds;
use super::memory::Memory;
use super::pace::Gates;
use super::redirect::{Hop, Trail, is_redirect};
use super::{Settings, fault, retry_after};
use crate::clock::Clock;

/// What is wanted: lists and feeds first, anything rather than nothing.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, \
                      application/feed+json, application/json, application/xml;q=0.9, */*;q=0.5";

/// A connection is kept for the pages of one visit; the next one is minutes away, and many sources would
/// have as many connections lie idle.
const KEPT_OPEN: Duration = Duration::from_secs(10);

/// Sends requests, each server's in turn.
pub(super) struct Transport {
    /// Goes wherever a name leads.
    anywhere: reqwest::Client,
    /// Goes to public addresses only.
    public: reqwest::Client,
    gates: Gates,
    clock: Arc<dyn Clock>,
    settings: Settings,
}

/// What to do with an answer of more than so many bytes, decompressed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Limit {
    /// Fail.
    Refuse(usize),
    /// Keep what came until then.
    Cut(usize),
}

/// What came back; a redirect's body is not read.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) from_public: bool,
    pub(super) fetched_at: Timestamp,
    pub(super) retry_after: Option<Timestamp>,
}

impl Transport {
    /// Builds both clients.
    pub(super) fn new(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        Ok(Self {
            anywhere: build(settings, false)?,
            public: build(settings, true)?,
            gates: Gates::new(Arc::clone(&clock), Holds::default()),
            clock,
            settings: settings.clone(),
        })
    }

    /// The same, which knows whom earlier runs were asked to leave alone.
    pub(super) fn remembering(self, memory: Memory) -> Self {
        let holds = Holds::remembered(memory, self.clock.now());
        Self { gates: Gates::new(Arc::clone(&self.clock), holds), ..self }
    }

    /// Asks for where `trail` stands, `gap` after the last request to its server.
    pub(super) async fn get(
        &self,
        trail: &Trail,
        headers: HeaderMap,
        limit: Limit,
        gap: Duration,
    ) -> Result<Answer, Error> {
        let turn = self.gates.enter(trail.url(), gap.max(self.settings.pace)).await?;
        let answer = self.exchange(trail, headers, limit).await?;
        if let Some(until) = answer.retry_after.filter(|_| matches!(answer.status, 429 | 503)) {
            self.gates.hold(turn, until).await;
        }
        Ok(answer)
    }

    async fn exchange(
        &self,
        trail: &Trail,
        headers: HeaderMap,
        limit: Limit,
    ) -> Result<Answer, Error> {
        let client = if trail.must_be_public() { &self.public } else { &self.anywhere };
        let request = client.get(trail.url().clone()).headers(headers).send();
        let Settings { connect_timeout, first_byte_timeout, total_timeout, .. } = self.settings;
        let late = |phase, after| Error::Timeout { place: place(trail.url()), phase, after };
        let end = Instant::now() + total_timeout;
        let mut response = timeout(first_byte_timeout.min(total_timeout), request)
            .await
            .map_err(|_| late(Phase::FirstByte, first_byte_timeout.min(total_timeout)))?
            .map_err(|error| fault::of_request(&error, trail, connect_timeout))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body: Vec::new(),
            from_public: response.remote_addr().is_none_or(|address| is_public(address.ip())),
            fetched_at: self.clock.now(),
            retry_after: None,
        };
        if answer.redirect().is_none() {
            answer.body = timeout_at(end, read_body(response, trail, limit))
                .await
                .map_err(|_| late(Phase::Whole, total_timeout))??;
            answer.fetched_at = self.clock.now();
        }
        answer.retry_after = answer
            .header(&RETRY_AFTER)
            .and_then(|value| retry_after::read(&value, answer.fetched_at));
        Ok(answer)
    }
}

impl Answer {
    /// Where it points, if it points elsewhere.
    pub(super) fn redirect(&self) -> Option<(u16, String)> {
        is_redirect(self.status).then_some(())?;
        // Servers put raw UTF-8 there, against the letter.
        let location = self.headers.get(LOCATION)?;
        Some((self.status, String::from_utf8_lossy(location.as_bytes()).into_owned()))
    }

    /// Takes the trail on if this answer points elsewhere, and says whether it did.
    pub(super) fn leads_on(&self, trail: &mut Trail) -> Result<bool, Error> {
        let Some((status, location)) = self.redirect() else { return Ok(false) };
        trail.follow(&Hop { status, location: &location, from_public: self.from_public })?;
        Ok(true)
    }

    /// The `Content-Type`.
    pub(super) fn content_type(&self) -> Option<String> {
        self.header(&CONTENT_TYPE)
    }

    /// The `ETag`.
    pub(super) fn etag(&self) -> Option<String> {
        self.header(&ETAG)
    }

    /// The `Last-Modified`.
    pub(super) fn last_modified(&self) -> Option<String> {
        self.header(&LAST_MODIFIED)
    }

    /// A header as text, one character a byte, so that [`to_value`] gives the same bytes back.
    fn header(&self, name: &HeaderName) -> Option<String> {
        self.headers
            .get(name)
            .map(|value| value.as_bytes().iter().copied().map(char::from).collect())
    }
}

/// The header value whose bytes are the characters of `text`; `None` where it cannot be one.
pub(super) fn to_value(text: &str) -> Option<HeaderValue> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    HeaderValue::from_bytes(&bytes?).ok()
}

fn build(settings: &Settings, public_only: bool) -> Result<reqwest::Client, Error> {
    let mut agent = format!("{}/{}", super::AGENT, env!("CARGO_PKG_VERSION"));
    if let Some(contact) = &settings.contact {
        agent.push_str(&format!(" (+{contact})"));
    }
    let agent = HeaderValue::from_str(&agent).map_err(|_| {
        Error::Setup(format!("the contact {:?} does not fit into a header", settings.contact))
    })?;
    let accept =
        HeaderMap::from_iter([(reqwest::header::ACCEPT, HeaderValue::from_static(ACCEPT))]);
    reqwest::Client::builder()
        .user_agent(agent)
        .default_headers(accept)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Behind a proxy nobody could tell a private address from a public one.
        .no_proxy()
        .dns_resolver(Names { public_only })
        .connect_timeout(settings.connect_timeout)
        .pool_max_idle_per_host(1)
        .pool_idle_timeout(KEPT_OPEN)
        .build()
        .map_err(|error| Error::Setup(no_client(&fault::innermost(&error))))
}

/// Why there is no client; a machine without certificate authorities is told what it lacks.
fn no_client(why: &str) -> String {
    if why.starts_with("No CA certificates") {
        return "this machine knows no certificate authority: install its package ca-certificates"
            .to_owned();
    }
    why.to_owned()
}

/// Reads chunk by chunk, so that a compressed bomb never unfolds beyond the limit.
async fn read_body(
    mut response: reqwest::Response,
    trail: &Trail,
    limit: Limit,
) -> Result<Vec<u8>, Error> {
    let (Limit::Refuse(most) | Limit::Cut(most)) = limit;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault::of_body(&error, trail))? {
        let room = most - body.len();
        if chunk.len() <= room {
            body.extend_from_slice(&chunk);
        } else if matches!(limit, Limit::Refuse(_)) {
            return Err(Error::TooLarge { place: place(trail.url()), limit: most });
        } else {
            body.extend_from_slice(&chunk[..room]);
            break;
        }
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::demo::site::{Response, Site};
    use crate::fetch::{RedirectFault, install_tls_provider};

    #[tokio::test]
    async fn a_name_on_the_way_from_a_public_page_never_leads_into_the_private_network() {
        install_tls_provider();
        let inside =
            Site::start(Arc::new(|_| Response::ok("text/plain", "secret"))).expect("a site");
        let mut location = inside.url("/secret");
        location.set_host(Some("localhost")).expect("a host");
        let public = url::Url::parse("http://shop.example/list").expect("a URL");
        let transport =
            Transport::new(&Settings::default(), Arc::new(SystemClock)).expect("a transport");
        for (from_public, refused) in [(false, false), (true, true)] {
            let mut trail = Trail::start(&public, 5).expect("a trail");
            let hop = Hop { status: 302, location: location.as_str(), from_public };
            trail.follow(&hop).expect("a name says nothing yet");
            let limit = Limit::Refuse(1000);
            let answer = transport.get(&trail, HeaderMap::new(), limit, Duration::ZERO).await;
            let fault = match &answer {
                Err(Error::Redirect { fault, .. }) => Some(fault),
                _ => None,
            };
            let wanted = refused.then_some(&RedirectFault::Private);
            assert_eq!(fault, wanted, "from a public page: {from_public}: {answer:?}");
        }
        assert_eq!(inside.seen().len(), 1, "the refused request reached the private server");
    }
}
