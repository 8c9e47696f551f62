//! Two daemons on one store would do the same work twice.

use std::process::Command;

const CONFIG: &str = "[shop]\nname = \"달빛상점\"\n[mail]\nfrom = \"a@example.com\"\nto = \"a@example.com\"\n\
                      [mail.smtp]\nhost = \"127.0.0.1\"\nsecurity = \"none\"\nport = 9\n\
                      [[source]]\nid = \"mall\"\nkind = \"feed\"\nurl = \"http://127.0.0.1:9/feed\"\n";

#[test]
fn a_second_daemon_on_the_same_store_is_refused_with_the_cure() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("shop.toml");
    std::fs::write(&file, CONFIG).expect("writing the configuration");
    let lock = std::fs::File::create(folder.path().join("reviewd.lock")).expect("the lock's file");
    lock.lock().expect("the first daemon holds it");
    let second = Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .args(["run", "--config"])
        .arg(&file)
        .arg("--state-dir")
        .arg(folder.path())
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(1), "{said}");
    assert!(said.contains("another reviewd runs") && said.contains("state_dir"), "{said}");
}
