//! The real daemon beside the world, in simulated time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use reviewd::app::{Daemon, Parts};
use reviewd::clock::{Clock, Pulse};
use reviewd::config::{self, Config, LoadOptions};
use reviewd::demo::sim_clock::SimClock;
use reviewd::fetch::install_tls_provider;
use reviewd::pipeline::Desk;
use reviewd::store::{CaseFilter, Records, Sqlite};
use tempfile::TempDir;

use super::hands::{self, Done, Wish};
use super::hours::{self, Hours};
use super::inbox::Inbox;
use super::mail::Mail;
use super::pages::SHOP;
use super::people::{self, People};
use super::post::start;
use super::site::{Glance, Sites};
use super::world::{MONTH, World};

/// What kind of shop it is.
pub(crate) struct Shop {
    pub(crate) hours: Hours,
    pub(crate) people: People,
    /// What its people will do, in order.
    pub(crate) wishes: Vec<Wish>,
}

/// Poll, triage, deadline and deliver, one worker each.
const WORKERS: usize = 4;
/// Longer than any sending takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What was lived.
pub(crate) struct Lived {
    /// By source.
    pub(crate) glances: Vec<Vec<Glance>>,
    /// When each was asked for in vain, by source.
    pub(crate) refused: Vec<Vec<SignedDuration>>,
    pub(crate) mails: Vec<Mail>,
    /// What people did, in order.
    pub(crate) done: Vec<Done>,
    /// The number of each case's first review, by the case's code.
    pub(crate) cases: BTreeMap<String, u32>,
    /// What took the mails.
    pub(crate) by: &'static str,
}

/// Lives in that world until then.
pub(crate) async fn live(world: &Arc<World>, shop: &Shop, end: SignedDuration) -> Lived {
    install_tls_provider();
    let clock = Arc::new(SimClock::new(start(), WORKERS));
    let sites = Sites::start(world, &clock);
    let mut inbox = Inbox::start().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = configuration(&folder, shop, &sites, &inbox);
    let database = folder.path().join("reviewd.db");
    let store = Arc::new(Sqlite::open(&database).await.expect("a store"));
    let (deadline, people) = (config.deadline.clone(), config.people());
    let desk = Desk { store: &*store, settings: &deadline, people: &people };
    let daemon = Daemon::start(Parts {
        config,
        store: Arc::clone(&store) as Arc<_>,
        clock: Arc::new(Watched::new(&clock, &shop.wishes)),
        poll_workers: 1,
        // Whatever is due is foreseen or announced, but for what people do: see the clock.
        idle: MONTH * 2,
    });
    let daemon = daemon.await.expect("the daemon starts");
    let (mut mails, mut done) = (Vec::new(), Vec::new());
    let mut wishes = shop.wishes.iter().peekable();
    loop {
        // Time stands still while everyone does what there is to do, so what arrives arrives now.
        let next = clock.rest().await;
        let now = clock.now().duration_since(start());
        let arrived = inbox.collect();
        mails.extend(arrived.iter().map(|(to, bytes)| Mail::new(now, to, bytes)));
        while let Some(wish) = wishes.next_if(|wish| wish.at <= now) {
            done.extend(hands::carry_out(world, &store, &desk, *wish).await);
        }
        if now >= end {
            break;
        }
        let wished = wishes.peek().map_or(end, |wish| wish.at);
        clock.set(next.min(start() + wished.min(end)));
    }
    assert!(daemon.stop(PATIENCE).await, "the daemon did not finish what it had begun");
    Lived {
        glances: (0..world.sources.len()).map(|source| sites.glances(source)).collect(),
        refused: (0..world.sources.len()).map(|source| sites.refused(source)).collect(),
        mails,
        done,
        cases: cases(world, &store).await,
        by: inbox.name(),
    }
}

/// Which case is whose: the one thing that is asked of the daemon's own books.
async fn cases(world: &World, store: &Sqlite) -> BTreeMap<String, u32> {
    let cases = store.cases(CaseFilter::All).await.expect("the store answers");
    let native = |case: &reviewd::case::Case| case.review.native.parse().expect("a number");
    let cases = cases.into_iter().map(|summary| summary.case);
    cases.map(|case| (case.id.to_string(), world.root(native(&case)))).collect()
}

fn configuration(folder: &TempDir, shop: &Shop, sites: &Sites, inbox: &Inbox) -> Config {
    let hours = if shop.hours == Hours::Office { hours::CONFIGURATION } else { "" };
    let people = if shop.people == People::Staff { people::CONFIGURATION } else { "" };
    let text = format!(
        "[shop]\nname = \"{SHOP}\"\nzone = \"Asia/Seoul\"\nreply_authors = [\"{SHOP}\"]\n\n{}{hours}{people}{}",
        inbox.configuration(folder.path()),
        sites.configuration()
    );
    let path: &Path = &folder.path().join("reviewd.toml");
    std::fs::write(path, text).expect("a file");
    let options = LoadOptions { secrets_required: true, state_dir: None };
    let loaded = config::load(path, options).unwrap_or_else(|report| panic!("{report}"));
    let mut config = loaded.config;
    config.mail.timeout = PATIENCE;
    config
}

/// The clock, for whoever looks at the store again a second after people did something to it: as the
/// daemon does many times an hour, where it costs nothing to look in vain.
struct Watched {
    clock: Arc<SimClock>,
    looks: Vec<Timestamp>,
}

impl Watched {
    fn new(clock: &Arc<SimClock>, wishes: &[Wish]) -> Self {
        let second = SignedDuration::from_secs(1);
        let looks = wishes.iter().map(|wish| start() + wish.at + second).collect();
        Self { clock: Arc::clone(clock), looks }
    }
}

#[async_trait]
impl Clock for Watched {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn wait(&self, until: Timestamp, pulse: &Pulse) {
        let now = self.now();
        let next = self.looks.get(self.looks.partition_point(|look| *look <= now));
        self.clock.wait(next.map_or(until, |look| until.min(*look)), pulse).await;
    }
}
