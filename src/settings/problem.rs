//! What is wrong with a file, gathered while it is read.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The configuration cannot be used.
    Error,
    /// It can, though it is probably not what was meant.
    Warning,
}

/// One thing wrong with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Error or warning.
    pub severity: Severity,
    /// Bytes of the file it points at.
    pub span: Range<usize>,
    /// What was found, and what is allowed.
    pub message: String,
    /// The cure, where one is known ("did you mean …").
    pub help: Option<String>,
}

/// All problems found so far, shared by the sections of one file.
#[derive(Debug)]
pub struct Problems {
    found: RefCell<Vec<Problem>>,
    /// Every key that was asked for, with the tables it belongs to.
    known: RefCell<BTreeMap<&'static str, BTreeSet<String>>>,
    /// Keys that nobody asked for; the problem of each is complete but for where it may belong.
    strays: RefCell<Vec<(String, Problem)>>,
    secrets_required: bool,
    folder: PathBuf,
}

/// Where a table is, in words.
fn told(place: &str) -> String {
    match place {
        "" => "at the top of the file, before the first [table]".to_owned(),
        place => format!("under {place}"),
    }
}

impl Problems {
    /// None yet. `secrets_required` makes a secret that cannot be had an error, else a warning.
    pub fn new(secrets_required: bool) -> Self {
        Self {
            found: RefCell::default(),
            known: RefCell::default(),
            strays: RefCell::default(),
            secrets_required,
            folder: PathBuf::new(),
        }
    }

    /// Paths in the file are relative to `folder` (that of the file), not to where the program runs.
    pub fn relative_to(self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self }
    }

    /// Whether a missing secret is an error.
    pub fn secrets_required(&self) -> bool {
        self.secrets_required
    }

    /// Where relative paths start.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds one.
    pub fn add(&self, problem: Problem) {
        self.found.borrow_mut().push(problem);
    }

    /// Notes which keys belong to a table, called `place` ("[[source]]").
    pub(super) fn know(&self, place: &str, keys: impl Iterator<Item = &'static str>) {
        let mut known = self.known.borrow_mut();
        for key in keys {
            known.entry(key).or_default().insert(place.to_owned());
        }
    }

    /// Adds one about a key that its table does not know. Where another table does, that is the cure.
    pub(super) fn add_stray(&self, key: &str, problem: Problem) {
        self.strays.borrow_mut().push((key.to_owned(), problem));
    }

    /// All of them, in the order of the file.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut all = self.found.into_inner();
        let known = self.known.into_inner();
        for (key, problem) in self.strays.into_inner() {
            // A key of many tables says nothing about where it was meant to be.
            let homes = known.get(key.as_str()).filter(|places| places.len() <= 3);
            let home = homes.map(|places| {
                let places: Vec<String> = places.iter().map(|place| told(place)).collect();
                format!("`{key}` belongs {}", places.join(" or "))
            });
            all.push(Problem { help: home.or(problem.help), ..problem });
        }
        all.sort_by_key(|p| (p.span.start, p.span.end));
        all
    }
}
