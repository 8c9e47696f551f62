//! Standard output and error, whose readers may go before all is said (`reviewd … | head -1`).
//!
//! Then the program ends quietly, where `println!` would panic: the reader has what it wanted.

use std::fmt;
use std::io::{self, Write};

/// Standard output; colours reach terminals only.
pub(crate) struct Out(anstream::Stdout);

impl Out {
    pub(crate) fn new() -> Self {
        Self(anstream::stdout())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(end_where_nobody_reads)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(end_where_nobody_reads)
    }
}

/// Nothing waits to be cleaned up: what a command stores is committed before it speaks.
fn end_where_nobody_reads(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        std::process::exit(0);
    }
    error
}

/// Prints; where that cannot be done (a full disk behind `>`), says so and ends with 1.
pub(crate) fn print(text: fmt::Arguments<'_>) {
    if let Err(error) = Out::new().write_fmt(text) {
        complain(format_args!("reviewd: failed to print: {error}\n"));
        std::process::exit(1);
    }
}

/// Prints to standard error; where nobody listens there, there is nobody to tell.
pub(crate) fn complain(text: fmt::Arguments<'_>) {
    let _ = anstream::stderr().write_fmt(text);
}

/// Prints as `print!` does.
macro_rules! out {
    ($($text:tt)*) => { $crate::cli::out::print(format_args!($($text)*)) };
}

/// Prints a line as `println!` does.
macro_rules! outln {
    ($($text:tt)*) => {
        $crate::cli::out::print(format_args!("{}\n", format_args!($($text)*)))
    };
}

/// Prints a line as `eprintln!` does.
macro_rules! errln {
    ($($text:tt)*) => {
        $crate::cli::out::complain(format_args!("{}\n", format_args!($($text)*)))
    };
}

pub(crate) use {errln, out, outln};
