//! When a source that gives nothing, less or worse than it did is something to tell a person.
//!
//! A poll is held against the [`Profile`] of the source while it was well; what differs is an
//! [`Incident`], at most one of a kind at a time. It is told once it has lasted, again every day, and
//! once more when it is over.
//!
//! A gap in what was read is told too, once ([`Decision::tell_gaps`]).
//!
//! **Invariant:** a poll that proves nothing says nothing about any kind but its own.

mod column;
mod gap;
mod incident;
mod profile;
mod rhythm;
mod scope;
mod tally;
#[cfg(test)]
mod tests;
mod watch;

pub use incident::{Act, FLAPPING, Incident, Step, Told};
pub use profile::Profile;
pub use rhythm::plausible_silence;
pub use scope::{Elsewhere, scope};
pub use tally::{Place, Tally};
pub use watch::{Decision, Sighting, State, watch};
