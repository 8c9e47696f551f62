//! When a poll leaves a gap, what fills it, and what does not.

use super::*;

#[test]
fn more_than_a_visit_may_read_is_a_gap_that_the_next_visits_fill() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.burst(5, 130);
    watch.poll(&site, 10);
    assert_eq!(watch.told(), ["0-5 PageLimit", "5-10 complete"]);
    assert!(!watch.knows(40), "the oldest of the 130 stands beyond ten pages");
    watch.poll(&site, 20);
    assert_eq!(watch.told(), ["0-20 complete"], "the second visit may read twice as many");
    assert!((40..170).all(|id| watch.knows(id)), "and everything is read");
    watch.poll(&site, 30);
    assert_eq!(watch.pages, 1, "then all is as before");
}

#[test]
fn what_no_visit_can_reach_stays_a_gap_and_is_tried_six_times() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.burst(5, 1_500);
    let mut pages = Vec::new();
    for poll in 1..=9 {
        watch.poll(&site, poll * 10);
        pages.push(watch.pages);
    }
    assert_eq!(pages, [10, 20, 40, 80, 100, 100, 100, 1, 1]);
    assert_eq!(watch.told(), ["0-5 PageLimit", "5-90 complete"]);
    assert!(!watch.knows(40), "nobody has seen the first of them");
}

#[test]
fn a_page_that_fails_once_loses_nothing() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.burst(5, 25);
    watch.mishap(&site, 10, Mishap::FurtherPages);
    assert_eq!(watch.told(), ["0-5 PageFailed", "5-10 complete"]);
    site.burst(15, 25);
    watch.mishap(&site, 20, Mishap::FurtherPages);
    assert_eq!(watch.told().len(), 4, "two gaps: {:?}", watch.told());
    watch.poll(&site, 30);
    assert_eq!(watch.told(), ["0-30 complete"], "the third visit meets what stood before both");
    assert!((40..90).all(|id| watch.knows(id)), "nothing is lost");
}

#[test]
fn a_list_of_one_page_that_shows_nothing_known_leaves_a_gap_for_good() {
    let mut site = Site { pages: false, ..Site::of(10, 40) };
    let mut watch = Watch::over(&site);
    site.burst(5, 9);
    watch.poll(&site, 10);
    assert_eq!(watch.told(), ["0-10 complete"], "one known row at the end is enough");
    site.burst(15, 12);
    watch.poll(&site, 20);
    site.burst(25, 5);
    watch.poll(&site, 30);
    assert_eq!(watch.told(), ["0-10 complete", "10-15 OnlyPage", "15-30 complete"]);
}

#[test]
fn another_list_under_the_same_name_is_a_gap() {
    let mut watch = Watch::over(&Site::of(10, 15));
    let mut other = Site::of(10, 15);
    for post in &mut other.posts {
        post.id += 1000;
    }
    watch.poll(&other, 10);
    watch.poll(&other, 20);
    assert_eq!(watch.told(), ["0-10 LastPage", "10-20 complete"]);
}

#[test]
fn a_clock_that_jumps_back_hides_no_gap() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.burst(5, 30);
    watch.mishap(&site, 100, Mishap::FurtherPages);
    watch.poll(&Site { pages: false, ..site.clone() }, 60);
    watch.poll(&site, 70);
    assert_eq!(watch.told()[0], "0-70 complete", "overlaps go on counting: {:?}", watch.told());

    let mut watch = Watch::over(&site);
    watch.poll(&site, 100);
    let mut site = Site { pages: false, ..site };
    site.burst(50, 30);
    watch.poll(&site, 60);
    assert_eq!(watch.told(), ["0-60 complete", "60-100 OnlyPage"], "whatever either clock meant");
    watch.poll(&site, 110);
    assert_eq!(watch.told()[1..], ["60-100 OnlyPage", "100-110 complete"]);
}

#[test]
fn an_edited_review_without_a_number_is_still_met() {
    let mut site = Site { numbered: false, pages: false, coarse: true, ..Site::of(10, 0) };
    site.write(-30);
    let mut watch = Watch::over(&site);
    let said = watch.known[0].review.body.clone().expect("a text");
    watch.known[0].review.body = Some(format!("{said} 아주"));
    watch.poll(&site, 10);
    assert_eq!(watch.told(), ["0-10 complete"]);
}

/// Twenty-five reviews of the last five hours before the first poll, and older ones.
fn busy(pages: bool) -> Site {
    let mut site = Site { pages, ..Site::of(10, 40) };
    for n in 0..25 {
        site.write(n * 12 - 300);
    }
    site
}

#[test]
fn the_first_visit_reads_on_to_what_can_no_longer_be_answered() {
    let mut watch = Watch::over(&busy(true));
    assert_eq!(watch.pages, 3, "the third page ends with old ones");
    assert!((40..65).all(|id| watch.knows(id)), "all that can still be answered");
    watch.poll(&busy(true), 10);
    assert_eq!((watch.told(), watch.pages), (vec!["0-10 complete".to_owned()], 1));
}

#[test]
fn what_the_first_visit_could_not_reach_is_a_gap_before_it() {
    let mut watch = Watch::over(&busy(false));
    watch.poll(&busy(false), 10);
    assert_eq!(watch.told(), ["-1440--119 OnlyPage", "-119-10 complete"]);
    let mut few = Site { pages: false, ..Site::of(10, 0) };
    few.burst(-60, 4);
    let mut watch = Watch::over(&few);
    watch.poll(&few, 10);
    assert_eq!(watch.told(), ["0-10 complete"], "no list of four has more behind it");
}

#[test]
fn what_the_first_visit_could_not_reach_is_read_by_the_next() {
    let mut watch = Watch::new();
    watch.mishap(&busy(true), 0, Mishap::FurtherPages);
    assert!(!watch.knows(40));
    watch.poll(&busy(true), 10);
    assert_eq!((watch.told(), watch.pages), (vec!["-1440-10 complete".to_owned()], 3));
    assert!((40..65).all(|id| watch.knows(id)));
    watch.poll(&busy(true), 20);
    assert_eq!(watch.pages, 1, "then all is as ever");
}

#[test]
fn a_gap_is_certain_once_and_only_when_no_visit_will_fill_it() {
    let mut site = Site::of(10, 40);
    let mut watch = Watch::over(&site);
    site.burst(5, 1_500);
    for poll in 1..=9 {
        watch.poll(&site, poll * 10);
        let certain = watch.certain.iter().map(|gap| gap.from).collect::<Vec<_>>();
        let wanted = if poll == 7 { vec![at(0)] } else { Vec::new() };
        assert_eq!(certain, wanted, "poll {poll}, after which {:?}", watch.told());
    }
    let mut site = Site { pages: false, ..Site::of(10, 40) };
    let mut watch = Watch::over(&site);
    for (poll, certain) in [(1, 1), (2, 0)] {
        site.burst(poll * 10 - 5, if poll == 1 { 12 } else { 0 });
        watch.poll(&site, poll * 10);
        assert_eq!(watch.certain.len(), certain, "{:?}", watch.told());
    }
}
