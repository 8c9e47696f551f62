//! A scripted shop: its pages as a function of simulated time, as an owner's configuration reads them.

use jiff::{SignedDuration, Timestamp};
use reviewd::demo::site::{Request, Response};
use serde_json::{Value, json};

/// Midnight in UTC, nine in the morning in Seoul, on a Monday: where every simulated time begins.
pub(crate) fn start() -> Timestamp {
    "2026-03-02T00:00:00Z".parse().expect("an instant")
}

/// That long after the start.
pub(crate) fn at(since: SignedDuration) -> Timestamp {
    start() + since
}

pub(crate) const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

pub(crate) const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

pub(crate) const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Words that nobody takes for praise.
const COMPLAINT: &str =
    "주문한 냄비가 찌그러져서 왔고 고객센터는 전화를 받지 않습니다. 환불해 주세요.";
/// Words that nobody takes for a complaint.
const PRAISE: &str = "정말 마음에 들어요. 배송도 빠르고 포장도 꼼꼼해서 아주 만족합니다!";

/// One review and what becomes of it; times count from the start.
#[derive(Clone, Debug)]
pub(crate) struct Post {
    pub(crate) id: u32,
    /// What the page says of when it was written.
    pub(crate) written: SignedDuration,
    /// Since when the page shows it.
    pub(crate) shown: SignedDuration,
    pub(crate) author: String,
    pub(crate) stars: u32,
    pub(crate) body: String,
    /// Its stars and text from then on.
    pub(crate) edit: Option<(SignedDuration, u32, String)>,
    /// The shop's reply stands there from the first time on, until the second.
    pub(crate) reply: Option<(SignedDuration, Option<SignedDuration>)>,
}

impl Post {
    /// Shown from the moment it was written.
    fn new(id: u32, written: SignedDuration, stars: u32, words: &str) -> Self {
        Self {
            id,
            written,
            shown: written,
            author: format!("손님{id}"),
            stars,
            body: format!("{words} (주문 {id})"),
            edit: None,
            reply: None,
        }
    }

    pub(crate) fn complaint(id: u32, written: SignedDuration) -> Self {
        Self::new(id, written, 1, COMPLAINT)
    }

    pub(crate) fn praise(id: u32, written: SignedDuration) -> Self {
        Self::new(id, written, 5, PRAISE)
    }

    /// The page shows it later than it says it was written.
    pub(crate) fn shown(self, shown: SignedDuration) -> Self {
        Self { shown, ..self }
    }

    pub(crate) fn edited_to_a_complaint(self, when: SignedDuration) -> Self {
        Self { edit: Some((when, 1, COMPLAINT.to_owned())), ..self }
    }

    pub(crate) fn replied(self, from: SignedDuration) -> Self {
        Self { reply: Some((from, None)), ..self }
    }

    pub(crate) fn reply_gone(self, until: SignedDuration) -> Self {
        Self { reply: self.reply.map(|(from, _)| (from, Some(until))), ..self }
    }

    fn json(&self, now: Timestamp) -> Value {
        let edited = self.edit.as_ref().filter(|(when, ..)| at(*when) <= now);
        let (stars, body) =
            edited.map_or((self.stars, &self.body), |(_, stars, body)| (*stars, body));
        let reply = self
            .reply
            .filter(|(from, until)| at(*from) <= now && until.is_none_or(|until| now < at(until)));
        let reply = reply.map(|(from, _)| {
            json!({"who": "시험 가게", "text": "정말 죄송합니다. 바로 환불해 드리겠습니다.", "when": at(from).to_string()})
        });
        json!({
            "id": self.id,
            "who": self.author,
            "stars": stars,
            "text": body,
            "when": at(self.written).to_string(),
            "reply": reply,
        })
    }
}

/// A list of posts as a JSON interface gives it, so many to a page, the newest first.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) posts: Vec<Post>,
    pub(crate) per_page: usize,
}

impl List {
    pub(crate) fn of(posts: Vec<Post>) -> Self {
        Self { posts, per_page: 100 }
    }

    /// The page that was asked for, as it stands at `now`.
    pub(crate) fn answer(&self, request: &Request, now: Timestamp) -> Response {
        let query = request.query.as_deref().unwrap_or_default();
        let page: usize =
            query.split('&').find_map(|pair| pair.strip_prefix("page=")?.parse().ok()).unwrap_or(1);
        let mut shown: Vec<&Post> = self.posts.iter().filter(|p| at(p.shown) <= now).collect();
        shown.sort_by_key(|post| std::cmp::Reverse((post.written, post.id)));
        let rest: Vec<&Post> = shown.into_iter().skip((page - 1) * self.per_page).collect();
        let next = (rest.len() > self.per_page).then(|| format!("?page={}", page + 1));
        let reviews: Vec<Value> = rest.iter().take(self.per_page).map(|p| p.json(now)).collect();
        let body = json!({"reviews": reviews, "next": next});
        Response::ok("application/json", body.to_string())
    }
}

/// A source of such a list; `{site}` is where the site stands.
pub(crate) fn list_source(id: &str, path: &str, every: &str) -> String {
    format!(
        r#"
[[source]]
id = "{id}"
kind = "json"
url = "{{site}}{path}"
every = "{every}"
[source.json]
items = "$.reviews[*]"
next = "$.next"
id = "$.id"
author = "$.who"
rating = "$.stars"
rating_max = 5
body = "$.text"
date = "$.when"
link = "https://shop.example/reviews/{{$.id}}"
reply = {{ author = "$.reply.who", body = "$.reply.text", date = "$.reply.when" }}
"#
    )
}
