//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod charset;
mod fetch;
mod polite;
mod robots;
mod pages;
mod support;
