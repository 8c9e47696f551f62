//! A complaint comes to the person whose it is: while they are there, and while they are not.

use std::path::Path;
use std::process::{Command, Output};

use jiff::civil::DateTime;
use reviewd::config::{LoadOptions, load};
use reviewd::demo::sink::Behaviour;
use reviewd::review::{Cause, Rating, Script};
use reviewd::route::{Address, Matter, Routed};

use crate::support::run::{BOSS, OWNER, Run};
use crate::support::shop::{List, Post, SECOND, hours, list_source, minutes};
use crate::support::source::configuration;

/// A shop with a delivery team of two, a lead, and someone for the evenings.
const PEOPLE: &str = r#"
[hours]
work = "mon-fri 09:00-18:00"

[[person]]
name = "김하늘"
mail = "haneul@shop.example"
away = ["2026-08-01..2026-08-10", "2026-12-24..2026-12-26"]
stand_in = "박바다"

[[person]]
name = "박바다"
mail = "bada@shop.example"
away = ["2026-08-05", "2026-12-31"]

[[person]]
name = "이구름"
mail = "gureum@shop.example"
away = ["2026-08-05"]

[[person]]
name = "팀장"
mail = "lead@shop.example"
away = ["2026-12-25"]

[[group]]
name = "배송팀"
members = ["김하늘", "박바다", "이구름"]

[[group]]
name = "밤"
members = ["이구름"]

[[route]]
causes = ["delivery", "packaging"]
to = "배송팀"
escalate = [{ to = "boss@shop.example", before = "0h" }, { to = "팀장", before = "4h" }]

[[route]]
stars = "1-2"
products = ["수면등"]
to = ["팀장", "김하늘", "maker@factory.example"]

[[route]]
languages = ["en", "ja"]
sources = ["mall"]
to = "박바다"

[[route]]
when = "not working"
to = "밤"

[[route]]
when = "sat-sun 10:00-14:00"
to = "밤"
"#;

const SOURCE: &str = "kind = \"feed\"\nurl = \"https://mall.example/feed\"\n";

/// What is asked, as in the columns below: causes, product, stars, language, local time.
type Question = (&'static str, &'static str, u8, &'static str, &'static str);
/// Which route, who owns it, who gets copies, who is next.
type Told = (Option<usize>, &'static str, &'static str, &'static str);

/// Worked out by hand. The shop works on weekdays from nine to six; 2026-11-20 is a Friday. Routes are
/// counted from 1; 0 stars are none.
const QUESTIONS: [(Question, Told); 20] = [
    // A cause decides, whichever of the two, and whatever else is said.
    (("delivery", "", 0, "", "2026-11-20T10:00"), (Some(1), "김하늘", "", "4h 팀장 | 0h boss")),
    (("packaging", "", 5, "en", "2026-11-20T22:00"), (Some(1), "김하늘", "", "4h 팀장 | 0h boss")),
    (
        ("refund delivery", "수면등", 1, "", "2026-11-20T10:00"),
        (Some(1), "김하늘", "", "4h 팀장 | 0h boss"),
    ),
    // Away on the first and on the last day, and back on the next; the lead is away on Christmas only.
    (("delivery", "", 0, "", "2026-12-24T00:00"), (Some(1), "박바다", "", "4h 팀장 | 0h boss")),
    (("delivery", "", 0, "", "2026-12-25T22:00"), (Some(1), "박바다", "", "4h boss | 0h boss")),
    (("delivery", "", 0, "", "2026-12-26T23:59"), (Some(1), "박바다", "", "4h 팀장 | 0h boss")),
    (("delivery", "", 0, "", "2026-12-27T00:00"), (Some(1), "김하늘", "", "4h 팀장 | 0h boss")),
    // All three are away: the fallback.
    (("delivery", "", 0, "", "2026-08-05T12:00"), (Some(1), "owner", "", "4h 팀장 | 0h boss")),
    // Low stars and the product, spaces and capitals aside; both must hold.
    (
        ("", "LED 수면 등 (화이트)", 2, "ko", "2026-11-20T10:00"),
        (Some(2), "팀장", "김하늘 maker", "0h boss"),
    ),
    (("", "수면등", 3, "ko", "2026-11-20T10:00"), (None, "owner", "", "0h boss")),
    (("", "수면등", 0, "ko", "2026-11-20T10:00"), (None, "owner", "", "0h boss")),
    (("size", "스탠드", 1, "ko", "2026-11-20T10:00"), (None, "owner", "", "0h boss")),
    // The lead is away and has no stand-in: the fallback owns it, the copies stay; a copy's stand-in.
    (("", "수면등", 1, "ko", "2026-12-25T10:00"), (Some(2), "owner", "박바다 maker", "0h boss")),
    // Languages.
    (("", "", 1, "en", "2026-11-20T10:00"), (Some(3), "박바다", "", "0h boss")),
    (("", "", 0, "ja", "2026-11-22T03:00"), (Some(3), "박바다", "", "0h boss")),
    // Its one person is away without a stand-in: the next of the group comes round.
    (("", "", 0, "en", "2026-12-31T10:00"), (Some(3), "이구름", "", "0h boss")),
    // Evenings, to the minute; then weekends, which are no working hours either.
    (("", "", 0, "ko", "2026-11-20T17:59"), (None, "owner", "", "0h boss")),
    (("", "", 0, "ko", "2026-11-20T18:00"), (Some(4), "이구름", "", "0h boss")),
    (("service", "", 4, "zh", "2026-11-21T11:00"), (Some(4), "이구름", "", "0h boss")),
    // Away at night: the colleague is nobody, so the fallback.
    (("", "", 0, "", "2026-08-05T23:00"), (Some(4), "owner", "", "0h boss")),
];

fn zone() -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get("Asia/Seoul").expect("a bundled zone")
}

fn named<T: Copy>(all: &[(&str, T)], name: &str) -> Option<T> {
    all.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

#[test]
fn twenty_questions_are_answered_as_worked_out_by_hand() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("shop.toml");
    let text = configuration(SOURCE).replace(
        "to = [\"owner@shop.example\"]",
        "to = \"owner@shop.example\"\nescalate_to = \"boss@shop.example\"",
    );
    std::fs::write(&file, format!("{text}{PEOPLE}")).expect("a file");
    let loaded = load(&file, LoadOptions::default());
    let people = loaded.unwrap_or_else(|report| panic!("{report}")).config.people();
    let name = |address: &Address| {
        let name = people.name(address);
        name.split_once('@').map_or(name, |(name, _)| name).to_owned()
    };
    let all = |addresses: &[Address]| addresses.iter().map(name).collect::<Vec<_>>().join(" ");
    for ((causes, product, stars, language, at), wanted) in QUESTIONS {
        let local: DateTime = at.parse().expect("a time");
        let matter = Matter {
            source: "mall".parse().ok(),
            causes: causes.split_whitespace().filter_map(|c| named(&Cause::ALL, c)).collect(),
            product: Some(product.to_owned()),
            rating: (stars > 0).then(|| Rating::new(stars.into(), 5.0).expect("stars")),
            language: named(&Script::ALL, language),
            at: zone().to_timestamp(local).expect("an instant"),
        };
        let Routed { owner, also, rungs, why } = people.routed(&matter, matter.at);
        let rungs: Vec<String> = rungs
            .iter()
            .map(|rung| format!("{}h {}", rung.before.as_hours(), all(&rung.to)))
            .collect();
        let (route, to, copies, next) = wanted;
        assert_eq!(
            (
                why.route.map(|place| place + 1),
                name(&owner).as_str(),
                all(&also).as_str(),
                rungs.join(" | ").as_str()
            ),
            (route, to, copies, next),
            "asked for {causes:?} {product:?} ★{stars} {language:?} at {at}: {why:?}"
        );
    }
}

fn asked(folder: &Path, more: &[&str]) -> Output {
    let file = folder.join("shop.toml");
    std::fs::write(&file, format!("{}{PEOPLE}", configuration(SOURCE))).expect("a file");
    Command::new(env!("CARGO_BIN_EXE_reviewd"))
        .args(["route", "--config"])
        .arg(&file)
        .args(more)
        .output()
        .expect("the program runs")
}

fn said(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_command_says_who_would_get_it_and_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let christmas = ["--cause", "delivery", "--at", "2026-12-25T22:00"];
    insta::assert_snapshot!(said(asked(folder.path(), &christmas)), @r#"
    담당           박바다 <bada@shop.example>
    기한 4시간 전  owner@shop.example
    기한이 지나면  boss@shop.example

    이유 (2026-12-25 22:00에 발견한 불만일 때)
      1번 route를 따릅니다: causes = ["delivery", "packaging"]
      김하늘 님은 2026-12-24..2026-12-26에 자리를 비워 박바다 님이 대신합니다
      팀장 님은 2026-12-25에 자리를 비우고 대신할 사람이 없습니다
    "#);
    let none = ["--stars", "4", "--at", "2026-11-20T10:00"];
    insta::assert_snapshot!(said(asked(folder.path(), &none)), @r#"
    담당           owner@shop.example
    기한이 지나면  owner@shop.example

    이유 (2026-11-20 10:00에 발견한 불만일 때)
      1번 route는 맞지 않습니다: causes = ["delivery", "packaging"]
      2번 route는 맞지 않습니다: stars = "1-2"
      3번 route는 맞지 않습니다: sources = ["mall"]
      4번 route는 맞지 않습니다: when = "not working"
      5번 route는 맞지 않습니다: when = "sat-sun 10:00-14:00"
      맞는 route가 없어 mail.to에 알립니다
    "#);
}

#[test]
fn the_command_in_json_is_one_object() {
    let folder = tempfile::tempdir().expect("a folder");
    let question = ["--cause", "packaging", "--at", "2026-12-25T22:00", "--json"];
    let answer: serde_json::Value =
        serde_json::from_str(&said(asked(folder.path(), &question))).expect("one object");
    assert_eq!(answer["at"], "2026-12-25T13:00:00Z");
    assert_eq!(answer["owner"]["mail"], "bada@shop.example");
    assert_eq!(answer["owner"]["name"], "박바다");
    assert_eq!(answer["route"], 1);
    assert_eq!(answer["fits"][0], "causes = [\"delivery\", \"packaging\"]");
    assert_eq!(answer["escalation"][0]["before_deadline_seconds"], 14_400);
    assert_eq!(answer["away"][0]["instead"]["name"], "박바다");
}

#[test]
fn a_question_that_cannot_be_asked_says_what_can() {
    let folder = tempfile::tempdir().expect("a folder");
    for (question, code, hint) in [
        (["--cause", "delivry"], 2, "delivery"),
        (["--source", "mal"], 1, "did you mean `mall`?"),
        (["--stars", "6"], 1, "6 out of 5"),
        (["--at", "christmas"], 1, "2026-11-23T09:00"),
    ] {
        let output = asked(folder.path(), &question);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{question:?}: {told}");
        assert!(told.contains(hint), "{question:?}: {told}");
    }
}

/// The simulated Monday begins at nine in Seoul; what is written after one hour is due on Tuesday at
/// ten. 하늘 is away on Monday, 바다 on Tuesday, as is the lead, for whom another stands in.
const SHIFTS: &str = r#"
[[person]]
name = "하늘"
mail = "haneul@shop.example"
away = ["2026-03-02"]

[[person]]
name = "바다"
mail = "bada@shop.example"
away = ["2026-03-03"]

[[person]]
name = "팀장"
mail = "away@shop.example"
away = ["2026-03-03"]
stand_in = "부팀장"

[[person]]
name = "부팀장"
mail = "lead@shop.example"

[[group]]
name = "배송팀"
members = ["하늘", "바다"]

[[route]]
stars = "1-2"
to = ["배송팀", "copy@shop.example"]
escalate = [{ to = "팀장", before = "2h" }, { to = "chief@shop.example" }]
"#;

/// Mails since the last look, as "who kind".
fn fresh(run: &Run, seen: &mut usize) -> Vec<String> {
    let mails = &run.mails()[*seen..];
    *seen += mails.len();
    let mut told: Vec<String> = mails
        .iter()
        .map(|mail| format!("{} {}", mail.to.split('@').next().unwrap_or_default(), mail.kind))
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn a_case_goes_from_its_owner_over_a_stand_in_up_the_ladder() {
    let list = List::of(vec![Post::complaint(1, hours(1))]);
    let mut run = Run::of(list.clone()).await;
    run.stop().await;
    run.configure(&(list_source("mall", "/mall", "1h") + SHIFTS));
    run.start().await;
    let mut seen = 0;
    run.until(hours(3)).await;
    assert_eq!(fresh(&run, &mut seen), ["bada alert", "copy alert"], "{:?}", run.log());
    let owner = run.cases().await[0].owner.clone().map(|owner| owner.as_str().to_owned());
    assert_eq!(owner.as_deref(), Some("bada@shop.example"), "who is there owns it");
    let text = |to: &str| run.to(to).last().map(|mail| mail.text.clone()).unwrap_or_default();
    assert!(text("bada@shop.example").contains("Owner: 바다"));
    assert!(text("copy@shop.example").contains("This is for 바다; you get a copy."));

    run.until(hours(13)).await;
    assert_eq!(fresh(&run, &mut seen), ["bada reminder:43200", "copy reminder:43200"]);
    run.until(hours(21)).await;
    let stands_in = ["copy reminder:14400", "haneul reminder:14400"];
    assert_eq!(fresh(&run, &mut seen), stands_in, "on Tuesday: {:?}", run.log());
    let told = &run.to("haneul@shop.example")[0].text;
    assert!(told.contains("Please take this on while 바다 is away."), "{told}");

    run.until(hours(23) - SECOND).await;
    assert_eq!(fresh(&run, &mut seen), [""; 0], "nobody is next a second early");
    run.until(hours(23)).await;
    let next = ["copy reminder:7200", "haneul reminder:7200", "lead reminder:7200"];
    assert_eq!(fresh(&run, &mut seen), next, "a rung's time is a reminder of its own");
    run.until(hours(24)).await;
    let last = ["copy reminder:3600", "haneul reminder:3600", "lead reminder:3600"];
    assert_eq!(fresh(&run, &mut seen), last, "a rung that was reached goes on hearing");
    run.until(hours(25)).await;
    let late = ["chief overdue", "copy overdue", "haneul overdue", "lead overdue"];
    assert_eq!(fresh(&run, &mut seen), late, "everyone above: {:?}", run.log());
    run.until(hours(72)).await;
    assert_eq!(fresh(&run, &mut seen), [""; 0], "and then there is silence");
}

/// The hours of those with shifts.
const OFFICE: &str = "[hours]\nwork = \"mon-fri 09:00-18:00\"\nquiet = \"22:00-08:00\"\n";

#[tokio::test]
async fn the_owner_is_whoever_was_there_when_it_was_found_however_late_they_hear() {
    // On Monday at 23:30, while 바다 is there; the first mail comes on Tuesday.
    let post = Post::complaint(1, hours(14) + minutes(30)).replied(hours(36));
    let mut run = Run::of(List::of(vec![post])).await;
    run.stop().await;
    run.configure(&(OFFICE.to_owned() + &list_source("mall", "/mall", "10m") + SHIFTS));
    run.start().await;
    let mut seen = 0;
    run.until(hours(24)).await;
    assert_eq!(fresh(&run, &mut seen), ["copy alert", "haneul alert"], "{:?}", run.log());
    let owner = run.cases().await[0].owner.clone().map(|owner| owner.as_str().to_owned());
    assert_eq!(owner.as_deref(), Some("bada@shop.example"), "하늘 only stands in");
    run.until(hours(40)).await;
    seen = run.mails().len();
    run.until(hours(36 + 8 * 24)).await;
    assert_eq!(fresh(&run, &mut seen), ["bada follow_up", "copy follow_up"], "{:?}", run.log());
}

#[tokio::test]
async fn whoever_of_the_escalation_heard_hears_the_end_and_nobody_else_does() {
    // On Tuesday at 01:00: what would come at 23:00 and later comes at 17:30. Five stars have another route.
    let edit = Some((hours(35), 5, "다시 보내 주셔서 잘 쓰고 있어요. 아주 만족합니다!".to_owned()));
    let post = Post { edit, ..Post::complaint(1, hours(16)) };
    let mut run = Run::of(List::of(vec![post])).await;
    run.stop().await;
    run.configure(&(OFFICE.to_owned() + &list_source("mall", "/mall", "10m") + SHIFTS));
    run.start().await;
    run.until(hours(33)).await;
    let mut seen = run.mails().len() - 3;
    let last = ["copy reminder:3600", "haneul reminder:3600", "lead reminder:3600"];
    assert_eq!(fresh(&run, &mut seen), last, "{:?}", run.log());
    run.until(hours(36)).await;
    let end = ["copy answered", "haneul answered", "lead answered"];
    assert_eq!(fresh(&run, &mut seen), end, "{:?}", run.log());
}

#[tokio::test]
async fn an_owner_who_refuses_mail_is_replaced_and_a_new_round_stays_theirs() {
    let post = Post::complaint(1, hours(1)).replied(hours(5)).reply_gone(hours(30));
    let mut run = Run::of(List::of(vec![post])).await;
    run.stop().await;
    run.configure(&(list_source("mall", "/mall", "1h") + SHIFTS));
    run.mail_server(Behaviour::RefuseRecipient {
        address: "bada@shop.example".to_owned(),
        code: 550,
        text: "5.1.1 no such user".to_owned(),
    })
    .await;
    run.start().await;
    run.until(hours(3)).await;
    let told = run.to(BOSS);
    assert_eq!(told.len(), 1, "the second route: {:?}", run.log());
    assert!(told[0].text.contains("Mail to bada@shop.example could not be delivered"));
    assert!(run.to(OWNER).is_empty(), "the escalation goes first: {:?}", run.log());

    run.mail_server(Behaviour::Accept).await;
    run.until(hours(48)).await;
    let cases = run.cases().await;
    assert_eq!(cases[0].round, 2, "the reply vanished: {:?}", run.log());
    let owner = cases[0].owner.as_ref().map(|owner| owner.as_str());
    assert_eq!(owner, Some("haneul@shop.example"), "바다 is away when the second round opens");
}
