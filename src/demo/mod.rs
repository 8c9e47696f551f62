//! The sample shop and its simulated day.

pub mod site;
