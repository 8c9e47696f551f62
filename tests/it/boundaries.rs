//! Mails come at their second, and not one before.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use mail_parser::MessageParser;

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

/// The sample day on a host whose own zone is `zone`.
fn demo(zone: &str, folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .args(["demo", "--language", "ko", "--out"])
        .arg(folder)
        .env("TZ", zone)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Every mail of a folder by its file's name: headers, text and HTML, the site's port left out.
fn mails(folder: &Path) -> BTreeMap<String, [String; 3]> {
    let port = regex::Regex::new(r"127\.0\.0\.1:\d+").expect("a pattern");
    let files = std::fs::read_dir(folder.join("mails")).expect("the folder of mails");
    let paths = files.map(|file| file.expect("a file").path());
    let letters = paths.filter(|path| path.extension().is_some_and(|end| end == "eml"));
    let read = |path: std::path::PathBuf| {
        let bytes = std::fs::read(&path).expect("a mail");
        let mail = MessageParser::default().parse(&bytes).expect("a mail");
        let head = String::from_utf8_lossy(&bytes).split("\r\n\r\n").next().map(str::to_owned);
        let parts = [
            head.unwrap_or_default(),
            mail.body_text(0).expect("a text").into_owned(),
            mail.body_html(0).expect("an HTML part").into_owned(),
        ];
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, parts.map(|part| port.replace_all(&part, "site").into_owned()))
    };
    letters.map(read).collect()
}

#[test]
fn the_hosts_own_time_zone_changes_nothing() {
    let zones = ["UTC", "Asia/Seoul"];
    let folders = zones.map(|_| tempfile::tempdir().expect("a temporary folder"));
    let days = [0, 1].map(|n| demo(zones[n], folders[n].path()));
    let told = days.map(|day| {
        let output = day.wait_with_output().expect("the demo ends");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the demo failed: {errors}");
        String::from_utf8(output.stdout).expect("a time line")
    });
    let [here, there] = [0, 1].map(|n| {
        let folder = folders[n].path().display().to_string();
        told[n].replace(&folder, "the folder")
    });
    assert_eq!(here, there, "the time line differs between {zones:?}");
    let [here, there] = [0, 1].map(|n| mails(folders[n].path()));
    assert!(here.len() > 5, "the sample day brings mails");
    assert_eq!(here, there, "the mails differ between {zones:?}");
}
