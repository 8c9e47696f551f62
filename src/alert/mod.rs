//! What to say, to whom it is said, and when to try again; templates are compiled in, and an
//! owner may put others in their place.
//!
//! **Invariant:** pure: composing the same facts twice gives the same bytes.

mod batch;
mod compose;
mod delivery;
mod digest_view;
mod facts;
mod hands;
mod identity;
mod josa;
mod mime;
mod notice;
mod render;
mod sample;
mod sender;
mod shop;
mod source_view;
mod subject;
mod view;
mod words;

pub use crate::route::{Address, InvalidAddress};
pub use batch::batches;
pub use compose::{Preview, compose, compose_test, preview};
pub use delivery::{Answer, Fate, Sending, Stage, decide};
pub use facts::{
    CaseFacts, DigestFacts, Earlier, Facts, Frozen, Handing, IncidentFacts, Missed, Owner,
};
pub use notice::{Kind, Notice, Subject};
pub use render::{TemplateProblem, Templates, Variable, builtin_templates, variables};
pub use sample::{SAMPLES, Sample, sample};
pub use sender::Sender;
pub use shop::{Language, Shop};
pub(crate) use words::{kind_name, prevented, stopped, told_change, trouble_name};

#[cfg(test)]
mod tests;
