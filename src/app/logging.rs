//! Where the log goes: the journal under systemd, else standard error.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// What is logged unless `REVIEWD_LOG` says otherwise.
const DEFAULT: &str = "warn,reviewd=info";

/// Starts logging; the level comes from `REVIEWD_LOG` (`debug`, `reviewd::fetch=trace` …).
///
/// Messages go to the journal with their fields where systemd started us, else to standard error.
pub fn init() {
    let filter = EnvFilter::try_from_env("REVIEWD_LOG").unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let registry = tracing_subscriber::registry().with(filter);
    let under_systemd = std::env::var_os("JOURNAL_STREAM").is_some();
    match tracing_journald::layer().ok().filter(|_| under_systemd) {
        Some(journal) => registry.with(journal).init(),
        None => {
            let ansi = std::io::IsTerminal::is_terminal(&std::io::stderr());
            registry
                .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(ansi))
                .init();
        }
    }
}
