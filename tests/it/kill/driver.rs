//! Starts the victim again and again, moves its time on, and keeps the list of its deaths.

use std::fmt;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::Timestamp;

/// Longer than any network timeout of the victim: who says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// The kill point that is a victim's last.
pub(super) enum Last {
    /// This many points after its start.
    Nth(u64),
    /// The first of that name.
    Named(String),
}

/// What a victim does next.
pub(super) enum Sign {
    /// Everyone waits; something happens at this instant.
    Rests(Timestamp),
    /// It died at the kill point of this name.
    Died(String),
}

/// A running victim; killed where it is dropped.
pub(super) struct Victim {
    child: Child,
    /// Closed, it tells the victim to end.
    orders: ChildStdin,
    lines: Receiver<String>,
}

impl Victim {
    /// Starts one that lives at `now` and is to die at `kill_at`.
    pub(super) fn start(folder: &Path, now: Timestamp, kill_at: Option<&Last>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_reviewd-victim"));
        command.arg(folder.join("reviewd.toml")).arg(folder).env_remove("REVIEWD_KILL_AT");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        match kill_at {
            Some(Last::Nth(count)) => command.env("REVIEWD_KILL_AT", count.to_string()),
            Some(Last::Named(place)) => command.env("REVIEWD_KILL_AT", place),
            None => &mut command,
        };
        let mut child = command.spawn().expect("the victim can be started");
        let orders = child.stdin.take().expect("it was piped");
        let output = BufReader::new(child.stdout.take().expect("it was piped"));
        let (said, lines) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if said.send(line).is_err() {
                    return;
                }
            }
        });
        let mut victim = Self { child, orders, lines };
        victim.live_at(now);
        victim
    }

    /// Moves its time on; one that is dead does not hear it.
    pub(super) fn live_at(&mut self, now: Timestamp) {
        let _ = writeln!(self.orders, "{now}");
    }

    /// Waits until it rests or is dead.
    ///
    /// # Panics
    /// Where it hangs, or ended otherwise than at a kill point; with its last words.
    pub(super) fn sign(&mut self) -> Sign {
        use std::sync::mpsc::RecvTimeoutError::{Disconnected, Timeout};
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => Sign::Rests(line.parse().expect("the victim says an instant")),
            Err(Timeout) => panic!("the victim neither rests nor dies within {PATIENCE:?}"),
            Err(Disconnected) => Sign::Died(self.place_of_death()),
        }
    }

    fn place_of_death(&mut self) -> String {
        let status = self.child.wait().expect("the victim can be waited for");
        let mut words = String::new();
        let mut stderr = self.child.stderr.take().expect("it was piped");
        stderr.read_to_string(&mut words).expect("the victim's last words");
        let place = words
            .lines()
            .find_map(|line| line.strip_prefix("killed at point "))
            .and_then(|line| line.split_once(": "));
        match (status.signal(), place) {
            (Some(9), Some((_, place))) => place.to_owned(),
            _ => panic!("the victim ended with {status} by itself:\n{words}"),
        }
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A death, for the story.
pub(super) struct Death {
    pub(super) at: Timestamp,
    pub(super) place: String,
}

impl fmt::Display for Death {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.place)
    }
}
