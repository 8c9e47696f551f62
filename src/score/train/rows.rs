//! Labelled rows: tab-separated, UTF-8, one header line, plain or gzipped.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::recipe::{Entry, Task};

/// Why a labelled file cannot be used; lines count from 1, the header among them.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// It cannot be opened or read to its end.
    #[error("read {}, line {line}: {source}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// The line it broke at.
        line: usize,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line is not UTF-8.
    #[error("read {}, line {line}: byte {at} of the line is not valid UTF-8", file.display())]
    Utf8 {
        /// The file.
        file: PathBuf,
        /// The line.
        line: usize,
        /// The first byte that is wrong, from 1.
        at: usize,
    },
    /// The header lacks a column that the recipe names.
    #[error("read {}, line 1: there is no column {column:?}, the header has {found:?}", file.display())]
    Column {
        /// The file.
        file: PathBuf,
        /// The column that is missing.
        column: String,
        /// The columns that are there.
        found: Vec<String>,
    },
    /// A row is too short.
    #[error("read {}, line {line}: the row has {found} columns, the header has {expected}", file.display())]
    Short {
        /// The file.
        file: PathBuf,
        /// The line.
        line: usize,
        /// How many columns it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A label that the recipe does not list.
    #[error("read {}, line {line}: the recipe lists no {column:?} of {found:?} under `yes`, `no` or `skip`", file.display())]
    Label {
        /// The file.
        file: PathBuf,
        /// The line.
        line: usize,
        /// The label's column.
        column: String,
        /// What stands there, at most 60 characters.
        found: String,
    },
}

/// What a row is kept for. Equal texts are kept together, so that nothing learned is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Learn,
    Calibrate,
    Measure,
}

/// One labelled text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example<'a> {
    pub(crate) text: &'a str,
    pub(crate) yes: bool,
    /// What the row counts, so that its file counts what the recipe says.
    pub(crate) weight: f32,
    pub(crate) file: usize,
}

#[derive(Debug)]
struct Row {
    file: u32,
    end: usize,
    part: Part,
    complaint: Option<bool>,
    troll: Option<bool>,
}

/// What is remembered of a file that was read.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) shop: bool,
    weights: [f32; 2],
    /// Rows to learn from that say no and yes, for each task.
    counts: [[usize; 2]; 2],
}

/// All rows of all files.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) files: Vec<Source>,
    texts: String,
    rows: Vec<Row>,
}

/// The most a row of the rarer answer counts against one of the other.
const RAREST: f32 = 10.0;

impl Rows {
    /// Reads a file; the number of its rows that teach something. Rows of the domain `without` are
    /// kept for measuring alone.
    ///
    /// # Errors
    /// At the first line that cannot be understood.
    pub(crate) fn read(
        &mut self,
        file: &Path,
        entry: &Entry,
        without: Option<&str>,
    ) -> Result<usize, RowError> {
        let left_out = without == Some(entry.domain.as_str());
        let index = self.index();
        let before = self.rows.len();
        let mut source = Source {
            name: entry.name.clone(),
            shop: entry.shop,
            weights: Task::ALL.map(|t| entry.labels(t).map_or(0.0, |l| l.weight)),
            counts: [[0; 2]; 2],
        };
        let mut table = Table::open(file, entry)?;
        while table.advance()? {
            let text = table.cell(table.text);
            if text.is_empty() {
                continue;
            }
            let complaint = table.answer(entry, Task::Complaint)?;
            let troll = table.answer(entry, Task::Troll)?;
            if complaint.is_none() && troll.is_none() {
                continue;
            }
            let part = if left_out { Part::Measure } else { part(text) };
            if part == Part::Learn {
                for (counts, answer) in source.counts.iter_mut().zip([complaint, troll]) {
                    if let Some(yes) = answer {
                        counts[usize::from(yes)] += 1;
                    }
                }
            }
            self.texts.push_str(text);
            self.rows.push(Row { file: index, end: self.texts.len(), part, complaint, troll });
        }
        self.files.push(source);
        Ok(self.rows.len() - before)
    }

    /// The rows that answer a task and are kept for one purpose, in the order they were read.
    pub(crate) fn of(&self, task: Task, part: Part) -> impl Iterator<Item = Example<'_>> {
        let starts = std::iter::once(0).chain(self.rows.iter().map(|row| row.end));
        self.rows.iter().zip(starts).filter(move |(row, _)| row.part == part).filter_map(
            move |(row, start)| {
                let yes = match task {
                    Task::Complaint => row.complaint?,
                    Task::Troll => row.troll?,
                };
                let file = row.file as usize;
                let text = &self.texts[start..row.end];
                Some(Example { text, yes, weight: self.files[file].weight(task, yes), file })
            },
        )
    }
}

/// The name of the rows that were made from others.
pub(crate) const MIXED: &str = "rude complaints (made)";

impl Rows {
    /// Texts of customers who complain about goods or services.
    pub(crate) fn complaints(&self, part: Part) -> impl Iterator<Item = &str> {
        self.of(Task::Complaint, part).filter(|e| e.yes && self.files[e.file].shop).map(|e| e.text)
    }

    /// Hostile texts.
    pub(crate) fn curses(&self, part: Part) -> impl Iterator<Item = &str> {
        self.of(Task::Troll, part).filter(|e| e.yes).map(|e| e.text)
    }

    /// Adds texts that are rude and still no trolling.
    pub(crate) fn add_mixed(&mut self, texts: Vec<(Part, String)>, weight: f32) {
        let learned = texts.iter().filter(|(part, _)| *part == Part::Learn).count();
        let file = self.index();
        self.files.push(Source {
            name: MIXED.to_owned(),
            shop: false,
            weights: [0.0, weight],
            counts: [[0; 2], [learned, 0]],
        });
        for (part, text) in texts {
            self.texts.push_str(&text);
            let end = self.texts.len();
            self.rows.push(Row { file, end, part, complaint: None, troll: Some(false) });
        }
    }

    fn index(&self) -> u32 {
        u32::try_from(self.files.len()).expect("fewer files than 2^32")
    }
}

impl Source {
    /// What one row counts: both answers of a file count alike as far as [`RAREST`] allows, and all
    /// its rows together 100,000 times its weight.
    fn weight(&self, task: Task, yes: bool) -> f32 {
        let i = usize::from(task == Task::Troll);
        let [no_rows, yes_rows] = self.counts[i].map(|n| n as f32);
        let rarer = |own: f32, other: f32| {
            if own > 0.0 && other > own { (other / own).min(RAREST) } else { 1.0 }
        };
        let (of_no, of_yes) = (rarer(no_rows, yes_rows), rarer(yes_rows, no_rows));
        let all = no_rows * of_no + yes_rows * of_yes;
        let one = self.weights[i] * 100_000.0 / all.max(1.0);
        one * if yes { of_yes } else { of_no }
    }
}

/// One row in ten is kept from learning: half to calibrate with, half to measure. The text decides,
/// its spaces aside, so that repeats never stand on both sides.
fn part(text: &str) -> Part {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    match (hash >> 32) % 20 {
        0 => Part::Measure,
        1 => Part::Calibrate,
        _ => Part::Learn,
    }
}

/// A file being read line by line.
struct Table {
    file: PathBuf,
    reader: Box<dyn BufRead>,
    header: Vec<String>,
    text: usize,
    labels: [Option<usize>; 2],
    line: usize,
    current: Vec<u8>,
}

impl Table {
    fn open(file: &Path, entry: &Entry) -> Result<Self, RowError> {
        let io = |source| RowError::Io { file: file.to_owned(), line: 0, source };
        let opened = File::open(file).map_err(io)?;
        let plain: Box<dyn Read> = if file.extension().is_some_and(|e| e == "gz") {
            Box::new(MultiGzDecoder::new(opened))
        } else {
            Box::new(opened)
        };
        let mut table = Self {
            file: file.to_owned(),
            reader: Box::new(BufReader::with_capacity(1 << 16, plain)),
            header: Vec::new(),
            text: 0,
            labels: [None; 2],
            line: 0,
            current: Vec::new(),
        };
        table.next_line()?;
        table.header = table.line_text()?.split('\t').map(str::to_owned).collect();
        table.text = table.column(&entry.text)?;
        for (slot, task) in [(0, Task::Complaint), (1, Task::Troll)] {
            if let Some(labels) = entry.labels(task) {
                table.labels[slot] = Some(table.column(&labels.column)?);
            }
        }
        Ok(table)
    }

    fn column(&self, name: &str) -> Result<usize, RowError> {
        self.header.iter().position(|column| column == name).ok_or_else(|| RowError::Column {
            file: self.file.clone(),
            column: name.to_owned(),
            found: self.header.clone(),
        })
    }

    /// Reads the next line; false at the end of the file.
    fn next_line(&mut self) -> Result<bool, RowError> {
        self.current.clear();
        self.line += 1;
        let read = self
            .reader
            .read_until(b'\n', &mut self.current)
            .map_err(|source| RowError::Io { file: self.file.clone(), line: self.line, source })?;
        while self.current.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.current.pop();
        }
        Ok(read > 0)
    }

    fn line_text(&self) -> Result<&str, RowError> {
        std::str::from_utf8(&self.current).map_err(|error| RowError::Utf8 {
            file: self.file.clone(),
            line: self.line,
            at: error.valid_up_to() + 1,
        })
    }

    /// Moves to the next row that is not blank and checks it; false at the end of the file.
    fn advance(&mut self) -> Result<bool, RowError> {
        while self.next_line()? {
            if self.current.is_empty() {
                continue;
            }
            let found = self.line_text()?.split('\t').count();
            if found != self.header.len() {
                let (file, line) = (self.file.clone(), self.line);
                return Err(RowError::Short { file, line, found, expected: self.header.len() });
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// A cell of the current row, which [`Self::advance`] has checked.
    fn cell(&self, column: usize) -> &str {
        std::str::from_utf8(&self.current)
            .ok()
            .and_then(|line| line.split('\t').nth(column))
            .unwrap_or_default()
            .trim()
    }

    fn answer(&self, entry: &Entry, task: Task) -> Result<Option<bool>, RowError> {
        let slot = self.labels[usize::from(task == Task::Troll)];
        let (Some(labels), Some(column)) = (entry.labels(task), slot) else { return Ok(None) };
        let cell = self.cell(column);
        labels.answer(cell).ok_or_else(|| RowError::Label {
            file: self.file.clone(),
            line: self.line,
            column: labels.column.clone(),
            found: cell.chars().take(60).collect(),
        })
    }
}
