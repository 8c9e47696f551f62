//! The sample shop's pages: a board, a feed and a JSON interface, as they look at a given moment.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::day::{API_BLOCKED, POSTS, Place, Post, start};

/// A post as it stands at one moment.
struct Standing<'p> {
    post: &'p Post,
    stars: u8,
    body: &'p str,
    reply: Option<(Timestamp, &'p str)>,
}

/// Where the board's list stands.
pub(super) const BOARD: &str = "/board/review";
/// Where the feed stands.
pub(super) const FEED: &str = "/reviews.xml";
/// Where the JSON interface stands.
pub(super) const API: &str = "/api/reviews";

/// The status, media type and text of the page at `path` at the moment `now`.
pub(super) fn page(path: &str, now: Timestamp) -> (u16, &'static str, String) {
    let since = now.duration_since(start());
    let html = "text/html; charset=utf-8";
    match path {
        "/robots.txt" => (200, "text/plain", "User-agent: *\nDisallow: /admin\n".to_owned()),
        BOARD => (200, html, board(now)),
        FEED => (200, "application/rss+xml", feed(now)),
        API if API_BLOCKED.0 <= since && since < API_BLOCKED.1 => {
            (429, "application/json", json!({"error": "too many requests"}).to_string())
        }
        API => (200, "application/json", api(now)),
        _ => match path.strip_prefix("/board/review/").and_then(|n| n.parse().ok()) {
            Some(number) => article(number, now),
            None => (404, html, "<h1>404</h1>".to_owned()),
        },
    }
}

/// What has been written in a place by now, newest first.
fn standing(place: Place, now: Timestamp) -> Vec<Standing<'static>> {
    let at = |offset| start().saturating_add(offset).unwrap_or(Timestamp::MAX);
    let shown = POSTS.iter().rev().filter(|p| p.place == place && at(p.written) <= now);
    shown
        .map(|post| {
            let edited = post.edit.filter(|(when, ..)| at(*when) <= now);
            let (stars, body) = edited.map_or((post.stars, post.body), |(_, s, b)| (s, b));
            let reply = post.reply.map(|(when, text)| (at(when), text));
            Standing { post, stars, body, reply: reply.filter(|(when, _)| *when <= now) }
        })
        .collect()
}

fn written(post: &Post, format: &str) -> String {
    let at = start().saturating_add(post.written).unwrap_or(Timestamp::MAX);
    local(at, format)
}

fn local(at: Timestamp, format: &str) -> String {
    let seoul = TimeZone::get("Asia/Seoul").unwrap_or(TimeZone::UTC);
    at.to_zoned(seoul).strftime(format).to_string()
}

fn board(now: Timestamp) -> String {
    let mut rows = String::from(
        "<tr class=\"notice\"><td>공지</td><td><a href=\"/board/notice/1\">포토 후기 적립금 안내</a></td>\
         <td>한빛주방</td><td>2025-11-03</td><td></td></tr>\n",
    );
    for Standing { post, stars, .. } in standing(Place::Board, now) {
        let _ = writeln!(
            rows,
            "<tr><td class=\"no\">{no}</td><td class=\"subject\"><a href=\"{BOARD}/{no}\">{title}</a>\
             <span class=\"goods\">{product}</span></td><td class=\"name\">{author}</td>\
             <td class=\"date\">{date}</td><td><img src=\"/star{stars}.gif\" alt=\"{stars}점\"></td></tr>",
            no = post.number,
            title = post.title,
            product = post.product,
            author = post.author,
            date = written(post, "%Y-%m-%d"),
        );
    }
    format!(
        "<!doctype html><html lang=\"ko\"><meta charset=\"utf-8\"><title>상품 후기 | 한빛주방</title>\n\
         <h1>상품 후기</h1><table class=\"board\"><tbody>\n{rows}</tbody></table></html>\n"
    )
}

fn article(number: u32, now: Timestamp) -> (u16, &'static str, String) {
    let found = standing(Place::Board, now).into_iter().find(|s| s.post.number == number);
    let Some(Standing { post, body, reply, .. }) = found else {
        return (404, "text/html; charset=utf-8", "<h1>삭제된 글입니다</h1>".to_owned());
    };
    let reply = reply.map_or_else(String::new, |(at, text)| {
        format!(
            "<div class=\"comment\"><b class=\"who\">한빛주방</b> <i class=\"when\">{}</i><p class=\"what\">{text}</p></div>",
            local(at, "%Y-%m-%d %H:%M")
        )
    });
    let page = format!(
        "<!doctype html><html lang=\"ko\"><meta charset=\"utf-8\"><title>{title}</title>\
         <div class=\"article\"><h2>{title}</h2><p class=\"when-written\">{when}</p>\
         <div class=\"text\">{body}</div>{reply}</div></html>\n",
        title = post.title,
        when = written(post, "%Y-%m-%d %H:%M"),
        body = body.replace('\n', "<br>"),
    );
    (200, "text/html; charset=utf-8", page)
}

fn feed(now: Timestamp) -> String {
    let mut items = String::new();
    for Standing { post, stars, body, .. } in standing(Place::Feed, now) {
        let _ = writeln!(
            items,
            "<item><guid isPermaLink=\"false\">review-{no}</guid><title>{title}</title>\
             <link>https://reviews.example.com/hanbit/{no}</link><dc:creator>{author}</dc:creator>\
             <pubDate>{date}</pubDate><description>{stars}/5 stars. {body}</description></item>",
            no = post.number,
            title = post.title,
            author = post.author,
            date = written(post, "%a, %d %b %Y %H:%M:%S %z"),
        );
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <channel><title>Reviews of Hanbit Kitchen</title><link>https://reviews.example.com/hanbit</link>\
         <description>What customers say</description>\n{items}</channel></rss>\n"
    )
}

fn api(now: Timestamp) -> String {
    let reviews: Vec<_> = standing(Place::Api, now)
        .into_iter()
        .map(|Standing { post, stars, body, reply }| {
            json!({
                "reviewId": post.number,
                "writer": {"nickname": post.author},
                "score": stars,
                "content": body,
                "product": post.product,
                "createdAt": written(post, "%Y-%m-%dT%H:%M:%S%:z"),
                "sellerComment": reply.map(|(at, text)| json!({
                    "content": text,
                    "createdAt": local(at, "%Y-%m-%dT%H:%M:%S%:z"),
                })),
            })
        })
        .collect();
    json!({"reviews": reviews}).to_string()
}
