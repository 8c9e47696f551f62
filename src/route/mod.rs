//! Who is told: whose complaint it is, who hears along with them, and who is next if nobody answers.
//!
//! The owner's file names persons, groups and routes; the first route that fits decides. Whoever is
//! away is replaced by their stand-in, and where nobody is left, `mail.to` hears.
//!
//! **Invariant:** pure; and there is always someone: no absence, refusal or missing name leaves a case
//! without an owner.

mod matter;
mod people;
mod person;
mod routed;
mod rule;
mod settings;
mod window;

pub use crate::case::{Address, InvalidAddress};
pub use matter::Matter;
pub use people::People;
pub use person::{Away, Group, Person, Who};
pub use routed::{Absence, Role, Routed, Rung, Why};
pub use rule::{Condition, Escalation, Rule, Stars};
pub use settings::{Given, Settings};
pub use window::{When, Window};

#[cfg(test)]
mod tests;
