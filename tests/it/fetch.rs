//! A page comes whole and readable, or with the reason why not, and nothing hangs or floods us.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use reviewd::demo::site::{Conduct, Request, Response, Site};
use reviewd::fetch::{
    Client, Error, Page, PageRequest, Phase, RedirectFault, Settings, Validators,
};
use reviewd::settings::Secret;
use url::Url;

use crate::support::leap_clock::LeapClock;

fn site(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Site {
    let handler = move |request: &Request| match request.path.as_str() {
        "/robots.txt" => Response::status(404),
        _ => answer(request),
    };
    Site::start(Arc::new(handler)).expect("a loopback site")
}

fn client(settings: Settings) -> Client {
    Client::new(settings, Arc::new(LeapClock::new())).expect("a client")
}

async fn get(url: Url) -> Result<Page, Error> {
    client(Settings::default()).fetch(&PageRequest::get(url), None).await
}

/// The requests for pages, robots.txt left out.
fn pages_asked(site: &Site) -> Vec<Request> {
    site.seen().into_iter().filter(|request| request.path != "/robots.txt").collect()
}

#[tokio::test]
async fn an_unchanged_page_is_told_by_its_validators_as_received() {
    let site = site(|request| match request.header("if-none-match") {
        Some("W/\"v1 \u{e9}\"") => Response::status(304).header("etag", "W/\"v1b\""),
        _ => Response::ok("text/html", "후기")
            .header("etag", "W/\"v1 \u{e9}\"")
            .header("last-modified", "Sat, 16 Mar 2024 03:00:00 GMT"),
    });
    let client = client(Settings::default());
    let request = PageRequest::get(site.url("/list"));
    let first = client.fetch(&request, None).await.expect("the page");
    assert_eq!((first.status, first.text.as_str()), (200, "후기"));

    let second = client.fetch(&request, Some(&first.validators)).await.expect("an answer");
    assert_eq!((second.status, second.text.as_str()), (304, ""));
    assert_eq!(second.validators.etag.as_deref(), Some("W/\"v1b\""), "the new tag counts");
    assert_eq!(
        second.validators.last_modified, first.validators.last_modified,
        "what the 304 does not repeat stays"
    );
    let asked = pages_asked(&site);
    assert_eq!(asked[0].header("if-none-match"), None);
    assert_eq!(asked[1].header("if-modified-since"), Some("Sat, 16 Mar 2024 03:00:00 GMT"));
}

#[tokio::test]
async fn a_notice_of_maintenance_is_never_taken_for_an_unchanged_list() {
    let site = site(|request| match request.path.as_str() {
        "/list" => Response::status(302).header("location", "/maintenance"),
        _ if request.header("if-modified-since").is_some() => Response::status(304),
        _ => Response::ok("text/html", "점검 중"),
    });
    let known =
        Validators { last_modified: Some("Sat, 16 Mar 2024 03:00:00 GMT".to_owned()), etag: None };
    let request = PageRequest::get(site.url("/list"));
    let page = client(Settings::default()).fetch(&request, Some(&known)).await.expect("a page");
    assert_eq!((page.status, page.text.as_str()), (200, "점검 중"));
    assert_eq!(page.moved_to, None, "a temporary redirect is no move");
}

#[tokio::test]
async fn a_304_that_nobody_asked_for_proves_nothing() {
    let site = site(|_| Response::status(304));
    let error = get(site.url("/list")).await.expect_err("no earlier version was named");
    assert!(matches!(error, Error::Protocol { .. }), "{error}");
}

#[tokio::test]
async fn a_permanent_move_is_reported_and_still_asked_for_changes() {
    let site = site(|request| match request.path.as_str() {
        "/old" => Response::status(301).header("location", "/newer"),
        "/newer" => Response::status(308).header("location", "/후기?p=1"),
        _ if request.header("if-none-match") == Some("\"v1\"") => Response::status(304),
        _ => Response::ok("text/html", "new"),
    });
    let known = Validators { etag: Some("\"v1\"".to_owned()), last_modified: None };
    let request = PageRequest::get(site.url("/old"));
    let page = client(Settings::default()).fetch(&request, Some(&known)).await.expect("a page");
    assert_eq!(page.status, 304);
    assert_eq!(page.moved_to, Some(site.url("/후기?p=1")));
    assert_eq!(page.url, site.url("/후기?p=1"));
}

#[tokio::test]
async fn a_way_with_one_temporary_step_is_no_move() {
    for (statuses, moved) in [
        (vec![], false),
        (vec![301], true),
        (vec![308], true),
        (vec![308, 301, 308], true),
        (vec![302], false),
        (vec![303], false),
        (vec![307], false),
        (vec![301, 302], false),
        (vec![302, 301], false),
        (vec![301, 307, 308], false),
    ] {
        let steps = statuses.clone();
        let site = site(move |request| {
            let step: usize = request.path[1..].parse().expect("a step");
            match steps.get(step) {
                Some(status) => {
                    Response::status(*status).header("location", &format!("/{}", step + 1))
                }
                None => Response::ok("text/html", "there"),
            }
        });
        let page = get(site.url("/0")).await.expect("a page");
        let end = site.url(&format!("/{}", statuses.len()));
        assert_eq!(page.url, end, "{statuses:?}");
        assert_eq!(page.moved_to, moved.then_some(end), "{statuses:?}");
    }
}

#[tokio::test]
async fn a_move_to_another_server_is_reported_whatever_it_answers() {
    for status in [200, 404, 410] {
        let new = site(move |_| Response { status, ..Response::ok("text/html", "here") });
        let target = new.url("/reviews").to_string();
        let old = site(move |_| Response::status(301).header("location", &target));
        let page = get(old.url("/list")).await.expect("a page");
        assert_eq!((page.status, page.moved_to), (status, Some(new.url("/reviews"))));
    }
}

#[tokio::test]
async fn error_statuses_are_pages_with_their_text_and_keep_the_validators() {
    let site = site(|request| {
        let status = request.path[1..].parse().expect("a status");
        Response { status, ..Response::ok("text/html", "sorry") }.header("etag", "\"error page\"")
    });
    let client = client(Settings::default());
    let known = Validators { etag: Some("\"list\"".to_owned()), last_modified: None };
    for status in [401, 403, 404, 410, 429, 500, 503] {
        let request = PageRequest::get(site.url(&format!("/{status}")));
        let page = client.fetch(&request, Some(&known)).await.expect("a page");
        assert_eq!((page.status, page.text.as_str()), (status, "sorry"));
        assert_eq!(page.validators, known, "after {status}");
    }
}

#[tokio::test]
async fn a_compressed_bomb_stops_at_the_cap() {
    let limit = 1 << 20;
    let zeros = vec![0; limit];
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 1, 18);
    for _ in 0..16 {
        gzip.write_all(&zeros).expect("compressed");
        zlib.write_all(&zeros).expect("compressed");
        brotli.write_all(&zeros).expect("compressed");
    }
    let bombs = [
        ("gzip", gzip.finish().expect("compressed")),
        ("deflate", zlib.finish().expect("compressed")),
        ("br", brotli.into_inner()),
    ];
    for (coding, bomb) in bombs {
        assert!(bomb.len() < limit, "{coding}: {} bytes are no bomb", bomb.len());
        let site = site(move |_| {
            Response::ok("text/html", bomb.clone()).header("content-encoding", coding)
        });
        let client = client(Settings { max_bytes: limit, ..Settings::default() });
        let error = client
            .fetch(&PageRequest::get(site.url("/bomb")), None)
            .await
            .expect_err("it unfolds to more than the cap");
        assert!(matches!(error, Error::TooLarge { .. }), "{coding}: {error}");
        assert!(!error.retry_worthwhile());
    }
}

#[tokio::test]
async fn a_page_of_exactly_the_cap_is_whole_in_every_coding() {
    let text = "후기 ".repeat(1000);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text.as_bytes()).expect("compressed");
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 18);
    brotli.write_all(text.as_bytes()).expect("compressed");
    let forms = [
        ("identity", text.clone().into_bytes()),
        ("gzip", gzip.finish().expect("compressed")),
        ("br", brotli.into_inner()),
    ];
    for (coding, body) in forms {
        let site = site(move |_| {
            Response::ok("text/html", body.clone()).header("content-encoding", coding)
        });
        let exactly = Settings { max_bytes: text.len(), ..Settings::default() };
        let page = client(exactly).fetch(&PageRequest::get(site.url("/")), None).await;
        assert_eq!(page.expect(coding).text, text, "{coding}");
        let less = Settings { max_bytes: text.len() - 1, ..Settings::default() };
        let page = client(less).fetch(&PageRequest::get(site.url("/")), None).await;
        assert!(matches!(page, Err(Error::TooLarge { .. })), "{coding}: {page:?}");
    }
}

#[tokio::test]
async fn a_silent_server_costs_its_time_limit_and_no_more() {
    let soon = Duration::from_millis(200);
    let long = Duration::from_secs(3600);
    let limits = |connect, first_byte, whole| Settings {
        connect_timeout: connect,
        first_byte_timeout: first_byte,
        total_timeout: whole,
        ..Settings::default()
    };
    let site = site(|request| {
        let conduct = if request.path == "/mid" { Conduct::HangAfterBody } else { Conduct::Hang };
        Response::ok("text/html", "half of it").conduct(conduct)
    });
    // It takes the connection and never answers the TLS greeting.
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = deaf.local_addr().expect("its address");
    let deaf_url = Url::parse(&format!("https://{address}/list")).expect("a URL");
    for (url, settings, wanted) in [
        (deaf_url, limits(soon, long, long), Phase::Connect),
        (site.url("/first"), limits(long, soon, long), Phase::FirstByte),
        (site.url("/mid"), limits(long, long, soon), Phase::Whole),
    ] {
        let error = client(settings)
            .fetch(&PageRequest::get(url), None)
            .await
            .expect_err("it never comes to an end");
        let Error::Timeout { phase, .. } = &error else { panic!("{wanted:?}: {error}") };
        assert_eq!(*phase, wanted, "{error}");
        assert!(error.retry_worthwhile());
    }
}

#[tokio::test]
async fn a_page_that_breaks_off_is_no_page() {
    let cut = site(|_| Response::ok("text/html", "half").conduct(Conduct::CloseAfterBody));
    let broken = site(|_| Response::ok("text/html", "x").header("content-encoding", "gzip"));
    for site in [cut, broken] {
        let error = get(site.url("/list")).await.expect_err("it is not whole");
        assert!(matches!(error, Error::Protocol { .. }), "{error}");
        assert!(error.retry_worthwhile());
    }
}

#[tokio::test]
async fn a_redirect_loop_ends() {
    let site = site(|_| Response::status(302).header("location", "/list"));
    let error = get(site.url("/list")).await.expect_err("it never arrives");
    let Error::Redirect { fault, .. } = &error else { panic!("{error}") };
    assert_eq!(*fault, RedirectFault::TooMany(5));
    assert_eq!(pages_asked(&site).len(), 6, "the first and five redirects");
}

#[tokio::test]
async fn keys_are_shown_to_nobody_but_the_server_they_are_for() {
    let elsewhere = site(|_| Response::ok("text/html", "elsewhere"));
    let target = elsewhere.url("/landing").to_string();
    let home = site(move |request| match request.path.as_str() {
        "/api" => Response::status(302).header("location", "/api/v2"),
        _ => Response::status(302).header("location", &target),
    });
    let request = PageRequest {
        url: home.url("/api"),
        headers: vec![("X-Api-Key".to_owned(), Secret::new("s3cret"))],
    };
    client(Settings::default()).fetch(&request, None).await.expect("the landing page");
    let keys = |site: &Site| {
        let seen = pages_asked(site).into_iter();
        seen.map(|r| r.header("x-api-key").map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(keys(&home), [Some("s3cret".to_owned()), Some("s3cret".to_owned())]);
    assert_eq!(keys(&elsewhere), [None], "the key followed to another server");
    assert!(
        home.seen().iter().all(|r| r.path != "/robots.txt" || r.header("x-api-key").is_none()),
        "robots.txt needs no key"
    );
}

#[tokio::test]
async fn failures_name_the_place_and_no_key() {
    let plain = site(|_| Response::status(200));
    let mut tls = plain.url("/list?key=s3cret");
    tls.set_scheme("https").expect("https");
    // Nobody listens at a port that is taken, and nobody else can take it meanwhile.
    let taken = tokio::net::TcpSocket::new_v4().expect("a socket");
    taken.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
    let gone = taken.local_addr().expect("its address");
    let gone = format!("http://me:s3cret@{gone}/list?key=s3cret");
    // No part of a name may be that long, so no DNS is troubled with it.
    let nowhere = format!("http://{}.invalid/list?key=s3cret", "a".repeat(64));
    let bad_header = PageRequest {
        url: plain.url("/list"),
        headers: vec![("X-Key".to_owned(), Secret::new("s3cret\r\nX-More: 1"))],
    };
    let ask = |url: &str| PageRequest::get(Url::parse(url).expect(url));
    for (request, beginning) in [
        (PageRequest::get(tls), "secure the connection to 127.0.0.1:"),
        (ask(&gone), "connect to 127.0.0.1:"),
        (ask(&nowhere), "look up aaa"),
        (ask("ftp://127.0.0.1/list?key=s3cret"), "ask for 127.0.0.1/list: "),
        (bad_header, "ask for 127.0.0.1:"),
    ] {
        let error = client(Settings::default()).fetch(&request, None).await;
        let error = error.expect_err(beginning).to_string();
        assert!(error.starts_with(beginning), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
}

#[tokio::test]
async fn korean_pages_come_readable() {
    let (euc_kr, ..) = encoding_rs::EUC_KR.encode("배송이 늦어요. 똠방각하");
    let euc_kr = euc_kr.into_owned();
    let site = site(move |request| match request.path.as_str() {
        "/euc-kr" => Response::ok("text/html; charset=euc-kr", euc_kr.clone()),
        _ => Response::ok("text/html; charset=utf-8", b"\xeb\xb0\xb0\xff\xec\x86\xa1".as_slice()),
    });
    let page = get(site.url("/euc-kr")).await.expect("a page");
    assert_eq!(page.text, "배송이 늦어요. 똠방각하");
    assert_eq!(page.media_type.as_deref(), Some("text/html"));
    let page = get(site.url("/damaged")).await.expect("a page");
    assert_eq!(page.text, "배\u{fffd}송");
}

#[tokio::test]
async fn a_sites_owner_can_see_who_we_are() {
    let site = site(|_| Response::ok("text/html", ""));
    let contact = Some("https://shop.example/contact".to_owned());
    let settings = Settings { contact, ..Settings::default() };
    client(settings).fetch(&PageRequest::get(site.url("/")), None).await.expect("a page");
    let wanted = concat!("reviewd/", env!("CARGO_PKG_VERSION"), " (+https://shop.example/contact)");
    for request in site.seen() {
        assert_eq!(request.header("user-agent"), Some(wanted), "at {}", request.path);
    }
    let forged = Settings { contact: Some("a\r\nHost: b".to_owned()), ..Settings::default() };
    let refused = Client::new(forged, Arc::new(LeapClock::new()));
    assert!(matches!(refused, Err(Error::Setup(_))), "{refused:?}");
}
