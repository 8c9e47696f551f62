//! Which shown row is which known review: the passes that [`identity`](super::identity) describes.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::Known;
use super::face::{ALIKE, Face, Vote, date};
use super::order::{Outline, outline};
use super::said::said_once;
use crate::review::Review;

/// Rows seen within this time of the last reading stood there then: one visit takes minutes.
const ONE_VISIT: SignedDuration = SignedDuration::from_mins(10);
/// No page cuts a list off after fewer rows than this.
const SHORT: usize = 5;
/// A likeness that no two texts have by chance.
const NEARLY_SAME: f64 = 0.9;
/// A likeness that makes up for a missing author.
const RATHER_ALIKE: f64 = 0.7;

/// Matches while they are found.
pub(super) struct Matching<'a> {
    known: &'a [Known],
    shown: &'a [Review],
    /// So many of the shown ones stood in the list; the rest was seen on its own page alone.
    listed: usize,
    known_faces: Vec<OnceCell<Face>>,
    shown_faces: Vec<OnceCell<Face>>,
    /// Which known review bears a number, those seen last first.
    numbers: HashMap<&'a str, Vec<usize>>,
    /// Which row bears a number.
    shown_numbers: HashMap<&'a str, usize>,
    /// Known reviews by the first letter of their author; `None` where it is masked or missing.
    initials: HashMap<Option<char>, Vec<usize>>,
    outline: Option<Outline>,
    last_read: Option<Timestamp>,
    /// The site gave its numbers anew.
    upheaval: bool,
    matches: Vec<Option<usize>>,
    taken: Vec<bool>,
}

/// A known and a shown review that may be one, and how likely.
struct Pair<R> {
    rank: R,
    known: usize,
    shown: usize,
}

impl<'a> Matching<'a> {
    pub(super) fn new(known: &'a [Known], shown: &'a [Review], listed: usize) -> Self {
        let mut numbers: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut initials: HashMap<Option<char>, Vec<usize>> = HashMap::new();
        for (index, known) in known.iter().enumerate() {
            if let Some(id) = known.review.id.as_deref() {
                numbers.entry(id).or_default().push(index);
            }
            initials.entry(initial(&known.review)).or_default().push(index);
        }
        let dates: Vec<_> =
            shown.iter().take(listed).map(|review| review.posted.interval).collect();
        let rows = shown.iter().enumerate();
        Self {
            known,
            shown,
            listed,
            known_faces: vec![OnceCell::new(); known.len()],
            shown_faces: vec![OnceCell::new(); shown.len()],
            numbers,
            shown_numbers: rows
                .filter_map(|(row, review)| Some((review.id.as_deref()?, row)))
                .collect(),
            initials,
            outline: outline(&dates),
            last_read: known.iter().map(|known| known.last_seen).max(),
            upheaval: false,
            matches: vec![None; shown.len()],
            taken: vec![false; known.len()],
        }
    }

    /// All passes.
    pub(super) fn run(mut self) -> Vec<Option<usize>> {
        self.unedited();
        if !self.is_done() {
            let pairs = self.pairs(|this, known, shown| this.alike(known, shown));
            self.settle(pairs);
        }
        self.matches
    }

    /// All but the last one, which is slow.
    pub(super) fn run_unedited(mut self) -> Vec<Option<usize>> {
        self.unedited();
        self.matches
    }

    fn unedited(&mut self) {
        self.by_number_and_words();
        self.by_words_said_once();
        if self.is_done() {
            return;
        }
        self.upheaval = self.has_new_numbers();
        for _ in 0..2 {
            // The second time, the rows found the first time show where newly written ones end.
            let pairs = self.pairs(|this, known, shown| this.equal(known, shown));
            self.settle(pairs);
        }
        self.by_number();
    }

    fn is_done(&self) -> bool {
        self.matches.iter().all(Option::is_some)
    }

    fn take(&mut self, known: usize, shown: usize) {
        self.matches[shown] = Some(known);
        self.taken[known] = true;
    }

    fn known_face(&self, index: usize) -> &Face {
        self.known_faces[index].get_or_init(|| Face::of(&self.known[index].review))
    }

    fn shown_face(&self, index: usize) -> &Face {
        self.shown_faces[index].get_or_init(|| Face::of(&self.shown[index]))
    }

    fn bearers(&self, shown: usize) -> &[usize] {
        let id = self.shown[shown].id.as_deref();
        id.and_then(|id| self.numbers.get(id)).map_or(&[], Vec::as_slice)
    }

    fn by_number_and_words(&mut self) {
        for shown in 0..self.shown.len() {
            let bearers = self.bearers(shown).iter().copied();
            let mut free = bearers.filter(|known| !self.taken[*known]);
            if let Some(known) = free.find(|known| self.is_unchanged(*known, shown)) {
                self.take(known, shown);
            }
        }
    }

    /// Without numbers, what stands there to the letter and stood there once is found at once.
    fn by_words_said_once(&mut self) {
        for (known, shown) in said_once(self.known, self.shown) {
            let (was, is) = (&self.known[known].review, &self.shown[shown]);
            if self.stood(known) && date(&was.posted, &is.posted) == Vote::Yes {
                self.take(known, shown);
            }
        }
    }

    /// Words as before, and neither author nor date against it.
    fn is_unchanged(&self, known: usize, shown: usize) -> bool {
        let (was, is) = (&self.known[known].review, &self.shown[shown]);
        if (&was.author, &was.title, &was.body) == (&is.author, &is.title, &is.body) {
            return date(&was.posted, &is.posted) != Vote::No;
        }
        let (was, is) = (self.known_face(known), self.shown_face(shown));
        was.words == is.words && was.author(is) != Vote::No && was.date(is) != Vote::No
    }

    /// Whether the site gave its numbers anew: not one of them is known, or one of them stands for
    /// something else now.
    fn has_new_numbers(&self) -> bool {
        let numbered: Vec<usize> =
            (0..self.shown.len()).filter(|shown| self.shown[*shown].id.is_some()).collect();
        if numbered.is_empty() || self.numbers.is_empty() {
            return false;
        }
        let is_borne = |shown: &usize| !self.bearers(*shown).is_empty();
        if !numbered.iter().any(is_borne) {
            return true;
        }
        numbered.into_iter().filter(is_borne).any(|shown| {
            self.matches[shown].is_none() && (self.is_denied(shown) || self.has_moved(shown))
        })
    }

    /// Every review that bore the number contradicts what is shown under it.
    fn is_denied(&self, shown: usize) -> bool {
        let face = self.shown_face(shown);
        self.bearers(shown).iter().all(|known| self.known_face(*known).contradictions(face) >= 2)
    }

    /// What is shown under the number was known under another, and not by chance.
    fn has_moved(&self, shown: usize) -> bool {
        let face = self.shown_face(shown);
        let doubted = self.bearers(shown).iter().all(|known| {
            let bearer = self.known_face(*known);
            bearer.author(face) == Vote::No || bearer.date(face) == Vote::No
        });
        (doubted || face.is_weighty())
            && self.candidates(shown).any(|known| {
                let other = self.known_face(known);
                self.known[known].review.id.is_some()
                    && !face.words.is_empty()
                    && other.words == face.words
                    && other.author(face) != Vote::No
                    && other.has_product_of(face)
            })
    }

    /// Known reviews not matched yet whose author and date do not rule the shown one out.
    fn candidates(&self, shown: usize) -> impl Iterator<Item = usize> {
        let review = &self.shown[shown];
        let (same, open): (Vec<&Vec<usize>>, _) = match initial(review) {
            None => (self.initials.values().collect(), None),
            some => (self.initials.get(&some).into_iter().collect(), self.initials.get(&None)),
        };
        let all = same.into_iter().chain(open).flatten().copied();
        all.filter(move |known| {
            !self.taken[*known]
                && date(&self.known[*known].review.posted, &review.posted) != Vote::No
        })
    }

    fn pairs<R>(&self, rank: impl Fn(&Self, usize, usize) -> Option<R>) -> Vec<Pair<R>> {
        let open = (0..self.shown.len()).filter(|shown| self.matches[*shown].is_none());
        open.flat_map(|shown| self.candidates(shown).map(move |known| (known, shown)))
            .filter_map(|(known, shown)| {
                Some(Pair { rank: rank(self, known, shown)?, known, shown })
            })
            .collect()
    }

    /// Takes the likeliest pairs first; among equals the lower rows, since what is new stands above, and
    /// for those what was written first, since equal ones keep their order.
    fn settle<R: PartialOrd>(&mut self, mut pairs: Vec<Pair<R>>) {
        pairs.sort_by(|a, b| {
            let likelier = b.rank.partial_cmp(&a.rank).unwrap_or(std::cmp::Ordering::Equal);
            let place = |pair: &Pair<R>| {
                let written = self.known[pair.known].review.posted.interval;
                (Reverse(pair.shown), written.map(|written| written.earliest), pair.known)
            };
            likelier.then_with(|| place(a).cmp(&place(b)))
        });
        for Pair { known, shown, .. } in pairs {
            if self.matches[shown].is_none() && !self.taken[known] {
                self.take(known, shown);
            }
        }
    }

    /// One content under two numbers or none.
    fn equal(&self, known: usize, shown: usize) -> Option<(u8, bool)> {
        let (was, is) = (self.known_face(known), self.shown_face(shown));
        let (author, date) = (was.author(is), was.date(is));
        let certain = author == Vote::Yes && date == Vote::Yes;
        if was.words != is.words
            || author == Vote::No
            || (is.words.is_empty() && !certain)
            || !(was.has_product_of(is) || is.is_weighty())
            || !(self.may_differ_in_number(known, shown) || self.returns(known, shown))
        {
            return None;
        }
        let stood = self.stood(known);
        let placed = !self.is_arrival(shown)
            || stood
            || self.is_gone(known)
            || self.known[known].vanished
            || (date == Vote::Yes && (self.outline.is_none() || was.is_by_one_person(is)));
        placed.then(|| (was.sameness(is), stood))
    }

    /// What is left under a number is the review that bore it, edited, unless too much speaks against.
    fn by_number(&mut self) {
        let most = if self.upheaval { 0 } else { 1 };
        for shown in 0..self.shown.len() {
            if self.matches[shown].is_some() {
                continue;
            }
            let face = self.shown_face(shown);
            let free = self.bearers(shown).iter().copied().filter(|known| !self.taken[*known]);
            let against = |known: &usize| self.known_face(*known).contradictions(face);
            let best = free.min_by_key(against).filter(|known| against(known) <= most);
            if let Some(known) = best {
                self.take(known, shown);
            }
        }
    }

    /// A row that is missing and one that is unknown, alike in author, date, product and text.
    fn alike(&self, known: usize, shown: usize) -> Option<(f64, u8)> {
        let (was, is) = (self.known_face(known), self.shown_face(shown));
        let one_person = was.is_by_one_person(is);
        let slid_off = self.is_arrival(shown) && !self.is_gone(known) && !self.is_outlasted(known);
        let stood = self.stood(known) || !self.is_arrival(shown);
        let likely = stood && !slid_off && !self.known[known].vanished;
        let numbers_allow =
            self.may_differ_in_number(known, shown) || (one_person && self.returns(known, shown));
        if !(likely || one_person) || !numbers_allow {
            return None;
        }
        let least = match (was.author(is), was.date(is)) {
            (Vote::Yes, Vote::Yes) => ALIKE,
            (Vote::Yes, Vote::Unsaid) if one_person => ALIKE,
            (Vote::Unsaid, Vote::Yes) => RATHER_ALIKE,
            _ => return None,
        };
        let least = if was.has_product_of(is) { least } else { NEARLY_SAME };
        let likeness = was.likeness(is);
        (likeness >= least).then(|| (likeness, was.sameness(is)))
    }

    /// A number tells two reviews apart as long as the site keeps its numbers and both are there.
    fn may_differ_in_number(&self, known: usize, shown: usize) -> bool {
        // A number that is still to be matched binds what bears it.
        let is_bound = |number: &str| {
            self.shown_numbers.get(number).is_some_and(|row| self.matches[*row].is_none())
        };
        let is_lost = |number: &str| {
            self.shown_numbers.get(number).is_some_and(|row| self.matches[*row].is_some())
        };
        match (self.known[known].review.id.as_deref(), &self.shown[shown].id) {
            _ if self.upheaval => true,
            (None, None) => true,
            (Some(was), None) => !is_bound(was),
            (None, Some(_)) => self.is_unborne(shown),
            (Some(was), Some(_)) => self.is_gone(known) || (is_lost(was) && self.is_unborne(shown)),
        }
    }

    /// Nothing known bears the number, or what did is found elsewhere.
    fn is_unborne(&self, shown: usize) -> bool {
        self.bearers(shown).iter().all(|known| self.taken[*known])
    }

    /// Under a number never seen before, and yet nothing newly written: a review that was gone, or one
    /// that the list did not show while the numbers changed.
    fn returns(&self, known: usize, shown: usize) -> bool {
        let (was, is) = (self.known_face(known), self.shown_face(shown));
        let certain = was.author(is) == Vote::Yes && was.date(is) == Vote::Yes && is.is_weighty();
        let is_free = |number: &str| !self.shown_numbers.contains_key(number);
        self.bearers(shown).is_empty()
            && self.known[known].review.id.as_deref().is_none_or(is_free)
            && (self.known[known].vanished || (certain && !self.is_arrival(shown)))
    }

    /// It stood in the list when that was last read.
    fn stood(&self, known: usize) -> bool {
        let since = |last: Timestamp| last.duration_since(self.known[known].last_seen);
        self.last_read.is_some_and(|last| since(last) <= ONE_VISIT)
    }

    /// Written so late that the list would show it.
    fn is_gone(&self, known: usize) -> bool {
        let written = self.known[known].review.posted.interval;
        self.outline.zip(written).is_some_and(|(list, written)| written.earliest > list.depth)
    }

    /// A review that was there before it is still shown, so it did not slide off the end.
    fn is_outlasted(&self, known: usize) -> bool {
        let first_seen = |known: usize| self.known[known].first_seen;
        let mut still = self.matches.iter().take(self.listed).flatten();
        still.any(|other| first_seen(*other) < first_seen(known))
    }

    /// Whether the row stands where newly written ones stand: above every row that is known, in a
    /// list so long that others may have slid off its end meanwhile.
    fn is_arrival(&self, shown: usize) -> bool {
        if self.listed < SHORT {
            return false;
        }
        let pinned = self.outline.map_or(0, |list| list.pinned);
        let above = self.matches.iter().take(shown).skip(pinned);
        (pinned..self.listed).contains(&shown) && above.flatten().next().is_none()
    }
}

fn initial(review: &Review) -> Option<char> {
    review.author.as_deref()?.trim().chars().next().filter(|c| c.is_alphanumeric())
}
