//! Text as the model reads it: one spelling for what Koreans write many ways, and the way back to
//! the words on the page.
//!
//! **Invariant:** the same text gives the same characters for ever; a change here needs a new model.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// The most characters that are read; what a review says is said by then.
const MAX_CHARS: usize = 20_000;
/// How often a stretched letter stays ("ㅋㅋㅋㅋㅋ" is read as "ㅋㅋ").
const MAX_RUN: usize = 2;

/// A normalised text that begins and ends with a space and remembers where its characters stood.
#[derive(Debug, Default)]
pub(crate) struct Normal {
    chars: Vec<char>,
    /// The byte of the original each character begins at; one more than `chars`.
    at: Vec<u32>,
}

impl Normal {
    /// Reads a text: compatibility forms unified, lower case, digits folded, stretched letters and
    /// white space squeezed.
    pub(crate) fn of(text: &str) -> Self {
        let mut out = Self {
            chars: Vec::with_capacity(text.len() / 2 + 2),
            at: Vec::with_capacity(text.len() / 2 + 3),
        };
        out.push(' ', 0);
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if out.chars.len() >= MAX_CHARS {
                break;
            }
            let joined = rest.peek().is_some_and(|&(_, next)| joins(next));
            if !joined && is_plain(c) {
                out.push(c.to_ascii_lowercase(), at);
                continue;
            }
            let mut cluster = String::from(c);
            while let Some((_, next)) = rest.next_if(|&(_, next)| joins(next)) {
                if cluster.len() < 32 {
                    cluster.push(next);
                }
            }
            for c in cluster.nfkc().flat_map(char::to_lowercase) {
                out.push(c, at);
            }
        }
        out.push(' ', text.len());
        out.at.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        out
    }

    fn push(&mut self, c: char, at: usize) {
        let c = match c {
            _ if c.is_whitespace() || c.is_control() => ' ',
            '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => return,
            _ if c.is_ascii_digit() => '0',
            _ => c,
        };
        let allowed = if matches!(c, ' ' | '0') { 1 } else { MAX_RUN };
        let run = self.chars.iter().rev().take(MAX_RUN).take_while(|&&last| last == c).count();
        if run < allowed {
            self.chars.push(c);
            self.at.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
    }

    /// The normalised characters.
    pub(crate) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Whether there is nothing to read: no letter of any script and no emoji.
    pub(crate) fn is_blank(&self) -> bool {
        !self.chars.iter().any(|&c| c.is_alphabetic() || u32::from(c) >= 0x2190)
    }

    /// The bytes of the original that a stretch of normalised characters stands for.
    pub(crate) fn bytes(&self, chars: Range<usize>) -> Range<usize> {
        self.at[chars.start] as usize..self.at[chars.end] as usize
    }

    /// The words, as stretches of normalised characters.
    pub(crate) fn words(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut from = 0;
        std::iter::from_fn(move || {
            let begin = from + self.chars[from..].iter().position(|&c| c != ' ')?;
            let end = begin + self.chars[begin..].iter().position(|&c| c == ' ')?;
            from = end;
            Some(begin..end)
        })
    }
}

/// Characters that normalising leaves as they are but for ASCII case.
///
/// Compatibility jamo (ㅋ, ㅠ) are kept: NFKC would turn them into conjoining ones that merge with
/// their neighbours.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{ac00}'..='\u{d7a3}' | '\u{3131}'..='\u{318e}')
}

/// Characters that belong to the one before them: combining marks, vowels and finals of decomposed
/// Hangul.
fn joins(c: char) -> bool {
    !is_plain(c) && (matches!(c, '\u{1160}'..='\u{11ff}') || canonical_combining_class(c) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        Normal::of(text).chars().iter().collect()
    }

    #[test]
    fn many_spellings_become_one() {
        assert_eq!(read("ＧＯＯＤ   최고오오오 ㅋㅋㅋㅋ 10,000원"), " good 최고오오 ㅋㅋ 0,0원 ");
        assert_eq!(read("각\u{200b} e\u{301}"), " 각 é ");
    }

    #[test]
    fn decomposed_hangul_is_composed() {
        assert_eq!(read("\u{1112}\u{116a}\u{11ab}불"), " 환불 ");
    }

    #[test]
    fn words_lead_back_to_the_page() {
        let text = "배송이  너무너무 늦어요ㅠㅠㅠㅠ!";
        let normal = Normal::of(text);
        let words: Vec<&str> = normal.words().map(|w| &text[normal.bytes(w)]).collect();
        assert_eq!(words, ["배송이", "너무너무", "늦어요ㅠㅠㅠㅠ!"]);
    }

    #[test]
    fn nothing_but_marks_is_blank() {
        assert!(Normal::of(" .. 12 !!").is_blank());
        assert!(Normal::of("").is_blank());
        assert!(!Normal::of("ㅠ").is_blank());
        assert!(!Normal::of("😡").is_blank());
    }

    #[test]
    fn a_text_without_end_is_cut() {
        assert!(Normal::of(&"가나".repeat(500_000)).chars().len() <= MAX_CHARS + 4);
    }
}
