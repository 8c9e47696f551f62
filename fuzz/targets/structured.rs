//! Reads anything as a page of kind `structured`.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use reviewd::source::Source;

static SOURCES: LazyLock<Vec<Arc<dyn Source>>> = LazyLock::new(|| {
    OPTIONS.iter().map(|options| reviewd_fuzz::source("structured", options)).collect()
});

fuzz_target!(|data: &[u8]| {
    reviewd_fuzz::read(SOURCES[data.len() / 16 % SOURCES.len()].as_ref(), data);
});

const OPTIONS: &[&str] = &[""];
