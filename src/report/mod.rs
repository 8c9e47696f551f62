//! The daily digest: when one is due, and what is worth saying of a day.
//!
//! **Invariant:** pure; a digest comes once for each day of the shop, also of a day on which nothing
//! happened.

mod digest;
mod facts;
mod moment;
mod settings;

pub use digest::{Answered, Arrivals, Digest, Listed, digest};
pub use facts::{Answer, Arrival, Facts, Health, Open};
pub use moment::{Decision, Planned, decide, plan};
pub use settings::Settings;
