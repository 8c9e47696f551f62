//! What to say, to whom it is said, and when to try again; templates are compiled in.
//!
//! **Invariant:** pure: composing the same facts twice gives the same bytes.

mod delivery;
mod facts;
mod notice;
mod shop;

pub use delivery::{Answer, Fate, Stage, decide};
pub use facts::{CaseFacts, Facts, Frozen, IncidentFacts};
pub use notice::{Address, InvalidAddress, Kind, Notice, Subject};
pub use shop::{Language, Shop};
