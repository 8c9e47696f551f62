//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod charset;
mod feeds;
mod fetch;
mod json_sources;
mod pages;
mod polite;
mod robots;
mod dates;
mod support;
