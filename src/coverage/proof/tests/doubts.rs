//! Lists that are read and yet prove little, and until when.

use super::*;

#[test]
fn a_list_that_is_suddenly_empty_proves_nothing_until_it_shows_something() {
    let mut site = Site::of(10, 4);
    let mut watch = Watch::over(&site);
    site.posts.iter_mut().for_each(|post| post.removed = 5);
    watch.poll(&site, 10);
    watch.poll(&site, 20);
    assert_eq!(watch.told(), ["0-20 Emptied"]);
    site.burst(25, 2);
    watch.poll(&site, 30);
    assert_eq!(watch.told(), ["0-20 Emptied", "20-30 complete"], "it was empty indeed");
}

#[test]
fn lists_without_order_are_read_and_nothing_is_claimed_of_them() {
    let any = List { newest_first: false, ..Watch::new().list };
    let moderated = List { moderated: true, ..Watch::new().list };
    let undated = Site { dated: false, ..Site::of(10, 40) };
    for (list, mut site, word) in [
        (any, Site::of(10, 40), "AnyOrder"),
        (moderated, Site::of(10, 40), "Moderated"),
        (Watch::new().list, undated, "NoOrder"),
    ] {
        let mut watch = Watch { list, ..Watch::new() };
        watch.poll(&site, 0);
        site.burst(5, 3);
        watch.poll(&site, 10);
        assert_eq!((watch.told(), watch.pages), (vec![format!("0-10 {word}")], 1));
        watch.list = Watch::new().list;
        site.dated = true;
        site.burst(15, 3);
        // What is known has no dates yet where the list had none.
        watch.known.iter_mut().for_each(|known| {
            let id: usize = known.key.native.parse().expect("a number");
            known.review = site.review(&site.posts[id]);
        });
        watch.poll(&site, 20);
        let told = [format!("0-10 {word}"), "10-20 complete".to_owned()];
        assert_eq!(watch.told(), told, "once it has an order, that counts");
    }
}

#[test]
fn a_page_that_looks_changed_proves_nothing_until_what_stood_before_is_met() {
    let mut site = Site { pages: false, ..Site::of(10, 40) };
    let mut watch = Watch::over(&site);
    watch.poll(&site, 5);
    site.burst(7, 2);
    watch.mishap(&site, 10, Mishap::Changed);
    watch.mishap(&site, 20, Mishap::Changed);
    assert_eq!(watch.told(), ["0-5 complete", "5-20 Changed"]);
    watch.poll(&site, 30);
    assert_eq!(watch.told(), ["0-30 complete"], "nothing can lie between");

    site.burst(35, 6);
    watch.mishap(&site, 40, Mishap::Changed);
    site.burst(45, 5);
    watch.poll(&site, 50);
    let told = ["0-30 complete", "30-40 Changed", "40-50 complete"];
    assert_eq!(watch.told(), told, "nothing of before is in sight");
}

#[test]
fn what_appears_late_at_the_end_of_a_moderated_list_is_no_gap() {
    let mut site = Site::of(10, 0);
    site.burst(-60, 3);
    let mut watch = Watch { list: List { moderated: true, ..Watch::new().list }, ..Watch::new() };
    watch.poll(&site, 0);
    site.write(-300);
    watch.poll(&site, 10);
    assert!(watch.knows(3));
    assert_eq!(watch.told(), ["0-10 Moderated"]);
}
