//! What the rows of a source are: reviews, or the questions of a Q&A board; and which of them are secret.

use std::sync::LazyLock;

use regex::Regex;

use crate::review::Review;
use crate::settings::Section;

/// What customers write there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content {
    /// Reviews and comments.
    #[default]
    Reviews,
    /// Questions, among which complaints hide; some can be read by the shop alone.
    Questions,
}

impl Content {
    /// Reads `content` of a source; leaves the section open.
    pub fn read(section: &mut Section<'_>) -> Self {
        let named = [("reviews", Self::Reviews), ("questions", Self::Questions)];
        section.one_of("content", &named).map(|found| found.value).unwrap_or_default()
    }

    /// Takes the words that stand in for a secret post's out of a review, and marks it as secret.
    ///
    /// It is one where the page marks it so, or on a Q&A board where its text is one of the usual
    /// placeholders ("비밀글입니다.").
    pub(super) fn seal(self, review: &mut Review, is_marked: bool) {
        let is_usual = self == Self::Questions;
        let stands_in = |text: &Option<String>| text.as_deref().is_some_and(is_placeholder);
        let has_text = review.body.is_some() && !stands_in(&review.body);
        let says_so = stands_in(&review.body) || (stands_in(&review.title) && !has_text);
        if is_marked || (is_usual && says_so) {
            if stands_in(&review.title) {
                review.title = None;
            }
            review.keep_secret();
        }
    }
}

/// The longest text that can be a placeholder, in characters; customers write the same words in
/// longer ones.
const LONGEST_PLACEHOLDER: usize = 60;

/// A page that only asks for a password has fewer characters, menus and all.
const LONGEST_HELD: usize = 3_000;

/// Whether a text is what boards print instead of a secret post's.
pub(super) fn is_placeholder(text: &str) -> bool {
    static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
        let post = "(?:글|문의|문의글|게시글|게시물|댓글|답글|상품평|질문|사항)";
        let korean = format!(
            "(?:(?:이|해당|본)\\s*{post}\\s*[은는]\\s*)?(?:비밀|비공개)\\s*(?:{post})?\\s*\
             (?:로\\s*(?:작성|보호|설정|등록|처리)\\s*(?:된|되어\\s*있는)\\s*{post})?\\s*(?:입니다|이에요|예요|임)?"
        );
        let for_whom = "(?:작성자|등록자|글쓴이|본인|문의자|구매자|회원).{0,20}만.{0,12}\
                        (?:볼|보실|열람|확인|조회|읽을).{0,12}";
        let whole = format!("(?:{korean}|{korean}[.!]?\\s*{for_whom}|.{{0,12}}{for_whom})");
        let noun = "(?:post|question|inquiry|enquiry|message|review|comment|content)";
        let english = format!(
            "(?:this {noun} is |this is an? |an? )?(?:secret|private|hidden|locked)(?: {noun})?|\
             (?:this {noun} )?(?:is |can )?only (?:be )?(?:visible|viewable|viewed|read|seen)? ?\
             (?:to|by) the (?:author|writer|owner|seller|shop).{{0,30}}"
        );
        Regex::new(&format!("(?i)^\\W*(?:{whole}|{english})\\W*$"))
            .expect("the pattern compiles, as a test shows")
    });
    text.chars().count() <= LONGEST_PLACEHOLDER && WHOLE.is_match(text.trim())
}

/// Whether the words of a whole page are those of one that keeps a secret post from us.
pub(super) fn is_held(page: &str) -> bool {
    static HELD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(비밀|비공개)\s*(글|문의|게시글|게시물)\s*(입니다|은|는)|비밀글.{0,40}비밀번호|(secret|private) (post|question|inquiry)")
            .expect("the pattern compiles, as a test shows")
    });
    page.chars().count() <= LONGEST_HELD && HELD.is_match(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Posted;

    fn review(title: Option<&str>, body: Option<&str>) -> Review {
        Review {
            id: None,
            author: None,
            rating: None,
            title: title.map(str::to_owned),
            body: body.map(str::to_owned),
            posted: Posted::default(),
            url: None,
            reply: None,
            product: None,
        }
    }

    #[test]
    fn what_boards_print_for_a_secret_post_is_known() {
        for text in [
            "비밀글입니다.",
            "비밀글 입니다",
            "비밀글",
            "🔒 비밀글입니다.",
            "[비밀글]",
            "비공개 문의입니다.",
            "이 글은 비밀글입니다.",
            "비밀글로 작성된 글입니다.",
            "비밀글로 등록된 문의입니다",
            "작성자와 판매자만 볼 수 있는 글입니다.",
            "비밀글입니다. 작성자와 관리자만 볼 수 있습니다.",
            "비밀글은 작성자만 조회할 수 있습니다.",
            "Secret post",
            "This is a private question.",
            "This question is only visible to the author and the seller.",
        ] {
            assert!(is_placeholder(text), "{text:?} stands in for a secret post");
        }
        for text in [
            "비밀번호를 바꾸고 싶어요",
            "비밀글로 문의드렸는데 답이 없네요. 환불해 주세요",
            "왜 비밀글인가요?",
            "불량이에요",
            "저만 볼 수 있나요?",
            "Private label? It broke after a day.",
            "",
        ] {
            assert!(!is_placeholder(text), "{text:?} is a customer's own words");
        }
    }

    #[test]
    fn a_secret_post_has_no_words_of_the_boards_in_it() {
        let sealed = |title, body, is_marked, content: Content| {
            let mut review = review(title, body);
            content.seal(&mut review, is_marked);
            (review.is_secret(), review.words())
        };
        let held = "비밀글입니다.";
        let questions = Content::Questions;
        assert_eq!(sealed(None, Some(held), false, questions), (true, String::new()));
        assert_eq!(sealed(Some(held), None, false, questions), (true, String::new()));
        assert_eq!(
            sealed(Some("환불 문의"), Some(held), false, questions),
            (true, "환불 문의".into())
        );
        assert_eq!(sealed(Some("환불 문의"), None, true, questions), (true, "환불 문의".into()));
        assert!(!sealed(Some(held), Some("깨졌어요"), false, questions).0, "it can be read");
        assert_eq!(sealed(None, Some(held), false, Content::Reviews), (false, held.to_owned()));
        assert_eq!(sealed(None, Some("볼 수 없음"), true, Content::Reviews), (true, String::new()));
    }
}
