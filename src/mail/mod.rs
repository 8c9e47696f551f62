//! SMTP: a composed mail in, the server's answer out.

mod settings;

pub use settings::{Login, Security, Settings};
