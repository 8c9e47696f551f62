//! The real daemon on a page of another program, and a mail server that is away when complaints come.

use std::collections::HashSet;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

use crate::daemon::{self, Installed, config, config_for};
use crate::postfix::{MANAGER, OWNER, Postfix};
use crate::site::{FIRST, KIND, SECOND, Site};
use crate::wait;

/// The machine's authorities, for a server that never shows a certificate.
const CERTIFICATES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Everything that explains a failure.
fn story(reviewd: &Installed, server: &Postfix) -> String {
    format!("--- the daemon\n{}\n--- Postfix\n{}", reviewd.log(), server.log())
}

fn header<'a>(mail: &'a str, name: &str) -> &'a str {
    let head = mail.split("\n\n").next().unwrap_or(mail);
    let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("no {name} in\n{head}"))
}

/// How often the feed was read so far, as far as the daemon's log says.
fn polls(reviewd: &Installed) -> usize {
    reviewd.log().lines().filter(|line| line.contains("source polled")).count()
}

/// Complaints come while the server is away; they are mailed once it is back: all, once, in order.
#[test]
#[ignore = "needs root and a real Postfix: .ci/run has both"]
fn nothing_is_lost_or_repeated_when_the_mail_server_is_away() {
    let server = Postfix::start();
    server.stop();
    let site = Site::start(&[FIRST, KIND]);
    let reviewd = Installed::new(&config(&server, &site.url()));
    let tell = || story(&reviewd, &server);
    let mut daemon = reviewd.daemon();

    wait::until("the failed sending is seen in the status", Duration::from_secs(90), tell, || {
        let output = reviewd.run(&["status", "--json"], "");
        let status: serde_json::Value = serde_json::from_slice(&output.stdout).ok()?;
        status["mail"]["last_error"].as_str().filter(|said| said.contains("refused")).map(drop)
    });
    site.show(&[SECOND, FIRST, KIND]);
    let two_open = || (reviewd.json(&["cases", "--json"]).as_array()?.len() == 2).then_some(());
    // The shortest interval is a minute.
    wait::until("the second complaint opens a case", Duration::from_secs(120), tell, two_open);
    assert!(server.mails(OWNER).is_empty(), "a mail arrived at a server that was away");

    server.start_again();
    let both = || Some(server.mails(OWNER)).filter(|mails| mails.len() >= 2);
    // A server that failed four times within a minute and a half is left alone for four at most.
    let mails = wait::until("both alerts arrive", Duration::from_secs(330), tell, both);
    assert_eq!(mails.len(), 2, "two complaints, two alerts");
    let cases = reviewd.json(&["cases", "--json"]);
    for (mail, (number, ..)) in mails.iter().zip([FIRST, SECOND]) {
        let author = format!("buyer{number}");
        let case = cases.as_array().expect("an array").iter().find(|case| case["author"] == author);
        let id = case.and_then(|case| case["id"].as_str()).expect("the case is open");
        let subject = header(mail, "X-Reviewd-Case");
        assert!(subject.contains(id), "not the alert of {author}, or out of order:\n{mail}");
    }
    people_decide_beside_it(&reviewd, &server);
    assert!(daemon.stop(tell).success(), "SIGTERM did not end it with 0\n{}", tell());
    a_restart_repeats_nothing(&reviewd, &server);
}

/// A server that takes the connection and then says nothing is not waited for.
#[test]
#[ignore = "needs root: .ci/run has it"]
fn a_mail_server_that_hangs_does_not_hold_up_the_end() {
    let hung = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = hung.local_addr().expect("a bound socket has an address").port();
    let site = Site::start(&[FIRST]);
    let reviewd = Installed::new(&config_for(port, Path::new(CERTIFICATES), &site.url()));
    let mut daemon = reviewd.daemon();
    hung.set_nonblocking(true).expect("a socket");
    let limit = Duration::from_secs(90);
    let tell = || reviewd.log();
    // Kept, so that it stays open.
    let _caller = wait::until("it calls the server", limit, tell, || hung.accept().ok());
    assert!(daemon.stop(tell).success(), "SIGTERM did not end it with 0\n{}", tell());
    only_the_service_owns_its_files(&reviewd);
}

/// Root looks and decides beside the service: it counts, and every file stays the service's.
fn people_decide_beside_it(reviewd: &Installed, server: &Postfix) {
    let tell = || story(reviewd, server);
    let cases = reviewd.json(&["cases", "--json"]);
    let id = cases[0]["id"].as_str().expect("an open case").to_owned();
    for arguments in
        [&["status"][..], &["cases"], &["case", &id], &["case", &id, "dismiss"], &["status"]]
    {
        let output = reviewd.run(arguments, "");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "reviewd {arguments:?}: {said}");
    }
    let open = reviewd.json(&["cases", "--json"]);
    assert_eq!(
        open.as_array().map(Vec::len),
        Some(1),
        "the case is not closed: {open}\n{}",
        tell()
    );
    let refused = reviewd.run_as_anyone(&["status"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains("(sudo)"), "anyone may look: {said}");
    only_the_service_owns_its_files(reviewd);
}

fn only_the_service_owns_its_files(reviewd: &Installed) {
    let kept = reviewd.kept();
    assert!(kept.iter().any(|(name, ..)| name == "reviewd.db"), "no store: {kept:?}");
    for (name, owner, mode) in kept {
        assert_eq!((owner, mode), (daemon::USER, 0o600), "{name} is not the service's own");
    }
}

fn a_restart_repeats_nothing(reviewd: &Installed, server: &Postfix) {
    let tell = || story(reviewd, server);
    // With no daemon there, a command opens the store alone, and still leaves nothing of root's.
    assert!(reviewd.run(&["status"], "").status.success(), "{}", tell());
    only_the_service_owns_its_files(reviewd);
    let before = polls(reviewd);
    let mut daemon = reviewd.daemon();
    let polled = || (polls(reviewd) > before).then_some(());
    wait::until("it reads the page again", Duration::from_secs(120), tell, polled);
    eprintln!("the daemon's memory: {} KiB at most", daemon.peak_memory());
    assert!(daemon.stop(tell).success(), "SIGTERM did not end it with 0\n{}", tell());
    let mails = server.mails(OWNER);
    let names: HashSet<&str> = mails.iter().map(|mail| header(mail, "Message-ID")).collect();
    assert_eq!((mails.len(), names.len()), (2, 2), "a mail was repeated\n{}", tell());
    assert!(server.mails(MANAGER).is_empty(), "nothing was overdue or refused");
}
