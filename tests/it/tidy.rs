//! The house stays in order: who imports whom, how long a file may be, how it opens.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// Every room, from the bottom up, and what it may import from the crate; [`OPEN_TO_ALL`] beside.
const ROOMS: &[(&str, &[&str])] = &[
    ("settings", &[]),
    ("failpoint", &[]),
    ("review", &[]),
    ("clock", &[]),
    ("calendar", &[]),
    ("when", &["review"]),
    ("schedule", &["review"]),
    ("score", &["review"]),
    ("case", &["review", "calendar"]),
    ("fetch", &["review", "clock"]),
    ("source", &["review", "when", "fetch"]),
    ("coverage", &["review", "source"]),
    ("route", &["review", "case", "calendar"]),
    ("report", &["review", "case", "route"]),
    ("alert", &["review", "case", "route", "report"]),
    ("mail", &["alert"]),
    ("store", &["review", "schedule", "coverage", "case", "report", "alert", "source", "fetch"]),
    ("words", &["review", "case", "alert", "store", "source"]),
    ("pipeline", EVERY_ROOM_BELOW),
    ("config", EVERY_ROOM_BELOW),
    ("app", EVERY_ROOM_BELOW),
    ("demo", EVERY_ROOM_BELOW),
    ("cli", EVERY_ROOM_BELOW),
    ("main", &["cli", "app"]),
    ("lib", &[]),
];

/// The rooms that join the others may import whatever stands before them in the table.
const EVERY_ROOM_BELOW: &[&str] = &["*"];

/// What reads TOML tables, and the places where the crash tests kill.
const OPEN_TO_ALL: &[&str] = &["settings", "failpoint"];

/// Where a room may take only some names from another.
const ONLY: &[(&str, &str, &[&str])] = &[
    ("source", "fetch", &["Page", "PageRequest"]),
    ("store", "fetch", &["Validators"]),
    ("store", "source", &["Outcome", "Reject"]),
];

const LONGEST_FILE: usize = 400;

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the source") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("UTF-8 source");
                files.push((path.strip_prefix(&root).expect("below src").to_owned(), text));
            }
        }
    }
    files.sort();
    assert!(files.len() > 50, "only {} files found: the walk is broken", files.len());
    files
}

fn room_of(file: &Path) -> String {
    let first = file.components().next().expect("a path").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The code without comments and without its tests, which may build what they need from anywhere.
fn code_of(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
    lines.join("\n")
}

/// The files that are compiled for tests alone: `#[cfg(test)] mod example;`.
fn test_files(sources: &[(PathBuf, String)]) -> BTreeSet<PathBuf> {
    static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^#\[cfg\(test\)\]\n(?:pub\(\w+\) )?mod (\w+);").expect("a pattern")
    });
    let mut files = BTreeSet::new();
    for (file, text) in sources {
        let folder = match file.file_name() {
            Some(name) if name == "mod.rs" || name == "lib.rs" => file.with_file_name(""),
            _ => file.with_extension(""),
        };
        for found in DECLARED.captures_iter(text) {
            files.insert(folder.join(format!("{}.rs", &found[1])));
        }
    }
    files
}

/// Every `crate::room…` and, in a room's own first file, `super::room…`, with the name taken.
fn imports(file: &Path, text: &str) -> Vec<(String, String)> {
    static PATH: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\bcrate::(\{|\w+)").expect("a pattern"));
    static UP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^(?:pub(?:\(crate\))? )?use super::(\{|\w+)").expect("a pattern")
    });
    let code = code_of(text);
    let is_room =
        file.components().count() == 1 || file.ends_with(format!("{}/mod.rs", room_of(file)));
    let up = UP.captures_iter(&code).filter(|_| is_room);
    let starts =
        PATH.captures_iter(&code).chain(up).map(|found| found.get(1).expect("group 1").start());
    let mut taken = Vec::new();
    for start in starts {
        for path in expand(&code[start..]) {
            let mut parts = path.split("::");
            let room = parts.next().unwrap_or_default().to_owned();
            taken.push((room, parts.next().unwrap_or_default().to_owned()));
        }
    }
    taken
}

/// The paths of a use tree: "{a::{B, c::D}, e}" is a::B, a::c::D and e.
fn expand(tree: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut prefixes = vec![String::new()];
    let mut current = String::new();
    for c in tree.chars() {
        match c {
            '{' => prefixes.push(std::mem::take(&mut current)),
            ',' | '}' => {
                if !current.is_empty() {
                    paths.push(format!("{}{current}", prefixes.concat()));
                    current.clear();
                }
                if prefixes.len() == 1 {
                    return paths;
                }
                if c == '}' {
                    prefixes.pop();
                    if prefixes.len() == 1 {
                        return paths;
                    }
                }
            }
            c if c.is_whitespace() => {}
            c if c.is_alphanumeric() || c == '_' || c == ':' => current.push(c),
            _ => break,
        }
    }
    if !current.is_empty() {
        paths.push(format!("{}{current}", prefixes.concat()));
    }
    paths
}

#[test]
fn use_trees_are_taken_apart() {
    for (tree, paths) in [
        ("case::{State, Step};", vec!["case::State", "case::Step"]),
        (
            "{alert, case::{self, Case}, store as s};",
            vec!["alert", "case::self", "case::Case", "storeass"],
        ),
        ("when::read(&text)", vec!["when::read"]),
        ("Severity, x", vec!["Severity"]),
    ] {
        assert_eq!(expand(tree), paths, "{tree}");
    }
}

#[test]
fn rooms_import_only_whom_they_may() {
    let table: BTreeMap<&str, &[&str]> = ROOMS.iter().copied().collect();
    let place = |room: &str| ROOMS.iter().position(|(name, _)| *name == room);
    let mut offences = BTreeSet::new();
    let sources = sources();
    let test_files = test_files(&sources);
    for (file, text) in sources.into_iter().filter(|(file, _)| !test_files.contains(file)) {
        let room = room_of(&file);
        let Some(allowed) = table.get(room.as_str()) else {
            offences.insert(format!("{}: the room `{room}` is not in the table", file.display()));
            continue;
        };
        for (other, name) in imports(&file, &text) {
            if other == room || OPEN_TO_ALL.contains(&other.as_str()) {
                continue;
            }
            let stands_before = place(&other).is_some() && place(&other) < place(&room);
            let known = allowed.contains(&other.as_str())
                || (*allowed == EVERY_ROOM_BELOW && stands_before);
            let only = ONLY.iter().find(|(from, to, _)| *from == room && *to == other);
            if !known {
                offences.insert(format!("{}: `{room}` may not import `{other}`", file.display()));
            } else if let Some((_, _, names)) = only
                && !names.contains(&name.as_str())
            {
                offences.insert(format!(
                    "{}: from `{other}`, `{room}` may import {names:?} alone, not `{name}`",
                    file.display()
                ));
            }
        }
    }
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "imports against the house:\n{}", offences.join("\n"));
}

#[test]
fn the_import_table_has_no_circle() {
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    for (room, allowed) in ROOMS {
        for other in allowed.iter().filter(|other| **other != "*") {
            assert!(
                placed.contains(other),
                "`{room}` stands before `{other}`, which it may import"
            );
        }
        placed.insert(room);
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut offences = Vec::new();
    for (file, text) in sources() {
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            offences.push(format!("{}: {lines} lines, at most {LONGEST_FILE}", file.display()));
        }
        if !text.starts_with("//! ") {
            offences.push(format!("{}: opens without a `//!` sentence", file.display()));
        }
        if text.contains("#[allow(") || text.contains("#![allow(") {
            offences.push(format!("{}: allow instead of expect with a reason", file.display()));
        }
    }
    assert!(offences.is_empty(), "files against the house:\n{}", offences.join("\n"));
}
