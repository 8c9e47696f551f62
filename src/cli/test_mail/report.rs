//! What became of a test mail, step by step, in the shop's language.

use std::fmt::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};

use super::cure::cure;
use crate::alert::{Address, Answer, Language, Stage};
use crate::mail::{Security, Settings};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// One line a step up to the one that failed, then why and what helps; ends with a line break.
pub(super) fn steps(language: Language, mail: &Settings, to: &Address, answer: &Answer) -> String {
    let failed = match answer {
        Answer::Accepted => None,
        Answer::Refused { stage, .. } => Some(*stage),
    };
    let mut out = String::new();
    for stage in taken(mail, failed) {
        if failed.is_some_and(|failed| stage > failed) {
            break;
        }
        let (style, mark) = if failed == Some(stage) { (BAD, '✗') } else { (GOOD, '✓') };
        let _ = writeln!(out, "{style}{mark}{style:#} {}", step(language, stage, mail, to));
    }
    match answer {
        Answer::Accepted => {
            let _ = writeln!(out, "\n{}", sent(language));
        }
        Answer::Refused { stage, code, text } => {
            let code = code.map(|code| format!("{code} ")).unwrap_or_default();
            let _ = writeln!(out, "\n{}\n  {code}{text}", why(language, *stage, code.is_empty()));
            for line in cure(language, *stage, mail, text) {
                let _ = writeln!(out, "\n{line}");
            }
        }
    }
    out
}

/// The steps a sending with these settings goes through, in order; a login that is not set is one where
/// the server misses it.
fn taken(mail: &Settings, failed: Option<Stage>) -> Vec<Stage> {
    let mut stages = vec![Stage::Lookup, Stage::Connect];
    if mail.security != Security::None {
        stages.push(Stage::Tls);
    }
    if mail.login.is_some() || failed == Some(Stage::Login) {
        stages.push(Stage::Login);
    }
    stages.extend([Stage::Sender, Stage::Recipient, Stage::Data]);
    stages
}

fn step(language: Language, stage: Stage, mail: &Settings, to: &Address) -> String {
    let (host, port) = (&mail.host, mail.port);
    let user = mail.login.as_ref().map_or("–", |login| login.user.as_str());
    let (from, to) = (mail.from.as_str(), to.as_str());
    match (language, stage) {
        (Language::Ko, Stage::Lookup) => format!("서버 이름 찾기: {host}"),
        (Language::Ko, Stage::Connect) => format!("연결: {host} 포트 {port}"),
        (Language::Ko, Stage::Tls) => "암호화와 서버 인증서".to_owned(),
        (Language::Ko, Stage::Login) => format!("로그인: {user}"),
        (Language::Ko, Stage::Sender) => format!("보내는 주소: {from}"),
        (Language::Ko, Stage::Recipient) => format!("받는 주소: {to}"),
        (Language::Ko, Stage::Data) => "메일 내용 전달".to_owned(),
        (Language::En, Stage::Lookup) => format!("find the server: {host}"),
        (Language::En, Stage::Connect) => format!("connect: {host} port {port}"),
        (Language::En, Stage::Tls) => "encryption and the server's certificate".to_owned(),
        (Language::En, Stage::Login) => format!("log in: {user}"),
        (Language::En, Stage::Sender) => format!("sender: {from}"),
        (Language::En, Stage::Recipient) => format!("recipient: {to}"),
        (Language::En, Stage::Data) => "hand over the text".to_owned(),
    }
}

fn sent(language: Language) -> &'static str {
    match language {
        Language::Ko => "메일 서버가 받았습니다. 몇 분 안에 오지 않으면 스팸함을 확인하세요.",
        Language::En => {
            "The mail server took it. Where it does not show up within minutes, look among the spam."
        }
    }
}

fn why(language: Language, stage: Stage, no_reply: bool) -> String {
    let (what, said) = match (language, stage) {
        (Language::Ko, Stage::Lookup) => ("메일 서버의 이름을 찾지 못했습니다.", "원인"),
        (Language::Ko, Stage::Connect) => ("메일 서버에 연결하지 못했습니다.", "원인"),
        (Language::Ko, Stage::Tls) => ("메일 서버와 암호화 연결을 맺지 못했습니다.", "원인"),
        (Language::Ko, Stage::Login) => ("메일 서버에 로그인하지 못했습니다.", "원인"),
        (Language::Ko, Stage::Sender) => {
            ("메일 서버가 보내는 주소를 받아들이지 않았습니다.", "원인")
        }
        (Language::Ko, Stage::Recipient) => {
            ("메일 서버가 받는 주소를 받아들이지 않았습니다.", "원인")
        }
        (Language::Ko, Stage::Data) => ("메일 서버가 메일 내용을 받지 않았습니다.", "원인"),
        (Language::En, Stage::Lookup) => ("The mail server's name was not found.", "Reason"),
        (Language::En, Stage::Connect) => ("The mail server could not be reached.", "Reason"),
        (Language::En, Stage::Tls) => ("No encrypted connection came about.", "Reason"),
        (Language::En, Stage::Login) => ("The login failed.", "Reason"),
        (Language::En, Stage::Sender) => ("The server refused the sender.", "Reason"),
        (Language::En, Stage::Recipient) => ("The server refused the recipient.", "Reason"),
        (Language::En, Stage::Data) => ("The server did not take the text.", "Reason"),
    };
    let said = match (language, no_reply) {
        (_, true) => said,
        (Language::Ko, false) => "서버의 답",
        (Language::En, false) => "The server's words",
    };
    format!("{what} {said}:")
}

/// Why a credential is not there, and the command that brings it.
pub(super) fn needs_systemd(language: Language, name: &str, command: &str) -> String {
    match language {
        Language::Ko => format!(
            "메일 비밀번호(credential {name:?})는 systemd가 서비스에만 넘겨주므로 여기서는 읽을 수 없습니다.\n\
             다음 명령으로 테스트하세요:\n\n  {command}"
        ),
        Language::En => format!(
            "The mail password (credential {name:?}) is handed to the service by systemd and is not here.\n\
             Run the test this way:\n\n  {command}"
        ),
    }
}

/// The command that runs this test as a service would run, with the credential.
pub(super) fn with_credential(name: &str, config: &Path, to: Option<&Address>) -> String {
    let program = std::env::current_exe().unwrap_or_else(|_| "reviewd".into());
    let config = std::path::absolute(config).unwrap_or_else(|_| config.to_owned());
    let credential = format!("LoadCredential={name}:/etc/reviewd/{name}");
    let mut words = vec![
        "sudo systemd-run --quiet --pipe --wait --collect -p".to_owned(),
        quoted(&credential),
        quoted(&program.to_string_lossy()),
        "test-mail --config".to_owned(),
        quoted(&config.to_string_lossy()),
    ];
    if let Some(to) = to {
        words.extend(["--to".to_owned(), quoted(to.as_str())]);
    }
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-=:@+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests;
