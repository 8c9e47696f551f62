//! A feed of reviews, served by a program that is not ours.

use std::fs;
use std::process::{Child, Command, Stdio};

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};

use crate::wait;

/// A review as the feed shows it: its number, how many hours ago it was written, its words.
pub(crate) type Item = (u32, i64, &'static str);

/// A complaint.
pub(crate) const FIRST: Item = (
    101,
    3,
    "Terrible. The lamp arrived broken, it took three weeks and nobody answers my messages. I want my \
     money back.",
);
/// A later one.
pub(crate) const SECOND: Item = (
    102,
    2,
    "Worst purchase ever: it stopped working after one day, the strap tore and customer service is \
     useless. Very disappointed.",
);
/// No complaint.
pub(crate) const KIND: Item =
    (100, 5, "Love it! Beautiful light, fast delivery, would buy again. Perfect.");

/// A page of the machine's own Python, so that the server is not ours either.
pub(crate) struct Site {
    server: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Site {
    pub(crate) fn start(items: &[Item]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = wait::free_port();
        let server = Command::new("python3")
            .args(["-m", "http.server", "--bind", "127.0.0.1", "--directory"])
            .arg(folder.path())
            .arg(port.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 is installed: .ci/run does it");
        let site = Self { server, folder, port };
        site.show(items);
        wait::until_open(port, String::new);
        site
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/reviews.xml", self.port)
    }

    /// Replaces the page as a whole, so that nobody reads half of it.
    pub(crate) fn show(&self, items: &[Item]) {
        let beside = self.folder.path().join("next");
        fs::write(&beside, feed(items)).expect("a file");
        fs::rename(&beside, self.folder.path().join("reviews.xml")).expect("a file");
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Where it has ended by itself there is nothing to do.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn feed(items: &[Item]) -> String {
    let items = items.iter().map(|(number, hours, words)| {
        let written = Timestamp::now() - SignedDuration::from_hours(*hours);
        let written = rfc2822::DateTimePrinter::new().timestamp_to_string(&written);
        format!(
            "<item><title>Review {number}</title><guid isPermaLink=\"false\">{number}</guid>\
             <author>buyer{number}</author><pubDate>{}</pubDate><description>{words}</description></item>\n",
            written.expect("a date of our time")
        )
    });
    let items: String = items.collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>R</title>\n{items}</channel></rss>"
    )
}
