//! Which steps a round has, and when people hear of them: nobody is woken as long as an answer can still
//! be written in working hours.

use jiff::{SignedDuration, Timestamp};

use super::{Case, Due, Hands, Settings, Step};

/// A round's steps.
pub(super) struct Plan<'a> {
    settings: &'a Settings,
    opened: Timestamp,
    deadline: Timestamp,
    /// What people did about it, which can quiet regular reminders and ask for others.
    hands: Hands,
    /// The last working moment that leaves time to write, as far back as any.
    last_call: Option<Timestamp>,
}

/// A step that is taken this much after it was due was not missed: the loops take a moment.
const PROMPT: SignedDuration = SignedDuration::from_secs(60);

impl<'a> Plan<'a> {
    pub(super) fn new(opened: Timestamp, deadline: Timestamp, settings: &'a Settings) -> Self {
        let last_call = settings.calendar.last_call(deadline);
        Self { settings, opened, deadline, hands: Hands::default(), last_call }
    }

    pub(super) fn of(case: &Case, settings: &'a Settings) -> Self {
        Self { hands: case.hands.clone(), ..Self::new(case.opened, case.deadline, settings) }
    }

    /// When people first hear of the round, its deadline being ahead: at once, or when quiet hours end
    /// where that still leaves time to write in working hours. Where none is left, neither now nor for
    /// the reminders to come, the first mail wakes.
    pub(super) fn alert(&self) -> Due {
        let at = self.opened;
        let calendar = &self.settings.calendar;
        if calendar.is_quiet(at) {
            return match self.audible_in_time(at) {
                Some(at) => Due::new(Step::Alert, at),
                None => Due { wakes: true, ..Due::new(Step::Alert, at) },
            };
        }
        let wakes = !self.can_be_answered_after(at) && self.moves_a_reminder();
        Due { wakes, ..Due::new(Step::Alert, at) }
    }

    /// When whoever is put in charge at `now` hears of it: at once, or when quiet hours end where that still
    /// leaves time to write, or where it is too late all the same.
    pub(super) fn handed_on(&self, now: Timestamp) -> Due {
        let alert = Due::new(Step::Alert, now);
        let calendar = &self.settings.calendar;
        let waits = match calendar.is_quiet(now) {
            true if now < self.deadline => self.audible_in_time(now),
            true => calendar.next_audible(now),
            false => None,
        };
        waits.map_or(alert, |at| Due { at, ..alert })
    }

    /// The first step of the round after `after` that people have not heard of with its first mail.
    pub(super) fn next_after(&self, after: Timestamp) -> Option<Due> {
        let quiet = self.hands.quiet_until();
        let regular = self.regular().filter(|due| quiet.is_none_or(|until| due.at >= until));
        let wanted = self.hands.wanted().map(|at| {
            let before = SignedDuration::from_secs(self.deadline.duration_since(at).as_secs());
            Due::new(Step::Reminder(before), at)
        });
        regular
            .chain(wanted)
            .chain([Due::new(Step::Overdue, self.deadline)])
            .filter(|due| due.at > after)
            // Of reminders that coincide, the one nearest to the deadline speaks for all.
            .min_by_key(|due| (due.at, before(due.step)))
    }

    /// When the last reminder after `now` comes of its own accord from which an answer can still be written
    /// in working hours; where none is left that could, the last one. `None` where all have passed.
    pub(super) fn last_reminder_after(&self, now: Timestamp) -> Option<Timestamp> {
        let ahead = || self.regular().map(|due| due.at).filter(|at| *at > now);
        let in_time = ahead().filter(|at| self.can_be_answered_after(*at)).max();
        in_time.or_else(|| ahead().max())
    }

    /// The reminders as configured, those that would fall into quiet hours at the last working moment.
    fn regular(&self) -> impl Iterator<Item = Due> {
        let told = self.alert().at.max(self.opened);
        let reminders = self.reminders().filter_map(|(before, at)| {
            let at = match self.settings.calendar.is_quiet(at) {
                true => self.last_call?,
                false => at,
            };
            Some(Due::new(Step::Reminder(before), at))
        });
        reminders.filter(move |due| due.at > told)
    }

    /// When people hear of a step that is taken `now`; `since` is when the first step was due of those
    /// that were missed with it.
    pub(super) fn told(&self, due: Due, since: Timestamp, now: Timestamp) -> Due {
        let calendar = &self.settings.calendar;
        let now = if now.duration_since(due.at) <= PROMPT { due.at } else { now };
        let quiet = calendar.is_quiet(now);
        match due.step {
            Step::Reminder(_) if quiet => {
                // Whoever was not told while there was time is told now; whoever was, is left alone.
                let missed = self.last_call.is_some_and(|last| since <= last);
                let waits = || calendar.next_audible(now).filter(|_| !missed);
                match self.audible_in_time(now).or_else(waits) {
                    Some(at) => Due { at, ..due },
                    None => Due { wakes: missed, ..due },
                }
            }
            Step::Reminder(_) => {
                let missed = self.last_call.is_some_and(|last| since <= last && last < now);
                let wakes = missed && !calendar.is_working(now) && self.moves_a_reminder();
                Due { wakes, ..due }
            }
            _ if quiet => Due { at: calendar.next_audible(now).unwrap_or(due.at), ..due },
            _ => due,
        }
    }

    /// The reminders that are ahead when the round begins, as the deadline alone would have them.
    fn reminders(&self) -> impl Iterator<Item = (SignedDuration, Timestamp)> {
        let at =
            |before: &SignedDuration| Some((*before, self.deadline.checked_sub(*before).ok()?));
        let ahead = |(_, at): &(_, Timestamp)| *at > self.opened;
        self.settings.remind_before.iter().filter_map(at).filter(ahead)
    }

    /// Whether a reminder would fall into quiet hours.
    fn moves_a_reminder(&self) -> bool {
        self.reminders().any(|(_, at)| self.settings.calendar.is_quiet(at))
    }

    /// Whether an answer that is begun at `at` or later can still be written in working hours.
    fn can_be_answered_after(&self, at: Timestamp) -> bool {
        self.last_call.is_some_and(|last| last >= at)
    }

    /// The end of the quiet hours of `at`, where an answer can still be written after it.
    fn audible_in_time(&self, at: Timestamp) -> Option<Timestamp> {
        let audible = self.settings.calendar.next_audible(at)?;
        self.can_be_answered_after(audible).then_some(audible)
    }
}

/// How long before the deadline a step is.
fn before(step: Step) -> SignedDuration {
    match step {
        Step::Reminder(before) => before,
        _ => SignedDuration::ZERO,
    }
}

#[cfg(test)]
mod tests;
