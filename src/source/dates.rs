//! Dates as pages print them: each by itself while a page is read, then all of a page together.

use jiff::Timestamp;

use super::reject::beginning;
use super::{Context, Extraction, Reject};
use crate::review::{Posted, Review, text};
use crate::when::{self, Reading};

/// What a date string says by itself.
pub(super) fn posted(raw: &str, context: &Context, seen: Timestamp) -> Posted {
    let Some(words) = text::line(raw) else { return Posted::default() };
    let reading = when::read_field(&words, &reading_context(context, seen));
    Posted {
        text: Some(words),
        interval: reading.map(|reading| reading.interval),
        relative: reading.is_some_and(|reading| reading.relative),
    }
}

/// Of the words that say when it was first written and those that say when it was shown here, the
/// first that can be read.
pub(super) fn first_readable(written: Posted, shown: impl FnOnce() -> Posted) -> Posted {
    if written.interval.is_some() {
        return written;
    }
    let shown = shown();
    if shown.text.is_some() { shown } else { written }
}

/// Reads the dates of a page together; those that cannot be read are told.
pub(super) fn settle(page: &mut Extraction, context: &Context, seen: Timestamp) {
    settle_reviews(&mut page.reviews, None, context, seen);
    let unread = page.reviews.iter().flat_map(unread);
    page.rejects.extend(unread);
}

/// Reads the dates of a review's own page, whose order the list may tell as well.
pub(super) fn settle_detail(
    page: &mut Extraction,
    listed: &Review,
    context: &Context,
    seen: Timestamp,
) {
    settle_reviews(&mut page.reviews, Some(listed), context, seen);
    let told = |posted: &Posted| posted.text == listed.posted.text;
    let unread = page.reviews.iter().filter(|review| !told(&review.posted)).flat_map(unread);
    page.rejects.extend(unread);
}

fn settle_reviews(
    reviews: &mut [Review],
    listed: Option<&Review>,
    context: &Context,
    seen: Timestamp,
) {
    let context_of_words = reading_context(context, seen);
    let row_of = |review| {
        let Review { posted, reply, .. }: &Review = review;
        let reply = reply.as_ref().and_then(|reply| reply.posted.text.as_deref());
        when::Row { posted: posted.text.as_deref(), reply }
    };
    let above = listed.map(|listed| when::Row { reply: None, ..row_of(listed) });
    let rows: Vec<when::Row<'_>> = above.into_iter().chain(reviews.iter().map(row_of)).collect();
    // A row and its own page are one date told twice, which is no order.
    let newest_first = context.newest_first && listed.is_none();
    let dates = when::read_page(&rows, &context_of_words, newest_first);
    let dates = dates.into_iter().skip(usize::from(listed.is_some()));
    for (review, dates) in reviews.iter_mut().zip(dates) {
        // What the list has settled is not opened again by one page.
        match listed.map(|listed| &listed.posted) {
            Some(known)
                if known.text == review.posted.text
                    && known.interval.is_some()
                    && !known.relative =>
            {
                review.posted = known.clone();
            }
            _ => take(&mut review.posted, dates.posted, dates.posted_alone),
        }
        if let Some(reply) = &mut review.reply {
            take(&mut reply.posted, dates.reply, dates.reply_alone);
        }
    }
}

/// Takes what the page settled, where the date was read from the words and not from beside them.
fn take(date: &mut Posted, settled: Option<Reading>, alone: Option<Reading>) {
    let Some(settled) = settled else { return };
    if date.interval == alone.map(|alone| alone.interval) {
        date.interval = Some(settled.interval);
        date.relative = settled.relative;
    }
}

/// What is to be told of a review whose dates say nothing.
fn unread(review: &Review) -> Vec<Reject> {
    let reply = review.reply.as_ref().map(|reply| &reply.posted);
    let dates = std::iter::once(&review.posted).chain(reply);
    let unread = dates.filter(|date| date.interval.is_none()).filter_map(|date| date.text.as_ref());
    unread
        .map(|words| {
            let words = beginning(words);
            let why = format!("no date can be read from {words:?}; the review is kept without one");
            Reject::new(why, &review.words())
        })
        .collect()
}

fn reading_context(context: &Context, seen: Timestamp) -> when::Context {
    when::Context { seen, zone: context.zone.clone(), order: context.date_order }
}
