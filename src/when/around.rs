//! What may stand around a date on a page: a label, a name behind a separator – not a sentence.
//!
//! **Invariant:** the less a reading proves itself, the less may stand beside it.

use std::sync::LazyLock;

use regex::Regex;

use super::parts::Strength;

/// A caption is short.
const LONGEST_CAPTION: usize = 60;

/// Words that announce when something was written.
const LABELS: &str = r"posted|submitted|reviewed|review|written|published|wrote|created|added|edited|updated|asked|answered|replied|commented|rated|dated|date|time|recensito|bewertet|rezension|geplaatst|publié|publicado|scritta|작성일(?:자|시)?|작성|등록일(?:자|시)?|등록|게시일(?:자|시)?|게시|일시|날짜|일자|리뷰|후기|상품평|문의일?|답변일?|수정일?|최종수정|업데이트";

/// Words that lead from a label to its date.
const LINKS: &str = r"on|at|by|the|a|was|date|review|il|am|le|el|op|em";

/// Labels after which even a doubtful shape is a date, unlike "rated" or "리뷰".
static STAMPED: LazyLock<Regex> = LazyLock::new(|| {
    whole(
        r"(?:posted|submitted|written|published|date|dated)(?:\s(?:on|at))?|on|(?:작성|등록|게시)(?:일(?:자|시)?)?|일시|날짜|일자",
    )
});

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    whole(&format!(
        r"(?:{LABELS}|on|at|by)(?:\s?:?\s?(?:{LABELS}|{LINKS}))*\s?:?|(?:(?:{LABELS})\s)?(?:by|작성자|글쓴이|닉네임)(?:\s?:)?(?:\s\S+){{1,2}}"
    ))
});

/// "Reviewed in the United Kingdom on", "By Pippa on".
static CAPTION: LazyLock<Regex> =
    LazyLock::new(|| whole(&format!(r"(?:{LABELS}|by)(?:\s\S+){{0,7}}\s(?:{LINKS})")));

/// "abc***", "홍○○": a name masked the way pages mask names, which is no word of a sentence.
static MASKED: LazyLock<Regex> = LazyLock::new(|| whole(r"(?:\S*[*○●]\S*|\S{1,20}님)"));

static FOLLOWED: LazyLock<Regex> = LazyLock::new(|| {
    whole(
        r"(?:에\s(?:\S+에서\s)?|\(?)(?:작성|작성됨|작성함|등록|등록됨|게시|게시됨|기준|신고|신고하기|수정|수정됨|편집됨|조회수?|추천|답변|리뷰|리뷰됨|검토됨|후기|도움돼요|edited|updated|posted|reviewed|report|by|via|on|from|reply)\)?(?:\s.{1,40})?",
    )
});

/// Whether a date of this strength may stand after these words; a stronger one may wherever a weaker
/// one does.
pub(super) fn allows_before(before: &str, strength: Strength) -> bool {
    let before = before.trim();
    let bare = before.trim_matches(is_wrapping).trim();
    if bare.is_empty() || STAMPED.is_match(bare) {
        return true;
    }
    if strength == Strength::Bare || before.chars().count() > LONGEST_CAPTION {
        return false;
    }
    if LABELLED.is_match(bare) {
        return true;
    }
    let separated = before.ends_with(['|', '·', '\n']);
    separated
        || strength == Strength::Full
            && (before.ends_with([',', '-']) || CAPTION.is_match(bare) || MASKED.is_match(bare))
}

/// Whether it may stand before these words.
pub(super) fn allows_after(after: &str, strength: Strength) -> bool {
    let after = after.trim();
    let bare = after.trim_matches(is_wrapping).trim();
    if bare.is_empty() {
        return true;
    }
    if strength == Strength::Bare || after.chars().count() > LONGEST_CAPTION {
        return false;
    }
    let separated = after.starts_with(['|', '·']);
    separated || FOLLOWED.is_match(after) || strength == Strength::Full && after.starts_with(',')
}

/// Brackets, stars and other ornaments; what makes a range, a price or a count is none.
fn is_wrapping(c: char) -> bool {
    let counts = "~-+%#$£€¥₩/=*_&@".contains(c);
    !c.is_alphanumeric() && !counts
}

/// # Panics
/// Where the pattern is malformed, which the first test that touches it shows.
fn whole(pattern: &str) -> Regex {
    Regex::new(&format!("^(?:{pattern})$"))
        .expect("the patterns of this room are constant and tested")
}
