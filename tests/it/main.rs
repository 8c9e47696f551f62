//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod alone;
mod boundaries;
mod captures;
mod charset;
mod config;
mod crowd;
mod dates;
mod feeds;
mod fetch;
mod hostile;
mod json_sources;
mod kill;
mod life;
mod outage;
mod pages;
mod pipes;
mod polite;
mod robots;
mod score;
mod smtp;
mod smtp_tls;
mod store;
mod support;
mod tidy;
mod train;
mod try_source;
