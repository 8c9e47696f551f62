//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod boundaries;
mod captures;
mod charset;
mod config;
mod dates;
mod feeds;
mod fetch;
mod hostile;
mod json_sources;
mod life;
mod outage;
mod pages;
mod polite;
mod robots;
mod smtp;
mod store;
mod support;
mod tidy;
