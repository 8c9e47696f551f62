//! Who is told.
//!
//! **Invariant:** pure.

mod address;

pub use address::{Address, InvalidAddress};

use crate::case::{Due, State, Step};

/// Who there is to tell.
#[derive(Clone, Debug)]
pub struct People {
    /// Who hears of cases and sources.
    pub to: Vec<Address>,
    /// Who hears when a deadline has passed or someone cannot be reached.
    pub escalate_to: Vec<Address>,
}

impl People {
    /// Who hears of a step; `before` is where the case stood before it.
    pub fn for_step(&self, step: Step, before: Option<State>) -> Vec<Address> {
        let boss_knows = step == Step::Overdue || before == Some(State::Overdue);
        let boss = self.escalate_to.iter().filter(|_| boss_knows);
        unique(self.to.iter().chain(boss))
    }

    /// Who hears of what is due; `before` is where the case stood before it.
    pub fn for_due(&self, due: Due, before: Option<State>) -> Vec<Address> {
        let mut told = self.for_step(due.step, before);
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
