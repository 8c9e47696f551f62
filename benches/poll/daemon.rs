//! The whole daemon with 1,000 sources on as many hosts: its memory, and what its polls cost.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use reviewd::app::{Daemon, Parts, init_logging, runtime};
use reviewd::clock::Clock;
use reviewd::store::{Records as _, Sqlite, Store as _};

use crate::child::{each, memory, processor, tell};
use crate::fast_clock::FastClock;
use crate::{page, server, yardsticks};

const SOURCES: usize = 1_000;
/// As `reviewd run` has them.
const POLL_WORKERS: usize = 16;
const IDLE: SignedDuration = SignedDuration::from_secs(60);
/// How fast time runs: 1,000 sources every ten minutes are 333 polls a second, which leaves the processor
/// idle between them, so that no more of them come together than in real time.
const FAST: u32 = 200;
/// A changed page takes the processor longer.
const LESS_FAST: u32 = 30;
/// Unchanged polls that are measured.
const UNCHANGED: usize = 5 * SOURCES;
/// Changed polls that are measured.
const CHANGED: usize = SOURCES;

/// Measures, tells and ends.
pub(crate) fn run(port: u16) {
    init_logging();
    runtime().expect("a runtime").block_on(measure(port));
}

async fn measure(port: u16) {
    tell("rss_start", memory("VmRSS"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = yardsticks::load(folder.path(), &sources(port));
    let start = "2026-03-03T00:00:00Z".parse().expect("an instant");
    let clock = Arc::new(FastClock::new(start, FAST));
    let store = Sqlite::open(&folder.path().join("reviewd.db")).await.expect("a store");
    let store = Arc::new(store);
    let parts = Parts {
        config,
        store: Arc::clone(&store) as Arc<_>,
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        poll_workers: POLL_WORKERS,
        idle: IDLE,
    };
    let shops = Shops::new(port);
    let daemon = Daemon::start(parts).await.expect("the daemon starts");
    until_all_is_judged(&store).await;
    tell("rss", memory("VmRSS"));
    tell("hwm", memory("VmHWM"));

    shops.until([SOURCES, 0]).await;
    let (before, count) = (processor(), shops.count().await);
    let polled = shops.until([UNCHANGED, 0]).await;
    tell("unchanged", each(processor() - before, polled));
    tell("unchanged_polls", polled);
    assert_eq!(shops.count().await[1], count[1], "a page was sent, so not all were unchanged");

    clock.set_speed(LESS_FAST);
    shops.ask(server::CHANGE).await;
    shops.until([0, SOURCES / 5]).await;
    let before = processor();
    let polled = shops.until([0, CHANGED]).await;
    tell("changed", each(processor() - before, polled));
    tell("hwm_end", memory("VmHWM"));
    assert!(daemon.stop(Duration::from_secs(20)).await, "the daemon ends");
}

/// Every source on a host of its own, so that none waits for another one's turn.
fn sources(port: u16) -> String {
    let mut out = String::new();
    for number in 0..SOURCES {
        let (high, low) = (number / 200, number % 200 + 1);
        let _ = write!(
            out,
            "[[source]]\nid = \"s{number}\"\nkind = \"html\"\nevery = \"10m\"\n\
             url = \"http://127.1.{high}.{low}:{port}/list\"\n{}",
            page::OPTIONS
        );
    }
    out
}

/// Waits until every source was polled and every review on its page is judged.
async fn until_all_is_judged(store: &Sqlite) {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let due = store.next_due().await.expect("the store answers");
        let sources = store.sources().await.expect("the store answers");
        let polled = sources.iter().filter(|source| source.reviews == page::REVIEWS).count();
        if polled == SOURCES && due.undecided.is_none() {
            return;
        }
    }
}

/// The server's other side.
struct Shops {
    client: reqwest::Client,
    origin: String,
}

impl Shops {
    fn new(port: u16) -> Self {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { client, origin: format!("http://127.0.0.1:{port}") }
    }

    async fn ask(&self, path: &str) -> String {
        let answer = self.client.get(format!("{}{path}", self.origin)).send().await;
        answer.expect("the server answers").text().await.expect("a text")
    }

    /// Unchanged pages and pages sent so far.
    async fn count(&self) -> [usize; 2] {
        let text = self.ask(server::COUNT).await;
        let mut numbers = text.split(' ').map(|number| number.parse().expect("a number"));
        [(); 2].map(|()| numbers.next().expect("two numbers"))
    }

    /// Waits for so many more of each, and answers how many there were.
    async fn until(&self, more: [usize; 2]) -> usize {
        let start = self.count().await;
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let now = self.count().await;
            let polled = [now[0] - start[0], now[1] - start[1]];
            if polled[0] >= more[0] && polled[1] >= more[1] {
                return polled.iter().sum();
            }
        }
    }
}
