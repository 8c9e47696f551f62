//! What goes into the store and comes out of it.

use jiff::Timestamp;

use super::Entry;
pub use crate::alert::Fate;
use crate::alert::{Address, Facts, Frozen, Kind, Notice};
use crate::case::{Case, CaseId, Taken};
use crate::coverage::{Mark, Rewrite, alarm};
use crate::fetch::Validators;
use crate::review::{Event, Interval, Judgement, Review, ReviewKey, SourceId, Trouble, Verdict};
use crate::source::{Outcome, Reject};

/// Who claims: one running process, and how long its claims last.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Unique to the process.
    pub name: String,
    /// How long a claim lasts unless it is ended.
    pub lease: jiff::SignedDuration,
}

/// The right to commit one piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What is claimed, unique over all loops (`source/mall`, `review/17`, `case/3`; `to/4` for
    /// the mail of the recipient with that number, so that no claim holds an address).
    pub item: String,
    /// Who holds it.
    pub holder: String,
    /// Grows with every claim of the item.
    pub epoch: i64,
}

/// Claimed work.
#[derive(Clone, Debug)]
pub struct Claimed<T> {
    /// The right to commit it.
    pub claim: Claim,
    /// The work.
    pub item: T,
}

/// A source as the poll loop finds it.
#[derive(Clone, Debug)]
pub struct SourceState {
    /// Which.
    pub id: SourceId,
    /// When this poll was due.
    pub due: Timestamp,
    /// A poll has read the list before, so what is new now is new.
    pub baseline_done: bool,
    /// Validators of the first page at the last poll that read it.
    pub validators: Validators,
    /// Polls in a row that proved nothing.
    pub failures: u32,
    /// The last poll that read the list or heard that it is unchanged.
    pub last_success: Option<Timestamp>,
    /// The last marks of what was seen of it, oldest first.
    pub coverage: Vec<Mark>,
    /// What it looked like while it was well, and what is wrong with it.
    pub watch: alarm::State,
    /// A case about one of its reviews is open, so that an unchanged list is no reason to look away.
    pub awaited: bool,
}

/// How a poll ended.
#[derive(Clone, Debug)]
pub struct PollCommit {
    /// When it ended.
    pub now: Timestamp,
    /// When the list was asked for: what was written later may not have been seen.
    pub asked: Timestamp,
    /// When the next one is due.
    pub next_due: Timestamp,
    /// What kind of page it was.
    pub outcome: Outcome,
    /// Details.
    pub note: Option<String>,
    /// Polls in a row, this one included, that proved nothing.
    pub failures: u32,
    /// New validators; `None` keeps the old ones.
    pub validators: Option<Validators>,
    /// Reviews seen for the first time; each gets an [`Event::New`].
    pub new: Vec<NewReview>,
    /// What happened to known ones.
    pub changes: Vec<Changed>,
    /// Known ones that were there and did not change.
    pub seen: Vec<ReviewKey>,
    /// Rows that were not taken, replacing those of the last poll unless the page is unchanged.
    pub rejects: Vec<Reject>,
    /// What changes in what was seen of the source; `None` where the open stretch just goes on.
    pub coverage: Option<Rewrite>,
    /// What it does to the source's profile and incidents.
    pub alarms: Alarms,
}

/// What a poll does to a source's profile and incidents.
#[derive(Clone, Debug, Default)]
pub struct Alarms {
    /// What the source looks like while it is well; `None` where that is as before.
    pub profile: Option<alarm::Profile>,
    /// What becomes of incidents; those that do not appear stay as they are.
    pub steps: Vec<alarm::Step>,
    /// Who is told, where someone is.
    pub people: Vec<Address>,
    /// Nobody is told before then: the end of quiet hours.
    pub not_before: Timestamp,
}

/// A review seen for the first time.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// Its identity, made by `coverage`.
    pub key: ReviewKey,
    /// What it says.
    pub review: Review,
    /// It was there before the source's first poll.
    pub baseline: bool,
}

/// What happened to a known review.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Which.
    pub key: ReviewKey,
    /// What happened, in order; may be empty where only details were filled in.
    pub events: Vec<Event>,
    /// What it says now.
    pub review: Review,
}

/// A review as the triage loop finds it.
#[derive(Clone, Debug)]
pub struct ReviewState {
    /// Which.
    pub key: ReviewKey,
    /// What it says.
    pub review: Review,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// Events not yet dealt with, oldest first, with the time of the poll that noticed them.
    pub events: Vec<(Timestamp, Event)>,
    /// The last judgement, where there is one.
    pub judgement: Option<Judgement>,
    /// When its present words were written, where that was by an edit that said something new.
    pub reworded: Option<Interval>,
    /// The case this review belongs to.
    pub case: Option<Case>,
    /// A closed case of the same author on the same product of the same source, which this review
    /// would renew; `None` where the author or product is unknown or the name is masked.
    pub renews: Option<Case>,
}

/// How a triage ended.
#[derive(Clone, Debug)]
pub struct TriageCommit {
    /// When.
    pub now: Timestamp,
    /// The judgement of the review's present words.
    pub judgement: Judgement,
    /// What becomes of a case.
    pub case: Option<CaseWrite>,
}

/// A case to create or change, with who is told of it, in one transaction.
#[derive(Clone, Debug)]
pub struct CaseWrite {
    /// The case after the change; `id` is ignored where `is_new`.
    pub case: Case,
    /// Whether it has to be created.
    pub is_new: bool,
    /// What happened, for its history.
    pub what: Vec<Taken>,
    /// Who is told. Unsent notices of the case to the same recipients are dropped as overtaken;
    /// where the case is closed, all unsent ones are.
    pub told: Vec<Told>,
}

/// A notice of the case it is written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is said.
    pub kind: Kind,
    /// Counts repetitions of it within a round, from 0.
    pub occurrence: u32,
    /// To whom.
    pub recipient: Address,
    /// Since when it is due.
    pub due: Timestamp,
}

/// Which case to claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one whose next step has been due longest.
    Due,
    /// This one, due or not; `None` comes back where it does not exist or someone else holds it.
    Id(CaseId),
}

/// A case as the deadline loop finds it.
#[derive(Clone, Debug)]
pub struct CaseState {
    /// The case.
    pub case: Case,
    /// Its review as it stands.
    pub review: Review,
    /// What is made of it.
    pub judgement: Option<Judgement>,
    /// Recipients who were told of it in this round, or whose mail may be under way.
    pub told: Vec<Address>,
}

/// How a case's step ended.
#[derive(Clone, Debug)]
pub struct CaseCommit {
    /// When.
    pub now: Timestamp,
    /// The case after it; never new.
    pub write: CaseWrite,
}

/// A notice's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeId(pub i64);

/// A mail's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailId(pub i64);

/// What the delivery loop has to do.
#[derive(Clone, Debug)]
pub enum Delivery {
    /// Put these notices, all due and all to one recipient, into words.
    Compose(Vec<(NoticeId, Notice, Facts)>),
    /// Send this mail.
    Send(Outgoing),
}

/// A frozen mail about to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its row.
    pub id: MailId,
    /// The mail.
    pub mail: Frozen,
    /// Sendings of it that failed so far, or in a row of all mail or of this recipient's while it is
    /// held up, where that is more.
    pub attempts: u32,
    /// When it was frozen.
    pub since: Timestamp,
    /// What it says, one entry a notice.
    pub notices: Vec<Notice>,
    /// Who else was to hear any of it and refused for good.
    pub refused_by: Vec<Address>,
    /// Someone else has heard, or is about to hear, every bit of it.
    pub told_elsewhere: bool,
}

/// How a sending ended.
#[derive(Clone, Debug)]
pub struct DeliveryCommit {
    /// When.
    pub now: Timestamp,
    /// Which mail.
    pub mail: MailId,
    /// The server's words, for the record; no address in it.
    pub answer: String,
    /// What becomes of the mail.
    pub fate: Fate,
    /// Who is told instead; duplicates of existing notices are passed over.
    pub instead: Vec<Notice>,
}

/// When each loop next has something to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NextDue {
    /// A source to poll.
    pub poll: Option<Timestamp>,
    /// A review to judge.
    pub triage: Option<Timestamp>,
    /// A case to move.
    pub deadline: Option<Timestamp>,
    /// A notice to compose or a mail to send.
    pub deliver: Option<Timestamp>,
    /// Since when a review waits to be judged or a case to be moved, also where someone is at it;
    /// whoever is told of it may get more to read.
    pub undecided: Option<Timestamp>,
}

/// Which cases to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFilter {
    /// Those waiting for an answer, overdue or not.
    Open,
    /// Those past their deadline.
    Overdue,
    /// All.
    All,
}

/// A case in a list.
#[derive(Clone, Debug)]
pub struct CaseSummary {
    /// The case.
    pub case: Case,
    /// The review.
    pub review: Review,
    /// Its verdict.
    pub verdict: Verdict,
}

/// A case with everything that happened.
#[derive(Clone, Debug)]
pub struct CaseHistory {
    /// The case.
    pub case: Case,
    /// The review.
    pub review: Review,
    /// When reviewd first saw it.
    pub first_seen: Timestamp,
    /// Why it is judged as it is.
    pub judgement: Option<Judgement>,
    /// What happened, oldest first.
    pub entries: Vec<Entry>,
}

/// A review on record.
#[derive(Clone, Debug)]
pub struct ReviewRecord {
    /// Its identity.
    pub key: ReviewKey,
    /// What it says now.
    pub review: Review,
    /// When it was first seen.
    pub first_seen: Timestamp,
    /// What is made of it; `None` until it was judged.
    pub judgement: Option<Judgement>,
}

/// A source in `status`.
#[derive(Clone, Debug)]
pub struct SourceStatus {
    /// Which.
    pub id: SourceId,
    /// The last poll that proved something.
    pub last_success: Option<Timestamp>,
    /// What the last poll found.
    pub last_outcome: Option<Outcome>,
    /// Details of it.
    pub note: Option<String>,
    /// When the newest review was first seen.
    pub last_review: Option<Timestamp>,
    /// When the next poll is due; `None` where it is no longer configured.
    pub next_poll: Option<Timestamp>,
    /// Paused by a person until then.
    pub paused_until: Option<Timestamp>,
    /// Polls in a row that proved nothing.
    pub failures: u32,
    /// What is wrong with it, and since when; gaps aside, which [`super::Records::coverage`] tells.
    pub troubles: Vec<(Trouble, Timestamp)>,
    /// When a person last took it as it was.
    pub accepted: Option<Timestamp>,
    /// Reviews on record.
    pub reviews: u64,
    /// Rows of the last poll that could not be taken.
    pub rejects: u64,
    /// The first of them.
    pub first_reject: Option<Reject>,
}

/// Mail that waits.
#[derive(Clone, Debug, Default)]
pub struct OutboxStatus {
    /// Notices not yet sent.
    pub waiting: u64,
    /// The oldest of them is due since.
    pub oldest: Option<Timestamp>,
    /// Notices whose recipient refused for good.
    pub failed: u64,
    /// The last failure's words and time, where the last sending failed.
    pub last_error: Option<(Timestamp, String)>,
    /// No sending before then.
    pub held_until: Option<Timestamp>,
}
