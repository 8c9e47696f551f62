//! Rows that a list repeats where one of its pages ends and the next begins.

use super::face::Face;
use crate::review::Review;

/// The rows of a further page that the pages so far did not show already.
///
/// A review written while a visit pages on pushes the list down: the last rows of one page stand again
/// at the top of the next. So the beginning of the further page is a repetition where it equals the
/// end of the pages so far, row by row. Reviews without a number that are alike by themselves look the
/// same: where the repeated rows are all alike, or the row before them is, nothing tells a push from
/// several equal reviews, and each row counts: a review that is lost costs more than one told twice.
pub fn without_overlap(listed: &[Review], further: Vec<Review>) -> Vec<Review> {
    let most = listed.len().min(further.len());
    let before: Vec<Face> = listed[listed.len() - most..].iter().map(Face::of).collect();
    let after: Vec<Face> = further.iter().take(most).map(Face::of).collect();
    let numbered = |reviews: &[Review]| reviews.iter().any(|review| review.id.is_some());
    let overlap = (1..=most).rev().find(|count| {
        let (start, ended) = (listed.len() - count, before.len() - count);
        !numbered(&listed[start..])
            && !numbered(&further[..*count])
            && before[ended..].iter().zip(&after).all(|(a, b)| a.is_repeated_by(b))
    });
    let Some(count) = overlap else { return further };
    let above = listed.len().checked_sub(count + 1).map(|row| Face::of(&listed[row]));
    let alike = |other: &Face| other.is_repeated_by(&after[0]);
    let is_run =
        above.as_ref().is_some_and(alike) || (count > 1 && after[..count].iter().all(alike));
    if is_run { further } else { further.into_iter().skip(count).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::compare::tests::review;

    fn rows(words: &[&str]) -> Vec<Review> {
        words.iter().map(|words| review(None, "네****", words, 3)).collect()
    }

    fn bodies(reviews: &[Review]) -> Vec<&str> {
        reviews.iter().filter_map(|review| review.body.as_deref()).collect()
    }

    #[test]
    fn rows_pushed_onto_the_next_page_are_not_read_twice() {
        let listed = rows(&["늦어요", "좋아요", "별로"]);
        for (further, left) in [
            (vec!["별로", "만족"], vec!["만족"]),
            (vec!["좋아요", "별로", "만족"], vec!["만족"]),
            (vec!["늦어요", "좋아요", "별로"], vec![]),
            (vec!["만족", "별로"], vec!["만족", "별로"]),
            (vec!["좋아요", "만족"], vec!["좋아요", "만족"]),
        ] {
            assert_eq!(bodies(&without_overlap(&listed, rows(&further))), left, "{further:?}");
        }
    }

    #[test]
    fn several_alike_across_two_pages_all_count() {
        let listed = rows(&["늦어요", "만족", "만족"]);
        for further in [vec!["만족", "만족", "좋아요"], vec!["만족", "좋아요"]] {
            assert_eq!(bodies(&without_overlap(&listed, rows(&further))), further, "who can tell?");
        }
    }

    #[test]
    fn a_number_tells_for_itself() {
        let numbered = |id| vec![review(Some(id), "네****", "만족", 3)];
        assert_eq!(without_overlap(&numbered("1"), numbered("2")).len(), 1);
    }
}
