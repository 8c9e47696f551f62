//! Calibration: a slope and an offset that turn a head's sum into log-odds (Platt's method).

use super::super::model::Head;
use super::rows::Example;

/// A head's sum for a held-out text, the truth, and what the text counts.
#[derive(Clone, Copy)]
struct Point {
    sum: f64,
    yes: bool,
    weight: f64,
}

/// Gives a head the slope and offset under which its log-odds are true on `examples`, yes and no
/// counting alike: prior odds are added when judging, not here.
pub(crate) fn calibrate<'a>(mut head: Head, examples: impl Iterator<Item = Example<'a>>) -> Head {
    let mut points: Vec<Point> = examples
        .map(|e| Point { sum: head.raw(e.text), yes: e.yes, weight: f64::from(e.weight) })
        .collect();
    let total = |yes| points.iter().filter(|p| p.yes == yes).map(|p| p.weight).sum::<f64>();
    let totals = [total(false), total(true)];
    for point in &mut points {
        point.weight /= totals[usize::from(point.yes)];
    }
    let (slope, offset) = solve(&points);
    head.slope = slope as f32;
    head.offset = offset as f32;
    head
}

/// Newton's method with step halving; the loss is convex, so it settles within a few steps.
fn solve(points: &[Point]) -> (f64, f64) {
    let mut line = (0.0, 0.0);
    let mut best = loss(points, line);
    for _ in 0..100 {
        let step = newton(points, line);
        let mut share = 1.0;
        let better = loop {
            let next = (line.0 - share * step.0, line.1 - share * step.1);
            let reached = loss(points, next);
            if reached < best {
                break Some((next, reached));
            }
            share /= 2.0;
            if share < 1e-6 {
                break None;
            }
        };
        let Some((next, reached)) = better else { break };
        let gained = best - reached;
        (line, best) = (next, reached);
        if gained < 1e-12 {
            break;
        }
    }
    line
}

/// Mean log-loss of a line.
fn loss(points: &[Point], (slope, offset): (f64, f64)) -> f64 {
    let of = |p: &Point| {
        let odds = slope * p.sum + offset;
        let against = if p.yes { -odds } else { odds };
        p.weight * (against.max(0.0) + (-against.abs()).exp().ln_1p())
    };
    points.iter().map(of).sum()
}

/// The full Newton step from a line.
fn newton(points: &[Point], (slope, offset): (f64, f64)) -> (f64, f64) {
    let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 1e-9, 0.0, 1e-9);
    for p in points {
        let guess = 1.0 / (1.0 + (-(slope * p.sum + offset)).exp());
        let error = p.weight * (guess - f64::from(u8::from(p.yes)));
        let bend = p.weight * guess * (1.0 - guess);
        g0 += error * p.sum;
        g1 += error;
        h00 += bend * p.sum * p.sum;
        h01 += bend * p.sum;
        h11 += bend;
    }
    let det = h00 * h11 - h01 * h01;
    ((g0 * h11 - g1 * h01) / det, (g1 * h00 - g0 * h01) / det)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_odds_come_out_true() {
        // Of the sums at 1, three in four say yes; of those at -1, one in four.
        let point = |sum: f64, yes| Point { sum, yes, weight: 0.25 };
        let points: Vec<Point> = [(1.0, 3, 1), (-1.0, 1, 3)]
            .into_iter()
            .flat_map(|(sum, yes, no)| {
                std::iter::repeat_n(point(sum, true), yes)
                    .chain(std::iter::repeat_n(point(sum, false), no))
            })
            .collect();
        let (slope, offset) = solve(&points);
        assert!((slope - 3.0_f64.ln()).abs() < 1e-6, "slope {slope}");
        assert!(offset.abs() < 1e-6, "offset {offset}");
    }
}
