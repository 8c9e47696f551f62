//! A small web server on loopback, for the demo and the tests: its answers are a function.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use hyper::body::{Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use url::Url;

/// What a client asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// `GET`, mostly.
    pub method: String,
    /// The path as sent, percent-encoded.
    pub path: String,
    /// What follows the question mark.
    pub query: Option<String>,
    /// Headers in order, names in lower case.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// The first header of that name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What the server does about it.
#[derive(Clone, Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Headers beside those of the transport.
    pub headers: Vec<(String, String)>,
    /// The body as sent.
    pub body: Vec<u8>,
    /// How well it behaves.
    pub conduct: Conduct,
}

/// How a server can misbehave.
#[derive(Clone, Debug, Default)]
pub enum Conduct {
    /// It answers.
    #[default]
    Answer,
    /// It answers once it is notified.
    AnswerAfter(Arc<Notify>),
    /// It takes the request and says nothing.
    Hang,
    /// It sends the body, promises more, and says no more.
    HangAfterBody,
    /// It sends the body, promises more, and breaks the connection.
    CloseAfterBody,
}

impl Response {
    /// An answer with a status and nothing else.
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), conduct: Conduct::Answer }
    }

    /// An answer of 200 with a body of some `Content-Type`.
    pub fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..Self::status(200).header("content-type", content_type) }
    }

    /// The same with one more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, behaving otherwise.
    pub fn conduct(self, conduct: Conduct) -> Self {
        Self { conduct, ..self }
    }
}

/// Decides what to answer.
pub type Handler = Arc<dyn Fn(&Request) -> Response + Send + Sync>;

/// A running server; it stops, and drops its connections, when it is dropped.
pub struct Site {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Request>>>,
    /// Aborted when dropped, with every connection.
    _accepting: JoinSet<()>,
}

impl Site {
    /// Starts one on a free port of 127.0.0.1; call it within a tokio runtime.
    ///
    /// # Errors
    /// Where the system gives no port.
    pub fn start(handler: Handler) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let address = listener.local_addr()?;
        let seen = Arc::default();
        let mut accepting = JoinSet::new();
        accepting.spawn(accept(listener, handler, Arc::clone(&seen)));
        Ok(Self { address, seen, _accepting: accepting })
    }

    /// The address of one of its pages, `path` beginning with a slash.
    pub fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address))
            .expect("an address and a path are a URL")
    }

    /// Every request so far, in order of arrival.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn accept(listener: TcpListener, handler: Handler, seen: Arc<Mutex<Vec<Request>>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        while connections.try_join_next().is_some() {}
        let (handler, seen) = (Arc::clone(&handler), Arc::clone(&seen));
        let service = service_fn(move |request| {
            let request = read(&request);
            seen.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
            answer(handler(&request))
        });
        connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

fn read(request: &hyper::Request<Incoming>) -> Request {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = request.headers().iter();
    Request {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().map(str::to_owned),
        headers: headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
    }
}

async fn answer(response: Response) -> Result<hyper::Response<Body>, hyper::http::Error> {
    match &response.conduct {
        Conduct::AnswerAfter(notice) => notice.notified().await,
        Conduct::Hang => std::future::pending::<()>().await,
        Conduct::Answer | Conduct::HangAfterBody | Conduct::CloseAfterBody => {}
    }
    let mut answer = hyper::Response::builder().status(response.status);
    for (name, value) in response.headers {
        answer = answer.header(name, value);
    }
    answer.body(Body { data: Some(response.body.into()), conduct: response.conduct })
}

/// A body in one piece, with what comes after it.
struct Body {
    data: Option<Bytes>,
    conduct: Conduct,
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(data) = self.data.take() {
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        match self.conduct {
            Conduct::HangAfterBody => Poll::Pending,
            Conduct::CloseAfterBody => Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into()))),
            _ => Poll::Ready(None),
        }
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.data.as_ref().map_or(0, |data| data.len() as u64);
        // Who breaks off has promised more than was sent.
        let more = matches!(self.conduct, Conduct::HangAfterBody | Conduct::CloseAfterBody);
        SizeHint::with_exact(length + u64::from(more))
    }
}
