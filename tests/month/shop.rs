//! The real daemon beside the world, in simulated time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use reviewd::app::{Daemon, Parts};
use reviewd::clock::Clock;
use reviewd::config::{self, Config, LoadOptions};
use reviewd::demo::sim_clock::SimClock;
use reviewd::fetch::install_tls_provider;
use reviewd::store::{CaseFilter, Records, Sqlite};
use tempfile::TempDir;

use super::inbox::Inbox;
use super::mail::Mail;
use super::pages::SHOP;
use super::post::start;
use super::site::{Glance, Sites};
use super::world::{MONTH, World};

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
    /// The number of each case's first review, by the case's code.
    pub(crate) cases: BTreeMap<String, u32>,
    /// What took the mails.
    pub(crate) by: &'static str,
}

/// Lives in that world until then.
pub(crate) async fn live(world: &Arc<World>, end: SignedDuration) -> Lived {
    install_tls_provider();
    let clock = Arc::new(SimClock::new(start(), WORKERS));
    let sites = Sites::start(world, &clock);
    let mut inbox = Inbox::start().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = configuration(&folder, &sites, &inbox);
    let database = folder.path().join("reviewd.db");
    let store = Arc::new(Sqlite::open(&database).await.expect("a store"));
    let daemon = Daemon::start(Parts {
        config,
        store: Arc::clone(&store) as Arc<_>,
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        poll_workers: 1,
        // Nobody else changes the store: whatever is due is foreseen or announced.
        idle: MONTH * 2,
    });
    let daemon = daemon.await.expect("the daemon starts");
    let mut mails = Vec::new();
    loop {
        // Time stands still while everyone does what there is to do, so what arrives arrives now.
        let next = clock.rest().await;
        let now = clock.now().duration_since(start());
        let arrived = inbox.collect();
        mails.extend(arrived.iter().map(|(to, bytes)| Mail::new(now, to, bytes)));
        if now >= end {
            break;
        }
        clock.set(next.min(start() + end));
    }
    assert!(daemon.stop(PATIENCE).await, "the daemon did not finish what it had begun");
    Lived {
        glances: (0..world.sources.len()).map(|source| sites.glances(source)).collect(),
        refused: (0..world.sources.len()).map(|source| sites.refused(source)).collect(),
        mails,
        cases: cases(world, &store).await,
        by: inbox.name(),
    }
}

/// Which case is whose: the one thing that is asked of the daemon's own books.
async fn cases(world: &World, store: &Sqlite) -> BTreeMap<String, u32> {
    let cases = store.cases(CaseFilter::All).await.expect("the store answers");
    let root = |number: u32| world.posts[number as usize].again.unwrap_or(number);
    let native = |case: &reviewd::case::Case| case.review.native.parse().expect("a number");
    let cases = cases.into_iter().map(|summary| summary.case);
    cases.map(|case| (case.id.to_string(), root(native(&case)))).collect()
}

fn configuration(folder: &TempDir, sites: &Sites, inbox: &Inbox) -> Config {
    let text = format!(
        "[shop]\nname = \"{SHOP}\"\nzone = \"Asia/Seoul\"\nreply_authors = [\"{SHOP}\"]\n\n{}{}",
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
