//! Texts that may or may not be markup: feeds and APIs seldom say which.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::markup;

/// Resolves character references (`&eacute;`, `&#8216;`, `&#150;`) as browsers do; `<` stays `<`.
pub(crate) fn decode(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let tokens = Tokenizer::new(
        Characters::default(),
        TokenizerOpts {
            initial_state: Some(State::RawData(RawKind::Rcdata)),
            ..TokenizerOpts::default()
        },
    );
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    // Without scripts there is nothing to stop for, so one call takes it all.
    let _ = tokens.feed(&input);
    tokens.end();
    tokens.sink.0.into_inner()
}

#[derive(Default)]
struct Characters(RefCell<String>);

impl TokenSink for Characters {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::CharacterTokens(text) = token {
            self.0.borrow_mut().push_str(&text);
        }
        TokenSinkResult::Continue
    }
}

/// Whether a browser would see a tag in it: "<br>" and "</b>", not "<3" or "a < b".
pub(crate) fn has_tags(text: &str) -> bool {
    let Some(last_close) = text.rfind('>') else { return false };
    text[..last_close].match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let is_tag = (1..=10).contains(&name)
            && rest.starts_with(|c: char| c.is_ascii_alphabetic())
            && rest[name..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        is_tag || rest.starts_with("!--")
    })
}

/// The words of a text whose nature nobody states: markup if it has tags, else as it stands with
/// its references resolved and its lines kept.
pub(crate) fn words(text: &str) -> String {
    if has_tags(text) { markup::plain(&escape_exclamations(text)) } else { decode(text) }
}

/// Writes `<` as `&lt;` before a `!` that opens neither a comment nor a declaration ("<!필독>"):
/// browsers hide such words, which their writer did not know.
fn escape_exclamations(text: &str) -> String {
    let opens = |rest: &str| {
        rest.starts_with("--") || rest.starts_with(|c: char| c == '[' || c.is_ascii_alphabetic())
    };
    let mut pieces = text.split("<!");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for rest in pieces {
        out.push_str(if opens(rest) { "<!" } else { "&lt;!" });
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_as_browsers_do() {
        assert_eq!(
            decode("AT&T &amp; caf&eacute; &#150; &#xac00; &bogus; <b>"),
            "AT&T & café – 가 &bogus; <b>"
        );
        assert_eq!(decode("a & b &"), "a & b &");
        assert_eq!(decode("line\n&lt;3"), "line\n<3");
    }

    #[test]
    fn a_heart_is_no_tag() {
        for plain in ["I <3 it", "a < b > c", "1<2", "<속보> 가격", "x <y", "<"] {
            assert!(!has_tags(plain), "{plain}");
        }
        for markup in ["a<br>b", "<p class='x'>y", "x</b>", "<br/>", "a <!-- b --> c"] {
            assert!(has_tags(markup), "{markup}");
        }
    }

    #[test]
    fn lines_are_kept_where_there_is_no_markup() {
        assert_eq!(words("하나\n둘 &amp; 셋"), "하나\n둘 & 셋");
        assert_eq!(words("하나<br>둘\n셋"), "하나\n둘 셋");
        assert_eq!(words("<!필독> <b>꼭</b><!-- 끝 -->"), "<!필독> 꼭");
    }
}
