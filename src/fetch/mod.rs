//! One polite HTTP client: robots, per-host pace, validators, character sets, caps.

mod page;
mod settings;

pub use page::{Page, PageRequest, Validators};
pub use settings::Settings;
