//! A configuration file, and the program run with it: as a daemon under a user of its own, or as a
//! command beside it.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::postfix::{self, Postfix};
use crate::wait;

/// The user that the daemon runs as.
pub(crate) const USER: u32 = 65533;
/// Someone else.
const ANYONE: u32 = 65532;

/// A folder with a configuration, a state directory and the program.
pub(crate) struct Installed {
    folder: tempfile::TempDir,
}

impl Installed {
    /// Puts the program and `config` where any user may read them.
    pub(crate) fn new(config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("our folder");
        let installed = Self { folder };
        fs::copy(env!("CARGO_BIN_EXE_reviewd"), installed.program()).expect("the program");
        fs::write(installed.config(), config).expect("a file");
        fs::create_dir(installed.state()).expect("a folder");
        fs::set_permissions(installed.state(), fs::Permissions::from_mode(0o700)).expect("ours");
        std::os::unix::fs::chown(installed.state(), Some(USER), Some(USER))
            .expect("only root can own for others: run this as root");
        installed
    }

    /// Runs a command as root, as its owner does who looks after the service.
    pub(crate) fn run(&self, arguments: &[&str], password: &str) -> Output {
        self.command(arguments, password).output().expect("the program starts")
    }

    /// Runs a command as a user who is neither root nor the service.
    pub(crate) fn run_as_anyone(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments, "");
        command.uid(ANYONE).gid(ANYONE).output().expect("the program starts")
    }

    /// What a command prints as JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let output = self.run(arguments, "");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
            panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr))
        })
    }

    /// Starts the daemon as a user that is not root.
    pub(crate) fn daemon(&self) -> Daemon {
        let log = fs::File::options().create(true).append(true).open(self.log_file());
        let child = self
            .command(&["run"], postfix::PASSWORD)
            .uid(USER)
            .gid(USER)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log.expect("a log file"))
            .spawn()
            .expect("the daemon starts");
        Daemon { child }
    }

    /// Everything that the daemon has logged.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// The files of the state directory with their owner and mode.
    pub(crate) fn kept(&self) -> Vec<(String, u32, u32)> {
        let entries = fs::read_dir(self.state()).expect("the state directory");
        let entries = entries.map(|entry| entry.expect("a file"));
        entries
            .map(|entry| {
                let about = entry.metadata().expect("a file");
                (
                    entry.file_name().to_string_lossy().into_owned(),
                    about.uid(),
                    about.mode() & 0o777,
                )
            })
            .collect()
    }

    fn command(&self, arguments: &[&str], password: &str) -> Command {
        let mut command = Command::new(self.program());
        command
            .args(arguments)
            .arg("--config")
            .arg(self.config())
            .env_clear()
            .env("SMTP_PASSWORD", password)
            .current_dir("/");
        command
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("reviewd")
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("reviewd.toml")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("reviewd-state")
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

/// A running daemon; killed where a test ends without stopping it.
pub(crate) struct Daemon {
    child: Child,
}

impl Daemon {
    /// SIGTERM, and how it ends within the time that the unit allows.
    pub(crate) fn stop(&mut self, story: impl Fn() -> String) -> ExitStatus {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).expect("it runs");
        wait::until("the daemon ends after SIGTERM", Duration::from_secs(20), story, || {
            self.child.try_wait().expect("our child")
        })
    }

    /// The most memory it has held, in KiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let path = Path::new("/proc").join(self.child.id().to_string()).join("status");
        let status = fs::read_to_string(path).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let number = line.and_then(|rest| rest.split_whitespace().next());
        number.and_then(|number| number.parse().ok()).expect("Linux says so")
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // Ended already, both fail; nothing is left to do then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A configuration for a mail server, with one feed.
pub(crate) fn config(server: &Postfix, feed: &str) -> String {
    config_for(server.port(), &server.authority(), feed)
}

/// The same for whatever listens on a port.
pub(crate) fn config_for(port: u16, authority: &Path, feed: &str) -> String {
    format!(
        r#"[shop]
name = "달빛상점"
language = "en"
zone = "Asia/Seoul"

[mail]
from = "{sender}"
to = "{owner}"
escalate_to = "{manager}"

[mail.smtp]
host = "localhost"
port = {port}
user = "{user}"
password = {{ env = "SMTP_PASSWORD" }}
ca_file = "{authority}"

[digest]
at = "off"

[fetch]
contact = "{sender}"

[[source]]
id = "feed"
kind = "feed"
url = "{feed}"
every = "1m"
"#,
        sender = postfix::SENDER,
        owner = postfix::OWNER,
        manager = postfix::MANAGER,
        user = postfix::USER,
        authority = authority.display(),
    )
}
