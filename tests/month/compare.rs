//! What was expected held against what came, with the story of every difference.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::hands::Done;
use super::mail::Mail;
use super::notice::Notice;
use super::people::Reader;
use super::post::{Post, told};
use super::shop::Lived;
use super::sight::Sight;
use super::world::World;

/// Mails are gathered for half a minute at most, and a visit may take a few seconds before.
const PROMPT: SignedDuration = SignedDuration::from_secs(35);
/// A visit's requests follow one another by a second, and those of sources on one server as well: the
/// instant of a visit is known that exactly.
const EARLY: SignedDuration = SignedDuration::from_secs(5);
/// More cases than this at once are one mail.
const STORM: usize = 5;

/// The mails about cases and what they were to be.
pub(crate) struct Comparison<'a> {
    world: &'a World,
    sights: &'a [Sight],
    notices: &'a [Notice],
    mails: Vec<&'a Mail>,
    /// First reviews by code.
    cases: &'a BTreeMap<String, u32>,
    done: &'a [Done],
    /// Of each notice, the mails that serve it.
    served: Vec<Vec<usize>>,
    /// Of each mail, what it serves none of.
    needless: Vec<(usize, String)>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn of(
        world: &'a World,
        sights: &'a [Sight],
        notices: &'a [Notice],
        lived: &'a Lived,
    ) -> Self {
        let Lived { cases, done, .. } = lived;
        let mails: Vec<&Mail> = lived.mails.iter().filter(|mail| !mail.codes.is_empty()).collect();
        let mut by_case: BTreeMap<(u32, Reader), Vec<usize>> = BTreeMap::new();
        for (index, notice) in notices.iter().enumerate() {
            by_case.entry((notice.case, notice.to)).or_default().push(index);
        }
        let mut served = vec![Vec::new(); notices.len()];
        let mut needless = Vec::new();
        for (index, mail) in mails.iter().enumerate() {
            for code in &mail.codes {
                let of_case = cases.get(code).and_then(|case| by_case.get(&(*case, mail.to)));
                let fits = of_case.into_iter().flatten().filter(|notice| {
                    served[**notice].is_empty() && is_served(&notices[**notice], mail)
                });
                // What a night brought of one case may be more than one thing.
                let many = if mail.kind == "overnight" { usize::MAX } else { 1 };
                let fits: Vec<usize> = fits.copied().take(many).collect();
                if fits.is_empty() {
                    needless.push((index, code.clone()));
                }
                fits.into_iter().for_each(|notice| served[notice].push(index));
            }
        }
        Self { world, sights, notices, mails, cases, done, served, needless }
    }

    /// Every difference, told as a story.
    pub(crate) fn differences(&self) -> Vec<String> {
        let lacking = (0..self.notices.len()).filter(|index| self.served[*index].is_empty());
        let lacking = lacking.map(|index| &self.notices[index]).filter(|notice| !notice.may_lack);
        let mut faults: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for notice in lacking {
            faults.entry(notice.case).or_default().push(format!("no mail came: {}", line(notice)));
        }
        let mut told = Vec::new();
        for (index, code) in &self.needless {
            let fault = format!("needless: {} (#{code})", self.mails[*index].line());
            match self.cases.get(code) {
                Some(case) => faults.entry(*case).or_default().push(fault),
                None => told.push(format!("about no case that there is: {fault}")),
            }
        }
        told.extend(faults.iter().map(|(case, faults)| self.story(*case, faults)));
        told.extend(self.of_storms());
        told
    }

    /// How many mails of each kind came.
    pub(crate) fn kinds(&self) -> BTreeMap<&str, usize> {
        let mut kinds = BTreeMap::new();
        for mail in &self.mails {
            *kinds.entry(mail.kind.as_str()).or_default() += 1;
        }
        kinds
    }

    /// How many rounds began because a case was renewed.
    pub(crate) fn renewed(&self) -> usize {
        let later = self.notices.iter().filter(|notice| notice.round > 1);
        later.map(|notice| (notice.case, notice.round)).collect::<BTreeSet<_>>().len()
    }

    /// A storm is one mail, and nothing less is.
    fn of_storms(&self) -> Vec<String> {
        let mut told = Vec::new();
        for mail in self.mails.iter().filter(|mail| mail.codes.len() > 1) {
            let least =
                if ["catch_up", "overnight"].contains(&mail.kind.as_str()) { 2 } else { STORM + 1 };
            if mail.codes.len() < least {
                told.push(format!("too few for one mail: {}", mail.line()));
            }
        }
        type Asked<'b> = BTreeMap<(SignedDuration, Reader), Vec<usize>>;
        let mut at_once: Asked<'_> = BTreeMap::new();
        let mut in_the_morning: Asked<'_> = BTreeMap::new();
        for (index, notice) in self.notices.iter().enumerate().filter(|(_, n)| !n.may_lack) {
            if notice.waited() {
                in_the_morning.entry((notice.at, notice.to)).or_default().push(index);
            } else if asks(&notice.kind) {
                at_once.entry((notice.at, notice.to)).or_default().push(index);
            }
        }
        let storms = at_once.iter().filter(|(_, notices)| notices.len() > STORM);
        for ((at, to), notices) in storms.chain(&in_the_morning) {
            let mails: BTreeSet<usize> =
                notices.iter().flat_map(|index| &self.served[*index]).copied().collect();
            if mails.len() != 1 {
                let (at, cases) = (crate::post::told(*at), notices.len());
                told.push(format!(
                    "{at}: {cases} cases at once were {} mails to {to}",
                    mails.len()
                ));
            }
        }
        told
    }

    fn story(&self, case: u32, faults: &[String]) -> String {
        let posts = self.world.posts.iter();
        let posts = posts.filter(|post| post.number == case || post.again == Some(case));
        let posts: Vec<&Post> = posts.collect();
        let seen = self.sights.iter().filter(|sight| posts.iter().any(|p| p.number == sight.post));
        let seen = seen.map(|sight| format!("    {}", sight.line()));
        let truth = posts.iter().flat_map(|post| post.story()).map(|line| format!("    {line}"));
        let expected = self.notices.iter().filter(|notice| notice.case == case);
        let expected = expected.map(|notice| format!("    {}", line(notice)));
        let code = self.cases.iter().find(|(_, root)| **root == case).map(|(code, _)| code);
        let got = self.mails.iter().filter(|mail| code.is_some_and(|c| mail.codes.contains(c)));
        let got = got.map(|mail| format!("    {}", mail.line()));
        let done = self.done.iter().filter(|done| done.case == case).map(|done| {
            let refused = if done.accepted { "" } else { ", which was refused" };
            format!("    {}: {:?} by {}{refused}", told(done.wish.at), done.wish.deed, done.wish.by)
        });
        let lines = [format!("case of review {case}:")]
            .into_iter()
            .chain(faults.iter().map(|fault| format!("  {fault}")))
            .chain(["  the truth:".to_owned()])
            .chain(truth)
            .chain(["  seen:".to_owned()])
            .chain(seen)
            .chain(["  done:".to_owned()])
            .chain(done)
            .chain(["  expected:".to_owned()])
            .chain(expected)
            .chain(["  what came:".to_owned()])
            .chain(got);
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Whether many such at once are a storm. A reminder that somebody asked for has an odd lead, and comes within
/// a second of its moment.
fn asks(kind: &str) -> bool {
    let lead = kind.strip_prefix("reminder:").map(|lead| lead.parse::<i64>().expect("seconds"));
    lead.map_or(["alert", "overdue", "handed_back"].contains(&kind), |lead| lead % 3600 == 0)
}

/// Whether the mail says what the notice asks for, in time.
fn is_served(notice: &Notice, mail: &Mail) -> bool {
    let in_time = notice.at - EARLY <= mail.at && mail.at <= notice.at + PROMPT;
    let says = match mail.kind.as_str() {
        "overnight" => notice.waited(),
        "storm" => notice.kind != "answered",
        "catch_up" => notice.found_late,
        "done" => notice.kind == "answered",
        kind => notice.kind == kind || is_nearly(&notice.kind, kind),
    };
    in_time && says
}

/// Whether both are reminders of nearly the same lead: one that somebody put off has an odd one.
fn is_nearly(one: &str, other: &str) -> bool {
    let lead = |kind: &str| kind.strip_prefix("reminder:")?.parse::<i64>().ok();
    lead(one).zip(lead(other)).is_some_and(|(one, other)| (one - other).abs() <= 60)
}

fn line(notice: &Notice) -> String {
    let Notice { round, kind, to, due, at, found_late, may_lack, .. } = notice;
    let late = if *found_late { ", found too late" } else { "" };
    let lack = if *may_lack { ", or not, since it ends there" } else { "" };
    let waited = if due < at { format!(", due {}", told(*due)) } else { String::new() };
    format!("{} {kind} to {to}, round {round}{waited}{late}{lack}", told(*at))
}
