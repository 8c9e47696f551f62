//! An answer for people.

use anstyle::Style;

use crate::cli::columns::{padded, widest};
use crate::route::{Absence, Address, People, Routed, Rung, Why};
use crate::words::{Reader, time};

const BOLD: Style = Style::new().bold();

/// Who hears when, and why; ends with a line break.
pub(super) fn answer(routed: &Routed, people: &People, reader: Reader<'_>) -> String {
    let mut facts = vec![(
        reader.say("담당", "owner").to_owned(),
        format!("{BOLD}{}{BOLD:#}", called(&routed.owner, people)),
    )];
    if !routed.also.is_empty() {
        facts.push((reader.say("참조", "copies").to_owned(), all(&routed.also, people)));
    }
    for rung in &routed.rungs {
        facts.push((lead(rung, reader), all(&rung.to, people)));
    }
    let width = widest(facts.iter().map(|(name, _)| name.as_str()));
    let mut lines: Vec<String> =
        facts.iter().map(|(name, value)| format!("{}  {value}", padded(name, width))).collect();
    let moment = reader.moment(reader.now);
    lines.push(String::new());
    lines.push(reader.say(
        format!("이유 ({moment}에 발견한 불만일 때)"),
        format!("why, for a complaint seen at {moment}"),
    ));
    lines.extend(reasons(&routed.why, reader));
    lines.extend(routed.why.absent.iter().map(|absence| gone(absence, people, reader)));
    lines.join("\n") + "\n"
}

fn lead(rung: &Rung, reader: Reader<'_>) -> String {
    if rung.before.is_zero() {
        return reader.say("기한이 지나면", "when the deadline passes").to_owned();
    }
    let before = time::exact(reader.language, rung.before);
    reader.say(format!("기한 {before} 전"), format!("{before} before the deadline"))
}

fn reasons(why: &Why, reader: Reader<'_>) -> Vec<String> {
    let passed = why.passed.iter().enumerate().map(|(place, line)| {
        let place = place + 1;
        reader.say(
            format!("  {place}번 route는 맞지 않습니다: {line}"),
            format!("  route {place} does not fit: {line}"),
        )
    });
    let lines = why.fits.join(", ");
    let taken = match why.route.map(|place| place + 1) {
        None => reader
            .say("  맞는 route가 없어 mail.to에 알립니다", "  no route fits, so mail.to is told")
            .to_owned(),
        Some(place) if why.fits.is_empty() => reader.say(
            format!("  {place}번 route를 따릅니다: 조건이 없어 모두 맞습니다"),
            format!("  route {place} counts: it has no conditions and fits all"),
        ),
        Some(place) => reader.say(
            format!("  {place}번 route를 따릅니다: {lines}"),
            format!("  route {place} counts: {lines}"),
        ),
    };
    passed.chain([taken]).collect()
}

fn gone(absence: &Absence, people: &People, reader: Reader<'_>) -> String {
    let Absence { name, away, instead } = absence;
    match instead.as_ref().map(|address| people.name(address)) {
        Some(other) => reader.say(
            format!("  {name} 님은 {away}에 자리를 비워 {other} 님이 대신합니다"),
            format!("  {name} is away on {away}; {other} takes it on"),
        ),
        None => reader.say(
            format!("  {name} 님은 {away}에 자리를 비우고 대신할 사람이 없습니다"),
            format!("  {name} is away on {away}, and nobody is left to take it on"),
        ),
    }
}

fn all(addresses: &[Address], people: &People) -> String {
    addresses.iter().map(|address| called(address, people)).collect::<Vec<_>>().join(", ")
}

/// "김하늘 <haneul@example.com>", or the address alone.
fn called(address: &Address, people: &People) -> String {
    match people.person(address) {
        Some(person) => format!("{} <{}>", person.name, address.as_str()),
        None => address.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests;
