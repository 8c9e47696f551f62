//! What a mail says of words that nobody but the shop can read.

use super::*;

#[test]
fn a_secret_post_is_called_one_and_not_a_post_without_text() {
    for (language, said, not_said) in [
        (Language::Ko, "비밀글입니다", "본문은 없습니다"),
        (Language::En, "A secret post", "There is no text"),
    ] {
        let mut facts = complaint(language);
        facts.review.keep_secret();
        let title = facts.review.title.clone().unwrap_or_default();
        let mail = letter(language, Kind::Alert, facts, at("2026-11-22T15:35:14"));
        for shown in [text_of(&mail), html_of(&mail)] {
            assert!(shown.contains(said) && !shown.contains(not_said), "{language:?}:\n{shown}");
            assert!(shown.contains(&title), "the title is there:\n{shown}");
        }
    }
}

#[test]
fn an_answer_that_the_page_only_mentions_is_no_persons_word() {
    for (language, said, not_said) in [
        (Language::Ko, "답변했다는 표시", "담당자의 표시"),
        (Language::En, "says that it was answered", "someone's word"),
    ] {
        let at_noon = Interval::at(at("2026-11-22T16:00:00"));
        let mut facts = answered(complaint(language), language, at_noon, "2026-11-22T16:05:00");
        facts.review.reply = Some(Reply::unseen());
        let mail = letter(language, Kind::Answered, facts, at("2026-11-22T16:05:14"));
        for shown in [text_of(&mail), html_of(&mail)] {
            assert!(shown.contains(said) && !shown.contains(not_said), "{language:?}:\n{shown}");
        }
    }
}
