//! What the stars say, whatever their scale.

use super::{Signal, Weighed, evidence};
use crate::score::reading::Reading;

/// (share of the scale, log-odds towards complaint, log-odds towards troll); between them a straight
/// line. Read against 5 % unhappy customers: of one star about 95 in 100 complain, of two 85, of
/// three 15, of four 3, of five one.
const SCALE: [(f64, f64, f64); 6] = [
    (0.0, 6.0, 0.0),
    (0.2, 6.0, 0.0),
    (0.4, 4.7, -0.3),
    (0.6, 1.2, -0.7),
    (0.8, -0.5, -1.0),
    (1.0, -1.7, -1.0),
];

/// Stars or points.
pub(crate) struct Stars;

impl Signal for Stars {
    fn weigh(&self, reading: &Reading<'_>) -> Weighed {
        let Some(rating) = reading.rating else { return Weighed::default() };
        let (complaint, troll) = at(rating.share());
        let evidence = if reading.explains() {
            vec![evidence("stars", complaint, format!("{}/{}", rating.value(), rating.max()))]
        } else {
            Vec::new()
        };
        Weighed { complaint, troll, evidence }
    }
}

/// The log-odds of a share of the scale.
fn at(share: f64) -> (f64, f64) {
    let above = SCALE.iter().position(|point| share <= point.0).unwrap_or(SCALE.len() - 1).max(1);
    let ((x0, c0, t0), (x1, c1, t1)) = (SCALE[above - 1], SCALE[above]);
    let way = ((share - x0) / (x1 - x0)).clamp(0.0, 1.0);
    (c0 + way * (c1 - c0), t0 + way * (t1 - t0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_stars_never_speak_for_a_complaint() {
        let mut last = f64::INFINITY;
        for step in 0..=1000 {
            let (now, _) = at(f64::from(step) / 1000.0);
            assert!(now <= last, "{step} thousandths of the scale weigh more than one fewer");
            last = now;
        }
        assert_eq!(at(1.0), (-1.7, -1.0));
        assert!((at(0.3).0 - 5.35).abs() < 1e-9, "half way between one and two stars of five");
    }
}
