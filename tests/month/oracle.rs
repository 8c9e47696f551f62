//! Which mails each case is to have, worked out from the promises alone.
//!
//! Written from what README and design say, and from nothing that the daemon does: the clock starts at
//! the earliest moment at which the customer may have written; one alert at once, reminders 12, 4 and 1
//! hours before the deadline, the deadline's passing to the boss as well; steps already past when a
//! complaint is first seen are not made up for; a reply or a withdrawal ends it with one mail to all who
//! had heard; a worse edit, a vanished reply and the same customer's next complaint begin a new round.

use std::collections::BTreeMap;

use jiff::SignedDuration;

use super::post::Face;
use super::sight::{Sight, What};
use super::world::World;

const REPLY_WITHIN: SignedDuration = SignedDuration::from_hours(24);
const REMIND_BEFORE: [i64; 3] = [12, 4, 1];
/// What comes due this close to the end of a round may or may not be said any more.
const CLOSE: SignedDuration = SignedDuration::from_mins(1);

/// Who reads the mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reader {
    Owner,
    Boss,
}

/// A mail, or a share in one, that is to come.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notice {
    /// The first review of the case.
    pub(crate) case: u32,
    pub(crate) round: u32,
    /// As the mail's header names it.
    pub(crate) kind: String,
    pub(crate) to: Reader,
    pub(crate) at: SignedDuration,
    /// It was overdue before it could be seen.
    pub(crate) found_late: bool,
    /// It came due in the same minute in which the round, or the time that is looked at, ended.
    pub(crate) may_lack: bool,
}

/// Whether a review with those words and stars is a complaint: the judging is not what is tested here.
pub(crate) type Verdict<'a> = &'a dyn Fn(&Face) -> bool;

/// Everything that is to be said until `end`, given all that could be seen, in order.
pub(crate) fn notices(
    world: &World,
    sights: &[Sight],
    end: SignedDuration,
    is_complaint: Verdict<'_>,
) -> Vec<Notice> {
    let mut cases: BTreeMap<u32, Case> = BTreeMap::new();
    for sight in sights {
        let root = world.posts[sight.post as usize].again.unwrap_or(sight.post);
        let case = cases.entry(root).or_insert_with(|| Case::new(root));
        for what in &sight.what {
            case.take(sight, what, is_complaint);
        }
    }
    cases.values_mut().for_each(|case| case.pass_to(end));
    let mut all: Vec<Notice> = cases.into_values().flat_map(|case| case.said).collect();
    for notice in all.iter_mut().filter(|notice| notice.at + CLOSE >= end) {
        notice.may_lack = true;
    }
    all.sort_by_key(|notice| (notice.at, notice.case, notice.to));
    all
}

/// A case as far as it has come.
struct Case {
    root: u32,
    round: u32,
    /// Until when a reply is due, while one is.
    deadline: Option<SignedDuration>,
    /// The boss has heard of this round.
    is_overdue: bool,
    /// What comes next, the earliest first.
    plan: Vec<(SignedDuration, String)>,
    /// When the words that a reply would have to answer may have been written.
    worded: SignedDuration,
    said: Vec<Notice>,
}

impl Case {
    fn new(root: u32) -> Self {
        Self {
            root,
            round: 0,
            deadline: None,
            is_overdue: false,
            plan: Vec::new(),
            worded: SignedDuration::MIN,
            said: Vec::new(),
        }
    }

    fn take(&mut self, sight: &Sight, what: &What, is_complaint: Verdict<'_>) {
        self.pass_to(sight.at);
        let complains = is_complaint(&sight.face);
        let is_open = self.deadline.is_some();
        if matches!(what, What::Edited(_)) {
            self.worded = sight.before;
        }
        let answers = sight.face.reply.is_some_and(|(_, when)| when >= self.worded);
        match what {
            What::New { baseline, earliest, latest } if complains && !answers && !is_open => {
                let is_history = *baseline && *latest + REPLY_WITHIN <= sight.at;
                if !is_history {
                    self.begin(*earliest, sight.at);
                }
            }
            What::Edited(_) if is_open && !complains => self.end(sight.at),
            What::Edited(was)
                if complains && !is_open && is_worse(was, &sight.face, is_complaint) =>
            {
                self.begin(sight.before, sight.at);
            }
            What::Answered if is_open && answers => self.end(sight.at),
            What::ReplyGone if complains && !is_open => self.begin(sight.before, sight.at),
            What::Gone if is_open => self.end(sight.at),
            _ => {}
        }
    }

    /// A round whose clock began at `started`, noticed at `at`.
    fn begin(&mut self, started: SignedDuration, at: SignedDuration) {
        let deadline = started + REPLY_WITHIN;
        self.round += 1;
        self.deadline = Some(deadline);
        self.is_overdue = false;
        if deadline <= at {
            self.overdue(at, true);
            return;
        }
        self.say(at, "alert", &[Reader::Owner], false);
        let reminders = REMIND_BEFORE.map(|hours| {
            let before = SignedDuration::from_hours(hours);
            (deadline - before, format!("reminder:{}", before.as_secs()))
        });
        let steps = reminders.into_iter().chain([(deadline, "overdue".to_owned())]);
        self.plan = steps.filter(|(when, _)| *when > at).collect();
    }

    /// Everything that comes due by itself until then.
    fn pass_to(&mut self, now: SignedDuration) {
        while self.plan.first().is_some_and(|(when, _)| *when <= now) {
            let (when, kind) = self.plan.remove(0);
            match kind.as_str() {
                "overdue" => self.overdue(when, false),
                reminder => self.say(when, reminder, &[Reader::Owner], false),
            }
        }
    }

    fn overdue(&mut self, at: SignedDuration, found_late: bool) {
        self.is_overdue = true;
        self.say(at, "overdue", &[Reader::Owner, Reader::Boss], found_late);
    }

    fn end(&mut self, at: SignedDuration) {
        let last = self.said.iter_mut().rev().take_while(|notice| notice.at + CLOSE >= at);
        last.for_each(|notice| notice.may_lack = true);
        let readers: &[Reader] =
            if self.is_overdue { &[Reader::Owner, Reader::Boss] } else { &[Reader::Owner] };
        self.say(at, "answered", readers, false);
        (self.deadline, self.is_overdue) = (None, false);
        self.plan.clear();
    }

    fn say(&mut self, at: SignedDuration, kind: &str, to: &[Reader], found_late: bool) {
        let notice = |to: &Reader| Notice {
            case: self.root,
            round: self.round,
            kind: kind.to_owned(),
            to: *to,
            at,
            found_late,
            may_lack: false,
        };
        self.said.extend(to.iter().map(notice).collect::<Vec<_>>());
    }
}

/// Whether an edit asks for an answer of its own: it was no complaint before, or it is clearly a worse one.
fn is_worse(was: &Face, is: &Face, is_complaint: Verdict<'_>) -> bool {
    !is_complaint(was) || is.stars < was.stars
}
