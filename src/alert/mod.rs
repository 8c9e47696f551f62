//! What to say, to whom it is said, and when to try again; templates are compiled in.
//!
//! **Invariant:** pure: composing the same facts twice gives the same bytes.

mod batch;
mod compose;
mod delivery;
mod facts;
mod hands;
mod identity;
mod mime;
mod notice;
mod render;
mod shop;
mod source_view;
mod subject;
mod view;
mod words;

pub use crate::route::{Address, InvalidAddress};
pub use batch::batches;
pub use compose::{compose, compose_test};
pub use delivery::{Answer, Fate, Sending, Stage, decide};
pub use facts::{CaseFacts, Facts, Frozen, Handing, IncidentFacts, Missed, Owner};
pub use notice::{Kind, Notice, Subject};
pub use shop::{Language, Shop};
pub(crate) use words::{kind_name, prevented, stopped, told_change, trouble_name};

#[cfg(test)]
mod tests;
