//! When what is due is said: the times of reminders, what the night keeps back, and what cannot wait.

use jiff::SignedDuration;

use super::hours::Hours;

/// When each reminder comes that is still to come at `now`, by its lead, the earliest first.
///
/// One that would fall into quiet hours moves to the last moment of work that leaves time to write. Where
/// none is left, that was told at once when the case opened. Reminders of one moment are one, the latest.
pub(crate) fn reminders(
    hours: Hours,
    now: SignedDuration,
    deadline: SignedDuration,
    leads: &[SignedDuration],
) -> Vec<(SignedDuration, SignedDuration)> {
    let moved = leads.iter().filter_map(|lead| {
        let wanted = deadline - *lead;
        let at = if hours.is_quiet(wanted) { hours.last_to_write(now, deadline)? } else { wanted };
        (wanted > now && at > now).then_some((at, *lead))
    });
    let mut left: Vec<_> = moved.collect();
    left.sort_unstable();
    left.dedup_by_key(|(at, _)| *at);
    left
}

/// Whether a complaint is told to the escalation at once: no answer can be written any more in working
/// hours, when the night is over, and the night would swallow the first mail or a reminder.
pub(crate) fn wakes(
    hours: Hours,
    now: SignedDuration,
    deadline: SignedDuration,
    leads: &[SignedDuration],
) -> bool {
    let ahead = leads.iter().map(|lead| deadline - *lead).filter(|at| *at > now);
    let swallows = std::iter::once(now).chain(ahead).any(|at| hours.is_quiet(at));
    swallows && is_late(hours, now, deadline)
}

/// Whether no answer can be written in working hours any more once the night is over.
pub(crate) fn is_late(hours: Hours, now: SignedDuration, deadline: SignedDuration) -> bool {
    hours.last_to_write(hours.audible(now), deadline).is_none()
}
