//! Which notices share a mail.

use super::*;

const NOW: &str = "2026-11-22T16:00:00";

fn case(number: i64, kind: Kind) -> (i64, Notice, Facts) {
    let mut facts = complaint(Language::Ko);
    facts.case.id = CaseId(number);
    (number, notice(kind, &facts, at(NOW)), Facts::Case(Box::new(facts)))
}

/// A complaint that was overdue when it was first seen.
fn found_late(number: i64) -> (i64, Notice, Facts) {
    let (id, notice, facts) = case(number, Kind::Overdue);
    let Facts::Case(mut facts) = facts else { panic!("it is a case") };
    facts.case.opened = facts.case.deadline;
    (id, notice, Facts::Case(facts))
}

fn broken(number: i64, kind: Kind, scope: &str) -> (i64, Notice, Facts) {
    let facts = IncidentFacts {
        source: format!("s{number}").parse().expect("a valid source"),
        scope: scope.parse().expect("a scope"),
        ..incident()
    };
    let (notice, facts) = about_source(kind, facts, at(NOW));
    (number, notice, facts)
}

fn groups(due: Vec<(i64, Notice, Facts)>) -> Vec<Vec<i64>> {
    let ids: Vec<i64> = due.iter().map(|(id, _, _)| *id).collect();
    let due: Vec<(Notice, Facts)> = due.into_iter().map(|(_, n, f)| (n, f)).collect();
    let mails = batches(&due);
    mails.into_iter().map(|mail| mail.into_iter().map(|index| ids[index]).collect()).collect()
}

#[test]
fn up_to_five_cases_have_a_mail_each_and_six_share_one() {
    let alerts = |count| (0..count).map(|n| case(n, Kind::Alert)).collect::<Vec<_>>();
    assert_eq!(groups(alerts(0)), Vec::<Vec<i64>>::new());
    assert_eq!(groups(alerts(5)), [[0], [1], [2], [3], [4]]);
    assert_eq!(groups(alerts(6)), [[0, 1, 2, 3, 4, 5]]);
}

#[test]
fn reminders_belong_to_the_storm_and_answers_do_not() {
    let mut due: Vec<_> = (0..5).map(|n| case(n, Kind::Alert)).collect();
    due.push(case(5, Kind::Answered));
    due.push(case(6, Kind::Reminder(SignedDuration::from_hours(4))));
    assert_eq!(groups(due), [vec![0, 1, 2, 3, 4, 6], vec![5]]);
}

#[test]
fn what_was_overdue_at_first_sight_shares_a_mail_from_two_on() {
    assert_eq!(groups(vec![found_late(1)]), [[1]]);
    let due = vec![found_late(1), case(2, Kind::Alert), found_late(3)];
    assert_eq!(groups(due), [vec![1, 3], vec![2]]);
    let mut due: Vec<_> = (0..5).map(|n| case(n, Kind::Alert)).collect();
    due.push(found_late(5));
    assert_eq!(groups(due), [[0, 1, 2, 3, 4, 5]], "a single late one joins the storm");
}

#[test]
fn sources_share_a_mail_by_cause() {
    let due = vec![
        broken(1, Kind::SourceBroken, "server/down/a.example"),
        broken(2, Kind::SourceBroken, "server/blocked/a.example"),
        broken(3, Kind::SourceBroken, "server/down/a.example"),
        broken(4, Kind::SourceRecovered, "server/down/a.example"),
        broken(5, Kind::SourceBroken, "page/no_date/a.example"),
        broken(6, Kind::SourceBroken, "page/no_rating/a.example"),
        broken(7, Kind::SourceBroken, "page/no_date/b.example"),
    ];
    assert_eq!(groups(due), [vec![1, 3], vec![2], vec![4], vec![5, 6], vec![7]]);
}

#[test]
fn nothing_is_lost_or_said_twice_however_it_is_mixed() {
    for late in 0..4 {
        for alerts in 0..8 {
            for done in 0..8 {
                let mut due: Vec<_> = (0..late).map(found_late).collect();
                due.extend((10..10 + alerts).map(|n| case(n, Kind::Overdue)));
                due.extend((20..20 + done).map(|n| case(n, Kind::Answered)));
                due.push(broken(30, Kind::SourceBroken, "network"));
                let ids: Vec<i64> = due.iter().map(|(id, _, _)| *id).collect();
                let mut told: Vec<i64> = groups(due).concat();
                told.sort_unstable();
                assert_eq!(told, ids, "{late} late, {alerts} open, {done} done");
            }
        }
    }
}
