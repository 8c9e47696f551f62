//! The sample shop and its simulated day; its clock, site and mail sink serve the tests too.

mod day;
mod shop;
pub mod sim_clock;
pub mod sink;
pub mod site;
