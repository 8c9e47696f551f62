//! The board's server, which keeps what it gave to whom.

use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use reviewd::demo::site::{Request, Response};

use super::model::Board;
use super::page::{self, Design, Kind, Row};
use super::script::{self, Act, Weather, Window};
use crate::support::run::Script;
use crate::support::shop::{at, hours};

/// What the server gave at one visit.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// When the list was asked for, since the start.
    pub(super) at: SignedDuration,
    pub(super) gave: Gave,
    /// Own pages that were asked for, and the text they gave.
    pub(super) details: Vec<(u32, Option<String>)>,
}

/// What came of a visit.
#[derive(Clone, Debug)]
pub(super) enum Gave {
    /// Rows of the list, page after page.
    Rows(Vec<Row>, Design),
    /// Nothing has changed.
    Unchanged,
    /// No list.
    Nothing,
}

/// The server.
pub(super) struct Server {
    pub(super) kind: Kind,
    pub(super) acts: Vec<Act>,
    weather: Vec<Window<Weather>>,
    visits: Mutex<Vec<Visit>>,
}

impl Server {
    pub(super) fn new(kind: Kind) -> Arc<Self> {
        let (acts, weather) = (script::acts(), script::weather());
        Arc::new(Self { kind, acts, weather, visits: Mutex::default() })
    }

    pub(super) fn script(self: &Arc<Self>) -> Script {
        let server = Arc::clone(self);
        Arc::new(move |request, now| server.answer(request, now))
    }

    /// Every visit so far.
    pub(super) fn visits(&self) -> Vec<Visit> {
        self.visits.lock().expect("nobody panicked").clone()
    }

    pub(super) fn board(&self, now: SignedDuration) -> Board {
        Board::at(&self.acts, now, self.kind)
    }

    fn is(&self, weather: Weather, now: SignedDuration) -> bool {
        self.weather.iter().any(|(from, to, what)| *what == weather && (*from..*to).contains(&now))
    }

    fn design(&self, now: SignedDuration) -> Design {
        match (self.is(Weather::Redesigned, now), self.is(Weather::OtherDates, now)) {
            (_, true) => Design::OtherDates,
            (true, false) => Design::New,
            (false, false) => Design::Old,
        }
    }

    fn answer(&self, request: &Request, now: Timestamp) -> Response {
        let now = now.duration_since(at(hours(0)));
        let query = request.query.as_deref().unwrap_or_default();
        let asked = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key));
        let number = |key| asked(key).map(|number| number.parse().expect("a number"));
        match (request.path.as_str(), number("no="), number("page=").unwrap_or(1)) {
            ("/robots.txt", ..) => Response::status(404),
            ("/board/read.html", Some(number), _) => self.own_page(number as u32, now),
            ("/board/list.html", _, page) => self.list(request, page, now),
            other => panic!("nobody asks for {other:?}"),
        }
    }

    fn refusal(&self, now: SignedDuration) -> Option<Response> {
        if self.is(Weather::Failing, now) {
            return Some(Response::status(503));
        }
        let throttled = self.is(Weather::Throttled, now);
        throttled.then(|| Response::status(429).header("retry-after", "3600"))
    }

    fn own_page(&self, number: u32, now: SignedDuration) -> Response {
        if let Some(refusal) = self.refusal(now) {
            return refusal;
        }
        let board = self.board(now);
        let post = board.post(number);
        let text = post.filter(|post| !post.secret).map(|post| post.text.clone());
        let mut visits = self.visits.lock().expect("nobody panicked");
        visits.last_mut().expect("the list comes first").details.push((number, text));
        match post {
            Some(post) => Response::ok("text/html", page::own_page(self.design(now), post)),
            None => Response::status(404),
        }
    }

    fn list(&self, request: &Request, page: usize, now: SignedDuration) -> Response {
        let mut visits = self.visits.lock().expect("nobody panicked");
        let mut note = |gave| visits.push(Visit { at: now, gave, details: Vec::new() });
        if let Some(refusal) = self.refusal(now) {
            note(Gave::Nothing);
            return refusal;
        }
        let (board, design) = (self.board(now), self.design(now));
        if page > 1 {
            if self.is(Weather::SecondPageFails, now) {
                return Response::status(500);
            }
            let (text, more) = page::list(self.kind, design, &board, (page, now));
            match &mut visits.last_mut().expect("the first page comes first").gave {
                Gave::Rows(rows, _) => rows.extend(more),
                other => panic!("a further page after {other:?}"),
            }
            return Response::ok("text/html", text);
        }
        let tag = format!("\"{}-{design:?}\"", board.version);
        if request.header("if-none-match") == Some(&tag) {
            note(Gave::Unchanged);
            return Response::status(304).header("etag", &tag);
        }
        let (text, rows) = page::list(self.kind, design, &board, (1, now));
        note(Gave::Rows(rows, design));
        Response::ok("text/html", text).header("etag", &tag)
    }
}
