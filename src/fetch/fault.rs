//! What a failed exchange means, from the chain of causes that the HTTP library hands up.

use std::error::Error as Cause;
use std::io;
use std::time::Duration;

use super::address::{LookupFailed, NotPublic};
use super::error::{Error, Phase, RedirectFault, host, place};
use super::redirect::Trail;

/// The failure to get an answer.
pub(super) fn of_request(
    error: &reqwest::Error,
    trail: &Trail,
    connect_timeout: Duration,
) -> Error {
    let url = trail.url();
    if find::<NotPublic>(error).is_some() {
        let from = trail.from().map(place).unwrap_or_default();
        return Error::Redirect { from, to: place(url), fault: RedirectFault::Private };
    }
    if let Some(failed) = find::<LookupFailed>(error) {
        return Error::Lookup { host: host(url), why: failed.to_string() };
    }
    if let Some(failed) = find::<rustls::Error>(error) {
        return Error::Tls { host: host(url), why: failed.to_string() };
    }
    if error.is_timeout() {
        let phase = Phase::Connect;
        return Error::Timeout { place: place(url), phase, after: connect_timeout };
    }
    let why = innermost(error);
    if error.is_connect() {
        return Error::Connect { host: host(url), why };
    }
    Error::Protocol { place: place(url), why }
}

/// The failure to read an answer to its end.
pub(super) fn of_body(error: &reqwest::Error, trail: &Trail) -> Error {
    Error::Protocol { place: place(trail.url()), why: innermost(error) }
}

/// The first cause in words: the outer ones repeat that something failed, and name the whole URL.
pub(super) fn innermost(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "no reason given".to_owned(), ToString::to_string)
}

fn find<T: Cause + 'static>(error: &reqwest::Error) -> Option<&T> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// Every cause below `error`. What is wrapped into an `io::Error` is not its `source`, but itself.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Cause + 'static)> {
    std::iter::successors(error.source(), |cause| {
        let cause: &(dyn Cause + 'static) = *cause;
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Cause + 'static)),
            None => cause.source(),
        }
    })
}
