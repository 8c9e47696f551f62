//! reviewd watches a shop's review pages and mails the right person while there is time to answer.

pub mod alert;
pub mod app;
pub mod case;
pub mod cli;
pub mod clock;
pub mod config;
pub mod coverage;
pub mod demo;
pub mod failpoint;
pub mod fetch;
pub mod mail;
pub mod pipeline;
pub mod review;
pub mod route;
pub mod schedule;
pub mod score;
pub mod settings;
pub mod source;
pub mod store;
pub mod when;
