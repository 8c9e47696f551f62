//! Two hundred sources on one server, over a day and a half and a restart: the server keeps the book.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use reviewd::clock::Clock;
use reviewd::demo::site::{Conduct, Request, Response, Site};
use reviewd::fetch::{Client, Error, Memory, PageRequest, Settings};
use reviewd::review::SourceId;
use reviewd::schedule::{self, Next};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::support::crowd_clock::CrowdClock;

const SOURCES: usize = 200;
/// These are configured at the restart only.
const NEW: usize = 20;
/// The lists of every so many sources stand where robots.txt lets nobody in.
const PRIVATE: usize = 25;
const EVERY: SignedDuration = SignedDuration::from_hours(2);
/// What robots.txt asks for; more than the pace that is kept anyway.
const GAP: SignedDuration = SignedDuration::from_secs(2);
const PACE: SignedDuration = SignedDuration::from_secs(1);
/// From then on the server is down for maintenance once, for so long; the restart falls into it.
const MAINTENANCE: SignedDuration = SignedDuration::from_hours(10);
const DOWN: SignedDuration = SignedDuration::from_mins(20);
const RESTART: SignedDuration = SignedDuration::from_mins(10 * 60 + 10);
const END: SignedDuration = SignedDuration::from_hours(36);

fn start() -> Timestamp {
    "2024-03-16T12:00:00Z".parse().expect("an instant")
}

/// What the server saw.
#[derive(Default)]
struct Book {
    /// When which path was asked for.
    asked: Vec<(Timestamp, String)>,
    open: usize,
    most_open: usize,
    /// From when until when it wanted to be left alone.
    holds: Vec<(Timestamp, Timestamp)>,
    refused: BTreeMap<&'static str, usize>,
    maintained: bool,
}

impl Book {
    fn hold(&mut self, form: &'static str, now: Timestamp, until: Timestamp) {
        *self.refused.entry(form).or_default() += 1;
        self.holds.push((now, until));
    }

    /// Notes a request and answers it.
    fn answer(&mut self, request: &Request, now: Timestamp) -> Response {
        self.asked.push((now, request.path.clone()));
        self.open += 1;
        self.most_open = self.most_open.max(self.open);
        if request.path == "/robots.txt" {
            let rules = "User-agent: *\nDisallow: /private\nCrawl-delay: 2\n";
            return Response::ok("text/plain", rules);
        }
        if now >= start() + MAINTENANCE && !self.maintained {
            self.maintained = true;
            self.hold("503 with seconds", now, now + DOWN);
            return Response::status(503).header("retry-after", &DOWN.as_secs().to_string());
        }
        match self.asked.len() % 120 {
            40 => {
                self.hold("429 with seconds", now, now + SignedDuration::from_secs(97));
                Response::status(429).header("retry-after", "97")
            }
            80 => {
                let whole = now.as_second() + 211;
                let until = Timestamp::from_second(whole).expect("an instant");
                self.hold("429 with a date", now, until);
                let date = until.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                Response::status(429).header("retry-after", &date)
            }
            20 | 60 | 100 => {
                *self.refused.entry("503 without a word").or_default() += 1;
                Response::status(503)
            }
            70 => Response::status(302).header("location", "/private/by-redirect"),
            _ => Response::ok("text/html", "a list"),
        }
    }
}

/// Every answer takes a while, so that whoever does not wait for it is seen.
fn site(book: &Arc<Mutex<Book>>, clock: &Arc<CrowdClock>) -> Site {
    let (book, clock) = (Arc::clone(book), Arc::clone(clock));
    let handler = move |request: &Request| {
        let answer = book.lock().expect("the book").answer(request, clock.now());
        let done = Arc::new(Notify::new());
        let (told, closing) = (Arc::clone(&done), Arc::clone(&book));
        tokio::spawn(async move {
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            closing.lock().expect("the book").open -= 1;
            told.notify_one();
        });
        answer.conduct(Conduct::AnswerAfter(done))
    };
    Site::start(Arc::new(handler)).expect("a loopback site")
}

/// What came of the polls.
#[derive(Debug, Default)]
struct Told {
    pages: usize,
    disallowed: usize,
    /// When somebody was told that the server is held, and until when.
    held: Vec<(Timestamp, Timestamp)>,
}

/// Everything the sources of one run share.
struct Run {
    client: Client,
    clock: Arc<CrowdClock>,
    site: Arc<Site>,
    end: Timestamp,
    told: Mutex<Told>,
}

impl Run {
    /// Polls a source as the daemon does, until it is due after the end; answers when.
    async fn poll(self: Arc<Self>, number: usize, mut due: Timestamp) -> (usize, Timestamp) {
        let id: SourceId = format!("s{number}").parse().expect("an id");
        let folder = if number.is_multiple_of(PRIVATE) { "private" } else { "list" };
        let request = PageRequest::get(self.site.url(&format!("/{folder}/{number}")));
        let mut next = Next { every: EVERY, failures: 0, retry_after: None };
        while due < self.end {
            self.clock.wait(due, &Default::default()).await;
            self.clock.begin_fetch();
            let page = self.client.fetch_for(&id, &request, None).await;
            self.clock.end_fetch();
            let fine = page.as_ref().is_ok_and(|page| page.status == 200);
            next.failures = if fine { 0 } else { next.failures + 1 };
            next.retry_after = match &page {
                Ok(page) => page.retry_after,
                Err(error) => error.retry_after(),
            };
            let mut told = self.told.lock().expect("the results");
            match page {
                Ok(_) => told.pages += 1,
                Err(Error::Held { until, .. }) => told.held.push((self.clock.now(), until)),
                Err(Error::Disallowed { .. }) => told.disallowed += 1,
                Err(error) => panic!("source {number}: {error}"),
            }
            due = schedule::next_poll(&next, self.clock.now(), due.as_second().unsigned_abs());
        }
        self.clock.leave();
        (number, due)
    }
}

/// One life of the daemon: its first polls are spread as after any start, and never before their due.
async fn live(
    (site, clock): (&Arc<Site>, &Arc<CrowdClock>),
    memory: &Path,
    dues: &mut BTreeMap<usize, Timestamp>,
    end: Timestamp,
) -> Told {
    let client = Client::new(Settings::default(), Arc::clone(clock) as Arc<dyn Clock>);
    let client = client.expect("a client").remembering(Memory::of(memory));
    let told = Mutex::default();
    let (site, clock) = (Arc::clone(site), Arc::clone(clock));
    let (now, count) = (clock.now(), dues.len());
    let run = Arc::new(Run { client, clock, site, end, told });
    run.clock.enter(count);
    let mut polls = JoinSet::new();
    for (index, (number, due)) in dues.iter().enumerate() {
        let due = schedule::first_due(now, index, count).max(*due);
        polls.spawn(Arc::clone(&run).poll(*number, due));
    }
    dues.extend(polls.join_all().await);
    run.clock.pass_to(end);
    let mut told = run.told.lock().expect("the results");
    std::mem::take(&mut *told)
}

#[tokio::test]
async fn two_hundred_sources_on_one_server_never_press_it() {
    let clock = Arc::new(CrowdClock::new(start()));
    let book = Arc::new(Mutex::new(Book::default()));
    let site = Arc::new(site(&book, &clock));
    let memory = tempfile::tempdir().expect("a folder");
    let scene = (&site, &clock);
    let mut dues = (NEW..SOURCES).map(|number| (number, start())).collect();
    let first = live(scene, memory.path(), &mut dues, start() + RESTART).await;
    let stopped = clock.now();
    dues.extend((0..NEW).map(|number| (number, stopped)));
    let second = live(scene, memory.path(), &mut dues, start() + END).await;

    let book = book.lock().expect("the book");
    let asked: Vec<Timestamp> = book.asked.iter().map(|(at, _)| *at).collect();
    let robots = book.asked.iter().filter(|(_, path)| path == "/robots.txt").count();
    eprintln!(
        "{} requests, {robots} of them for robots.txt; at most {} open at once; refused: {:?}",
        asked.len(),
        book.most_open,
        book.refused,
    );
    for (when, told) in [("before", &first), ("after", &second)] {
        let Told { pages, disallowed, held } = told;
        let held = held.len();
        eprintln!("{when} the restart: {pages} pages, {held} held, {disallowed} disallowed");
    }
    assert_eq!(book.most_open, 1, "requests to one server overlapped");
    let shortest = shortest_gaps(&book.asked);
    eprintln!("the shortest gap before a page: {}, before robots.txt: {}", shortest.0, shortest.1);
    assert_eq!(shortest.0, GAP, "the rate that robots.txt allows, and used where there is need");
    assert!(shortest.1 >= PACE, "robots.txt itself came too soon: {}", shortest.1);
    let private: Vec<_> = book.asked.iter().filter(|(_, path)| path.contains("private")).collect();
    assert!(private.is_empty(), "robots.txt forbids {private:?}");
    assert!(first.disallowed > 0 && second.disallowed > 0, "nobody wanted in there");
    // Once after each start, and once more when that was a day ago.
    assert_eq!(robots, 3, "robots.txt is asked for once a day");
    let held = [first.held.as_slice(), second.held.as_slice()].concat();
    assert_holds_are_kept(&book.holds, &asked, &held);
    let over_restart = book.holds.iter().any(|(from, until)| *from < stopped && stopped < *until);
    assert!(over_restart, "the restart fell into no hold, so it proved nothing");
    let new = second.held.iter().filter(|(at, _)| *at < stopped + SignedDuration::from_mins(1));
    assert!(new.count() >= NEW, "who came new into the hold heard nothing of it");
    assert!(book.refused.len() == 4, "a form of refusal never came up: {:?}", book.refused);
}

/// The shortest time between a request and the one before it: for pages, and for robots.txt.
fn shortest_gaps(asked: &[(Timestamp, String)]) -> (SignedDuration, SignedDuration) {
    let gaps = |robots: bool| {
        let pairs = asked.windows(2).filter(move |w| (w[1].1 == "/robots.txt") == robots);
        pairs.map(|w| w[1].0.duration_since(w[0].0)).min().expect("requests")
    };
    (gaps(false), gaps(true))
}

/// Nobody comes while the server wants to be left alone, and nobody is kept away a second longer.
fn assert_holds_are_kept(
    holds: &[(Timestamp, Timestamp)],
    asked: &[Timestamp],
    held: &[(Timestamp, Timestamp)],
) {
    assert!(holds.len() > 30, "only {} holds", holds.len());
    for (from, until) in holds {
        let early: Vec<_> = asked.iter().filter(|at| from < *at && *at < until).collect();
        assert!(early.is_empty(), "held from {from} until {until}, asked at {early:?}");
    }
    for (at, told) in held {
        let right = holds.iter().any(|(from, until)| from <= at && at < until && told == until);
        assert!(right, "kept away at {at} until {told}, which the server never asked for");
    }
    let respected = holds.iter().filter(|(_, until)| held.iter().any(|(_, told)| told == until));
    eprintln!("{} holds kept; somebody was due during {} of them", holds.len(), respected.count());
}
