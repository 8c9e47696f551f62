//! The processes of the benchmark: how one starts another, what they tell, what they cost.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{BufRead as _, BufReader};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What was measured, by name.
pub(crate) type Figures = BTreeMap<String, f64>;

/// Another process of this program; it ends when it is dropped.
pub(crate) struct Child {
    process: std::process::Child,
    output: BufReader<ChildStdout>,
    /// Closed, it tells the child to end.
    _input: Option<ChildStdin>,
}

impl Child {
    /// Starts this program again with other arguments. What it logs is written, but not kept.
    pub(crate) fn start(args: &[&str]) -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let mut process = Command::new(program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(if std::env::var_os("BENCH_LOG").is_some() {
                Stdio::inherit()
            } else {
                Stdio::null()
            })
            .spawn()
            .expect("this program can be started again");
        let output = BufReader::new(process.stdout.take().expect("it was piped"));
        let input = process.stdin.take();
        Self { process, output, _input: input }
    }

    /// The next line it says.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("the child speaks");
        line.trim().to_owned()
    }

    /// Everything it measured, once it has ended.
    pub(crate) fn figures(mut self) -> Figures {
        let mut figures = Figures::new();
        loop {
            let line = self.line();
            if line.is_empty() {
                break;
            }
            let (name, figure) = line.split_once(' ').expect("a name and a figure");
            figures.insert(name.to_owned(), figure.parse().expect("a figure"));
        }
        let status = self.process.wait().expect("the child ends");
        assert!(status.success(), "the child failed with {status}; BENCH_LOG=1 shows what it says");
        figures
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Where it has ended already there is nothing to do.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Tells the parent a figure.
pub(crate) fn tell(name: &str, figure: impl Display) {
    println!("{name} {figure}");
}

/// This process's time on the processor so far, user and system.
pub(crate) fn processor() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.expect("time goes on"), nanos.expect("less than a second"))
}

/// Milliseconds each, where `count` of them took that long.
pub(crate) fn each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e3 / count as f64
}

/// A figure of this process's memory as the kernel states it, in units of 2^20 bytes.
pub(crate) fn memory(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the kernel tells");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("it tells that too");
    let kilobytes = line.trim_matches([':', ' ', '\t']).trim_end_matches(" kB");
    kilobytes.parse::<f64>().expect("kilobytes") / 1024.0
}
