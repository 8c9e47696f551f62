//! `reviewd pause`.

use anyhow::Context;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::configured::{ConfigArgs, block_on, open_existing_store};
use super::out::outln;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::review::SourceId;
use crate::settings::{did_you_mean, parse_duration};
use crate::store::Store;
use crate::words::Reader;

/// Its arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The source's id, as in the configuration
    source: SourceId,
    /// When polling goes on: a length of time (3h), a local time (2026-11-23T09:00) or an instant
    #[arg(long, value_name = "TIME")]
    until: String,
    #[command(flatten)]
    config: ConfigArgs,
}

const EXAMPLES: &str = "\
Cases, reminders and mails go on; only the polling of this source stops.

Examples:
  reviewd pause mall --until 3h
  reviewd pause mall --until 2026-11-23T09:00
  reviewd resume mall";

/// Runs it.
///
/// # Errors
/// When the time or source is none, or the store cannot be changed.
pub(crate) fn run(args: Args) -> anyhow::Result<super::Exit> {
    let config = match args.config.load(false) {
        Ok(config) => config,
        Err(exit) => return Ok(exit),
    };
    let now = SystemClock.now();
    let until = read_until(&args.until, &config.shop.zone, now)?;
    set(&config, &args.source, Some(until), now)?;
    let (source, reader) = (&args.source, Reader::of(&config.shop, now));
    let until = reader.moment(until);
    outln!(
        "{}",
        reader.say(
            format!("{source}: {until}까지 확인을 멈춥니다. 접수된 불만의 알림은 계속 보냅니다."),
            format!("{source} is paused until {until}."),
        )
    );
    Ok(super::Exit::Success)
}

/// Pauses or resumes a configured source.
pub(super) fn set(
    config: &Config,
    source: &SourceId,
    until: Option<Timestamp>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let found = block_on(async {
        Ok(open_existing_store(config).await?.pause(source, until, now).await?)
    })?;
    require(found, source, config)
}

/// That the source was found, or an error with the name that may have been meant.
pub(super) fn require(found: bool, source: &SourceId, config: &Config) -> anyhow::Result<()> {
    let known = config.sources.iter().map(|s| s.id.as_str());
    let help = || match did_you_mean(source.as_str(), known.clone()) {
        Some(hint) => hint,
        None => format!("the configuration has {}", known.clone().collect::<Vec<_>>().join(", ")),
    };
    anyhow::ensure!(found, "find the source {source}: {}", help());
    Ok(())
}

fn read_until(text: &str, zone: &TimeZone, now: Timestamp) -> anyhow::Result<Timestamp> {
    let until = read_time(text, zone, now)?;
    anyhow::ensure!(until > now, "pause until {text:?}: that is in the past");
    Ok(until)
}

/// A length of time from now on, a time on the shop's clock, or an instant.
pub(super) fn read_time(text: &str, zone: &TimeZone, now: Timestamp) -> anyhow::Result<Timestamp> {
    Ok(if let Some(length) = parse_duration(text) {
        now.saturating_add(length).unwrap_or(Timestamp::MAX)
    } else if let Ok(instant) = text.parse::<Timestamp>() {
        instant
    } else {
        let local: DateTime = text.parse().ok().with_context(|| {
            format!("read {text:?}: write 3h, 2026-11-23T09:00 or 2026-11-23T00:00:00Z")
        })?;
        zone.to_timestamp(local).with_context(|| format!("read {text:?}"))?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_ends_at_a_length_a_local_time_or_an_instant() {
        let now: Timestamp = "2026-11-22T00:00:00Z".parse().expect("an instant");
        let zone = TimeZone::get("Asia/Seoul").expect("a zone");
        let read = |text: &str| read_until(text, &zone, now).ok().map(|t| t.to_string());
        assert_eq!(read("3h").as_deref(), Some("2026-11-22T03:00:00Z"));
        assert_eq!(read("2026-11-23T09:00").as_deref(), Some("2026-11-23T00:00:00Z"));
        assert_eq!(read("2026-11-23T09:00:00Z").as_deref(), Some("2026-11-23T09:00:00Z"));
        assert_eq!(read("2026-11-21T09:00"), None, "in the past");
        assert_eq!(read("tomorrow"), None);
    }
}
