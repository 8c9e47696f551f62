//! Mails come at their second, and not one before.

use crate::support::run::{BOSS, OWNER, Run};
use crate::support::shop::{List, Post, SECOND, hours, minutes};

#[tokio::test]
async fn every_mail_of_a_case_comes_at_its_second_and_not_one_before() {
    let written = hours(1) + minutes(13) + SECOND * 7;
    let mut run = Run::of(List::of(vec![Post::complaint(1, written)])).await;
    run.until(hours(3)).await;
    let kinds: Vec<&str> = run.mails().iter().map(|mail| mail.kind.as_str()).collect();
    assert_eq!(kinds, ["alert"], "the complaint was seen and told: {:?}", run.log());

    let deadline = written + hours(24);
    let steps = [
        (hours(12), "reminder:43200", vec![OWNER]),
        (hours(4), "reminder:14400", vec![OWNER]),
        (hours(1), "reminder:3600", vec![OWNER]),
        (hours(0), "overdue", vec![OWNER, BOSS]),
    ];
    for (before, kind, people) in steps {
        let told = run.mails().len();
        run.until(deadline - before - SECOND).await;
        assert_eq!(run.mails().len(), told, "{kind} a second early: {:?}", run.log());
        run.until(deadline - before).await;
        let fresh: Vec<(&str, &str)> =
            run.mails()[told..].iter().map(|m| (m.kind.as_str(), m.to.as_str())).collect();
        let wanted: Vec<(&str, &str)> = people.into_iter().map(|who| (kind, who)).collect();
        assert_eq!(fresh, wanted, "at the very second: {:?}", run.log());
    }
    run.until(deadline + hours(48)).await;
    assert_eq!(run.mails().len(), 6, "and then there is silence: {:?}", run.log());
}
