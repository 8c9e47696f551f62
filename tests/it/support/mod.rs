//! What several promises need to be tested.

pub(crate) mod crowd_clock;
pub(crate) mod leap_clock;
pub(crate) mod run;
pub(crate) mod shop;
pub(crate) mod shops;
pub(crate) mod source;

use std::path::PathBuf;

/// A file or folder of the test material.
///
/// # Panics
/// Where it is absent, saying how to name its place: such a test never passes by skipping.
pub(crate) fn corpus(path: &str) -> PathBuf {
    let root = std::env::var_os("REVIEWD_CORPUS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let full = root.join(path);
    assert!(
        full.exists(),
        "the test material {} is absent: set REVIEWD_CORPUS to the folder that holds corpus/ and fixtures/",
        full.display()
    );
    full
}
