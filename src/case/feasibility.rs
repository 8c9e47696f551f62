//! How long a complaint can wait for its first mail, worked out from the calendar before any comes.

use jiff::{SignedDuration, Timestamp};

use super::{Settings, deadline_for};

/// What a calendar makes of complaints, as far as it was looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feasibility {
    /// The complaint whose first mail waits longest for the end of quiet hours, the first of several; one
    /// that does not wait at all where none does.
    pub longest: Longest,
    /// The share of the time, from 0 to 1, in which a complaint that is found wakes someone.
    pub wakes: f64,
}

/// A complaint on its way to the first mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Longest {
    /// When it was written.
    pub written: Timestamp,
    /// When it was seen.
    pub seen: Timestamp,
    /// When people hear of it.
    pub told: Timestamp,
    /// When the answer is due.
    pub deadline: Timestamp,
}

/// What becomes of complaints that are seen `delay` after they were written, at any time from `from` to
/// `until`. Looks at each stretch of quiet hours once, and no further than about a year.
pub fn feasibility(
    settings: &Settings,
    delay: SignedDuration,
    from: Timestamp,
    until: Timestamp,
) -> Feasibility {
    let complaint = |seen: Timestamp, told: Timestamp| {
        let written = seen.saturating_sub(delay).unwrap_or(seen);
        let deadline = deadline_for(written, settings.reply_within);
        Longest { written, seen, told, deadline }
    };
    let mut longest = complaint(from, from);
    let mut wakes = SignedDuration::ZERO;
    for (begin, end) in quiet_stretches(settings, from, until) {
        // Whoever is told at the end must have the time to write: the first moment at which a complaint
        // may be seen so that it can wait.
        let written_by = settings.calendar.written_by(end);
        let first = written_by
            .and_then(|by| by.checked_sub(settings.reply_within).ok()?.checked_add(delay).ok())
            .map_or(end, |first| first.clamp(begin, end));
        wakes += first.min(until).duration_since(begin);
        if first < until && end.duration_since(first) > longest.told.duration_since(longest.seen) {
            longest = complaint(first, end);
        }
    }
    let whole = until.duration_since(from);
    Feasibility { longest, wakes: wakes.as_secs_f64() / whole.as_secs_f64().max(1.0) }
}

/// Stretches of quiet hours that begin before `until`, from where they begin, or `from`, to their end.
/// One that ends in no year is left out: whatever is seen in it wakes.
fn quiet_stretches(
    settings: &Settings,
    from: Timestamp,
    until: Timestamp,
) -> Vec<(Timestamp, Timestamp)> {
    let mut stretches: Vec<(Timestamp, Timestamp)> = Vec::new();
    for piece in settings.calendar.pieces(from).filter(|piece| piece.quiet) {
        match stretches.last_mut() {
            Some((_, end)) if *end == piece.from => *end = piece.until,
            _ if piece.from >= until => break,
            _ => stretches.push((piece.from, piece.until)),
        }
    }
    stretches
}

#[cfg(test)]
mod tests;
