//! The shops' server: a page of reviews at every address of this machine, unchanged until told
//! otherwise.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Read as _;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::{Bytes, Incoming};
use hyper::header::{CONNECTION, CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::page;

/// Every page has a new review each time it is asked for.
pub(crate) const CHANGE: &str = "/control/change";
/// Says how many pages were unchanged and how many were sent, so far.
pub(crate) const COUNT: &str = "/control/count";

#[derive(Default)]
struct Shops {
    changes: AtomicBool,
    unchanged: AtomicUsize,
    sent: AtomicUsize,
    /// The number of each shop's newest review.
    newest: Mutex<HashMap<String, u64>>,
}

/// Says its port and serves until its input is closed.
pub(crate) fn run() {
    std::thread::spawn(|| {
        // Whatever it says, the parent is gone when this returns.
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(serve());
}

async fn serve() {
    let listener = TcpListener::bind(("0.0.0.0", 0)).await.expect("a free port");
    println!("{}", listener.local_addr().expect("it is bound").port());
    let shops = Arc::new(Shops::default());
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let shops = Arc::clone(&shops);
        let service = service_fn(move |request| {
            let answer = shops.answer(&request);
            async move { Ok::<_, Infallible>(answer) }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

impl Shops {
    fn answer(&self, request: &Request<Incoming>) -> Response<Body> {
        let mut response = match request.uri().path() {
            "/list" => self.list(request),
            CHANGE => {
                self.changes.store(true, Ordering::Relaxed);
                Response::new(Body::default())
            }
            COUNT => Response::new(Body::from(self.count())),
            _ => status(StatusCode::NOT_FOUND),
        };
        // Minutes lie between two polls of a real source: no connection lasts that long.
        response.headers_mut().insert(CONNECTION, "close".parse().expect("a header"));
        response
    }

    fn count(&self) -> String {
        let [unchanged, sent] =
            [&self.unchanged, &self.sent].map(|count| count.load(Ordering::Relaxed));
        format!("{unchanged} {sent}")
    }

    fn list(&self, request: &Request<Incoming>) -> Response<Body> {
        let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let shop = text(HOST).unwrap_or_default().to_owned();
        let newest = {
            let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
            let newest = newest.entry(shop.clone()).or_insert(100);
            *newest += u64::from(self.changes.load(Ordering::Relaxed));
            *newest
        };
        let etag = format!("\"{newest}\"");
        if text(IF_NONE_MATCH) == Some(etag.as_str()) {
            self.unchanged.fetch_add(1, Ordering::Relaxed);
            return status(StatusCode::NOT_MODIFIED);
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::new(Body::from(page::page(&shop, newest)));
        let headers = response.headers_mut();
        headers.insert(ETAG, etag.parse().expect("a header"));
        headers.insert(CONTENT_TYPE, "text/html; charset=utf-8".parse().expect("a header"));
        response
    }
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = status;
    response
}

/// A body in one piece.
#[derive(Default)]
struct Body(Option<Bytes>);

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Some(text.into()))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Infallible>>> {
        std::task::Poll::Ready(self.0.take().map(|data| Ok(hyper::body::Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        hyper::body::SizeHint::with_exact(self.0.as_ref().map_or(0, |data| data.len() as u64))
    }
}
