//! The servers of all sources, and their book: what was given to whom, and when.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use reviewd::clock::Clock;
use reviewd::demo::sim_clock::SimClock;
use reviewd::demo::site::{Request, Response, Site};

use super::pages::{self, ROWS};
use super::post::{Face, start};
use super::world::{HOSTS, World};

/// What a page of a list held, and nothing else of the list.
#[derive(Debug)]
pub(crate) struct Given {
    /// Numbers of reviews and how each looked, the newest first.
    pub(crate) rows: Vec<(u32, Face)>,
    /// No page comes behind it.
    pub(crate) is_last: bool,
    text: String,
    media_type: &'static str,
}

/// A page that was given to somebody.
#[derive(Clone, Debug)]
pub(crate) struct Glance {
    pub(crate) at: SignedDuration,
    /// From 1.
    pub(crate) page: usize,
    pub(crate) given: Arc<Given>,
}

/// A list as it changes: its reviews, and when any of them does.
struct List {
    posts: Vec<u32>,
    changes: Vec<SignedDuration>,
}

/// A page and the state of its list.
type Made = (usize, Arc<Given>);

/// What all servers share.
struct Book {
    world: Arc<World>,
    lists: Vec<List>,
    /// By source.
    glances: Mutex<Vec<Vec<Glance>>>,
    /// Pages by source and number, as long as nothing changes.
    made: Mutex<HashMap<(usize, usize), Made>>,
    /// When which source was asked for in vain, by source.
    refused: Mutex<Vec<Vec<SignedDuration>>>,
}

/// The servers, running until dropped.
pub(crate) struct Sites {
    sites: Vec<Site>,
    book: Arc<Book>,
}

impl Sites {
    pub(crate) fn start(world: &Arc<World>, clock: &Arc<SimClock>) -> Self {
        let sources = world.sources.len();
        let book = Arc::new(Book {
            world: Arc::clone(world),
            lists: (0..sources).map(|source| List::of(world, source)).collect(),
            glances: Mutex::new(vec![Vec::new(); sources]),
            made: Mutex::default(),
            refused: Mutex::new(vec![Vec::new(); sources]),
        });
        let site = |host: usize| {
            let (book, clock) = (Arc::clone(&book), Arc::clone(clock));
            let handler = move |request: &Request| book.answer(host, request, clock.now());
            Site::start(Arc::new(handler)).expect("a loopback site")
        };
        Self { sites: (0..HOSTS).map(site).collect(), book }
    }

    /// The configuration of every source.
    pub(crate) fn configuration(&self) -> String {
        let sources = self.book.world.sources.iter().enumerate();
        let one = |(index, source): (usize, &super::world::Source)| {
            let url = self.sites[source.host].url(&format!("/s{index:02}"));
            pages::configuration(index, source, url.as_str())
        };
        sources.map(one).collect()
    }

    /// When a source was asked for in vain.
    pub(crate) fn refused(&self, source: usize) -> Vec<SignedDuration> {
        self.book.refused.lock().expect("nobody panicked")[source].clone()
    }

    /// Everything that was given of a source, in order.
    pub(crate) fn glances(&self, source: usize) -> Vec<Glance> {
        self.book.glances.lock().expect("nobody panicked")[source].clone()
    }
}

impl List {
    fn of(world: &World, source: usize) -> Self {
        let mut posts: Vec<_> = world.posts.iter().filter(|p| p.source == source).collect();
        posts.sort_by_key(|post| post.place());
        let whens = posts.iter().flat_map(|post| {
            std::iter::once(post.shown).chain(post.deeds.iter().map(|(when, _)| *when))
        });
        let mut changes: Vec<SignedDuration> = whens.collect();
        changes.sort_unstable();
        Self { posts: posts.iter().map(|post| post.number).collect(), changes }
    }
}

impl Book {
    fn answer(&self, host: usize, request: &Request, now: Timestamp) -> Response {
        if request.path == "/robots.txt" {
            return Response::status(404);
        }
        let source = request.path.strip_prefix("/s").and_then(|number| number.parse().ok());
        let source: usize = source.unwrap_or_else(|| panic!("nobody asks for {}", request.path));
        let query = request.query.as_deref().unwrap_or("page=1");
        let page = query.strip_prefix("page=").and_then(|number| number.parse().ok());
        let page: usize = page.unwrap_or_else(|| panic!("nobody asks for {query}"));
        let now = now.duration_since(start());
        if self.world.fails(host, now) {
            self.refused.lock().expect("nobody panicked")[source].push(now);
            return Response::status(503);
        }
        let state = self.lists[source].changes.partition_point(|change| *change <= now);
        let given = self.given(source, page, state, now);
        let glance = Glance { at: now, page, given: Arc::clone(&given) };
        self.glances.lock().expect("nobody panicked")[source].push(glance);
        if !self.world.sources[source].tags {
            return Response::ok(given.media_type, given.text.clone());
        }
        let tag = format!("\"{state}-{page}\"");
        if request.header("if-none-match") == Some(&tag) {
            return Response::status(304).header("etag", &tag);
        }
        Response::ok(given.media_type, given.text.clone()).header("etag", &tag)
    }

    fn given(&self, source: usize, page: usize, state: usize, now: SignedDuration) -> Arc<Given> {
        let mut made = self.made.lock().expect("nobody panicked");
        if let Some((of, given)) = made.get(&(source, page))
            && *of == state
        {
            return Arc::clone(given);
        }
        let given = Arc::new(self.make(source, page, now));
        made.insert((source, page), (state, Arc::clone(&given)));
        given
    }

    fn make(&self, source: usize, page: usize, now: SignedDuration) -> Given {
        let form = self.world.sources[source].form;
        let posts =
            self.lists[source].posts.iter().map(|number| &self.world.posts[*number as usize]);
        let shown = posts.filter_map(|post| Some((post, pages::shown(form, post.at(now)?))));
        let mut shown = shown.skip((page - 1) * ROWS);
        let rows: Vec<_> = shown.by_ref().take(ROWS).collect();
        let is_last = shown.next().is_none();
        let seen: Vec<pages::Row<'_>> = rows.iter().map(|(post, face)| (*post, face)).collect();
        let next = (!is_last).then_some(page + 1);
        let (media_type, text) = pages::page(form, &seen, next);
        let rows = rows.into_iter().map(|(post, face)| (post.number, face)).collect();
        Given { rows, is_last, text, media_type }
    }
}
