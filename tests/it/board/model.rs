//! The board as it stands at any time.

use jiff::SignedDuration;

use super::page::Kind;
use super::script::{Act, Deed};

const SURNAMES: [&str; 8] = ["김", "이", "박", "최", "정", "강", "조", "윤"];
const PRODUCTS: [&str; 6] = ["냄비", "도마", "접시", "칼", "컵", "주전자"];

const PRAISES: [&str; 5] = [
    "정말 마음에 들어요. 배송도 빠르고 포장도 꼼꼼해서 아주 만족합니다",
    "가격도 좋고 품질도 훌륭해요. 다음에 또 주문할게요",
    "선물했는데 다들 예쁘다고 좋아하네요. 고맙습니다",
    "생각보다 훨씬 튼튼하고 예뻐요. 추천합니다",
    "친절하게 상담해 주셔서 기분 좋게 샀어요. 최고예요",
];
const COMPLAINTS: [&str; 5] = [
    "찌그러져서 왔고 고객센터는 전화를 받지 않습니다. 환불해 주세요",
    "배송이 열흘이나 걸렸는데 깨진 채로 왔어요. 정말 실망입니다",
    "며칠 쓰지도 않았는데 망가졌어요. 돈이 아깝습니다. 교환해 주세요",
    "사진과 전혀 다른 물건이 왔어요. 반품 신청해도 답이 없네요",
    "냄새가 심하고 녹이 슬어 있어요. 최악입니다. 환불 원해요",
];

/// A review as the board shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) number: u32,
    /// Since the start.
    pub(super) written: SignedDuration,
    pub(super) author: String,
    pub(super) product: &'static str,
    pub(super) stars: u32,
    pub(super) text: String,
    /// Nobody takes its words for anything but a complaint.
    pub(super) sour: bool,
    pub(super) secret: bool,
    pub(super) answer: Option<String>,
    /// The title as it was when it was last answered.
    pub(super) answered_title: String,
    pub(super) comment: bool,
    pub(super) pinned: bool,
    hidden: bool,
}

impl Post {
    fn new(act: &Act, stars: u32, text: String) -> Self {
        let number = act.number as usize;
        Self {
            number: act.number,
            written: act.at,
            author: format!("{}**", SURNAMES[number % SURNAMES.len()]),
            product: PRODUCTS[number % PRODUCTS.len()],
            stars,
            text,
            sour: stars == 1,
            secret: false,
            answer: None,
            answered_title: String::new(),
            comment: false,
            pinned: false,
            hidden: false,
        }
    }

    /// As the list shows it, where that shows only titles.
    pub(super) fn title(&self) -> String {
        let head: String = self.text.chars().take(16).collect();
        format!("{head} {}번", self.number)
    }
}

fn praise(number: u32) -> String {
    format!("{} (주문 {number})", PRAISES[number as usize % PRAISES.len()])
}

fn complaint(number: u32) -> String {
    format!("{} (주문 {number})", COMPLAINTS[number as usize % COMPLAINTS.len()])
}

/// Where nothing but its words tells a post, other words make another post, with this on its number.
pub(super) const ANOTHER: u32 = 1000;

/// The board.
#[derive(Clone, Debug)]
pub(super) struct Board {
    kind: Kind,
    posts: Vec<Post>,
    pub(super) notices: usize,
    /// How much has happened.
    pub(super) version: usize,
}

impl Board {
    /// As it stands at that time after the start.
    pub(super) fn at(acts: &[Act], now: SignedDuration, kind: Kind) -> Self {
        let mut board = Self { kind, posts: Vec::new(), notices: 0, version: 0 };
        for act in acts.iter().take_while(|act| act.at <= now) {
            board.version += 1;
            board.take(act);
        }
        board
    }

    fn take(&mut self, act: &Act) {
        let number = act.number;
        match act.deed {
            Deed::Praise => self.posts.push(Post::new(act, 5, praise(number))),
            Deed::Complaint => self.posts.push(Post::new(act, 1, complaint(number))),
            Deed::Like => self.posts.push(Post::new(act, 5, "좋아요".to_owned())),
            Deed::Secret => {
                self.posts.push(Post { secret: true, ..Post::new(act, 5, praise(number)) });
            }
            Deed::Notice => self.notices += 1,
            Deed::Remove => self.posts.retain(|post| post.number % ANOTHER != number),
            Deed::Seal if self.kind != Kind::Numbered => {}
            deed => {
                let post = self.posts.iter_mut().find(|post| post.number % ANOTHER == number);
                let post = post.unwrap_or_else(|| panic!("{number} is there: {act:?}"));
                change(post, deed);
                if self.kind == Kind::Bare
                    && matches!(deed, Deed::Milder | Deed::Recant | Deed::Sour)
                {
                    post.number += ANOTHER;
                }
            }
        }
    }

    /// What is to be seen, in the order of the list, pinned ones first.
    pub(super) fn shown(&self) -> Vec<&Post> {
        let mut shown: Vec<&Post> = self.posts.iter().filter(|post| !post.hidden).collect();
        shown.sort_by_key(|post| (!post.pinned, std::cmp::Reverse((post.written, post.number))));
        shown
    }

    pub(super) fn post(&self, number: u32) -> Option<&Post> {
        self.posts.iter().find(|post| post.number == number && !post.hidden)
    }
}

fn change(post: &mut Post, deed: Deed) {
    let number = post.number % ANOTHER;
    match deed {
        Deed::Seal => post.secret = true,
        Deed::Worse => {
            post.text = format!("교환품도 깨져서 왔습니다. 두 번 다시 안 삽니다. {}", post.text);
        }
        Deed::Milder => {
            post.text = format!("조금 아쉬웠지만 답변 잘 받았습니다. (주문 {number})");
            post.stars = 3;
        }
        Deed::Recant => (post.text, post.stars, post.sour) = (praise(number), 5, false),
        Deed::Sour => (post.text, post.stars, post.sour) = (complaint(number), 1, true),
        Deed::Typo => post.text.push('ㅎ'),
        Deed::Answer => {
            let words = match post.answer {
                Some(_) => "다시 한번 사과드리며 오늘 새 상품을 보내 드렸습니다",
                None => "불편을 드려 죄송합니다. 바로 처리해 드리겠습니다",
            };
            post.answer = Some(words.to_owned());
            post.answered_title = post.title();
        }
        Deed::Unanswer => post.answer = None,
        Deed::Comment => post.comment = true,
        Deed::Hide => post.hidden = true,
        Deed::Show => post.hidden = false,
        Deed::Pin => post.pinned = true,
        Deed::Unpin => post.pinned = false,
        other => unreachable!("{other:?} is no change of a post"),
    }
}
