//! Which mails each case is to have, worked out from the promises alone.
//!
//! Written from what README and design say, and from nothing that the daemon does: the clock starts at
//! the earliest moment at which the customer may have written; one alert at once, reminders 12, 4 and 1
//! hours before the deadline and at the lead of whoever is next, the deadline's passing to all of these;
//! steps already past when a complaint is first seen are not made up for; a reply or a withdrawal ends it
//! with one mail to all who had heard; a worse edit, a vanished reply and the same customer's next
//! complaint begin a new round. What would come in quiet hours waits for their end, unless no answer
//! could be written then.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::hands::{Deed, Done};
use super::notice::{Notice, Step, is_reminder, reminder};
use super::people::{Reader, Route, there};
use super::plan;
use super::post::{Face, Verdict, is_milder, is_worse};
use super::shop::Shop;
use super::sight::{Sight, What};
use super::world::{Form, World};

pub(crate) const REPLY_WITHIN: SignedDuration = SignedDuration::from_hours(24);
const REMIND_BEFORE: [i64; 3] = [12, 4, 1];
const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(3 * 24);
const FOLLOW_UP_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What someone who was put in charge has at least to show that they are on it.
const TO_BEGIN: SignedDuration = SignedDuration::from_mins(30);
/// What comes due this close to the end of a round may or may not be said any more.
const CLOSE: SignedDuration = SignedDuration::from_mins(1);

/// Everything that is to be said until `end`, given all that could be seen and all that people did, in
/// order.
pub(crate) fn notices(
    world: &World,
    shop: &Shop,
    sights: &[Sight],
    done: &[Done],
    end: SignedDuration,
    is_complaint: Verdict<'_>,
) -> Vec<Notice> {
    let mut cases: BTreeMap<u32, Case<'_>> = BTreeMap::new();
    let mut done = done.iter().peekable();
    for sight in sights {
        while let Some(one) = done.next_if(|one| one.wish.at < sight.at) {
            cases.get_mut(&one.case).expect("a case that somebody acted on").hand(one);
        }
        let root = world.root(sight.post);
        let case = cases.entry(root).or_insert_with(|| Case::new(world, shop, root));
        for what in &sight.what {
            case.take(sight, what, is_complaint);
        }
    }
    done.for_each(|one| cases.get_mut(&one.case).expect("a case").hand(one));
    cases.values_mut().for_each(|case| case.pass_to(end));
    let mut all: Vec<Notice> = cases.into_values().flat_map(|case| case.said).collect();
    all.retain(|notice| notice.at <= end);
    for notice in all.iter_mut().filter(|notice| notice.at + CLOSE >= end) {
        notice.may_lack = true;
    }
    all.sort_by_key(|notice| (notice.at, notice.case, notice.to));
    all
}

/// A case as far as it has come.
struct Case<'a> {
    world: &'a World,
    shop: &'a Shop,
    root: u32,
    round: u32,
    /// Until when a reply is due, while one is.
    deadline: Option<SignedDuration>,
    /// Somebody says that the reply was given.
    is_reported: bool,
    /// Who has heard of this round, or will in the morning.
    heard: BTreeSet<Reader>,
    owner: Option<Reader>,
    /// A person chose the owner: then what asks for work goes to them and the escalation alone.
    is_handed_on: bool,
    /// Whose it was before it was handed on.
    former: Option<Reader>,
    route: Option<Route>,
    /// What the round is about.
    about: Option<(u32, Face)>,
    /// What comes next, the earliest first.
    plan: Vec<(SignedDuration, Step)>,
    /// When the words that a reply would have to answer may have been written.
    worded: SignedDuration,
    said: Vec<Notice>,
}

impl<'a> Case<'a> {
    fn new(world: &'a World, shop: &'a Shop, root: u32) -> Self {
        Self {
            world,
            shop,
            root,
            round: 0,
            deadline: None,
            is_reported: false,
            heard: BTreeSet::new(),
            owner: None,
            is_handed_on: false,
            former: None,
            route: None,
            about: None,
            plan: Vec::new(),
            worded: SignedDuration::MIN,
            said: Vec::new(),
        }
    }

    fn take(&mut self, sight: &Sight, what: &What, is_complaint: Verdict<'_>) {
        self.pass_to(sight.at);
        let complains = is_complaint(&sight.face);
        let is_open = self.deadline.is_some();
        // A reported reply answers what was written until then.
        let waits = is_open && !self.is_reported;
        if matches!(what, What::Edited(_)) {
            self.worded = sight.before;
        }
        let answers = sight.face.reply.is_some_and(|(_, when)| when >= self.worded);
        match what {
            What::New { baseline, earliest, latest } if complains && !answers && !waits => {
                let is_history = *baseline && *latest + REPLY_WITHIN <= sight.at;
                if !is_history {
                    self.begin(*earliest, sight);
                }
            }
            What::Edited(_) if is_open && !complains => self.end(sight.at),
            What::Edited(was)
                if complains && !waits && is_worse(was, &sight.face, is_complaint) =>
            {
                self.begin(sight.before, sight);
            }
            // They show that they are content, and nobody has to ask.
            What::Edited(was) if !is_open && is_milder(was, &sight.face, complains) => {
                self.plan.clear();
            }
            What::Answered if is_open && answers => {
                self.end(sight.at);
                self.plan = vec![(self.replied(sight) + FOLLOW_UP_AFTER, Step::FollowUp)];
            }
            What::ReplyGone if complains && !is_open => self.begin(sight.before, sight),
            What::Gone if is_open => self.end(sight.at),
            _ => {}
        }
    }

    /// When the reply was surely given, for all that page and visits tell.
    fn replied(&self, sight: &Sight) -> SignedDuration {
        let post = &self.world.posts[sight.post as usize];
        match (self.world.sources[post.source].form, &sight.face.reply) {
            (Form::Json, Some((_, when))) => *when,
            _ => sight.at,
        }
    }

    /// What somebody does.
    fn hand(&mut self, done: &Done) {
        let now = done.wish.at;
        self.pass_to(now);
        assert!(self.deadline.is_some(), "nobody had to act: {done:?}");
        if !done.accepted {
            return;
        }
        match done.wish.deed {
            Deed::Ack => {
                self.heeded(done.wish.by);
                let last = self.last_call(now);
                self.rest_until(last);
            }
            Deed::Note => self.heeded(done.wish.by),
            Deed::Snooze(length) => {
                let until = self.last_call(now).min(now + length);
                self.rest_until(until);
            }
            Deed::Assign(to) => self.assign(to, now),
            Deed::Answered if self.form() == Form::Feed => {
                // Their word is final, and they need not be told.
                self.said.retain(|notice| notice.at <= now);
                self.settle();
                self.plan = vec![(now + FOLLOW_UP_AFTER, Step::FollowUp)];
            }
            Deed::Answered => {
                self.is_reported = true;
                let asked = now + CONFIRM_WITHIN;
                self.plan = vec![(asked, Step::Unconfirmed), (asked + REPLY_WITHIN, Step::Lapsed)];
            }
        }
    }

    /// Whoever was put in charge does something.
    fn heeded(&mut self, by: Reader) {
        if self.owner == Some(by) {
            self.plan.retain(|(_, step)| *step != Step::HandedBack);
        }
    }

    fn assign(&mut self, to: Reader, now: SignedDuration) {
        let deadline = self.deadline.expect("a reply is due");
        self.former = self.owner.replace(to);
        self.is_handed_on = true;
        // Whoever of the escalation was reached before goes on hearing.
        let left = deadline - self.shop.hours.audible(now);
        if plan::is_late(self.shop.hours, now, deadline) {
            self.say_at(now, now, "alert", |case| case.readers(deadline - now));
        } else {
            self.say(now, "alert", |case| case.readers(left));
        }
        let back = now + TO_BEGIN.max((deadline - now) / 4);
        self.plan.retain(|(_, step)| *step != Step::HandedBack);
        self.plan(back, Step::HandedBack);
    }

    fn form(&self) -> Form {
        self.world.sources[self.world.posts[self.root as usize].source].form
    }

    /// When everybody hears once more before the deadline, whatever they want: with the last reminder that
    /// leaves work to write in, or else the last one. Where that has passed, any moment would do; this takes the
    /// middle.
    fn last_call(&self, now: SignedDuration) -> SignedDuration {
        let deadline = self.deadline.expect("a reply is due");
        let leaves_work = |at| self.shop.hours.last_to_write(at, deadline).is_some();
        let reminders = || self.plan.iter().filter(|one| is_reminder(one));
        let last =
            reminders().rfind(|(at, _)| leaves_work(*at)).or_else(|| reminders().next_back());
        last.map_or(now + (deadline - now) / 2, |(at, _)| *at)
    }

    /// No reminder before then, and one then.
    fn rest_until(&mut self, until: SignedDuration) {
        self.plan.retain(|one| !is_reminder(one) || one.0 >= until);
        if !self.plan.iter().any(|one| is_reminder(one) && one.0 == until) {
            self.plan(until, Step::Snoozed);
        }
    }

    fn plan(&mut self, at: SignedDuration, step: Step) {
        let place = self.plan.partition_point(|(other, _)| *other <= at);
        self.plan.insert(place, (at, step));
    }

    /// A round whose clock began at `started`, noticed at that sight.
    fn begin(&mut self, started: SignedDuration, sight: &Sight) {
        self.about = Some((sight.post, sight.face.clone()));
        self.open(started + REPLY_WITHIN, sight.at);
    }

    fn open(&mut self, deadline: SignedDuration, now: SignedDuration) {
        let hours = self.shop.hours;
        let (post, face) = self.about.as_ref().expect("a complaint");
        let post = &self.world.posts[*post as usize];
        let route = self.shop.people.route(post, face, hours, now);
        self.route = Some(route.clone());
        self.owner = Some(route.owner(self.owner, now));
        self.round += 1;
        self.deadline = Some(deadline);
        (self.is_reported, self.is_handed_on, self.former) = (false, false, None);
        self.heard.clear();
        self.plan.clear();
        if deadline <= now {
            self.overdue(now, true);
            return;
        }
        let leads = REMIND_BEFORE.map(SignedDuration::from_hours).into_iter().chain(route.leads());
        let leads: Vec<SignedDuration> = leads.collect();
        if plan::wakes(hours, now, deadline, &leads) {
            let first = route.first();
            self.say_at(now, now, "alert", |case| with(case.readers(deadline - now), first));
        } else {
            let left = deadline - hours.audible(now);
            self.say(now, "alert", |case| case.readers(left));
        }
        let reminders = plan::reminders(hours, now, deadline, &leads);
        self.plan = reminders.into_iter().map(|(at, lead)| (at, Step::Reminder(lead))).collect();
        self.plan.push((deadline, Step::Overdue));
    }

    /// Everything that comes due by itself until then.
    fn pass_to(&mut self, now: SignedDuration) {
        while self.plan.first().is_some_and(|(when, _)| *when <= now) {
            let (when, step) = self.plan.remove(0);
            let left = |case: &Self| case.deadline.map_or(when, |deadline| deadline - when);
            match step {
                Step::Reminder(lead) => {
                    // One that was moved finds more of the escalation reached.
                    let left = left(self).min(lead);
                    self.say(when, &reminder(lead), |case| case.readers(left));
                }
                Step::Snoozed => {
                    let left = left(self);
                    self.say(when, &reminder(left), |case| case.readers(left));
                }
                Step::Overdue => self.overdue(when, false),
                Step::HandedBack => {
                    self.owner = self.former.take();
                    self.say(when, "handed_back", |case| {
                        with(case.in_charge(), case.route().first())
                    });
                }
                Step::Unconfirmed => {
                    self.say(when, "unconfirmed", Self::asked);
                }
                Step::Lapsed => {
                    let deadline = self.deadline.expect("a reply is due");
                    self.open(deadline, when);
                }
                Step::FollowUp => self.say(when, "follow_up", Self::asked),
            }
        }
    }

    fn overdue(&mut self, now: SignedDuration, found_late: bool) {
        self.say(now, "overdue", |case| {
            &case.all_named() | &case.route().reached(SignedDuration::ZERO)
        });
        let fresh = self.said.iter_mut().filter(|notice| notice.due == now);
        fresh.for_each(|notice| notice.found_late = found_late);
    }

    fn end(&mut self, now: SignedDuration) {
        let last = self.said.iter_mut().rev().take_while(|notice| notice.due + CLOSE >= now);
        last.for_each(|notice| notice.may_lack = true);
        self.say(now, "answered", |case| &case.in_charge() | &case.heard);
        self.settle();
    }

    /// Nobody has to act any more.
    fn settle(&mut self) {
        (self.deadline, self.is_reported) = (None, false);
        self.plan.clear();
    }

    fn route(&self) -> &Route {
        self.route.as_ref().expect("a round began")
    }

    fn in_charge(&self) -> BTreeSet<Reader> {
        BTreeSet::from([self.owner.expect("a round began")])
    }

    /// Who is asked: whoever is in charge, and whoever reads along.
    fn asked(&self) -> BTreeSet<Reader> {
        self.readers(SignedDuration::MAX)
    }

    /// Whose it is, and whose it would be.
    fn all_named(&self) -> BTreeSet<Reader> {
        let named = if self.is_handed_on { self.route().named() } else { self.route().copies() };
        &self.in_charge() | &named
    }

    fn readers(&self, lead: SignedDuration) -> BTreeSet<Reader> {
        let copies = if self.is_handed_on { BTreeSet::new() } else { self.route().copies() };
        &(&self.in_charge() | &copies) | &self.route().reached(lead)
    }

    /// What comes due then is said then, or in the morning.
    fn say(&mut self, due: SignedDuration, kind: &str, to: impl FnOnce(&Self) -> BTreeSet<Reader>) {
        self.say_at(due, self.shop.hours.audible(due), kind, to);
    }

    fn say_at(
        &mut self,
        due: SignedDuration,
        at: SignedDuration,
        kind: &str,
        to: impl FnOnce(&Self) -> BTreeSet<Reader>,
    ) {
        let called = to(self);
        let readers: BTreeSet<Reader> = called.iter().map(|who| there(who, at)).collect();
        // Of what waits for the morning, the latest of a round is said.
        let round = self.round;
        self.said
            .retain(|other| other.at <= due || other.round != round || !readers.contains(other.to));
        self.heard.extend(&readers);
        self.said.extend(readers.into_iter().map(|to| Notice {
            case: self.root,
            round,
            kind: kind.to_owned(),
            to,
            due,
            at,
            found_late: false,
            may_lack: false,
        }));
    }
}

fn with(mut readers: BTreeSet<Reader>, one: Reader) -> BTreeSet<Reader> {
    readers.insert(one);
    readers
}
