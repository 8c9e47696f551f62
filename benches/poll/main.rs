//! What a poll costs, beside what the libraries under it cost in the same run.
//!
//! `cargo bench --bench poll` prints the processor's time, user and system together, and the daemon's
//! memory. The pages come from a server in a process of its own and the daemon lives in another, so
//! that neither counts what is not its own. Each bar holds or does not, and the program fails where one
//! does not.

#![expect(clippy::print_stdout, reason = "it is a program that prints")]

mod child;
mod daemon;
mod fast_clock;
mod feed;
mod page;
mod server;
mod yardsticks;

use std::process::ExitCode;

use child::{Child, Figures};

/// The processor's time for an unchanged source, at most.
const UNCHANGED_MS: f64 = 0.5;
/// Reading a page against parsing it with scraper alone, at most.
const READING_RATIO: f64 = 1.5;
/// The daemon's memory with 1,000 sources, at most, in units of 2^20 bytes.
const MEMORY_MB: f64 = 80.0;

fn main() -> ExitCode {
    reviewd::fetch::install_tls_provider();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let port = || args.get(1).and_then(|port| port.parse().ok()).expect("a port");
    match args.first().map(String::as_str) {
        Some("--serve") => server::run(),
        Some("--watch") => daemon::run(port()),
        _ => return judge(),
    }
    ExitCode::SUCCESS
}

/// Runs everything and says what holds.
fn judge() -> ExitCode {
    let mut server = Child::start(&["--serve"]);
    let port: u16 = server.line().parse().expect("the server says its port");
    let alone = yardsticks::measure(port);
    let daemon = Child::start(&["--watch", &port.to_string()]).figures();
    let bars = [unchanged(&alone, &daemon), reading(&alone, &daemon), memory(&daemon)];
    println!();
    for (holds, what) in &bars {
        println!("{:<14} {what}", if *holds { "holds" } else { "does not hold" });
    }
    if bars.iter().all(|(holds, _)| *holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn unchanged(alone: &Figures, daemon: &Figures) -> (bool, String) {
    let (reqwest, poll) = (alone["reqwest"], daemon["unchanged"]);
    println!("An unchanged source (304), over a connection of its own");
    line("reqwest alone", reqwest, "");
    line("the whole poll", poll, &format!("{:.2} × reqwest", poll / reqwest));
    println!("  {} polls of 1,000 sources, each every 10 minutes", daemon["unchanged_polls"]);
    let what = format!("an unchanged source costs {poll:.3} ms; allowed {UNCHANGED_MS} ms");
    (poll <= UNCHANGED_MS, what)
}

fn reading(alone: &Figures, daemon: &Figures) -> (bool, String) {
    let (scraper, page) = (alone["scraper"], alone["page"]);
    let ratio = page / scraper;
    println!("\nA changed page of {} bytes with 20 reviews", alone["page_bytes"]);
    line("scraper's parse alone", scraper, "");
    line("reading it", page, &format!("{ratio:.2} × scraper"));
    let poll = daemon["changed"];
    line(
        "the whole poll",
        poll,
        &format!("{:.2} × scraper; it judges a new review", poll / scraper),
    );
    let (feed_rs, feed) = (alone["feed-rs"], alone["feed"]);
    println!("\nA feed of {} bytes with 100 items", alone["feed_bytes"]);
    line("feed-rs alone", feed_rs, "");
    line("reading it", feed, &format!("{:.2} × feed-rs", feed / feed_rs));
    let what =
        format!("reading a page takes {ratio:.2} × scraper's parse; allowed {READING_RATIO} ×");
    (ratio <= READING_RATIO, what)
}

fn memory(daemon: &Figures) -> (bool, String) {
    let (start, rss, hwm) = (daemon["rss_start"], daemon["rss"], daemon["hwm"]);
    println!("\nThe daemon's memory, 1,000 sources with 20 known reviews each");
    println!("  VmRSS before its start   {start:8.1} MB");
    println!("  VmRSS, all polled        {rss:8.1} MB");
    println!("  VmHWM by then            {hwm:8.1} MB");
    println!("  VmHWM at the very end    {:8.1} MB", daemon["hwm_end"]);
    let most = rss.max(hwm);
    let what = format!("the daemon took {most:.1} MB at the most; allowed {MEMORY_MB} MB");
    (most <= MEMORY_MB, what)
}

fn line(what: &str, milliseconds: f64, ratio: &str) {
    println!("  {what:<24} {milliseconds:8.3} ms   {ratio}");
}
