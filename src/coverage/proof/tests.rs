//! What polls prove, told over a made-up site whose every row is known to the tests.

mod any_life;
mod doubts;
mod gaps;

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::coverage::{Known, List, Look, Shown, Span, certain_gaps, compare, spans};
use crate::review::{Event, Interval, Posted, Review};

/// So many minutes into the story.
fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-03-02T00:00:00Z".parse().expect("an instant");
    start + SignedDuration::from_mins(minute)
}

/// A review on the site.
#[derive(Clone, Debug)]
struct Post {
    id: usize,
    /// The minute it was written in, which is when it appeared.
    written: i64,
    /// Since when it is gone.
    removed: i64,
    /// Since when it stands at the top.
    pinned: i64,
    /// Since when it stands where one written then would, its date as it was.
    moved: i64,
}

const NEVER: i64 = i64::MAX;
/// How long an answer may take, in minutes.
const DAY: i64 = 24 * 60;

/// A list that shows the newest first, so many to a page.
#[derive(Clone, Debug)]
struct Site {
    posts: Vec<Post>,
    per_page: usize,
    /// There is a link to the next page.
    pages: bool,
    /// Dates are whole days.
    coarse: bool,
    dated: bool,
    /// Reviews have numbers.
    numbered: bool,
}

impl Site {
    fn of(per_page: usize, posts: usize) -> Self {
        let mut site = Self {
            posts: Vec::new(),
            per_page,
            pages: true,
            coarse: false,
            dated: true,
            numbered: true,
        };
        for n in 0..posts {
            site.write(i64::try_from(n).expect("a small number") * 600 - 100_000);
        }
        site
    }

    fn write(&mut self, minute: i64) -> usize {
        let id = self.posts.len();
        let [removed, pinned, moved] = [NEVER; 3];
        self.posts.push(Post { id, written: minute, removed, pinned, moved });
        id
    }

    /// So many at once.
    fn burst(&mut self, minute: i64, count: usize) {
        for _ in 0..count {
            self.write(minute);
        }
    }

    fn shown(&self, now: i64) -> Vec<Review> {
        let stands = |post: &&Post| post.written <= now && now < post.removed;
        let mut posts: Vec<&Post> = self.posts.iter().filter(stands).collect();
        let place = |post: &Post| if post.moved <= now { post.moved } else { post.written };
        posts.sort_by_key(|post| std::cmp::Reverse((post.pinned <= now, place(post), post.id)));
        posts.into_iter().map(|post| self.review(post)).collect()
    }

    fn review(&self, post: &Post) -> Review {
        let written = at(post.written);
        let day = written.as_second() / 86_400 * 86_400;
        let edge = |second| Timestamp::from_second(second).expect("a time in this century");
        let date = match self.coarse {
            true => Interval::between(edge(day), edge(day + 86_399)),
            false => Interval::at(written),
        };
        let interval = Some(date).filter(|_| self.dated);
        Review {
            id: self.numbered.then(|| post.id.to_string()),
            author: Some(format!("손님{}", post.id)),
            rating: None,
            title: None,
            body: Some(format!("후기 {}", post.id)),
            posted: Posted { text: None, interval, relative: false },
            url: None,
            reply: None,
            product: None,
        }
    }
}

/// What goes wrong with a poll.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mishap {
    None,
    /// The list cannot be read.
    Down,
    /// Only the first page can.
    FurtherPages,
    /// It looks changed.
    Changed,
}

/// A source as the store keeps it and the poll loop follows it.
struct Watch {
    list: List,
    known: Vec<Known>,
    marks: Vec<Mark>,
    last: Option<Timestamp>,
    /// The minutes of the polls that read the list, and the gaps there were after each.
    reads: Vec<(i64, Vec<Span>)>,
    /// Pages read by the last poll.
    pages: usize,
    /// The gaps it made certain.
    certain: Vec<Span>,
}

impl Watch {
    fn new() -> Self {
        let list = List {
            newest_first: true,
            moderated: false,
            replies_hidden: false,
            reply_authors: Vec::new(),
        };
        let (known, marks, reads) = (Vec::new(), Vec::new(), Vec::new());
        Self { list, known, marks, last: None, reads, pages: 0, certain: Vec::new() }
    }

    /// Begins to watch a site at minute 0.
    fn over(site: &Site) -> Self {
        let mut watch = Self::new();
        watch.poll(site, 0);
        watch
    }

    fn poll(&mut self, site: &Site, minute: i64) {
        self.mishap(site, minute, Mishap::None);
    }

    fn mishap(&mut self, site: &Site, minute: i64, mishap: Mishap) {
        if mishap == Mishap::Down {
            return;
        }
        let baseline = self.last.is_none();
        let past = Past {
            known: &self.known,
            list: &self.list,
            marks: &self.marks,
            last_success: self.last,
            back_to: baseline.then(|| at(minute - DAY)),
        };
        let all = site.shown(minute);
        let limit = past.page_limit(at(minute));
        let mut pages = 1;
        let reach = loop {
            let read = all.len().min(pages * site.per_page);
            let stop = match read < all.len() && site.pages {
                false if site.pages => Some(Stop::LastPage),
                false => Some(Stop::OnlyPage),
                true if mishap == Mishap::FurtherPages => Some(Stop::PageFailed),
                true => (pages >= limit).then_some(Stop::PageLimit),
            };
            // A visit tries a further page only where the pages so far are not enough.
            let ends = past.reach(&all[..read], stop.filter(|s| *s != Stop::PageFailed));
            if ends.enough || stop.is_some() {
                break (read, if ends.enough { ends } else { past.reach(&all[..read], stop) });
            }
            pages += 1;
        };
        let (read, reach) = reach;
        let shown: Vec<Shown> = all[..read]
            .iter()
            .map(|review| Shown {
                review: review.clone(),
                listed: true,
                whole: true,
                replies: true,
            })
            .collect();
        let outcome = if all.is_empty() { Outcome::Empty } else { Outcome::Reviews };
        let reach = Some(reach).filter(|_| !all.is_empty());
        let changed = mishap == Mishap::Changed;
        let poll = Poll { asked: at(minute), outcome, reach, listed: shown.len(), changed };
        let rewrite = proven(&past, &poll);
        let look = Look {
            source: "mall".parse().expect("a name"),
            now: at(minute),
            last_success: past.since(),
            baseline,
        };
        let findings = compare(&self.known, shown, &self.list, &look);
        self.take(findings, at(minute));
        let certain = rewrite.as_ref().map(|rewrite| certain_gaps(&self.marks, rewrite));
        self.certain = certain.unwrap_or_default();
        if let Some(rewrite) = rewrite {
            self.marks.retain(|mark| mark.since < rewrite.from);
            self.marks.extend(rewrite.marks);
        }
        self.last = Some(at(minute));
        self.pages = pages;
        let is_gap = |span: &Span| matches!(span.seen, Seen::Uncovered(_));
        let gaps = self.spans().into_iter().filter(is_gap).collect();
        self.reads.push((minute, gaps));
    }

    fn take(&mut self, findings: crate::coverage::Findings, now: Timestamp) {
        for found in findings.new {
            self.known.push(Known {
                key: found.key,
                review: found.review,
                first_seen: now,
                last_seen: now,
                vanished: false,
                awaited: false,
            });
        }
        for (found, events) in findings.changed {
            let known = self.known.iter_mut().find(|k| k.key == found.key).expect("it is known");
            known.vanished = events.iter().any(|e| matches!(e, Event::Vanished { .. }));
        }
    }

    fn spans(&self) -> Vec<Span> {
        self.last.map(|last| spans(&self.marks, last)).unwrap_or_default()
    }

    /// The spans in words: minutes and what is known.
    fn told(&self) -> Vec<String> {
        let minute = |instant: Timestamp| instant.duration_since(at(0)).as_mins();
        let word = |span: &Span| match span.seen {
            Seen::Complete => "complete".to_owned(),
            Seen::Unproven(doubt) => format!("{doubt:?}"),
            Seen::Uncovered(gap) => format!("{:?}", gap.why),
        };
        let told =
            |span: &Span| format!("{}-{} {}", minute(span.from), minute(span.to), word(span));
        self.spans().iter().map(told).collect()
    }

    fn knows(&self, id: usize) -> bool {
        self.known.iter().any(|known| known.key.native == id.to_string())
    }
}

#[test]
fn quiet_polls_and_new_rows_that_overlap_extend_one_span() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.burst(15, 4);
    for minute in [10, 20, 30] {
        watch.poll(&site, minute);
        assert_eq!(watch.pages, 1, "no page more than needed");
    }
    assert_eq!(watch.told(), ["0-30 complete"]);
    assert_eq!(watch.marks.len(), 1, "one row, however many polls");
}

#[test]
fn a_list_that_is_unchanged_or_cannot_be_read_writes_nothing() {
    let watch = Watch::over(&Site::of(10, 40));
    let past = Past {
        known: &watch.known,
        list: &watch.list,
        marks: &watch.marks,
        last_success: watch.last,
        back_to: None,
    };
    for outcome in [Outcome::Unchanged, Outcome::Blocked, Outcome::Error, Outcome::Login] {
        let poll = Poll { asked: at(10), outcome, reach: None, listed: 0, changed: false };
        assert_eq!(proven(&past, &poll), None, "{outcome:?}");
    }
}

#[test]
fn an_outage_between_two_polls_that_overlap_is_no_gap() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.burst(1000, 35);
    for minute in [10, 600, 1200] {
        watch.mishap(&site, minute, Mishap::Down);
    }
    watch.poll(&site, 43_200);
    assert_eq!(watch.told(), ["0-43200 complete"], "a month without a poll");
    assert_eq!(watch.pages, 4, "35 new rows and two known ones are on four pages");
}

#[test]
fn pinned_rows_at_the_top_are_no_overlap() {
    let mut site = Site::of(10, 40);
    (site.posts[3].pinned, site.posts[5].pinned) = (-1, -1);
    let mut watch = Watch::over(&site);
    site.burst(5, 20);
    watch.poll(&site, 10);
    assert!((40..60).all(|id| watch.knows(id)), "the pages behind the pinned rows are read");
    assert_eq!(watch.told(), ["0-10 complete"]);
    site.pages = false;
    site.burst(15, 20);
    watch.poll(&site, 20);
    assert_eq!(watch.told()[1], "10-15 OnlyPage", "{:?}", watch.told());
}

#[test]
fn a_known_row_that_was_moved_up_is_no_overlap() {
    for place in [0, 4, 8, 9] {
        let mut site = Site::of(10, 40);
        let mut watch = Watch::over(&site);
        for n in 0..20 {
            if n == 19 - place {
                site.posts[35].moved = 6;
            }
            site.write(if n < 19 - place { 5 } else { 7 });
        }
        watch.poll(&site, 10);
        assert!((40..60).all(|id| watch.knows(id)), "moved to row {place}: {:?}", watch.told());
    }
}

#[test]
fn an_old_row_that_slides_onto_the_page_hides_nothing() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.posts[35].removed = 5;
    site.burst(6, 2);
    site.posts[36].removed = 15;
    for minute in [10, 20] {
        watch.poll(&site, minute);
        assert_eq!((watch.told(), watch.pages), (vec![format!("0-{minute} complete")], 1));
    }
}

#[test]
fn a_list_that_was_empty_is_seen_whole() {
    for (pages, first, told) in [
        (true, 10, "0-20 complete"),
        (true, 35, "0-20 complete"),
        (true, 120, "10-15 PageLimit"),
        (false, 4, "0-20 complete"),
        (false, 10, "10-15 OnlyPage"),
    ] {
        let mut site = Site { pages, ..Site::of(10, 0) };
        let mut watch = Watch::over(&site);
        watch.poll(&site, 10);
        site.burst(15, first);
        watch.poll(&site, 20);
        assert!(watch.told().iter().any(|span| span == told), "{first} new: {:?}", watch.told());
    }
}
