//! Logistic regression by stochastic gradient descent with a step of its own for each weight (AdaGrad).

use super::super::gram;
use super::super::normal::Normal;
use super::Progress;
use super::recipe::{Shape, Task};
use super::rows::{Example, Part, Rows};

/// A weight and the sum of its squared gradients, side by side so that one visit of memory reads both.
#[derive(Clone, Copy, Default)]
struct Cell {
    weight: f32,
    squares: f32,
}

/// Learns the weights of one head.
pub(crate) fn fit(
    shape: &Shape,
    task: Task,
    rows: &Rows,
    progress: &(dyn Fn(Progress<'_>) + Sync),
) -> Vec<f32> {
    let size = match task {
        Task::Complaint => shape.complaint_weights,
        Task::Troll => shape.troll_weights,
    };
    let mut examples: Vec<Example<'_>> = rows.of(task, Part::Learn).collect();
    let mean = examples.iter().map(|e| e.weight).sum::<f32>() / examples.len() as f32;
    let mut cells = vec![Cell { weight: 0.0, squares: 1e-3 }; size];
    let mut rng = fastrand::Rng::with_seed(shape.seed);
    let (total, mut seen) = ((examples.len() * shape.epochs) as f32, 0.0_f32);
    let mut grams = Vec::new();
    for epoch in 1..=shape.epochs {
        rng.shuffle(&mut examples);
        for example in &examples {
            grams.clear();
            gram::each(&Normal::of(example.text), |hash, _| grams.push(gram::slot(hash, size)));
            let rate = shape.rate * (1.0 - seen / total);
            learn(&mut cells, &grams, example.yes, example.weight / mean, rate, shape.decay);
            seen += 1.0;
        }
        progress(Progress::Epoch { task: task.name(), epoch, of: shape.epochs });
    }
    cells.into_iter().map(|cell| cell.weight).collect()
}

/// One step on one example.
fn learn(cells: &mut [Cell], grams: &[usize], yes: bool, weight: f32, rate: f32, decay: f32) {
    let scale = 1.0 / (grams.len().max(1) as f32).sqrt();
    let sum: f32 = grams.iter().map(|&gram| cells[gram].weight).sum();
    let guess = 1.0 / (1.0 + (-sum * scale).exp());
    let gradient = (guess - f32::from(u8::from(yes))) * weight * scale;
    for &gram in grams {
        let cell = &mut cells[gram];
        let gradient = gradient + decay * cell.weight;
        cell.squares += gradient * gradient;
        cell.weight -= rate * gradient / cell.squares.sqrt();
    }
}
