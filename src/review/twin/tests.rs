//! Promises about which two reviews are one complaint: pairs as shops see them.

use super::*;
use crate::review::Posted;

/// A review on a page, written so many hours into the story, and what it says.
type Seen<'a> = (&'a str, i64, &'a str, &'a str);

fn trace((source, hour, author, words): Seen<'_>) -> Option<Trace> {
    let written = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour);
    let review = Review {
        id: None,
        author: (!author.is_empty()).then(|| author.to_owned()),
        rating: None,
        title: None,
        body: Some(words.to_owned()),
        posted: Posted { text: None, interval: Some(Interval::at(written)), relative: false },
        url: None,
        reply: None,
        product: None,
    };
    Trace::of(&source.parse().expect("a name"), &review, written)
}

fn joined(a: Seen<'_>, b: Seen<'_>) -> bool {
    let one = |a, b| trace(a).zip(trace(b)).is_some_and(|(a, b)| a.is_twin_of(&b));
    let both = [one(a, b), one(b, a)];
    assert_eq!(both[0], both[1], "it matters which comes first: {a:?} {b:?}");
    both[0]
}

const POT: &str = "주문한 냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다. 환불해 주세요.";
const POT_AGAIN: &str = "냄비가 찌그러져서 왔는데 고객센터가 전화를 받지 않아요. 환불해 주세요.";
const SHOES: &str = "운동화 밑창이 두 번 신었는데 다 떨어졌어요. 사진 보내고 교환 문의했더니 소비자 과실이라네요. 이게 말이 됩니까?";
const KETTLE: &str = "The kettle started leaking after two days and support has ignored three of my mails. I want my money back.";
const KETTLE_AGAIN: &str = "Kettle started leaking after two days, and your support ignored three of my mails. I want my money back!";
const LATE: &str = "배송이 너무 늦어요";

/// Two on different pages, an hour apart.
fn on_two(a: (&str, &str), b: (&str, &str)) -> bool {
    joined(("mall", 0, a.0, a.1), ("blog", 1, b.0, b.1))
}

#[test]
fn one_customers_one_complaint_is_known_on_two_pages() {
    for (a, b) in [
        // The same name in full; the same text, mended, shortened a little, or put anew.
        (("김민수", POT), ("김민수", POT)),
        (("김민수", POT), ("김민수", POT_AGAIN)),
        (("김민수", POT), ("김민수님", POT)),
        (("김 민수", POT), ("김민수", POT)),
        (("민수맘", SHOES), ("민수맘", SHOES)),
        (("Kim.MS", POT), ("kim.ms", POT_AGAIN)),
        (("Jane Doe", KETTLE), ("jane doe", KETTLE_AGAIN)),
        (("ＪａｎｅＤ", KETTLE), ("JaneD", KETTLE)),
        (
            ("김민수", POT),
            (
                "김민수",
                "[수정] 주문한 냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다!! 환불 해주세요",
            ),
        ),
        // A masked name, or one that is like the other, and a long text that is all but the same.
        (("김민수", SHOES), ("김*수", SHOES)),
        (("김*수", SHOES), ("김**", SHOES)),
        (("김○○", SHOES), ("김민수", SHOES)),
        (("kms***", SHOES), ("kms1234", SHOES)),
        (("kms****", SHOES), ("kms***", SHOES)),
        (("k*****4", SHOES), ("kms1234", SHOES)),
        (("김민수", SHOES), ("민수맘", SHOES)),
        (("민수네", SHOES), ("김민수", SHOES)),
        (("J*** D**", KETTLE), ("Jane Doe", KETTLE)),
        (
            ("김*수", SHOES),
            (
                "김민수",
                "운동화 밑창이 두번 신었는데 다 떨어졌어요! 사진 보내고 교환 문의했더니 소비자 과실이라네요. 이게 말이 됩니까",
            ),
        ),
        // The same order, whoever signs.
        (
            ("김민수", "20261120-0001234 주문 아직도 안 왔어요"),
            ("kms***", "주문번호 20261120-0001234, 취소해 주세요"),
        ),
        (("", "주문 2026112098765432 파손"), ("익명", "2026112098765432번 깨져서 왔습니다")),
        (("a", "order 4403928175 never came"), ("b", "Where is my order no. 4403928175?")),
        (("김민수", "주문 ２０２６１１２０－０００１２３４"), ("박지수", "20261120-0001234")),
    ] {
        assert!(on_two(a, b), "one complaint taken for two:\n{a:?}\n{b:?}");
    }
}

#[test]
fn two_customers_are_never_one() {
    for (a, b) in [
        // What many say in the same words, whatever their names.
        (("김민수", LATE), ("김민수", LATE)),
        (("김*수", LATE), ("김민수", LATE)),
        (
            ("김**", "배송이 너무 늦어요. 환불해 주세요."),
            ("김**", "배송이 너무 늦어요. 환불해 주세요."),
        ),
        (("하늘", "사이즈가 작아요 교환해주세요"), ("하늘", "사이즈가 작아요 교환해주세요")),
        (("Jane", "Bad quality, broken."), ("Jane", "Bad quality, broken.")),
        (
            ("kms***", "포장이 엉망이고 배송도 느려요. 별로예요."),
            ("kms***", "포장이 엉망이고 배송도 느려요. 별로예요."),
        ),
        // Different people, the same words: a template, a chain letter.
        (("김민수", SHOES), ("박지수", SHOES)),
        (("김*수", SHOES), ("박*수", SHOES)),
        (("kms***", SHOES), ("kmj***", SHOES)),
        (("김민수", SHOES), ("민지맘", SHOES)),
        (("김민수", SHOES), ("김민지", SHOES)),
        (("손님1", POT), ("손님2", POT)),
        (("Jane Doe", KETTLE), ("John Doe", KETTLE)),
        // A name that is nobody's.
        (("고객", SHOES), ("고객", SHOES)),
        (("네이버 구매자", SHOES), ("네이버 구매자", SHOES)),
        (("Anonymous", KETTLE), ("anonymous", KETTLE)),
        (("****", SHOES), ("김민수", SHOES)),
        (("", SHOES), ("", SHOES)),
        // One name, two complaints.
        (("김민수", POT), ("김민수", SHOES)),
        (
            ("김민수", POT),
            (
                "김민수",
                "색이 사진과 너무 달라서 실망했습니다. 반품하려는데 배송비를 내라고 하네요.",
            ),
        ),
        (
            ("Jane Doe", KETTLE),
            (
                "Jane Doe",
                "The toaster burns one side of every slice, and the lever fell off within a week.",
            ),
        ),
        // A masked name, and a text that is only alike.
        (("김*수", POT), ("김민수", POT_AGAIN)),
        (("김민수", POT), ("민수맘", POT_AGAIN)),
        // Two orders, however alike they are put.
        (
            ("김민수", "주문번호 20261120-0001234 냄비가 찌그러져서 왔습니다. 환불해 주세요."),
            ("김민수", "주문번호 20261120-0001235 냄비가 찌그러져서 왔습니다. 환불해 주세요."),
        ),
        // Numbers that are no order's: a telephone, an article, a day, what fingers run over.
        (("김민수", "01012345678로 전화 주세요"), ("박지수", "제 번호 01012345678 아니에요")),
        (
            ("김민수", "바코드 8801043014809 유통기한 지남"),
            ("박지수", "8801043014809 이 제품 곰팡이 나왔어요"),
        ),
        (("김민수", "20261120에 주문했는데 안 와요"), ("박지수", "20261120 주문 취소요")),
        (("김민수", "1234567890 번호 이상함"), ("박지수", "1234567890")),
        (("김민수", "0000000000"), ("박지수", "0000000000")),
        (("김민수", "고객센터 1588-1234 안 받아요"), ("박지수", "1588-1234 계속 통화중")),
    ] {
        assert!(!on_two(a, b), "two complaints taken for one:\n{a:?}\n{b:?}");
    }
}

#[test]
fn what_is_a_week_apart_is_another_story() {
    let at = |hour| ("blog", hour, "김민수", POT);
    let first = ("mall", 0, "김민수", POT);
    assert!(joined(first, at(7 * 24)));
    assert!(joined(first, at(-7 * 24)), "whichever comes first");
    assert!(!joined(first, at(7 * 24 + 1)));
    let order = |source, hour| (source, hour, "", "주문 2026112098765432 파손");
    assert!(!joined(order("mall", 0), order("blog", 8 * 24)), "an order too");
}

#[test]
fn on_one_page_only_a_copy_is_the_same_complaint() {
    let on_one =
        |a: (&str, &str), b: (&str, &str)| joined(("mall", 0, a.0, a.1), ("mall", 1, b.0, b.1));
    assert!(on_one(
        ("김민수", POT),
        ("김민수", "주문한 냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다. 환불해주세요!")
    ));
    for (a, b) in [
        (("김민수", POT), ("김민수", POT_AGAIN)),
        (("김*수", POT), ("김*수", POT)),
        (("김민수", LATE), ("김민수", LATE)),
        (("김민수", "20261120-0001234 냄비 파손"), ("김민수", "20261120-0001234 컵은 누락")),
    ] {
        assert!(!on_one(a, b), "not a copy:\n{a:?}\n{b:?}");
    }
}
