//! Lives of boards, as a test makes them up.

use proptest::prelude::*;

/// How a board numbers its rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Numbers {
    None,
    /// Each review bears its own, for good.
    Own,
    /// Counted from the oldest row up, so that a deletion shifts them.
    Row,
    /// Each its own, but a redesign gives new ones.
    Reissued,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Dates {
    Day,
    Minute,
    /// "3시간 전", rendered anew at every poll.
    Ago,
}

/// What happens between two polls.
#[derive(Clone, Debug)]
pub(super) enum Act {
    Write { author: usize },
    Edit(usize),
    Rate(usize),
    Delete(usize),
    Restore(usize),
    Reply(usize),
    Unreply(usize),
    Redesign,
    Nothing,
}

#[derive(Clone, Debug)]
pub(super) struct Life {
    pub(super) numbers: Numbers,
    pub(super) dates: Dates,
    pub(super) page: usize,
    pub(super) pinned: bool,
    /// The ages of the first reviews in hours.
    pub(super) old: Vec<i64>,
    /// What happened, how many minutes after the one before, and whether it is polled then.
    pub(super) acts: Vec<(Act, i64, bool)>,
}

impl Life {
    pub(super) fn authors(&self) -> [&'static str; 4] {
        match self.dates {
            Dates::Minute => MASKED,
            Dates::Day | Dates::Ago => NAMED,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) author: usize,
    pub(super) written: i64,
    pub(super) body: String,
    pub(super) stars: u8,
    pub(super) reply: Option<u32>,
    pub(super) deleted: bool,
}

/// Under masks that many people share, only exact dates tell a review that was edited at the top of the
/// list from one that slid off its end when another came; named authors need no more than a day.
pub(super) const MASKED: [&str; 4] = ["네****", "네****", "김*연", "이**"];
pub(super) const NAMED: [&str; 4] = ["네이버회원", "네잎", "김나연", "이민지"];
pub(super) const SAID: [&str; 12] = [
    "배송이 일주일이나 걸렸어요",
    "색상이 화면과 달라서 당황했습니다",
    "아이가 너무 좋아해서 또 샀어요",
    "지퍼가 하루 만에 고장났네요",
    "포장이 꼼꼼하고 향이 은은합니다",
    "사이즈가 작으니 크게 주문하세요",
    "문의해도 답변을 안 해 주네요",
    "가격 대비 훌륭한 품질이라 추천",
    "냄새가 심해서 환기시키는 중",
    "선물했더니 엄마께서 기뻐하셨다",
    "조립 설명서가 부실해 헤맸음",
    "두 번째 구매인데 여전히 만족",
];
pub(super) const MORE: [&str; 3] = [" 추가로 씁니다", " 한 달 뒤 덧붙임", " 결국 환불했어요"];

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..NAMED.len()).prop_map(|author| Act::Write { author }),
        3 => (0_usize..12).prop_map(Act::Edit),
        1 => (0_usize..12).prop_map(Act::Rate),
        2 => (0_usize..12).prop_map(Act::Delete),
        1 => (0_usize..12).prop_map(Act::Restore),
        2 => (0_usize..12).prop_map(Act::Reply),
        1 => (0_usize..12).prop_map(Act::Unreply),
        1 => Just(Act::Redesign),
        1 => Just(Act::Nothing),
    ]
}

pub(super) fn life() -> impl Strategy<Value = Life> {
    let numbers = prop_oneof![
        Just(Numbers::None),
        Just(Numbers::Own),
        Just(Numbers::Row),
        Just(Numbers::Reissued)
    ];
    let dates = prop_oneof![Just(Dates::Day), Just(Dates::Minute), Just(Dates::Ago)];
    let old = prop::collection::vec(1_i64..200, 1..7);
    let step = (act(), 20_i64..2000, prop::bool::weighted(0.8));
    let acts = prop::collection::vec(step, 1..14);
    (numbers, dates, 3_usize..7, any::<bool>(), old, acts).prop_map(
        |(numbers, dates, page, pinned, old, acts)| Life {
            numbers,
            dates,
            page,
            pinned,
            old,
            acts,
        },
    )
}
