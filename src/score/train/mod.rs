//! Trains the text model from labelled files; the same files give the same bytes.

mod figures;
mod fit;
mod mix;
mod platt;
mod recipe;
mod rows;

use std::path::{Path, PathBuf};

pub use figures::{Curve, Figure, Threshold};
pub use recipe::{Recipe, RecipeError};
pub use rows::RowError;

use super::model::{self, Head, Model};
use recipe::Task;
use rows::{Part, Rows};

/// Why no model could be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A labelled file cannot be used.
    #[error(transparent)]
    Row(#[from] RowError),
    /// The recipe has no entry for a file.
    #[error("learn from {}: no [[file]] of the recipe has a `name` that its name begins with", .0.display())]
    UnknownFile(PathBuf),
    /// The files hold nothing to learn one of the two answers from.
    #[error(
        "learn {task}: the files hold {yes} rows for yes and {no} for no to learn and check with, and both are needed"
    )]
    OneSided {
        /// What was to be learned.
        task: &'static str,
        /// Rows that say yes.
        yes: usize,
        /// Rows that say no.
        no: usize,
    },
}

/// A trained model with the figures measured on rows it did not learn from.
#[derive(Debug)]
pub struct Trained {
    /// The model file.
    pub bytes: Vec<u8>,
    /// Held-out figures, one per task and file.
    pub figures: Vec<Figure>,
    /// Held-out abuse caught against real complaints lost.
    pub curve: Curve,
}

/// What training tells while it runs.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// A file was read.
    Read {
        /// Which.
        file: &'a Path,
        /// Its rows that teach something.
        rows: usize,
    },
    /// One pass over all rows is done.
    Epoch {
        /// What is being learned.
        task: &'static str,
        /// Which pass, from 1.
        epoch: usize,
        /// How many there will be.
        of: usize,
    },
}

/// Trains on `files` as the recipe says, leaving out the rows of one domain where `without` names it;
/// those are then what the figures are measured on.
///
/// # Errors
/// When a file cannot be read or understood, with its line, or teaches nothing.
pub fn train(
    recipe: &Recipe,
    files: &[PathBuf],
    without: Option<&str>,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Result<Trained, TrainError> {
    // The order in which files are named must not change what is learned.
    let mut files: Vec<&PathBuf> = files.iter().collect();
    files.sort_by_key(|file| (file.file_name(), *file));
    let mut rows = Rows::default();
    for file in files {
        let entry = recipe.entry(file).ok_or_else(|| TrainError::UnknownFile(file.clone()))?;
        let learned = rows.read(file, entry, without)?;
        progress(Progress::Read { file, rows: learned });
    }
    if let Some(mixed) = &recipe.mixed {
        mix::add(&mut rows, mixed.weight, recipe.model.seed);
    }
    for task in Task::ALL {
        for part in [Part::Learn, Part::Calibrate] {
            let yes = rows.of(task, part).filter(|e| e.yes).count();
            let no = rows.of(task, part).filter(|e| !e.yes).count();
            if yes == 0 || no == 0 {
                return Err(TrainError::OneSided { task: task.name(), yes, no });
            }
        }
    }
    // Each head learns on its own core; neither sees the other.
    let (complaint, troll) = std::thread::scope(|scope| {
        let troll = scope.spawn(|| head(recipe, &rows, Task::Troll, progress));
        let complaint = head(recipe, &rows, Task::Complaint, progress);
        (complaint, troll.join().expect("training never panics"))
    });
    let bytes = model::encode(&complaint, &troll, figures::troll_from(&rows, &troll));
    let model = Model::load(bytes.clone()).expect("a model just written can be read");
    Ok(Trained {
        figures: figures::measure(&rows, &model),
        curve: figures::curve(&rows, &model),
        bytes,
    })
}

/// Learns one head and calibrates it on rows kept apart.
fn head(
    recipe: &Recipe,
    rows: &Rows,
    task: Task,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Head {
    let weights = fit::fit(&recipe.model, task, rows, progress);
    let raw = Head::new(&weights);
    platt::calibrate(raw, rows.of(task, Part::Calibrate))
}
