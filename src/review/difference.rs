//! What changed between two versions of a text, word by word and short enough to read.

use serde::Serialize;
use similar::{Algorithm, DiffTag};

/// A stretch of a changed text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Words that stand in both versions; what lies far from any change is an ellipsis.
    Kept(String),
    /// Words that are gone.
    Removed(String),
    /// Words that came.
    Added(String),
}

/// Texts are compared over this many words; the comparison is quadratic in what differs.
const COMPARED: usize = 1_000;
/// Words that are shown on either side of a change.
const CONTEXT: usize = 4;
/// Words that are shown of one stretch that came or went.
const SHOWN: usize = 40;
/// Changes that are shown; the rest is an ellipsis.
const MOST: usize = 8;
/// Below this share of kept words a text was written anew, and a difference would be a riddle.
const REWRITTEN: f64 = 0.25;
const ELLIPSIS: &str = "…";

/// What changed from `was` to `now`; `None` where the words are the same or the text was written
/// anew, so that the two are better read one after the other.
pub fn difference(was: &str, now: &str) -> Option<Vec<Piece>> {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let (mut was, mut now) = (words(was), words(now));
    let longer = was.len().max(now.len());
    if was == now {
        return None;
    }
    was.truncate(COMPARED);
    now.truncate(COMPARED);
    let stretches = stretches(&was, &now);
    let kept: usize = stretches.iter().filter_map(|s| s.kept.then_some(s.was.len())).sum();
    let most = was.len().max(now.len());
    if stretches.iter().all(|s| s.kept) || (kept as f64) < REWRITTEN * most as f64 {
        return None;
    }
    let mut pieces = pieces(&stretches);
    if longer > COMPARED && !pieces.last().is_some_and(is_ellipsis) {
        pieces.push(Piece::Kept(ELLIPSIS.to_owned()));
    }
    Some(pieces)
}

/// Whether the words only lost some: nothing is said that was not said before.
pub fn only_removes(was: &str, now: &str) -> bool {
    let mut before = was.split_whitespace();
    now.split_whitespace().all(|word| before.any(|old| old == word))
}

fn is_ellipsis(piece: &Piece) -> bool {
    matches!(piece, Piece::Kept(text) if text.ends_with(ELLIPSIS))
}

/// Words that stayed, or words that were replaced by others.
struct Stretch<'a> {
    kept: bool,
    was: &'a [String],
    now: &'a [String],
}

fn stretches<'a>(was: &'a [String], now: &'a [String]) -> Vec<Stretch<'a>> {
    let ops = similar::capture_diff_slices(Algorithm::Myers, was, now);
    let mut stretches: Vec<Stretch<'a>> = Vec::new();
    let (mut from_was, mut from_now) = (0, 0);
    for op in ops {
        let (tag, old, new) = op.as_tag_tuple();
        let kept = tag == DiffTag::Equal;
        match stretches.last_mut() {
            // Neighbouring changes are one change.
            Some(last) if !kept && !last.kept => {
                last.was = &was[from_was..old.end];
                last.now = &now[from_now..new.end];
            }
            _ => {
                (from_was, from_now) = (old.start, new.start);
                stretches.push(Stretch { kept, was: &was[old], now: &now[new] });
            }
        }
    }
    stretches
}

fn pieces(stretches: &[Stretch<'_>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut changes = 0;
    for (index, stretch) in stretches.iter().enumerate() {
        if stretch.kept {
            let (first, last) = (index == 0, index + 1 == stretches.len());
            pieces.push(Piece::Kept(context(stretch.now, first, last)));
            continue;
        }
        if changes == MOST {
            break;
        }
        changes += 1;
        if !stretch.was.is_empty() {
            pieces.push(Piece::Removed(beginning(stretch.was)));
        }
        if !stretch.now.is_empty() {
            pieces.push(Piece::Added(beginning(stretch.now)));
        }
    }
    pieces
}

/// The words next to a change.
fn context(words: &[String], first: bool, last: bool) -> String {
    let (before, after) = (if first { 0 } else { CONTEXT }, if last { 0 } else { CONTEXT });
    if words.len() <= before + after + 1 {
        return words.join(" ");
    }
    let head = words[..before].iter();
    let tail = words[words.len() - after..].iter();
    let gap = ELLIPSIS.to_owned();
    head.chain([&gap]).chain(tail).cloned().collect::<Vec<_>>().join(" ")
}

fn beginning(words: &[String]) -> String {
    match words.get(..SHOWN) {
        Some(head) if words.len() > SHOWN => format!("{} {ELLIPSIS}", head.join(" ")),
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Added, Kept, Removed};
    use super::*;

    #[test]
    fn a_change_is_shown_where_it_stands() {
        let pieces = difference(
            "배송이 조금 늦었지만 포장은 괜찮아요",
            "배송이 너무 늦었고 포장은 괜찮아요",
        );
        assert_eq!(
            pieces,
            Some(vec![
                Kept("배송이".to_owned()),
                Removed("조금 늦었지만".to_owned()),
                Added("너무 늦었고".to_owned()),
                Kept("포장은 괜찮아요".to_owned()),
            ])
        );
        let pieces = difference("It is fine.", "It is fine. The zip broke, though.");
        assert_eq!(
            pieces,
            Some(vec![Kept("It is fine.".to_owned()), Added("The zip broke, though.".to_owned())])
        );
    }

    #[test]
    fn a_long_text_is_shown_around_its_changes_only() {
        let long: Vec<String> = (0..200).map(|n| format!("낱말{n}")).collect();
        let mut now = long.clone();
        now[100] = "고장".to_owned();
        let pieces = difference(&long.join(" "), &now.join("\n")).expect("it changed");
        assert_eq!(
            pieces,
            [
                Kept("… 낱말96 낱말97 낱말98 낱말99".to_owned()),
                Removed("낱말100".to_owned()),
                Added("고장".to_owned()),
                Kept("낱말101 낱말102 낱말103 낱말104 …".to_owned()),
            ]
        );
    }

    #[test]
    fn a_text_written_anew_has_no_readable_difference() {
        assert_eq!(difference("정말 좋아요", "지퍼가 고장났는데 답이 없어요"), None);
        assert_eq!(difference("좋아요  정말", "좋아요 정말"), None, "the same words");
        assert_eq!(difference("", "좋아요"), None);
    }

    #[test]
    fn a_text_without_end_stays_short() {
        let was: String = (0..5_000).map(|n| format!("a{n} ")).collect();
        let now: String =
            (0..5_000).map(|n| format!("{}{n} ", if n % 3 == 0 { "b" } else { "a" })).collect();
        let pieces = difference(&was, &now).expect("two thirds stayed");
        assert!(pieces.len() < 4 * MOST, "{} pieces", pieces.len());
        assert!(pieces.last().is_some_and(is_ellipsis), "it says that more follows");
    }

    #[test]
    fn fewer_words_say_nothing_new() {
        assert!(only_removes("배송이 늦고 지퍼가 고장", "지퍼가 고장"));
        assert!(!only_removes("지퍼가 고장", "지퍼가 또 고장"));
    }
}
