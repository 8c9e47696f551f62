//! A review, what becomes of it, and how it looks at any time.

use jiff::{SignedDuration, Timestamp};

/// Midnight in Seoul, two days before Chuseok: all times count from here.
pub(crate) fn start() -> Timestamp {
    "2026-09-21T15:00:00Z".parse().expect("an instant")
}

/// That long after the start, as the clocks of Seoul say it.
pub(crate) fn told(since: SignedDuration) -> String {
    (start() + since).in_tz("Asia/Seoul").expect("a zone").strftime("%m-%d %a %H:%M:%S").to_string()
}

/// What happens to a review that stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// The customer rewrites it.
    Edit { stars: u32, text: String },
    /// The shop replies, in the place of an earlier reply where one stands.
    Reply(&'static str),
    /// The reply is taken away.
    Unreply,
    /// The review is taken away.
    Remove,
}

/// A review as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Face {
    /// Where the page says how many.
    pub(crate) stars: Option<u32>,
    pub(crate) text: String,
    /// The shop's reply and when it was written, where the page shows replies.
    pub(crate) reply: Option<(&'static str, SignedDuration)>,
}

/// A review and its truth.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) number: u32,
    /// Which source shows it.
    pub(crate) source: usize,
    pub(crate) author: String,
    pub(crate) product: &'static str,
    /// When the customer wrote it.
    pub(crate) written: SignedDuration,
    /// When the page showed it first.
    pub(crate) shown: SignedDuration,
    pub(crate) stars: u32,
    pub(crate) text: String,
    /// What happens to it, in order.
    pub(crate) deeds: Vec<(SignedDuration, Deed)>,
    /// The complaint of the same customer, answered before, that this one takes up again.
    pub(crate) again: Option<u32>,
}

impl Post {
    /// How it looks, where it is to be seen at all.
    pub(crate) fn at(&self, now: SignedDuration) -> Option<Face> {
        if now < self.shown {
            return None;
        }
        let mut face = Face { stars: Some(self.stars), text: self.text.clone(), reply: None };
        for (when, deed) in self.deeds.iter().take_while(|(when, _)| *when <= now) {
            match deed {
                Deed::Edit { stars, text } => {
                    (face.stars, face.text) = (Some(*stars), text.clone())
                }
                Deed::Reply(text) => face.reply = Some((text, *when)),
                Deed::Unreply => face.reply = None,
                Deed::Remove => return None,
            }
        }
        Some(face)
    }

    /// Its place in a list with the newest first.
    pub(crate) fn place(&self) -> std::cmp::Reverse<(SignedDuration, u32)> {
        std::cmp::Reverse((self.written, self.number))
    }

    /// Its whole truth, a line each.
    pub(crate) fn story(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "{}: review {} of source s{:02}, {} stars{}: {}",
            told(self.written),
            self.number,
            self.source,
            self.stars,
            self.again.map(|first| format!(", again after {first}")).unwrap_or_default(),
            self.text
        )];
        if self.shown != self.written {
            lines.push(format!("{}: it is shown", told(self.shown)));
        }
        lines.extend(self.deeds.iter().map(|(when, deed)| format!("{}: {deed:?}", told(*when))));
        lines
    }
}

/// Whether a review with those words and stars is a complaint: the judging is not what is tested here.
pub(crate) type Verdict<'a> = &'a dyn Fn(&Face) -> bool;

/// Whether an edit asks for an answer of its own: it was no complaint before, or it is clearly a worse one.
pub(crate) fn is_worse(was: &Face, is: &Face, is_complaint: Verdict<'_>) -> bool {
    !is_complaint(was) || is.stars < was.stars
}

/// Whether an edit shows that its customer is content.
pub(crate) fn is_milder(was: &Face, is: &Face, complains: bool) -> bool {
    !complains || is.stars > was.stars
}
