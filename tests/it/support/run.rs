//! The real daemon over a loopback site and mail server, in simulated time.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use mail_parser::{Message, MessageParser};
use reviewd::app::{Daemon, Parts};
use reviewd::case::Case;
use reviewd::clock::Clock;
use reviewd::config::{self, LoadOptions};
use reviewd::demo::sim_clock::SimClock;
use reviewd::demo::sink::{Behaviour, Received, Sink};
use reviewd::demo::site::{Request, Response, Site};
use reviewd::fetch::install_tls_provider;
use reviewd::store::{CaseFilter, Entry, Records, SourceStatus, Sqlite};
use tempfile::TempDir;

use super::shop::{List, at, hours, list_source, start};

/// What every configuration needs beside its sources.
const REST: &str = r#"
[shop]
name = "시험 가게"
language = "en"
zone = "{zone}"
reply_authors = ["시험 가게"]

[mail]
from = "reviewd@shop.example"
to = "owner@shop.example"
escalate_to = "boss@shop.example"

[mail.smtp]
host = "127.0.0.1"
port = {port}
security = "none"
user = "shop"
password = { file = "password" }
"#;

pub(crate) const OWNER: &str = "owner@shop.example";
pub(crate) const BOSS: &str = "boss@shop.example";

/// Poll, triage, deadline and deliver, one worker each.
const WORKERS: usize = 4;
/// Longer than any real sending on loopback takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Answers as of an instant.
pub(crate) type Script = Arc<dyn Fn(&Request, Timestamp) -> Response + Send + Sync>;

/// A daemon's life, as far as it was lived.
pub(crate) struct Run {
    pub(crate) sink: Sink,
    pub(crate) site: Site,
    pub(crate) store: Arc<Sqlite>,
    /// The longest a sending may take, from the next start on.
    pub(crate) mail_timeout: Duration,
    /// The shop's zone, from the next configuration on.
    pub(crate) zone: &'static str,
    /// How often loops look for what others did to the store, from the next start on.
    pub(crate) idle: SignedDuration,
    poll_workers: usize,
    clock: Arc<SimClock>,
    daemon: Option<Daemon>,
    mails: Vec<Mail>,
    folder: TempDir,
}

impl Run {
    /// Over one list, called `mall`, that is polled about every hour.
    pub(crate) async fn of(list: List) -> Self {
        let sources = list_source("mall", "/mall", "1h");
        Self::over(&sources, Arc::new(move |request, now| list.answer(request, now))).await
    }

    /// Over these sources, as configured; the script answers all but robots.txt where it is absent.
    pub(crate) async fn over(sources: &str, script: Script) -> Self {
        Self::many(1, sources, script).await
    }

    /// The same, with so many of them polled at once. Above one, time can move while a poll waits for
    /// its server.
    pub(crate) async fn many(poll_workers: usize, sources: &str, script: Script) -> Self {
        install_tls_provider();
        let clock = Arc::new(SimClock::new(start(), WORKERS));
        let now = Arc::clone(&clock);
        let site = Site::start(Arc::new(move |request| script(request, now.now())));
        let site = site.expect("a loopback site");
        let sink = Sink::start().await.expect("a loopback mail server");
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("password"), "secret").expect("a file");
        let store = Sqlite::open(&folder.path().join("reviewd.db")).await.expect("a store");
        let mut run = Self {
            sink,
            site,
            store: Arc::new(store),
            mail_timeout: PATIENCE,
            zone: "Asia/Seoul",
            // No loop may depend on looking again: whatever is due is foreseen or announced.
            idle: hours(24 * 30),
            poll_workers,
            clock,
            daemon: None,
            mails: Vec::new(),
            folder,
        };
        run.configure(sources);
        run.start().await;
        run
    }

    /// Has these sources in the configuration, from the next start on.
    pub(crate) fn configure(&self, sources: &str) {
        let text = format!("{REST}{sources}")
            .replace("{port}", &self.sink.port().to_string())
            .replace("{zone}", self.zone)
            .replace("{site}", self.site.url("/").as_str().trim_end_matches('/'));
        std::fs::write(self.folder.path().join("reviewd.toml"), text).expect("a file");
    }

    /// Where the store's file is.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("reviewd.db")
    }

    /// Starts the daemon over what the last one left.
    pub(crate) async fn start(&mut self) {
        let path: PathBuf = self.folder.path().join("reviewd.toml");
        let options = LoadOptions { secrets_required: true, state_dir: None };
        let mut config =
            config::load(&path, options).unwrap_or_else(|report| panic!("{report}")).config;
        config.mail.timeout = self.mail_timeout;
        let parts = Parts {
            config,
            store: Arc::clone(&self.store) as Arc<_>,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            poll_workers: self.poll_workers,
            idle: self.idle,
        };
        self.daemon = Some(Daemon::start(parts).await.expect("the daemon starts"));
    }

    /// Ends the daemon as SIGTERM does.
    pub(crate) async fn stop(&mut self) {
        if let Some(daemon) = self.daemon.take() {
            assert!(daemon.stop(PATIENCE).await, "the daemon did not finish what it had begun");
        }
    }

    /// Lives until that long after the start; with the daemon stopped, only time passes.
    pub(crate) async fn until(&mut self, since: SignedDuration) {
        let end = at(since);
        if self.daemon.is_none() {
            self.clock.set(end);
            return;
        }
        loop {
            let next = self.clock.rest().await;
            self.note_mails();
            if self.clock.now() >= end {
                return;
            }
            self.clock.set(next.min(end));
        }
    }

    /// Time stands still while mails arrive, so the present is when they came.
    fn note_mails(&mut self) {
        let fresh = self.sink.received_after(self.mails.len());
        let fresh: Vec<Mail> = fresh.iter().map(|mail| Mail::new(mail, self.clock.now())).collect();
        self.mails.extend(fresh);
    }

    /// The mail server does so from now on.
    pub(crate) async fn mail_server(&self, behaviour: Behaviour) {
        self.sink.behave(behaviour).await.expect("the mail server obeys");
    }

    /// Every mail so far, oldest first.
    pub(crate) fn mails(&self) -> &[Mail] {
        &self.mails
    }

    /// The mails so far to someone, oldest first.
    pub(crate) fn to(&self, recipient: &str) -> Vec<&Mail> {
        self.mails.iter().filter(|mail| mail.to == recipient).collect()
    }

    /// Mails as (when, to whom, which kind), with words for when: to be compared and read.
    pub(crate) fn log(&self) -> Vec<String> {
        self.mails.iter().map(|m| format!("{} {} {}", since(m.at), m.to, m.kind)).collect()
    }

    /// What is wrong with delivery; empty while all is well.
    pub(crate) fn trouble(&self) -> String {
        let daemon = self.daemon.as_ref().expect("the daemon runs");
        daemon.trouble().borrow().clone()
    }

    /// Every case, in the order of opening.
    pub(crate) async fn cases(&self) -> Vec<Case> {
        let cases = self.store.cases(CaseFilter::All).await.expect("the store answers");
        let mut cases: Vec<Case> = cases.into_iter().map(|summary| summary.case).collect();
        cases.sort_by_key(|case| case.id);
        cases
    }

    /// What happened to a case.
    pub(crate) async fn history(&self, case: &Case) -> Vec<Entry> {
        let found = self.store.case(case.id).await.expect("the store answers");
        found.expect("the case is there").entries
    }

    /// How a source stands.
    pub(crate) async fn source(&self, id: &str) -> SourceStatus {
        let all = self.store.sources().await.expect("the store answers");
        all.into_iter().find(|s| s.id.as_str() == id).expect("the source is registered")
    }

    /// The present.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// How long after the start, in words.
pub(crate) fn since(instant: Timestamp) -> String {
    format!("{:#}", instant.duration_since(start()))
}

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    /// When, in simulated time.
    pub(crate) at: Timestamp,
    pub(crate) to: String,
    pub(crate) kind: String,
    /// The code of its case, or codes.
    pub(crate) case: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) message_id: String,
    pub(crate) bytes: Vec<u8>,
}

impl Mail {
    fn new(received: &Received, at: Timestamp) -> Self {
        let parsed = MessageParser::default().parse(&received.bytes).expect("a mail");
        let [to] = received.to.as_slice() else { panic!("one recipient a mail: {received:?}") };
        Self {
            at,
            to: to.clone(),
            kind: header(&parsed, "X-Reviewd-Kind"),
            case: header(&parsed, "X-Reviewd-Case"),
            subject: parsed.subject().unwrap_or_default().to_owned(),
            text: parsed.body_text(0).unwrap_or_default().into_owned(),
            html: parsed.body_html(0).unwrap_or_default().into_owned(),
            message_id: parsed.message_id().unwrap_or_default().to_owned(),
            bytes: received.bytes.clone(),
        }
    }
}

fn header(mail: &Message<'_>, name: &str) -> String {
    mail.header_raw(name).unwrap_or_default().trim().to_owned()
}
