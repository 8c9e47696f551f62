//! What every template may show, in words: the one place where its variables are explained.

use super::Template;

/// Something a template may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// How it is written; `[]` stands for each one of a list.
    pub path: &'static str,
    /// What it is, in Korean.
    pub ko: &'static str,
    /// What it is, in English.
    pub en: &'static str,
}

macro_rules! variables {
    ($($path:literal $ko:literal $en:literal)*) => {
        &[$(Variable { path: $path, ko: $ko, en: $en }),*]
    };
}

/// In every mail.
const COMMON: &[Variable] = variables! {
    "shop" "가게 이름" "the shop's name"
    "subject" "메일 제목" "the mail's subject"
    "lang" "메일 언어: ko 또는 en" "the mail's language: ko or en"
};

/// In mails about one case; in mails about several, each of `cases` has the same.
const CASE: &[Variable] = variables! {
    "c" "답글이 필요한 건" "the case"
    "c.kind" "알림의 종류: alert, reminder, overdue, answered, handed_back, unconfirmed, follow_up" "what is said of it: alert, reminder, overdue, answered, handed_back, unconfirmed or follow_up"
    "c.code" "접수 번호 (A7K2)" "its code (A7K2)"
    "c.state" "상태: open, overdue, unconfirmed, answered, dismissed, withdrawn" "its state: open, overdue, unconfirmed, answered, dismissed or withdrawn"
    "c.deadline" "답글 기한" "when the reply is due"
    "c.span" "남은 시간, 기한이 지났으면 지난 시간" "the time left, or since the deadline"
    "c.late" "기한이 지났으면 true" "true once the deadline has passed"
    "c.just_now" "지난 지 1분이 안 되었으면 true" "true less than a minute after the deadline"
    "c.found_late" "발견했을 때 이미 기한이 지났으면 true" "true where it was late when it was first seen"
    "c.new" "받는 사람에게 처음 알리는 건이면 true" "true where the recipient has not heard of it before"
    "c.again" "다시 답글이 필요해진 까닭; 없으면 none" "why a reply is due again; else none"
    "c.url" "글로 바로 가는 주소; 모르면 none" "the review's address; none where it is not known"
    "c.source" "올라온 곳의 이름" "what the page is called"
    "c.title" "글 제목; 없으면 none" "the review's title; none without one"
    "c.body" "글 본문; 없으면 none" "the review's text; none without one"
    "c.excerpt" "본문이 길 때 그 앞부분; 아니면 none" "the beginning of a long text; else none"
    "c.brief" "제목과 본문을 한 줄로 줄인 것" "title and text in one short line"
    "c.secret" "비밀글이면 true" "true for a secret post"
    "c.stars" "별점; 없으면 none" "the rating; none without one"
    "c.stars.drawn" "별로 그린 것 (★☆☆☆☆); 그릴 수 없으면 none" "drawn (★☆☆☆☆); none where it cannot be"
    "c.stars.value" "별점" "its value"
    "c.stars.max" "별점의 만점" "its highest possible value"
    "c.stars_before" "고치기 전의 별점, 달라졌을 때만" "the rating before an edit changed it"
    "c.stars_before.drawn" "별로 그린 것" "drawn"
    "c.stars_before.value" "별점" "its value"
    "c.stars_before.max" "만점" "its highest possible value"
    "c.author" "작성자; 모르면 none" "the author; none where unknown"
    "c.product" "상품; 모르면 none" "the product; none where unknown"
    "c.written" "글을 쓴 때; 모르면 none" "when it was written; none where unknown"
    "c.edited" "글을 고친 때; 고치지 않았으면 none" "when it was edited; none where it was not"
    "c.from_edit" "기한이 고친 때부터이면 true" "true where the deadline counts from the edit"
    "c.vague" "쓴 때를 1분보다 넓게만 알면 true" "true where the time is not known to the minute"
    "c.seen" "발견한 때" "when reviewd first saw it"
    "c.changes" "고친 곳; 견줄 수 없으면 none" "what an edit changed; none where that cannot be said"
    "c.changes[].kept" "그대로인 부분" "words that stayed"
    "c.changes[].removed" "지운 부분" "words that went"
    "c.changes[].added" "더한 부분" "words that came"
    "c.changed" "고친 곳을 한 줄로" "the changes in one line"
    "c.before" "고치기 전의 글, 고친 곳을 견줄 수 없을 때" "the text before an edit, where the changes cannot be said"
    "c.reasons" "불만으로 판단한 이유의 목록" "why it counts as a complaint, a list"
    "c.certainty" "불만일 확률 (%)" "how likely it is a complaint, in percent"
    "c.overtaken" "보내지 못한 앞선 알림; 없으면 none" "earlier mails that could not be sent; else none"
    "c.instead_of" "메일을 받지 못한 사람의 목록" "who could not be reached, a list"
    "c.places" "같은 불만이 올라온 곳의 목록; 한 곳뿐이면 비어 있음" "every place where the complaint stands, a list; empty where there is only one"
    "c.places[].source" "올라온 곳의 이름" "what the page is called"
    "c.places[].url" "글로 바로 가는 주소; 모르면 none" "the review's address there; none where it is not known"
    "c.places[].standing" "waiting(답글 대기), answered(답글 있음), gone(고객이 거둠), settled(마무리됨)" "waiting, answered, gone or settled"
    "c.reply" "달린 답글; 없으면 none" "the reply; none without one"
    "c.reply.author" "답글을 쓴 이름; 모르면 none" "who wrote it; none where unknown"
    "c.reply.body" "답글 내용; 보이지 않으면 none" "its text; none where it does not show"
    "c.closed" "마무리된 때; 아니면 none" "when the case ended; else none"
    "c.took" "글을 쓴 뒤 마무리까지 걸린 시간; 아니면 none" "how long that took since the review was written; else none"
    "c.owner" "담당자 이름; 따로 없으면 none" "who sees to the answer; none where that goes without saying"
    "c.told_as" "담당자가 아닌 사람에게 알리는 까닭; 아니면 none" "why someone hears of it who is not the owner; else none"
    "c.hands" "담당자들이 한 일" "what people did with it"
    "c.hands.note" "누가 맡겼거나 확인했는지 한 문장으로; 없으면 none" "who put whom in charge or is on it, a sentence; else none"
    "c.hands.said_by" "답글을 달았다고 한 사람; 없으면 none" "who said that the reply was given; else none"
    "c.hands.said_at" "그렇게 말한 때; 없으면 none" "when they said so; else none"
    "c.hands.until" "다음에 다시 알려 드리는 때; 없으면 none" "when this case is next spoken of; else none"
    "c.hands.handed_to" "마지막으로 맡은 사람; 없으면 none" "whom it was last handed to; else none"
    "c.hands.handed_at" "맡긴 때; 없으면 none" "when it was handed; else none"
    "c.hands.replied_ago" "답글을 단 지 며칠이 지났는지; 없으면 none" "how many days ago the reply was given; else none"
    "c.in_time" "기한을 지켰으면 true, 어겼으면 false, 모르면 none" "true in time, false too late, none where unknown"
};

/// The templates that tell of one case.
const CASE_TEMPLATES: &[&str] = &[
    "case",
    "alert",
    "reminder",
    "overdue",
    "answered",
    "handed_back",
    "unconfirmed",
    "follow_up",
];

/// In mails about several cases.
const MANY: &[Variable] = variables! {
    "shared" "storm(한꺼번에), catch_up(늦게 발견), done(마무리), overnight(쉬는 동안)" "storm, catch_up, done or overnight"
    "count" "적은 것 모두의 수" "how many things are told of"
    "open" "그 가운데 답글이 필요한 건의 수" "how many of them want a reply"
    "cases" "건의 목록, 급한 것부터; 하나하나에 c와 같은 값이 있습니다" "the cases, the most urgent first; each has what c has"
    "fresh" "처음 알리는 건의 수" "how many are new to the recipient"
    "earlier" "하루 안에 보낸 지난 모음 메일; 없으면 none" "the last such mail within a day; else none"
    "earlier.at" "지난 모음 메일을 보낸 때" "when it was sent"
    "earlier.open" "그 메일의 건 가운데 아직 답글이 없는 수" "how many of its cases still want a reply"
    "instead_of" "메일을 받지 못한 사람의 목록" "who could not be reached, a list"
};

/// In mails about pages; in those about what happened in quiet hours too.
const SOURCES: &[Variable] = variables! {
    "all" "페이지에 대한 것 모두" "everything about the pages"
    "all.names" "페이지 이름의 목록" "their names, a list"
    "all.gap" "읽지 못한 글이 있을 수 있으면 true" "true where reviews may not have been read"
    "all.stop" "리뷰를 전혀 읽지 못하면 true" "true where nothing at all is read"
    "all.cause" "여러 페이지의 공통된 원인; 없으면 none" "one cause for all; else none"
    "all.day" "며칠째인지; 첫 메일이면 none" "on which day it lasts; none in the first mail"
    "all.rest" "자세히 적지 않은 페이지 이름의 목록" "the names of those not told of in full"
    "all.missed" "그사이 놓친 글의 수" "how many reviews were missed meanwhile"
    "all.late" "그 가운데 기한이 지난 수" "how many of them are late already"
    "all.sources" "자세히 적는 페이지의 목록" "those told of in full"
    "all.sources[].id" "설정과 명령에서 쓰는 이름" "what the configuration and commands call it"
    "all.sources[].title" "사람이 부르는 이름" "what people call it"
    "all.sources[].url" "주소; 모르면 none" "its address; none where unknown"
    "all.sources[].stop" "전혀 읽지 못하면 true" "true where nothing is read"
    "all.sources[].unread" "페이지 자체를 읽지 못하면 true" "true where the page itself cannot be read"
    "all.sources[].name" "무엇이 문제인지 짧게" "the trouble in a few words"
    "all.sources[].what" "무엇이 문제인지 한 문장으로" "the trouble as a sentence"
    "all.sources[].before" "전에는 어땠는지; 모르면 none" "what it was like before; none where unknown"
    "all.sources[].now" "지금은 어떤지; 알 수 없으면 none" "what it is like now; none where unknown"
    "all.sources[].cures" "할 일의 목록" "what to do, a list"
    "all.sources[].note" "기술 정보; 없으면 none" "technical details; else none"
    "all.sources[].since" "언제부터인지" "since when"
    "all.sources[].polls" "그 뒤로 확인한 횟수" "how often it was visited since"
    "all.sources[].last_success" "마지막으로 읽은 때; 없으면 none" "when it was last read; none if never"
    "all.sources[].never_read" "한 번도 읽은 적이 없으면 true" "true where it was never read"
    "all.sources[].recovered" "풀린 때; 아니면 none" "when it was over; else none"
    "all.sources[].lasted" "이어진 시간; 아니면 none" "how long it lasted; else none"
    "all.sources[].unseen" "읽지 못한 글이 있을 수 있는 시간의 목록" "the times of which reviews may not have been read, a list"
    "all.sources[].missed" "놓친 글의 목록" "the reviews missed meanwhile"
    "all.sources[].missed[].author" "작성자; 모르면 none" "the author; none where unknown"
    "all.sources[].missed[].words" "글을 한 줄로; 없으면 none" "its words in one line; none without any"
    "all.sources[].missed[].verdict" "negative, troll, positive, unjudged 가운데 하나" "negative, troll, positive or unjudged"
    "all.sources[].missed[].code" "접수 번호; 없으면 none" "its case's code; else none"
    "all.sources[].missed[].late" "기한이 이미 지났으면 true" "true where its deadline has passed"
    "all.sources[].missed_more" "목록에 적지 않은 수" "how many more were missed than are listed"
};

/// In the daily digest.
const DIGEST: &[Variable] = variables! {
    "d" "하루 요약" "the day"
    "d.since" "이때부터" "what happened from then"
    "d.until" "이때까지의 일" "to then is told"
    "d.written" "메일을 쓴 때, 늦게 썼을 때만; 아니면 none" "when it was written, where that was later; else none"
    "d.missed_days" "요약을 보내지 못하고 지나간 날의 수" "days before it that had no digest"
    "d.quiet" "아무 일도 없고 기다리는 글도 없으면 true" "true where nothing happened and nothing waits"
    "d.overdue" "기한이 지난 건의 수" "how many cases are overdue"
    "d.open" "아직 시간이 남은 건의 수" "how many have time left"
    "d.waiting" "답글을 기다리는 건의 목록: 기한이 지난 것, 급한 것, 답글이 아직 보이지 않는 것 순서" "the cases that wait: overdue ones, the most urgent ones, those whose reply does not show yet"
    "d.waiting[].code" "접수 번호" "its code"
    "d.waiting[].state" "overdue(기한 지남), open, unconfirmed(답글이 아직 보이지 않음)" "overdue, open or unconfirmed"
    "d.waiting[].span" "남은 시간, 기한이 지났으면 지난 시간" "the time left, or since the deadline"
    "d.waiting[].just_now" "지난 지 1분이 안 되었으면 true" "true less than a minute after the deadline"
    "d.waiting[].deadline" "답글 기한" "when the reply is due"
    "d.waiting[].stars" "별점 (★1); 없으면 none" "the rating (★1); none without one"
    "d.waiting[].brief" "제목과 본문을 한 줄로 줄인 것" "title and text in one short line"
    "d.waiting[].author" "작성자; 모르면 none" "the author; none where unknown"
    "d.waiting[].source" "올라온 곳의 이름" "what the page is called"
    "d.waiting[].url" "글로 바로 가는 주소; 모르면 none" "the review's address; none where unknown"
    "d.overdue_more" "목록에 적지 않은, 기한이 지난 건의 수" "how many more overdue ones there are than are listed"
    "d.open_more" "목록에 적지 않은, 시간이 남은 건의 수" "the same for those with time left"
    "d.unconfirmed" "답글을 달았다고 하나 아직 보이지 않는 건의 수" "how many are said to be answered without its showing"
    "d.unconfirmed_more" "그 가운데 목록에 적지 않은 수" "how many of those are not listed"
    "d.new" "새로 온 글의 수" "how many reviews came"
    "d.negative" "그 가운데 불만" "of them complaints"
    "d.troll" "그 가운데 악성으로 의심되는 글" "of them suspected trolls"
    "d.positive" "그 가운데 칭찬과 그 밖의 글" "of them praise and the rest"
    "d.unjudged" "그 가운데 아직 판단하지 않은 글" "of them not judged yet"
    "d.answered" "달린 답글의 수" "how many cases were answered"
    "d.median" "불만에서 답글까지 걸린 시간의 가운뎃값; 모르면 none" "the median time from complaint to reply; none where unknown"
    "d.slowest" "가장 오래 걸린 시간; 모르면 none" "the longest such time; none where unknown"
    "d.slowest_code" "가장 오래 걸린 건의 접수 번호; 모르면 none" "the code of the case that took it; none where unknown"
    "d.trolls" "악성으로 의심되는 글의 목록" "the suspected trolls, a list"
    "d.trolls[].stars" "별점 (★1); 없으면 none" "the rating (★1); none without one"
    "d.trolls[].words" "제목과 본문을 한 줄로 줄인 것" "title and text in one line"
    "d.trolls[].author" "작성자; 모르면 none" "the author; none where unknown"
    "d.trolls[].product" "상품; 모르면 none" "the product; none where unknown"
    "d.trolls[].source" "올라온 곳의 이름" "what the page is called"
    "d.trolls[].url" "글로 바로 가는 주소; 모르면 none" "its address; none where unknown"
    "d.trolls[].written" "쓴 때; 모르면 none" "when it was written; none where unknown"
    "d.trolls_more" "목록에 적지 않은 수" "how many more there are than are listed"
    "d.thanks" "감사 인사를 건넬 만한 글의 목록" "praise worth a thank-you, a list"
    "d.thanks[].stars" "별점 (★5); 없으면 none" "the rating (★5); none without one"
    "d.thanks[].words" "제목과 본문을 한 줄로 줄인 것" "title and text in one line"
    "d.thanks[].author" "작성자; 모르면 none" "the author; none where unknown"
    "d.thanks[].product" "상품; 모르면 none" "the product; none where unknown"
    "d.thanks[].source" "올라온 곳의 이름" "what the page is called"
    "d.thanks[].url" "글로 바로 가는 주소; 모르면 none" "its address; none where unknown"
    "d.thanks[].written" "쓴 때; 모르면 none" "when it was written; none where unknown"
    "d.ailing" "살펴봐야 할 페이지의 수" "how many pages need a look"
    "d.sources" "살펴봐야 할 페이지의 목록" "those pages, a list"
    "d.sources[].title" "사람이 부르는 이름" "what people call it"
    "d.sources[].last_success" "마지막으로 읽은 때; 없으면 none" "when it was last read; none if never"
    "d.sources[].paused_until" "언제까지 멈춰 두었는지; 아니면 none" "until when it is paused; else none"
    "d.sources[].troubles" "무엇이 문제인지의 목록" "what is wrong, a list"
    "d.sources[].troubles[].name" "문제를 짧게" "the trouble in a few words"
    "d.sources[].troubles[].since" "언제부터인지" "since when"
    "d.sources[].gaps" "읽지 못했을 수 있는 때의 목록" "when reviews may not have been read, a list"
    "d.sources_more" "목록에 적지 않은 수" "how many more there are than are listed"
    "d.well" "잘 읽고 있는 페이지의 수" "how many pages are read as usual"
    "d.well_names" "그 이름의 목록" "their names, a list"
    "d.well_since" "그 페이지들을 모두 이때 이후에 읽음; 없으면 none" "all of those were read after this; none without any"
    "d.instead_of" "메일을 받지 못한 사람의 목록" "who could not be reached, a list"
};

/// In the test mail.
const TEST: &[Variable] = variables! {
    "sent" "보낸 때" "when it was sent"
};

/// Every variable, in groups: the templates that see it, and the variables.
pub fn variables() -> Vec<(&'static [&'static str], &'static [Variable])> {
    vec![
        (&["*"], COMMON),
        (CASE_TEMPLATES, CASE),
        (&["many"], MANY),
        (&["source_broken", "source_recovered", "many"], SOURCES),
        (&["digest"], DIGEST),
        (&["test"], TEST),
    ]
}

/// The variables that the template file `name` ("ko/alert.html") may use.
pub(super) fn known_to(name: &str) -> Vec<&'static str> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    let groups = variables();
    let own = groups.iter().any(|(templates, _)| templates.contains(&stem));
    // What every template builds upon sees whatever the template that is rendered sees.
    let sees = |templates: &[&str]| !own || templates.contains(&"*") || templates.contains(&stem);
    let seen = groups.iter().filter(|(templates, _)| sees(templates));
    seen.flat_map(|(_, variables)| variables.iter().map(|variable| variable.path)).collect()
}

impl Template {
    /// Every template, for those who try them all.
    #[cfg(test)]
    pub(in crate::alert) const ALL: [Self; 12] = [
        Self::Alert,
        Self::Reminder,
        Self::Overdue,
        Self::Answered,
        Self::HandedBack,
        Self::Unconfirmed,
        Self::FollowUp,
        Self::SourceBroken,
        Self::SourceRecovered,
        Self::Many,
        Self::Digest,
        Self::Test,
    ];
}
