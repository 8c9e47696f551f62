//! A shop's page of 20 reviews with all that stands around them, and the configuration that reads it.

use std::fmt::Write as _;

/// Reviews on a page.
pub(crate) const REVIEWS: u64 = 20;

/// What customers write, of usual lengths; all of them content, so that nobody has to be told.
const TEXTS: [&str; 5] = [
    "배송이 정말 빨라요. 어제 주문했는데 오늘 받았습니다. 포장도 꼼꼼하게 되어 있어서 만족해요!",
    "색깔이 화면에서 본 것과 똑같고 질감도 아주 좋아요. 부모님께 선물했는데 무척 좋아하셨습니다. \
     다음에도 여기서 주문하려고 합니다. 추천해요.",
    "재구매입니다. 한 달 동안 매일 썼는데 아직도 새것 같아요. 가격 대비 품질이 훌륭합니다.",
    "좋아요",
    "친구 소개로 샀는데 기대 이상이에요. 손잡이가 뜨거워지지 않아서 쓰기 편하고, 설거지도 쉽습니다. \
     바닥이 두꺼워서 눌어붙지 않는 것도 마음에 들어요. 사은품까지 챙겨 주셔서 감사합니다. 번창하세요!",
];

/// The page of a shop named `shop`, when its newest review is the one numbered `newest`.
pub(crate) fn page(shop: &str, newest: u64) -> String {
    let mut page = String::with_capacity(96 << 10);
    page.push_str(&before(shop));
    for number in (newest.saturating_sub(REVIEWS - 1)..=newest).rev() {
        review(&mut page, shop, number);
    }
    page.push_str(&after(shop));
    page
}

fn before(shop: &str) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"ko\"><head><meta charset=\"utf-8\"><title>상품후기 - {shop}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n"
    );
    for sheet in 0..12 {
        let _ = writeln!(
            out,
            "<link rel=\"stylesheet\" href=\"/css/module/layout_{sheet}.css?v=2603\">"
        );
    }
    let _ = writeln!(out, "<script>{}</script>", script(120));
    out.push_str(
        "<style>.review_list li{border-top:1px solid #eee;padding:20px 0}</style></head>\n<body>",
    );
    out.push_str("<div id=\"wrap\"><header class=\"top_area\"><ul class=\"category\">\n");
    for group in 0..12 {
        let _ = write!(
            out,
            "<li class=\"depth1\"><a href=\"/category/{group}\">주방용품 {group}</a><ul>"
        );
        for entry in 0..8 {
            let _ = writeln!(
                out,
                "<li><a href=\"/category/{group}/{entry}\" class=\"xans-link\">냄비와 팬 {entry}</a></li>"
            );
        }
        out.push_str("</ul></li>\n");
    }
    out.push_str("</ul></header><div class=\"board_zone\"><ul class=\"review_list\">\n");
    out
}

fn review(out: &mut String, shop: &str, number: u64) {
    let stars = 100 - 20 * u64::from(number % 10 == 9);
    let text = TEXTS[usize::try_from(number % 5).unwrap_or(0)];
    let _ = write!(
        out,
        "<li class=\"review_item\" data-review-no=\"{number}\"><div class=\"inner\">\n\
         <div class=\"thumb\"><a class=\"product_name\" href=\"/goods/{number}\"><img src=\"/img/goods/{number}.jpg\" \
         alt=\"\" width=\"80\" height=\"80\" loading=\"lazy\"><span>무쇠 냄비 {}cm</span></a></div>\n\
         <div class=\"info\"><div class=\"star\"><span class=\"star_base\"><span class=\"star_fill\" \
         style=\"width:{stars}%\"></span></span></div>\n\
         <span class=\"writer\">김*{}</span> <span class=\"date\">2026.03.02 {:02}:{:02}</span>\n\
         <dl class=\"option\"><dt>옵션</dt><dd>색상: 검정 / 크기: {}cm</dd><dt>구매처</dt><dd>공식몰</dd></dl></div>\n\
         <div class=\"text_area\"><p class=\"review_text\">{text} ({shop} 주문 {number})</p>\n<ul class=\"photo\">",
        16 + number % 12,
        number % 97,
        number / 60 % 24,
        number % 60,
        16 + number % 12,
    );
    for photo in 0..4 {
        let _ = writeln!(
            out,
            "<li><button type=\"button\" class=\"btn_photo\" onclick=\"photo.open({number},{photo})\">\
             <img src=\"/img/review/{number}_{photo}.jpg\" alt=\"후기 사진\" width=\"120\"></button></li>"
        );
    }
    out.push_str("</ul></div>\n<div class=\"tool\">");
    for tool in ["도움돼요", "신고", "공유"] {
        let _ = writeln!(
            out,
            "<button type=\"button\" class=\"btn_tool\" data-no=\"{number}\"><i class=\"ico\"></i><span>{tool}</span>\
             <em class=\"count\">{}</em></button>",
            number % 7
        );
    }
    out.push_str("</div>");
    if number.is_multiple_of(4) {
        out.push_str(
            "<div class=\"seller_reply\"><strong>한빛주방</strong><span class=\"reply_date\">2026.03.02 23:59</span>\
             <p class=\"reply_text\">소중한 후기 감사합니다. 오래오래 잘 쓰시길 바랄게요.</p></div>\n",
        );
    }
    out.push_str("</div></li>\n");
}

fn after(shop: &str) -> String {
    let mut out = "</ul><div class=\"paginate\">".to_owned();
    for number in 1..=10 {
        let _ = writeln!(out, "<a href=\"?page={number}\" class=\"num\">{number}</a>");
    }
    out.push_str(
        "<a href=\"?page=2\" class=\"next\">다음</a></div></div>\n<footer><ul class=\"service\">",
    );
    for entry in 0..30 {
        let _ = writeln!(out, "<li><a href=\"/service/{entry}\">이용안내 {entry}</a></li>");
    }
    let _ =
        writeln!(out, "</ul><p>{shop} 대표 홍길동 사업자등록번호 000-00-00000</p></footer></div>");
    let _ = writeln!(out, "<script>{}</script></body></html>", script(180));
    out
}

/// Something for a browser to run.
fn script(lines: usize) -> String {
    let mut out = String::new();
    for line in 0..lines {
        let _ = writeln!(
            out,
            "window.layer=window.layer||[];if(layer.length<{line}){{layer.push({{event:'view',slot:{line},label:'list'}});}}"
        );
    }
    out
}

/// `[source.html]` for these pages.
pub(crate) const OPTIONS: &str = r#"
[source.html]
list = "ul.review_list"
item = "li.review_item"
id = { attr = "data-review-no" }
author = "span.writer"
rating = { css = "span.star_fill", from = "width" }
body = "p.review_text"
date = "span.date"
product = "a.product_name"
link = "a.product_name"
next = "div.paginate a.next"
reply = { css = "div.seller_reply", author = "strong", body = "p.reply_text", date = "span.reply_date" }
"#;

/// A whole configuration with these `[[source]]` tables.
pub(crate) fn configuration(sources: &str) -> String {
    format!(
        "[shop]\nname = \"한빛주방\"\nlanguage = \"ko\"\nzone = \"Asia/Seoul\"\nreply_authors = [\"한빛주방\"]\n\
         [mail]\nfrom = \"reviewd@hanbit.example\"\nto = \"owner@hanbit.example\"\n\
         [mail.smtp]\nhost = \"127.0.0.1\"\nport = 9\nsecurity = \"none\"\n{sources}"
    )
}
