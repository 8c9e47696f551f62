//! What happens in the sample shop on its sample day, as data.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Where a sample review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The Korean mall's board: a list of titles, texts on pages of their own.
    Board,
    /// The English feed.
    Feed,
    /// The JSON interface.
    Api,
}

/// One sample review and what becomes of it; times count from the start of the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Post {
    pub(super) place: Place,
    pub(super) number: u32,
    pub(super) author: &'static str,
    pub(super) stars: u8,
    pub(super) product: &'static str,
    pub(super) title: &'static str,
    pub(super) body: &'static str,
    pub(super) written: SignedDuration,
    /// Its stars and text after the customer edited it.
    pub(super) edit: Option<(SignedDuration, u8, &'static str)>,
    pub(super) reply: Option<(SignedDuration, &'static str)>,
}

const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_secs(minutes * 60)
}

const fn clock(hour: i64, minute: i64) -> SignedDuration {
    minutes((hour - 9) * 60 + minute)
}

const DAY: i64 = 24 * 60;

/// The whole day lasts from nine in the morning to noon of the next day.
pub(super) const LENGTH: SignedDuration = clock(24 + 12, 0);
/// The mail server is away between these two.
pub(super) const MAIL_DOWN: (SignedDuration, SignedDuration) = (clock(21, 30), clock(23, 0));
/// The interface turns everyone away between these two.
pub(super) const API_BLOCKED: (SignedDuration, SignedDuration) =
    (clock(24 + 2, 0), clock(24 + 4, 0));

/// Monday, nine in the morning, in Seoul.
pub(super) fn start() -> Timestamp {
    let nine = DateTime::constant(2026, 3, 2, 9, 0, 0, 0);
    let seoul = TimeZone::get("Asia/Seoul").unwrap_or(TimeZone::UTC);
    seoul.to_timestamp(nine).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Every sample review, oldest first.
pub(super) const POSTS: [Post; 9] = [
    Post {
        place: Place::Board,
        number: 4101,
        author: "최*라",
        stars: 1,
        product: "무쇠 팬 26cm",
        title: "녹이 슬었어요",
        body: "두 번 썼는데 바닥에 녹이 올라왔습니다. 교환 가능한가요?",
        written: minutes(-20 * DAY),
        edit: None,
        reply: Some((
            minutes(-19 * DAY),
            "최*라 고객님, 얼마나 속상하셨을지 저희도 마음이 무겁습니다. 새 제품으로 바로 교환해 드렸습니다.",
        )),
    },
    Post {
        place: Place::Board,
        number: 4102,
        author: "한*우",
        stars: 5,
        product: "도마 세트",
        title: "선물로 좋아요",
        body: "어머니께 선물했는데 아주 좋아하세요. 나뭇결이 예쁩니다.",
        written: minutes(-3 * DAY),
        edit: None,
        reply: None,
    },
    Post {
        place: Place::Board,
        number: 4103,
        author: "김*연",
        stars: 2,
        product: "스텐 냄비 20cm",
        title: "배송이 너무 늦어요",
        body: "2월 23일에 주문했는데 일주일째 배송 준비 중입니다.\n고객센터에 두 번 전화했는데 기다리라고만 하네요. 이번 주 집들이에 쓰려던 건데 너무 속상합니다.",
        written: clock(9, 40),
        edit: None,
        reply: Some((
            clock(14, 10),
            "김*연 고객님, 집들이에 쓰려고 기다리셨는데 늦어져 정말 죄송합니다. 오늘 바로 퀵으로 보내 드렸고 저녁 6시 전에 도착합니다. 불편을 드린 만큼 5,000원 쿠폰도 넣어 드렸습니다.",
        )),
    },
    Post {
        place: Place::Feed,
        number: 71,
        author: "M. Doyle",
        stars: 1,
        product: "Cast iron pan",
        title: "Wrong pan, and nobody picks up the damn phone",
        body: "Ordered the 26 cm pan on 24 February, got a 20 cm one. What the hell? I called your bloody hotline three times and it just hangs up. Send me the pan I paid for or give me my money back.",
        written: clock(10, 20),
        edit: None,
        reply: None,
    },
    Post {
        place: Place::Api,
        number: 900,
        author: "zzz1004",
        stars: 1,
        product: "스텐 냄비 20cm",
        title: "",
        body: "사장 병신 새끼 ㅋㅋㅋ 면상 보니까 토나온다 꺼져라 개새끼야 ㅋㅋㅋㅋ",
        written: clock(11, 5),
        edit: None,
        reply: None,
    },
    Post {
        place: Place::Board,
        number: 4104,
        author: "박*호",
        stars: 5,
        product: "무쇠 팬 26cm",
        title: "고기가 잘 구워져요",
        body: "생각보다 무겁지만 고기가 정말 맛있게 구워져요. 포장도 꼼꼼했고 배송도 빨랐습니다. 잘 쓸게요!",
        written: clock(12, 30),
        edit: None,
        reply: None,
    },
    Post {
        place: Place::Api,
        number: 901,
        author: "이지은",
        stars: 5,
        product: "코팅 프라이팬 24cm",
        title: "",
        body: "가볍고 색이 예뻐서 마음에 들어요.",
        written: clock(13, 15),
        edit: Some((
            clock(17, 0),
            2,
            "가볍고 색이 예뻐서 마음에 들었는데 오늘 계란 한 번 부치고 나니 코팅이 벗겨졌어요. 불량인 것 같은데 교환해 주세요.",
        )),
        reply: Some((
            clock(20, 15),
            "이지은 고객님, 새 팬에서 코팅이 벗겨져 많이 놀라셨지요. 정말 죄송합니다. 내일 오전에 새 제품을 보내 드리고 쓰시던 팬은 저희가 회수하겠습니다.",
        )),
    },
    Post {
        place: Place::Feed,
        number: 72,
        author: "Ana",
        stars: 5,
        product: "Cutting board",
        title: "Lovely board",
        body: "Beautiful grain, well packed, arrived a day early. Thank you!",
        written: clock(16, 45),
        edit: None,
        reply: None,
    },
    Post {
        place: Place::Board,
        number: 4105,
        author: "정*민",
        stars: 4,
        product: "도마 세트",
        title: "괜찮아요",
        body: "무난하게 쓰기 좋습니다. 크기도 적당해요.",
        written: clock(24 + 8, 10),
        edit: None,
        reply: None,
    },
];
