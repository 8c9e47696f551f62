//! The daily digest: one a day, whatever happens or does not, and what it says is what happened.

use std::io::Write;
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use reviewd::demo::sink::{At, Behaviour};

use crate::support::run::{BOSS, Mail, OWNER, Run};
use crate::support::shop::{List, Post, at, hours, list_source, minutes};

/// It is nine in the morning where every time begins, so the first digest comes after 23 hours.
const FIRST: SignedDuration = hours(23);
const DAY: SignedDuration = hours(24);

/// Words of which nobody learns what went wrong.
const TROLL: &str = "사장 병신 새끼 ㅋㅋㅋ 면상 보니까 토나온다 꺼져라 개새끼야 ㅋㅋㅋㅋ";

/// A daemon over one list, with digests as `table` says.
async fn run_with(table: &str, list: List) -> Run {
    let sources = format!("{}[digest]\n{table}\n", list_source("mall", "/mall", "1h"));
    Run::over(&sources, Arc::new(move |request, now| list.answer(request, now))).await
}

async fn run(list: List) -> Run {
    run_with("", list).await
}

fn digests(run: &Run) -> Vec<&Mail> {
    run.mails().iter().filter(|mail| mail.kind == "digest").collect()
}

/// When digests came, in hours after the start.
fn hours_of(run: &Run) -> Vec<i64> {
    digests(run).iter().map(|mail| mail.at.duration_since(at(hours(0))).as_hours()).collect()
}

fn assert_says(mail: &Mail, lines: &[&str]) {
    let text = mail.text.replace("\r\n", "\n");
    for line in lines {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
}

#[tokio::test]
async fn it_comes_every_morning_even_when_nothing_happened() {
    let mut run = run(List::of(vec![])).await;
    run.until(hours(72)).await;
    assert_eq!(hours_of(&run), [23, 47, 71], "{:?}", run.log());
    assert_eq!(run.mails().len(), 3, "nobody else is told: {:?}", run.log());
    for mail in digests(&run) {
        assert_eq!(mail.to, OWNER);
        let after_first = mail.at.duration_since(at(FIRST)).as_secs();
        assert_eq!(after_first % DAY.as_secs(), 0, "at eight sharp, not {}", mail.at);
        assert_eq!(mail.subject, "[Daily] nothing waits – 시험 가게");
        assert_says(mail, &["A quiet day", "New: 0", "Answered: 0", "read as usual: mall"]);
        let head = String::from_utf8_lossy(&mail.bytes);
        let head = head.split("\r\n\r\n").next().expect("headers");
        let rid = "List-Unsubscribe: <mailto:reviewd@shop.example?subject=unsubscribe%20digest>";
        assert!(head.contains(rid), "{head}");
        assert!(!head.contains("In-Reply-To"), "each stands alone:\n{head}");
    }
}

#[tokio::test]
async fn off_is_off_and_others_get_it_where_the_settings_say_so() {
    let mut off = run_with("at = \"off\"", List::of(vec![])).await;
    off.until(hours(72)).await;
    assert_eq!(off.mails().len(), 0, "{:?}", off.log());

    let table = "at = \"12:30\"\nto = [\"a@shop.example\", \"b@shop.example\"]";
    let mut others = run_with(table, List::of(vec![])).await;
    others.until(hours(24)).await;
    let told: Vec<_> = digests(&others).iter().map(|m| (m.at, m.to.as_str())).collect();
    let half_past_noon = at(minutes(210));
    assert_eq!(told, [(half_past_noon, "a@shop.example"), (half_past_noon, "b@shop.example")]);
}

/// What a day brings: one complaint that is late by the morning, one that still has time, one that was
/// answered after three hours; two reviews of praise, one of which says something; a troll; and what was
/// there before.
fn busy() -> List {
    let mut troll = Post::praise(7, hours(9));
    (troll.stars, troll.body) = (1, TROLL.to_owned());
    let mut careful = Post::praise(8, hours(10));
    careful.body = "어머니 생신 선물로 샀는데 손잡이가 편하고 가벼워서 아침마다 쓰신대요. \
                    <b>포장</b>도 꼼꼼했습니다."
        .to_owned();
    let mut short = Post::praise(9, hours(11));
    short.body = "좋아요".to_owned();
    List::of(vec![
        Post::praise(1, hours(-300)),
        Post::complaint(2, hours(-2)),
        Post::complaint(3, hours(2)),
        Post::complaint(4, hours(3)).replied(hours(6)),
        troll,
        careful,
        short,
        // The digest of the next day tells of it.
        Post::complaint(10, FIRST + minutes(90)),
    ])
}

#[tokio::test]
async fn it_says_what_happened_that_day_and_what_waits() {
    let mut run = run(busy()).await;
    run.until(FIRST).await;
    let digests = digests(&run);
    let [mail] = digests.as_slice() else { panic!("one digest: {:?}", run.log()) };
    let cases = run.cases().await;
    let code = |id: &str| {
        let case = cases.iter().find(|case| case.review.native == id).expect("its case");
        format!("#{}", case.id)
    };
    assert_eq!(mail.subject, "[Daily] 1 overdue, 1 open – 시험 가게");
    assert_says(
        mail,
        &[
            "1 review is past the deadline",
            "[1 past the deadline]\n1 hour overdue",
            "[1 to answer, the most urgent first]\n3 hours left",
            "New: 5 (2 complaints, 1 suspected troll, 2 other)",
            "Answered: 1",
            &format!("Time to reply: 3 hours ({})", code("4")),
            "[Suspected trolls]",
            TROLL,
            "[Worth a thank-you]",
            "아침마다 쓰신대요",
            "https://shop.example/reviews/8",
            "[Review pages]\n1 is read as usual: mall",
        ],
    );
    let place = |code: &str| mail.text.find(code).expect("the case is listed");
    assert!(place(&code("2")) < place(&code("3")), "what is late stands first:\n{}", mail.text);
    assert!(!mail.text.contains("좋아요\n"), "it says too little to be thanked:\n{}", mail.text);
    assert!(mail.html.contains("&lt;b&gt;포장&lt;/b&gt;"), "a page's text is no markup");
}

#[tokio::test]
async fn each_digest_goes_on_where_the_last_one_ended() {
    let mut run = run(busy()).await;
    run.until(FIRST + DAY).await;
    let digests = digests(&run);
    let [_, second] = digests.as_slice() else { panic!("two digests: {:?}", run.log()) };
    assert_says(second, &["New: 1 (1 complaint, 0 suspected trolls, 0 other)", "Answered: 0"]);
    assert!(!second.text.contains(TROLL), "it was told the day before:\n{}", second.text);
    assert_says(second, &["2 reviews are past the deadline", "1 hour 30 minutes left"]);
}

#[tokio::test]
async fn a_daemon_that_was_off_at_eight_tells_once_when_it_is_back() {
    let mut run = run(busy()).await;
    run.until(hours(20)).await;
    run.stop().await;
    run.until(hours(30)).await;
    run.start().await;
    run.until(hours(31)).await;
    run.stop().await;
    run.start().await;
    run.until(FIRST + DAY).await;
    assert_eq!(hours_of(&run), [30, 47], "{:?}", run.log());
    let first = digests(&run)[0];
    assert_says(first, &["Written late: what waits is as of Tue 3 Mar, 3:00 pm."]);
}

#[tokio::test]
async fn too_late_for_one_the_next_one_says_it_all() {
    let mut run = run(busy()).await;
    run.until(hours(20)).await;
    run.stop().await;
    // Nine in the evening.
    run.until(hours(36)).await;
    run.start().await;
    run.until(FIRST + DAY).await;
    assert_eq!(hours_of(&run), [47], "{:?}", run.log());
    let digest = digests(&run)[0];
    assert_says(
        digest,
        &[
            "From Mon 2 Mar, 9:00 am to Wed 4 Mar, 8:00 am.",
            "reviewd was off on 1 day in between",
            "New: 6 (3 complaints, 1 suspected troll, 2 other)",
        ],
    );
}

#[tokio::test]
async fn it_goes_out_once_when_the_mail_server_is_back() {
    for (refusal, name) in [(At::Sender, "sender"), (At::Data, "text")] {
        let mut run = run(List::of(vec![])).await;
        run.until(FIRST - minutes(5)).await;
        let text = "4.0.0 not now".to_owned();
        run.mail_server(Behaviour::Refuse { at: refusal, code: 451, text }).await;
        run.until(FIRST + hours(3)).await;
        assert_eq!(hours_of(&run), [0; 0], "{name}: nothing was taken");
        run.mail_server(Behaviour::Accept).await;
        run.until(FIRST + hours(5)).await;
        let came = hours_of(&run);
        let [at] = came.as_slice() else { panic!("{name}: once, not {came:?}") };
        assert!((26..=27).contains(at), "{name}: soon after the server was back, not at {at}");
        run.until(FIRST + DAY).await;
        assert_eq!(hours_of(&run).len(), 2, "{name}: and the next one as ever");
    }
}

#[tokio::test]
async fn whoever_refuses_it_for_good_is_stood_in_for() {
    let mut run = run(List::of(vec![])).await;
    run.until(FIRST - minutes(5)).await;
    let text = "5.1.1 no such user".to_owned();
    let refuse = Behaviour::RefuseRecipient { address: OWNER.to_owned(), code: 550, text };
    run.mail_server(refuse).await;
    run.until(FIRST + hours(1)).await;
    let told: Vec<_> = digests(&run).iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(told, [BOSS], "{:?}", run.log());
    assert_says(digests(&run)[0], &["Mail to owner@shop.example could not be delivered"]);
}

/// A log that can be read afterwards.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_that_it_says_stands_in_a_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .finish();
    // Beside a second one, what this one listens to is asked of it, and not of whatever test comes to a
    // line first.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::new());
    let _guard = tracing::subscriber::set_default(subscriber);
    let mut run = run(busy()).await;
    run.until(FIRST).await;
    assert_eq!(digests(&run).len(), 1);
    let log = String::from_utf8(log.0.lock().expect("the log").clone()).expect("UTF-8");
    assert!(log.contains("digest told"), "the log was listened to:\n{log}");
    for secret in [OWNER, BOSS, "병신", "생신", "찌그러져", "손님"] {
        assert!(!log.contains(secret), "{secret:?} is in the log:\n{log}");
    }
}
