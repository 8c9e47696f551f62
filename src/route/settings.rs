//! `[[person]]`, `[[group]]` and `[[route]]`: who there is, and who does whose work.

mod person;
mod rule;

use std::ops::Range;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::{Absence, Address, Group, Person, Rule, Who};
use crate::settings::{Located, Section, did_you_mean};

/// Everyone and every route that the file names; names in it may dangle, and then count for nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// `[[person]]`.
    pub persons: Vec<Person>,
    /// `[[group]]`.
    pub groups: Vec<Group>,
    /// `[[route]]`, in the order of the file: the first that fits counts.
    pub routes: Vec<Rule>,
}

/// What routes are measured against.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The names of the sources; `None` where they could not be read.
    pub sources: Option<Vec<&'a str>>,
    /// `deadline.reply_within`: nobody hears earlier than the complaint.
    pub reply_within: SignedDuration,
    /// The file has working hours.
    pub has_hours: bool,
}

impl Settings {
    /// Reads the three lists of the file; on errors, which are recorded, `None`.
    pub fn read(root: &mut Section<'_>, given: &Given<'_>) -> Option<Self> {
        let mut names = Names::default();
        let persons = person::persons(root, &mut names);
        let groups = person::groups(root, &mut names);
        let routes = rule::routes(root, &names, given);
        Some(Self { persons: persons?, groups: groups?, routes: routes? })
    }

    /// The one who is told where the file says `who`; `None` where all who could be are away. Those who
    /// are away are noted.
    pub(super) fn one_of(
        &self,
        who: &Who,
        day: Date,
        absent: &mut Vec<Absence>,
    ) -> Option<Address> {
        match who {
            Who::Address(address) => match self.persons.iter().find(|p| p.mail == *address) {
                Some(person) => self.person_or_colleague(person, day, absent),
                None => Some(address.clone()),
            },
            Who::Person(name) => self.person_or_colleague(self.called(name)?, day, absent),
            Who::Group(name) => {
                let group = self.groups.iter().find(|group| group.name == *name)?;
                group.members.iter().find_map(|member| self.member(member, day, absent))
            }
        }
    }

    /// A person or their stand-in, else the next one of their first group.
    fn person_or_colleague(
        &self,
        person: &Person,
        day: Date,
        absent: &mut Vec<Absence>,
    ) -> Option<Address> {
        if let Some(found) = self.person_or_stand_in(person, day, absent) {
            return Some(found);
        }
        let is_them = |who: &Who| match who {
            Who::Person(name) => *name == person.name,
            Who::Address(address) => *address == person.mail,
            Who::Group(_) => false,
        };
        let place = |group: &Group| group.members.iter().position(is_them);
        let (group, place) = self.groups.iter().find_map(|group| Some((group, place(group)?)))?;
        let (before, from) = group.members.split_at(place);
        from.iter().chain(before).find_map(|member| self.member(member, day, absent))
    }

    fn member(&self, member: &Who, day: Date, absent: &mut Vec<Absence>) -> Option<Address> {
        let person = match member {
            Who::Address(address) => self.persons.iter().find(|p| p.mail == *address),
            Who::Person(name) | Who::Group(name) => self.called(name),
        };
        match (person, member) {
            (Some(person), _) => self.person_or_stand_in(person, day, absent),
            (None, Who::Address(address)) => Some(address.clone()),
            (None, _) => None,
        }
    }

    /// A person, else their stand-in, else the stand-in's, and so on.
    fn person_or_stand_in(
        &self,
        person: &Person,
        day: Date,
        absent: &mut Vec<Absence>,
    ) -> Option<Address> {
        let (mut one, mut asked) = (person, Vec::new());
        while let Some(away) = one.away_on(day) {
            if asked.contains(&&one.name) {
                return None;
            }
            asked.push(&one.name);
            if absent.iter().all(|known| known.name != one.name) {
                absent.push(Absence { name: one.name.clone(), away, instead: None });
            }
            one = self.called(one.stand_in.as_deref()?)?;
        }
        Some(one.mail.clone())
    }

    fn called(&self, name: &str) -> Option<&Person> {
        self.persons.iter().find(|person| person.name == name)
    }

    /// Whether an address belongs to someone here.
    pub(super) fn names(&self, address: &Address) -> bool {
        let is_it = |who: &Who| matches!(who, Who::Address(one) if one == address);
        let rungs = self.routes.iter().flat_map(|route| route.escalate.iter().flatten());
        self.persons.iter().any(|person| person.mail == *address)
            || self.groups.iter().flat_map(|group| &group.members).any(is_it)
            || self.routes.iter().flat_map(|route| &route.to).any(is_it)
            || rungs.flat_map(|rung| &rung.to).any(is_it)
    }
}

/// Every name in the file, also of those with mistakes: a mistake is told once, where it is.
#[derive(Default)]
struct Names {
    persons: Vec<String>,
    groups: Vec<String>,
}

impl Names {
    fn all(&self) -> impl Iterator<Item = &str> + Clone {
        self.persons.iter().chain(&self.groups).map(String::as_str)
    }
}

/// A text that names someone, an address included; on problems, which are recorded, `None`.
fn who(section: &Section<'_>, text: Located<String>, names: &Names) -> Option<Who> {
    let name = text.value.trim();
    let is_it = |known: &String| known == name;
    if name.contains('@') {
        return address(section, &text).map(Who::Address);
    }
    if names.persons.iter().any(is_it) {
        return Some(Who::Person(name.to_owned()));
    }
    if names.groups.iter().any(is_it) {
        return Some(Who::Group(name.to_owned()));
    }
    unknown(section, text.span, name, names.all());
    None
}

/// `key`, a list of those who are told or do the work: named once each, never empty.
fn whom(
    section: &mut Section<'_>,
    key: &'static str,
    example: &str,
    names: &Names,
) -> Option<Vec<Who>> {
    if !section.has(key) {
        section.missing(key, example);
    }
    let span = section.span_of(key);
    let written = section.strings(key)?;
    if written.is_empty() {
        let help = format!("name someone: {key} = {example}");
        section.error(span, "an empty list: nobody would be told", Some(help));
        return None;
    }
    let mut all: Vec<Who> = Vec::new();
    let mut sound = true;
    for text in written {
        let span = text.span.clone();
        match who(section, text, names) {
            None => sound = false,
            Some(who) if all.contains(&who) => {
                section.warning(span, format!("{who} is named twice"), None);
            }
            Some(who) => all.push(who),
        }
    }
    sound.then_some(all)
}

/// Says that nobody has this name.
fn unknown<'n>(
    root: &Section<'_>,
    span: Range<usize>,
    name: &str,
    known: impl Iterator<Item = &'n str> + Clone,
) {
    let help = did_you_mean(name, known.clone()).unwrap_or_else(|| {
        let known: Vec<&str> = known.collect();
        if known.is_empty() {
            "add [[person]] with name and mail, or write an address".to_owned()
        } else {
            format!("known are {}; or write an address", known.join(", "))
        }
    });
    root.error(span, format!("nobody here is called {name:?}"), Some(help));
}

fn address(root: &Section<'_>, text: &Located<String>) -> Option<Address> {
    match text.value.parse::<Address>() {
        Ok(address) => Some(address),
        Err(error) => {
            let help = "an address looks like \"name@example.com\"".to_owned();
            root.error(text.span.clone(), error.to_string(), Some(help));
            None
        }
    }
}
