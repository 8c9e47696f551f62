//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod config;
mod charset;
mod fetch;
mod pages;
mod polite;
mod robots;
mod smtp;
mod dates;
mod pages;
mod support;
mod tidy;
