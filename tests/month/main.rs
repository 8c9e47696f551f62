//! A month in the life of a shop: twenty sources, three thousand reviews, the real daemon, real sockets, a
//! real Postfix where there is one; and an oracle that knows from the promises alone which mails are due.
//! It is lived twice: where somebody is always there, and with nights, Chuseok, vacations, and people who share
//! the work and do something about it, or nothing.
//!
//! `cargo test --test month` lives the first days. The whole months, with what it did in figures:
//! `cargo test --release --test month -- --ignored --nocapture`. `REVIEWD_SEED` makes another month.

mod alarms;
mod blanket;
mod compare;
mod digests;
mod hands;
mod hours;
mod inbox;
mod mail;
mod notice;
mod oracle;
mod pages;
mod people;
mod plan;
mod post;
#[path = "../real/postfix.rs"]
#[expect(dead_code, reason = "the tests against real servers want more of it")]
mod postfix;
mod shop;
mod sight;
mod site;
#[path = "../real/wait.rs"]
mod wait;
mod words;
mod world;

use std::sync::Arc;
use std::time::Instant;

use jiff::SignedDuration;
use reviewd::review::{Rating, Verdict};
use reviewd::score::{Scorer, Subject};

use compare::Comparison;
use hours::Hours;
use people::People;
use post::{Face, told};
use shop::{Lived, Shop};
use world::{DAY, MONTH, World};

/// Another number is another month.
fn seed() -> u64 {
    let said = std::env::var("REVIEWD_SEED");
    said.map_or(2026, |seed| seed.parse().expect("REVIEWD_SEED is a number"))
}

/// What the model that ships makes of words and stars; the oracle takes it as given.
fn is_complaint(face: &Face) -> bool {
    let rating = face.stars.and_then(|stars| Rating::new(f64::from(stars), 5.0).ok());
    Scorer::embedded().assess(Subject { text: &face.text, rating }).verdict == Verdict::Negative
}

/// Lives in the world of the seed until then, and holds what came against what was due.
async fn hold(shop: impl FnOnce(&World) -> Shop, end: SignedDuration) {
    let begun = Instant::now();
    let world = Arc::new(World::of(seed()));
    let shop = shop(&world);
    let lived = shop::live(&world, &shop, end).await;
    let mut sights: Vec<_> = (0..world.sources.len())
        .flat_map(|source| sight::sights(&world, source, &lived.glances[source]))
        .collect();
    sights.sort_by_key(|sight| sight.at);
    let notices = oracle::notices(&world, &shop, &sights, &lived.done, end, &is_complaint);
    let comparison = Comparison::of(&world, &sights, &notices, &lived);
    let mut differences = comparison.differences();
    differences.extend(mail::torn_threads(&lived.mails));
    differences.extend(digests::differences(&lived.mails, end));
    differences.extend(alarms::differences(&world, shop.hours, &lived, end));
    differences.extend(blanket::woken(&world, shop.hours, &sights, &lived));
    let until = (end, &is_complaint as post::Verdict<'_>);
    differences.extend(blanket::silent(&world, shop.hours, &sights, &lived, until));
    differences.extend(empty(&world, &shop, &lived, &comparison, end));
    eprintln!(
        "{} days: {} reviews, {} pages, {} cases, {} renewed, {} mails by {}, of cases {:?}, of sources {}; {:.0} s",
        end.as_hours() / 24,
        world.posts.iter().filter(|post| post.shown <= end).count(),
        lived.glances.iter().map(Vec::len).sum::<usize>(),
        lived.cases.len(),
        comparison.renewed(),
        lived.mails.len(),
        lived.by,
        comparison.kinds(),
        lived.mails.iter().filter(|mail| alarms::is_about_sources(mail)).count(),
        begun.elapsed().as_secs_f64()
    );
    assert!(
        differences.is_empty(),
        "until {}, seed {}: {} differences\n{}",
        told(end),
        seed(),
        differences.len(),
        differences.join("\n")
    );
}

/// What the time was to hold and did not, so that nothing is held against nothing.
fn empty(
    world: &World,
    shop: &Shop,
    lived: &Lived,
    comparison: &Comparison<'_>,
    end: SignedDuration,
) -> Vec<String> {
    let mut told = Vec::new();
    for (source, glances) in lived.glances.iter().enumerate() {
        let wanted = end.as_mins() / world.sources[source].every.as_mins() * 8 / 10;
        if (glances.len() as i64) < wanted {
            told.push(format!("s{source:02} was looked at {} times, not {wanted}", glances.len()));
        }
    }
    let kinds = comparison.kinds();
    let wanted =
        ["alert", "reminder:43200", "reminder:14400", "reminder:3600", "overdue", "answered"];
    let more: &[&str] = match shop.hours {
        Hours::Always => &["storm"],
        Hours::Office => &["overnight", "handed_back"],
    };
    let late: &[&str] = if end > DAY * 8 { &["follow_up"] } else { &[] };
    let wanted = wanted.iter().chain(more).chain(late);
    let never = wanted.filter(|kind| !kinds.contains_key(*kind));
    told.extend(never.map(|kind| format!("no mail was of the kind {kind}")));
    if (lived.cases.len() as i64) < end.as_hours() / 24 * 5 {
        told.push(format!("only {} cases", lived.cases.len()));
    }
    if comparison.renewed() == 0 {
        told.push("no case was renewed".to_owned());
    }
    told
}

/// Somebody is always there, and one person does it all.
fn plain(_: &World) -> Shop {
    Shop { hours: Hours::Always, people: People::Two, wishes: Vec::new() }
}

/// Nights, holidays, vacations, people who share the work, and what they do.
fn staffed(world: &World) -> Shop {
    let wishes = hands::wishes(world, seed());
    Shop { hours: Hours::Office, people: People::Staff, wishes }
}

#[tokio::test]
async fn the_first_days_of_a_month_bring_the_mails_that_are_due_and_no_others() {
    hold(plain, DAY * 2).await;
}

#[tokio::test]
async fn the_first_days_of_a_shop_with_nights_holidays_and_people_bring_the_mails_that_are_due() {
    hold(staffed, DAY * 4).await;
}

#[tokio::test]
#[ignore = "takes minutes: see the head of this file"]
async fn a_month_brings_the_mails_that_are_due_and_no_others() {
    hold(plain, MONTH).await;
}

#[tokio::test]
#[ignore = "takes minutes: see the head of this file"]
async fn a_month_with_nights_holidays_and_people_brings_the_mails_that_are_due_and_no_others() {
    hold(staffed, MONTH).await;
}
