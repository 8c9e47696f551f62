//! A Postfix of our own: STARTTLS under an authority of its own, logins over TLS only, two mailboxes.
//!
//! It lives in a temporary folder and beside any Postfix of the machine, needs no systemd, and is gone
//! when it is dropped.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::wait;

/// The only login; it may send as [`SENDER`] alone.
pub(crate) const USER: &str = "app@shop.test";
/// Its password.
pub(crate) const PASSWORD: &str = "a b'c\"비밀";
/// The only sender.
pub(crate) const SENDER: &str = "reviewd@shop.test";
/// A mailbox.
pub(crate) const OWNER: &str = "owner@shop.test";
/// Another.
pub(crate) const MANAGER: &str = "manager@shop.test";

/// Owns the mailboxes; Postfix delivers for nobody below 100.
const NOBODY: u32 = 65534;

/// A mail server, running until stopped or dropped.
pub(crate) struct Postfix {
    folder: tempfile::TempDir,
    port: u16,
}

impl Postfix {
    /// Makes and starts one with the two mailboxes.
    pub(crate) fn start() -> Self {
        Self::start_with(&["owner", "manager"])
    }

    /// The same with these, named by what stands before the `@`.
    pub(crate) fn start_with(mailboxes: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755))
            .expect("Postfix's own users may enter");
        let server = Self { folder, port: wait::free_port() };
        for part in ["conf/sasl", "queue", "mail", "tls"] {
            fs::create_dir_all(server.path(part)).expect("a folder of its own");
        }
        std::os::unix::fs::chown(server.path("mail"), Some(NOBODY), Some(NOBODY))
            .expect("only root can own for others: run this as root");
        server.certify();
        server.admit();
        let folder = server.folder.path().display().to_string();
        let mailbox = |name: &&str| format!("{{ {name}@shop.test = {name}/ }}");
        let mailboxes = mailboxes.iter().map(mailbox).collect::<Vec<_>>().join(", ");
        let fill = |text: &str| {
            let text = text.replace("{folder}", &folder).replace("{mailboxes}", &mailboxes);
            text.replace("{port}", &server.port.to_string())
        };
        fs::write(server.path("conf/main.cf"), fill(MAIN)).expect("main.cf");
        fs::write(server.path("conf/master.cf"), fill(MASTER)).expect("master.cf");
        server.start_again();
        server
    }

    /// Ends it; mail and queue stay.
    pub(crate) fn stop(&self) {
        self.postfix("stop");
    }

    /// Starts it on the same port.
    pub(crate) fn start_again(&self) {
        self.postfix("start");
        wait::until_open(self.port, || self.log());
    }

    /// Where it listens, as `localhost`.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The certificate of the authority that vouches for it.
    pub(crate) fn authority(&self) -> PathBuf {
        self.path("tls/ca.pem")
    }

    /// What lies in a mailbox, in the order of arrival.
    pub(crate) fn mails(&self, address: &str) -> Vec<String> {
        let (name, _) = address.split_once('@').expect("an address");
        let Ok(entries) = fs::read_dir(self.path("mail").join(name).join("new")) else {
            return Vec::new();
        };
        let mut mails: Vec<(PathBuf, String)> = entries
            .map(|entry| entry.expect("a mail").path())
            .map(|path| (path.clone(), fs::read_to_string(path).expect("a mail in ASCII")))
            .collect();
        mails.sort_by_key(|(path, _)| arrival(path));
        mails.into_iter().map(|(_, mail)| mail).collect()
    }

    /// What it has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("postfix.log")).unwrap_or_default()
    }

    fn path(&self, part: &str) -> PathBuf {
        self.folder.path().join(part)
    }

    fn postfix(&self, command: &str) {
        let output = Command::new("postfix")
            .arg("-c")
            .arg(self.path("conf"))
            .arg(command)
            // Its daemon outlives the command and must not hold the test's own output open.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .status()
            .expect("Postfix is installed: .ci/run does it");
        assert!(output.success(), "postfix {command}: {output}\n{}", self.log());
    }

    /// An authority, and a certificate for `localhost` from it: a self-signed one would not do.
    fn certify(&self) {
        let tls = self.path("tls");
        fs::write(
            tls.join("leaf.ext"),
            "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n",
        )
        .expect("a file");
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
        for line in [
            format!("req -x509 {key} -days 2 -subj /CN=Test -keyout ca.key -out ca.pem"),
            format!("req {key} -subj /CN=localhost -keyout leaf.key -out leaf.csr"),
            "x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
             -extfile leaf.ext -out leaf.pem"
                .to_owned(),
        ] {
            let output = Command::new("openssl")
                .args(line.split_whitespace())
                .current_dir(&tls)
                .output()
                .expect("openssl is installed: .ci/run does it");
            succeeded("openssl", &output);
        }
    }

    /// The one user, in a database that Postfix alone can read.
    fn admit(&self) {
        let users = self.path("users.db");
        let settings = format!(
            "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: {}\n",
            users.display()
        );
        fs::write(self.path("conf/sasl/smtpd.conf"), settings).expect("a file");
        let (name, domain) = USER.split_once('@').expect("an address");
        let password = self.path("password");
        fs::write(&password, PASSWORD).expect("a file");
        let output = Command::new("saslpasswd2")
            .args(["-p", "-c", "-f"])
            .arg(&users)
            .args(["-u", domain, name])
            .stdin(fs::File::open(&password).expect("the file just written"))
            .output()
            .expect("saslpasswd2 is installed: .ci/run does it");
        succeeded("saslpasswd2", &output);
        let output = Command::new("chgrp").arg("postfix").arg(&users).output();
        succeeded("chgrp", &output.expect("chgrp is everywhere"));
        fs::set_permissions(&users, fs::Permissions::from_mode(0o640)).expect("root may");
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // Stopped already, it says so and fails; nothing is left to end then.
        let _ = Command::new("postfix")
            .arg("-c")
            .arg(self.path("conf"))
            .arg("stop")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

fn succeeded(what: &str, output: &Output) {
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A Maildir name begins with the second of arrival, then `M` and the microsecond.
fn arrival(path: &Path) -> (u64, u64) {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a Maildir name");
    let digits = |text: &str| {
        text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
    };
    let micros = name.split_once('M').map_or(0, |(_, rest)| digits(rest));
    (digits(name), micros)
}

const MAIN: &str = "\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mail.shop.test
mydestination =
mynetworks =
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
virtual_mailbox_domains = shop.test
virtual_mailbox_maps = inline:{ {mailboxes} }
virtual_mailbox_base = {folder}/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_chain_files = {folder}/tls/leaf.key, {folder}/tls/leaf.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_local_domain = shop.test
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_sender_login_maps = inline:{ { reviewd@shop.test = app@shop.test } }
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_reject_unlisted_recipient = yes
";

const MASTER: &str = "\
127.0.0.1:{port} inet n - n - - smtpd
cleanup   unix n - n - 0 cleanup
qmgr      unix n - n 300 1 qmgr
rewrite   unix - - n - - trivial-rewrite
bounce    unix - - n - 0 bounce
defer     unix - - n - 0 bounce
trace     unix - - n - 0 bounce
error     unix - - n - - error
retry     unix - - n - - error
proxymap  unix - - n - - proxymap
virtual   unix - n n - - virtual
anvil     unix - - n - 1 anvil
tlsmgr    unix - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
";
