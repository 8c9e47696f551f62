//! Promises that need sockets, files, processes or the corpus; one file a promise.

mod score;
mod support;
mod train;
