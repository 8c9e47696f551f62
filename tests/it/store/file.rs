//! The file itself: who may read it, what is refused, what a broken row does.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use reviewd::case::Hands;
use reviewd::store::{CaseFilter, Error};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::*;

/// Does to the file what no store does.
async fn meddle(path: &Path, sql: &str) {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&url).await.expect("the file opens");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("it takes the change");
    connection.close().await.expect("the file closes");
}

async fn refused(path: &Path) -> String {
    Sqlite::open(path).await.map(drop).expect_err("it is refused").to_string()
}

#[tokio::test]
async fn only_its_owner_reads_the_store() {
    let (folder, store) = fresh().await;
    opened(&store, "bad", at(0), &["owner"]).await;
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).expect("the folder") {
        let file = file.expect("a file");
        let mode = file.metadata().expect("its mode").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
        files += 1;
    }
    assert!(files >= 2, "the log beside the store is looked at too");
}

#[tokio::test]
async fn everything_is_there_after_closing_and_opening_again() {
    let (folder, store) = fresh().await;
    let path = folder.path().join("reviewd.db");
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    store.close().await;
    let beside = std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(beside, 1, "closed, the store is one file that can be copied");
    let store = Sqlite::open(&path).await.expect("it opens again");
    let history = store.case(id).await.expect("reading").expect("the case");
    assert_eq!(history.case, Case { id, ..case("bad", at(0)) });
    assert_eq!(written(&store, at(1)).await.len(), 1);
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_left_alone() {
    let (folder, store) = fresh().await;
    let path = folder.path().join("reviewd.db");
    store.close().await;
    let newer = "INSERT INTO _sqlx_migrations
        (version, description, success, checksum, execution_time) VALUES (99, 'x', 1, x'00', 0)";
    meddle(&path, newer).await;
    match Sqlite::open(&path).await {
        Err(Error::Newer { found: 99, known: 1..99, .. }) => {}
        other => panic!("a newer schema should be refused, not {other:?}"),
    }
}

/// A store as the first release made it, with a source that was read once and cannot be now, and an
/// open case.
async fn first_release(path: &Path) {
    static SCHEMA: Migrator = sqlx::migrate!("src/store/sqlite/migrations");
    let first = SCHEMA.iter().take(1).cloned().collect();
    let migrator = Migrator { migrations: first, ..Migrator::DEFAULT };
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&url).await.expect("the file opens");
    migrator.run(&mut connection).await.expect("the schema is made");
    connection.close().await.expect("the file closes");
    let (read, failed) = (at(0).as_microsecond(), at(7200).as_microsecond());
    meddle(
        path,
        &format!(
            "INSERT INTO sources (source, configured, next_due, baseline_done, failures, last_poll,
                 last_success, last_outcome)
             VALUES ('mall', 1, {failed}, 1, 3, {failed}, {read}, 'blocked');
             INSERT INTO incidents (source, number, since, outcome, failures, last_success)
             VALUES ('mall', 1, {read}, 'blocked', 3, {read});
             INSERT INTO reviews (source, native, relative, first_seen, last_seen, verdict, negative,
                 troll, causes, evidence)
             VALUES ('mall', 'old', 0, {read}, {read}, 'negative', 0.9, 0.1, '[]', '[]');
             INSERT INTO cases (review_id, round, state, started, deadline, opened, next_step, next_at)
             VALUES (1, 1, 'open', {read}, {failed}, {read}, 'overdue', {failed});
             INSERT INTO case_reviews (review_id, case_id) VALUES (1, 1);"
        ),
    )
    .await;
}

#[tokio::test]
async fn a_store_of_the_first_release_is_brought_forward_with_what_it_knows() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("reviewd.db");
    first_release(&path).await;
    let store = Sqlite::open(&path).await.expect("it opens");
    assert_eq!(store.coverage(&source("mall"), None).await.expect("reading"), []);
    let status = store.sources().await.expect("listing").remove(0);
    assert_eq!(status.troubles.len(), 1, "the incident goes on: {:?}", status.troubles);
    let due = store.claim_source(&me(), at(7200)).await.expect("claiming").expect("it is due");
    assert_eq!((due.item.coverage, due.item.last_success), (Vec::new(), Some(at(0))));
    let open = store.claim_case(&me(), Which::Due, at(7200)).await.expect("claiming");
    let case = open.expect("its case is due").item.case;
    assert_eq!(case.owner, None, "nobody was chosen then");
    assert_eq!(case.deadline, at(7200));
}

#[tokio::test]
async fn an_open_case_of_the_first_release_is_in_nobodys_hands_and_can_be_put_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("reviewd.db");
    first_release(&path).await;
    let then = at(0).as_microsecond();
    let opened = format!(
        "INSERT INTO case_entries (case_id, at, round, what) VALUES (1, {then}, 1, 'opened')"
    );
    meddle(&path, &opened).await;
    let store = Sqlite::open(&path).await.expect("it opens");
    let case = store.cases(CaseFilter::Open).await.expect("listing").remove(0).case;
    let step = Some(Due::new(Step::Overdue, at(7200)));
    assert_eq!((case.state, case.next), (State::Open, step));
    assert_eq!((case.owner, case.hands, case.replied), (None, Hands::default(), None));
    moved(&store, case.id, at(5), |case| {
        change(Case { owner: Some(address("sea")), ..case }, "assigned by a person", vec![])
    })
    .await;
    let history = store.case(case.id).await.expect("reading").expect("the case");
    assert_eq!(history.case.owner, Some(address("sea")));
    let what: Vec<String> = history.entries.iter().map(|entry| entry.what()).collect();
    assert_eq!(what, ["opened", "assigned by a person"]);
}

#[tokio::test]
async fn what_is_no_store_is_refused_in_plain_words() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "milk, eggs, flour. ".repeat(100)).expect("writing");
    let said = refused(&text).await;
    assert!(said.contains("notes.txt") && said.contains("no SQLite database"), "{said}");
    assert_eq!(std::fs::read_to_string(&text).expect("reading").len(), 1900, "it is untouched");

    let other = folder.path().join("other.db");
    meddle(&other, "CREATE TABLE recipes (name TEXT)").await;
    let said = refused(&other).await;
    assert!(said.contains("another program's database"), "{said}");

    let said = refused(&folder.path().join("absent").join("reviewd.db")).await;
    assert!(said.contains("absent") && said.contains("No such file"), "{said}");
}

#[tokio::test]
async fn two_processes_that_start_together_make_one_store() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("reviewd.db");
    let (a, b) = tokio::join!(Sqlite::open(&path), Sqlite::open(&path));
    let (a, b) = (a.expect("the first opens"), b.expect("the second opens"));
    a.register(&[(source("mall"), at(0))]).await.expect("registering");
    assert_eq!(b.sources().await.expect("listing").len(), 1);
}

#[tokio::test]
async fn a_broken_row_is_an_error_that_names_it_and_holds_up_nothing_else() {
    for (broken, named) in [
        ("UPDATE reviews SET rating = 9 WHERE native = 'a'", "rating"),
        ("UPDATE reviews SET reply = '{' WHERE native = 'a'", "reply"),
        ("UPDATE reviews SET earliest = 1 << 62 WHERE native = 'a'", "earliest"),
        ("UPDATE events SET event = '[]' WHERE review_id = 1", "event"),
    ] {
        let (folder, store) = fresh().await;
        let both = vec![new("a", "x"), new("b", "y")];
        polled(&store, PollCommit { new: both, ..poll(at(0)) }).await;
        meddle(&folder.path().join("reviewd.db"), broken).await;
        match store.claim_review(&me(), at(1)).await {
            Err(Error::Corrupt { what, .. }) => assert!(what.contains(named), "{what}: {broken}"),
            other => panic!("{broken} should be noticed, not {other:?}"),
        }
        let next = store.claim_review(&me(), at(1)).await.expect("claiming").expect("b waits");
        assert_eq!(next.item.key, key("b"), "{broken}");
    }
}

#[tokio::test]
async fn a_source_with_a_broken_row_is_an_error_and_holds_up_no_other() {
    let (folder, store) = fresh().await;
    store.register(&[(source("mall"), at(0)), (source("blog"), at(0))]).await.expect("registering");
    let broken = "UPDATE sources SET last_success = 1 << 62 WHERE source = 'mall'";
    meddle(&folder.path().join("reviewd.db"), broken).await;
    let both = [source("mall"), source("blog")];
    let claimed = store.claim_sources(&me(), &both, at(1)).await.expect("claiming");
    let (good, bad): (Vec<_>, Vec<_>) = claimed.into_iter().partition(Result::is_ok);
    assert_eq!((good.len(), bad.len()), (1, 1), "{good:?} {bad:?}");
    assert!(
        matches!(&bad[0], Err(Error::Corrupt { what, .. }) if what.contains("mall")),
        "{bad:?}"
    );
    assert!(store.due_sources(at(1)).await.expect("reading").is_empty(), "it keeps its claim");
}

#[tokio::test]
async fn a_state_that_no_case_has_is_an_error() {
    let (folder, store) = fresh().await;
    let id = opened(&store, "bad", at(0), &["owner"]).await;
    for broken in ["state = 'lost'", "next_step = 'source_broken'", "round = -1"] {
        let sql = format!("UPDATE cases SET {broken}, next_at = 0");
        meddle(&folder.path().join("reviewd.db"), &sql).await;
        let listed = store.cases(CaseFilter::All).await;
        assert!(matches!(listed, Err(Error::Corrupt { .. })), "{broken}: {listed:?}");
        let read = store.case(id).await;
        assert!(matches!(read, Err(Error::Corrupt { .. })), "{broken}: {read:?}");
        let whole = "UPDATE cases SET state = 'open', next_step = 'overdue', round = 1";
        meddle(&folder.path().join("reviewd.db"), whole).await;
    }
}

#[tokio::test]
async fn every_time_a_page_can_name_comes_back_as_it_went() {
    let (_folder, store) = fresh().await;
    let dates = ["1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2999-12-31T23:59:59Z"];
    let reviews: Vec<NewReview> = dates
        .iter()
        .map(|date| {
            let interval = Some(Interval::at(date.parse().expect("a date")));
            let posted = Posted { text: Some((*date).to_owned()), interval, relative: true };
            NewReview { review: Review { posted, ..review("\u{0}x") }, ..new(date, "") }
        })
        .collect();
    polled(&store, PollCommit { new: reviews.clone(), ..poll(at(0)) }).await;
    let known = store.known(&source("mall")).await.expect("reading");
    for expected in reviews {
        let found = known.iter().find(|known| known.key == expected.key).expect("it is known");
        assert_eq!(found.review, expected.review);
    }
}

#[tokio::test]
async fn a_review_that_says_next_to_nothing_is_kept_as_such() {
    let (_folder, store) = fresh().await;
    let bare = Review {
        id: None,
        author: None,
        rating: None,
        title: None,
        body: Some("별로".to_owned()),
        posted: Posted::default(),
        url: None,
        reply: None,
        product: None,
    };
    let new = NewReview { review: bare.clone(), ..new("bare", "") };
    polled(&store, PollCommit { new: vec![new], ..poll(at(0)) }).await;
    assert_eq!(store.known(&source("mall")).await.expect("reading")[0].review, bare);
}
