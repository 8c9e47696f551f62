//! What the client knows beyond a restart: small files in the state directory, for their owner's eyes.
//!
//! **Invariant:** a file that cannot be read or written costs its content and a warning, nothing else.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Where cookies and the holds of servers are kept between runs.
#[derive(Clone, Debug)]
pub struct Memory {
    folder: PathBuf,
    writes: bool,
}

impl Memory {
    /// The memory in a state directory.
    pub fn of(state_dir: &Path) -> Self {
        Self { folder: state_dir.to_owned(), writes: true }
    }

    /// The same for one who looks on: nothing is changed.
    pub fn read_only(self) -> Self {
        Self { writes: false, ..self }
    }

    /// What is kept under `name`, a path below the state directory without its ending; what is no
    /// more readable is put aside, so that a person can look at it.
    pub(super) fn recall<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        let path = self.path(name);
        let why = match fs::read(&path) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(found) => return found,
                // The parser's own words may quote the content.
                Err(error) => format!("it is broken in line {}", error.line()),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => return T::default(),
            Err(error) => error.to_string(),
        };
        tracing::warn!(file = %path.display(), why, "what was kept cannot be read; going on without");
        if self.writes {
            let aside = path.with_extension("json.broken");
            if let Err(error) = fs::rename(&path, &aside) {
                tracing::warn!(file = %path.display(), %error, "failed to put it aside");
            }
        }
        T::default()
    }

    /// Keeps `content` under `name` instead of what was there; all of it or nothing.
    pub(super) async fn keep<T: Serialize>(&self, name: &str, content: &T) {
        if !self.writes {
            return;
        }
        let path = self.path(name);
        let bytes = serde_json::to_vec(content).map_err(io::Error::from);
        let shown = path.display().to_string();
        let written = tokio::task::spawn_blocking(move || replace(&path, &bytes?)).await;
        if let Err(error) = written.unwrap_or_else(|error| Err(io::Error::other(error))) {
            tracing::warn!(file = shown, %error, "failed to keep what a restart should know");
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

/// Writes beside the file and renames, so that a crash leaves the old or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let new = path.with_extension("json.new");
    // What a crash left must not lend its rights to the new one.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn what_is_kept_is_for_its_owner_alone_and_replaced_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let memory = Memory::of(folder.path());
        assert_eq!(memory.recall::<Vec<u32>>("part/a"), [0; 0]);
        for content in [vec![1, 2, 3], vec![4]] {
            memory.keep("part/a", &content).await;
            assert_eq!(memory.recall::<Vec<u32>>("part/a"), content);
        }
        assert_eq!(mode(&folder.path().join("part")), 0o700);
        assert_eq!(mode(&folder.path().join("part/a.json")), 0o600);
        let left = fs::read_dir(folder.path().join("part")).expect("a folder").count();
        assert_eq!(left, 1, "something was left beside it");
    }

    #[tokio::test]
    async fn a_broken_file_is_put_aside_and_costs_no_more_than_its_content() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.json");
        let memory = Memory::of(folder.path());
        for broken in ["", "{", "{\"a\":1}", "\u{0}"] {
            fs::write(&path, broken).expect("written");
            let looking = memory.clone().read_only();
            assert_eq!(looking.recall::<Vec<u32>>("a"), [0; 0], "{broken:?}");
            assert!(path.exists(), "who looks on moved it");
            assert_eq!(memory.recall::<Vec<u32>>("a"), [0; 0], "{broken:?}");
            assert!(!path.exists(), "it stands in the way");
            let aside = fs::read_to_string(folder.path().join("a.json.broken")).expect("it");
            assert_eq!(aside, broken);
        }
        memory.clone().read_only().keep("a", &[1]).await;
        assert!(!path.exists(), "who looks on wrote");
        memory.keep("a", &[1]).await;
        assert_eq!(memory.recall::<Vec<u32>>("a"), [1]);
    }

    #[tokio::test]
    async fn where_nothing_can_be_written_nothing_fails() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("no-folder");
        fs::write(&file, "").expect("written");
        let memory = Memory::of(&file);
        memory.keep("a", &[1]).await;
        assert_eq!(memory.recall::<Vec<u32>>("a"), [0; 0]);
    }
}
