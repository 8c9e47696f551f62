//! A source as an owner configures it, and pages as a server gives them.

use std::path::Path;

use reviewd::config::{self, LoadOptions};
use reviewd::fetch::Page;
use reviewd::pipeline::ConfiguredSource;

/// What every configuration needs beside its source.
const REST: &str = r#"
[shop]
name = "시험 가게"
language = "ko"
zone = "Asia/Seoul"

[mail]
from = "reviewd@shop.example"
to = ["owner@shop.example"]

[mail.smtp]
host = "smtp.shop.example"
port = 587
security = "starttls"
"#;

/// The text of a whole configuration with one source called `mall`; `source` is what follows its id.
pub(crate) fn configuration(source: &str) -> String {
    format!("{REST}\n[[source]]\nid = \"mall\"\n{source}")
}

/// The source of such a configuration, read as `reviewd run` reads it.
///
/// # Panics
/// With the whole report, where it is refused.
pub(crate) fn configured(source: &str) -> ConfiguredSource {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("reviewd.toml");
    std::fs::write(&path, configuration(source)).expect("the temporary folder can be written");
    let loaded = config::load(&path, LoadOptions::default()).unwrap_or_else(|report| {
        panic!("the configuration is refused:\n{report}");
    });
    loaded.config.sources.into_iter().next().expect("the configuration has a source")
}

/// A page as if the source's server had just given it.
pub(crate) fn page_of(source: &ConfiguredSource, file: &Path) -> Page {
    let bytes = std::fs::read(file).expect("the saved page can be read");
    let seen = "2026-05-27T12:00:00+09:00".parse().expect("it is a time");
    Page::saved(&bytes, source.url.clone(), seen)
}
