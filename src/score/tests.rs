//! What the embedded model makes of texts written for these tests.

use super::*;
use crate::review::Verdict;

fn judge(text: &str, stars: Option<f64>) -> Judgement {
    let rating = stars.map(|value| Rating::new(value, 5.0).expect("one to five stars"));
    Scorer::embedded().assess(Subject { text, rating })
}

/// Fails with every text that is not judged as told, and why it was not.
fn all_are(expected: Verdict, texts: &[(&str, Option<f64>)]) {
    let wrong: Vec<String> = texts
        .iter()
        .map(|&(text, stars)| (text, stars, judge(text, stars)))
        .filter(|(_, _, judged)| judged.verdict != expected)
        .map(|(text, stars, judged)| format!("{text:?} with {stars:?} stars: {judged:?}"))
        .collect();
    assert!(wrong.is_empty(), "these are {expected:?} to a reader:\n{}", wrong.join("\n"));
}

#[test]
fn a_complaint_is_negative_without_stars() {
    all_are(
        Verdict::Negative,
        &[
            ("배송이 너무 늦고 전화도 안 받아요", None),
            ("환불 안 해주네요", None),
            ("별로예요", None),
            ("좋다고 해서 샀는데 별로네요", None),
            ("한 번 빨았는데 다 늘어나서 못 입겠어요. 환불해 주세요", None),
            ("유통기한 지난 걸 보내셨네요", None),
            ("문의를 세 번 남겼는데 답변이 없습니다", None),
            ("사이즈가 작아요", None),
            ("The zipper broke after two days and nobody answers my emails.", None),
            ("terrible, it stopped working after a week", None),
            ("Waste of money, poor quality", None),
        ],
    );
}

#[test]
fn praise_is_positive_without_stars() {
    all_are(
        Verdict::Positive,
        &[
            ("정말 맛있어요 또 시킬게요", None),
            ("배송도 빠르고 포장도 꼼꼼해요. 추천합니다!", None),
            ("최고오오오오 ㅋㅋㅋㅋ", None),
            ("다른 데보다 낫다", None),
            ("Great quality, fast shipping, will buy again!", None),
            ("I love it, works perfectly", None),
            ("존나 맛있어 미친 개쩐다", None),
            ("배송 받았습니다. 아직 써보진 않았어요", None),
            ("두번째 구매입니다", None),
        ],
    );
}

#[test]
fn an_insult_without_a_grievance_is_suspected_troll() {
    all_are(
        Verdict::SuspectedTroll,
        &[
            ("사장 미친놈아 망해라", Some(1.0)),
            ("야이 개새끼들아 망해라 ㅋㅋ", Some(1.0)),
            ("사장 씨발새끼 죽어라", None),
            ("ㅂㅅ들 ㅋㅋ", Some(1.0)),
            ("중국 간첩 새끼들 다 죽어라", None),
            ("fuck you all", None),
        ],
    );
}

#[test]
fn rude_but_concrete_is_a_complaint() {
    all_are(
        Verdict::Negative,
        &[
            ("아 씨발 배송 2주째 안 오고 문의해도 답도 없네 환불해라 진짜", Some(1.0)),
            ("개같은 새끼들 불량품 보내놓고 교환도 안 해줌", Some(1.0)),
            ("미친 거 아니냐 국물 다 쏟아져서 왔는데 사과도 없네", Some(1.0)),
            ("The damn charger died after a week, I want my money back", Some(1.0)),
        ],
    );
}

#[test]
fn stars_decide_where_words_do_not() {
    all_are(Verdict::Negative, &[("", Some(1.0)), ("별로", Some(1.0)), ("...", Some(2.0))]);
    all_are(Verdict::Positive, &[("", Some(5.0)), ("잘 받았습니다", Some(5.0)), ("", Some(4.0))]);
}

#[test]
fn a_clear_complaint_outweighs_five_stars() {
    all_are(
        Verdict::Negative,
        &[
            ("환불 안 해주네요", Some(5.0)),
            ("불량이 와서 교환 신청했는데 연락도 없고 최악입니다", Some(5.0)),
        ],
    );
}

#[test]
fn negation_turns_the_sign() {
    all_are(Verdict::Positive, &[("나쁘지 않아요", Some(4.0)), ("나쁘지 않네요 괜찮아요", None)]);
    let (not_good, good) = (judge("안 좋아요", None).negative, judge("좋아요", None).negative);
    assert!(not_good > 10.0 * good, "안 좋아요 {not_good}, 좋아요 {good}");
}

#[test]
fn nothing_to_read_is_said_and_leaves_the_base_rate() {
    for text in ["", " \n", "...", "12"] {
        let judged = judge(text, None);
        assert_eq!(judged.verdict, Verdict::Positive, "{text:?}");
        assert!((judged.negative - 0.05).abs() < 1e-9, "{text:?}: {judged:?}");
        assert!(judged.evidence.iter().any(|e| e.signal == "silence"), "{text:?}: {judged:?}");
    }
}

#[test]
fn a_script_that_was_not_learned_gives_low_confidence_and_says_so() {
    for text in ["Это просто ужасно, верните деньги", "最悪です。返金してください", "سيء جدا"]
    {
        let judged = judge(text, None);
        assert!(judged.evidence.iter().any(|e| e.signal == "language"), "{text:?}: {judged:?}");
        assert!((0.01..0.5).contains(&judged.negative), "{text:?}: {judged:?}");
        assert_ne!(judged.verdict, Verdict::SuspectedTroll, "{text:?}: {judged:?}");
    }
}

#[test]
fn odd_texts_get_a_verdict() {
    let letter = "ㅋ".repeat(400_000);
    let word = "배송늦어요".repeat(100_000);
    let words = "배송 늦어요 ".repeat(100_000);
    for text in ["😡😡😡", "👍", "\u{0}\u{301}\u{1161}", "\u{202e}abc", &letter, &word, &words]
    {
        let judged = judge(text, None);
        let sane = (0.0..=1.0).contains(&judged.negative) && (0.0..=1.0).contains(&judged.troll);
        assert!(sane, "{:?}…: {judged:?}", text.chars().take(9).collect::<String>());
        for reason in &judged.evidence {
            let quoted = reason.quote.as_deref().unwrap_or_default().chars().count();
            assert!(quoted <= 81, "a quote of {quoted} characters");
        }
    }
}

#[test]
fn reasons_quote_the_words_on_the_page_and_stand_in_order() {
    let text = "배송은 빨랐어요\n근데 옷이   찢어져서 환불 요청했는데 답이 없네요!!!!";
    let judged = judge(text, Some(1.0));
    let weights: Vec<f64> = judged.evidence.iter().map(|e| e.weight.abs()).collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "{judged:?}");
    for reason in judged.evidence.iter().filter(|e| e.signal == "text") {
        let quote = reason.quote.as_deref().expect("words are quoted");
        assert!(text.contains(quote), "{quote:?} does not stand in the text");
    }
    assert!(judged.evidence.iter().any(|e| e.signal == "stars" && e.weight > 0.0), "{judged:?}");
}

#[test]
fn deciding_without_reasons_concludes_the_same() {
    for (text, stars) in [("별로예요", None), ("", Some(2.0)), ("야이 개새끼야", Some(1.0))]
    {
        let rating = stars.map(|value| Rating::new(value, 5.0).expect("one to five stars"));
        let bare = Scorer::embedded().decide(Subject { text, rating });
        let full = judge(text, stars);
        assert_eq!(
            (bare.verdict, bare.negative, bare.troll),
            (full.verdict, full.negative, full.troll)
        );
        assert!(bare.evidence.is_empty(), "{bare:?}");
    }
}

#[test]
fn bytes_that_are_no_model_are_refused() {
    let model = include_bytes!("model.bin");
    let refused = |bytes: Vec<u8>| Scorer::load(bytes).expect_err("this is no model");
    assert_eq!(refused(b"PK\x03\x04".to_vec()), ModelError::Magic);
    assert!(matches!(refused(model[..20].to_vec()), ModelError::Length { .. }));
    assert!(matches!(refused(model[..1000].to_vec()), ModelError::Length { .. }));
    let mut absurd = model.to_vec();
    absurd[15] = 99;
    assert_eq!(refused(absurd), ModelError::Number("size"));
}
