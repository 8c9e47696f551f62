//! Answers, wherever a page puts them: each with its author, date and words, on the right review.

use super::*;

const ROWS: &str = "item = 'tr'\nid = { attr = 'id' }\ntitle = 'td.t'\nauthor = 'td.a'\n\
                    date = 'td.d'\n[reply]\nrow = '.re'\nrow_title = '^(답변|RE:)'\n";

/// A board of rows: (number, title, author, date).
fn board(options: &str, rows: &[(&str, &str, &str, &str)]) -> Extraction {
    let row = |(id, title, author, date): &(&str, &str, &str, &str)| {
        format!("<tr id='{id}'><td class=t>{title}<td class=a>{author}<td class=d>{date}</tr>")
    };
    let rows: String = rows.iter().map(row).collect();
    read(options, &format!("<table>{rows}</table>"))
}

/// Each review's number with the words of its answer.
fn answers(found: &Extraction) -> Vec<(&str, Option<&str>)> {
    found
        .reviews
        .iter()
        .map(|review| {
            let body = review.reply.as_ref().map(|reply| reply.body.as_str());
            (review.id.as_deref().unwrap_or_default(), body)
        })
        .collect()
}

#[test]
fn an_answer_in_a_row_carries_its_author_its_date_and_its_words() {
    let found = board(
        ROWS,
        &[
            ("1", "깨져서 왔어요", "김**", "2024-05-01"),
            ("2", "답변: 죄송합니다", "운영자", "2024-05-02"),
        ],
    );
    let reply = only(found).reply.expect("it is answered");
    assert_eq!(
        (reply.author.as_deref(), reply.body.as_str()),
        (Some("운영자"), "답변: 죄송합니다")
    );
    let day = reply.posted.interval.expect("it is dated").earliest.to_string();
    assert_eq!(day, "2024-05-01T15:00:00Z");
}

#[test]
fn of_several_answers_in_a_row_the_shops_newest_counts() {
    let found = board(
        ROWS,
        &[
            ("1", "깨져서 왔어요", "김**", "2024-05-01"),
            ("2", "RE: 깨져서 왔어요", "지나가던 손님", "2024-05-05"),
            ("3", "RE: 깨져서 왔어요 [보냈습니다]", "운영자", "2024-05-04"),
            ("4", "RE: 깨져서 왔어요 [죄송합니다]", "운영자", "2024-05-02"),
            ("5", "좋아요", "이**", "2024-05-01"),
        ],
    );
    let wanted = [("1", Some("RE: 깨져서 왔어요 [보냈습니다]")), ("5", None)];
    assert_eq!(answers(&found), wanted);
    assert_eq!(found.rejects, []);
}

#[test]
fn an_answer_that_names_its_review_hangs_there_and_on_no_neighbour() {
    // A flat board, the newest first: every answer stands above what it answers.
    let found = board(
        ROWS,
        &[
            ("9", "RE: 깨져서 왔어요", "운영자", "2024-05-09"),
            ("8", "배송이 늦어요", "박**", "2024-05-08"),
            ("7", "└ [답변] 사이즈가 안 맞...", "운영자", "2024-05-07"),
            ("6", "깨져서 왔어요", "김**", "2024-05-06"),
            ("5", "사이즈가 안 맞아요", "이**", "2024-05-05"),
        ],
    );
    let wanted =
        [("8", None), ("6", Some("RE: 깨져서 왔어요")), ("5", Some("└ [답변] 사이즈가 안 맞..."))];
    assert_eq!(answers(&found), wanted);
}

#[test]
fn an_answer_older_than_the_review_above_it_is_not_its_answer() {
    let found = board(
        ROWS,
        &[
            ("8", "배송이 늦어요", "박**", "2024-05-08"),
            ("7", "RE: 지난 장의 글", "운영자", "2024-05-07"),
        ],
    );
    assert_eq!(answers(&found), [("8", None)], "the complaint stays open");
    assert_eq!(found.rejects[0].why, "a reply older than the review before it");
}

#[test]
fn an_answer_that_gives_a_number_hangs_on_that_review_wherever_it_stands() {
    let options = format!("{ROWS}parent = {{ css = 'td.t', regex = '#(\\d+)' }}\n");
    let found = board(
        &options,
        &[
            ("9", "답변 #6", "운영자", "2024-05-09"),
            ("8", "별로", "박**", "2024-05-08"),
            ("7", "답변 #1", "운영자", "2024-05-09"),
            ("6", "별로", "김**", "2024-05-06"),
        ],
    );
    assert_eq!(answers(&found), [("8", None), ("6", Some("답변 #6"))]);
    assert_eq!(found.rejects[0].why, "a reply to a review that is not on this page");
}

#[test]
fn the_shops_own_row_is_never_a_customers_review() {
    let options = "item = 'tr'\nid = { attr = 'id' }\ntitle = 'td.t'\nauthor = 'td.a'\n";
    let found = board(
        options,
        &[
            ("3", "RE: 별로", "운영자", ""),
            ("2", "후기 이벤트 안내", "운영자", ""),
            ("1", "별로", "김**", ""),
        ],
    );
    let kept: Vec<_> = found.reviews.iter().map(|r| r.id.as_deref()).collect();
    assert_eq!(kept, [Some("1")], "{found:?}");
    assert!(found.reviews[0].reply.is_some(), "its title says what it answers");
    assert_eq!(found.rejects.len(), 1, "the notice is told: {:?}", found.rejects);
}

#[test]
fn a_state_that_says_answered_is_an_answer_without_words() {
    let options = "item = 'li'\nbody = 'p'\n[reply]\ncss = '.ans'\n\
                   answered = { css = 'b', regex = '답변\\s*완료' }\n";
    for (html, answer) in [
        ("<li><p>별로</p><b>답변완료</b>", Some("")),
        ("<li><p>별로</p><b>답변대기</b>", None),
        ("<li><p>별로</p><b>답변 완료</b><div class=ans>죄송합니다</div>", Some("죄송합니다")),
    ] {
        let reply = only(read(options, html)).reply;
        assert_eq!(reply.map(|reply| reply.body).as_deref(), answer, "{html}");
    }
}
