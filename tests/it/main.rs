//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod support;
mod smtp;
