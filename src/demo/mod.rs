//! The sample shop and its simulated day; its clock, site and mail sink serve the tests too.
//!
//! The real daemon runs over a real site and a real mail server, both on loopback; only time is
//! simulated, so that a day and a half passes in seconds.

mod day;
mod letters;
mod shop;
pub mod sim_clock;
pub mod sink;
pub mod site;
mod timeline;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use self::sim_clock::SimClock;
use self::sink::{Behaviour, Sink};
use self::site::{Response, Site};
use self::timeline::Timeline;
use crate::alert::Language;
use crate::app::{self, Daemon, Parts};
use crate::clock::Clock;
use crate::config::{self, LoadOptions};
use crate::store::{self, Sqlite};

/// What the demo is asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the configuration, the store and the mails are left; made anew.
    pub out: PathBuf,
    /// The language of the time line and the mails.
    pub language: Language,
}

/// What the demo left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The folder with every mail as `.eml` and `.html`.
    pub mails: PathBuf,
    /// How many mails there are.
    pub count: usize,
}

/// Why the demo could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or socket could not be made.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done.
        doing: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Its own configuration is wrong, which is a defect.
    #[error(transparent)]
    Config(#[from] config::Invalid),
    /// The daemon did not start.
    #[error(transparent)]
    App(#[from] app::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Poll, triage, deadline and deliver, one worker each.
const WORKERS: usize = 4;
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs the day and hands each line of its time line to `tell` as it happens.
///
/// # Errors
/// When files or sockets cannot be made, or the daemon fails.
pub async fn run(options: &Options, mut tell: impl FnMut(&str)) -> Result<Left, Error> {
    let mails = fresh_folder(&options.out)?;
    let clock = Arc::new(SimClock::new(day::start(), WORKERS));
    let (site, sink) = servers(&clock).await?;
    let file = options.out.join("reviewd.toml");
    let text = configuration(&site, &sink, options.language);
    std::fs::write(&file, text).map_err(io(&format!("write {}", file.display())))?;
    let state_dir = Some(options.out.clone());
    let config = config::load(&file, LoadOptions { secrets_required: true, state_dir })?.config;
    let store = Arc::new(Sqlite::open(&options.out.join("reviewd.db")).await?);
    let mut timeline =
        Timeline::new(Arc::clone(&store), options.language, config.shop.zone.clone());
    let daemon = Daemon::start(Parts {
        config,
        store,
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        poll_workers: 1,
        idle: day::LENGTH,
    })
    .await?;
    live(&clock, &sink, &mut timeline, &mut tell).await?;
    daemon.stop(PATIENCE).await;
    let received = sink.received();
    letters::leave(&mails, &received).map_err(io(&format!("write to {}", mails.display())))?;
    Ok(Left { mails, count: received.len() })
}

async fn live(
    clock: &SimClock,
    sink: &Sink,
    timeline: &mut Timeline,
    tell: &mut impl FnMut(&str),
) -> Result<(), Error> {
    let at = |offset| later(day::start(), offset);
    let mut switches =
        vec![(at(day::MAIL_DOWN.1), Behaviour::Accept), (at(day::MAIL_DOWN.0), Behaviour::Down)];
    let end = at(day::LENGTH);
    loop {
        // Time stands still while everyone does what there is to do, so it all happens now.
        let mut next = clock.rest().await;
        let now = clock.now();
        for line in timeline.news(now, &sink.received()).await? {
            tell(&line);
        }
        if now >= end {
            return Ok(());
        }
        if let Some((_, behaviour)) = switches.pop_if(|(when, _)| *when <= now) {
            tell(&timeline.mail_server(now, behaviour == Behaviour::Accept));
            sink.behave(behaviour).await.map_err(io("switch the mail server"))?;
        }
        if let Some((when, _)) = switches.last() {
            next = next.min(*when);
        }
        clock.set(next.min(end));
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}

async fn servers(clock: &Arc<SimClock>) -> Result<(Site, Sink), Error> {
    let now = Arc::clone(clock);
    let site = Site::start(Arc::new(move |request| {
        let (status, media_type, text) = shop::page(&request.path, now.now());
        Response { status, ..Response::ok(media_type, text) }
    }));
    let site = site.map_err(io("start the sample shop's site"))?;
    let sink = Sink::start().await.map_err(io("start the sample mail server"))?;
    Ok((site, sink))
}

/// The demo's folder, without what an earlier run left there; answers the folder for mails.
fn fresh_folder(out: &Path) -> Result<PathBuf, Error> {
    let mails = out.join("mails");
    if mails.exists() {
        let made_here = out.join("reviewd.toml").exists();
        if made_here {
            std::fs::remove_dir_all(&mails).map_err(io("clear the folder of mails"))?;
        }
    }
    for name in ["reviewd.db", "reviewd.db-wal", "reviewd.db-shm"] {
        match std::fs::remove_file(out.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(io("clear an earlier demo's store")(error));
            }
            _ => {}
        }
    }
    std::fs::create_dir_all(&mails).map_err(io(&format!("make {}", mails.display())))?;
    Ok(mails)
}

fn io(doing: &str) -> impl FnOnce(std::io::Error) -> Error {
    let doing = doing.to_owned();
    move |source| Error::Io { doing, source }
}

/// The configuration of the sample shop.
fn configuration(site: &Site, sink: &Sink, language: Language) -> String {
    let language = if language == Language::Ko { "ko" } else { "en" };
    include_str!("reviewd.toml")
        .replace("{language}", language)
        .replace("{board}", site.url(shop::BOARD).as_str())
        .replace("{feed}", site.url(shop::FEED).as_str())
        .replace("{api}", site.url(shop::API).as_str())
        .replace("{port}", &sink.port().to_string())
}
