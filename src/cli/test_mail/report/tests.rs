//! What a person at a terminal is told about a test mail.

use super::*;
use crate::mail::Login;
use crate::settings::{Secret, SecretRef};

fn settings(host: &str) -> Settings {
    let address = |text: &str| text.parse::<Address>().expect("a valid address");
    Settings {
        from: address("shop@example.com"),
        to: vec![address("owner@example.com")],
        escalate_to: Vec::new(),
        templates: std::sync::Arc::default(),
        host: host.to_owned(),
        port: 587,
        security: Security::Starttls,
        ca_file: None,
        login: Some(Login {
            user: "shop".to_owned(),
            place: SecretRef::Credential("smtp-password".to_owned()),
            password: Secret::new("x"),
        }),
        timeout: std::time::Duration::from_secs(60),
    }
}

fn told(language: Language, mail: &Settings, answer: &Answer) -> String {
    let styled = steps(language, mail, &mail.to[0], answer);
    anstream::adapter::strip_str(&styled).to_string()
}

#[test]
fn a_refused_login_shows_what_went_well_and_the_providers_own_cure() {
    let answer =
        Answer::refused(Stage::Login, Some(535), "5.7.8 Username and Password not accepted");
    for (host, cure) in [
        ("smtp.gmail.com", "앱 비밀번호(16자리)"),
        ("smtp.naver.com", "POP3/SMTP 사용"),
        ("smtp.daum.net", "카카오계정 → 보안"),
        ("mail.example.com", "user와 비밀번호"),
    ] {
        let text = told(Language::Ko, &settings(host), &answer);
        for line in [
            &format!("✓ 서버 이름 찾기: {host}"),
            "✓ 암호화와 서버 인증서",
            "✗ 로그인: shop",
            "535 5.7.8 Username and Password not accepted",
            cure,
        ] {
            assert!(text.contains(line), "{line:?} is missing:\n{text}");
        }
        assert!(!text.contains("받는 주소:"), "nothing is said of steps never reached:\n{text}");
    }
}

#[test]
fn a_refused_sender_at_a_provider_names_the_rule_about_from() {
    let answer = Answer::refused(Stage::Sender, Some(553), "not yours");
    for host in ["smtp.gmail.com", "smtp.naver.com", "smtp.kakao.com"] {
        let text = told(Language::En, &settings(host), &answer);
        assert!(text.contains("`from` must be the"), "{host}:\n{text}");
    }
}

#[test]
fn only_the_providers_own_hosts_get_the_providers_cure() {
    let answer = Answer::refused(Stage::Login, Some(535), "no");
    let text = told(Language::En, &settings("notgmail.com"), &answer);
    assert!(!text.contains("Gmail"), "{text}");
}

#[test]
fn a_mail_that_was_taken_has_every_step_done() {
    for (language, last) in
        [(Language::Ko, "✓ 메일 내용 전달"), (Language::En, "✓ hand over the text")]
    {
        let text = told(language, &settings("mail.example.com"), &Answer::Accepted);
        assert_eq!(text.matches('✓').count(), 7, "{text}");
        assert!(text.contains(last), "{text}");
        assert!(!text.contains('✗'), "{text}");
    }
}

#[test]
fn the_command_for_systemd_can_be_pasted_into_a_shell() {
    let to: Address = "me@example.com".parse().expect("a valid address");
    let command =
        with_credential("smtp-password", Path::new("/etc/my shop/reviewd.toml"), Some(&to));
    assert!(
        command.starts_with(
            "sudo systemd-run --quiet --pipe --wait --collect \
             -p LoadCredential=smtp-password:/etc/reviewd/smtp-password /"
        ),
        "{command}"
    );
    let end = " test-mail --config '/etc/my shop/reviewd.toml' --to me@example.com";
    assert!(command.ends_with(end), "{command}");
}
