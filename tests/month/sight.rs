//! What could be seen of each review by someone who got the pages that were given, and nothing more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::SignedDuration;

use super::post::{Face, told};
use super::site::Glance;
use super::world::{Form, World};

/// What a visit shows of one review that the visits before did not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// It stands there; where it was there before the first visit, `baseline`. When it was written, at
    /// the earliest and at the latest, for all that page and visits tell.
    New { baseline: bool, earliest: SignedDuration, latest: SignedDuration },
    /// Other words or stars than these.
    Edited(Face),
    /// A reply, or another one.
    Answered,
    /// The reply is gone.
    ReplyGone,
    /// It is gone from where it would stand.
    Gone,
}

/// What a visit shows of one review.
#[derive(Clone, Debug)]
pub(crate) struct Sight {
    pub(crate) at: SignedDuration,
    /// The visit before; at the first visit itself.
    pub(crate) before: SignedDuration,
    pub(crate) post: u32,
    pub(crate) what: Vec<What>,
    /// As it stands there, or stood last.
    pub(crate) face: Face,
}

impl Sight {
    /// In one line.
    pub(crate) fn line(&self) -> String {
        let what = self.what.iter().map(|what| match what {
            What::New { baseline, earliest, .. } => {
                let since = if *baseline { "there before" } else { "new" };
                format!("{since}, written at {} at the earliest", told(*earliest))
            }
            What::Edited(was) => format!("no longer {:?} stars and {:?}", was.stars, was.text),
            What::Answered => "a reply".to_owned(),
            What::ReplyGone => "no reply any more".to_owned(),
            What::Gone => "gone".to_owned(),
        });
        let what: Vec<String> = what.collect();
        let (at, before) = (told(self.at), told(self.before));
        format!("{at}, before at {before}: review {}: {}", self.post, what.join("; "))
    }
}

/// Everything that could be seen of a source, in order.
pub(crate) fn sights(world: &World, source: usize, glances: &[Glance]) -> Vec<Sight> {
    let mut eye = Eye { world, source, known: BTreeMap::new(), sights: Vec::new() };
    let mut before: Option<&[Glance]> = None;
    for visit in glances.chunk_by(|_, next| next.page > 1) {
        let is_same = before.is_some_and(|before| {
            let pair = before.iter().zip(visit);
            before.len() == visit.len()
                && pair.clone().all(|(a, b)| Arc::ptr_eq(&a.given, &b.given))
        });
        if !is_same {
            eye.look(visit, before.map(|before| before[0].at));
        }
        before = Some(visit);
    }
    eye.sights
}

/// What is known so far.
struct Eye<'a> {
    world: &'a World,
    source: usize,
    /// How each looked last; `None` where it is gone.
    known: BTreeMap<u32, Option<Face>>,
    sights: Vec<Sight>,
}

impl Eye<'_> {
    fn look(&mut self, visit: &[Glance], before: Option<SignedDuration>) {
        let at = visit[0].at;
        let rows: BTreeMap<u32, &Face> = visit
            .iter()
            .flat_map(|g| &g.given.rows)
            .map(|(number, face)| (*number, face))
            .collect();
        for (number, face) in &rows {
            let what = match self.known.get(number) {
                Some(Some(was)) => differences(was, face),
                Some(None) => panic!("{number} is there again, which this world does not know"),
                None => vec![self.first_seen(*number, at, before)],
            };
            self.known.insert(*number, Some((*face).clone()));
            self.note(at, before, *number, what, face);
        }
        let last = visit.iter().flat_map(|g| &g.given.rows).map(|(number, _)| *number).next_back();
        let is_whole = visit.iter().any(|glance| glance.given.is_last);
        self.miss(at, before, &rows.keys().copied().collect(), last.filter(|_| !is_whole));
    }

    fn first_seen(&self, number: u32, at: SignedDuration, before: Option<SignedDuration>) -> What {
        let written = self.world.posts[number as usize].written;
        let first = self.first_visit().unwrap_or(at);
        let (page_earliest, page_latest) = dated(self.world.sources[self.source].form, written);
        let baseline = before.is_none() || written < first;
        // Cut with what the visits prove: it was written after the one that did not show it.
        let since = before.filter(|before| {
            let moderated = self.world.sources[self.source].moderated;
            !baseline && !moderated && *before <= page_latest
        });
        let earliest = since.map_or(page_earliest, |before| before.max(page_earliest));
        What::New { baseline, earliest, latest: page_latest.min(at) }
    }

    fn first_visit(&self) -> Option<SignedDuration> {
        self.sights.first().map(|sight| sight.at)
    }

    /// Reviews that would stand above the last row, if they still stood.
    fn miss(
        &mut self,
        at: SignedDuration,
        before: Option<SignedDuration>,
        listed: &BTreeSet<u32>,
        last: Option<u32>,
    ) {
        let place = |number: u32| self.world.posts[number as usize].place();
        let would_stand = |number: u32| last.is_none_or(|last| place(number) < place(last));
        let gone: Vec<(u32, Face)> = self
            .known
            .iter()
            .filter(|(number, _)| !listed.contains(number) && would_stand(**number))
            .filter_map(|(number, face)| Some((*number, face.clone()?)))
            .collect();
        for (number, face) in gone {
            self.known.insert(number, None);
            self.note(at, before, number, vec![What::Gone], &face);
        }
    }

    fn note(
        &mut self,
        at: SignedDuration,
        before: Option<SignedDuration>,
        post: u32,
        what: Vec<What>,
        face: &Face,
    ) {
        if !what.is_empty() {
            let before = before.unwrap_or(at);
            self.sights.push(Sight { at, before, post, what, face: face.clone() });
        }
    }
}

fn differences(was: &Face, is: &Face) -> Vec<What> {
    let mut what = Vec::new();
    if (was.stars, &was.text) != (is.stars, &is.text) {
        what.push(What::Edited(was.clone()));
    }
    match (&was.reply, &is.reply) {
        (Some(_), None) => what.push(What::ReplyGone),
        (was, Some(is)) if was.as_ref() != Some(is) => what.push(What::Answered),
        _ => {}
    }
    what
}

/// What a page of that form says of when something was written: the first and the last moment.
fn dated(form: Form, written: SignedDuration) -> (SignedDuration, SignedDuration) {
    let unit = match form {
        Form::Json | Form::Feed => 1,
        Form::Html => 60,
        Form::HtmlDays => 24 * 3600,
    };
    // The start is a midnight, and Seoul knows no summer time.
    let first = written.as_secs().div_euclid(unit) * unit;
    (SignedDuration::from_secs(first), SignedDuration::from_secs(first + unit))
}
