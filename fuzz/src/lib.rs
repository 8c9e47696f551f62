//! What every reader promises about any input: no panic, no hang, no more memory than the input deserves.

use std::sync::Arc;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use peak_alloc::PeakAlloc;
use reviewd::fetch::Page;
use reviewd::review::Review;
use reviewd::settings::{Problems, Section};
use reviewd::source::{self, Content, Context, KINDS, Outcome, Source};
use reviewd::when;
use toml::de::DeTable;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Seconds of processor time for a megabyte.
const SECONDS_PER_MB: f64 = 1.0;
/// Times the input's size.
const MEMORY_FACTOR: usize = 20;
/// What is smaller is measured as if it were this big: a parser's own tables are no fault of the input.
const SMALLEST: usize = 256 << 10;
/// Some inputs are repeated up to this size, so that what grows faster than its input shows.
const REPEATED: usize = 512 << 10;

/// How often work that took too much is done again.
const REPETITIONS: usize = 2;

/// Does `work` on `input` bytes, and panics where it took more time or memory than it may.
///
/// What a first reading compiles once and keeps is no fault of its input, nor is a neighbour on the
/// machine who empties its caches: where a reading took too much, the least of several counts.
pub fn within_bounds<T>(input: usize, work: impl Fn() -> T) -> T {
    let counted = input.max(SMALLEST);
    let seconds = SECONDS_PER_MB * counted as f64 / f64::from(1 << 20);
    let bytes = MEMORY_FACTOR * counted;
    let is_within = |cost: &Cost| cost.seconds <= seconds && cost.bytes <= bytes;
    let (mut result, mut cost) = measured(&work);
    for _ in 0..REPETITIONS {
        if is_within(&cost) {
            break;
        }
        let again;
        (result, again) = measured(&work);
        cost.seconds = cost.seconds.min(again.seconds);
        cost.bytes = cost.bytes.min(again.bytes);
    }
    assert!(
        is_within(&cost),
        "{input} bytes took {cost:?}; allowed are {seconds:.3} s and {bytes}"
    );
    result
}

/// What a piece of work took.
#[derive(Debug)]
struct Cost {
    /// Of processor time.
    seconds: f64,
    /// Of memory, at its highest.
    bytes: usize,
}

fn measured<T>(work: impl Fn() -> T) -> (T, Cost) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let began = processor_seconds();
    let result = work();
    let seconds = processor_seconds() - began;
    let bytes = MEMORY.peak_usage().saturating_sub(before);
    (result, Cost { seconds, bytes })
}

fn processor_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Every sixteenth input is repeated to a big one.
pub fn grown(data: &[u8]) -> Vec<u8> {
    if data.is_empty() || data.len() % 16 != 0 {
        return data.to_vec();
    }
    data.iter().copied().cycle().take(REPEATED - REPEATED % data.len()).collect()
}

/// A source of `kind` with its own options, as the configuration would build it.
pub fn source(kind: &str, options: &str) -> Arc<dyn Source> {
    let (_, build) = KINDS.iter().find(|(name, _)| *name == kind).expect("the kind exists");
    let context = Context {
        url: "https://shop.example/list".parse().expect("it is a URL"),
        zone: TimeZone::get("Asia/Seoul").expect("it is a zone"),
        date_order: None,
        newest_first: true,
        reply_authors: vec!["달빛상점".to_owned()],
        content: Content::Reviews,
    };
    let table = DeTable::parse(options).expect("it is TOML");
    let problems = Problems::new(false);
    let section = Section::new(&format!("source.{kind}"), 0..0, table.get_ref(), &problems);
    source::build(*build, &context, section).unwrap_or_else(|| {
        let found: Vec<_> = problems.into_sorted().into_iter().map(|p| p.message).collect();
        panic!("the options of this target do not fit: {found:?}")
    })
}

/// Has `source` read the bytes as a list and, where it reads such, as a detail page.
pub fn read(source: &dyn Source, data: &[u8]) {
    let data = grown(data);
    // What a reader is given is the decoded text, which may be three times as long as its bytes.
    let page = page(&data);
    within_bounds(page.text.len(), || {
        let extraction = source.read(&page);
        promises(&extraction.outcome, &extraction.reviews, extraction.note.as_deref());
        if let Some(first) = extraction.reviews.first() {
            let detail = source.read_detail(first, &page);
            promises(&detail.outcome, &detail.reviews, detail.note.as_deref());
        }
    });
}

/// A page holds reviews exactly where its outcome says so, and silence has a reason.
fn promises(outcome: &Outcome, reviews: &[Review], note: Option<&str>) {
    assert_eq!(*outcome == Outcome::Reviews, !reviews.is_empty(), "{outcome:?} {note:?}");
    assert!(outcome.proves() || note.is_some(), "{outcome:?} without a reason");
    for review in reviews {
        if let Some(written) = review.posted.interval {
            assert!(written.earliest <= written.latest, "{written:?}");
        }
    }
}

fn page(data: &[u8]) -> Page {
    Page::saved(data, "https://shop.example/list".parse().expect("it is a URL"), seen())
}

fn seen() -> Timestamp {
    "2024-03-16T12:00:00Z".parse().expect("it is a timestamp")
}

static CONTEXTS: LazyLock<Vec<when::Context>> = LazyLock::new(|| {
    let orders = [None, Some(when::DateOrder::DayMonth), Some(when::DateOrder::MonthDay)];
    let zones = ["Asia/Seoul", "America/New_York", "UTC"];
    let context = |zone: &str, order| when::Context {
        seen: seen(),
        zone: TimeZone::get(zone).expect("it is a zone"),
        order,
    };
    zones.iter().flat_map(|zone| orders.map(|order| context(zone, order))).collect()
});

/// Reads the bytes as a date in every context.
pub fn read_dates(data: &[u8]) {
    let data = grown(data);
    let text = String::from_utf8_lossy(&data);
    for context in CONTEXTS.iter() {
        let reading = within_bounds(data.len(), || when::read(&text, context));
        if let Some(reading) = reading {
            let interval = reading.interval;
            assert!(interval.earliest <= interval.latest, "{interval:?}");
        }
    }
}
