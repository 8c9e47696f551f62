//! Gaps that no later poll will fill: told once, soon, and not every hour.

use jiff::Timestamp;

use super::incident::{Act, FLAPPING, Incident, Step, Told};
use super::watch::{Decision, State};
use crate::coverage::{Seen, Span};
use crate::review::{Scope, Trouble, Unseen, Usual};

impl Decision {
    /// Has people told of the gaps that this poll made certain (`gaps`), in a source on `host`.
    ///
    /// A list that leaves a gap at every poll is not told at every poll: what comes within six hours of
    /// the last mail waits for the next one, an incident until then. A mail that says that a trouble is
    /// over names the gaps of the same poll, so that they need none of their own.
    pub fn tell_gaps(&mut self, state: &State, gaps: &[Span], host: &str, now: Timestamp) {
        let is_told = |step: &Step| step.act == Act::End && step.incident.told.is_some();
        let gaps = if self.steps.iter().any(is_told) { &[] } else { gaps };
        let waiting = state.open.iter().find_map(|incident| match incident.trouble {
            Trouble::Gap(unseen) => Some((incident, unseen)),
            _ => None,
        });
        let all =
            waiting.map(|(_, unseen)| unseen).into_iter().chain(gaps.iter().filter_map(unseen));
        let Some(trouble) = all.reduce(together).map(Trouble::Gap) else { return };
        let mut over = state.over.iter().filter(|(kind, _)| kind == trouble.kind());
        let is_due = over.all(|(_, at)| now.duration_since(*at) >= FLAPPING);
        if gaps.is_empty() && !is_due {
            return;
        }
        let told = is_due.then_some(Told { at: now, occurrence: 0 });
        let incident = match waiting {
            Some((incident, _)) => Incident { trouble, told, ..incident.clone() },
            None => Incident { told, ..begun(trouble, host, now) },
        };
        self.steps.push(Step { incident, act: told.map_or(Act::Keep, Act::TellOnce) });
    }
}

fn unseen(span: &Span) -> Option<Unseen> {
    let Seen::Uncovered(gap) = span.seen else { return None };
    Some(Unseen { from: span.from, until: span.to, why: gap.why })
}

/// One mail tells of both, from the beginning of the first to the end of the last.
fn together(first: Unseen, second: Unseen) -> Unseen {
    Unseen { until: first.until.max(second.until), ..first }
}

fn begun(trouble: Trouble, host: &str, now: Timestamp) -> Incident {
    Incident {
        number: 0,
        scope: Scope::Page { host: host.to_owned(), kind: trouble.kind().to_owned() },
        trouble,
        note: None,
        since: now,
        began: now,
        polls: 1,
        usual: Usual { rows: None, newest: None },
        told: None,
    }
}
