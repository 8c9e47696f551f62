//! What customers and the shop say: words that nobody takes for their opposite.

use fastrand::Rng;

pub(crate) const PRODUCTS: [&str; 8] =
    ["냄비", "도마", "접시", "수면등", "머그컵", "주전자", "담요", "우산"];

const PRAISES: [&str; 10] = [
    "정말 마음에 들어요. 배송도 빠르고 포장도 꼼꼼해서 아주 만족합니다",
    "가격도 좋고 품질도 훌륭해요. 다음에 또 주문할게요",
    "선물했는데 다들 예쁘다고 좋아하네요. 고맙습니다",
    "생각보다 훨씬 튼튼하고 예뻐요. 추천합니다",
    "친절하게 상담해 주셔서 기분 좋게 샀어요. 최고예요",
    "매일 잘 쓰고 있어요. 색도 예쁘고 아주 만족스러워요",
    "두 번째 구매인데 역시 좋아요. 믿고 삽니다",
    "포장이 꼼꼼하고 하루 만에 왔어요. 감사합니다",
    "부모님이 정말 좋아하세요. 잘 산 것 같아요",
    "사진보다 실물이 더 예뻐요. 대만족입니다",
];

const COMPLAINTS: [&str; 10] = [
    "찌그러져서 왔고 고객센터는 전화를 받지 않습니다. 환불해 주세요",
    "배송이 열흘이나 걸렸는데 깨진 채로 왔어요. 정말 실망입니다",
    "며칠 쓰지도 않았는데 망가졌어요. 돈이 아깝습니다. 교환해 주세요",
    "사진과 전혀 다른 물건이 왔어요. 반품 신청해도 답이 없네요",
    "냄새가 심하고 녹이 슬어 있어요. 최악입니다. 환불 원해요",
    "부품이 빠진 채로 왔는데 문의해도 아무 답이 없습니다. 너무 화가 나요",
    "한 번 썼는데 고장 났어요. 품질이 엉망입니다. 절대 사지 마세요",
    "포장이 다 찢어져 있고 흠집투성이예요. 다시는 안 삽니다",
    "주문한 것과 다른 색이 왔고 교환도 안 해 준대요. 정말 불쾌합니다",
    "배송 조회도 안 되고 2주째 못 받았어요. 주문 취소하고 환불해 주세요",
];

const REPLIES: [&str; 4] = [
    "불편을 드려 정말 죄송합니다. 오늘 새 상품을 보내 드리겠습니다.",
    "기다리게 해 드려 죄송합니다. 바로 환불해 드렸습니다.",
    "소중한 말씀 감사합니다. 원인을 확인해 고치겠습니다. 죄송합니다.",
    "다시 한번 사과드립니다. 담당자가 곧 연락드리겠습니다.",
];

/// Praise, different for every number.
pub(crate) fn praise(rng: &mut Rng, number: u32) -> String {
    format!("{} (주문 {number})", pick(rng, &PRAISES))
}

/// A complaint, different for every number.
pub(crate) fn complaint(rng: &mut Rng, number: u32) -> String {
    format!("{} (주문 {number})", pick(rng, &COMPLAINTS))
}

/// The complaint and more of the kind.
pub(crate) fn worse(rng: &mut Rng, before: &str) -> String {
    format!("답변 받고도 해결된 게 없습니다. {}. {before}", pick(rng, &COMPLAINTS))
}

/// What the shop replies at its `nth` time.
pub(crate) fn reply(nth: usize) -> &'static str {
    REPLIES[nth % REPLIES.len()]
}

pub(crate) fn pick<'a, T: ?Sized>(rng: &mut Rng, from: &[&'a T]) -> &'a T {
    from[rng.usize(..from.len())]
}
