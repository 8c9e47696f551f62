//! Many sources at once: none waits for another one's server, and none is polled twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use reviewd::demo::site::{Conduct, Request, Response, Site};
use tokio::sync::Notify;

use crate::support::run::Run;
use crate::support::shop::{List, Post, hours, list_source, minutes};

/// A server that answers nothing but robots.txt: each list once it is told to, all once it is mended.
struct Slow {
    site: Site,
    go_on: Arc<Notify>,
    is_mended: Arc<AtomicBool>,
}

impl Slow {
    fn start() -> Self {
        let (go_on, is_mended) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
        let (told, mended) = (Arc::clone(&go_on), Arc::clone(&is_mended));
        let site = Site::start(Arc::new(move |request: &Request| match request.path.as_str() {
            "/robots.txt" => Response::status(404),
            _ if mended.load(Ordering::SeqCst) => Response::status(500),
            _ => Response::status(500).conduct(Conduct::AnswerAfter(Arc::clone(&told))),
        }));
        Self { site: site.expect("a loopback site"), go_on, is_mended }
    }

    fn answer_one(&self) {
        self.go_on.notify_one();
    }

    fn mend(&self) {
        self.is_mended.store(true, Ordering::SeqCst);
        self.go_on.notify_one();
    }
}

fn lists(site: &Site) -> usize {
    site.seen().iter().filter(|request| request.path != "/robots.txt").count()
}

#[tokio::test]
async fn a_slow_server_with_many_sources_holds_up_no_other() {
    let slow = Slow::start();
    let address = slow.site.url("/").to_string();
    let of = |id: &str| {
        let list = list_source(id, &format!("/{id}"), "10m");
        list.replace("{site}", address.trim_end_matches('/'))
    };
    // Its patience is longer than this test takes.
    let patience = "[fetch]\nfirst_byte_timeout = \"5m\"\ntotal_timeout = \"5m\"\n";
    let slow_ones = ["a", "b", "c"].map(of).concat();
    let sources = format!("{patience}{slow_ones}{}", list_source("mall", "/mall", "10m"));
    let list = List::of(vec![Post::praise(1, hours(-1))]);
    // Two polls at once: were both on the slow server, nothing else would be polled.
    let mut run =
        Run::many(2, &sources, Arc::new(move |request, now| list.answer(request, now))).await;
    run.until(minutes(25)).await;
    let fast = lists(&run.site);
    assert!(fast >= 2, "the list that answers was asked for {fast} times in 25 minutes");
    let seen = || slow.site.seen();
    assert_eq!(lists(&slow.site), 1, "a slow server has one request at a time: {:?}", seen());
    slow.answer_one();
    // The answer comes in real time, beside which simulated time runs on.
    let mut minute = 25;
    while lists(&slow.site) < 2 {
        minute += 1;
        run.until(minutes(minute)).await;
        assert!(minute < 10_000, "its next source has no turn: {:?}", seen());
    }
    slow.mend();
    run.stop().await;
}
