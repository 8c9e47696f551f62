//! Points as APIs give them: a number, or a text such as "4,5" or "4/5".

use crate::review::Rating;
use crate::source::points::{USUAL_MAX, number};

/// Reads points; `max` is the stated scale.
///
/// # Errors
/// With why they are none, for the owner.
pub(super) fn read(text: &str, max: Option<f64>) -> Result<Rating, String> {
    let (points, printed) = match text.split_once('/') {
        Some((points, scale)) => (points, number(scale)),
        None => (text, None),
    };
    let Some(value) = number(points) else {
        return Err(format!("the rating {text:?} is no number"));
    };
    let max = max.or(printed).unwrap_or(USUAL_MAX);
    Rating::new(value, max).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_within_their_scale() {
        let read = |text, max| read(text, max).map(|r| (r.value(), r.max()));
        assert_eq!(read("4", None), Ok((4.0, 5.0)));
        assert_eq!(read("4,5", Some(10.0)), Ok((4.5, 10.0)));
        assert_eq!(read("8/10", None), Ok((8.0, 10.0)));
        for impossible in ["7", "7/5", "-1", "NaN", "", "좋음"] {
            assert!(read(impossible, None).is_err(), "{impossible}");
        }
    }
}
