//! A small shop whose reviews arrive, change and are answered as time passes, and its JSON interface.

use jiff::{SignedDuration, Timestamp};
use reviewd::demo::site::{Request, Response};
use serde_json::{Value, json};

/// What a review sounds like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    Happy,
    Unhappy,
    /// Unhappy in other words.
    Furious,
}

/// What becomes of a review later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Later {
    Edited(Mood),
    Answered,
}

/// A review; minutes count from the beginning of the story.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) number: u32,
    pub(super) written: i64,
    pub(super) mood: Mood,
    /// In order.
    pub(super) later: Vec<(i64, Later)>,
}

/// The instant `minutes` into the story.
pub(super) fn at(minutes: i64) -> Timestamp {
    let start: Timestamp = "2026-03-02T00:00:00Z".parse().expect("an instant");
    start + SignedDuration::from_mins(minutes)
}

const HOUR: i64 = 60;

/// Reviews that are there before reviewd is, for one of which it is too late, and reviews that arrive
/// over `hours`, one in about 32 minutes, every third a happy one. Some change, some are answered,
/// hours away from any step of their cases.
pub(super) fn posts(hours: i64) -> Vec<Post> {
    let mut posts = vec![post(900, -20 * 24 * HOUR, Mood::Unhappy)];
    for (number, hours_old) in (901..).zip([3, 10, 14, 19, 22]) {
        posts.push(post(number, 25 - hours_old * HOUR, Mood::Unhappy));
    }
    for index in 0..(hours * HOUR / 32) {
        let mood = match index % 3 {
            2 => Mood::Happy,
            0 => Mood::Unhappy,
            _ => Mood::Furious,
        };
        let written = 5 + index * 31 + index * 7 % 11;
        let number = 1_000 + u32::try_from(index).expect("a small number");
        posts.push(Post { later: story(index, written), ..post(number, written, mood) });
    }
    posts
}

fn post(number: u32, written: i64, mood: Mood) -> Post {
    Post { number, written, mood, later: Vec::new() }
}

/// What becomes of the review of that index, as minutes from the beginning.
fn story(index: i64, written: i64) -> Vec<(i64, Later)> {
    let after = |hours: i64| written + hours * HOUR;
    match index {
        0 => vec![(after(2), Later::Answered)],
        3 => vec![(after(16), Later::Answered)],
        4 => vec![(after(25), Later::Answered)],
        // Answered, and then the complaint is renewed.
        6 => vec![(after(3), Later::Answered), (after(7), Later::Edited(Mood::Furious))],
        // Edited while the case is open: nobody is told again.
        7 => vec![(after(2), Later::Edited(Mood::Unhappy))],
        // Praise that becomes a complaint, which is answered in time or not at all.
        8 => vec![(after(5), Later::Edited(Mood::Unhappy)), (after(11), Later::Answered)],
        11 => vec![(after(4), Later::Edited(Mood::Furious))],
        // A complaint that is taken back.
        9 => vec![(after(6), Later::Edited(Mood::Happy))],
        _ => Vec::new(),
    }
}

impl Post {
    fn shown(&self, now: Timestamp) -> Value {
        let mood = self.mood(now);
        let replies = self.so_far(now).filter(|(_, later)| *later == Later::Answered);
        let reply = replies.last().map(|(when, _)| *when);
        json!({
            "id": self.number,
            "by": format!("고객 {}", self.number),
            "stars": if mood == Mood::Happy { 5 } else { 1 },
            "text": mood.words(self.number),
            "item": format!("냄비 {}", self.number),
            "at": at(self.written).to_string(),
            "reply": reply.map(|when| json!({
                "text": "불편을 드려 정말 죄송합니다. 오늘 바로 교환해 드리겠습니다.",
                "at": at(when).to_string(),
            })),
        })
    }

    /// What it sounds like at the moment `now`.
    pub(super) fn mood(&self, now: Timestamp) -> Mood {
        let edits = self.so_far(now).filter_map(|(_, later)| match later {
            Later::Edited(into) => Some(*into),
            Later::Answered => None,
        });
        edits.last().unwrap_or(self.mood)
    }

    fn so_far(&self, now: Timestamp) -> impl Iterator<Item = &(i64, Later)> {
        self.later.iter().filter(move |(when, _)| at(*when) <= now)
    }
}

impl Mood {
    /// A text that leaves no doubt about it.
    pub(super) fn words(self, number: u32) -> String {
        match self {
            Self::Happy => format!(
                "포장도 꼼꼼하고 배송도 빨라서 아주 만족합니다. 품질이 좋아요. 주문 {number}번입니다."
            ),
            Self::Unhappy => format!(
                "주문 {number}번, 두 주째 배송이 안 옵니다. 고객센터는 전화도 안 받고 너무 실망했어요. 환불해 주세요."
            ),
            Self::Furious => format!(
                "받자마자 손잡이가 부러졌습니다. 불량품을 보내 놓고 교환도 안 해 주다니 최악입니다. ({number})"
            ),
        }
    }
}

/// The interface: every review that has been written by `now`, the newest first.
pub(super) fn answer(posts: &[Post], request: &Request, now: Timestamp) -> Response {
    if request.path != "/reviews" {
        return Response::status(404);
    }
    let mut written: Vec<&Post> = posts.iter().filter(|post| at(post.written) <= now).collect();
    written.sort_by_key(|post| std::cmp::Reverse(post.written));
    let reviews: Vec<Value> = written.into_iter().map(|post| post.shown(now)).collect();
    Response::ok("application/json", json!({ "reviews": reviews }).to_string())
}

/// The daemon's configuration for this shop.
pub(super) fn configuration(api: &str, smtp_port: u16) -> String {
    format!(
        r#"
[shop]
name = "시험 가게"
language = "ko"
zone = "Asia/Seoul"

[mail]
from = "reviewd@shop.example"
to = "owner@shop.example"
escalate_to = "boss@shop.example"

[mail.smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[[source]]
id = "api"
kind = "json"
url = "{api}"
every = "10m"

[source.json]
items = "$.reviews[*]"
id = "$.id"
author = "$.by"
rating = "$.stars"
rating_max = 5
body = "$.text"
product = "$.item"
date = "$.at"
reply = {{ body = "$.reply.text", date = "$.reply.at" }}
"#
    )
}
