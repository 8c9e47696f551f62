//! The month, made from a seed: twenty sources, their customers, and what becomes of each review.

use fastrand::Rng;
use jiff::SignedDuration;

use super::post::{Deed, Post};
use super::words;

pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long a whole month is.
pub(crate) const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Reviews that stand in each list before anybody looks.
const HISTORY: u32 = 25;
/// Reviews a day of each source; a hundred in all.
const PER_DAY: [u32; 20] = [12, 12, 8, 8, 6, 6, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 1, 1];
/// How many of a thousand new reviews are complaints.
const SOUR: u32 = 60;
/// How many of a thousand praises become complaints later.
const SOURED: u32 = 6;

/// How a source's pages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// With the second of each writing.
    Json,
    /// With the minute.
    Html,
    /// With the day alone.
    HtmlDays,
    /// With the second, and without the shop's replies.
    Feed,
}

/// One source.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) form: Form,
    /// Which server shows it.
    pub(crate) host: usize,
    pub(crate) every: SignedDuration,
    /// Reviews appear once approved.
    pub(crate) moderated: bool,
    /// Its server says when nothing has changed.
    pub(crate) tags: bool,
}

/// Everything there is.
pub(crate) struct World {
    pub(crate) sources: Vec<Source>,
    /// In the order of their numbers, which begin at 0.
    pub(crate) posts: Vec<Post>,
    /// Servers that fail: which, from when until when.
    pub(crate) outages: Vec<(usize, SignedDuration, SignedDuration)>,
}

pub(crate) const HOSTS: usize = 5;

const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

impl World {
    /// The one world of that seed.
    pub(crate) fn of(seed: u64) -> Self {
        let sources = (0..PER_DAY.len()).map(source).collect();
        let mut maker = Maker { rng: Rng::with_seed(seed), sources, posts: Vec::new() };
        for source in 0..PER_DAY.len() {
            maker.history(source);
            maker.month(source);
        }
        maker.sampler();
        maker.storm(1, DAY + SignedDuration::from_hours(14));
        maker.storm(4, DAY * 12 + SignedDuration::from_hours(11));
        let noon = DAY * 8 + SignedDuration::from_hours(12);
        let night = DAY * 2 + SignedDuration::from_hours(23);
        let outages = vec![(3, night, night + minutes(11 * 60)), (2, noon, noon + minutes(200))];
        Self { sources: maker.sources, posts: maker.posts, outages }
    }

    /// The first review of the case that a review belongs to.
    pub(crate) fn root(&self, number: u32) -> u32 {
        self.posts[number as usize].again.unwrap_or(number)
    }

    /// Whether a server fails.
    pub(crate) fn fails(&self, host: usize, now: SignedDuration) -> bool {
        self.outages.iter().any(|(down, from, to)| *down == host && (*from..*to).contains(&now))
    }
}

fn source(index: usize) -> Source {
    let form = match index % 10 {
        9 => Form::Feed,
        2 | 5 => Form::Html,
        1 | 7 => Form::HtmlDays,
        _ => Form::Json,
    };
    let every = match PER_DAY[index] {
        8.. => minutes(10),
        4.. => minutes(20),
        3 => minutes(30),
        _ => minutes(60),
    };
    Source {
        form,
        host: index % HOSTS,
        every,
        moderated: index == 6,
        tags: !index.is_multiple_of(3),
    }
}

struct Maker {
    rng: Rng,
    sources: Vec<Source>,
    posts: Vec<Post>,
}

impl Maker {
    /// What stood there before: old complaints that nobody answered, and of the last day one that was
    /// answered and one that was not.
    fn history(&mut self, source: usize) {
        let span = DAY * HISTORY as i32 / PER_DAY[source] as i32;
        for _ in 0..HISTORY {
            let written = -self.within(minutes(30), span);
            let sour = self.rng.u32(..100) < 8;
            let number = self.post(source, written, sour);
            if sour && self.rng.bool() {
                self.deed(number, -minutes(20), Deed::Reply(words::reply(0)));
            }
        }
    }

    fn month(&mut self, source: usize) {
        for day in 0..30 {
            for _ in 0..PER_DAY[source] {
                let written = DAY * day + self.hour_of_day();
                let sour = self.rng.u32(..1000) < SOUR;
                let number = self.post(source, written, sour);
                let shown = self.shown(source, written);
                self.posts[number as usize].shown = shown;
                if sour {
                    self.complaint(number, shown);
                } else if self.rng.u32(..1000) < SOURED {
                    let text = words::complaint(&mut self.rng, number);
                    let when = shown + self.within(minutes(90), DAY * 2);
                    self.deed(number, when, Deed::Edit { stars: 1, text });
                    self.ends(number, when);
                }
            }
        }
    }

    /// One complaint of every fate on the first day, so that the first days hold all there is.
    fn sampler(&mut self) {
        for (source, lot) in [0, 45, 57, 69, 77, 83, 88, 92, 96].into_iter().enumerate() {
            let written = minutes(60 + 40 * source as i64);
            let number = self.post(source, written, true);
            let shown = self.shown(source, written);
            self.posts[number as usize].shown = shown;
            self.fate(number, shown, shown + minutes(150), lot);
        }
    }

    /// Eight customers of one broken delivery, within the same few minutes.
    fn storm(&mut self, source: usize, when: SignedDuration) {
        for nth in 0..8 {
            let number = self.post(source, when + SignedDuration::from_secs(nth * 11), true);
            self.complaint(number, when);
        }
    }

    fn post(&mut self, source: usize, written: SignedDuration, sour: bool) -> u32 {
        let number = self.posts.len() as u32;
        let stars = if sour { self.rng.u32(1..=2) } else { self.rng.u32(4..=5) };
        let text = if sour { words::complaint } else { words::praise }(&mut self.rng, number);
        self.posts.push(Post {
            number,
            source,
            author: format!("손님{number}"),
            product: words::pick(&mut self.rng, &words::PRODUCTS),
            written,
            shown: written,
            stars,
            text,
            deeds: Vec::new(),
            again: None,
        });
        number
    }

    fn deed(&mut self, number: u32, when: SignedDuration, deed: Deed) {
        self.posts[number as usize].deeds.push((when, deed));
    }

    /// Most write in the evening, few at night.
    fn hour_of_day(&mut self) -> SignedDuration {
        const WEIGHTS: [u32; 24] =
            [3, 2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 5, 5, 5, 5, 6, 7, 8, 9, 8, 6];
        let mut left = self.rng.u32(..WEIGHTS.iter().sum::<u32>());
        let hour = WEIGHTS.iter().position(|weight| {
            let here = left < *weight;
            left = left.wrapping_sub(*weight);
            here
        });
        let hour = i64::try_from(hour.expect("it falls into one of them")).expect("an hour");
        SignedDuration::from_secs(hour * 3600 + self.rng.i64(0..3600))
    }

    fn within(&mut self, from: SignedDuration, to: SignedDuration) -> SignedDuration {
        SignedDuration::from_secs(self.rng.i64(from.as_secs()..to.as_secs()))
    }

    fn shown(&mut self, source: usize, written: SignedDuration) -> SignedDuration {
        if self.sources[source].moderated {
            return written + self.within(minutes(5), minutes(300));
        }
        // Pages are made anew once in a while only.
        let late = written > DAY && self.rng.u32(..100) < 3;
        if late { written + self.within(minutes(10), minutes(50)) } else { written }
    }

    /// What becomes of a complaint.
    fn complaint(&mut self, number: u32, shown: SignedDuration) {
        let soon = shown + self.within(minutes(70), minutes(20 * 60));
        let lot = self.rng.u32(..100);
        self.fate(number, shown, soon, lot);
    }

    /// The same for one of a hundred lots; where the shop replies in time or the customer turns, then
    /// `soon`.
    fn fate(&mut self, number: u32, shown: SignedDuration, soon: SignedDuration, lot: u32) {
        match lot {
            0..38 => self.deed(number, soon, Deed::Reply(words::reply(0))),
            38..45 => self.thanks_after_reply(number, soon),
            45..57 => {
                let late = shown + self.within(minutes(25 * 60), minutes(50 * 60));
                self.deed(number, late, Deed::Reply(words::reply(1)));
            }
            57..69 => {}
            69..77 => self.reply_vanishes(number, soon),
            77..83 => self.worse_after_reply(number, soon),
            83..88 => self.reworded(number, soon),
            88..92 => {
                let text = words::praise(&mut self.rng, number);
                self.deed(number, soon, Deed::Edit { stars: 5, text });
            }
            92..96 => self.deed(number, soon, Deed::Remove),
            _ => self.complains_again(number, soon),
        }
    }

    /// Replied to in two of three, in time or not.
    fn ends(&mut self, number: u32, from: SignedDuration) {
        if self.rng.u32(..3) > 0 {
            let when = from + self.within(minutes(70), minutes(30 * 60));
            let nth = self.posts[number as usize].deeds.len();
            self.deed(number, when, Deed::Reply(words::reply(nth)));
        }
    }

    fn reply_vanishes(&mut self, number: u32, replied: SignedDuration) {
        self.deed(number, replied, Deed::Reply(words::reply(0)));
        let gone = replied + self.within(minutes(90), minutes(30 * 60));
        self.deed(number, gone, Deed::Unreply);
        self.ends(number, gone);
    }

    fn thanks_after_reply(&mut self, number: u32, replied: SignedDuration) {
        self.deed(number, replied, Deed::Reply(words::reply(1)));
        let edited = replied + self.within(minutes(90), DAY * 5);
        let text = words::praise(&mut self.rng, number);
        self.deed(number, edited, Deed::Edit { stars: 5, text });
    }

    fn worse_after_reply(&mut self, number: u32, replied: SignedDuration) {
        let post = &mut self.posts[number as usize];
        post.stars = 2;
        let before = post.text.clone();
        self.deed(number, replied, Deed::Reply(words::reply(0)));
        let edited = replied + self.within(minutes(90), minutes(30 * 60));
        let text = words::worse(&mut self.rng, &before);
        self.deed(number, edited, Deed::Edit { stars: 1, text });
        self.ends(number, edited);
    }

    /// Once while it waits for a reply, and once more when it has one, which asks for nothing new.
    fn reworded(&mut self, number: u32, replied: SignedDuration) {
        let Post { shown, stars, text, .. } = self.posts[number as usize].clone();
        let half = shown + (replied - shown) / 2;
        let more = words::worse(&mut self.rng, &text);
        self.deed(number, half, Deed::Edit { stars, text: more.clone() });
        // Not so soon that one visit could see both.
        let replied = replied + minutes(120);
        self.deed(number, replied, Deed::Reply(words::reply(2)));
        let typo = replied + self.within(minutes(90), minutes(900));
        self.deed(number, typo, Deed::Edit { stars, text: format!("{more}ㅎ") });
    }

    fn complains_again(&mut self, number: u32, replied: SignedDuration) {
        self.deed(number, replied, Deed::Reply(words::reply(0)));
        let when = replied + self.within(minutes(120), minutes(40 * 60));
        let first = self.posts[number as usize].clone();
        let next = self.post(first.source, when, true);
        let shown = self.shown(first.source, when);
        let post = &mut self.posts[next as usize];
        // Of what a feed shows, nothing tells that both are about one thing.
        post.again = (self.sources[first.source].form != Form::Feed).then_some(number);
        (post.author, post.product, post.shown) = (first.author, first.product, shown);
        self.ends(next, shown);
    }
}
