//! `reviewd mail` shows mails before they are sent, and templates can be made one's own.

use std::path::Path;
use std::process::{Command, Output};

use reviewd::alert::SAMPLES;
use reviewd::store::Sqlite;

use crate::support::run::Run;
use crate::support::shop::{List, Post, hours};

const CONFIGURATION: &str = r#"
[shop]
name = "달빛상점"

[mail]
from = "shop@example.com"
to = "owner@example.com"
escalate_to = "boss@example.com"
MORE

[mail.smtp]
host = "localhost"
security = "none"

[fetch]
contact = "shop@example.com"

[[source]]
id = "mall"
name = "자사몰"
kind = "structured"
url = "https://mall.example/board"
"#;

/// A folder with a configuration; `more` stands in `[mail]`.
fn folder(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = CONFIGURATION.replace("MORE", more);
    std::fs::write(folder.path().join("reviewd.toml"), text).expect("a temporary file");
    folder
}

fn reviewd(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("STATE_DIRECTORY")
        .output()
        .expect("the program runs")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_kind_in_the_help_can_be_looked_at() {
    let folder = folder("");
    let help = reviewd(folder.path(), &["mail", "preview", "--help"]);
    let help = said(&help.stdout);
    for (name, what) in SAMPLES {
        assert!(help.contains(name) && help.contains(what), "{name} is not in the help:\n{help}");
    }
    let shown = reviewd(
        folder.path(),
        &["mail", "preview", "alert", "--config", "reviewd.toml", "--text", "--out", "-"],
    );
    let text = said(&shown.stdout);
    assert_eq!(shown.status.code(), Some(0), "{shown:?}");
    assert!(text.contains("달빛상점의 리뷰") && text.contains("올라온 곳: 자사몰"), "{text}");

    let kept = reviewd(folder.path(), &["mail", "preview", "storm", "--config", "reviewd.toml"]);
    assert!(said(&kept.stdout).contains("제목: [답글 필요] 불만 리뷰 6건"), "{kept:?}");
    let html = std::fs::read_to_string(folder.path().join("storm.html")).expect("the mail");
    assert!(html.starts_with("<!doctype html>"), "{html}");

    let wrong = reviewd(folder.path(), &["mail", "preview", "allert", "--config", "reviewd.toml"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(said(&wrong.stderr).contains("did you mean `alert`"), "{wrong:?}");
}

#[test]
fn the_digest_can_be_looked_at_as_it_would_be_now() {
    let folder = folder("");
    let stored = ["mail", "preview", "digest", "--stored", "--text", "--out", "-"];
    let none = reviewd(folder.path(), &[&stored[..], &["--config", "reviewd.toml"]].concat());
    assert_eq!(none.status.code(), Some(1), "there is no store yet: {none:?}");

    let state = folder.path().join("reviewd-state");
    std::fs::create_dir(&state).expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Sqlite::open(&state.join("reviewd.db")).await.expect("a store");
        store.close().await;
    });
    let shown = reviewd(folder.path(), &[&stored[..], &["--config", "reviewd.toml"]].concat());
    assert_eq!(shown.status.code(), Some(0), "{shown:?}");
    assert!(said(&shown.stdout).contains("조용한 하루였습니다"), "{shown:?}");

    let other = ["mail", "preview", "storm", "--stored", "--config", "reviewd.toml"];
    let other = reviewd(folder.path(), &other);
    assert!(said(&other.stderr).contains("allowed: digest"), "{other:?}");
}

#[test]
fn what_is_exported_can_be_changed_and_mistakes_in_it_are_told_at_check_time() {
    let folder = folder("templates = \"looks\"");
    let export = reviewd(folder.path(), &["mail", "export", "looks"]);
    assert_eq!(export.status.code(), Some(0), "{export:?}");
    let good = reviewd(folder.path(), &["check", "--config", "reviewd.toml"]);
    assert_eq!((good.status.code(), said(&good.stderr)), (Some(0), String::new()));

    let alert = folder.path().join("looks/ko/alert.txt");
    let text = std::fs::read_to_string(&alert).expect("an exported template");
    let changed = text.replace("공개 답글을 달아 주세요", "꼭 답글을 달아 주세요");
    std::fs::write(&alert, changed).expect("a changed template");
    let preview = ["mail", "preview", "alert", "--config", "reviewd.toml", "--text", "--out", "-"];
    let shown = said(&reviewd(folder.path(), &preview).stdout);
    assert!(shown.contains("꼭 답글을 달아 주세요"), "{shown}");

    std::fs::write(&alert, format!("{text}\n{{{{ c.deadlin }}}}\n")).expect("a mistake");
    let told = reviewd(folder.path(), &["check", "--config", "reviewd.toml"]);
    let warned = said(&told.stderr);
    let line = text.lines().count() + 2;
    for words in [
        format!("looks/ko/alert.txt, line {line}: there is no variable `c.deadlin`"),
        "did you mean `c.deadline`?".to_owned(),
        "reviewd.toml:9".to_owned(),
    ] {
        assert!(warned.contains(&words), "{words:?} is not in\n{warned}");
    }
    assert_eq!(told.status.code(), Some(0), "nobody stays untold for the looks of a mail");
    let shown = said(&reviewd(folder.path(), &preview).stdout);
    assert!(shown.contains("공개 답글을 달아 주세요"), "the compiled-in one is used: {shown}");

    let again = reviewd(folder.path(), &["mail", "export", "looks"]);
    assert!(said(&again.stderr).contains("ko/alert.txt is there already"), "{again:?}");
    let kept = std::fs::read_to_string(&alert).expect("the template");
    assert!(kept.contains("c.deadlin }}"), "what its owner wrote is left alone");
}

#[test]
fn a_folder_of_templates_that_is_not_there_is_an_error() {
    let folder = folder("templates = \"nowhere\"");
    let told = reviewd(folder.path(), &["check", "--config", "reviewd.toml"]);
    assert_eq!(told.status.code(), Some(78));
    let said = said(&told.stderr);
    assert!(said.contains("nowhere cannot be read") && said.contains("mail export"), "{said}");
}

#[test]
fn every_variable_is_listed_in_both_languages() {
    let folder = folder("");
    for (language, words) in [("ko", "답글 기한"), ("en", "when the reply is due")] {
        let listed = reviewd(folder.path(), &["mail", "variables", "--language", language]);
        let listed = said(&listed.stdout);
        assert!(listed.contains("c.deadline ") && listed.contains(words), "{listed}");
    }
}

#[tokio::test]
async fn a_mail_about_a_stored_case_can_be_looked_at() {
    let mut run = Run::of(List::of(vec![Post::complaint(1, hours(1))])).await;
    run.until(hours(3)).await;
    let cases = run.cases().await;
    let code = cases.first().expect("a case").id.to_string();
    let database = run.database();
    let folder = database.parent().expect("its folder");
    let shown = |kind: &str, code: &str| {
        let what = ["mail", "preview", kind, "--case", code, "--text", "--out", "-"];
        let place = ["--config", "reviewd.toml", "--state-dir", "."];
        reviewd(folder, &[what.as_slice(), place.as_slice()].concat())
    };
    let reminder = shown("reminder", &code);
    let text = said(&reminder.stdout);
    assert_eq!(reminder.status.code(), Some(0), "{reminder:?}");
    assert!(text.contains(&format!("Case: #{code}")), "{text}");
    for kind in ["alert", "overdue", "answered", "handed-back", "unconfirmed", "follow-up"] {
        let shown = shown(kind, &code);
        assert_eq!(shown.status.code(), Some(0), "{kind}: {shown:?}");
        assert!(said(&shown.stdout).contains(&format!("#{code}")), "{kind}: {shown:?}");
    }
    let mails = run.mails().len();
    assert_eq!(mails, 1, "looking sends nothing");
    for (kind, code, why) in
        [("storm", code.as_str(), "of one case; allowed: alert"), ("alert", "ZZZZ", "case")]
    {
        let refused = shown(kind, code);
        assert_ne!(refused.status.code(), Some(0), "{refused:?}");
        assert!(said(&refused.stderr).contains(why), "{refused:?}");
    }
}
