//! Which mails are due by the written rules, and whether those that came are these.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use mail_parser::MessageParser;
use reviewd::demo::sink::Received;

use super::shop::{Later, Mood, Post, at};

const OWNER: &str = "owner@shop.example";
const BOSS: &str = "boss@shop.example";
/// What stands for a review where a mail is about none.
const NO_REVIEW: u32 = 0;
const DAY: i64 = 24 * 60;
/// A change without a date of its own is dated by polling: it may count from the poll before it.
const SLACK: i64 = 90;

/// A mail that someone must get: about which review, what, to whom, in which minute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Due {
    review: u32,
    to: &'static str,
    kind: String,
    minute: i64,
    /// It may come this many minutes earlier.
    slack: i64,
}

/// A complaint that waits for its reply.
struct Round {
    started: i64,
    /// The first moment at which reviewd can know of it.
    seen: i64,
    slack: i64,
}

impl Round {
    /// Its mails before the minute `until`; steps that were past when it was seen are not made up for.
    fn mails(&self, review: u32, until: i64) -> Vec<Due> {
        let due = |to, kind: &str, minute| Due {
            review,
            to,
            kind: kind.to_owned(),
            minute,
            slack: self.slack,
        };
        let mut steps = Vec::new();
        for hours in [12, 4, 1] {
            let kind = format!("reminder:{}", hours * 3_600);
            steps.push(due(OWNER, &kind, self.started + DAY - hours * 60));
        }
        for to in [OWNER, BOSS] {
            steps.push(due(to, "overdue", self.started + DAY));
        }
        steps.retain(|step| self.seen < step.minute && step.minute < until);
        steps.push(due(OWNER, "alert", self.seen));
        steps
    }

    /// The mails that say that it is over.
    fn end(&self, review: u32, minute: i64) -> Vec<Due> {
        let boss = (minute > self.started + DAY).then_some(BOSS);
        let due = |to| Due { review, to, kind: "answered".to_owned(), minute, slack: 0 };
        [OWNER].into_iter().chain(boss).map(due).collect()
    }
}

/// Every mail that is due about a review before the minute `until`, where nothing happens to the
/// review itself from the minute `still` on.
pub(super) fn due(post: &Post, still: i64, until: i64) -> Vec<Due> {
    let mut mails = Vec::new();
    let is_history = post.written + DAY <= 0;
    let first = Round { started: post.written, seen: post.written.max(0), slack: 0 };
    let complains = post.mood != Mood::Happy && !is_history && post.written < still;
    let mut open = complains.then_some(first);
    for (when, later) in post.later.iter().filter(|(when, _)| *when < still) {
        match (later, &open) {
            (Later::Answered | Later::Edited(Mood::Happy), Some(round)) => {
                mails.extend(round.mails(post.number, *when));
                mails.extend(round.end(post.number, *when));
                open = None;
            }
            (Later::Edited(Mood::Unhappy | Mood::Furious), None) => {
                open = Some(Round { started: *when, seen: *when, slack: SLACK });
            }
            _ => {}
        }
    }
    mails.extend(open.iter().flat_map(|round| round.mails(post.number, until)));
    mails
}

/// The digests before the minute `until`: at eight in the morning in Seoul, which is 23 hours after the
/// beginning, and every day from then on.
pub(super) fn digests(until: i64) -> impl Iterator<Item = Due> {
    let minutes = (0..).map(|day| 23 * 60 + day * DAY).take_while(move |minute| *minute < until);
    minutes.map(|minute| Due {
        review: NO_REVIEW,
        to: OWNER,
        kind: "digest".to_owned(),
        minute,
        slack: 0,
    })
}

/// A mail as it came, with how many times.
struct Mail {
    to: String,
    kind: String,
    cases: Vec<String>,
    dated: Timestamp,
    bytes: Vec<u8>,
    copies: usize,
}

impl Mail {
    fn read(received: &Received) -> (String, Self) {
        let parsed = MessageParser::default().parse(&received.bytes).expect("a mail can be read");
        let header =
            |name: &str| parsed.header_raw(name).map(|v| v.trim().to_owned()).unwrap_or_default();
        let seconds = parsed.date().expect("a mail has a date").to_timestamp();
        let mail = Self {
            to: received.to.join(", "),
            kind: header("X-Reviewd-Kind"),
            cases: header("X-Reviewd-Case").split(", ").map(str::to_owned).collect(),
            dated: Timestamp::from_second(seconds).expect("a date"),
            bytes: received.bytes.clone(),
            copies: 1,
        };
        (header("Message-ID"), mail)
    }
}

/// What was made of the mails.
pub(super) struct Verdict {
    /// Everything that is not as it must be, one line each.
    pub(super) faults: Vec<String>,
    /// Different mails.
    pub(super) mails: usize,
    /// Mails that came again.
    pub(super) repeats: usize,
}

/// Judges all mails that came, in order: those of `due` may come, and what was due before the minute
/// `until` must have. `reviews` says which review a case's code stands for.
pub(super) fn judge(
    due: &BTreeSet<Due>,
    until: i64,
    received: &[Received],
    reviews: &BTreeMap<String, u32>,
) -> Verdict {
    let mut faults = Vec::new();
    let mut mails: BTreeMap<String, Mail> = BTreeMap::new();
    for one in received {
        let (id, mail) = Mail::read(one);
        match mails.get_mut(&id) {
            Some(first) => {
                first.copies += 1;
                if (&first.bytes, &first.to) != (&mail.bytes, &mail.to) {
                    faults.push(format!("{id} came again with other bytes or to someone else"));
                }
            }
            None => {
                mails.insert(id, mail);
            }
        }
    }
    let mut told: BTreeMap<&Due, Vec<&str>> = BTreeMap::new();
    for (id, mail) in &mails {
        for case in &mail.cases {
            let review = if case.is_empty() { Some(&NO_REVIEW) } else { reviews.get(case) };
            match review.and_then(|review| meant(due, *review, mail)) {
                Some(due) => told.entry(due).or_default().push(id),
                None => faults.push(format!(
                    "{} to {} about {case} ({:?}) of {} was due by no rule",
                    mail.kind,
                    mail.to,
                    reviews.get(case),
                    mail.dated
                )),
            }
        }
    }
    for one in due {
        match told.get(one).map_or(&[][..], Vec::as_slice) {
            [] if one.minute < until => {
                faults.push(format!("never came: {one:?}, which is at {}", at(one.minute)));
            }
            [] | [_] => {}
            several => faults.push(format!("{} different mails for {one:?}", several.len())),
        }
    }
    let copies: usize = mails.values().map(|mail| mail.copies).sum();
    Verdict { faults, mails: mails.len(), repeats: copies - mails.len() }
}

/// The due mail that this one is: the last of its kind before its date. A mail about many cases at
/// once does not say what it is for each; for each it is the last that was due.
fn meant<'d>(due: &'d BTreeSet<Due>, review: u32, mail: &Mail) -> Option<&'d Due> {
    let fits = |due: &&Due| {
        let kind = match mail.kind.as_str() {
            "storm" => due.kind != "answered",
            "done" => due.kind == "answered",
            kind => due.kind == kind,
        };
        kind && due.review == review
            && due.to == mail.to
            && at(due.minute - due.slack) <= mail.dated
    };
    due.iter().filter(fits).max_by_key(|due| due.minute)
}
