//! Mails about sources: two for each outage of a server, and hardly another.

use jiff::SignedDuration;

use super::digests::is_digest;
use super::hours::Hours;
use super::mail::Mail;
use super::people::OWNER;
use super::post::told;
use super::shop::Lived;
use super::world::World;

/// An outage is told once two polls have shown it and it has lasted so long.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
const PROMPT: SignedDuration = SignedDuration::from_mins(1);
/// Chance may make a source look strangely quiet less than once a year; twenty sources have that much in
/// a month, with the mail that it is over.
const BY_CHANCE: usize = 4;

/// A mail that is to come, once for all sources of a server.
struct Due {
    kind: &'static str,
    from: SignedDuration,
    until: SignedDuration,
    sources: Vec<String>,
    /// Since when each of them fails.
    since: Vec<SignedDuration>,
}

impl Due {
    /// Whether these are the sources that a mail of then has to name: of those that fail, the ones that did
    /// so by then, and of those that are back all.
    fn names(&self, sources: &[String], at: SignedDuration) -> bool {
        let needed = |(source, since): (&String, &SignedDuration)| {
            let is_needed = self.kind == "source_recovered" || since.saturating_add(PROMPT) < at;
            !is_needed || sources.contains(source)
        };
        sources.iter().all(|source| self.sources.contains(source))
            && self.sources.iter().zip(&self.since).all(needed)
    }
}

/// Whether a mail is about sources alone.
pub(crate) fn is_about_sources(mail: &Mail) -> bool {
    mail.codes.is_empty() && !is_digest(mail)
}

/// What is wrong with the mails about sources.
pub(crate) fn differences(
    world: &World,
    hours: Hours,
    lived: &Lived,
    end: SignedDuration,
) -> Vec<String> {
    let may_tell = |mail: &&Mail| is_about_sources(mail) || mail.kind == "overnight";
    let mut left: Vec<&Mail> = lived.mails.iter().filter(may_tell).collect();
    let mut faults = Vec::new();
    let outages = world.outages.iter().filter(|(.., to)| *to + PATIENCE * 2 < end);
    for due in outages.flat_map(|(host, from, to)| due(world, lived, *host, (*from, *to))) {
        let (from, until) = (hours.audible(due.from), hours.audible(due.until));
        let place = left.iter().position(|mail| {
            // In the morning it may be told with all else.
            let is_told = match mail.kind.as_str() {
                "overnight" if from > due.from => {
                    let told = due.sources.iter().filter(|source| mail.text.contains(*source));
                    due.names(&told.cloned().collect::<Vec<_>>(), mail.at)
                }
                kind => kind == due.kind && due.names(&mail.sources, mail.at),
            };
            let in_time = from <= mail.at && mail.at <= until + PROMPT;
            in_time && mail.to == OWNER && is_told
        });
        match place {
            Some(place) => drop(left.remove(place)),
            None => faults.push(format!(
                "no {} about {}, {} to {}",
                due.kind,
                due.sources.join(", "),
                told(due.from),
                told(due.until)
            )),
        }
    }
    left.retain(|mail| is_about_sources(mail));
    if left.len() > BY_CHANCE || !faults.is_empty() {
        faults.extend(left.iter().map(|mail| format!("needless: {}", mail.line())));
    }
    faults
}

/// Sources that fail for one cause share their mails: the first of them to be told of brings the one, the
/// last to be back the other.
fn due(
    world: &World,
    lived: &Lived,
    host: usize,
    (from, to): (SignedDuration, SignedDuration),
) -> [Due; 2] {
    let sources: Vec<usize> =
        (0..world.sources.len()).filter(|source| world.sources[*source].host == host).collect();
    let mut broken = (SignedDuration::MAX, SignedDuration::MAX);
    let mut back = SignedDuration::MIN;
    let mut since = vec![SignedDuration::MAX; sources.len()];
    for (place, source) in sources.iter().enumerate() {
        let failed = lived.refused[*source].iter().copied().filter(|at| (from..to).contains(at));
        let failed: Vec<SignedDuration> = failed.collect();
        let [first, later @ ..] = failed.as_slice() else { continue };
        since[place] = *first;
        let good = || lived.glances[*source].iter().map(|glance| glance.at);
        let last_good = good().rfind(|at| at < first).unwrap_or(*first);
        // It lasts since some moment between the last poll that went well and the first that did not.
        let told = |since: SignedDuration| {
            later.iter().copied().find(|at| *at - since >= PATIENCE).unwrap_or(SignedDuration::MAX)
        };
        broken = (broken.0.min(told(last_good)), broken.1.min(told(*first)));
        back = back.max(good().find(|at| *at >= to).unwrap_or(SignedDuration::MAX));
    }
    let sources: Vec<String> = sources.iter().map(|source| format!("s{source:02}")).collect();
    let due = |kind, (from, until)| Due {
        kind,
        from,
        until,
        sources: sources.clone(),
        since: since.clone(),
    };
    [due("source_broken", broken), due("source_recovered", (back, back))]
}
