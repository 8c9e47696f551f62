//! Fetching a source once: its list, and the page behind each review that has one.

use std::io::IsTerminal;
use std::sync::Arc;

use crate::alert::Language;
use crate::cli::out::errln;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::fetch::{Client, Error, Memory};
use crate::pipeline::ConfiguredSource;
use crate::review::Review;
use crate::source::{Extraction, Outcome, Reject};
use crate::words::either;

/// What the source says now.
///
/// # Errors
/// When the client cannot be set up; a page that cannot be had is an outcome.
pub(super) async fn fetch(
    config: &Config,
    source: &ConfiguredSource,
) -> anyhow::Result<Extraction> {
    let client = Client::new(config.fetch.clone(), Arc::new(SystemClock))?
        .remembering(Memory::of(&config.state_dir).read_only());
    let mut extraction = match client.fetch_for(&source.id, &source.source.first_page(), None).await
    {
        Ok(page) => source.source.read(&page),
        Err(error) => return Ok(Extraction::nothing(outcome(&error), Some(note(&error)))),
    };
    let total = extraction.reviews.len();
    for (at, review) in extraction.reviews.iter_mut().enumerate() {
        let Some(request) = source.source.detail_page(review) else { continue };
        progress(config.shop.language, at + 1, total);
        let detail = match client.fetch_for(&source.id, &request, None).await {
            Ok(page) => source.source.read_detail(review, &page),
            Err(error) => Extraction::nothing(outcome(&error), Some(note(&error))),
        };
        extraction.rejects.extend(fill(review, detail, request.url.path()));
    }
    Ok(extraction)
}

/// Takes over what the detail page says; what was wrong with it comes back.
fn fill(review: &mut Review, mut detail: Extraction, path: &str) -> Vec<Reject> {
    let mut rejects = detail.rejects;
    match detail.reviews.pop() {
        Some(filled) => *review = filled,
        None => rejects.push(Reject {
            why: format!(
                "its detail page {path} could not be read: {}",
                detail.note.unwrap_or_default()
            ),
            excerpt: review.words().chars().take(200).collect(),
        }),
    }
    rejects
}

fn outcome(error: &Error) -> Outcome {
    match error {
        Error::Disallowed { .. } => Outcome::Disallowed,
        Error::Held { .. } => Outcome::Blocked,
        _ => Outcome::Error,
    }
}

fn note(error: &Error) -> String {
    format!("failed to {error}")
}

/// Detail pages come one by one at the pace of the host, which takes a while.
fn progress(language: Language, at: usize, total: usize) {
    if std::io::stderr().is_terminal() {
        let said = either(
            language,
            format!("리뷰 {total}건 가운데 {at}번째의 본문 페이지를 읽고 있습니다 …"),
            format!("reading the page behind review {at} of {total} …"),
        );
        errln!("{said}");
    }
}
