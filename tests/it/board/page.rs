//! The board's pages as a Korean shop system prints them, and the selectors that read them.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::model::{Board, Post};
use crate::support::shop::at;

/// Rows to a page of the list, answers among them.
pub(super) const ROWS: usize = 15;
/// The shop, as it signs.
const SHOP: &str = "시험 가게";

/// How the board shows its posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A title a row that leads to the post's own page by its number; answers are rows of their own.
    Numbered,
    /// Everything in the row and no number; answers are comments in it.
    Bare,
    /// The same, and the owner took the row's place in the list for its number.
    Counted,
}

/// The names of the classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Design {
    Old,
    New,
    /// The new one with other dates.
    OtherDates,
}

impl Design {
    fn class(self, name: &str) -> String {
        match (self, name) {
            (Self::Old, _) => name.to_owned(),
            (Self::OtherDates, "when") => "css-7h3k2x".to_owned(),
            _ => format!("css-{name}-9f2"),
        }
    }
}

/// What of a page's list was given.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) post: Post,
    /// Its answer, where it has one, stands on this page too.
    pub(super) answer_shown: bool,
}

/// The configuration of the board, every ten minutes.
pub(super) fn source(kind: Kind, design: Design) -> String {
    let class = |name| design.class(name);
    let shared = format!(
        "[deadline]\nfollow_up_after = \"off\"\n[[source]]\nid = \"board\"\nkind = \"html\"\nurl = \"{{site}}/board/list.html\"\n\
         every = \"10m\"\n[source.html]\nlist = \".{}\"\nitem = \".{} > tr\"\nskip = \".{}\"\n\
         author = \".{}\"\nproduct = \".{}\"\ndate = \".{}\"\nnext = \"a.{}\"\n\
         secret = \"img.{}\"\nrating = {{ css = \".{} img\", attr = \"alt\", max = 5 }}\n",
        class("list"),
        class("list"),
        class("notice"),
        class("who"),
        class("what"),
        class("when"),
        class("next"),
        class("lock"),
        class("stars"),
    );
    let id = if kind == Kind::Counted { "id = \"td:first-child\"\n" } else { "" };
    let own = match kind {
        Kind::Numbered => format!(
            "id = {{ css = \".{0} a\", attr = \"href\", regex = 'no=(\\d+)' }}\n\
             title = \".{0} a\"\nlink = \".{0} a\"\n\
             [source.html.reply]\nrow = \".{1}\"\nrow_title = \"^답변:\"\n\
             [source.html.detail]\nbody = \".{2}\"\n",
            class("subject"),
            class("re"),
            class("text"),
        ),
        Kind::Bare | Kind::Counted => format!(
            "{id}body = \".{}\"\n[source.html.reply]\ncss = \".{}\"\nauthor = \"b\"\nbody = \"p\"\n",
            class("text"),
            class("comment"),
        ),
    };
    shared + &own
}

/// One page of the list, and what stands on it.
pub(super) fn list(
    kind: Kind,
    design: Design,
    board: &Board,
    (page, now): (usize, SignedDuration),
) -> (String, Vec<Row>) {
    let shown = board.shown();
    let mut rows: Vec<(String, &Post, bool)> = Vec::new();
    for (place, post) in shown.iter().enumerate() {
        let html = row(kind, design, post, (shown.len() - place, now));
        rows.push((html, post, false));
        if kind == Kind::Numbered {
            rows.extend(answers(design, post).into_iter().map(|html| (html, *post, true)));
        }
    }
    // The board's own fault: each page begins with the last row of the one before.
    let first = (page - 1) * ROWS - usize::from(page > 1);
    let on_page: Vec<_> = rows.iter().skip(first).take(ROWS + usize::from(page > 1)).collect();
    let is_answered = |number| on_page.iter().any(|(_, p, is_re)| *is_re && p.number == number);
    let given = on_page.iter().filter(|(_, _, is_re)| !is_re).map(|(_, post, _)| Row {
        post: (*post).clone(),
        answer_shown: kind != Kind::Numbered || is_answered(post.number),
    });
    let notices = (0..board.notices).map(|_| {
        let notice = design.class("notice");
        format!("<tr class={notice}><td>공지</td><td>설 연휴 배송 안내</td></tr>")
    });
    let html: String = notices.chain(on_page.iter().map(|(html, ..)| html.clone())).collect();
    let next = match rows.len() > page * ROWS {
        true => format!("<a class={} href='?page={}'>다음</a>", design.class("next"), page + 1),
        false => String::new(),
    };
    let (list, given) = (design.class("list"), given.collect());
    let text = format!(
        "<!doctype html><html><head><meta charset=utf-8><title>상품 후기</title></head><body>\
         <h1>상품 후기</h1><table><tbody class={list}>{html}</tbody></table>{next}</body></html>"
    );
    (text, given)
}

fn row(kind: Kind, design: Design, post: &Post, (place, now): (usize, SignedDuration)) -> String {
    let class = |name| design.class(name);
    let lock = match post.secret {
        true => format!("<img class={} alt=비밀글>", class("lock")),
        false => String::new(),
    };
    let said = match (kind, post.secret) {
        (Kind::Numbered, secret) => {
            let title = if secret { "비밀글입니다.".to_owned() } else { post.title() };
            let href = format!("/board/read.html?no={}", post.number);
            format!("<td class={}><a href='{href}'>{title}</a>{lock}</td>", class("subject"))
        }
        (_, true) => {
            format!("<td><p class={}>비밀글입니다.</p>{lock}</td>", class("text"))
        }
        (_, false) => {
            let comments = comments(design, post);
            format!("<td><p class={}>{}</p>{comments}</td>", class("text"), post.text)
        }
    };
    format!(
        "<tr><td>{place}</td><td class={}>{}</td>{said}<td class={}>{}</td><td class={}>{}</td>\
         <td class={}><img alt='{}점'></td></tr>",
        class("what"),
        post.product,
        class("who"),
        post.author,
        class("when"),
        date(post.written, now),
        class("stars"),
        post.stars,
    )
}

/// Rows of their own below a post.
fn answers(design: Design, post: &Post) -> Vec<String> {
    let row = |author: &str, title: String| {
        format!(
            "<tr class={}><td></td><td></td><td class={}><a>답변: {title}</a></td><td class={}>\
             {author}</td><td></td><td></td></tr>",
            design.class("re"),
            design.class("subject"),
            design.class("who"),
        )
    };
    let comment = post.comment.then(|| row("오**", format!("{} 저도요", post.title())));
    let title = &post.answered_title;
    let answer = post.answer.iter().map(|answer| row(SHOP, format!("{title} {answer}")));
    answer.chain(comment).collect()
}

/// Blocks within the row of a post.
fn comments(design: Design, post: &Post) -> String {
    let block = |author: &str, text: &str| {
        format!("<div class={}><b>{author}</b><p>{text}</p></div>", design.class("comment"))
    };
    let comment = post.comment.then(|| block("오**", "저도 그랬어요"));
    let answer = post.answer.iter().map(|answer| block(SHOP, answer));
    comment.into_iter().chain(answer).collect()
}

/// The own page of a post.
pub(super) fn own_page(design: Design, post: &Post) -> String {
    let said = match post.secret {
        true => "<p>비밀글입니다. 비밀번호를 입력해 주세요.</p><input type=password>".to_owned(),
        false => format!("<div class={}>{}</div>", design.class("text"), post.text),
    };
    format!(
        "<!doctype html><html><head><meta charset=utf-8></head><body><h1>상품 후기</h1>{said}</body></html>"
    )
}

/// A date as the board prints it on that occasion.
pub(super) fn date(written: SignedDuration, now: SignedDuration) -> String {
    let seoul = TimeZone::get("Asia/Seoul").expect("a zone");
    let local = |since| -> jiff::Zoned { Timestamp::to_zoned(at(since), seoul.clone()) };
    let (then, today) = (local(written), local(now));
    match (now - written).as_mins() {
        ..1 => "방금".to_owned(),
        minutes @ 1..60 => format!("{minutes}분 전"),
        _ if then.date() == today.date() => then.strftime("오늘 %H:%M").to_string(),
        _ => then.strftime("%Y.%m.%d").to_string(),
    }
}
