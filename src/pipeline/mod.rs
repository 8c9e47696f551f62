//! The four loops: poll, triage, deadline, deliver; each claims, decides and commits.
//!
//! **Invariant:** every hand-off between loops is a committed row; a pulse may only wake a loop
//! early, and losing one costs a minute at most.

mod deadline;
mod deliver;
mod desk;
mod dispatch;
mod incident;
mod people;
mod poll;
mod source;
mod triage;
mod visit;
mod worker;

pub use deadline::DeadlineLoop;
pub use deliver::{DeliverLoop, LONGEST_GATHERING};
pub use desk::{Desk, Undone};
pub use people::{Concern, case_write};
pub use poll::PollLoop;
pub use source::ConfiguredSource;
pub use triage::TriageLoop;
pub use worker::{Heartbeat, Pulses, Worker};
