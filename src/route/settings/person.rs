//! Reading `[[person]]` and `[[group]]`.

use jiff::civil::Date;

use super::{Names, Settings, address, whom};
use crate::route::{Address, Away, Group, Person, Who};
use crate::settings::{Located, Section, did_you_mean};

/// Reads every `[[person]]`; `None` where one has errors. `names` learns all names.
pub(super) fn persons(root: &mut Section<'_>, names: &mut Names) -> Option<Vec<Person>> {
    let mut stand_ins = Vec::new();
    let mut all: Vec<Option<Person>> = Vec::new();
    for mut section in root.sections("person") {
        let name = name(&mut section, names);
        names.persons.extend(name.clone());
        let mail = section.required_string("mail", "\"name@example.com\"");
        let mail = mail.and_then(|text| own_address(&section, &text, &all));
        let away = away(&mut section);
        let stand_in = section.string("stand_in");
        section.finish();
        let person = name.clone().zip(mail).zip(away).map(|((name, mail), away)| {
            let stand_in = stand_in.as_ref().map(|text| text.value.trim().to_owned());
            Person { name, mail, away, stand_in }
        });
        stand_ins.push((name, stand_in));
        all.push(person);
    }
    let mut sound = true;
    for (name, stand_in) in &stand_ins {
        if let Some(stand_in) = stand_in {
            sound &= is_someone_else(root, name.as_deref(), stand_in, names);
        }
    }
    let persons = all.into_iter().collect::<Option<Vec<Person>>>().filter(|_| sound)?;
    let settings = Settings { persons, ..Settings::default() };
    for (person, (_, stand_in)) in settings.persons.iter().zip(&stand_ins) {
        if let Some(stand_in) = stand_in {
            warn_of_circle(root, &settings, person, stand_in);
            warn_of_absent(root, &settings, person, stand_in);
        }
    }
    Some(settings.persons)
}

/// An address that no person before has.
fn own_address(
    section: &Section<'_>,
    text: &Located<String>,
    earlier: &[Option<Person>],
) -> Option<Address> {
    let mail = address(section, text)?;
    let Some(twin) = earlier.iter().flatten().find(|person| person.mail == mail) else {
        return Some(mail);
    };
    section.error(
        text.span.clone(),
        format!("{} has this address as well", twin.name),
        Some("give each their own, or name the shared mailbox once, as a person".to_owned()),
    );
    None
}

/// A name that nobody else has and that is no address.
fn name(section: &mut Section<'_>, names: &Names) -> Option<String> {
    let Located { value, span } = section.required_string("name", "\"김하늘\"")?;
    let name = value.trim();
    let (message, help) = if name.is_empty() {
        ("the name is empty".to_owned(), "write the name that mails shall show")
    } else if name.contains('@') {
        (format!("{name:?} is an address, not a name"), "write it as mail = …")
    } else if names.all().any(|known| known == name) {
        (
            format!("{name:?} is the name of someone else already"),
            "tell them apart: \"김하늘 (배송)\"",
        )
    } else {
        return Some(name.to_owned());
    };
    section.error(span, message, Some(help.to_owned()));
    None
}

fn away(section: &mut Section<'_>) -> Option<Vec<Away>> {
    let Some(written) = section.strings("away") else {
        return (!section.has("away")).then(Vec::new);
    };
    let read = written.into_iter().map(|text| match read_away(&text.value) {
        Ok(away) => Some(away),
        Err(why) => {
            let help = "write days as \"2026-12-24\" or \"2026-08-01..2026-08-10\"".to_owned();
            section.error(text.span, why, Some(help));
            None
        }
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

fn read_away(text: &str) -> Result<Away, String> {
    let day = |text: &str| {
        let day = text.trim().parse::<Date>();
        day.map_err(|_| format!("{:?} is no day of the calendar", text.trim()))
    };
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (day(first)?, day(last)?);
    if last < first {
        return Err(format!("{text:?} ends before it begins"));
    }
    Ok(Away { first, last })
}

fn is_someone_else(
    root: &Section<'_>,
    person: Option<&str>,
    stand_in: &Located<String>,
    names: &Names,
) -> bool {
    let name = stand_in.value.trim();
    if Some(name) == person {
        root.error(
            stand_in.span.clone(),
            format!("{name} cannot stand in for themselves"),
            Some("name someone else, or leave stand_in out".to_owned()),
        );
        return false;
    }
    let is_known = names.persons.iter().any(|known| known == name);
    if !is_known {
        let others = names.persons.iter().map(String::as_str);
        let others = others.filter(|known| Some(*known) != person);
        let help = did_you_mean(name, others)
            .unwrap_or_else(|| "add them as a [[person]] and write their name here".to_owned());
        let message = format!("a stand-in is a person of this file, and {name:?} is none");
        root.error(stand_in.span.clone(), message, Some(help));
    }
    is_known
}

/// Two or more who stand in for one another are no harm until all are away.
fn warn_of_circle(
    root: &Section<'_>,
    settings: &Settings,
    person: &Person,
    stand_in: &Located<String>,
) {
    let mut circle = vec![&*person.name];
    let mut next = person.stand_in.as_deref();
    while let Some(name) = next.filter(|name| !circle.contains(name)) {
        circle.push(name);
        next = settings.called(name).and_then(|person| person.stand_in.as_deref());
    }
    // Told once, of its first one in the file.
    let order = |name: &str| settings.persons.iter().position(|p| p.name == name);
    let is_first = circle.iter().all(|name| order(name) >= order(&person.name));
    if next == Some(&person.name) && is_first {
        root.warning(
            stand_in.span.clone(),
            format!(
                "{} → {} stand in for one another: when all of them are away, nobody of them hears",
                circle.join(" → "),
                person.name
            ),
            Some("then the next of their group does, or mail.to; or name someone else".to_owned()),
        );
    }
}

/// The first day of an absence on which the stand-in is away as well and so is everyone after them.
fn warn_of_absent(
    root: &Section<'_>,
    settings: &Settings,
    person: &Person,
    stand_in: &Located<String>,
) {
    let Some(other) = settings.called(stand_in.value.trim()) else { return };
    let nobody = |day: &Date| {
        let who = Who::Person(person.name.clone());
        settings.one_of(&who, *day, &mut Vec::new()).is_none()
    };
    let bare = |away: &Away| {
        let both = other.away.iter().map(|theirs| {
            let (first, last) = (away.first.max(theirs.first), away.last.min(theirs.last));
            first.series(jiff::Span::new().days(1)).take_while(move |day| *day <= last)
        });
        both.flatten().filter(nobody).min()
    };
    if let Some(day) = person.away.iter().filter_map(bare).min() {
        root.warning(
            stand_in.span.clone(),
            format!(
                "{} stands in for {} and is away as well on {day}",
                other.name, person.name
            ),
            Some(format!(
                "name another stand-in, or give {} one; else the next of the group hears, or mail.to",
                other.name
            )),
        );
    }
}

/// Reads every `[[group]]`; `None` where one has errors. `names` learns all names.
pub(super) fn groups(root: &mut Section<'_>, names: &mut Names) -> Option<Vec<Group>> {
    let mut all = Vec::new();
    for mut section in root.sections("group") {
        let name = name(&mut section, names);
        // Groups are made of persons: another group's name is as unknown here as any.
        let persons = Names { persons: names.persons.clone(), groups: Vec::new() };
        let members = whom(&mut section, "members", "[\"김하늘\", \"박바다\"]", &persons);
        section.finish();
        names.groups.extend(name.clone());
        all.push(name.zip(members).map(|(name, members)| Group { name, members }));
    }
    all.into_iter().collect()
}
