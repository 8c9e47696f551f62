//! The unit in a systemd that really boots, in a container on the machine's own programs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::daemon::config;
use crate::postfix::{OWNER, PASSWORD, Postfix};
use crate::site::{FIRST, KIND, Site};

/// What the container may not do to the host, whose network it shares, and what would only take time.
const ASLEEP: [&str; 5] = [
    "systemd-networkd.service",
    "systemd-networkd.socket",
    "systemd-networkd-wait-online.service",
    "systemd-resolved.service",
    "systemd-timesyncd.service",
];

#[test]
#[ignore = "needs root, systemd-nspawn and a real Postfix: .ci/run has them"]
fn the_unit_keeps_its_promises_under_a_real_systemd() {
    let server = Postfix::start();
    let site = Site::start(&[FIRST, KIND]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    furnish(folder.path(), &server, &site);

    let proof = project().join("tests/real/systemd/proof.service");
    let boot = Command::new("systemd-nspawn")
        .args(["--quiet", "--directory=/", "--volatile=yes", "--register=no", "--keep-unit"])
        .arg("--machine=reviewd-proof")
        .arg(format!("--bind={}:/opt/proof", folder.path().display()))
        .arg(format!("--bind-ro={}:/etc/systemd/system/proof.service", proof.display()))
        .args(["--bind-ro=/etc/hosts", "--bind-ro=/etc/ssl"])
        .args(["--console=pipe", "--boot", "systemd.firstboot=no"])
        .arg("systemd.wants=proof.service")
        .args(ASLEEP.map(|unit| format!("systemd.mask={unit}")))
        .stdin(Stdio::null())
        .output()
        .expect("systemd-nspawn is installed: .ci/run does it");
    let log = fs::read_to_string(folder.path().join("out/log")).unwrap_or_default();
    let console = || {
        let console = String::from_utf8_lossy(&boot.stdout).into_owned();
        format!("{console}{}", String::from_utf8_lossy(&boot.stderr))
    };
    assert!(!log.is_empty(), "systemd did not boot: {}\n{}", boot.status, console());
    eprintln!("{log}");
    assert!(log.trim_end().ends_with("all held"), "a promise is broken (above)");
    assert!(!log.contains(PASSWORD), "the password was shown");
    // The alert, the closing mail of the case, and the test mail.
    let mails = server.mails(OWNER);
    assert!(mails.len() >= 2, "only {} mails arrived\n{log}", mails.len());
}

/// Everything that the container finds in `/opt/proof`.
fn furnish(folder: &Path, server: &Postfix, site: &Site) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("our folder");
    for part in ["etc", "out"] {
        fs::create_dir(folder.join(part)).expect("a folder");
    }
    let authority = server.authority().display().to_string();
    let config = config(server, &site.url())
        .replace("env = \"SMTP_PASSWORD\"", "credential = \"smtp-password\"")
        .replace(&authority, "/etc/reviewd/ca.pem");
    fs::write(folder.join("etc/reviewd.toml"), config).expect("a file");
    fs::write(folder.join("etc/smtp-password"), PASSWORD).expect("a file");
    fs::copy(authority, folder.join("etc/ca.pem")).expect("the certificate");
    fs::copy(env!("CARGO_BIN_EXE_reviewd"), folder.join("reviewd")).expect("the program");
    for file in ["tests/real/systemd/inside.sh", "deploy/reviewd.service"] {
        let file = project().join(file);
        fs::copy(&file, folder.join(file.file_name().expect("a name")))
            .expect("the project's file");
    }
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
