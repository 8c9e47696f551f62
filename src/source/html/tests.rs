//! What the reader makes of small pages, one trait of real pages each.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::strategy::Strategy as _;
use toml::de::DeTable;

use super::*;
use crate::fetch::Validators;
use crate::settings::{Problem, Problems};
use crate::source::Content;

mod empty;
mod questions;
mod replies;

const CONTEXT_URL: &str = "https://shop.example/board/list.php?page=1";

fn build_with(options: &str) -> (Option<Arc<dyn Source>>, Vec<Problem>) {
    let table = DeTable::parse(options).expect("the options are TOML");
    let problems = Problems::new(true);
    let section = Section::new("html", 0..options.len(), table.get_ref(), &problems);
    let context = Context {
        url: CONTEXT_URL.parse().expect("it is a URL"),
        zone: TimeZone::get("Asia/Seoul").expect("the zone is known"),
        date_order: None,
        newest_first: true,
        reply_authors: vec!["운영자".to_owned()],
        content: Content::Reviews,
    };
    let source = crate::source::build(build, &context, section);
    (source, problems.into_sorted())
}

fn source(options: &str) -> Arc<dyn Source> {
    let (source, problems) = build_with(options);
    assert_eq!(problems, [], "{options}");
    source.expect("options without problems make a source")
}

fn page(text: &str) -> Page {
    Page {
        url: CONTEXT_URL.parse().expect("it is a URL"),
        status: 200,
        media_type: None,
        text: text.to_owned(),
        validators: Validators::default(),
        fetched_at: Timestamp::UNIX_EPOCH,
        retry_after: None,
        moved_to: None,
    }
}

fn read(options: &str, text: &str) -> Extraction {
    source(options).read(&page(text))
}

fn only(extraction: Extraction) -> Review {
    let [review] = <[Review; 1]>::try_from(extraction.reviews).expect("there is one row");
    review
}

#[test]
fn every_problem_of_the_options_is_told_with_its_place() {
    let options = "item = \"li[\"\nbodi = \".b\"\ntitle = { css = \"h3\", regex = \"(\" }\n\
                   rating = { css = \"i\", from = \"width\", max = -1 }\n[reply]\nauthor = \"b\"\n";
    let (source, problems) = build_with(options);
    assert!(source.is_none(), "such options make no source");
    let told: Vec<(&str, &str)> =
        problems.iter().map(|p| (&options[p.span.clone()], p.message.as_str())).collect();
    for (place, message) in [
        ("\"li[\"", "is no CSS selector"),
        ("bodi", "unknown key `html.bodi`"),
        ("\"(\"", "unclosed group"),
        ("-1", "allowed: more than 0"),
    ] {
        let found = told.iter().any(|(at, why)| *at == place && why.contains(message));
        assert!(found, "{place} {message}: {told:#?}");
    }
    assert!(problems.iter().any(|p| p.message == "`html.reply.css` is missing"), "{problems:#?}");
}

#[test]
fn a_source_that_would_read_no_words_is_refused() {
    let (source, problems) = build_with("item = \"li\"\nauthor = \"b\"\n");
    assert!(source.is_none());
    assert_eq!(problems[0].message, "`html` needs `title` or `body`");
    let (source, problems) = build_with("item = \"li\"\ntitle = \"b\"\n[detail]\nbody = \"p\"\n");
    let told = problems.iter().any(|p| p.message.contains("needs to know each review's page"));
    assert!(source.is_some() && told, "{problems:#?}");
}

#[test]
fn text_is_what_a_person_reads() {
    let review = only(read(
        "item = \"li\"\nauthor = \"b\"\nbody = \"p\"",
        "<li><b>김\r\nBcc: x</b><p>좋아요 &amp; &#39;굿&#39;<br>둘째 줄<script>alert(1)</script>\u{0}",
    ));
    assert_eq!(review.author.as_deref(), Some("김 Bcc: x"));
    assert_eq!(review.body.as_deref(), Some("좋아요 & '굿'\n둘째 줄"));
}

#[test]
fn fields_come_from_the_item_itself_its_attributes_and_constants() {
    let review = only(read(
        r#"item = "li"
           id = { attr = "onclick", regex = 'view\((\d+)\)' }
           author = { own_text = true }
           title = { css = "em", format = "«{}»" }
           body = { css = "p", all = true }
           product = { text = "양말" }
           link = { attr = "onclick", regex = 'view\((\d+)\)', format = "view.php?no={}" }"#,
        "<li onclick='view(77)'>홍*동 <em>제목</em><p>하나<p>둘</li>",
    ));
    assert_eq!(review.id.as_deref(), Some("77"));
    assert_eq!(review.author.as_deref(), Some("홍*동"));
    assert_eq!(review.title.as_deref(), Some("«제목»"));
    assert_eq!(review.body.as_deref(), Some("하나\n둘"));
    assert_eq!(review.product.as_deref(), Some("양말"));
    assert_eq!(review.url.as_deref(), Some("https://shop.example/board/view.php?no=77"));
}

#[test]
fn a_link_that_no_browser_follows_is_none() {
    for (href, url) in [
        ("javascript:view(1)", None),
        ("#none", None),
        ("mailto:a@b.example", None),
        ("http://[", None),
        ("//cdn.example/a", Some("https://cdn.example/a")),
        ("?no=3", Some("https://shop.example/board/list.php?no=3")),
    ] {
        let html = format!("<li><a href=\"{href}\">t</a></li>");
        let review = only(read("item = \"li\"\ntitle = \"a\"\nlink = \"a\"", &html));
        assert_eq!(review.url.as_deref(), url, "{href}");
    }
    let based = "<base href='https://m.shop.example/x/'><li><a href=y>t</a></li>";
    let review = only(read("item = \"li\"\ntitle = \"a\"\nlink = \"a\"", based));
    assert_eq!(review.url.as_deref(), Some("https://m.shop.example/x/y"));
}

#[test]
fn stars_are_read_however_they_are_painted() {
    for (rating, html, points) in [
        ("'i'", "<i>별점 4.5점</i>", Some((4.5, 5.0))),
        ("{ css = 'i', attr = 'alt', max = 5 }", "<i alt='8/10'></i>", Some((4.0, 5.0))),
        ("{ css = 'i', from = 'class' }", "<i class='ic star-3'></i>", Some((3.0, 5.0))),
        ("{ css = 'i', from = 'class', out_of = 50 }", "<i class='star45'></i>", Some((4.5, 5.0))),
        (
            "{ css = 'i', from = 'width' }",
            "<i style='color:red; width: 40%'></i>",
            Some((2.0, 5.0)),
        ),
        (
            "{ css = 'i', from = 'width', out_of = 75 }",
            "<i style='width:60px'></i>",
            Some((4.0, 5.0)),
        ),
        (
            "{ css = 'i.on', from = 'count' }",
            "<i class=on></i><i class=on></i><i></i>",
            Some((2.0, 5.0)),
        ),
        (
            "{ css = 'i', words = { '별로예요' = 1, '최고' = 5 } }",
            "<i>별로예요</i>",
            Some((1.0, 5.0)),
        ),
        ("'i'", "", None),
    ] {
        let options = format!("item = 'li'\nbody = 'p'\nrating = {rating}");
        let extraction = read(&options, &format!("<li><p>글</p>{html}</li>"));
        assert_eq!(extraction.rejects, [], "{rating}");
        let found = only(extraction).rating.map(|r| (r.value(), r.max()));
        assert_eq!(found, points, "{rating} on {html}");
    }
}

#[test]
fn an_impossible_rating_is_told_and_its_review_kept() {
    let extraction = read("item = 'li'\nbody = 'p'\nrating = 'i'", "<li><p>글</p><i>7/5</i></li>");
    assert!(extraction.rejects[0].why.contains("7 out of 5"), "{:?}", extraction.rejects);
    assert_eq!(only(extraction).rating, None);
}

const REPLIES: &str = "item = 'tr'\ntitle = 'td.t'\nauthor = 'td.a'\n[reply]\nrow = '.re'\nrow_title = '^(답변|RE:)'\n";

#[test]
fn a_reply_in_a_row_of_its_own_goes_to_the_review_before_it() {
    let extraction = read(
        REPLIES,
        "<table><tr><td class=t>RE: 지난 장<td class=a>운영자</tr>
         <tr><td class=t>깨져서 왔어요<td class=a>김**</tr>
         <tr><td class=t>답변: 죄송합니다<td class=a>운영자</tr>
         <tr><td class=t><img class=re>두 번째 답<td class=a>운영자</tr>
         <tr><td class=t>좋아요<td class=a>이**</tr></table>",
    );
    let replies: Vec<_> = extraction.reviews.iter().map(|r| r.reply.clone()).collect();
    let first = replies[0].as_ref().expect("the first review is answered");
    assert_eq!(
        (first.body.as_str(), first.author.as_deref()),
        ("답변: 죄송합니다", Some("운영자"))
    );
    assert_eq!(replies[1..], [None], "a reply is no review, and the praise has none");
    assert_eq!(extraction.rejects[0].why, "a reply without its review before it");
}

#[test]
fn a_reply_inside_the_item_is_found_with_its_author_and_date() {
    let reply = only(read(
        "item = 'li'\nbody = 'p'\n[reply]\ncss = '.ans'\nauthor = 'b'\nbody = 'span'\ndate = 'time'",
        "<li><p>별로</p><div class=ans><b>가게</b><time>2024-05-01</time><span>죄송<br>합니다</span></div>",
    ))
    .reply
    .expect("there is a reply");
    assert_eq!((reply.author.as_deref(), reply.body.as_str()), (Some("가게"), "죄송\n합니다"));
    assert!(reply.posted.interval.is_some(), "{:?}", reply.posted);
}

#[test]
fn of_several_comments_the_newest_of_the_shop_is_its_answer() {
    let comments = |rows: &[(&str, &str, &str)]| {
        let one = |(author, date, text): &(&str, &str, &str)| {
            format!("<div class=c><b>{author}</b><i>{date}</i><span>{text}</span></div>")
        };
        let html = format!("<li><p>별로</p>{}</li>", rows.iter().map(one).collect::<String>());
        let options = "item = 'li'\nbody = 'p'\n[reply]\ncss = '.c'\nauthor = 'b'\ndate = 'i'\n\
                       body = 'span'";
        only(read(options, &html)).reply.map(|reply| reply.body)
    };
    let customer = ("김**", "2024-05-03", "저도요");
    let shop = ("운영자", "2024-05-01", "죄송합니다");
    let again = ("운영자", "2024-05-02", "보냈습니다");
    for (rows, kept) in [
        (vec![customer, shop, again], Some("보냈습니다")),
        (vec![again, shop], Some("보냈습니다")),
        (vec![customer], Some("저도요")),
        (vec![], None),
    ] {
        assert_eq!(comments(&rows).as_deref(), kept, "{rows:?}");
    }
}

#[test]
fn rows_that_follow_an_item_belong_to_it() {
    let extraction = read(
        "item = 'tr.s'\nextra = 'tr.c'\ntitle = '.t'\nbody = '.b'",
        "<table><tr class=s><td class=t>하나</tr><tr class=c><td class=b>첫 글</tr>
         <tr class=s><td class=t>둘</tr><tr class=ad><td>x</tr><tr class=s><td class=t>셋</tr>
         <tr class=c><td class=b>셋째 글</tr></table>",
    );
    let bodies: Vec<_> = extraction.reviews.iter().map(|r| r.body.as_deref()).collect();
    assert_eq!(bodies, [Some("첫 글"), None, Some("셋째 글")]);
}

#[test]
fn an_empty_list_is_told_from_a_missing_one() {
    let options = "list = 'ul'\nitem = 'li'\nbody = 'p'\nskip = '.notice'";
    for (html, outcome) in [
        ("<ul></ul>", Outcome::Empty),
        ("<ul><li class=notice><p>공지</p></li></ul>", Outcome::Empty),
        ("<ul><li></li></ul>", Outcome::Error),
        ("<ol><li><p>글</p></li></ol>", Outcome::Error),
        ("", Outcome::Error),
    ] {
        let extraction = read(options, html);
        assert_eq!(extraction.outcome, outcome, "{html}: {:?}", extraction.note);
    }
    let redesigned = format!("<ul>{}</ul>", "<div>아주 긴 후기입니다.</div>".repeat(60));
    assert_eq!(read(options, &redesigned).outcome, Outcome::Error, "the items changed their name");
    let marked = "item = 'li'\nbody = 'p'\nempty = '.none'\nempty_text = '등록된 후기가 없습니다'";
    assert_eq!(read(marked, "<div class=none></div>").outcome, Outcome::Empty);
    assert_eq!(read(marked, "<div>등록된\n후기가 없습니다.</div>").outcome, Outcome::Empty);
    assert_eq!(read(marked, "<div>hello</div>").outcome, Outcome::Error);
}

#[test]
fn a_notice_is_skipped_by_its_words() {
    let extraction = read(
        "item = 'tr'\ntitle = 'td:last-child'\nskip_text = '^공지 '",
        "<table><tr><td>공지<td>리뷰 적립금 안내</tr><tr><td>12<td>공지를 늦게 봤어요</tr></table>",
    );
    assert_eq!(only(extraction).title.as_deref(), Some("공지를 늦게 봤어요"));
}

#[test]
fn a_row_without_words_is_told_and_the_others_are_kept() {
    let extraction = read("item = 'li'\nbody = 'p'", "<li><i>빈 줄</i></li><li><p>글</p></li>");
    assert_eq!(extraction.outcome, Outcome::Reviews);
    assert_eq!(extraction.rejects[0].excerpt, "빈 줄");
    assert_eq!(extraction.reviews.len(), 1);
}

#[test]
fn an_item_inside_an_item_is_no_second_review() {
    let extraction = read("item = 'div'\nbody = 'p'", "<div><p>글</p><div><p>답글</p></div></div>");
    assert!(
        extraction.note.as_ref().is_some_and(|n| n.starts_with("1 elements")),
        "{extraction:?}"
    );
    assert_eq!(only(extraction).body.as_deref(), Some("글"));
}

#[test]
fn a_page_with_too_many_rows_is_read_up_to_a_bound() {
    let extraction = read("item = 'li'\nbody = 'p'", &"<li><p>글</p></li>".repeat(1_200));
    assert_eq!(extraction.reviews.len(), 1_000);
    assert!(extraction.rejects[0].why.contains("the last 200"), "{:?}", extraction.rejects);
}

#[test]
fn a_review_of_a_megabyte_is_cut_and_told() {
    let extraction =
        read("item = 'li'\nbody = 'p'", &format!("<li><p>{}</p></li>", "가".repeat(400_000)));
    assert!(extraction.rejects[0].why.contains("longer than"), "{:?}", extraction.rejects);
    assert_eq!(only(extraction).body.map(|b| b.chars().count()), Some(100_000));
}

#[test]
fn a_page_nested_without_end_is_no_quiet_day() {
    let hostile = format!("<ul>{}", "<div><b>".repeat(300_000));
    let extraction = read("list = 'ul'\nitem = 'li'\nbody = 'p'", &hostile);
    assert_eq!(extraction.outcome, Outcome::Error, "{:?}", extraction.note);
    assert!(extraction.rejects[0].why.contains("beyond reason"), "{:?}", extraction.rejects);
}

#[test]
fn a_detail_page_without_the_review_is_an_error_and_a_login_a_login() {
    let source = source("item = 'li'\ntitle = 'a'\nlink = 'a'\n[detail]\nbody = '.text'");
    let row = only(source.read(&page("<li><a href='/1'>제목</a></li>")));
    assert_eq!(source.read_detail(&row, &page("<p>hello")).outcome, Outcome::Error);
    let login = page("<form action=/login><input type=password></form>");
    assert_eq!(source.read_detail(&row, &login).outcome, Outcome::Login);
    let filled = only(source.read_detail(&row, &page("<div class=text>글</div>")));
    assert_eq!((filled.title.as_deref(), filled.body.as_deref()), (Some("제목"), Some("글")));
}

#[test]
fn status_decides_before_any_selector() {
    let answer = Page { status: 304, ..page("") };
    assert_eq!(source("item = 'li'\nbody = 'p'").read(&answer).outcome, Outcome::Unchanged);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn whatever_stands_on_a_page_is_read_or_told(
        pieces in proptest::collection::vec(
            proptest::prop_oneof![
                proptest::sample::select(vec![
                    "<li>", "</li>", "<li class=re>", "<p>", "<b", "<td", "='", "\"", ">", "<!--", "-->",
                    "<i style='width:300%'>", "<a href='javascript:'>", "<a href=//>", "<base href=:>",
                    "<template>", "<svg><p>", "<script>", "</script>", "&#0;", "&amp", "2999-13-45", "★",
                    "<table><li>", "<select><li>", "<frameset>", "\u{0}", "\u{202e}", "\r\n",
                ]).prop_map(str::to_owned),
                ".{0,12}",
            ],
            0..60,
        ),
    ) {
        let extraction = read(
            "item = 'li'\nextra = 'td'\nlink = 'a'\ntitle = 'b'\nbody = 'p'\ndate = ':scope'\n\
             rating = { css = 'i', from = 'width' }\n[reply]\nrow = '.re'\ncss = 'td'\n",
            &pieces.concat(),
        );
        for review in &extraction.reviews {
            proptest::prop_assert!(review.title.is_some() || review.body.is_some());
            let lines = [&review.title, &review.author, &review.posted.text];
            proptest::prop_assert!(lines.into_iter().flatten().all(|l| !l.contains(char::is_control)));
            let is_link = |url: &String| url.starts_with("http://") || url.starts_with("https://");
            proptest::prop_assert!(review.url.iter().all(is_link));
        }
        proptest::prop_assert!(extraction.rejects.iter().all(|r| r.excerpt.chars().count() <= 200));
        proptest::prop_assert_eq!(extraction.reviews.is_empty(), extraction.outcome != Outcome::Reviews);
    }
}
