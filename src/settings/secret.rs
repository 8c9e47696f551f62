//! A value that must never be printed, and where it is kept.

use std::fmt;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::DeValue;

use super::{Located, Section};

/// A password, key or token; `Debug` and logs show dots.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The secret itself, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where a secret is kept; the configuration holds this, never the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretRef {
    /// The first line of a file.
    File(PathBuf),
    /// An environment variable.
    Env(String),
    /// A systemd credential (`LoadCredential=` in the unit).
    Credential(String),
}

/// Why a secret could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file is missing, unreadable or empty.
    #[error("read the secret in {path}: {why}")]
    File {
        /// The file.
        path: String,
        /// The system's reason, or "it is empty".
        why: String,
    },
    /// The variable is not set.
    #[error("read the secret: the environment variable {0} is not set")]
    Env(String),
    /// Not started by systemd with that credential.
    #[error("read the systemd credential {0:?}: {1}")]
    Credential(String, String),
}

impl SecretRef {
    /// Gets the secret.
    ///
    /// # Errors
    /// When the file, variable or credential is not there or is empty.
    pub fn resolve(&self) -> Result<Secret, SecretError> {
        match self {
            Self::File(path) => read_file(path),
            Self::Env(name) => match std::env::var(name) {
                Ok(value) if !value.is_empty() => Ok(Secret::new(value)),
                _ => Err(SecretError::Env(name.clone())),
            },
            Self::Credential(name) => match std::env::var_os("CREDENTIALS_DIRECTORY") {
                Some(dir) => read_file(&PathBuf::from(dir).join(name))
                    .map_err(|e| SecretError::Credential(name.clone(), e.to_string())),
                None => Err(SecretError::Credential(
                    name.clone(),
                    "not started by systemd, which provides it".to_owned(),
                )),
            },
        }
    }
}

fn read_file(path: &std::path::Path) -> Result<Secret, SecretError> {
    let failed = |why: String| SecretError::File { path: path.display().to_string(), why };
    let text = std::fs::read_to_string(path).map_err(|e| failed(e.to_string()))?;
    match text.lines().next().map(str::trim_end) {
        Some(line) if !line.is_empty() => Ok(Secret::new(line)),
        _ => Err(failed("it is empty".to_owned())),
    }
}

impl Section<'_> {
    /// A secret, written as where it is kept: `{ file = "…" }`, `{ env = "…" }` or
    /// `{ credential = "…" }`. Where it cannot be had, that is an error or, for a mere check of
    /// the file, a warning, and the secret stays empty.
    pub fn secret(&mut self, key: &'static str) -> Option<(SecretRef, Secret)> {
        self.asked.insert(key);
        self.secret_at(key, self.table.get(key)?)
    }

    /// Every key with a secret, for tables whose keys are the owner's (HTTP headers).
    pub fn free_secrets(&mut self) -> Vec<(Located<String>, Secret)> {
        let mut secrets = Vec::new();
        for (key, value) in self.table.iter() {
            let name = key.get_ref().clone().into_owned();
            if let Some((_, secret)) = self.secret_at(&name, value) {
                secrets.push((Located { value: name, span: key.span() }, secret));
            }
        }
        secrets
    }

    fn secret_at(&self, key: &str, value: &'_ Spanned<DeValue<'_>>) -> Option<(SecretRef, Secret)> {
        let DeValue::Table(table) = value.get_ref() else {
            // The value is most likely the secret itself: it is not repeated.
            self.error(
                value.span(),
                format!("`{}` must say where it is kept, not what it is", self.name(key)),
                Some(format!("put it into a file and write {key} = {{ file = \"…\" }}")),
            );
            return None;
        };
        let mut section = Section::new(&self.name(key), value.span(), table, self.problems);
        let file = section.file("file").map(|s| SecretRef::File(s.value));
        let env = section.string("env").map(|s| SecretRef::Env(s.value));
        let credential = section.string("credential").map(|s| SecretRef::Credential(s.value));
        let mut given = [file, env, credential].into_iter().flatten();
        let (first, second) = (given.next(), given.next());
        section.finish();
        let (Some(place), None) = (first, second) else {
            self.error(
                value.span(),
                format!("`{}` needs exactly one of file, env and credential", self.name(key)),
                Some(format!("{key} = {{ credential = \"{key}\" }}")),
            );
            return None;
        };
        match place.resolve() {
            Ok(secret) => Some((place, secret)),
            Err(error) => {
                let message = format!("failed to {error}");
                if self.problems.secrets_required() {
                    self.error(value.span(), message, None);
                } else {
                    self.warning(value.span(), message, None);
                }
                Some((place, Secret::new("")))
            }
        }
    }
}
