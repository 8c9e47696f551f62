//! One visit of a source: its list, as many pages as it takes to meet what is known, and the detail
//! pages worth reading.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use url::Url;

use super::worker::described;
use super::{ConfiguredSource, Worker, incident};
use crate::coverage::alarm::{Place, Tally};
use crate::coverage::{Past, Reach, Shown, Stop, wanted_details, without_overlap};
use crate::fetch::{self, Client, Page, PageRequest, Validators};
use crate::review::{Review, Unread};
use crate::source::{Extraction, Outcome, Reject, Source};

/// A visit starts no further detail page after this long; the rest wait for the next one. Together
/// with the longest single fetch it stays well within a claim.
const LONGEST: SignedDuration = SignedDuration::from_mins(5);
/// A visit starts no further page of the list after this long, so that time is left for details.
const LONGEST_LIST: SignedDuration = SignedDuration::from_secs(150);

/// So many pages are read at once, as many as a small server has processors: more would be no faster
/// and each takes many times its own size of memory.
static READINGS: Semaphore = Semaphore::const_new(2);

/// What a visit brought.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) outcome: Outcome,
    pub(super) note: Option<String>,
    pub(super) shown: Vec<Shown>,
    /// Rows after which the list went on with another page, where a reply to them may stand.
    ends: HashSet<usize>,
    /// How far the list was read, where it held reviews.
    pub(super) reach: Option<Reach>,
    pub(super) rejects: Vec<Reject>,
    pub(super) validators: Option<Validators>,
    pub(super) retry_after: Option<Timestamp>,
    /// Why nothing was read, where nothing was.
    pub(super) unread: Option<Unread>,
    /// What the first page and the detail pages held.
    pub(super) tally: Tally,
    /// Where the list has moved for good.
    pub(super) moved_to: Option<Url>,
}

/// The client and source of a visit.
pub(super) struct Visitor<'a> {
    pub(super) worker: &'a Worker,
    pub(super) client: &'a Client,
    pub(super) source: &'a ConfiguredSource,
    pub(super) past: &'a Past<'a>,
    pub(super) now: Timestamp,
}

/// A page that was fetched and read.
pub(super) struct Reading {
    extraction: Extraction,
    page: Option<Page>,
    retry_after: Option<Timestamp>,
    /// Why there is no page, where there is none.
    unread: Option<Unread>,
}

impl Reading {
    /// What kind of page it is.
    pub(super) fn outcome(&self) -> Outcome {
        self.extraction.outcome
    }
}

impl Visitor<'_> {
    /// The list's first page; nothing that is known is needed for it.
    pub(super) async fn first(&self, validators: Option<&Validators>) -> Reading {
        self.read(&self.source.source.first_page(), validators).await
    }

    /// Goes on from the first page.
    pub(super) async fn visit(&self, first: Reading) -> Visit {
        let unread = incident::unread(first.extraction.outcome, first.unread, first.page.as_ref());
        let (validators, moved_to) =
            first.page.map(|page| (page.validators, page.moved_to)).unzip();
        let mut visit = Visit {
            outcome: first.extraction.outcome,
            note: first.extraction.note,
            shown: Vec::new(),
            ends: HashSet::new(),
            reach: None,
            rejects: first.extraction.rejects,
            validators,
            retry_after: first.retry_after,
            unread,
            tally: Tally::of_list(&first.extraction.reviews),
            moved_to: moved_to.flatten(),
        };
        let mut listed = self.with_identities(first.extraction.reviews);
        if visit.outcome == Outcome::Reviews {
            let next = first.extraction.next.filter(|_| self.may_reach_back(&listed));
            visit.reach = Some(self.follow(next, &mut listed, &mut visit).await);
        }
        if visit.outcome.proves() {
            self.read_details(listed, &mut visit).await;
        }
        visit
    }

    /// The first poll looks for what can still be answered. Where nothing will ever say when a review
    /// was written, it reads the first page only.
    fn may_reach_back(&self, listed: &[Review]) -> bool {
        let may_be_dated = |review: &Review| {
            review.posted.interval.is_some() || self.source.source.detail_page(review).is_some()
        };
        self.past.back_to.is_none() || listed.iter().any(may_be_dated)
    }

    /// Pages on until what is known is met: what lies behind it has been seen before. At the first
    /// poll, until what follows is too old to be answered in time.
    async fn follow(
        &self,
        mut next: Option<PageRequest>,
        listed: &mut Vec<Review>,
        visit: &mut Visit,
    ) -> Reach {
        let limit = self.past.page_limit(self.now);
        let mut pages = 1;
        loop {
            visit.ends.extend(next.as_ref().and_then(|_| listed.len().checked_sub(1)));
            let may_go_on = pages < limit && self.has_time(LONGEST_LIST);
            let (request, stop) = match next.take() {
                Some(request) if may_go_on => (Some(request), None),
                Some(_) => (None, Some(Stop::PageLimit)),
                None if pages > 1 || self.source.source.pages() => (None, Some(Stop::LastPage)),
                None => (None, Some(Stop::OnlyPage)),
            };
            let reach = self.past.reach(listed, stop);
            let Some(request) = request.filter(|_| !reach.enough) else { return reach };
            let reading = self.read(&request, None).await;
            let Extraction { outcome, note, reviews, rejects, next: further } = reading.extraction;
            visit.rejects.extend(rejects);
            match outcome {
                Outcome::Reviews => {
                    let reviews = self.with_identities(reviews);
                    // A server that counts no further than its last page gives that again.
                    let goes_on = !listed.ends_with(&reviews);
                    let reviews =
                        if goes_on { without_overlap(listed, reviews) } else { Vec::new() };
                    listed.extend(reviews);
                    next = further.filter(|_| goes_on);
                }
                Outcome::Empty => {}
                _ => {
                    let note = note.unwrap_or_default();
                    visit.note =
                        Some(format!("a further page of the list could not be read: {note}"));
                    visit.retry_after = visit.retry_after.max(reading.retry_after);
                    return self.past.reach(listed, Some(Stop::PageFailed));
                }
            }
            pages += 1;
        }
    }

    async fn read_details(&self, listed: Vec<Review>, visit: &mut Visit) {
        let wanted = wanted_details(self.past.known, &listed, self.now);
        let in_details = self.source.source.details_show_replies();
        for (row, (review, wanted)) in listed.into_iter().zip(wanted).enumerate() {
            let in_list = !visit.ends.contains(&row);
            let Some(request) = self.source.source.detail_page(&review) else {
                visit.shown.push(Shown { review, listed: true, whole: true, replies: in_list });
                continue;
            };
            let (review, whole) = if wanted && self.has_time(LONGEST) {
                self.detail(request, review, visit).await
            } else {
                (review, false)
            };
            let replies = if in_details { whole } else { in_list };
            visit.shown.push(Shown { review, listed: true, whole, replies });
        }
        self.read_awaited(visit).await;
    }

    /// Reviews with an open case that the list no longer shows, or did not send because it is
    /// unchanged: their replies stand on their own pages.
    async fn read_awaited(&self, visit: &mut Visit) {
        let replies = self.source.source.details_show_replies();
        let shown: HashSet<Option<String>> =
            visit.shown.iter().map(|shown| shown.review.id.clone()).collect();
        let unseen =
            self.past.known.iter().filter(|known| {
                known.awaited && !known.vanished && !shown.contains(&known.review.id)
            });
        for known in unseen {
            let Some(request) = self.source.source.detail_page(&known.review) else { continue };
            if !self.has_time(LONGEST) {
                return;
            }
            // The reply must be found on the page again to count.
            let listed = Review { reply: None, ..known.review.clone() };
            let (review, whole) = self.detail(request, listed, visit).await;
            if whole {
                visit.shown.push(Shown { review, listed: false, whole, replies });
            }
        }
    }

    fn has_time(&self, longest: SignedDuration) -> bool {
        self.worker.heartbeat.beat();
        self.worker.clock.now().duration_since(self.now) < longest
    }

    fn with_identities(&self, reviews: Vec<Review>) -> Vec<Review> {
        reviews.into_iter().map(|review| self.with_identity(review)).collect()
    }

    /// The address of its own page names a review that has no number.
    fn with_identity(&self, review: Review) -> Review {
        match (&review.id, self.source.source.detail_page(&review)) {
            (None, Some(page)) => Review { id: Some(page.url.to_string()), ..review },
            _ => review,
        }
    }

    async fn detail(
        &self,
        request: PageRequest,
        listed: Review,
        visit: &mut Visit,
    ) -> (Review, bool) {
        let path = request.url.path().to_owned();
        let row = listed.clone();
        let read = move |source: &dyn Source, page: &Page| source.read_detail(&row, page);
        let mut extraction = self.get(&request, None, read).await.extraction;
        visit.rejects.append(&mut extraction.rejects);
        if let Some(review) = extraction.reviews.pop() {
            visit.tally.count(Place::Detail, &review);
            return (review, true);
        }
        visit.tally.count(Place::Detail, &listed);
        let note = extraction.note.unwrap_or_default();
        visit.rejects.push(Reject {
            why: format!("its detail page {path} could not be read: {note}"),
            excerpt: listed.words().chars().take(200).collect(),
        });
        (listed, false)
    }

    async fn read(&self, request: &PageRequest, validators: Option<&Validators>) -> Reading {
        self.get(request, validators, |source, page| source.read(page)).await
    }

    /// Fetches a page and has it read; whatever goes wrong is an outcome with a note.
    async fn get(
        &self,
        request: &PageRequest,
        validators: Option<&Validators>,
        read: impl FnOnce(&dyn Source, &Page) -> Extraction + Send + 'static,
    ) -> Reading {
        self.worker.heartbeat.beat();
        let page = match self.client.fetch_for(&self.source.id, request, validators).await {
            Ok(page) => page,
            Err(error) => {
                let extraction = failed(outcome_of(&error), described(&error));
                let unread = Some(incident::unfetched(&error));
                return Reading {
                    extraction,
                    page: None,
                    retry_after: error.retry_after(),
                    unread,
                };
            }
        };
        let retry_after = page.retry_after;
        if page.text.is_empty() {
            let extraction = read(self.source.source.as_ref(), &page);
            return Reading { extraction, page: Some(page), retry_after, unread: None };
        }
        let _turn = READINGS.acquire().await;
        let source = Arc::clone(&self.source.source);
        // Parsing is pure computing: it must not hold up the loops that wait for sockets.
        let reading = tokio::task::spawn_blocking(move || (read(source.as_ref(), &page), page));
        match reading.await {
            Ok((extraction, page)) => {
                Reading { extraction, page: Some(page), retry_after, unread: None }
            }
            Err(error) => {
                let extraction = failed(Outcome::Error, described(&error));
                Reading { extraction, page: None, retry_after, unread: None }
            }
        }
    }
}

fn outcome_of(error: &fetch::Error) -> Outcome {
    match error {
        fetch::Error::Disallowed { .. } => Outcome::Disallowed,
        fetch::Error::Held { .. } => Outcome::Blocked,
        _ => Outcome::Error,
    }
}

fn failed(outcome: Outcome, note: String) -> Extraction {
    Extraction { outcome, note: Some(note), reviews: Vec::new(), rejects: Vec::new(), next: None }
}
