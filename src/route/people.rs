//! Who there is to tell, and which of them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{
    Absence, Address, Escalation, Matter, Person, Role, Routed, Rule, Rung, Settings, Who, Why,
};
use crate::calendar::Calendar;
use crate::case::{Case, Due, Step};

/// Who there is to tell.
#[derive(Clone, Debug)]
pub struct People {
    /// `mail.to`: who hears of sources, and of cases that no route fits. Never empty.
    pub to: Vec<Address>,
    /// `mail.escalate_to`: who hears when a deadline has passed, unless the route says otherwise, or
    /// when someone cannot be reached.
    pub escalate_to: Vec<Address>,
    /// Persons, groups and routes.
    pub named: Settings,
    /// The shop's zone, in whose days people are away.
    pub zone: TimeZone,
    /// When the shop works, for routes that look at it.
    pub calendar: Calendar,
}

impl People {
    /// Whom a complaint concerns: by the route that fits it, and by who is there at `told`.
    pub fn routed(&self, matter: &Matter, told: Timestamp) -> Routed {
        let is_working = |at| self.calendar.is_working(at);
        let day = self.day(told);
        let mut why = Why::default();
        for (place, route) in self.named.routes.iter().enumerate() {
            match route.misses(matter, &self.zone, &is_working) {
                Some(condition) => why.passed.push(condition.to_string()),
                None => {
                    why.route = Some(place);
                    why.fits = route.conditions.iter().map(ToString::to_string).collect();
                    return self.by(route, day, why);
                }
            }
        }
        let all = self.fallback(day, &mut why.absent);
        let rungs = self.default_rungs(day, &mut why.absent);
        self.led_by(all, Vec::new(), rungs, why)
    }

    fn by(&self, route: &Rule, day: Date, mut why: Why) -> Routed {
        let mut named = route.to.iter().map(|who| self.one_of(who, day, &mut why.absent));
        let owner = named.next().flatten();
        let also: Vec<Address> = named.flatten().collect();
        let owners = match owner {
            Some(owner) => vec![owner],
            None => self.fallback(day, &mut why.absent),
        };
        let rungs = match &route.escalate {
            None => self.default_rungs(day, &mut why.absent),
            Some(rungs) => rungs.iter().map(|rung| self.rung(rung, day, &mut why.absent)).collect(),
        };
        self.led_by(owners, also, rungs, why)
    }

    /// The first of `owners` leads, the others read along.
    fn led_by(
        &self,
        owners: Vec<Address>,
        also: Vec<Address>,
        rungs: Vec<Rung>,
        why: Why,
    ) -> Routed {
        let mut all = unique(owners.into_iter().chain(also)).into_iter();
        let owner = all.next().unwrap_or_else(|| self.to[0].clone());
        Routed { owner, also: all.collect(), rungs, why }
    }

    fn rung(&self, rung: &Escalation, day: Date, absent: &mut Vec<Absence>) -> Rung {
        let one = |who| self.one_of(who, day, absent);
        let to = unique(rung.to.iter().filter_map(one).collect::<Vec<_>>());
        let to = if to.is_empty() { self.escalation(day, absent) } else { to };
        Rung { to, before: rung.before }
    }

    fn default_rungs(&self, day: Date, absent: &mut Vec<Absence>) -> Vec<Rung> {
        vec![Rung { to: self.escalation(day, absent), before: SignedDuration::ZERO }]
    }

    /// Who owns a round that opens: the owner of the earlier one where they are there, else whom the
    /// route names. `before` is the case with that earlier round.
    pub fn owner_of_round(&self, before: Option<&Case>, routed: &Routed, at: Timestamp) -> Address {
        let day = self.day(at);
        let is_there =
            |owner: &&Address| self.person(owner).is_none_or(|p| p.away_on(day).is_none());
        let earlier = before.filter(|case| self.has_known_owner(case));
        let earlier = earlier.and_then(|case| case.owner.as_ref()).filter(is_there);
        earlier.unwrap_or(&routed.owner).clone()
    }

    /// Who hears of a step of a case, the owner first; `before` is the case before it.
    ///
    /// Once a person has handed the case on, what asks for work goes to its owner alone; that it came too
    /// late concerns the others as well. That it is done concerns whoever heard of it, whatever the route
    /// of an edited complaint would be now. An owner whom neither the file names (any more) nor a person
    /// chose hears together with `mail.to`.
    pub fn told(
        &self,
        case: &Case,
        due: Due,
        before: Option<&Case>,
        routed: &Routed,
    ) -> Vec<Address> {
        let owner = case.owner.as_ref().unwrap_or(&routed.owner);
        let heard = &case.hands.heard;
        if due.step == Step::Answered && !heard.is_empty() {
            let all = std::iter::once(owner).chain(heard);
            return unique(all.map(|one| self.there(one, due.at)));
        }
        let unnamed = match case.owner.is_none() || self.has_known_owner(case) {
            true => Vec::new(),
            false => self.fallback(self.day(due.at), &mut Vec::new()),
        };
        let is_handed_on = case.hands.handings > 0;
        let concerns_all = matches!(due.step, Step::Overdue | Step::Answered);
        let others = [&routed.owner].into_iter().filter(|_| is_handed_on).chain(&routed.also);
        let others = others.filter(|_| !is_handed_on || concerns_all).cloned();
        let rungs = routed.reached(case, due, before).flat_map(|rung| rung.to.iter().cloned());
        unique([self.there(owner, due.at)].into_iter().chain(unnamed).chain(others).chain(rungs))
    }

    /// What a recipient is to a case at `at`.
    pub fn role(&self, recipient: &Address, case: &Case, routed: &Routed, at: Timestamp) -> Role {
        let owner = case.owner.as_ref().unwrap_or(&routed.owner);
        if recipient == owner {
            Role::Owner
        } else if *recipient == self.there(owner, at) {
            Role::StandIn
        } else if !routed.also.contains(recipient)
            && routed.rungs.iter().any(|rung| rung.to.contains(recipient))
        {
            Role::Escalation
        } else {
            Role::Copy
        }
    }

    /// Who is told in an owner's place at `at`: the owner, if they are there or nobody else is.
    pub fn there(&self, owner: &Address, at: Timestamp) -> Address {
        let (day, mut absent) = (self.day(at), Vec::new());
        let one = self.one_of(&Who::Address(owner.clone()), day, &mut absent);
        one.or_else(|| self.fallback(day, &mut absent).into_iter().next())
            .unwrap_or_else(|| owner.clone())
    }

    /// Who hears of a source's incident at `at`.
    pub fn for_incident(&self, at: Timestamp) -> Vec<Address> {
        self.fallback(self.day(at), &mut Vec::new())
    }

    /// Who hears of cases that no route fits while nobody is away; `late`: past their deadline.
    pub fn usually(&self, late: bool) -> Vec<Address> {
        let boss = self.escalate_to.iter().filter(|_| late);
        unique(self.to.iter().chain(boss).cloned())
    }

    /// Who hears in the place of recipients who refuse mail: the escalation contacts, and where those
    /// refuse as well, `mail.to`.
    pub fn instead_of(&self, refused: &[Address]) -> Vec<Address> {
        let others = |all: &[Address]| {
            unique(all.iter().filter(|address| !refused.contains(address)).cloned())
        };
        let escalation = others(&self.escalate_to);
        if escalation.is_empty() { others(&self.to) } else { escalation }
    }

    /// What a person is called: their name, or the address of someone without one.
    pub fn name<'a>(&'a self, address: &'a Address) -> &'a str {
        self.person(address).map_or(address.as_str(), |person| &person.name)
    }

    /// The name of a case's owner where that says something: the file names people, or the owner is
    /// not simply the one who hears of everything.
    pub fn owner_name(&self, case: &Case) -> Option<String> {
        let owner = case.owner.as_ref()?;
        let is_plain = self.named == Settings::default() && *owner == self.to[0];
        (!is_plain).then(|| self.name(owner).to_owned())
    }

    /// The person with this address.
    pub fn person(&self, address: &Address) -> Option<&Person> {
        self.named.persons.iter().find(|person| person.mail == *address)
    }

    /// Whose address a name or an address stands for; `None` where nobody is called that.
    pub fn find(&self, written: &str) -> Option<Address> {
        let written = written.trim();
        let person = self.named.persons.iter().find(|person| person.name == written);
        person.map(|person| person.mail.clone()).or_else(|| written.parse().ok())
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// `mail.to`, with stand-ins for those who are away; where there are none, as it is.
    fn fallback(&self, day: Date, absent: &mut Vec<Absence>) -> Vec<Address> {
        self.or_themselves(&self.to, day, absent)
    }

    fn escalation(&self, day: Date, absent: &mut Vec<Absence>) -> Vec<Address> {
        self.or_themselves(&self.escalate_to, day, absent)
    }

    fn or_themselves(&self, all: &[Address], day: Date, absent: &mut Vec<Absence>) -> Vec<Address> {
        let one = |address: &Address| {
            let found = self.one_of(&Who::Address(address.clone()), day, absent);
            found.unwrap_or_else(|| address.clone())
        };
        unique(all.iter().map(one).collect::<Vec<_>>())
    }

    /// The one who is told where the file says `who`; `None` where all who could be are away.
    fn one_of(&self, who: &Who, day: Date, absent: &mut Vec<Absence>) -> Option<Address> {
        let earlier = absent.len();
        let found = self.named.one_of(who, day, absent);
        for absence in &mut absent[earlier..] {
            absence.instead.clone_from(&found);
        }
        found
    }

    /// Whether the file speaks of a case's owner, or a person chose them in its present round.
    fn has_known_owner(&self, case: &Case) -> bool {
        case.hands.handings > 0 || case.owner.as_ref().is_some_and(|owner| self.is_named(owner))
    }

    /// Whether the file speaks of this address, by name or not.
    fn is_named(&self, address: &Address) -> bool {
        self.to.contains(address) || self.escalate_to.contains(address) || self.named.names(address)
    }
}

fn unique(addresses: impl IntoIterator<Item = Address>) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    for address in addresses {
        if !all.contains(&address) {
            all.push(address);
        }
    }
    all
}
