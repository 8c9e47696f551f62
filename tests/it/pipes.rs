//! A reader who goes early (`reviewd … | head -1`) ends the program quietly.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

/// Runs the program, reads one line and hangs up; what it said on standard error, and whether it ended
/// well.
fn first_line(arguments: &[&str], input: &str) -> (String, String, bool) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut output = BufReader::with_capacity(64, child.stdout.take().expect("piped"));
    // It may have ended before it has read everything.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    let mut line = String::new();
    output.read_line(&mut line).expect("it prints");
    drop(output);
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
    (line, said, child.wait().expect("our child").success())
}

#[test]
fn a_reader_who_hangs_up_is_no_error() {
    // More than a pipe holds, so that the program is still writing when nobody reads any more.
    let lines = "{\"text\":\"별로\"}\n".repeat(2000);
    let dates = "2024-03-16\n".repeat(4000);
    for (arguments, input) in [
        (&["score", "--json"][..], lines.as_str()),
        (&["score"], &lines),
        (&["read-date", "--json"], &dates),
        (&["read-date"], &dates),
        (&["--help"], ""),
    ] {
        let (line, said, ended_well) = first_line(arguments, input);
        assert!(line.ends_with('\n'), "{arguments:?} printed no line");
        assert_eq!((said.as_str(), ended_well), ("", true), "{arguments:?}");
    }
}
