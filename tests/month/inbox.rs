//! Where the mails go: a real Postfix where this machine lets us start one, else a
//! small mail server in the process.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reviewd::demo::sink::Sink;

use crate::people::{READERS, Reader};
use crate::postfix::{self, MANAGER, OWNER, Postfix};
use crate::wait;

/// A mail server and what arrived there.
pub(crate) enum Inbox {
    Loopback { sink: Sink, taken: usize },
    Postfix { server: Postfix, folder: PathBuf },
}

/// A mail that arrived: for whom, and its bytes.
pub(crate) type Arrived = (Reader, Vec<u8>);

impl Inbox {
    /// Postfix, if we are root and it is installed.
    pub(crate) async fn start() -> Self {
        if rustix::process::getuid().is_root() && is_there("postfix") && is_there("saslpasswd2") {
            let server = Postfix::start_with(&READERS);
            let authority = server.authority();
            let folder = authority.ancestors().nth(2).expect("it lies in tls/").to_owned();
            return Self::Postfix { server, folder };
        }
        let sink = Sink::start().await.expect("a loopback mail server");
        Self::Loopback { sink, taken: 0 }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Loopback { .. } => "a mail server in the process",
            Self::Postfix { .. } => "Postfix",
        }
    }

    /// `[mail]` and `[mail.smtp]`; writes the password into `folder`.
    pub(crate) fn configuration(&self, folder: &Path) -> String {
        let (password, smtp) = match self {
            Self::Loopback { sink, .. } => {
                let port = sink.port();
                ("secret", format!("host = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\""))
            }
            Self::Postfix { server, .. } => {
                let (port, authority) = (server.port(), server.authority());
                let authority = authority.display();
                let smtp =
                    format!("host = \"localhost\"\nport = {port}\nca_file = \"{authority}\"");
                (postfix::PASSWORD, smtp)
            }
        };
        fs::write(folder.join("password"), password).expect("a file");
        let (from, user) = (postfix::SENDER, postfix::USER);
        format!(
            "[mail]\nfrom = \"{from}\"\nto = \"{OWNER}\"\nescalate_to = \"{MANAGER}\"\n\
             [mail.smtp]\n{smtp}\nuser = \"{user}\"\npassword = {{ file = \"password\" }}\n"
        )
    }

    /// What arrived since the last look. Nobody may be sending meanwhile: all that the server has
    /// accepted is waited for.
    pub(crate) fn collect(&mut self) -> Vec<Arrived> {
        match self {
            Self::Loopback { sink, taken } => {
                let fresh = sink.received_after(*taken);
                *taken += fresh.len();
                let each = fresh.into_iter().flat_map(|mail| {
                    let bytes = mail.bytes;
                    mail.to.into_iter().map(move |to| (reader(&to), bytes.clone()))
                });
                each.collect()
            }
            Self::Postfix { server, folder } => {
                let limit = Duration::from_secs(60);
                if !is_drained(folder) {
                    let drained = || is_drained(folder).then_some(());
                    wait::until("Postfix delivers what it took", limit, || server.log(), drained);
                }
                READERS.iter().flat_map(|to| new_mails(folder, to)).collect()
            }
        }
    }
}

/// Whose address it is.
fn reader(address: &str) -> Reader {
    let name = address.strip_suffix("@shop.test");
    let reader = READERS.into_iter().find(|reader| name == Some(*reader));
    reader.unwrap_or_else(|| panic!("a mail to {address}, who is nobody here"))
}

fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Whether no mail is on its way within Postfix. A mail goes from `incoming` to `active`, so in this
/// order none is overlooked; one that it could not deliver stays in `deferred`.
fn is_drained(folder: &Path) -> bool {
    ["maildrop", "incoming", "active", "deferred"].iter().all(|part| {
        let mut entries = fs::read_dir(folder.join("queue").join(part)).expect("Postfix's queue");
        entries.next().is_none()
    })
}

/// Takes what is new out of a Maildir as every reader does: by moving it from `new` to `cur`.
fn new_mails(folder: &Path, name: Reader) -> Vec<Arrived> {
    let maildir = folder.join("mail").join(name);
    let Ok(entries) = fs::read_dir(maildir.join("new")) else { return Vec::new() };
    let take = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("a mail");
        let bytes = fs::read(entry.path()).expect("a mail can be read");
        fs::rename(entry.path(), maildir.join("cur").join(entry.file_name())).expect("it moves");
        (name, bytes)
    };
    entries.map(take).collect()
}
