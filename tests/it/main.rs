//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod charset;
mod dates;
mod fetch;
mod pages;
mod polite;
mod robots;
mod smtp;
mod support;
mod tidy;
