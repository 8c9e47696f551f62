//! Promises over every shop: whoever is away, refuses mail or is named nowhere, someone is told.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, example};
use crate::case::{self, Case, CaseId, Due, State, Step};
use crate::review::{Cause, Rating, ReviewKey};

const NAMES: usize = 5;

fn address(number: usize) -> Address {
    format!("p{number}@shop.example").parse().expect("an address")
}

fn day(offset: i8) -> Date {
    Date::constant(2026, 11, 15).checked_add(jiff::Span::new().days(offset)).expect("a date")
}

fn noon(offset: i8) -> Timestamp {
    day(offset).at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a time").timestamp()
}

/// Anyone of whom a file could speak; some of the names belong to nobody.
fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        (0..NAMES + 1).prop_map(|n| Who::Person(format!("p{n}"))),
        (0..4_usize).prop_map(|n| Who::Group(format!("g{n}"))),
        (0..NAMES + 3).prop_map(|n| Who::Address(address(n))),
    ]
}

fn person(number: usize) -> impl Strategy<Value = Person> {
    let away = prop::collection::vec((-3_i8..10, 0_i8..6), 0..3);
    (away, prop::option::of(0..NAMES + 1)).prop_map(move |(away, stand_in)| Person {
        name: format!("p{number}"),
        mail: address(number),
        away: away
            .into_iter()
            .map(|(first, more)| Away { first: day(first), last: day(first + more) })
            .collect(),
        stand_in: stand_in.map(|n| format!("p{n}")),
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    let conditions = prop::collection::vec(
        prop_oneof![
            Just(Condition::Causes(vec![Cause::Delivery])),
            Just(Condition::Stars(Stars { least: 1, most: 2 })),
            Just(Condition::When(When::Working(false))),
        ],
        0..3,
    );
    let rung = (prop::collection::vec(who(), 1..3), 0_i64..20)
        .prop_map(|(to, hours)| Escalation { to, before: SignedDuration::from_hours(hours) });
    (
        conditions,
        prop::collection::vec(who(), 1..4),
        prop::option::of(prop::collection::vec(rung, 1..3)),
    )
        .prop_map(|(conditions, to, escalate)| Rule { conditions, to, escalate })
}

fn people() -> impl Strategy<Value = People> {
    let persons: Vec<_> = (0..NAMES).map(person).collect();
    let groups = prop::collection::vec(prop::collection::vec(who(), 1..4), 0..3);
    let listed = || prop::collection::vec((0..NAMES + 3).prop_map(address), 1..3);
    (persons, groups, prop::collection::vec(rule(), 0..4), listed(), listed()).prop_map(
        |(persons, groups, routes, to, escalate_to)| People {
            to,
            escalate_to,
            named: Settings {
                persons,
                groups: groups
                    .into_iter()
                    .enumerate()
                    .map(|(n, members)| Group { name: format!("g{n}"), members })
                    .collect(),
                routes,
            },
            zone: TimeZone::UTC,
            calendar: Calendar::default(),
        },
    )
}

fn matter(late: bool, sour: bool, at: Timestamp) -> Matter {
    Matter {
        source: None,
        causes: if late { vec![Cause::Delivery] } else { Vec::new() },
        product: None,
        rating: sour.then(|| Rating::new(1.0, 5.0).expect("a rating")),
        language: None,
        at,
    }
}

/// A case of `owner` that was opened at noon of day 0.
fn case_of(owner: Option<Address>) -> Case {
    let key = ReviewKey { source: "mall".parse().expect("a name"), native: "1".to_owned() };
    let settings = case::Settings::default();
    let (case, _) = case::begin(CaseId(1), key, 1, noon(0), noon(0), &settings);
    Case { owner, ..case }
}

fn is_away(people: &People, address: &Address, at: Timestamp) -> bool {
    let day = at.to_zoned(people.zone.clone()).date();
    people.person(address).is_some_and(|person| person.away_on(day).is_some())
}

/// Leaves of a file that some route, the fallback or the escalation could reach and that are there.
fn someone_is_there(people: &People, at: Timestamp) -> bool {
    people.to.iter().any(|address| !is_away(people, address, at))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn someone_is_always_responsible_and_away_only_where_the_fallback_is(
        mut people in people(), late: bool, sour: bool, working: bool, days in 0_i8..8,
    ) {
        let at = noon(days);
        if !working {
            people.calendar = example::calendar("work = \"mon-sun 00:00-09:00\"", "UTC");
        }
        let routed = people.routed(&matter(late, sour, at), at);
        let owner = &routed.owner;
        prop_assert!(
            !is_away(&people, owner, at) || people.to.contains(owner),
            "{owner:?} is away and not the fallback: {routed:?}"
        );
        prop_assert!(!routed.also.contains(owner), "the owner gets a copy: {routed:?}");
        prop_assert!(routed.rungs.iter().all(|rung| !rung.to.is_empty()), "an empty rung: {routed:?}");
        if let (1, true) = (people.to.len(), someone_is_there(&people, at)) {
            prop_assert!(!is_away(&people, owner, at), "someone is there, yet: {routed:?}");
        }
        for absence in &routed.why.absent {
            let person = people.named.persons.iter().find(|p| p.name == absence.name);
            prop_assert!(person.is_some_and(|p| is_away(&people, &p.mail, at)), "{absence:?}");
        }
    }

    #[test]
    fn every_step_of_every_case_is_told_to_its_owner_or_who_is_there_instead(
        people in people(), late: bool, sour: bool, owner in prop::option::of(0..NAMES + 6),
        days in 0_i8..8, lead in 0_i64..24, was_overdue: bool, handings in 0_u32..2,
    ) {
        let (mut case, at) = (case_of(owner.map(address)), noon(days));
        case.hands.handings = handings;
        let routed = people.routed(&matter(late, sour, case.opened), at);
        let state = if was_overdue { State::Overdue } else { State::Open };
        let before = Case { state, ..case.clone() };
        let reminder = Step::Reminder(SignedDuration::from_hours(lead));
        let steps = [
            Step::Alert, reminder, Step::Overdue, Step::Answered, Step::HandedBack, Step::Unconfirmed,
            Step::FollowUp,
        ];
        for step in steps {
            let told = people.told(&case, Due::new(step, at), Some(&before), &routed);
            let owner = case.owner.as_ref().unwrap_or(&routed.owner);
            prop_assert!(told.contains(&people.there(owner, at)), "{step:?}: {told:?}");
            let known = people.to.contains(&told[0]) || people.person(&told[0]).is_some();
            prop_assert!(
                known || handings > 0 || told.iter().any(|one| one != owner)
                    || people.named.names(owner)
                    || people.escalate_to.contains(owner),
                "{step:?} is told to an unknown address alone: {told:?}"
            );
            if step == Step::Overdue || (was_overdue && step != Step::FollowUp) {
                let above = routed.rungs.iter().flat_map(|rung| &rung.to);
                for one in above {
                    prop_assert!(told.contains(one), "{step:?}: {one:?} is above and not told");
                }
            }
            let mut once = told.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), told.len(), "someone is told twice");
        }
    }

    #[test]
    fn whoever_refuses_mail_someone_else_is_told_while_there_is_one(
        people in people(), refused in prop::collection::btree_set(0..NAMES + 3, 1..6),
    ) {
        let refused: Vec<Address> = refused.into_iter().map(address).collect();
        let instead = people.instead_of(&refused);
        prop_assert!(instead.iter().all(|one| !refused.contains(one)), "{instead:?} refused");
        let is_left = |one: &Address| !refused.contains(one);
        let some_left = people.to.iter().chain(&people.escalate_to).any(is_left);
        prop_assert_eq!(instead.is_empty(), !some_left);
    }

    #[test]
    fn the_owner_of_an_earlier_round_stays_while_named_and_there(
        people in people(), late: bool, earlier in 0..NAMES + 6, days in 0_i8..8,
    ) {
        let at = noon(days);
        let routed = people.routed(&matter(late, false, at), at);
        let earlier = address(earlier);
        let before = case_of(Some(earlier.clone()));
        let owner = people.owner_of_round(Some(&before), &routed, at);
        prop_assert!(owner == earlier || owner == routed.owner);
        if is_away(&people, &earlier, at) {
            prop_assert_eq!(&owner, &routed.owner, "who is away keeps the case");
        }
        if people.to.contains(&earlier) && !is_away(&people, &earlier, at) {
            prop_assert_eq!(owner, earlier, "who is there loses it");
        }
    }
}

#[test]
fn who_hears_of_a_step_is_the_owner_and_whoever_it_has_reached() {
    let hour = SignedDuration::from_hours;
    let routed = Routed {
        owner: address(0),
        also: vec![address(1)],
        rungs: vec![
            Rung { to: vec![address(2)], before: hour(4) },
            Rung { to: vec![address(3)], before: SignedDuration::ZERO },
        ],
        why: Why::default(),
    };
    let people = People {
        to: (0..5).map(address).collect(),
        escalate_to: vec![address(3)],
        named: Settings::default(),
        zone: TimeZone::UTC,
        calendar: Calendar::default(),
    };
    let at = |lead| noon(1) - hour(lead);
    let alert = Due::new(Step::Alert, at(20));
    let (open, overdue, over) = (State::Open, State::Overdue, State::Answered);
    for (step, owner, handings, before, wanted) in [
        (alert, 0, 0, open, vec![0, 1]),
        (Due { wakes: true, ..alert }, 0, 0, open, vec![0, 1, 2]),
        (Due::new(Step::Alert, at(3)), 0, 0, open, vec![0, 1, 2]),
        (alert, 4, 1, open, vec![4]),
        (Due::new(Step::Reminder(hour(12)), at(12)), 4, 1, open, vec![4]),
        (Due::new(Step::Reminder(hour(4)), at(4)), 4, 1, open, vec![4, 2]),
        (Due::new(Step::HandedBack, at(10)), 0, 1, open, vec![0, 2]),
        (Due::new(Step::HandedBack, at(-1)), 0, 1, overdue, vec![0, 2, 3]),
        (Due::new(Step::Overdue, at(0)), 0, 0, open, vec![0, 1, 2, 3]),
        (Due::new(Step::Overdue, at(0)), 4, 1, open, vec![4, 0, 1, 2, 3]),
        (Due::new(Step::Answered, at(10)), 0, 0, open, vec![0, 1]),
        (Due::new(Step::Answered, at(3)), 0, 0, open, vec![0, 1, 2]),
        (Due::new(Step::Answered, at(-3)), 4, 1, overdue, vec![4, 0, 1, 2, 3]),
        (Due::new(Step::Unconfirmed, at(-40)), 0, 0, State::Unconfirmed, vec![0, 1]),
        (Due::new(Step::FollowUp, at(-200)), 0, 0, over, vec![0, 1]),
    ] {
        let mut case = case_of(Some(address(owner)));
        case.hands.handings = handings;
        let before = Case { state: before, ..case.clone() };
        let told = people.told(&case, step, Some(&before), &routed);
        let wanted: Vec<Address> = wanted.into_iter().map(address).collect();
        assert_eq!(told, wanted, "{step:?} of {before:?}");
    }
    let mut case = case_of(Some(address(0)));
    case.hands.heard = [address(0), address(4)].into();
    let told = people.told(&case, Due::new(Step::Answered, at(3)), Some(&case), &routed);
    assert_eq!(
        told,
        [address(0), address(4)],
        "whoever heard of it hears its end, and nobody else"
    );
}

#[test]
fn stars_are_whole_and_of_five_whatever_the_scale() {
    let hold = |least, most, value, max| {
        Stars { least, most }.hold(Rating::new(value, max).expect("a rating"))
    };
    for (least, most, value, max, wanted) in [
        (1, 2, 1.0, 5.0, true),
        (1, 2, 2.0, 5.0, true),
        (1, 2, 2.4, 5.0, true),
        (1, 2, 2.5, 5.0, false),
        (3, 5, 2.5, 5.0, true),
        (1, 1, 0.0, 5.0, true),
        (1, 2, 4.0, 10.0, true),
        (1, 2, 5.0, 10.0, false),
        (4, 5, 80.0, 100.0, true),
        (5, 5, 4.4, 5.0, false),
    ] {
        assert_eq!(hold(least, most, value, max), wanted, "{value}/{max} within {least}-{most}");
    }
}
