//! Mails about sources: those of the outages that there were, and hardly another.

use jiff::SignedDuration;

use super::mail::Mail;
use super::oracle::Reader;
use super::post::told;
use super::shop::Lived;
use super::world::World;

/// An outage is told once it has lasted so long and two polls have shown it.
const PATIENCE: SignedDuration = SignedDuration::from_hours(1);
const PROMPT: SignedDuration = SignedDuration::from_mins(1);
/// Chance may make a source look strangely quiet less than once a year; twenty sources have that much in
/// a month, with the mail that it is over.
const BY_CHANCE: usize = 4;

/// What is wrong with the mails about sources.
pub(crate) fn differences(world: &World, lived: &Lived) -> Vec<String> {
    let mut left: Vec<&Mail> = lived.mails.iter().filter(|mail| mail.codes.is_empty()).collect();
    let mut faults = Vec::new();
    let mut spoken: Vec<(usize, SignedDuration, &str)> = Vec::new();
    for source in 0..world.sources.len() {
        spoken.extend(due(lived, source).into_iter().map(|(at, kind)| (source, at, kind)));
    }
    for (source, at, kind) in &spoken {
        let name = format!("s{source:02}");
        // Sources of one server share a mail, which waits for none of them.
        let is_told = lived.mails.iter().any(|mail| {
            let in_time = *at <= mail.at && mail.at <= *at + PROMPT;
            in_time
                && mail.kind == *kind
                && mail.to == Reader::Owner
                && mail.sources.contains(&name)
        });
        if !is_told {
            faults.push(format!("{}: no {kind} about {name}", told(*at)));
        }
    }
    left.retain(|mail| {
        let is_due = |name: &String| {
            spoken.iter().any(|(source, at, kind)| {
                let in_time = *at <= mail.at && mail.at <= *at + PROMPT;
                in_time && mail.kind == *kind && *name == format!("s{source:02}")
            })
        };
        !mail.sources.iter().all(is_due)
    });
    if left.len() > BY_CHANCE {
        let lines: Vec<String> = left.iter().map(|mail| mail.line()).collect();
        faults.push(format!("needless mails about sources:\n{}", lines.join("\n")));
    }
    faults
}

/// What is to be said of a source's outages, at most one here: when, and of which kind.
fn due(lived: &Lived, source: usize) -> Vec<(SignedDuration, &'static str)> {
    let refused = &lived.refused[source];
    let Some(first) = refused.first() else { return Vec::new() };
    let Some(told) = refused.iter().skip(1).find(|at| **at - *first >= PATIENCE) else {
        return Vec::new();
    };
    let back = lived.glances[source].iter().map(|glance| glance.at).find(|at| at > told);
    let back = back.map(|at| (at, "source_recovered"));
    [(*told, "source_broken")].into_iter().chain(back).collect()
}
