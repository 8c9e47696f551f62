//! Which script a text is written in: as near as a few words come to their language.

/// The script that most of a text is written in, by which its reader is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Script {
    /// Korean.
    Hangul,
    /// Japanese: the letters that no other language uses.
    Kana,
    /// Chinese characters without any of the two above.
    Han,
    /// Latin letters: English, as a rule.
    Latin,
}

impl Script {
    /// Every one there is, by the code of the language it stands for.
    pub const ALL: [(&'static str, Self); 4] =
        [("ko", Self::Hangul), ("ja", Self::Kana), ("zh", Self::Han), ("en", Self::Latin)];

    /// The code of the language it stands for.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, script)| *script == self).map_or("", |(name, _)| name)
    }

    /// The script of `text`; `None` where it has no letters, or most are of another script.
    ///
    /// A Korean sentence names brands in Latin letters, and a syllable of Hangul says as much as two or
    /// three of those: a quarter of its letters makes a text Korean. Japanese mixes its own letters with
    /// Chinese characters.
    pub fn of(text: &str) -> Option<Self> {
        let [mut hangul, mut kana, mut han, mut latin, mut letters] = [0_usize; 5];
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            match c {
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' => {
                    hangul += 1;
                }
                '\u{3040}'..='\u{30ff}' => kana += 1,
                '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => han += 1,
                'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => latin += 1,
                _ => {}
            }
        }
        match letters {
            0 => None,
            _ if hangul * 4 >= letters => Some(Self::Hangul),
            _ if kana * 10 >= letters => Some(Self::Kana),
            _ if han * 2 >= letters => Some(Self::Han),
            _ if latin * 2 >= letters => Some(Self::Latin),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_by_its_letters() {
        for (text, code) in [
            ("배송이 너무 늦어요", Some("ko")),
            ("Galaxy Buds3 Pro 케이스가 깨져서 왔어요", Some("ko")),
            ("ㅠㅠ ㅡㅡ", Some("ko")),
            ("箱がつぶれていました", Some("ja")),
            ("包装破了，没人回复", Some("zh")),
            ("The box came crushed.", Some("en")),
            ("Très déçu", Some("en")),
            ("Посылка не пришла", None),
            ("★☆☆☆☆ !!! 1", None),
            ("", None),
        ] {
            assert_eq!(Script::of(text).map(Script::as_str), code, "{text:?}");
        }
    }
}
