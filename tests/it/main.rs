//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod charset;
mod dates;
mod fetch;
mod pages;
mod polite;
mod robots;
mod config;
mod feeds;
mod fetch;
mod json_sources;
mod pages;
mod polite;
mod robots;
mod dates;
mod fetch;
mod pages;
mod pages;
mod polite;
mod robots;
mod smtp;
mod store;
mod support;
mod tidy;
