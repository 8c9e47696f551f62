//! The Korean particle that fits a name: 자사몰을 but 블로그를, 서울로 but 부산으로.
//!
//! **Invariant:** pure; where nobody can tell how a name is read, both forms are written, as Koreans do
//! by hand: 東京을(를).

mod latin;
mod number;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

#[cfg(test)]
mod tests;

/// How what is read aloud ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a vowel: 가게.
    Open,
    /// With a final ㄹ, which only (으)로 treats as a vowel: 몰.
    Rieul,
    /// With another final consonant: 상점.
    Closed,
}

/// Particles, the form after a consonant first.
const PAIRS: &[(&str, &str)] = &[
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("이라", "라"),
    ("이나", "나"),
    ("이랑", "랑"),
    ("이에요", "예요"),
    ("아", "야"),
];

/// `name` with the particle that fits it; `particle` is written with both forms, "은/는", or in the
/// short hand of grammars, "(으)로".
///
/// # Errors
/// When `particle` is none that is known; the message lists them.
pub(super) fn with(name: &str, particle: &str) -> Result<String, String> {
    let (closed, open) = pair(particle)?;
    Ok(match ending(name) {
        Some(Ending::Open) => format!("{name}{open}"),
        Some(Ending::Rieul) if closed == "으로" => format!("{name}{open}"),
        Some(Ending::Rieul | Ending::Closed) => format!("{name}{closed}"),
        None => format!("{name}{}", both(closed, open)),
    })
}

/// "은/는" and "는/은" are one pair, and so is "(으)로".
fn pair(particle: &str) -> Result<(&'static str, &'static str), String> {
    let named = |(closed, open): &&(&str, &str)| match particle.split_once('/') {
        Some((one, other)) => (one, other) == (*closed, *open) || (one, other) == (*open, *closed),
        None => particle == both(closed, open),
    };
    PAIRS.iter().find(named).copied().ok_or_else(|| {
        let known: Vec<String> = PAIRS.iter().map(|(a, b)| format!("{a}/{b}")).collect();
        format!("{particle:?} is no particle that changes with a name; known: {}", known.join(", "))
    })
}

fn both(closed: &str, open: &str) -> String {
    match closed.strip_suffix(open) {
        Some(added) => format!("({added}){open}"),
        None => format!("{closed}({open})"),
    }
}

/// How a name ends when it is read aloud; `None` where that cannot be told.
pub(super) fn ending(name: &str) -> Option<Ending> {
    // Some systems store Hangul taken apart into its letters.
    let whole: String = name.nfc().collect();
    let heard = whole.trim_end_matches(is_silent);
    let last = heard.chars().last()?;
    match last {
        '가'..='힣' => Some(of_syllable(last)),
        'ㄹ' => Some(Ending::Rieul),
        // Every other consonant's name ends with it: 기역, 키읔.
        'ㄱ'..='ㅎ' => Some(Ending::Closed),
        'ㅏ'..='ㅣ' => Some(Ending::Open),
        '0'..='9' => Some(number::ending(heard)),
        'a'..='z' | 'A'..='Z' => Some(latin::ending(heard)),
        '%' | '+' | '&' | '℃' | '°' => Some(Ending::Open),
        'ん' | 'ン' => Some(Ending::Closed),
        'ぁ'..='ゖ' | 'ァ'..='ー' => Some(Ending::Open),
        _ => folded(heard, last),
    }
}

/// Letters with accents and wide ones are read like plain ones.
fn folded(heard: &str, last: char) -> Option<Ending> {
    let plain: String = heard.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let end = plain.chars().last().filter(|end| *end != last)?;
    end.is_ascii_alphanumeric().then(|| ending(&plain))?
}

/// What stands in writing and is not read: brackets and quotes that close, marks, and pictures.
fn is_silent(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ')' | ']'
                | '}'
                | '>'
                | '»'
                | '〉'
                | '》'
                | '」'
                | '』'
                | '】'
                | '）'
                | '］'
                | '｝'
                | '＞'
        )
        || matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '`')
        || matches!(c, '.' | ',' | '!' | '?' | '~' | '…' | ':' | ';' | '-' | '_' | '*' | '。' | '·')
        || matches!(
            c,
            '®' | '©' | '™' | '\u{200b}'..='\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}'
        )
        || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{1f000}'..='\u{1faff}')
        || matches!(c, '\u{e0020}'..='\u{e007f}')
}

fn of_syllable(syllable: char) -> Ending {
    // Syllables stand in rows of 28 finals: none first, ㄹ eighth.
    match (u32::from(syllable) - u32::from('가')) % 28 {
        0 => Ending::Open,
        8 => Ending::Rieul,
        _ => Ending::Closed,
    }
}
