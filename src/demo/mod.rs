//! The sample shop and its simulated day; its mail sink serves the tests too.

pub mod sink;
