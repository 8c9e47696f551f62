//! Promises over whole lives of boards: what the polls find is held against what truly happened.

mod life;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use self::life::{Act, Dates, Life, MORE, NAMED, Numbers, Post, SAID, life};
use super::tests::{Board, at, review};
use super::*;
use crate::review::{Rating, Reply};

/// What truly stands on the board, and what a poll may know of it.
struct Truth {
    life: Life,
    posts: Vec<Post>,
    now: i64,
    redesigns: usize,
    board: Board,
    /// Which post a key belongs to, and how it was last seen.
    keys: BTreeMap<ReviewKey, usize>,
    seen: BTreeMap<usize, Post>,
    gone: BTreeSet<usize>,
}

fn post(index: usize, author: usize, written: i64) -> Post {
    let body = format!("{index}번째 주문: {}", SAID[index % SAID.len()]);
    Post { author, written, body, stars: 3, reply: None, deleted: false }
}

impl Truth {
    fn new(life: Life) -> Self {
        let now = 400 * 1440;
        let ages = (0..).zip(&life.old).map(|(minute, hours)| hours * 60 + minute);
        let mut written: Vec<i64> = ages.map(|age| now - age).collect();
        written.sort_unstable();
        let first = written.into_iter().enumerate();
        let posts = first.map(|(index, at)| post(index, index % NAMED.len(), at)).collect();
        let (keys, seen, gone) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { life, posts, now, redesigns: 0, board: Board::new(), keys, seen, gone }
    }

    /// The post that a number chooses among those that are (or are not) deleted.
    fn chosen(&mut self, which: usize, deleted: bool) -> Option<&mut Post> {
        let mut all: Vec<&mut Post> =
            self.posts.iter_mut().rev().filter(|post| post.deleted == deleted).collect();
        let count = all.len();
        (count > 0).then(|| all.swap_remove(which % count))
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Write { author } if self.posts.len() < SAID.len() => {
                // One person's next review in the row, on the day and under the number of their last
                // one, which is gone: that is an edit by all a page can tell.
                let shifts = self.life.numbers == Numbers::Row;
                let author = if shifts { self.posts.len() % NAMED.len() } else { *author };
                self.posts.push(post(self.posts.len(), author, self.now));
            }
            Act::Edit(which) => {
                if let Some(post) = self.chosen(*which, false) {
                    let more = MORE.iter().find(|more| !post.body.ends_with(**more));
                    post.body.push_str(more.expect("one of two does not stand there"));
                }
            }
            Act::Rate(which) => {
                if let Some(post) = self.chosen(*which, false) {
                    post.stars = post.stars % 5 + 1;
                }
            }
            Act::Delete(which) => {
                if let Some(post) = self.chosen(*which, false) {
                    post.deleted = true;
                }
            }
            Act::Restore(which) => {
                if let Some(post) = self.chosen(*which, true) {
                    post.deleted = false;
                }
            }
            Act::Reply(which) => {
                if let Some(post) = self.chosen(*which, false) {
                    post.reply = Some(post.reply.unwrap_or(0) + 1);
                }
            }
            Act::Unreply(which) => {
                if let Some(post) = self.chosen(*which, false) {
                    post.reply = None;
                }
            }
            Act::Redesign => self.redesigns += 1,
            Act::Write { .. } | Act::Nothing => {}
        }
    }

    /// The board from the newest to the oldest, and a copy of the oldest pinned to the top.
    fn standing(&self) -> Vec<usize> {
        let mut standing: Vec<usize> =
            (0..self.posts.len()).filter(|index| !self.posts[*index].deleted).collect();
        standing.sort_by_key(|index| std::cmp::Reverse((self.posts[*index].written, *index)));
        standing
    }

    fn row(&self, index: usize, rank: usize) -> Review {
        let post = &self.posts[index];
        let id = match self.life.numbers {
            Numbers::None => None,
            Numbers::Own => Some(index),
            Numbers::Row => Some(rank),
            Numbers::Reissued => Some(index + 100 * self.redesigns),
        };
        let id = id.map(|id| id.to_string());
        let mut row = review(id.as_deref(), self.life.authors()[post.author], &post.body, 0);
        row.rating = Rating::new(post.stars.into(), 5.0).ok();
        row.posted = self.posted(post.written);
        row.reply = post.reply.map(|version| Reply {
            author: Some("한빛상점".to_owned()),
            body: format!("죄송합니다. 답변 {version}"),
            posted: Posted::default(),
        });
        row
    }

    fn posted(&self, written: i64) -> Posted {
        let (unit, relative) = match (self.life.dates, self.now - written) {
            (Dates::Minute, _) => (1, false),
            (Dates::Day, _) => (1440, false),
            (Dates::Ago, ..60) => (1, true),
            (Dates::Ago, ..1440) => (60, true),
            (Dates::Ago, _) => (1440, true),
        };
        let second = SignedDuration::from_secs(1);
        let (text, interval) = if relative {
            let count = (self.now - written) / unit;
            let latest = at(self.now - count * unit);
            let earliest = at(self.now - (count + 1) * unit) + second;
            (format!("{count} × {unit} ago"), Interval::between(earliest, latest))
        } else {
            let start = written / unit * unit;
            (format!("at {start}"), Interval::between(at(start), at(start + unit) - second))
        };
        Posted { text: Some(text), interval: Some(interval), relative }
    }

    /// The rows that a visit reads: pages until something known is met.
    fn visible(&self) -> Vec<usize> {
        let standing = self.standing();
        let pinned = standing.last().copied().filter(|_| self.life.pinned && standing.len() > 4);
        let mut shown = standing.len().min(self.life.page);
        let rows = |shown: usize| pinned.into_iter().chain(standing[..shown].iter().copied());
        let known_somewhere =
            |shown: usize| standing[..shown].iter().any(|index| self.seen.contains_key(index));
        while !self.seen.is_empty() && !known_somewhere(shown) && shown < standing.len() {
            shown = standing.len().min(shown + self.life.page);
        }
        rows(shown).collect()
    }

    fn poll(&mut self) {
        let visible = self.visible();
        let standing = self.standing();
        let rank = |index: &usize| standing.iter().rev().position(|other| other == index);
        let rows: Vec<Review> =
            visible.iter().map(|index| self.row(*index, rank(index).unwrap_or(0))).collect();
        let before = self.board.known.clone();
        let findings = self.board.poll(&rows, self.now);
        self.each_row_is_one_review(&visible, &findings);
        self.events_are_what_happened(&visible, &before, &findings);
        let again = self.board.poll(&rows, self.now + 1);
        assert!(again.new.is_empty() && again.changed.is_empty(), "twice equals once: {again:?}");
        for index in visible {
            self.seen.insert(index, self.posts[index].clone());
            self.gone.remove(&index);
        }
    }

    /// Which post a review on record shows; every wording begins with its number.
    fn shows(review: &Review) -> usize {
        let body = review.body.as_deref().unwrap_or_default();
        body.split('번').next().and_then(|n| n.parse().ok()).expect("the wording bears a number")
    }

    fn each_row_is_one_review(&mut self, visible: &[usize], findings: &Findings) {
        for Found { key, review } in &findings.new {
            let post = Self::shows(review);
            assert!(!self.seen.contains_key(&post), "post {post} gets a second key {key}");
            assert_eq!(self.keys.insert(key.clone(), post), None, "{key} is given twice");
        }
        let there = |found: &&(Found, Vec<Event>)| {
            !found.1.iter().any(|event| matches!(event, Event::Vanished { .. }))
        };
        let changed = findings.changed.iter().filter(there).map(|(found, _)| found);
        let mut found: Vec<usize> = findings
            .new
            .iter()
            .chain(changed)
            .map(|found| {
                let post = Self::shows(&found.review);
                assert_eq!(self.keys[&found.key], post, "{} is now another review", found.key);
                post
            })
            .collect();
        found.extend(findings.seen.iter().map(|key| self.keys[key]));
        found.sort_unstable();
        let mut expected: Vec<usize> = visible.to_vec();
        expected.sort_unstable();
        expected.dedup();
        assert_eq!(found, expected, "the rows on the page and the reviews found");
    }

    fn events_are_what_happened(&mut self, visible: &[usize], before: &[Known], found: &Findings) {
        let mut told: BTreeMap<usize, Vec<&'static str>> = BTreeMap::new();
        for (changed, events) in &found.changed {
            let names = events.iter().map(|event| match event {
                Event::New { .. } => "new",
                Event::Completed => "completed",
                Event::Edited { .. } => "edited",
                Event::Answered { .. } => "answered",
                Event::ReplyVanished { .. } => "reply gone",
                Event::Vanished { .. } => "gone",
                Event::Reappeared => "back",
            });
            told.entry(self.keys[&changed.key]).or_default().extend(names);
        }
        told.retain(|_, names| !names.is_empty());
        let mut expected: BTreeMap<usize, Vec<&'static str>> = BTreeMap::new();
        for index in visible.iter().collect::<BTreeSet<_>>() {
            let Some(was) = self.seen.get(index) else { continue };
            let is = &self.posts[*index];
            let names = expected.entry(*index).or_default();
            names.extend(self.gone.contains(index).then_some("back"));
            names.extend(match (was.reply, is.reply) {
                (was, Some(is)) if was != Some(is) => Some("answered"),
                (Some(_), None) => Some("reply gone"),
                _ => None,
            });
            let edited = (&was.body, was.stars) != (&is.body, is.stars);
            names.extend(edited.then_some("edited"));
        }
        for index in self.provably_gone(visible, before) {
            self.gone.insert(index);
            expected.insert(index, vec!["gone"]);
        }
        expected.retain(|_, names| !names.is_empty());
        assert_eq!(told, expected, "what polling tells and what happened");
    }

    /// Deleted, known, and written after the last row that is shown.
    fn provably_gone(&self, visible: &[usize], before: &[Known]) -> Vec<usize> {
        let date = |index: &usize| {
            let known = before.iter().find(|known| self.keys[&known.key] == *index);
            known.and_then(|known| known.review.posted.interval)
        };
        let Some(last) = visible.last() else { return Vec::new() };
        let depth = self.board.known.iter().find(|known| self.keys[&known.key] == *last);
        let depth = depth.and_then(|known| known.review.posted.interval).map(|d| d.latest);
        let is_later = |index: &usize| date(index).is_some_and(|d| Some(d.earliest) > depth);
        let expected = (0..self.posts.len())
            .filter(|index| self.seen.contains_key(index) && !self.gone.contains(index))
            .filter(is_later);
        let (there, missing): (Vec<usize>, Vec<usize>) =
            expected.partition(|index| visible.contains(index));
        assert!(
            missing.iter().all(|index| self.posts[*index].deleted),
            "{missing:?} are missing and not deleted"
        );
        if missing.len() >= 5 && missing.len() > there.len() { Vec::new() } else { missing }
    }
}

fn live(life: Life) {
    let acts = life.acts.clone();
    let mut truth = Truth::new(life);
    truth.poll();
    for (act, later, polled) in acts {
        truth.now += later;
        truth.act(&act);
        if polled {
            truth.poll();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_event_is_recognised_as_what_it_is_and_none_is_invented(life in life()) {
        live(life);
    }
}
