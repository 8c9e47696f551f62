//! Many sources at once: none waits for another one's server, and none is polled twice.

use std::sync::Arc;

use reviewd::demo::site::{Conduct, Request, Response, Site};
use tokio::sync::Notify;

use crate::support::run::Run;
use crate::support::shop::{List, Post, hours, list_source, minutes};

/// A server that answers nothing but robots.txt until it is told to.
fn slow_site(answers: &Arc<Notify>) -> Site {
    let answers = Arc::clone(answers);
    let site = Site::start(Arc::new(move |request: &Request| match request.path.as_str() {
        "/robots.txt" => Response::status(404),
        _ => Response::status(500).conduct(Conduct::AnswerAfter(Arc::clone(&answers))),
    }));
    site.expect("a loopback site")
}

fn lists(site: &Site) -> usize {
    site.seen().iter().filter(|request| request.path != "/robots.txt").count()
}

#[tokio::test]
#[ignore = "hung once in many runs: whether the test or the dispatcher waits in vain is not known yet"]
async fn a_slow_server_with_many_sources_holds_up_no_other() {
    let answers = Arc::new(Notify::new());
    let slow = slow_site(&answers);
    let address = slow.url("/").to_string();
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
    assert_eq!(lists(&slow), 1, "a slow server has one request at a time: {:?}", slow.seen());
    answers.notify_one();
    run.until(minutes(30)).await;
    assert!(lists(&slow) > 1, "its next source has its turn: {:?}", slow.seen());
    answers.notify_one();
    run.stop().await;
}
