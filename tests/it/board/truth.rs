//! What happened to each post, as far as it could be seen where the daemon looked: nothing more, and
//! nothing less.

use std::collections::BTreeMap;
use std::fmt;

use jiff::SignedDuration;

use super::model::Post;
use super::page::{Design, Kind};
use super::script::{MENDED, on};
use super::site::{Gave, Server, Visit};

/// What a poll is to notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// `true` where it was there before the first poll.
    New(bool),
    Edited,
    Answered,
    ReplyVanished,
    Vanished,
    Reappeared,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New(false) => "new",
            Self::New(true) => "new, there before the first poll",
            Self::Edited => "edited",
            Self::Answered => "answered",
            Self::ReplyVanished => "its answer is gone",
            Self::Vanished => "gone",
            Self::Reappeared => "there again",
        })
    }
}

/// An event of the truth.
#[derive(Clone, Debug)]
pub(super) struct Event {
    /// The visit that shows it.
    pub(super) at: SignedDuration,
    /// The last visit before that proved something.
    pub(super) before: Option<SignedDuration>,
    pub(super) what: What,
    /// As it stands then; as it stood last, where it is gone.
    pub(super) post: Post,
    /// The page gave its date.
    pub(super) dated: bool,
}

/// A post as it was last seen.
struct View {
    post: Post,
    text: Option<String>,
    answer: Option<String>,
    gone: bool,
}

/// Whether the selectors that are configured then read that design.
fn is_read(design: Design, at: SignedDuration) -> bool {
    (design == Design::Old) == (at < on(MENDED.0, MENDED.1))
}

/// When the list was read or heard to be unchanged.
pub(super) fn proofs(visits: &[Visit]) -> Vec<SignedDuration> {
    let proves = |visit: &&Visit| match visit.gave {
        Gave::Rows(_, design) => is_read(design, visit.at),
        Gave::Unchanged => true,
        Gave::Nothing => false,
    };
    visits.iter().filter(proves).map(|visit| visit.at).collect()
}

/// Everything that is to be noticed, in the order of the visits.
pub(super) fn events(server: &Server) -> Vec<Event> {
    let visits = server.visits();
    let proofs = proofs(&visits);
    let mut truth = Truth { server, first: proofs[0], known: BTreeMap::new(), events: Vec::new() };
    for visit in visits.iter().filter(|visit| proofs.contains(&visit.at)) {
        let before = proofs.iter().rfind(|proof| **proof < visit.at).copied();
        truth.take(visit, before);
    }
    truth.events
}

struct Truth<'a> {
    server: &'a Server,
    first: SignedDuration,
    known: BTreeMap<u32, View>,
    events: Vec<Event>,
}

impl Truth<'_> {
    fn take(&mut self, visit: &Visit, before: Option<SignedDuration>) {
        let read = |number: u32| {
            let found = visit.details.iter().rfind(|(read, _)| *read == number);
            found.and_then(|(_, text)| text.clone())
        };
        let mut happened: Vec<(What, Post)> = Vec::new();
        let mut dated = true;
        let mut listed = Vec::new();
        if let Gave::Rows(rows, design) = &visit.gave {
            dated = *design != Design::OtherDates;
            for row in rows {
                let post = &row.post;
                if listed.contains(&post.number) {
                    continue;
                }
                listed.push(post.number);
                let text = match self.server.kind {
                    Kind::Bare | Kind::Counted => Some(post.text.clone()),
                    Kind::Numbered => read(post.number),
                };
                self.see(post, text.filter(|_| !post.secret), row.answer_shown, &mut happened);
            }
            self.miss(
                visit.at,
                rows.iter().rfind(|row| !row.post.pinned).map(|r| &r.post),
                &listed,
                &mut happened,
            );
        }
        for (number, text) in &visit.details {
            let view = self.known.get_mut(number).filter(|_| !listed.contains(number));
            if let (Some(view), Some(text)) = (view, text)
                && view.text.replace(text.clone()).is_some_and(|was| was != *text)
            {
                happened.push((What::Edited, view.post.clone()));
            }
        }
        let event = |(what, post)| Event { at: visit.at, before, what, post, dated };
        self.events.extend(happened.into_iter().map(event));
    }

    /// A row of the list.
    fn see(
        &mut self,
        post: &Post,
        text: Option<String>,
        answer_shown: bool,
        happened: &mut Vec<(What, Post)>,
    ) {
        let shown_answer = post.answer.clone().filter(|_| answer_shown);
        let Some(view) = self.known.get_mut(&post.number) else {
            happened.push((What::New(post.written < self.first), post.clone()));
            let view = View { post: post.clone(), text, answer: shown_answer, gone: false };
            self.known.insert(post.number, view);
            return;
        };
        let mut note = |what| happened.push((what, post.clone()));
        if std::mem::take(&mut view.gone) {
            note(What::Reappeared);
        }
        let title = self.server.kind == Kind::Numbered && view.post.title() != post.title();
        let said = text.as_ref().is_some_and(|t| view.text.as_ref().is_some_and(|was| was != t));
        if !post.secret && (title || said || view.post.stars != post.stars) {
            note(What::Edited);
        }
        // An answer that stands on a page that was not read is as it was.
        match (&view.answer, &post.answer) {
            (Some(_), None) => note(What::ReplyVanished),
            (was, Some(is)) if answer_shown && was.as_ref() != Some(is) => note(What::Answered),
            _ => {}
        }
        if post.answer.is_none() || answer_shown {
            view.answer = shown_answer;
        }
        view.text = text.or(view.text.take());
        view.post = post.clone();
    }

    /// Posts that would stand above the last row, if they still stood.
    fn miss(
        &mut self,
        now: SignedDuration,
        last: Option<&Post>,
        listed: &[u32],
        happened: &mut Vec<(What, Post)>,
    ) {
        let board = self.server.board(now);
        for (number, view) in &mut self.known {
            let would_stand = last.is_some_and(|last| view.post.written > last.written);
            let stands = listed.contains(number) || board.post(*number).is_some();
            if would_stand && !stands && !view.gone {
                view.gone = true;
                happened.push((What::Vanished, view.post.clone()));
            }
        }
    }
}
