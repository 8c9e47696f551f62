//! Figures on rows that were not learned from.

use super::super::model::{Head, Model};
use super::recipe::Task;
use super::rows::{MIXED, Part, Rows};

/// The share of real complaints that may be mistaken for trolls; less than half of what is promised, since
/// shops that were not seen are harder.
const LOST: f64 = 0.004;

/// How well one file's rows were told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was asked: `complaint` or `troll`.
    pub task: &'static str,
    /// The file, as the recipe names it.
    pub file: String,
    /// Rows that say yes.
    pub yes: usize,
    /// Rows that say no.
    pub no: usize,
    /// Mean of the shares of yes and of no told rightly at even odds.
    pub accuracy: f64,
    /// The chance that a yes is rated above a no.
    pub auc: f64,
    /// Mean distance between log-odds' probability and truth over ten bins, yes and no alike heavy.
    pub calibration_error: f64,
}

/// What a threshold of the troll probability costs and gains on held-out rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// From low to high thresholds, the one in use last.
    pub points: Vec<Threshold>,
    /// The threshold that the model uses.
    pub chosen: f64,
}

/// One threshold; all three are shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// The probability at even odds from which a text is troll.
    pub threshold: f64,
    /// Complaints in shops that would be called troll.
    pub lost: f64,
    /// The same complaints with a hostile comment beside them that would be called troll.
    pub rude_lost: f64,
    /// Hostile comments that would be called troll.
    pub caught: f64,
}

/// Scores of each file's held-out rows, with the truth.
pub(crate) fn measure(rows: &Rows, model: &Model) -> Vec<Figure> {
    let mut figures = Vec::new();
    for task in Task::ALL {
        let mut by_file: Vec<Vec<(f64, bool)>> = vec![Vec::new(); rows.files.len()];
        for e in rows.of(task, Part::Measure) {
            let odds = model.odds(e.text);
            let x = if task == Task::Complaint { odds.complaint } else { odds.troll };
            by_file[e.file].push((x, e.yes));
        }
        for (file, points) in rows.files.iter().zip(by_file) {
            let yes = points.iter().filter(|p| p.1).count();
            let no = points.len() - yes;
            if yes > 0 && no > 0 {
                let name = file.name.clone();
                figures.push(figure(task.name(), name, points, yes, no));
            }
        }
    }
    figures
}

fn figure(
    task: &'static str,
    file: String,
    mut points: Vec<(f64, bool)>,
    yes: usize,
    no: usize,
) -> Figure {
    let right = |of: bool, all: usize| {
        points.iter().filter(|p| p.1 == of && (p.0 > 0.0) == of).count() as f64 / all as f64
    };
    let accuracy = f64::midpoint(right(true, yes), right(false, no));
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Rank sum, ties sharing their mean rank.
    let (mut ranks, mut i) = (0.0, 0);
    while i < points.len() {
        let tied = points[i..].iter().take_while(|p| p.0 == points[i].0).count();
        let mean = i as f64 + (tied as f64 + 1.0) / 2.0;
        ranks += mean * points[i..i + tied].iter().filter(|p| p.1).count() as f64;
        i += tied;
    }
    let (y, n) = (yes as f64, no as f64);
    let auc = (ranks - y * (y + 1.0) / 2.0) / (y * n);
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    for &(x, is_yes) in &points {
        let p = 1.0 / (1.0 + (-x).exp());
        let weight = 0.5 / if is_yes { y } else { n };
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += weight * p;
        bin.1 += weight * f64::from(u8::from(is_yes));
    }
    let calibration_error = bins.iter().map(|b| (b.0 - b.1).abs()).sum();
    Figure { task, file, yes, no, accuracy, auc, calibration_error }
}

/// The log-odds from which a text is troll: so high that of the shop complaints kept for
/// calibration at most [`LOST`] reach it, and never below even odds.
pub(crate) fn troll_from(rows: &Rows, troll: &Head) -> f32 {
    let mut lost: Vec<f64> = rows.complaints(Part::Calibrate).map(|t| troll.odds(t)).collect();
    lost.sort_by(|a, b| b.total_cmp(a));
    let at = (lost.len() as f64 * LOST) as usize;
    lost.get(at).map_or(0.0, |x| x.max(0.0)) as f32
}

/// The curve over all thresholds worth looking at.
pub(crate) fn curve(rows: &Rows, model: &Model) -> Curve {
    let score = |text: &str| model.odds(text).troll;
    let lost: Vec<f64> = rows.complaints(Part::Measure).map(score).collect();
    let caught: Vec<f64> = rows.curses(Part::Measure).map(score).collect();
    let rude: Vec<f64> = rows
        .of(Task::Troll, Part::Measure)
        .filter(|e| rows.files[e.file].name == MIXED)
        .map(|e| score(e.text))
        .collect();
    let share = |all: &[f64], from: f64| {
        all.iter().filter(|&&x| x > from).count() as f64 / all.len().max(1) as f64
    };
    let probability = |x: f64| 1.0 / (1.0 + (-x).exp());
    let chosen = f64::from(model.troll_from());
    let steps = (0..9).map(|i| f64::from(i) - 1.0);
    let point = |x| Threshold {
        threshold: probability(x),
        lost: share(&lost, x),
        rude_lost: share(&rude, x),
        caught: share(&caught, x),
    };
    Curve { points: steps.chain([chosen]).map(point).collect(), chosen: probability(chosen) }
}
