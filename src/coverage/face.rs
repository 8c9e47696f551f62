//! What a review is recognised by, and how much of it two sightings share.
//!
//! Tolerated as the same: another rendering of a name's mask ("김**" and "김*희"), a trailing "님",
//! another rendering of the same time (relative words, another format), white space, invisible
//! characters, an editing mark, a comment count behind a title ("만족 \[2\]"), a text cut short with an
//! ellipsis, other stars, another position.

use std::borrow::Cow;
use std::cell::OnceCell;

use jiff::SignedDuration;

use crate::review::wording::{self, LetterPairs};
use crate::review::{Interval, Posted, Rating, Review};

/// Whether a trait of two sightings speaks for one review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vote {
    /// It does.
    Yes,
    /// One of them does not show it.
    Unsaid,
    /// It speaks against.
    No,
}

/// A relative time may be rounded and a page's clock may be off by this much.
const SLACK: SignedDuration = SignedDuration::from_mins(5);
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// Texts of fewer characters are written by many people in the same words.
const WEIGHTY: usize = 12;
/// From this likeness on, two texts in the same place are one text, edited.
pub(super) const ALIKE: f64 = 0.4;
/// Below this likeness two texts have nothing in common.
const UNLIKE: f64 = 0.3;

/// From this likeness on, two texts are one though the date is another.
const LIKE_ENOUGH: f64 = 0.6;

/// A review's traits in the form in which they are compared.
#[derive(Clone, Debug)]
pub(super) struct Face {
    author: Option<Name>,
    written: Posted,
    pub(super) words: String,
    pairs: OnceCell<LetterPairs>,
    product: String,
    rating: Option<Rating>,
    reply: Option<String>,
}

impl Face {
    pub(super) fn of(review: &Review) -> Self {
        Self {
            author: review.author.as_deref().and_then(Name::read),
            written: review.posted.clone(),
            words: words(review),
            pairs: OnceCell::new(),
            product: wording::plain(review.product.as_deref().unwrap_or_default()),
            rating: review.rating,
            reply: review.reply.as_ref().map(|reply| wording::plain(&reply.body)),
        }
    }

    pub(super) fn author(&self, other: &Self) -> Vote {
        match (&self.author, &other.author) {
            (Some(a), Some(b)) => a.vote(b),
            _ => Vote::Unsaid,
        }
    }

    /// By one person, as far as author and date can tell: a name without a mask, or the same minute.
    pub(super) fn is_by_one_person(&self, other: &Self) -> bool {
        let is_minute = |written: &Posted| {
            let width = written.interval.map(|i| i.latest.duration_since(i.earliest));
            width.is_some_and(|width| width <= MINUTE) && !written.relative
        };
        let one_minute = is_minute(&self.written)
            && self.written.text.is_some()
            && self.written.text == other.written.text;
        match (&self.author, &other.author) {
            (Some(a), Some(b)) => a == b && (!a.masked || one_minute),
            _ => false,
        }
    }

    pub(super) fn date(&self, other: &Self) -> Vote {
        date(&self.written, &other.written)
    }

    pub(super) fn has_product_of(&self, other: &Self) -> bool {
        self.product == other.product
    }

    /// Long enough that two people would not write it by chance.
    pub(super) fn is_weighty(&self) -> bool {
        self.words.chars().count() >= WEIGHTY
    }

    /// How alike the words are, from 0 to 1; a text that only grew is like itself.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        let (a, b) = (self.words.as_str(), other.words.as_str());
        if a == b {
            return 1.0;
        }
        let likeness = wording::likeness(self.pairs(), other.pairs());
        if self.has_grown(other) { likeness.max(ALIKE) } else { likeness }
    }

    fn has_grown(&self, other: &Self) -> bool {
        let (a, b) = (self.words.as_str(), other.words.as_str());
        !a.is_empty() && !b.is_empty() && (a.starts_with(b) || b.starts_with(a))
    }

    fn pairs(&self) -> &LetterPairs {
        self.pairs.get_or_init(|| LetterPairs::of(&self.words))
    }

    /// How many of author, date and words speak against one review.
    pub(super) fn contradictions(&self, other: &Self) -> usize {
        let another_date = self.date(other) == Vote::No;
        // Under a name that many share, another date leaves nothing but the words.
        let doubtful = another_date && !self.is_by_one_person(other);
        let least = if doubtful { LIKE_ENOUGH } else { UNLIKE };
        let silent = self.words.is_empty() || other.words.is_empty();
        let unlike = !silent && !self.has_grown(other) && self.likeness(other) < least;
        usize::from(self.author(other) == Vote::No)
            + usize::from(another_date)
            + usize::from(unlike)
    }

    /// How much beside the words is the very same; the greater, the likelier one review.
    pub(super) fn sameness(&self, other: &Self) -> u8 {
        let same_rating = match (self.rating, other.rating) {
            (Some(a), Some(b)) => a.is_like(b),
            (a, b) => a.is_none() && b.is_none(),
        };
        let traits = [
            (self.product == other.product, 16),
            (self.author == other.author, 8),
            (same_rating, 4),
            (self.written.text == other.written.text, 2),
            (self.reply == other.reply, 1),
        ];
        traits.iter().map(|(same, weight)| if *same { *weight } else { 0 }).sum()
    }

    /// The same beyond doubt in everything that is shown of it, on one visit.
    pub(super) fn is_repeated_by(&self, other: &Self) -> bool {
        self.words == other.words
            && !self.words.is_empty()
            && self.author(other) == Vote::Yes
            && self.date(other) == Vote::Yes
            && self.has_product_of(other)
            && self.rating == other.rating
            && self.reply == other.reply
    }
}

/// Title and body as they are compared; a title's comment count is not the customer's.
fn words(review: &Review) -> String {
    let title = review.title.as_deref().map(title);
    match (title.as_deref(), review.body.as_deref()) {
        (Some(title), Some(body)) => wording::plain(&format!("{title}\n{body}")),
        (Some(one), None) | (None, Some(one)) => wording::plain(one),
        (None, None) => String::new(),
    }
}

/// The title without the count of comments that boards put behind it ("만족 [2]").
pub(super) fn title(title: &str) -> Cow<'_, str> {
    let plain = title.trim_end();
    let counted = plain.strip_suffix([']', ')']).and_then(|rest| {
        let head = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        (head.len() < rest.len()).then(|| head.strip_suffix(['[', '('])).flatten()
    });
    match counted.map(str::trim_end) {
        Some(head) if !head.is_empty() => Cow::Borrowed(head),
        _ => Cow::Borrowed(title),
    }
}

/// Whether `short` is `long` cut short with an ellipsis.
pub(super) fn abbreviates(short: &str, long: &str) -> bool {
    let (short, long) = (wording::plain(short), wording::plain(long));
    let stem = short.strip_suffix('…').or_else(|| short.strip_suffix("..."));
    stem.map(str::trim_end).is_some_and(|stem| {
        !stem.is_empty() && long.len() > stem.len() && long.starts_with(stem) && long != short
    })
}

/// Whether two dates can be one: the same words, or times that meet.
pub(super) fn date(a: &Posted, b: &Posted) -> Vote {
    let same_words = a.text.is_some() && a.text == b.text;
    if same_words && !a.relative && !b.relative {
        return Vote::Yes;
    }
    match (a.interval, b.interval) {
        (Some(x), Some(y)) => {
            let meet = widened(x, a.relative).intersection(widened(y, b.relative)).is_some();
            if meet { Vote::Yes } else { Vote::No }
        }
        _ => Vote::Unsaid,
    }
}

/// A relative time is rounded in ways the words do not say.
fn widened(interval: Interval, relative: bool) -> Interval {
    if !relative {
        return interval;
    }
    let slack = SLACK + interval.latest.duration_since(interval.earliest) / 2;
    Interval {
        earliest: interval.earliest.saturating_sub(slack).unwrap_or(interval.earliest),
        latest: interval.latest.saturating_add(slack).unwrap_or(interval.latest),
    }
}

/// A displayed name, masked or not.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    /// What is shown before the mask; all of it where there is none.
    head: String,
    /// What is shown behind the mask.
    tail: String,
    masked: bool,
}

const MASKS: [char; 7] = ['*', '＊', '○', '●', '◯', '〇', '•'];

impl Name {
    /// `None` where nothing of the name is shown.
    fn read(raw: &str) -> Option<Self> {
        let plain = wording::plain(raw);
        let name = plain.strip_suffix('님').map_or(plain.as_str(), str::trim_end);
        let name = Self {
            head: name.split(MASKS).next().unwrap_or_default().trim().to_owned(),
            tail: match name.rsplit_once(MASKS) {
                Some((_, tail)) => tail.trim().to_owned(),
                None => String::new(),
            },
            masked: name.contains(MASKS),
        };
        (!name.head.is_empty() || !name.tail.is_empty()).then_some(name)
    }

    fn vote(&self, other: &Self) -> Vote {
        let meet = match (self.masked, other.masked) {
            (false, false) => self.head == other.head,
            (true, true) => {
                let (heads, tails) = ((&self.head, &other.head), (&self.tail, &other.tail));
                (heads.0.starts_with(heads.1.as_str()) || heads.1.starts_with(heads.0.as_str()))
                    && (tails.0.ends_with(tails.1.as_str()) || tails.1.ends_with(tails.0.as_str()))
            }
            (true, false) => self.hides(&other.head),
            (false, true) => other.hides(&self.head),
        };
        if meet { Vote::Yes } else { Vote::No }
    }

    /// Whether the whole name can stand behind this mask.
    fn hides(&self, whole: &str) -> bool {
        whole.len() > self.head.len() + self.tail.len()
            && whole.starts_with(&self.head)
            && whole.ends_with(&self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_may_change_and_a_name_may_not() {
        let vote =
            |a: &str, b: &str| Name::read(a).expect("a name").vote(&Name::read(b).expect("a name"));
        for (a, b) in [
            ("김**", "김*희"),
            ("김*희", "김철희"),
            ("네****", "네이버회원"),
            ("abc***", "ab****"),
            ("민지", "민지님"),
        ] {
            assert_eq!((vote(a, b), vote(b, a)), (Vote::Yes, Vote::Yes), "{a} and {b}");
        }
        for (a, b) in [("김**", "이**"), ("김*희", "김*수"), ("민지", "민수"), ("김*희", "김희")]
        {
            assert_eq!((vote(a, b), vote(b, a)), (Vote::No, Vote::No), "{a} and {b}");
        }
        assert_eq!(Name::read("****"), None, "nothing of it is shown");
    }

    #[test]
    fn a_comment_count_is_no_part_of_a_title() {
        for (raw, bare) in [
            ("만족 [2]", "만족"),
            ("만족(12)", "만족"),
            ("[2]", "[2]"),
            ("사이즈 (L)", "사이즈 (L)"),
        ] {
            assert_eq!(title(raw), bare);
        }
    }

    #[test]
    fn a_text_cut_short_is_told_by_its_ellipsis() {
        assert!(abbreviates("구김도 덜가고 편하…", "구김도 덜가고 편하게 입어요"));
        assert!(abbreviates("구김도 덜가고 ...", "구김도 덜가고 편하게 입어요"));
        assert!(!abbreviates("구김도 덜가고", "구김도 덜가고 편하게 입어요"), "it may be an edit");
        assert!(!abbreviates("…", "구김도"));
    }
}
