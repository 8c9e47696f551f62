//! No server is asked more often than it wants: robots.txt, pace, Retry-After.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reviewd::clock::Clock;
use reviewd::demo::site::{Conduct, Request, Response, Site};
use reviewd::fetch::{Client, Error, Page, PageRequest, Settings};
use tokio::sync::Notify;

use crate::support::leap_clock::LeapClock;

/// A site, a client and their common clock.
struct Scene {
    site: Site,
    client: Arc<Client>,
    clock: Arc<LeapClock>,
}

impl Scene {
    fn new(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        Self::with(Arc::new(LeapClock::new()), answer)
    }

    fn with(
        clock: Arc<LeapClock>,
        answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Self {
        let client = Client::new(Settings::default(), Arc::clone(&clock) as Arc<dyn Clock>);
        Self {
            site: Site::start(Arc::new(answer)).expect("a loopback site"),
            client: Arc::new(client.expect("a client")),
            clock,
        }
    }

    async fn get(&self, path: &str) -> Result<Page, Error> {
        self.client.fetch(&PageRequest::get(self.site.url(path)), None).await
    }

    fn asked(&self) -> Vec<String> {
        self.site.seen().into_iter().map(|request| request.path).collect()
    }
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

#[tokio::test]
async fn a_disallowed_path_is_never_fetched() {
    let scene = Scene::new(|request| match request.path.as_str() {
        "/robots.txt" => Response::ok(
            "text/plain",
            "\u{feff}User-agent: reviewd\nDisallow: /private\nUser-agent: *\nDisallow: /\n",
        ),
        "/away" => Response::status(302).header("location", "/private/2"),
        _ => Response::ok("text/html", "a page"),
    });
    for path in ["/private", "/private/1?p=2", "/away"] {
        let error = scene.get(path).await.expect_err(path);
        assert!(matches!(error, Error::Disallowed { .. }), "{path}: {error}");
        assert!(!error.retry_worthwhile());
    }
    scene.get("/list").await.expect("an allowed page");
    assert_eq!(scene.asked(), ["/robots.txt", "/away", "/list"]);
}

#[tokio::test]
async fn robots_txt_is_asked_once_a_day() {
    let scene = Scene::new(|_| Response::status(404));
    for _ in 0..3 {
        scene.get("/list").await.expect("a page: 4xx allows all");
    }
    assert_eq!(scene.asked(), ["/robots.txt", "/list", "/list", "/list"]);
    scene.clock.pass(SignedDuration::from_hours(24));
    scene.get("/list").await.expect("a page");
    assert_eq!(scene.asked()[4..], ["/robots.txt", "/list"]);
}

#[tokio::test]
async fn who_cannot_say_what_is_allowed_is_left_alone_until_he_can() {
    let down = Arc::new(AtomicUsize::new(500));
    let status = Arc::clone(&down);
    let scene = Scene::new(move |request| match request.path.as_str() {
        "/robots.txt" => {
            Response::status(u16::try_from(status.load(Ordering::SeqCst)).expect("a status"))
        }
        _ => Response::ok("text/html", "a page"),
    });
    for _ in 0..2 {
        let error = scene.get("/list").await.expect_err("nobody knows what is allowed");
        assert!(matches!(error, Error::RobotsUnreachable { status: 500, .. }), "{error}");
        assert!(error.retry_worthwhile());
    }
    assert_eq!(scene.asked(), ["/robots.txt"], "one question a minute is enough");
    down.store(404, Ordering::SeqCst);
    scene.clock.pass(seconds(60));
    scene.get("/list").await.expect("a page");
    // A robots.txt that was read once outlives an outage.
    down.store(500, Ordering::SeqCst);
    scene.clock.pass(SignedDuration::from_hours(29 * 24));
    scene.get("/list").await.expect("a page under the rules last read");
    assert_eq!(scene.asked(), ["/robots.txt", "/robots.txt", "/list", "/robots.txt", "/list"]);
}

#[tokio::test]
async fn robots_txt_is_followed_over_five_redirects() {
    let scene = |last: u32| {
        Scene::new(move |request| {
            let step = match request.path.strip_prefix("/robots.txt") {
                Some(rest) => rest.parse().unwrap_or(0),
                None => return Response::ok("text/html", "a page"),
            };
            if step == last {
                return Response::ok("text/plain", "User-agent: *\nDisallow: /");
            }
            Response::status(301).header("location", &format!("/robots.txt{}", step + 1))
        })
    };
    let error = scene(5).get("/list").await.expect_err("the file stands behind five redirects");
    assert!(matches!(error, Error::Disallowed { .. }), "{error}");
    scene(6).get("/list").await.expect("behind six it counts as absent");
}

#[tokio::test]
async fn retry_after_is_obeyed_to_the_second_in_both_forms() {
    for form in ["90", "Sat, 16 Mar 2024 12:01:31 GMT"] {
        let scene = Scene::new(move |request| match request.path.as_str() {
            "/robots.txt" => Response::status(404),
            "/busy" => Response::status(429).header("retry-after", form),
            _ => Response::ok("text/html", "a page"),
        });
        // robots.txt at noon, the page one pace later.
        let page = scene.get("/busy").await.expect("429 is a page");
        let until: Timestamp = "2024-03-16T12:01:31Z".parse().expect("an instant");
        assert_eq!(page.retry_after, Some(until), "{form}");
        let error = scene.get("/other").await.expect_err("the whole server is held");
        assert_eq!(error.retry_after(), Some(until), "{form}: {error}");
        let left = until.duration_since(scene.clock.now());
        scene.clock.pass(left - seconds(1));
        scene.get("/other").await.expect_err("a second early");
        assert_eq!(scene.asked(), ["/robots.txt", "/busy"], "a held server was contacted");
        scene.clock.pass(seconds(1));
        scene.get("/other").await.expect("the time has come");
    }
}

#[tokio::test]
async fn a_server_too_busy_for_robots_txt_is_held_as_well() {
    let scene = Scene::new(|_| Response::status(503).header("retry-after", "3600"));
    let error = scene.get("/list").await.expect_err("it asked for an hour");
    let until = error.retry_after().expect("it says until when");
    assert_eq!(until, scene.clock.now() + seconds(3600));
    scene.get("/list").await.expect_err("still held");
    assert_eq!(scene.asked(), ["/robots.txt"]);
}

#[tokio::test]
async fn requests_to_a_server_keep_the_pace_and_never_overlap() {
    for (robots, pace) in [("", 1), ("User-agent: *\nCrawl-delay: 7\n", 7)] {
        let clock = Arc::new(LeapClock::new());
        let starts = Arc::new(Mutex::new(Vec::new()));
        let open = Arc::new(AtomicUsize::new(0));
        let scene = {
            let (clock, starts, open) =
                (Arc::clone(&clock), Arc::clone(&starts), Arc::clone(&open));
            Scene::with(Arc::clone(&clock), move |request| {
                if request.path == "/robots.txt" {
                    return Response::ok("text/plain", robots);
                }
                let others = open.fetch_add(1, Ordering::SeqCst);
                assert_eq!(others, 0, "{others} other requests were in flight");
                starts.lock().expect("the list").push(clock.now());
                Response::ok("text/html", "a page")
            })
        };
        let mut polls = tokio::task::JoinSet::new();
        for number in 0..20 {
            let (client, open) = (Arc::clone(&scene.client), Arc::clone(&open));
            let request = PageRequest::get(scene.site.url(&format!("/list/{number}")));
            polls.spawn(async move {
                let page = client.fetch(&request, None).await;
                open.fetch_sub(1, Ordering::SeqCst);
                page
            });
        }
        for page in polls.join_all().await {
            assert_eq!(page.expect("a page").status, 200, "the site complained");
        }
        let starts = starts.lock().expect("the list");
        let gaps: Vec<_> = starts.windows(2).map(|w| w[1].duration_since(w[0])).collect();
        assert_eq!(gaps, vec![seconds(pace); 19], "with {robots:?}");
    }
}

#[tokio::test]
async fn a_slow_server_does_not_hold_up_another() {
    let release = Arc::new(Notify::new());
    let gate = Arc::clone(&release);
    let slow = Scene::new(move |request| {
        let conduct = match request.path.as_str() {
            "/slow" => Conduct::AnswerAfter(Arc::clone(&gate)),
            _ => Conduct::Answer,
        };
        Response::ok("text/html", "a page").conduct(conduct)
    });
    let quick = Site::start(Arc::new(|_| Response::ok("text/html", "quick"))).expect("a site");
    let waiting = {
        let (client, url) = (Arc::clone(&slow.client), slow.site.url("/slow"));
        tokio::spawn(async move { client.fetch(&PageRequest::get(url), None).await })
    };
    while !slow.asked().iter().any(|path| path == "/slow") {
        tokio::task::yield_now().await;
    }
    let page = slow.client.fetch(&PageRequest::get(quick.url("/")), None).await;
    assert_eq!(page.expect("a page").text, "quick");
    assert!(!waiting.is_finished(), "the slow server was not asked yet");
    release.notify_one();
    assert_eq!(waiting.await.expect("no panic").expect("a page").status, 200);
}

#[tokio::test]
async fn an_abandoned_request_frees_its_server() {
    let scene = Scene::new(|request| {
        let conduct = if request.path == "/hang" { Conduct::Hang } else { Conduct::Answer };
        Response::ok("text/html", "a page").conduct(conduct)
    });
    let hung = tokio::time::timeout(Duration::from_millis(200), scene.get("/hang")).await;
    assert!(hung.is_err(), "{hung:?}");
    scene.get("/list").await.expect("the turn was given back");
}
