//! How a number ends when it is read the Sino-Korean way: 25 is 이십오, 100 is 백.

use super::Ending;

/// How the digits at the end of `text` are heard last.
pub(super) fn ending(text: &str) -> Ending {
    let zeros = text.chars().rev().filter(|c| *c != ',').take_while(|c| *c == '0').count();
    let before = text.chars().rev().filter(|c| *c != ',').nth(zeros);
    let is_round = zeros > 0 && before.is_some_and(|c| c.is_ascii_digit()) && !is_fraction(text);
    if is_round {
        return match zeros {
            // 일조; 십, 백, 천, 만, 억 and 경 all end with a consonant that is no ㄹ.
            12..=15 => Ending::Open,
            _ => Ending::Closed,
        };
    }
    match text.chars().last() {
        Some('1' | '7' | '8') => Ending::Rieul,
        Some('0' | '3' | '6') => Ending::Closed,
        _ => Ending::Open,
    }
}

/// Behind a decimal point digits are read one by one: 1.50 is 일 점 오 영.
fn is_fraction(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let whole = digits.strip_suffix('.');
    whole.is_some_and(|whole| whole.ends_with(|c: char| c.is_ascii_digit()))
}
