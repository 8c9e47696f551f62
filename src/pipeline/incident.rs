//! A visit as the alarms see it: why nothing was read, what was counted, what that means.

use jiff::Timestamp;
use url::Url;

use super::ConfiguredSource;
use super::visit::Visit;
use crate::coverage::alarm::{Decision, Elsewhere, Sighting, watch};
use crate::coverage::{Findings, Known, Look};
use crate::fetch::{self, Page};
use crate::review::{Posted, Unread};
use crate::source::Outcome;
use crate::store::SourceState;

/// What a visit means for the source's profile and incidents.
pub(super) fn watched(
    source: &ConfiguredSource,
    state: &SourceState,
    (visit, written, elsewhere): (&Visit, &[Timestamp], &Elsewhere),
    now: Timestamp,
) -> Decision {
    let seen = Sighting {
        now,
        last_success: state.last_success,
        outcome: visit.outcome,
        unread: visit.unread,
        note: visit.note.as_deref(),
        host: &host(&source.url),
        tally: &visit.tally,
        written,
        moved_to: visit.moved_to.as_ref().map(Url::as_str),
        expect_empty: source.expect_empty,
        held: visit.retry_after,
        elsewhere,
    };
    watch(&state.watch, &seen)
}

/// When every review was written that is known now, as far as that is known. What was there before the
/// first poll counts only where the page dates it.
pub(super) fn written(known: &[Known], findings: &Findings, look: &Look) -> Vec<Timestamp> {
    let first_sight = known.iter().map(|known| known.first_seen).min().unwrap_or(look.now);
    let of_known = known.iter().map(|known| (&known.review.posted, known.first_seen));
    let of_new = findings.new.iter().map(|found| (&found.review.posted, look.now));
    let written = |(posted, seen): (&Posted, Timestamp)| match posted.interval {
        Some(interval) => Some(interval.latest.min(seen)),
        None => Some(seen).filter(|seen| *seen > first_sight),
    };
    of_known.chain(of_new).filter_map(written).collect()
}

/// The server's name, with the port where it has one of its own.
pub(super) fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"))
}

/// Why a visit read nothing; `None` where it did.
pub(super) fn unread(
    outcome: Outcome,
    unfetched: Option<Unread>,
    page: Option<&Page>,
) -> Option<Unread> {
    match outcome {
        Outcome::Reviews | Outcome::Empty | Outcome::Unchanged => None,
        Outcome::Blocked => Some(Unread::Blocked),
        Outcome::Login => Some(Unread::Login),
        Outcome::Disallowed => Some(Unread::Disallowed),
        Outcome::Error => Some(unfetched.unwrap_or(match page.map(|page| page.status) {
            Some(500..) => Unread::Failing,
            _ => Unread::Unrecognised,
        })),
    }
}

/// Why a page could not be had.
pub(super) fn unfetched(error: &fetch::Error) -> Unread {
    match error {
        fetch::Error::Lookup { .. }
        | fetch::Error::Connect { .. }
        | fetch::Error::Timeout { .. } => Unread::Unreachable,
        fetch::Error::RobotsUnreachable { .. }
        | fetch::Error::Tls { .. }
        | fetch::Error::Protocol { .. } => Unread::Failing,
        fetch::Error::Disallowed { .. } => Unread::Disallowed,
        fetch::Error::Held { .. } => Unread::Blocked,
        fetch::Error::Setup(_)
        | fetch::Error::BadRequest { .. }
        | fetch::Error::TooLarge { .. }
        | fetch::Error::Redirect { .. } => Unread::Unrecognised,
    }
}
