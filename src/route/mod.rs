//! Who is told.
//!
//! **Invariant:** pure.

pub use crate::case::{Address, InvalidAddress};

use crate::case::{Case, Due, State, Step};

/// Who there is to tell.
#[derive(Clone, Debug)]
pub struct People {
    /// Who hears of cases and sources.
    pub to: Vec<Address>,
    /// Who hears when a deadline has passed or someone cannot be reached.
    pub escalate_to: Vec<Address>,
}

impl People {
    /// Who hears of a step of a case that nobody in particular is in charge of; `before` is where it
    /// stood before it.
    pub fn for_step(&self, step: Step, before: Option<State>) -> Vec<Address> {
        let boss_knows =
            matches!(step, Step::Overdue | Step::HandedBack) || before == Some(State::Overdue);
        let boss = self.escalate_to.iter().filter(|_| boss_knows);
        unique(self.to.iter().chain(boss))
    }

    /// Who hears of a step of this case; `before` is the case before it. What asks for work goes to
    /// whoever is in charge alone; that it was done too late, or is done, concerns the others as well. What
    /// cannot wait for the morning wakes the escalation contact, too.
    pub fn of_case(&self, case: &Case, due: Due, before: Option<&Case>) -> Vec<Address> {
        let stood = before.map(|case| if case.was_overdue() { State::Overdue } else { case.state });
        let others = self.for_step(due.step, stood);
        let mut told = match (&case.owner, due.step) {
            (None, _) => others,
            (Some(owner), Step::Alert | Step::Reminder(_) | Step::Unconfirmed | Step::FollowUp) => {
                vec![owner.clone()]
            }
            (Some(owner), Step::HandedBack) => unique([owner].into_iter().chain(&self.escalate_to)),
            (Some(owner), Step::Overdue | Step::Answered) => {
                unique([owner].into_iter().chain(&others))
            }
        };
        told.extend(self.escalate_to.iter().filter(|_| due.wakes).cloned());
        unique(told.iter())
    }

    /// Who hears of a source's incident.
    pub fn for_incident(&self) -> Vec<Address> {
        unique(self.to.iter())
    }

    /// Who hears in the place of recipients who refuse mail.
    pub fn instead_of(&self, refused: &[Address]) -> Vec<Address> {
        unique(self.escalate_to.iter().filter(|address| !refused.contains(address)))
    }
}

fn unique<'a>(addresses: impl Iterator<Item = &'a Address>) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    for address in addresses {
        if !all.contains(address) {
            all.push(address.clone());
        }
    }
    all
}
