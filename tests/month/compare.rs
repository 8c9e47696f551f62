//! What was expected held against what came, with the story of every difference.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;

use super::mail::Mail;
use super::oracle::{Notice, Reader};
use super::post::{Post, told};
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
        mails: &'a [Mail],
        cases: &'a BTreeMap<String, u32>,
    ) -> Self {
        let mails: Vec<&Mail> = mails.iter().filter(|mail| !mail.codes.is_empty()).collect();
        let mut by_case: BTreeMap<(u32, Reader), Vec<usize>> = BTreeMap::new();
        for (index, notice) in notices.iter().enumerate() {
            by_case.entry((notice.case, notice.to)).or_default().push(index);
        }
        let mut served = vec![Vec::new(); notices.len()];
        let mut needless = Vec::new();
        for (index, mail) in mails.iter().enumerate() {
            for code in &mail.codes {
                let of_case = cases.get(code).and_then(|case| by_case.get(&(*case, mail.to)));
                let fits = of_case.into_iter().flatten().find(|notice| {
                    served[**notice].is_empty() && is_served(&notices[**notice], mail)
                });
                match fits {
                    Some(notice) => served[*notice].push(index),
                    None => needless.push((index, code.clone())),
                }
            }
        }
        Self { world, sights, notices, mails, cases, served, needless }
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
        let later =
            self.notices.iter().filter(|notice| notice.round > 1 && notice.to == Reader::Owner);
        later.map(|notice| (notice.case, notice.round)).collect::<BTreeSet<_>>().len()
    }

    /// A storm is one mail, and nothing less is.
    fn of_storms(&self) -> Vec<String> {
        let mut told = Vec::new();
        for mail in self.mails.iter().filter(|mail| mail.codes.len() > 1) {
            let least = if mail.kind == "catch_up" { 2 } else { STORM + 1 };
            if mail.codes.len() < least {
                told.push(format!("too few for one mail: {}", mail.line()));
            }
        }
        type Asked<'b> = BTreeMap<(SignedDuration, Reader), Vec<usize>>;
        let mut at_once: Asked<'_> = BTreeMap::new();
        for (index, notice) in self.notices.iter().enumerate().filter(|(_, n)| !n.may_lack) {
            if notice.kind != "answered" {
                at_once.entry((notice.at, notice.to)).or_default().push(index);
            }
        }
        for ((at, to), notices) in at_once.iter().filter(|(_, notices)| notices.len() > STORM) {
            let mails: BTreeSet<usize> =
                notices.iter().flat_map(|index| &self.served[*index]).copied().collect();
            if mails.len() != 1 {
                let (at, cases) = (crate::post::told(*at), notices.len());
                told.push(format!(
                    "{at}: {cases} cases at once were {} mails to {to:?}",
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
        let lines = [format!("case of review {case}:")]
            .into_iter()
            .chain(faults.iter().map(|fault| format!("  {fault}")))
            .chain(["  the truth:".to_owned()])
            .chain(truth)
            .chain(["  seen:".to_owned()])
            .chain(seen)
            .chain(["  expected:".to_owned()])
            .chain(expected)
            .chain(["  what came:".to_owned()])
            .chain(got);
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Whether the mail says what the notice asks for, in time.
fn is_served(notice: &Notice, mail: &Mail) -> bool {
    let in_time = notice.at - EARLY <= mail.at && mail.at <= notice.at + PROMPT;
    let says = match mail.kind.as_str() {
        "storm" => notice.kind != "answered",
        "catch_up" => notice.found_late,
        "done" => notice.kind == "answered",
        kind => notice.kind == kind,
    };
    in_time && says
}

fn line(notice: &Notice) -> String {
    let Notice { round, kind, to, at, found_late, may_lack, .. } = notice;
    let late = if *found_late { ", found too late" } else { "" };
    let lack = if *may_lack { ", or not, since it ends there" } else { "" };
    format!("{} {kind} to {to:?}, round {round}{late}{lack}", told(*at))
}
