//! Ratings as schema.org means them: a value between the worst and the best.

use super::graph::{Graph, Value};
use super::say;
use crate::review::Rating;
use crate::source::points::{USUAL_MAX, first_number, from_text, number};

/// The rating that a review gives; `None` where it gives none.
///
/// # Errors
/// With why what it gives is none, for the owner.
pub(super) fn of(graph: &Graph, review: usize) -> Result<Option<Rating>, String> {
    let given = ["reviewRating", "rating"].iter().flat_map(|name| graph.values(review, name));
    for value in given {
        for thing in graph.meant(value) {
            if let Some(points) = say::line(graph, thing, &["ratingValue", "value"]) {
                return read(&points, ends(graph, &[thing])).map(Some);
            }
        }
        let points = match value {
            Value::Raw(written) => Some(written.text.as_str()),
            Value::Text(points) => Some(points.as_ref()),
            _ => None,
        };
        if let Some(points) = points {
            return read(points, ends(graph, &[review])).map(Some);
        }
    }
    match say::line(graph, review, &["ratingValue"]) {
        Some(points) => read(&points, ends(graph, &[review])).map(Some),
        None => Ok(None),
    }
}

/// The worst and the best, where they are stated.
fn ends(graph: &Graph, things: &[usize]) -> (Option<f64>, Option<f64>) {
    let stated = |name| {
        let mut texts = things.iter().filter_map(|thing| say::line(graph, *thing, &[name]));
        texts.find_map(|text| number(&text).or_else(|| first_number(&text)))
    };
    (stated("worstRating"), stated("bestRating"))
}

fn read(points: &str, (worst, best): (Option<f64>, Option<f64>)) -> Result<Rating, String> {
    let is_percent = points.trim().ends_with('%');
    let read = number(points).map(|value| (value, None)).or_else(|| from_text(points));
    let Some((value, printed)) = read else {
        return Err(format!("no rating can be read from {points:?}"));
    };
    let printed = printed.or(is_percent.then_some(100.0));
    let best = best.or(printed).unwrap_or(USUAL_MAX);
    // Our scale starts at 0: one that starts below is moved up to there.
    let below = worst.filter(|worst| *worst < 0.0).unwrap_or(0.0);
    Rating::new(value - below, best - below).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_read_within_the_scale_that_is_stated() {
        let read = |points, worst, best| read(points, (worst, best)).map(|r| (r.value(), r.max()));
        assert_eq!(read("4,5", None, None), Ok((4.5, 5.0)));
        assert_eq!(read("4/5", None, None), Ok((4.0, 5.0)));
        assert_eq!(read("8/10", Some(1.0), None), Ok((8.0, 10.0)));
        assert_eq!(read("80%", None, None), Ok((80.0, 100.0)));
        assert_eq!(read("88", Some(0.0), Some(100.0)), Ok((88.0, 100.0)));
        assert_eq!(read("-1", Some(-1.0), Some(1.0)), Ok((0.0, 2.0)));
        assert_eq!(read("★★★★☆", None, None), Ok((4.0, 5.0)));
        for impossible in ["7", "-1", "NaN", "좋음"] {
            assert!(read(impossible, None, None).is_err(), "{impossible}");
        }
    }
}
