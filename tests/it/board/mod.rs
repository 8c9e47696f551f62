//! Two weeks beside a shop's board: every event is recognised as what it is, none is invented, and the
//! mails are those that are due and no others.

mod audit;
mod ledger;
mod model;
mod page;
mod script;
mod site;
mod truth;

use audit::Audit;
use page::{Design, Kind};
use script::{MENDED, on};
use site::Server;

use crate::support::run::Run;

/// The board's two weeks, and all that the daemon made of them.
async fn two_weeks(kind: Kind) {
    let server = Server::new(kind);
    let mut run = Run::over(&page::source(kind, Design::Old), server.script()).await;
    run.until(on(MENDED.0, MENDED.1)).await;
    run.stop().await;
    run.configure(&page::source(kind, Design::New));
    run.start().await;
    let end = on(13, "23:00");
    run.until(end).await;
    let differences = Audit::of(&run, &server).await.differences(end).await;
    assert!(
        differences.is_empty(),
        "{kind:?}: {} differences between the board's two weeks and what was made of them:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

#[tokio::test]
async fn two_weeks_of_a_board_are_told_as_they_were() {
    two_weeks(Kind::Numbered).await;
}

#[tokio::test]
async fn two_weeks_of_a_board_without_numbers_are_told_as_they_were() {
    two_weeks(Kind::Bare).await;
}

#[tokio::test]
async fn two_weeks_of_a_board_that_only_counts_its_rows_are_told_as_they_were() {
    two_weeks(Kind::Counted).await;
}
