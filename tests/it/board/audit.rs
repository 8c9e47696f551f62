//! The daemon's whole record held against the truth.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use reviewd::coverage::{Seen, Span};
use reviewd::review::{self, Verdict};
use reviewd::store::Records;
use sqlx::{Connection, Row as _, SqliteConnection};

use super::ledger::{Due, Ledger, PROMPT, ledger};
use super::model::{ANOTHER, Post};
use super::page::{Kind, ROWS, Row};
use super::script::named;
use super::site::{Gave, Server};
use super::truth::{self, What};
use crate::support::run::{Mail, Run};
use crate::support::shop::{at, hours};

/// A recorded event: when, of which review, what.
type Recorded = (SignedDuration, String, What);

/// What the daemon has on record.
pub(super) struct Audit<'a> {
    run: &'a Run,
    server: &'a Server,
    /// Which post a review is, by its native part.
    posts: BTreeMap<String, u32>,
    recorded: Vec<Recorded>,
}

fn since(instant: Timestamp) -> SignedDuration {
    instant.duration_since(at(hours(0)))
}

impl<'a> Audit<'a> {
    pub(super) async fn of(run: &'a Run, server: &'a Server) -> Self {
        let url = format!("sqlite://{}", run.database().display());
        let mut file = SqliteConnection::connect(&url).await.expect("the store can be read");
        let rows = sqlx::query(
            "SELECT native, author, product, coalesce(body, '') AS body, at, event
             FROM events JOIN reviews USING (review_id) ORDER BY event_id",
        );
        let ever = server.acts.iter().flat_map(|act| {
            let board = server.board(act.at);
            board.post(act.number % ANOTHER).or(board.post(act.number + ANOTHER)).cloned()
        });
        let ever: Vec<Post> = ever.collect();
        let (mut posts, mut recorded) = (BTreeMap::new(), Vec::new());
        for row in rows.fetch_all(&mut file).await.expect("its events can be read") {
            let native: String = row.get("native");
            let signs = [row.get("author"), row.get("product"), row.get("body")];
            let known = posts.get(&native).copied();
            let number = match server.kind {
                Kind::Numbered => native.parse().ok(),
                Kind::Bare | Kind::Counted => known,
            };
            let post = number.unwrap_or_else(|| post_of(&ever, signs, &posts));
            posts.insert(native.clone(), post);
            let instant = Timestamp::from_microsecond(row.get("at")).expect("an instant");
            let event = serde_json::from_str(row.get("event")).expect("an event");
            recorded.push((since(instant), native, what(&event)));
        }
        Self { run, server, posts, recorded }
    }

    /// Everything in which record and truth differ, told in words.
    pub(super) async fn differences(&self, end: SignedDuration) -> Vec<String> {
        let events = truth::events(self.server);
        let ledger = ledger(&events, end);
        let mut told = self.of_script(&events);
        told.extend(self.of_events(&events));
        told.extend(self.of_cases(&ledger).await);
        told.extend(self.of_mails(&ledger.mails).await);
        told.extend(self.of_recoveries(&events));
        told.extend(self.of_coverage().await);
        told.extend(self.of_verdicts(end).await);
        told
    }

    /// What the two weeks were to hold, so that nothing is held against nothing.
    fn of_script(&self, truth: &[truth::Event]) -> Vec<String> {
        let kinds = [
            What::New(true),
            What::New(false),
            What::Edited,
            What::Answered,
            What::ReplyVanished,
            What::Vanished,
            What::Reappeared,
        ];
        let never = kinds.iter().filter(|kind| truth.iter().all(|event| event.what != **kind));
        let mut told: Vec<String> = never.map(|kind| format!("nothing is ever {kind}")).collect();
        let visits = self.server.visits();
        let is_long = |rows: &[Row]| rows.len() > ROWS;
        let paged = visits.iter().any(|v| matches!(&v.gave, Gave::Rows(rows, _) if is_long(rows)));
        let unchanged = visits.iter().filter(|v| matches!(v.gave, Gave::Unchanged)).count();
        if visits.len() < 1_700 || unchanged < 1_000 || !paged {
            told.push(format!("{} visits, {unchanged} unchanged, paged: {paged}", visits.len()));
        }
        told
    }

    fn of_events(&self, truth: &[truth::Event]) -> Vec<String> {
        let visits = self.server.visits();
        let visit_of = |at: SignedDuration| {
            visits.iter().rfind(|visit| visit.at <= at).map_or(at, |visit| visit.at)
        };
        let line = |(at, post, what): &(SignedDuration, u32, What)| {
            format!("{} post {post}: {what}", named(*at))
        };
        let mut expected: Vec<_> = truth.iter().map(|e| (e.at, e.post.number, e.what)).collect();
        let found = self.recorded.iter();
        let mut found: Vec<_> =
            found.map(|(at, native, what)| (visit_of(*at), self.posts[native], *what)).collect();
        found.retain(|one| match expected.iter().position(|other| other == one) {
            Some(place) => {
                expected.remove(place);
                false
            }
            None => true,
        });
        let missing = expected.iter().map(|one| format!("not recorded: {}", line(one)));
        let invented = found.iter().map(|one| format!("invented: {}", line(one)));
        missing.chain(invented).collect()
    }

    async fn of_cases(&self, ledger: &Ledger) -> Vec<String> {
        let found = self.run.cases().await;
        let mut told = Vec::new();
        for case in &found {
            let post = self.posts[&case.review.native];
            let is = (case.round, case.state);
            let wanted = ledger.cases.get(&post).map(|case| (case.round, case.state));
            if wanted != Some(is) {
                told.push(format!("the case of post {post} is {is:?}, not {wanted:?}"));
            }
        }
        let has_case = |post: &u32| found.iter().any(|c| self.posts[&c.review.native] == *post);
        let missing = ledger.cases.keys().filter(|post| !has_case(post));
        told.extend(missing.map(|post| format!("post {post} has no case")));
        told
    }

    async fn of_mails(&self, due: &[Due]) -> Vec<String> {
        let cases = self.run.cases().await;
        let about = |mail: &Mail| {
            let named = cases.iter().filter(|case| mail.case.contains(&case.id.to_string()));
            let mut posts: Vec<u32> = named.map(|case| self.posts[&case.review.native]).collect();
            posts.sort_unstable();
            posts
        };
        let mut found: Vec<_> = self.run.mails().iter().map(|m| (m, about(m))).collect();
        let mut told = Vec::new();
        for Due { when: (from, until, kind), to, posts } in due {
            let place = found.iter().position(|(mail, about)| {
                let in_time = (*from..=*until).contains(&since(mail.at));
                in_time && mail.kind == *kind && mail.to == *to && about == posts
            });
            match place {
                Some(place) => drop(found.remove(place)),
                None => {
                    let (from, until) = (named(*from), named(*until));
                    told.push(format!(
                        "no mail: {kind} to {to} about {posts:?}, {from} to {until}"
                    ));
                }
            }
        }
        let more = found.iter().map(|(mail, posts)| {
            let (when, Mail { kind, to, subject, .. }) = (named(since(mail.at)), mail);
            format!("needless mail: {when} {kind} to {to} about {posts:?} ({subject})")
        });
        told.extend(more);
        told
    }

    /// A mail that the source is back names what was missed, and what of it is late.
    fn of_recoveries(&self, truth: &[truth::Event]) -> Vec<String> {
        let mut told = Vec::new();
        for mail in self.run.mails().iter().filter(|mail| mail.kind == "source_recovered") {
            let when = named(since(mail.at));
            let just_before =
                |at: SignedDuration| at <= since(mail.at) && since(mail.at) < at + PROMPT;
            let is_missed =
                |event: &&truth::Event| event.what == What::New(false) && just_before(event.at);
            let missed: Vec<&Post> = truth.iter().filter(is_missed).map(|e| &e.post).collect();
            let unnamed = missed.iter().filter(|post| !mail.text.contains(&post.author));
            told.extend(
                unnamed.map(|p| format!("{when} post {} is not named as missed", p.number)),
            );
            let is_late = |post: &&&Post| post.sour && post.written + hours(24) <= since(mail.at);
            let late = missed.iter().filter(is_late).count();
            let said = mail.text.matches("already late").count();
            if said != late {
                told.push(format!("{when} {said} of those missed are called late, not {late}"));
            }
        }
        told
    }

    async fn of_coverage(&self) -> Vec<String> {
        let board = "board".parse().expect("a name");
        let spans = self.run.store.coverage(&board, None).await.expect("the store answers");
        let proofs = truth::proofs(&self.server.visits());
        let (first, last) = (proofs[0], proofs[proofs.len() - 1]);
        let is_whole = |span: &Span| {
            span.seen == Seen::Complete
                && (since(span.from) - first).abs() < SignedDuration::from_secs(5)
                && (since(span.to) - last).abs() < SignedDuration::from_secs(5)
        };
        let whole = spans.len() == 1 && spans.iter().all(is_whole);
        let told = spans.iter().map(|span| {
            let (from, to) = (named(since(span.from)), named(since(span.to)));
            format!("coverage: {from} to {to} {:?}", span.seen)
        });
        if whole { Vec::new() } else { told.collect() }
    }

    /// What each review says at last is what the board says, and is judged as it is meant.
    async fn of_verdicts(&self, end: SignedDuration) -> Vec<String> {
        let board = self.server.board(end);
        let mut told = Vec::new();
        for record in self.run.store.reviews().await.expect("the store answers") {
            let Some(post) = board.post(self.posts[&record.key.native]) else { continue };
            let body = record.review.body.unwrap_or_default();
            if !post.secret && body != post.text {
                told.push(format!("post {} says {:?}, not {body:?}", post.number, post.text));
            }
            let is_negative = record.judgement.is_some_and(|j| j.verdict == Verdict::Negative);
            if post.stars != 3 && is_negative != post.sour {
                told.push(format!("post {} is judged wrongly: {body:?}", post.number));
            }
        }
        told
    }
}

/// The post a review was read from; 0 where there is none. Equal ones come in their order.
fn post_of(
    ever: &[Post],
    [author, product, body]: [String; 3],
    taken: &BTreeMap<String, u32>,
) -> u32 {
    let found = ever.iter().find(|post| {
        let is_said = if post.secret { body.is_empty() } else { post.text == body };
        let free = !taken.values().any(|number| *number == post.number);
        is_said && free && post.author == author && post.product == product
    });
    found.map_or(0, |post| post.number)
}

fn what(event: &review::Event) -> What {
    match event {
        review::Event::New { baseline } => What::New(*baseline),
        review::Event::Edited { .. } => What::Edited,
        review::Event::Answered { .. } => What::Answered,
        review::Event::ReplyVanished { .. } => What::ReplyVanished,
        review::Event::Vanished { .. } => What::Vanished,
        review::Event::Reappeared => What::Reappeared,
        review::Event::Completed => panic!("every own page could be read at once"),
    }
}
