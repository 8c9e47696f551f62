//! Killed at every step of a digest, the daemon sends it once and unchanged.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use mail_parser::MessageParser;
use reviewd::demo::sink::Sink;
use reviewd::demo::site::Site;

use super::driver::{Last, Sign, Victim};
use super::shop::{self, at};

/// Eight in the morning in Seoul, in minutes from the beginning.
const FIRST: i64 = 23 * 60;
const DAY: i64 = 24 * 60;

/// Every step of a digest, from its plan to the server's word that it was taken; at each of its three
/// points one life ends.
const STEPS: [&str; 6] = [
    "plan a digest",
    "claim a digest",
    "commit a digest",
    "claim mail",
    "freeze mails",
    "commit a sending",
];

/// Lives from `now` until the first point called `place`, and says when it died there.
fn die_at(place: &str, folder: &Path, mut now: Timestamp) -> Timestamp {
    let mut victim = Victim::start(folder, now, Some(&Last::Named(place.to_owned())));
    loop {
        match victim.sign() {
            Sign::Died(there) => {
                assert_eq!(there, place);
                return now;
            }
            Sign::Rests(next) => now = next,
        }
        assert!(now < at(FIRST + DAY), "nobody comes to {place:?} within a day and more");
        victim.live_at(now);
    }
}

/// Lives from `now` to `end`.
fn live_until(end: Timestamp, folder: &Path, mut now: Timestamp) {
    let mut victim = Victim::start(folder, now, None);
    loop {
        match victim.sign() {
            Sign::Died(place) => panic!("nobody was to die, and one did at {place:?}"),
            Sign::Rests(_) if now >= end => return,
            Sign::Rests(next) => now = next.min(end),
        }
        victim.live_at(now);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_step_of_a_digest_it_comes_once_and_unchanged() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    // Nobody writes a review, so that all mail is digests.
    let site = Site::start(Arc::new(|request| shop::answer(&[], request, at(0))));
    let site = site.expect("a free port");
    let sink = Sink::start().await.expect("a free port");
    let text = shop::configuration(site.url("/reviews").as_str(), sink.port());
    fs::write(folder.join("reviewd.toml"), text).expect("a configuration");

    let mut now = at(0);
    let mut deaths = Vec::new();
    for step in STEPS {
        for when in ["before", "written", "committed"] {
            // What is looked for all the time is passed all the time: it counts once there is a digest.
            if step != "plan a digest" && when == "before" {
                now = now.max(at(FIRST));
            }
            now = die_at(&format!("{when}: {step}"), folder, now);
            deaths.push(format!("{now} {when}: {step}"));
        }
    }
    let told = "after these kills:\n".to_owned() + &deaths.join("\n");
    assert!(now.duration_since(at(FIRST)) < SignedDuration::from_hours(2), "{told}");
    live_until(at(FIRST + 2 * DAY), folder, now);

    let mut mails: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for received in sink.received() {
        let mail = MessageParser::default().parse(&received.bytes).expect("a mail can be read");
        let kind = mail.header_raw("X-Reviewd-Kind").map(str::trim);
        assert_eq!(
            (kind, received.to.as_slice()),
            (Some("digest"), &["owner@shop.example".to_owned()][..])
        );
        let id = mail.message_id().expect("a mail has a name").to_owned();
        mails.entry(id).or_default().push(received.bytes.clone());
    }
    assert_eq!(mails.len(), 3, "one for each of three days, {told}");
    for copies in mails.values() {
        assert!(copies.iter().all(|copy| copy == &copies[0]), "a second sending differs, {told}");
    }
    let repeats: usize = mails.values().map(|copies| copies.len() - 1).sum();
    assert!(repeats > 0, "one that was sent and not recorded is sent again, {told}");
}
