//! A configuration that cannot be used says everything that is wrong with it, at once, in plain words;
//! the annotated example says what is true.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use regex::Regex;
use reviewd::config::{Invalid, LoadOptions, Loaded, load};
use reviewd::settings::Severity;

const EXAMPLE: &str = "config/reviewd.toml";

/// A documented default: `# every = "10m"`.
static DEFAULT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^# ([a-z_]+ = .+)$").expect("a pattern"));

fn check(path: impl AsRef<Path>) -> Result<Loaded, Invalid> {
    load(path.as_ref(), LoadOptions::default())
}

/// The file called `name` in a folder of its own.
fn written(folder: &tempfile::TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("reviewd.toml");
    fs::write(&path, text).expect("a temporary file");
    path
}

/// `reviewd check` as a person would call it with its output piped away.
fn run_check(file: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .args(["check", "--config", file])
        .args(more)
        .output()
        .expect("the program runs")
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn every_fault_is_named_with_its_line_and_its_cure() {
    let folder = Path::new("tests/it/fixtures/config");
    let entries = fs::read_dir(folder).expect("the faulty files");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(files.len() > 10, "only {} faulty files are left", files.len());
    for file in files {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let Err(Invalid(report)) = check(&file) else {
            panic!("{} was accepted", file.display());
        };
        let said = report.to_string();
        assert!(!said.contains("hunter2"), "a password is repeated:\n{said}");
        insta::assert_snapshot!(name, said);
    }
}

#[test]
fn problems_come_in_the_order_of_the_file() {
    let Err(Invalid(report)) = check("tests/it/fixtures/config/several_at_once.toml") else {
        panic!("a file with a dozen faults was accepted");
    };
    let lines: Vec<_> = report.problems().iter().map(|p| report.line(p).unwrap_or(0)).collect();
    assert!(lines.is_sorted(), "the lines come as {lines:?}");
    let different: BTreeSet<_> = lines.iter().collect();
    assert!(different.len() >= 9, "faults of only {} lines are told: {lines:?}", different.len());
}

#[test]
fn a_missing_file_says_how_to_name_one() {
    let Err(report) = check("/nonexistent/reviewd.toml") else { panic!("read from nowhere") };
    insta::assert_snapshot!(report.to_string(), @"
    error: the file cannot be read: No such file or directory (os error 2)
    --> /nonexistent/reviewd.toml
     = help: name the file with --config; the annotated example is a good start
    ");
}

#[test]
fn a_missing_secret_fails_only_what_logs_in() {
    let lenient = check(EXAMPLE).expect("the example is sound");
    let said: Vec<_> = lenient.warnings.problems().iter().map(|p| p.severity).collect();
    assert_eq!(said, [Severity::Warning], "{}", lenient.warnings);
    let strict = LoadOptions { secrets_required: true, ..LoadOptions::default() };
    let Err(Invalid(report)) = load(Path::new(EXAMPLE), strict) else {
        panic!("the example was accepted without its password");
    };
    let said: Vec<_> = report.problems().iter().map(|p| p.severity).collect();
    assert_eq!(said, [Severity::Error], "{report}");
}

#[test]
fn paths_are_relative_to_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("password"), "hunter2\nsecond line\n").expect("a file");
    let example = fs::read_to_string(EXAMPLE).expect("the example");
    let text = example.replace("{ credential = \"smtp-password\" }", "{ file = \"password\" }");
    let text = format!("state_dir = \"data\"\n{text}");
    let strict = LoadOptions { secrets_required: true, ..LoadOptions::default() };
    let loaded = load(&written(&folder, &text), strict).expect("the password is beside the file");
    let login = loaded.config.mail.login.expect("a login");
    assert_eq!(login.password.reveal(), "hunter2", "the first line of the file is the password");
    assert_eq!(loaded.config.state_dir, folder.path().join("data"));
}

#[test]
fn a_state_dir_on_the_command_line_goes_first() {
    let options = LoadOptions { state_dir: Some("/elsewhere".into()), ..LoadOptions::default() };
    let loaded = load(Path::new(EXAMPLE), options).expect("the example is sound");
    assert_eq!(loaded.config.state_dir, Path::new("/elsewhere"));
}

#[test]
fn every_documented_default_is_the_true_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = fs::read_to_string(EXAMPLE).expect("the example");
    let plain = check(written(&folder, &example)).expect("the example is sound");
    let plain = format!("{:#?}", plain.config);
    let mut tried = 0;
    for (number, line) in example.lines().enumerate() {
        let Some(default) = DEFAULT.captures(line).map(|found| found[1].to_owned()) else {
            continue;
        };
        let mut lines: Vec<&str> = example.lines().collect();
        lines[number] = &default;
        let loaded = check(written(&folder, &lines.join("\n")))
            .unwrap_or_else(|report| panic!("line {} cannot be used: {report}", number + 1));
        let changed = format!("{:#?}", loaded.config);
        assert_eq!(changed, plain, "line {}: `{default}` is not the default", number + 1);
        tried += 1;
    }
    assert!(tried >= 18, "only {tried} defaults are documented");
}

/// Each table is asked which keys it knows, by a key that it cannot.
#[test]
fn the_example_shows_every_key_there_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = fs::read_to_string(EXAMPLE).expect("the example");
    let header = Regex::new(r"(?m)^(\[.+\])$").expect("a pattern");
    let headers = header.find_iter(&example).count();
    let asked = header.replace_all(&example, "$1\nqqqqqqqqqqqqqqqqqqqqqqqqqqqq = 1");
    let asked = format!("qqqqqqqqqqqqqqqqqqqqqqqqqqqq = 1\n{asked}");
    let Err(Invalid(report)) = check(written(&folder, &asked)) else {
        panic!("an unknown key was accepted");
    };
    let known = |help: &String| help.strip_prefix("known here: ").map(str::to_owned);
    let lists: Vec<_> =
        report.problems().iter().filter_map(|p| p.help.as_ref().and_then(known)).collect();
    assert_eq!(lists.len(), headers + 1, "every table answers:\n{report}");
    let shown = |key: &str| {
        let written = Regex::new(&format!(r"(?m)^(# )?(예/e\.g\. )?(\[+[a-z.]*)?{key}(\]| = )"));
        written.expect("a pattern").is_match(&example)
    };
    let missing: BTreeSet<_> =
        lists.iter().flat_map(|list| list.split(", ")).filter(|key| !shown(key)).collect();
    assert!(missing.is_empty(), "the example does not show {missing:?}");
}

/// The example with its people and routes in use.
fn example_with_people() -> String {
    let example = fs::read_to_string(EXAMPLE).expect("the example");
    let (before, rest) = example.split_once("# ─── 사람과 담당").expect("the people's part");
    let (people, after) = rest.split_once("# ─── 지켜볼 페이지").expect("the sources' part");
    format!("{before}# {}# {after}", people.replace("# 예/e.g. ", ""))
}

#[test]
fn the_examples_people_and_routes_are_sound_and_show_every_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = example_with_people();
    let config = check(written(&folder, &example)).expect("the people are sound").config;
    let named = &config.named;
    assert_eq!((named.persons.len(), named.groups.len(), named.routes.len()), (3, 1, 1));
    let header = Regex::new(r"(?m)^(\[\[(person|group|route)\]\])$").expect("a pattern");
    let asked = header.replace_all(&example, "$1\nqqqqqqqqqqqqqqqqqqqqqqqqqqqq = 1");
    let Err(Invalid(report)) = check(written(&folder, &asked)) else {
        panic!("an unknown key was accepted");
    };
    let known = |help: &String| help.strip_prefix("known here: ").map(str::to_owned);
    let lists: BTreeSet<_> =
        report.problems().iter().filter_map(|p| p.help.as_ref().and_then(known)).collect();
    assert_eq!(lists.len(), 3, "every kind of table answers:\n{report}");
    for key in lists.iter().flat_map(|list| list.split(", ")) {
        assert!(example.contains(&format!("\n{key} = ")), "the example does not show {key}");
    }
}

#[test]
fn check_ends_with_78_on_a_file_that_cannot_be_used() {
    let output = run_check("tests/it/fixtures/config/bad_server.toml", &[]);
    assert_eq!(output.status.code(), Some(78));
    let said = text(output.stderr);
    assert!(said.contains("bad_server.toml:11:8"), "no place is named:\n{said}");
    assert!(said.ends_with("3 errors: the file cannot be used until they are mended\n"), "{said}");
    assert!(!said.contains('\u{1b}'), "colours went into a pipe:\n{said:?}");
    assert_eq!(text(output.stdout), "", "a script that reads the plan gets problems instead");
}

#[test]
fn check_says_what_a_file_leads_to() {
    let output = run_check(EXAMPLE, &["--state-dir", "/srv/reviewd"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(output.stdout));
}

#[test]
fn check_in_json_is_one_object() {
    let read = |file, code| -> serde_json::Value {
        let output = run_check(file, &["--json"]);
        assert_eq!(output.status.code(), Some(code), "{file}");
        serde_json::from_slice(&output.stdout).expect("one object")
    };
    let sound = read(EXAMPLE, 0);
    assert_eq!(sound["usable"], true);
    assert_eq!(sound["reply_within_seconds"], 86_400);
    let mall = &sound["sources"][0];
    assert_eq!((&mall["id"], &mall["kind"]), (&"mall".into(), &"html".into()));
    let seconds = |key: &str| mall[key].as_u64().unwrap_or_else(|| panic!("no {key} in {mall}"));
    assert_eq!((seconds("every_seconds"), seconds("interval_seconds")), (600, 660));
    assert_eq!(
        seconds("longest_wait_seconds"),
        seconds("interval_seconds") + seconds("back_off_seconds"),
        "the longest wait is an interval and a back-off, and nothing else"
    );
    let faulty = read("tests/it/fixtures/config/bad_zone_and_language.toml", 78);
    assert_eq!(faulty["usable"], false);
    let lines: Vec<_> =
        faulty["problems"].as_array().expect("a list").iter().map(|p| &p["line"]).collect();
    assert_eq!(lines, [3, 4, 20]);
}

#[test]
fn a_shop_that_sleeps_long_is_warned_with_the_line_of_its_hours() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = fs::read_to_string(EXAMPLE).expect("the example");
    let text = example.replace("[hours]\n", "[hours]\nwork = \"09:00-18:00\"\n");
    let line = text.lines().position(|line| line == "[hours]").expect("the table") + 1;
    let file = written(&folder, &text);
    let output = run_check(file.to_str().expect("a path"), &["--json"]);
    assert_eq!(output.status.code(), Some(0), "long nights are allowed");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one object");
    let problems = said["problems"].as_array().expect("a list");
    let warnings: Vec<_> = problems.iter().filter(|p| p["line"] == line).collect();
    let sources = said["sources"].as_array().expect("a list");
    assert_eq!(warnings.len(), sources.len(), "one for each source: {problems:#?}");
    for (warning, source) in warnings.iter().zip(sources) {
        assert_eq!(warning["severity"], "warning");
        let message = warning["message"].as_str().expect("a text");
        assert!(message.contains("quiet hours 15h"), "{message}");
        assert_eq!(source["quiet_seconds"], 15 * 3_600, "{source}");
    }
}
