//! When two texts say the same: what sites and typing change without changing what is said.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

/// Texts are compared over this many characters.
const COMPARED: usize = 600;
/// From this share of unchanged characters on, an edit mends and says nothing new.
const MENDED: f64 = 0.9;
/// What sites put before or behind a text that was edited, in lower case.
const MARKS: [&str; 8] =
    ["[수정]", "(수정)", "[수정됨]", "(수정됨)", "[edited]", "(edited)", "[edit]", "(edit)"];

/// The text as it is compared: composed, without invisible characters (emoji variation selectors,
/// joiners), runs of white space and a mark that it was edited.
pub fn plain(text: &str) -> String {
    let composed: String = text.nfc().filter(|c| !is_invisible(*c)).collect();
    let mut words = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some(rest) = unmarked(&words) {
        words = rest;
    }
    words
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn unmarked(text: &str) -> Option<String> {
    MARKS.iter().find_map(|mark| {
        let (head, tail) = (text.get(..mark.len()), text.len().checked_sub(mark.len()));
        if head.is_some_and(|head| head.to_lowercase() == *mark) {
            return Some(text[mark.len()..].trim_start().to_owned());
        }
        let tail = tail.filter(|at| text.is_char_boundary(*at))?;
        (text[tail..].to_lowercase() == *mark).then(|| text[..tail].trim_end().to_owned())
    })
}

/// Whether two texts differ in nothing a reader would see as the customer's doing.
pub fn same(a: &str, b: &str) -> bool {
    a == b || plain(a) == plain(b)
}

/// Whether two texts differ in spacing, punctuation or letter case at most.
pub fn is_trivial(was: &str, now: &str) -> bool {
    let bare = |text: &str| -> String {
        plain(text).chars().filter(|c| !is_punctuation(*c)).flat_map(char::to_lowercase).collect()
    };
    was == now || bare(was) == bare(now)
}

fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || matches!(c, '·' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// How alike two texts are, from 0 to 1: the share of neighbouring pairs of letters they have in
/// common, so that a text with something added is still like itself.
pub fn likeness(a: &LetterPairs, b: &LetterPairs) -> f64 {
    let (a, b) = (&a.0, &b.0);
    let all = a.len() + b.len();
    if all == 0 {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0_u32);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * f64::from(common) / all as f64
}

/// A text's neighbouring letters, sorted, so that those two texts share are met side by side. The
/// ready-made measure divides by bytes, which is wrong for Korean.
#[derive(Clone, Debug)]
pub struct LetterPairs(Vec<(char, char)>);

impl LetterPairs {
    /// Of the text's beginning.
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> = head(text).chars().filter(|c| !c.is_whitespace()).collect();
        let mut pairs: Vec<_> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        Self(pairs)
    }
}

/// Whether an edit mends the text rather than saying something new.
pub fn is_mended(was: &str, now: &str) -> bool {
    is_trivial(was, now) || strsim::normalized_levenshtein(&head(was), &head(now)) >= MENDED
}

/// Whether a text has a word of thanks in it, which alone does not make it friendly.
pub fn gives_thanks(text: &str) -> bool {
    let text = plain(text).to_lowercase();
    ["감사", "고맙", "고마", "thank"].iter().any(|word| text.contains(word))
}

fn head(text: &str) -> String {
    plain(text).chars().take(COMPARED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_site_changes_by_itself_is_the_same_text() {
        for (was, now) in [
            ("좋아요 ❤", "좋아요 ❤\u{fe0f}"),
            ("좋아요", " 좋아요 \n"),
            ("좋아요", "[수정] 좋아요"),
            ("좋아요", "좋아요 (수정됨)"),
            ("It broke", "[EDITED] It broke"),
            ("가방", "\u{1100}\u{1161}\u{1107}\u{1161}\u{11bc}"),
        ] {
            assert!(same(was, now), "{was:?} and {now:?}");
        }
        assert!(!same("좋아요", "좋아요!"), "punctuation is the customer's");
    }

    #[test]
    fn spacing_and_punctuation_are_trivial_and_words_are_not() {
        assert!(is_trivial("배송 늦어요 환불해주세요", "배송 늦어요. 환불해 주세요!!"));
        assert!(is_trivial("so late", "So late…"));
        assert!(!is_trivial("환불해 주세요", "환불 안 해 주세요"));
        assert!(!is_trivial("좋아요", "좋아요 😡"), "a face says something");
    }

    #[test]
    fn a_mended_typo_is_told_from_new_words() {
        assert!(is_mended("지퍼가 고장났는데 답이 없어오", "지퍼가 고장났는데 답이 없어요"));
        assert!(!is_mended("괜찮아요", "지퍼가 고장났는데 답이 없어요"));
        let was = "배송이 조금 늦었지만 괜찮아요";
        let like = |now: &str| likeness(&LetterPairs::of(was), &LetterPairs::of(now));
        assert!(like(&format!("{was}. 그런데 지퍼가 고장났어요")) > 0.6);
        assert!(like("색이 화면과 달라서 실망했어요") < 0.3);
    }
}
