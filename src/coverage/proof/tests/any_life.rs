//! Whatever happens to a list and to the polls: what is said to be complete is complete.

use proptest::prelude::*;

use super::*;

/// What happens before a poll, and how that poll goes.
#[derive(Clone, Debug)]
struct Step {
    /// Minutes since the last one.
    wait: i64,
    /// Rows that are written, over the wait.
    written: usize,
    /// Which of the newest rows are removed at its end.
    removed: Vec<usize>,
    /// Which of the newest rows is pinned then.
    pinned: Option<usize>,
    mishap: Mishap,
}

fn step(mishaps: bool) -> impl Strategy<Value = Step> {
    let mishap = prop_oneof![
        6 => Just(Mishap::None),
        1 => Just(if mishaps { Mishap::FurtherPages } else { Mishap::None }),
        1 => Just(Mishap::Changed),
        2 => Just(Mishap::Down),
    ];
    let written = prop_oneof![4 => 0..6_usize, 2 => 6..40_usize, 1 => 40..200_usize];
    let removed = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(0..12_usize, 1..4)];
    let pinned = prop_oneof![6 => Just(None), 1 => (0..20_usize).prop_map(Some)];
    let wait = prop_oneof![4 => 5..15_i64, 1 => 60..3_000_i64];
    (wait, written, removed, pinned, mishap).prop_map(|(wait, written, removed, pinned, mishap)| {
        Step { wait, written, removed, pinned, mishap }
    })
}

fn site() -> impl Strategy<Value = Site> {
    (5..12_usize, 0..40_usize, any::<bool>(), any::<bool>()).prop_map(
        |(per_page, posts, pages, coarse)| Site { pages, coarse, ..Site::of(per_page, posts) },
    )
}

/// A site, who watches it, and the time.
struct Life {
    site: Site,
    watch: Watch,
    minute: i64,
    /// Every poll could meet what was known.
    overlaps: bool,
}

impl Life {
    fn new(site: Site) -> Self {
        let watch = Watch::over(&site);
        Self { site, watch, minute: 0, overlaps: true }
    }

    /// Pages hold five rows at least, so that two pinned ones leave room.
    fn step(&mut self, step: &Step) {
        let count = i64::try_from(step.written).expect("a small number");
        for n in 0..count {
            self.site.write(self.minute + 1 + n * (step.wait - 1) / count.max(1));
        }
        self.minute += step.wait;
        let pinned = self.site.posts.iter().filter(|post| post.pinned != NEVER).count();
        let total = self.site.posts.len();
        let newest = |n: usize| total.checked_sub(n + 1);
        for n in step.removed.iter().filter_map(|n| newest(*n)) {
            let post = &mut self.site.posts[n];
            post.removed = post.removed.min(self.minute);
        }
        if let Some(n) = step.pinned.and_then(newest).filter(|_| pinned < 2) {
            self.site.posts[n].pinned = self.minute;
        }
        if matches!(step.mishap, Mishap::None | Mishap::Changed) {
            self.overlaps &= self.can_overlap();
        }
        self.watch.mishap(&self.site, self.minute, step.mishap);
    }

    /// Two rows that are known stand in their place within the pages that any visit may read.
    fn can_overlap(&self) -> bool {
        let shown = self.site.shown(self.minute);
        let reach = if self.site.pages { 10 * self.site.per_page } else { self.site.per_page };
        let pinned = |id: usize| self.site.posts[id].pinned <= self.minute;
        let ids = shown.iter().take(reach).filter_map(|review| review.id.as_ref()?.parse().ok());
        let known = ids.filter(|id| !pinned(*id) && self.watch.knows(*id)).count();
        known >= 2
    }

    /// Rows that were written after the baseline, stood there when the list was next read (where their
    /// time was not told as a gap), and are not known.
    fn missed(&self) -> Vec<&Post> {
        let missed = |post: &&Post| {
            let read = |(read, gaps): &&(i64, Vec<Span>)| {
                *read >= post.written && !covers(gaps, at(post.written))
            };
            let next = self.watch.reads.iter().find(read);
            post.written > 0
                && next.is_some_and(|(read, _)| *read < post.removed)
                && !self.watch.knows(post.id)
        };
        self.site.posts.iter().filter(missed).collect()
    }
}

fn covers(spans: &[Span], instant: Timestamp) -> bool {
    spans.iter().any(|span| span.from <= instant && instant < span.to)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_was_missed_never_lies_in_a_complete_span(
        site in site(), steps in prop::collection::vec(step(true), 1..12)
    ) {
        let mut life = Life::new(site);
        for step in &steps {
            life.step(step);
            let told = life.watch.told();
            let spans = life.watch.spans();
            for post in life.missed() {
                let complete: Vec<Span> =
                    spans.iter().copied().filter(|span| span.seen == Seen::Complete).collect();
                prop_assert!(
                    !covers(&complete, at(post.written)),
                    "{post:?} was missed in {told:?}"
                );
            }
            prop_assert!(
                spans.windows(2).all(|pair| pair[0].to == pair[1].from),
                "the spans leave no hole between them: {told:?}"
            );
        }
    }

    #[test]
    fn polls_that_overlap_leave_no_gap(
        site in site(), steps in prop::collection::vec(step(false), 1..12)
    ) {
        let mut life = Life::new(site);
        for step in &steps {
            life.step(step);
            if !life.overlaps {
                break;
            }
            let told = life.watch.told();
            let gap = |span: &Span| matches!(span.seen, Seen::Uncovered(_));
            prop_assert!(!life.watch.spans().iter().any(gap), "{told:?} after {step:?}");
            prop_assert!(life.missed().is_empty(), "{:?} was missed in {told:?}", life.missed());
        }
    }

    #[test]
    fn what_can_still_be_answered_at_the_first_poll_is_read_or_told(
        per_page in 5..12_usize, recent in 0..200_i64, old in 0..20_usize,
        [pages, coarse, fails] in any::<[bool; 3]>()
    ) {
        let mut site = Site { pages, coarse, ..Site::of(per_page, old) };
        for n in 0..recent {
            site.write(n * DAY / recent.max(1) - DAY);
        }
        let mut watch = Watch::new();
        watch.mishap(&site, 0, if fails { Mishap::FurtherPages } else { Mishap::None });
        for minute in 1..8 {
            let unread = site.posts.iter().filter(|post| post.written > -DAY && !watch.knows(post.id));
            for post in unread {
                let spans = watch.spans();
                prop_assert!(covers(&spans, at(post.written)), "{post:?} in {:?}", watch.told());
            }
            watch.poll(&site, minute);
        }
        prop_assert!(!pages || watch.told().len() == 1, "it is filled: {:?}", watch.told());
    }

    #[test]
    fn a_storm_beyond_every_page_is_always_told(
        per_page in 5..12_usize, pages in 0..12_usize, beyond in 1..60_usize, coarse in any::<bool>()
    ) {
        let site = Site { pages: pages > 0, coarse, ..Site::of(per_page, 40) };
        let read = if pages > 0 { 10 } else { 1 } * per_page;
        let storm = Step {
            wait: 10,
            written: read + beyond,
            removed: Vec::new(),
            pinned: None,
            mishap: Mishap::None,
        };
        let mut life = Life::new(site);
        life.step(&storm);
        let unread: Vec<&Post> =
            life.site.posts.iter().filter(|p| p.written > 0 && !life.watch.knows(p.id)).collect();
        prop_assert_eq!(unread.len(), beyond);
        let (_, gaps) = &life.watch.reads[1];
        for post in unread {
            prop_assert!(covers(gaps, at(post.written)), "{:?} in {:?}", post, life.watch.told());
        }
    }
}
