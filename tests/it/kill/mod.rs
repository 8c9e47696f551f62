//! Killed at any point, again and again, reviewd loses no review and no mail and changes none.

mod digest;
mod driver;
mod oracle;
mod shop;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use regex::Regex;
use reviewd::demo::sink::{Behaviour, Received, Sink};
use reviewd::demo::site::Site;
use reviewd::review::Verdict;
use reviewd::store::{CaseFilter, Records, Sqlite};

use driver::{Death, Last, Sign, Victim};
use oracle::judge;
use shop::{Mood, Post, at};

/// After the kills, while nothing more happens in the shop, the last victim has this many minutes to
/// send what waits.
const PEACE: i64 = 90;
/// A life that waits for a certain kill point waits for this many minutes at most.
const LONGEST_WAIT: i64 = 40;
/// A daemon passes this many kill points before it rests for the first time, and so many in a minute
/// with nothing to do; who never came to rest would never see time move.
const POINTS_AT_START: u64 = 6;
const POINTS_A_MINUTE: u64 = 3;

/// A run of the shop under kills.
struct Run {
    posts: Vec<Post>,
    /// The kills end after so many minutes.
    length: i64,
    /// About this many kills are spread over the run.
    kills: usize,
    /// How the mail server behaves in a minute of the run.
    weather: fn(i64) -> Behaviour,
    seed: u64,
}

/// What a run left.
struct Left {
    deaths: Vec<Death>,
    received: Vec<Received>,
    store: Sqlite,
    seconds: f64,
    _folder: tempfile::TempDir,
}

impl Run {
    async fn live(&self) -> Left {
        let begun = Instant::now();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let time = Arc::new(Mutex::new(at(0)));
        let (posts, now, last) = (self.posts.clone(), Arc::clone(&time), at(self.length - 1));
        let site = Site::start(Arc::new(move |request| {
            shop::answer(&posts, request, last.min(*now.lock().expect("the time")))
        }))
        .expect("a free port");
        let sink = Sink::start().await.expect("a free port");
        let text = shop::configuration(site.url("/reviews").as_str(), sink.port());
        fs::write(folder.path().join("reviewd.toml"), text).expect("a configuration");
        let deaths = self.kill(folder.path(), &time, &sink).await;
        let store = Sqlite::open(&folder.path().join("reviewd.db")).await;
        Left {
            deaths,
            received: sink.received(),
            store: store.expect("the store can be opened"),
            seconds: begun.elapsed().as_secs_f64(),
            _folder: folder,
        }
    }

    /// Kills until the run is over, then lets the last one live in peace.
    async fn kill(&self, folder: &Path, time: &Mutex<Timestamp>, sink: &Sink) -> Vec<Death> {
        let mut random = fastrand::Rng::with_seed(self.seed);
        let mut deaths: Vec<Death> = Vec::new();
        let mut now = at(0);
        let mut weather = Behaviour::Accept;
        while now < at(self.length + PEACE) {
            let kill_at =
                (now < at(self.length)).then(|| self.next_point(now, &deaths, &mut random));
            // Whoever was to die during the run does not see its end, and a certain point may not come.
            let longest = match &kill_at {
                Some(Last::Named(_)) => {
                    at(self.length).min(now + SignedDuration::from_mins(LONGEST_WAIT))
                }
                Some(Last::Nth(_)) => at(self.length),
                None => at(self.length + PEACE),
            };
            let mut victim = Victim::start(folder, now, kill_at.as_ref());
            loop {
                match victim.sign() {
                    Sign::Died(place) => break deaths.push(Death { at: now, place }),
                    Sign::Rests(_) if now >= longest => break,
                    Sign::Rests(next) => now = next.min(longest),
                }
                let minute = now.duration_since(at(0)).as_mins();
                if weather != (self.weather)(minute) {
                    weather = (self.weather)(minute);
                    sink.behave(weather.clone()).await.expect("the sink obeys");
                }
                *time.lock().expect("the time") = now;
                victim.live_at(now);
            }
        }
        deaths
    }

    /// Where the next one dies: by turns at a point that has been tried least, as long as any was tried
    /// less than twice, and anywhere.
    fn next_point(&self, now: Timestamp, deaths: &[Death], random: &mut fastrand::Rng) -> Last {
        let tried = points(deaths);
        let times = |point: &String| tried.get(point.as_str()).copied().unwrap_or(0);
        let mut all: Vec<String> = every_point().into_iter().collect();
        random.shuffle(&mut all);
        match all.into_iter().min_by_key(times) {
            Some(least) if random.bool() && times(&least) < 2 => Last::Named(least),
            _ => {
                let minutes = at(self.length).duration_since(now).as_mins().unsigned_abs();
                let kills = self.kills.saturating_sub(deaths.len()).max(1) as u64;
                Last::Nth(random.u64(1..=2 * (POINTS_AT_START + POINTS_A_MINUTE * minutes / kills)))
            }
        }
    }

    /// Everything that is not as it must be, with what led to it.
    async fn check(&self, left: &Left) -> oracle::Verdict {
        let (still, end) = (self.length, self.length + PEACE);
        let due = self.posts.iter().flat_map(|post| oracle::due(post, still, end));
        let due = due.chain(oracle::digests(end)).collect();
        let cases = left.store.cases(CaseFilter::All).await.expect("the cases");
        let reviews: BTreeMap<String, u32> = cases
            .iter()
            .map(|one| (one.case.id.to_string(), number(&one.case.review.native)))
            .collect();
        let mut verdict = judge(&due, still, &left.received, &reviews);
        let records = left.store.reviews().await.expect("the reviews");
        for post in &self.posts {
            let found: Vec<_> =
                records.iter().filter(|r| number(&r.key.native) == post.number).collect();
            let mood = post.mood(at(still - 1));
            let wanted = if mood == Mood::Happy { Verdict::Positive } else { Verdict::Negative };
            match found.as_slice() {
                [one] if one.review.words() != mood.words(post.number) => {
                    verdict.faults.push(format!("review {} is not up to date", post.number));
                }
                [one] if one.judgement.as_ref().map(|j| j.verdict) != Some(wanted) => {
                    verdict.faults.push(format!("review {} is not {wanted:?}", post.number));
                }
                [_] => {}
                found => verdict.faults.push(format!(
                    "review {} is stored {} times",
                    post.number,
                    found.len()
                )),
            }
        }
        verdict
    }

    /// Checks and tells the figures, or the whole story.
    async fn stand(&self, left: &Left) -> oracle::Verdict {
        let verdict = self.check(left).await;
        let figures = format!(
            "{} kills at {} points in {:.1} s; {} mails and {} repeats of them",
            left.deaths.len(),
            points(&left.deaths).len(),
            left.seconds,
            verdict.mails,
            verdict.repeats
        );
        assert!(
            verdict.faults.is_empty(),
            "with seed {}: {figures}\n{}\nafter these kills:\n{}",
            self.seed,
            verdict.faults.join("\n"),
            left.deaths.iter().map(Death::to_string).collect::<Vec<_>>().join("\n")
        );
        eprintln!("seed {}: {figures}", self.seed);
        verdict
    }
}

/// The points at which there were kills, with how many.
fn points(deaths: &[Death]) -> BTreeMap<&str, usize> {
    let mut points = BTreeMap::new();
    for death in deaths {
        *points.entry(death.place.as_str()).or_default() += 1;
    }
    points
}

/// Writes that people's commands make, never the daemon.
const BY_PEOPLE: [&str; 4] =
    ["accept a source", "claim two cases", "commit two cases", "pause a source"];

/// Writes of a digest, of which a run sees one at most; they have a test of their own.
const OF_A_DIGEST: [&str; 3] = ["plan a digest", "claim a digest", "commit a digest"];

/// Writes that begin no transaction of the writer's, and where in them the daemon can be killed.
const OTHERS: [&str; 5] = [
    "before: claim sources",
    "committed: claim sources",
    "before: commit quiet polls",
    "written: commit quiet polls",
    "committed: commit quiet polls",
];

/// Every kill point of the daemon but those of a digest: three for each write of the writer, and those of the others.
fn every_point() -> BTreeSet<String> {
    static WRITE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"Write::begin\(\s*[^"()]+,\s*"([^"]+)""#).expect("a pattern")
    });
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sqlite");
    let mut names = BTreeSet::new();
    let mut calls = 0;
    for entry in fs::read_dir(folder).expect("the store's source") {
        let path = entry.expect("an entry of it").path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(path).expect("UTF-8 source");
            calls += text.matches("Write::begin(").count();
            names.extend(WRITE.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
    assert!(calls > 0 && calls == names.len(), "of {calls} writes, these have names: {names:?}");
    names
        .iter()
        .filter(|name| !BY_PEOPLE.contains(&name.as_str()) && !OF_A_DIGEST.contains(&name.as_str()))
        .flat_map(|name| ["before", "written", "committed"].map(|when| format!("{when}: {name}")))
        .chain(OTHERS.map(str::to_owned))
        .collect()
}

fn number(native: &str) -> u32 {
    native.parse().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_point_no_review_and_no_mail_is_lost_and_no_mail_changes() {
    let posts = shop::posts(27);
    let run =
        Run { posts, length: 30 * 60, kills: 240, weather: |_| Behaviour::Accept, seed: seed() };
    let left = run.live().await;
    run.stand(&left).await;
    let tried = points(&left.deaths);
    let missed: Vec<_> =
        every_point().into_iter().filter(|point| !tried.contains_key(point.as_str())).collect();
    assert!(missed.is_empty(), "seed {}: never killed at {missed:?}", run.seed);
    let kills = left.deaths.len();
    assert!(kills >= 200, "seed {}: only {kills} kills", run.seed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_server_took_without_saying_so_is_sent_again_byte_for_byte_whoever_dies() {
    // For twenty minutes of every hour it keeps the mail and hangs up.
    let weather = |minute: i64| match minute % 60 {
        0..20 => Behaviour::DropAfterData { keep: true },
        _ => Behaviour::Accept,
    };
    let run = Run { posts: shop::posts(8), length: 9 * 60, kills: 60, weather, seed: seed() };
    let left = run.live().await;
    let verdict = run.stand(&left).await;
    assert!(verdict.repeats >= 5, "seed {}: {} mails came again", run.seed, verdict.repeats);
}

/// What chance begins with: `REVIEWD_KILL_SEED`, to try another one.
fn seed() -> u64 {
    let chosen = std::env::var("REVIEWD_KILL_SEED").ok();
    chosen.map_or(20_260_302, |text| text.parse().expect("REVIEWD_KILL_SEED is a number"))
}
