//! The pages of each form of source, and the configuration that reads them.

use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, tz::TimeZone};
use serde_json::{Value, json};

use super::post::{Face, Post, start};
use super::world::{Form, Source};

/// The shop, as it signs.
pub(crate) const SHOP: &str = "달빛상점";
/// Rows to a page.
pub(crate) const ROWS: usize = 30;

/// What a page shows of a review.
pub(crate) type Row<'a> = (&'a Post, &'a Face);

/// As much of a review as that form shows.
pub(crate) fn shown(form: Form, face: Face) -> Face {
    if form == Form::Feed { Face { stars: None, reply: None, ..face } } else { face }
}

/// Its media type and text; `next` is the number of the page behind it.
pub(crate) fn page(form: Form, rows: &[Row<'_>], next: Option<usize>) -> (&'static str, String) {
    match form {
        Form::Json => ("application/json", in_json(rows, next)),
        Form::Html | Form::HtmlDays => ("text/html", in_html(form, rows, next)),
        Form::Feed => ("application/rss+xml", in_a_feed(rows)),
    }
}

fn in_json(rows: &[Row<'_>], next: Option<usize>) -> String {
    let review = |(post, face): &Row<'_>| {
        let reply = face.reply.map(
            |(text, when)| json!({"who": SHOP, "text": text, "when": (start() + when).to_string()}),
        );
        json!({
            "id": post.number,
            "who": post.author,
            "what": post.product,
            "stars": face.stars,
            "text": face.text,
            "when": (start() + post.written).to_string(),
            "reply": reply,
        })
    };
    let reviews: Vec<Value> = rows.iter().map(review).collect();
    json!({"reviews": reviews, "next": next.map(|page| format!("?page={page}"))}).to_string()
}

fn in_html(form: Form, rows: &[Row<'_>], next: Option<usize>) -> String {
    let item = |(post, face): &Row<'_>| {
        let reply = face
            .reply
            .map(|(text, _)| format!("<div class=reply><b>{SHOP}</b><p>{text}</p></div>"));
        format!(
            "<li data-no={}><b class=who>{}</b><i class=what>{}</i><img class=stars alt='{}점'>\
             <span class=when>{}</span><p class=text>{}</p>{}</li>\n",
            post.number,
            post.author,
            post.product,
            face.stars.unwrap_or_default(),
            date(form, post.written),
            face.text,
            reply.unwrap_or_default(),
        )
    };
    let items: String = rows.iter().map(item).collect();
    let next = next.map(|page| format!("<a class=next href='?page={page}'>다음</a>"));
    format!(
        "<!doctype html><html><head><meta charset=utf-8><title>후기</title></head><body>\
         <ul class=reviews>\n{items}</ul>{}</body></html>",
        next.unwrap_or_default()
    )
}

fn date(form: Form, written: SignedDuration) -> String {
    let zoned = (start() + written).in_tz("Asia/Seoul").expect("a zone");
    zoned.strftime(if form == Form::HtmlDays { "%Y.%m.%d" } else { "%Y.%m.%d %H:%M" }).to_string()
}

fn in_a_feed(rows: &[Row<'_>]) -> String {
    let item = |(post, face): &Row<'_>| {
        let written = (start() + post.written).to_zoned(TimeZone::UTC);
        format!(
            "<item><guid isPermaLink=\"false\">{}</guid><author>{}</author><pubDate>{}</pubDate>\
             <description>{}</description></item>\n",
            post.number,
            post.author,
            DateTimePrinter::new().zoned_to_string(&written).expect("a date of our time"),
            face.text,
        )
    };
    let items: String = rows.iter().map(item).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>후기</title>\n{items}</channel></rss>"
    )
}

/// The configuration of a source that stands at `url`.
pub(crate) fn configuration(index: usize, source: &Source, url: &str) -> String {
    let kind = match source.form {
        Form::Json => "json",
        Form::Html | Form::HtmlDays => "html",
        Form::Feed => "feed",
    };
    let how = match source.form {
        Form::Json => {
            "[source.json]\nitems = \"$.reviews[*]\"\nnext = \"$.next\"\nid = \"$.id\"\n\
             author = \"$.who\"\nproduct = \"$.what\"\nrating = \"$.stars\"\nrating_max = 5\n\
             body = \"$.text\"\ndate = \"$.when\"\n\
             reply = { author = \"$.reply.who\", body = \"$.reply.text\", date = \"$.reply.when\" }\n"
        }
        Form::Html | Form::HtmlDays => {
            "[source.html]\nlist = \"ul.reviews\"\nitem = \"ul.reviews > li\"\n\
             id = { attr = \"data-no\" }\nauthor = \".who\"\nproduct = \".what\"\n\
             rating = { css = \".stars\", attr = \"alt\", max = 5 }\ndate = \".when\"\n\
             body = \".text\"\nnext = \"a.next\"\n\
             reply = { css = \".reply\", author = \"b\", body = \"p\" }\n"
        }
        Form::Feed => "",
    };
    let hidden = if source.form == Form::Feed { "replies = \"hidden\"\n" } else { "" };
    let moderated = if source.moderated { "moderated = true\n" } else { "" };
    format!(
        "\n[[source]]\nid = \"s{index:02}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nevery = \"{}m\"\n\
         {moderated}{hidden}{how}",
        source.every.as_mins()
    )
}
