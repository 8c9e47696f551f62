//! Reads the dates of a page together, as a person does who sees all of them: one "25/03/2024" says
//! how every other is ordered, and a list that runs from new to old says in which year a "12.30" lies.
//!
//! **Invariant:** pure; of a text only such meanings are chosen as it has alone; where the page
//! contradicts itself every meaning stays open.

mod order;
mod years;

#[cfg(test)]
mod tests;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::text::Text;
use super::{Context, DateOrder, Reading};
use crate::review::Interval;

/// The dates that one row of a list shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row<'a> {
    /// When it was written.
    pub posted: Option<&'a str>,
    /// When it was answered.
    pub reply: Option<&'a str>,
}

/// What they mean; `None` where there is none or it cannot be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// When the row was written.
    pub posted: Option<Reading>,
    /// When it was answered.
    pub reply: Option<Reading>,
    /// What the date of the row says by itself, as [`super::read_field`] reads it.
    pub posted_alone: Option<Reading>,
    /// The same of its answer.
    pub reply_alone: Option<Reading>,
}

/// Reads the dates of a page, one [`Dates`] for each row.
///
/// Numeric dates are read in the order given; else in that which all dates of the page allow, by the
/// custom of the zone where they allow several; else, where the list runs from new to old
/// (`newest_first`), in the one in which it does. A date without a year lies in the latest year that
/// its neighbours in such a list allow. A reply is not older than what it answers, where it can be
/// read so.
pub fn read_page(rows: &[Row<'_>], context: &Context, newest_first: bool) -> Vec<Dates> {
    let understood = |text: Option<&str>| text.and_then(|text| Text::of_field(text, context.seen));
    let posted: Vec<Option<Text>> = rows.iter().map(|row| understood(row.posted)).collect();
    let replies: Vec<Option<Text>> = rows.iter().map(|row| understood(row.reply)).collect();

    let alone = |text: &Option<Text>| text.as_ref()?.read(context, None);
    let alone: Vec<[Option<Reading>; 2]> =
        posted.iter().zip(&replies).map(|(posted, reply)| [posted, reply].map(alone)).collect();

    let order = order::settled(&posted, &replies, context, newest_first);
    let context = Context { order, ..context.clone() };
    let mut readings = readings(&posted, &context, newest_first);
    if newest_first && order.is_none() {
        between_neighbours(&posted, &mut readings, &context);
    }
    let answered = |(reply, posted): (&Option<Text>, &Option<Reading>)| {
        let reply = reply.as_ref()?;
        reply_after(reply, posted.as_ref(), &context)
    };
    let replies: Vec<Option<Reading>> = replies.iter().zip(&readings).map(answered).collect();
    let dates = readings.into_iter().zip(replies).zip(alone);
    dates
        .map(|((posted, reply), [posted_alone, reply_alone])| Dates {
            posted,
            reply,
            posted_alone,
            reply_alone,
        })
        .collect()
}

/// What each row means in the order that the context names.
fn readings(texts: &[Option<Text>], context: &Context, newest_first: bool) -> Vec<Option<Reading>> {
    let mut readings: Vec<Option<Reading>> =
        texts.iter().map(|text| text.as_ref()?.read(context, None)).collect();
    if newest_first {
        years::place(texts, &mut readings, context);
    }
    readings
}

/// Of the meanings of a numeric date those that lie between the rows around it, where some do.
fn between_neighbours(texts: &[Option<Text>], readings: &mut [Option<Reading>], context: &Context) {
    let orders: Vec<Vec<DateOrder>> = texts
        .iter()
        .map(|text| text.as_ref().and_then(|text| text.orders(context)).unwrap_or_default())
        .collect();
    let is_open = |at: usize| orders[at].len() > 1;
    for at in (0..texts.len()).filter(|at| is_open(*at)) {
        let Some(text) = &texts[at] else { continue };
        let known = |other: usize| readings[other].filter(|_| !is_open(other));
        let above = (0..at).rev().find_map(known).map(|reading| reading.interval);
        let below = (at + 1..texts.len()).find_map(known).map(|reading| reading.interval);
        let fits = |one: &Reading| {
            above.is_none_or(|above| one.interval.earliest <= above.latest)
                && below.is_none_or(|below| below.earliest <= one.interval.latest)
        };
        let meanings = in_each(text, &orders[at], context);
        let fitting = hull(meanings.into_iter().filter(fits)).filter(is_telling);
        readings[at] = fitting.or(readings[at]);
    }
}

/// The reply's date, by the date of what it answers.
fn reply_after(reply: &Text, posted: Option<&Reading>, context: &Context) -> Option<Reading> {
    let alone = reply.read(context, None);
    let Some(written) = posted.map(|posted| posted.interval) else { return alone };
    let follows = |one: &Reading| one.interval.latest >= written.earliest;
    let orders = reply.orders(context).filter(|_| context.order.is_none()).unwrap_or_default();
    let chosen = if reply.lacks_year() {
        // Shops answer within days: the first such day, not the last one.
        let within_a_year = local_day(written.earliest, context)
            .and_then(|day| day.checked_add(1.year()).ok()?.yesterday().ok());
        within_a_year.and_then(|limit| reply.read(context, Some(limit))).filter(follows)
    } else {
        hull(in_each(reply, &orders, context).into_iter().filter(follows)).filter(is_telling)
    };
    let reading = chosen.or(alone)?;
    // Two words for one day ("어제" and "어제") still stand in this order.
    let cut =
        Interval { earliest: reading.interval.earliest.max(written.earliest), ..reading.interval };
    let interval = if cut.earliest <= cut.latest { cut } else { reading.interval };
    Some(Reading { interval, ..reading })
}

/// The meanings of a text in each of the orders.
fn in_each(text: &Text, orders: &[DateOrder], context: &Context) -> Vec<Reading> {
    let read =
        |order: &DateOrder| text.read(&Context { order: Some(*order), ..context.clone() }, None);
    orders.iter().filter_map(read).collect()
}

/// Whether the meanings lie within a year of each other; further apart they say nothing.
fn is_telling(reading: &Reading) -> bool {
    let Interval { earliest, latest } = reading.interval;
    latest.duration_since(earliest) <= SignedDuration::from_hours(367 * 24)
}

/// Everything from the earliest to the latest of them.
fn hull(readings: impl Iterator<Item = Reading>) -> Option<Reading> {
    readings.reduce(|one, other| {
        let (a, b) = (one.interval, other.interval);
        let interval =
            Interval { earliest: a.earliest.min(b.earliest), latest: a.latest.max(b.latest) };
        Reading { interval, ..one }
    })
}

fn local_day(instant: Timestamp, context: &Context) -> Option<Date> {
    Some(instant.to_zoned(context.zone.clone()).date())
}
