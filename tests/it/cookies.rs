//! What a site remembers us by goes back to that site, after a restart too, and to nobody else.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use jiff::SignedDuration;
use reviewd::clock::Clock;
use reviewd::demo::site::{Request, Response, Site};
use reviewd::fetch::{Client, Memory, Page, PageRequest, Settings};
use reviewd::review::SourceId;
use reviewd::settings::Secret;
use reviewd::store::Store as _;
use tempfile::TempDir;

use crate::support::leap_clock::LeapClock;
use crate::support::run::Run;
use crate::support::shop::{List, Post, at, hours, list_source, minutes};
use crate::support::source::configuration;

/// It shows its list only to those who come with a session, which it gives to everybody.
fn shop() -> Site {
    let handler = |request: &Request| match (request.path.as_str(), request.header("cookie")) {
        ("/robots.txt", _) => Response::status(404).header("set-cookie", "robots=1; Path=/"),
        (_, Some(_)) => Response::ok("text/html", "<li><p>a review</p>"),
        ("/list", None) => Response::status(302)
            .header("set-cookie", "session=s3cret; Path=/; HttpOnly")
            .header("set-cookie", "other=o; Domain=other.example")
            .header("location", "/list?again"),
        _ => Response::status(403),
    };
    Site::start(Arc::new(handler)).expect("a loopback site")
}

fn id(name: &str) -> SourceId {
    name.parse().expect("an id")
}

fn client(memory: Memory, clock: &Arc<LeapClock>) -> Client {
    let client = Client::new(Settings::default(), Arc::clone(clock) as Arc<dyn Clock>);
    client.expect("a client").remembering(memory)
}

async fn get(client: &Client, source: &str, site: &Site, path: &str) -> Page {
    let request = PageRequest::get(site.url(path));
    client.fetch_for(&id(source), &request, None).await.expect("a page")
}

/// The `Cookie` header of every request but those for robots.txt.
fn carried(site: &Site) -> Vec<Option<String>> {
    let pages = site.seen().into_iter().filter(|request| request.path != "/robots.txt");
    pages.map(|request| request.header("cookie").map(str::to_owned)).collect()
}

fn session() -> Option<String> {
    Some("session=s3cret".to_owned())
}

struct Scene {
    state: TempDir,
    clock: Arc<LeapClock>,
    site: Site,
}

impl Scene {
    fn new() -> Self {
        let state = tempfile::tempdir().expect("a folder");
        Self { state, clock: Arc::new(LeapClock::new()), site: shop() }
    }

    fn client(&self) -> Client {
        client(Memory::of(self.state.path()), &self.clock)
    }

    fn file(&self, source: &str) -> std::path::PathBuf {
        self.state.path().join(format!("cookies/{source}.json"))
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[tokio::test]
async fn a_session_makes_the_list_readable_and_outlives_a_restart() {
    let scene = Scene::new();
    assert_eq!(get(&scene.client(), "mall", &scene.site, "/list").await.status, 200);
    assert_eq!(carried(&scene.site), [None, session()]);
    assert_eq!(mode(&scene.file("mall")), 0o600);
    assert_eq!(mode(&scene.state.path().join("cookies")), 0o700);

    scene.clock.pass(SignedDuration::from_hours(24 * 6));
    assert_eq!(get(&scene.client(), "mall", &scene.site, "/closed").await.status, 200);
    scene.clock.pass(SignedDuration::from_hours(24));
    assert_eq!(get(&scene.client(), "mall", &scene.site, "/closed").await.status, 403);
    assert_eq!(carried(&scene.site), [None, session(), session(), None], "a week is the end");
    let robots = scene.site.seen().into_iter().filter(|request| request.path == "/robots.txt");
    assert!(robots.into_iter().all(|r| r.header("cookie").is_none()), "robots.txt needs none");
}

#[tokio::test]
async fn a_source_never_shows_its_cookies_for_another_nor_to_another_server() {
    let scene = Scene::new();
    let client = scene.client();
    get(&client, "mall", &scene.site, "/list").await;
    get(&client, "blog", &scene.site, "/closed").await;
    assert_eq!(carried(&scene.site), [None, session(), None], "blog came with mall's session");

    let elsewhere = shop();
    get(&client, "mall", &elsewhere, "/closed").await;
    assert_eq!(carried(&elsewhere), [None]);
    let there = elsewhere.url("/closed").to_string();
    let leaving = Site::start(Arc::new(move |request: &Request| match request.path.as_str() {
        "/robots.txt" => Response::status(404),
        _ => Response::status(302).header("set-cookie", "a=1; Path=/").header("location", &there),
    }));
    let leaving = leaving.expect("a site");
    for _ in 0..2 {
        get(&client, "mall", &leaving, "/out").await;
    }
    assert_eq!(carried(&leaving), [None, Some("a=1".to_owned())]);
    assert_eq!(carried(&elsewhere), [None, None, None], "a redirect took a cookie along");
}

#[tokio::test]
async fn an_owners_own_login_goes_before_the_sites() {
    let scene = Scene::new();
    let client = scene.client();
    get(&client, "mall", &scene.site, "/list").await;
    let own = vec![("Cookie".to_owned(), Secret::new("login=mine"))];
    let request = PageRequest { url: scene.site.url("/list"), headers: own };
    client.fetch_for(&id("mall"), &request, None).await.expect("a page");
    assert_eq!(carried(&scene.site)[2].as_deref(), Some("login=mine"));
}

#[tokio::test]
async fn a_broken_jar_is_set_aside_and_the_page_comes_all_the_same() {
    let scene = Scene::new();
    for (round, broken) in
        ["", "[{\"cookie\":", "\u{0}\u{1}", "{\"a\":\"s3cret\"}"].iter().enumerate()
    {
        fs::create_dir_all(scene.state.path().join("cookies")).expect("a folder");
        fs::write(scene.file("mall"), broken).expect("written");
        assert_eq!(get(&scene.client(), "mall", &scene.site, "/list").await.status, 200);
        let aside = fs::read_to_string(scene.state.path().join("cookies/mall.json.broken"));
        assert_eq!(aside.expect("what was set aside"), *broken, "round {round}");
        assert_eq!(get(&scene.client(), "mall", &scene.site, "/closed").await.status, 200);
    }
}

#[tokio::test]
async fn the_daemon_comes_back_with_its_session() {
    let list = List::of(vec![Post::complaint(1, minutes(90))]);
    let script = move |request: &Request, now| match request.header("cookie") {
        Some("session=1") => list.answer(request, now),
        _ if request.path == "/robots.txt" => Response::status(404),
        _ => Response::status(302)
            .header("set-cookie", "session=1; Path=/")
            .header("location", "/mall"),
    };
    let mut run = Run::over(&list_source("mall", "/mall", "1h"), Arc::new(script)).await;
    run.until(hours(2)).await;
    run.stop().await;
    run.start().await;
    run.until(hours(5)).await;
    let front_door = carried(&run.site).iter().filter(|cookie| cookie.is_none()).count();
    assert_eq!(front_door, 1, "it came without its session again: {:?}", carried(&run.site));
    assert_eq!(run.mails().len(), 1, "{:?}", run.log());
}

#[tokio::test]
async fn a_restart_and_a_person_in_a_hurry_do_not_shorten_what_a_server_asked_for() {
    let script = |request: &Request, now| match request.path.as_str() {
        "/a" if now < at(minutes(1)) => Response::status(429).header("retry-after", "7200"),
        _ => Response::ok("application/json", "{\"reviews\": []}"),
    };
    let sources = [list_source("a", "/a", "1h"), list_source("b", "/b", "1h")].concat();
    let mut run = Run::over(&sources, Arc::new(script)).await;
    run.until(minutes(10)).await;
    run.stop().await;
    run.start().await;
    let now = run.now();
    assert!(run.store.pause(&id("b"), None, now).await.expect("the store answers"));
    run.until(minutes(119)).await;
    let asked = |run: &Run| run.site.seen().into_iter().map(|r| r.path).collect::<Vec<_>>();
    assert_eq!(asked(&run), ["/robots.txt", "/a"], "asked within the two hours");
    run.until(hours(4)).await;
    let later = asked(&run);
    assert!(later[2..].contains(&"/b".to_owned()), "never asked again: {later:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_tries_a_source_uses_the_daemons_cookies_and_leaves_them_alone() {
    let scene = Scene::new();
    let source = format!(
        "kind = \"html\"\nurl = \"{}\"\n[source.html]\nitem = \"li\"\nbody = \"p\"\n",
        scene.site.url("/list")
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("reviewd.toml");
    fs::write(&file, configuration(&source)).expect("written");
    let attempt = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reviewd"));
        command.args(["try", "mall", "--config"]).arg(&file).arg("--state-dir");
        command.arg(scene.state.path()).output().expect("the program starts")
    };
    let output = attempt();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(carried(&scene.site), [None, session()]);
    let left = fs::read_dir(scene.state.path()).expect("a folder").count();
    assert_eq!(left, 0, "reviewd try left something behind");

    let clock: Arc<dyn Clock> = Arc::new(reviewd::clock::SystemClock);
    let daemon = Client::new(Settings::default(), clock).expect("a client");
    let daemon = daemon.remembering(Memory::of(scene.state.path()));
    get(&daemon, "mall", &scene.site, "/list").await;
    let kept = fs::read(scene.file("mall")).expect("cookies");
    assert!(attempt().status.success());
    assert_eq!(carried(&scene.site)[2..], [None, session(), session()], "it began anew");
    assert_eq!(fs::read(scene.file("mall")).expect("cookies"), kept);

    let server = scene.site.url("/").to_string().replace("http://", "").replace('/', "");
    let until = reviewd::clock::SystemClock.now() + hours(1);
    let holds = format!("{{\"{server}\": \"{until}\"}}");
    fs::write(scene.state.path().join("holds.json"), holds).expect("written");
    let said = String::from_utf8(attempt().stdout).expect("text");
    assert!(said.contains("asked not to be contacted before"), "{said}");
    assert_eq!(carried(&scene.site).len(), 5, "it asked a server that wants to be left alone");
}
