//! The one client: asks robots.txt, waits its turn, follows redirects, gives back a page.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::header::{COOKIE, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::cookies::Cookies;
use super::error::{Error, place};
use super::redirect::Trail;
use super::robots::Robots;
use super::transport::{Answer, Limit, Transport, to_value};
use super::{Memory, Page, PageRequest, Settings, Validators, charset, install_tls_provider};
use crate::clock::Clock;
use crate::review::SourceId;

/// Gets pages politely; share one among all sources, since it is what keeps their pace.
pub struct Client {
    transport: Transport,
    robots: Robots,
    clock: Arc<dyn Clock>,
    memory: Option<Memory>,
    cookies: Mutex<HashMap<SourceId, Arc<Mutex<Cookies>>>>,
    limit: Limit,
    max_redirects: usize,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    /// A client that takes the time, and waits between requests, by `clock`. Its timeouts are real.
    ///
    /// # Errors
    /// [`Error::Setup`] where the contact fits into no header or the system's certificates cannot
    /// be read.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        install_tls_provider();
        Ok(Self {
            transport: Transport::new(&settings, Arc::clone(&clock))?,
            robots: Robots::new(Arc::clone(&clock)),
            clock,
            memory: None,
            cookies: Mutex::default(),
            limit: Limit::Refuse(settings.max_bytes),
            max_redirects: settings.max_redirects,
        })
    }

    /// The same, which goes on with the cookies of earlier runs and leaves those servers alone that
    /// asked one of them to.
    pub fn remembering(self, memory: Memory) -> Self {
        let transport = self.transport.remembering(memory.clone());
        Self { transport, memory: Some(memory), ..self }
    }

    /// Gets a page as [`Client::fetch`] does, with the cookies that servers gave to `source`; keeps
    /// what they set.
    ///
    /// # Errors
    /// As there.
    pub async fn fetch_for(
        &self,
        source: &SourceId,
        request: &PageRequest,
        validators: Option<&Validators>,
    ) -> Result<Page, Error> {
        let jar = self.jar(source);
        let before = lock(&jar).clone();
        let page = self.get(request, validators, &jar).await;
        let after = lock(&jar).clone();
        if let Some(memory) = self.memory.as_ref().filter(|_| after != before) {
            memory.keep(&place_of_cookies(source), &after).await;
        }
        page
    }

    /// Gets a page, or hears with status 304 that it is unchanged since `validators` were given.
    ///
    /// # Errors
    /// Whatever keeps an HTTP answer from being had whole; an answer with a status of 4xx or 5xx
    /// is a page.
    pub async fn fetch(
        &self,
        request: &PageRequest,
        validators: Option<&Validators>,
    ) -> Result<Page, Error> {
        self.get(request, validators, &Mutex::default()).await
    }

    async fn get(
        &self,
        request: &PageRequest,
        validators: Option<&Validators>,
        jar: &Mutex<Cookies>,
    ) -> Result<Page, Error> {
        let own = own_headers(request)?;
        let known = validators.map(conditions).unwrap_or_default();
        let mut trail = Trail::start(&request.url, self.max_redirects)?;
        loop {
            let rules = self.robots.rules(&self.transport, &trail).await?;
            if !rules.allows(trail.url()) {
                return Err(Error::Disallowed { place: place(trail.url()) });
            }
            let mut headers = if trail.is_home() { own.clone() } else { HeaderMap::new() };
            // A temporary redirect may lead to another page each time (a notice of maintenance);
            // validators of one page must not make another look unchanged.
            let conditional = trail.is_permanent() && !known.is_empty();
            if conditional {
                headers.extend(known.clone());
            }
            // An owner who names a login of their own means that one.
            if let Some(cookies) = lock(jar).header(trail.url(), self.clock.now()) {
                headers.entry(COOKIE).or_insert(cookies);
            }
            let gap = rules.crawl_delay();
            let answer = self.transport.get(&trail, headers, self.limit, gap).await?;
            lock(jar).take(trail.url(), &answer.headers, answer.fetched_at);
            if answer.leads_on(&mut trail)? {
                continue;
            }
            if answer.status == 304 && !conditional {
                let why = "status 304 (unchanged) to a request that named no earlier version";
                return Err(Error::Protocol { place: place(trail.url()), why: why.to_owned() });
            }
            return Ok(page(answer, trail, validators));
        }
    }

    fn jar(&self, source: &SourceId) -> Arc<Mutex<Cookies>> {
        let remembered = || {
            let memory = self.memory.as_ref();
            let cookies = memory.map(|memory| memory.recall(&place_of_cookies(source)));
            Arc::new(Mutex::new(cookies.unwrap_or_default()))
        };
        Arc::clone(lock(&self.cookies).entry(source.clone()).or_insert_with(remembered))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The name of a source's cookies in the memory.
fn place_of_cookies(source: &SourceId) -> String {
    format!("cookies/{source}")
}

fn page(answer: Answer, trail: Trail, sent: Option<&Validators>) -> Page {
    let content_type = answer.content_type();
    let validators = match answer.status {
        200..300 => Validators { etag: answer.etag(), last_modified: answer.last_modified() },
        304 => refreshed(&answer, sent),
        // What came instead of the page says nothing about the page's version.
        _ => sent.cloned().unwrap_or_default(),
    };
    let moved = trail.is_redirected() && trail.is_permanent();
    Page {
        url: trail.url().clone(),
        status: answer.status,
        text: charset::decode(&answer.body, content_type.as_deref()),
        media_type: content_type.as_deref().and_then(charset::media_type),
        validators,
        fetched_at: answer.fetched_at,
        retry_after: answer.retry_after,
        moved_to: moved.then(|| trail.url().clone()),
    }
}

/// The validators after a 304: what it repeats replaces the old, what it omits stays (RFC 9111, 3.2).
fn refreshed(answer: &Answer, sent: Option<&Validators>) -> Validators {
    let old = sent.cloned().unwrap_or_default();
    Validators {
        etag: answer.etag().or(old.etag),
        last_modified: answer.last_modified().or(old.last_modified),
    }
}

/// The validators as headers, exactly as they were received.
fn conditions(validators: &Validators) -> HeaderMap {
    let pairs = [
        (IF_NONE_MATCH, validators.etag.as_deref()),
        (IF_MODIFIED_SINCE, validators.last_modified.as_deref()),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name, to_value(value?)?))).collect()
}

/// The request's own headers.
fn own_headers(request: &PageRequest) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::with_capacity(request.headers.len());
    for (name, value) in &request.headers {
        let wrong = |what: &str| Error::BadRequest {
            place: place(&request.url),
            why: format!("the header {name:?} {what}"),
        };
        let key: HeaderName = name.parse().map_err(|_| wrong("has no valid name"))?;
        let mut value = HeaderValue::from_str(value.reveal())
            .map_err(|_| wrong("has a value with characters that headers cannot hold"))?;
        value.set_sensitive(true);
        headers.append(key, value);
    }
    Ok(headers)
}
