//! What an API may answer, and what an owner may ask for.

use proptest::prelude::*;
use url::Url;

use crate::fetch::PageRequest;
use crate::source::{Extraction, Outcome, example};

mod threads;

fn read_with(options: &str, answer: &str) -> Extraction {
    let options = format!("items = '$.reviews[*]'\nid = '$.id'\nbody = '$.text'\n{options}");
    let source = example::source("json", &options).expect("the options are right");
    source.read(&example::page(answer))
}

fn problems(options: &str) -> String {
    example::source("json", options).err().unwrap_or_default().join("; ")
}

#[test]
fn an_item_is_read_field_by_field() {
    let options = "author = '$.user.name'\nrating = '$.stars'\nrating_max = '$.of'\ndate = '$.at'\n\
        title = '{$.user.name}의 후기'\nlink = '/review/{$.id}'\n\
        product = { path = '$.option', regex = '상품: (.+)' }\n\
        [reply]\nauthor = '$.answer.by'\nbody = '$.answer.text'\ndate = '$.answer.at'";
    let found = read_with(
        options,
        r#"{"reviews": [{"id": 7, "user": {"name": "김"}, "stars": "3,5", "of": 10, "text": " 늦어요\r\n\n\n환불 ",
        "at": 1710555296123, "option": "상품: 이어폰", "answer": {"by": "가게", "text": "죄송", "at": "2024-03-16T09:00:00Z"}}]}"#,
    );
    assert_eq!((found.outcome, found.rejects.len()), (Outcome::Reviews, 0), "{found:?}");
    let review = &found.reviews[0];
    assert_eq!(review.id.as_deref(), Some("7"));
    assert_eq!(review.author.as_deref(), Some("김"));
    assert_eq!(review.rating.map(|r| (r.value(), r.max())), Some((3.5, 10.0)));
    assert_eq!(review.title.as_deref(), Some("김의 후기"));
    assert_eq!(review.body.as_deref(), Some("늦어요\n\n환불"));
    assert_eq!(review.product.as_deref(), Some("이어폰"));
    assert_eq!(review.url.as_deref(), Some("https://shop.example/review/7"));
    let posted = review.posted.interval.expect("an epoch is read");
    assert_eq!(posted.earliest.as_second(), 1_710_555_296);
    let reply = review.reply.as_ref().expect("there is a reply");
    assert_eq!((reply.author.as_deref(), reply.body.as_str()), (Some("가게"), "죄송"));
    assert!(reply.posted.interval.is_some());
}

#[test]
fn an_impossible_rating_and_an_unreadable_date_leave_the_review() {
    let found = read_with(
        "rating = '$.r'\ndate = '$.d'",
        r#"{"reviews": [{"text": "a", "r": "7/5", "d": "soon"}, {"id": "x"}, 5]}"#,
    );
    assert_eq!(found.reviews.len(), 1);
    let review = &found.reviews[0];
    assert_eq!((review.rating, review.posted.interval), (None, None));
    assert_eq!(review.posted.text.as_deref(), Some("soon"));
    let whys: Vec<&str> = found.rejects.iter().map(|r| r.why.as_str()).collect();
    assert_eq!(whys.len(), 4, "{whys:?}");
    assert!(whys[0].contains("7 out of 5") && whys[3].contains("\"soon\""), "{whys:?}");
}

#[test]
fn an_answer_is_a_list_an_empty_one_or_an_error() {
    for (answer, outcome, note) in [
        (r#"{"reviews": []}"#, Outcome::Empty, ""),
        (r#"{"other": []}"#, Outcome::Error, "list not found: $.reviews[*] is not there"),
        (r#"{"reviews": [{}]}"#, Outcome::Error, "no item could be read"),
        (
            r#"{"error": {"message": "quota"}, "reviews": [{"text": "a"}]}"#,
            Outcome::Error,
            "an error: quota",
        ),
        (r#"{"error": {"message": null}, "reviews": []}"#, Outcome::Empty, ""),
        ("{\n \"reviews\": [}", Outcome::Error, "no JSON: expected value at line 2 column 14"),
        ("", Outcome::Error, "no JSON: EOF"),
        ("<title>Access Denied</title>", Outcome::Blocked, "Access Denied"),
    ] {
        let found = read_with("error = '$.error.message'", answer);
        assert_eq!(found.outcome, outcome, "{answer}: {:?}", found.note);
        assert!(found.note.as_deref().unwrap_or_default().contains(note), "{:?}", found.note);
    }
}

#[test]
fn html_is_taken_as_the_owner_says_and_pointed_out_where_nothing_is_said() {
    let answer = r#"{"reviews": [{"text": "<p>a &amp; b<br>c</p>"}]}"#;
    let body = |options| read_with(options, answer).reviews[0].body.clone();
    assert_eq!(body("markup = 'html'").as_deref(), Some("a & b\nc"));
    assert_eq!(body("markup = 'text'").as_deref(), Some("<p>a &amp; b<br>c</p>"));
    assert!(read_with("", answer).note.is_some_and(|note| note.contains("markup")));
    assert_eq!(read_with("markup = 'text'", answer).note, None);
}

/// The next page after an answer to `asked`.
fn next(options: &str, asked: &str, answer: &str) -> Option<String> {
    let options = format!("items = '$.reviews[*]'\nbody = '$.text'\n{options}");
    let source = example::source("json", &options).expect("the options are right");
    let mut page = example::page(answer);
    page.url = asked.parse().expect("it is a URL");
    source.read(&page).next.map(|next| next.url.into())
}

#[test]
fn a_list_is_followed_by_address_cursor_or_count() {
    let asked = "https://shop.example/list?a=1&page=2";
    let full = r#"{"reviews": [{"text": "a"}, {"text": "b"}], "next": "/list?page=9", "token": "t/2", "end": null}"#;
    let address = |text: &str| Some(format!("https://shop.example/list?{text}"));
    assert_eq!(next("next = '$.next'", asked, full), address("page=9"));
    assert_eq!(next("next = '$.end'", asked, full), None);
    let cursor = "cursor = { path = '$.token', param = 'after' }";
    assert_eq!(next(cursor, asked, full), address("a=1&page=2&after=t%2F2"));
    let again = "https://shop.example/list?after=t%2F2";
    assert_eq!(next(cursor, again, full), None, "a cursor that repeats itself is the end");
    let count = "page = { param = 'page' }";
    assert_eq!(next(count, asked, full), address("a=1&page=3"));
    assert_eq!(next(count, "https://shop.example/list", full), address("page=2"));
    let offset = "page = { param = 'from', start = 0, step = 2, per_page = 2 }";
    assert_eq!(next(offset, "https://shop.example/list", full), address("from=2"));
    let short = r#"{"reviews": [{"text": "a"}]}"#;
    assert_eq!(next(offset, "https://shop.example/list", short), None, "a short page is the last");
    assert_eq!(next(count, asked, r#"{"reviews": []}"#), None, "so is an empty one");
    let elsewhere = r#"{"reviews": [{"text": "a"}], "next": "https://evil.example/"}"#;
    assert_eq!(next("next = '$.next'", asked, elsewhere), None);
}

#[test]
fn headers_stay_on_the_owners_site_and_are_never_printed() {
    let options = "items = '$.r'\nbody = '$.t'\npage = { param = 'page' }\n\
        headers = { X-Api-Key = 'open-sesame' }";
    let source = example::source("json", options).expect("the options are right");
    let mut page = example::page(r#"{"r": [{"t": "a"}]}"#);
    let sent = |request: Option<PageRequest>| request.map_or(0, |request| request.headers.len());
    assert_eq!(sent(Some(source.first_page())), 1);
    assert_eq!(sent(source.read(&page).next), 1);
    page.url = Url::parse("https://elsewhere.example/list").expect("it is a URL");
    assert_eq!(sent(source.read(&page).next), 0, "a redirect took the key along");
    assert!(!format!("{source:?}").contains("open-sesame"));
}

#[test]
fn wrong_options_are_told_with_what_is_allowed() {
    let whole = "items = '$.r'\nbody = '$.t'\n";
    for (options, told) in [
        ("", "`source.json.items` is missing"),
        ("items = '$.r'", "`source.json.body` is missing"),
        ("items = '$.r['\nbody = '$.t'", "no JSONPath"),
        (&format!("{whole}bodi = '$.x'"), "unknown key `source.json.bodi`"),
        (&format!("{whole}rating_max = 0"), "more than 0"),
        (&format!("{whole}markup = 'md'"), "\"text\", \"html\""),
        (&format!("{whole}next = '$.a'\npage = {{ param = 'p' }}"), "only one of"),
        (&format!("{whole}cursor = {{ path = '$.a' }}"), "`source.json.cursor.param` is missing"),
        (&format!("{whole}author = {{ regex = 'x' }}"), "`source.json.author.path` is missing"),
        (&format!("{whole}author = {{ path = '$.a', regex = '(' }}"), "regex parse error"),
        (&format!("{whole}headers = {{ 'a b' = 'c' }}"), "no header that can be sent"),
        (&format!("{whole}secret_headers = {{ Key = 'abc' }}"), "must say where it is kept"),
        (&format!("{whole}reply = {{ author = '$.a' }}"), "`source.json.reply.body` is missing"),
    ] {
        let found = problems(options);
        assert!(found.contains(told), "{options}: {found:?}");
        assert!(!found.contains("abc"), "a secret is shown: {found}");
    }
}

#[test]
fn an_answer_of_any_length_gives_at_most_a_thousand_rows() {
    let items = vec![r#"{"text": "a"}"#; 1_200].join(",");
    let found = read_with("", &format!("{{\"reviews\": [{items}]}}"));
    assert_eq!((found.reviews.len(), found.rejects.len()), (1_000, 1));
}

proptest! {
    #[test]
    fn no_text_makes_reading_panic(value in json(), text in any::<String>()) {
        let options = "items = '$..text'\nid = '$.id'\nbody = '$'\nrating = '$'\ndate = '$'\n\
            link = '{$}'\nerror = '$.error'\nmarkup = 'html'\nnext = '$.next'";
        let source = example::source("json", options).expect("the options are right");
        for text in [value.to_string(), text] {
            source.read(&example::page(&text));
            read_with("", &text);
        }
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let key = proptest::sample::select(vec!["reviews", "text", "id", "error", "next"]);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            proptest::collection::vec((key.prop_map(str::to_owned), inner), 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}
