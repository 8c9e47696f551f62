//! Waiting for what another process does, and ports for those that cannot choose their own.

use std::net::TcpListener;
use std::time::{Duration, Instant};

/// Asks again until there is an answer.
///
/// # Panics
/// Where there is none within `limit`, with what `story` tells of the reasons.
pub(crate) fn until<T>(
    what: &str,
    limit: Duration,
    story: impl Fn() -> String,
    mut ask: impl FnMut() -> Option<T>,
) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < limit, "{what}: not within {limit:?}\n{}", story());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A port of this machine that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}

/// Waits until something listens on a port of this machine.
pub(crate) fn until_open(port: u16, story: impl Fn() -> String) {
    let dial = || std::net::TcpStream::connect(("127.0.0.1", port)).ok();
    until(&format!("port {port} answers"), Duration::from_secs(30), story, dial);
}
