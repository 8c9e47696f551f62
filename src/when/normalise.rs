//! Brings the many ways pages print the same characters to one.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// No date is longer than this; a longer text is a review, not a caption.
const LONGEST: usize = 160;

/// The text without space around it; `None` where it is too long to be a date, however long it is.
fn bounded(text: &str) -> Option<&str> {
    // White space around a date is indentation, not pages of it.
    let text = if text.len() > 64 * LONGEST { return None } else { text.trim() };
    (text.chars().take(LONGEST + 1).count() <= LONGEST).then_some(text)
}

/// The text in composed form, with ordinary digits, separators and single spaces, without marks that
/// show nothing; `None` where nothing is left or too much.
pub(super) fn plain(text: &str) -> Option<String> {
    let text = bounded(text)?;
    let visible: Cow<'_, str> = if text.contains(is_invisible) {
        text.chars().filter(|c| !is_invisible(*c)).collect::<String>().into()
    } else {
        text.into()
    };
    let folded: String = match is_nfkc_quick(visible.chars()) {
        IsNormalized::Yes => visible.chars().map(fold).collect(),
        IsNormalized::No | IsNormalized::Maybe => visible.nfkc().map(fold).collect(),
    };
    let words = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    // One character can come apart into eighteen.
    (!words.is_empty() && words.chars().count() <= 2 * LONGEST).then_some(words)
}

/// A plain text in lower case, apart from the letters of sizes.
pub(super) fn lower(plain: &str) -> String {
    let mut lower = String::with_capacity(plain.len());
    let mut characters = plain.chars().peekable();
    let mut after_digit = false;
    while let Some(c) = characters.next() {
        let lone = after_digit && !characters.peek().is_some_and(|next| next.is_alphanumeric());
        if lone && is_size_letter(c) {
            lower.push(c);
        } else {
            lower.extend(c.to_lowercase());
        }
        after_digit = c.is_ascii_digit();
    }
    lower
}

/// Direction marks, joiners and the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Letters that make a count or a size of a number where they are capital ("10M", "3D") and an age
/// where they are small ("10m", "3d"); only the small ones mean a unit of time later on.
fn is_size_letter(c: char) -> bool {
    matches!(c, 'D' | 'H' | 'M' | 'S' | 'W' | 'Y')
}

/// Typographic variants of the separators dates are written with.
fn fold(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '。' | '．' => '.',
        '\u{2018}' | '\u{2019}' | '`' | '´' => '\'',
        '∙' | '•' | 'ㆍ' | '‧' | '・' | '᛫' | '⋅' | '│' | '¦' | 'ᆞ' => '·',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{lower, plain};

    #[test]
    fn typographic_variants_become_one_form() {
        let table = [
            ("  ２０２４．０５．０８  ", "2024.05.08"),
            ("2024\u{a0}년\n5월", "2024 년 5월"),
            ("\u{200e}16\u{2013}04\u{2013}2025", "16-04-2025"),
            ("3:20\u{202f}PM", "3:20 pm"),
            ("2022.03.24 ∙ 구매", "2022.03.24 · 구매"),
            ("10M", "10M"),
            ("10 MAY 2024", "10 may 2024"),
            ("\u{110b}\u{1165}\u{110c}\u{1166}", "어제"),
        ];
        for (raw, expected) in table {
            assert_eq!(
                plain(raw).map(|plain| lower(&plain)).as_deref(),
                Some(expected),
                "normalising {raw:?}"
            );
        }
    }

    #[test]
    fn nothing_and_too_much_are_no_dates() {
        assert_eq!(plain(" \u{200b} "), None);
        assert_eq!(plain(&"가".repeat(161)), None);
        assert_eq!(plain(&"\u{fdfa}".repeat(160)), None);
    }
}
