//! What the libraries cost alone, and reading a page beside them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reviewd::config::{self, LoadOptions};
use reviewd::fetch::{Page, Validators};
use reviewd::source::{Outcome, Source};

use crate::child::{Figures, each, processor};
use crate::{feed, page};

/// Requests with reqwest alone.
const REQUESTS: usize = 3_000;
/// Rounds of reading, in each of which everything has its turn, so that a busy machine spoils none.
const ROUNDS: usize = 60;
/// Readings a turn.
const TURN: usize = 10;

/// Measures all of them.
pub(crate) fn measure(port: u16) -> Figures {
    let mut figures = Figures::new();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    figures.insert("reqwest".to_owned(), runtime.expect("a runtime").block_on(requests(port)));
    let html = page::page("127.1.0.1", 119);
    let rss = feed::feed();
    figures.insert("page_bytes".to_owned(), html.len() as f64);
    figures.insert("feed_bytes".to_owned(), rss.len() as f64);
    let [list, rss_source] = sources();
    let (html_page, rss_page) =
        (answer(html.clone(), "text/html"), answer(rss.clone(), "text/xml"));
    let reads = |source: &dyn Source, page: &Page, reviews| {
        let read = source.read(page);
        let all = (Outcome::Reviews, reviews, 0);
        assert_eq!((read.outcome, read.reviews.len(), read.rejects.len()), all, "{:?}", read.note);
    };
    let mut times = [Duration::ZERO; 4];
    for _ in 0..ROUNDS {
        times[0] += turn(|| drop(scraper::Html::parse_document(&html)));
        times[1] += turn(|| reads(list.as_ref(), &html_page, 20));
        times[2] += turn(|| drop(feed_rs::parser::parse(rss.as_bytes()).expect("it is a feed")));
        times[3] += turn(|| reads(rss_source.as_ref(), &rss_page, 100));
    }
    for (name, time) in ["scraper", "page", "feed-rs", "feed"].into_iter().zip(times) {
        figures.insert(name.to_owned(), each(time, ROUNDS * TURN));
    }
    figures
}

fn turn(work: impl Fn()) -> Duration {
    let before = processor();
    for _ in 0..TURN {
        work();
    }
    processor() - before
}

/// Conditional requests to one host after another, all answered with 304.
async fn requests(port: u16) -> f64 {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let url = |host: usize| format!("http://127.2.{}.{}:{port}/list", host / 200, host % 200 + 1);
    let before = processor();
    for host in 0..REQUESTS {
        let request = client.get(url(host)).header("if-none-match", "\"100\"");
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 304);
        answer.bytes().await.expect("a body");
    }
    each(processor() - before, REQUESTS)
}

/// The list and the feed as an owner configures them.
fn sources() -> [Arc<dyn Source>; 2] {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = format!(
        "[[source]]\nid = \"list\"\nkind = \"html\"\nurl = \"https://hanbit.example/list\"\n{}",
        page::OPTIONS
    );
    let rss = "[[source]]\nid = \"feed\"\nkind = \"feed\"\nurl = \"https://hanbit.example/feed\"\n";
    let read = load(folder.path(), &format!("{list}{rss}"));
    [0, 1].map(|at| Arc::clone(&read.sources[at].source))
}

/// A configuration with these `[[source]]` tables, whose store stands in `folder`.
pub(crate) fn load(folder: &Path, sources: &str) -> config::Config {
    let file = folder.join("reviewd.toml");
    std::fs::write(&file, page::configuration(sources)).expect("a file");
    let options = LoadOptions { secrets_required: true, state_dir: Some(folder.to_owned()) };
    config::load(&file, options).unwrap_or_else(|report| panic!("{report}")).config
}

fn answer(text: String, media_type: &str) -> Page {
    Page {
        url: "https://hanbit.example/list".parse().expect("a URL"),
        status: 200,
        media_type: Some(media_type.to_owned()),
        text,
        validators: Validators::default(),
        fetched_at: "2026-03-03T09:00:00Z".parse::<Timestamp>().expect("an instant"),
        retry_after: None,
        moved_to: None,
    }
}
