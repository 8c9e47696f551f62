//! What helps when a step of a sending fails: for everyone, and for the providers shops use.

use crate::alert::{Language, Stage};
use crate::mail::{Security, Settings};

/// Providers with habits of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Provider {
    Gmail,
    Naver,
    Daum,
}

impl Provider {
    fn of(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let under = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
        if under("gmail.com") || under("googlemail.com") || under("google.com") {
            Some(Self::Gmail)
        } else if under("naver.com") || under("worksmobile.com") {
            Some(Self::Naver)
        } else if under("daum.net") || under("hanmail.net") || under("kakao.com") {
            Some(Self::Daum)
        } else {
            None
        }
    }
}

/// What to do where `said` is the reason, most likely cure first.
pub(super) fn cure(
    language: Language,
    stage: Stage,
    mail: &Settings,
    said: &str,
) -> Vec<&'static str> {
    if stage == Stage::Login && mail.login.is_none() {
        return vec![login_missing(language)];
    }
    if stage == Stage::Tls && said.contains("certificate") {
        return vec![certificate(language)];
    }
    let provider = Provider::of(&mail.host);
    let first = match language {
        Language::Ko => known_ko(provider, stage, mail),
        Language::En => known_en(provider, stage, mail),
    };
    let general = match language {
        Language::Ko => general_ko(stage),
        Language::En => general_en(stage),
    };
    first.into_iter().chain([general]).collect()
}

fn login_missing(language: Language) -> &'static str {
    match language {
        Language::Ko => {
            "로그인해야 보낼 수 있는 서버입니다. [mail.smtp]에 user와 password를 적으세요."
        }
        Language::En => "The server wants a login: set `user` and `password` in [mail.smtp].",
    }
}

fn certificate(language: Language) -> &'static str {
    match language {
        Language::Ko => {
            "[mail.smtp]의 host가 메일 회사가 안내한 이름 그대로인지 확인하세요.\n\
             사내 메일 서버라면 그 인증 기관의 인증서(PEM)를 ca_file에 적으세요."
        }
        Language::En => {
            "Check that `host` in [mail.smtp] is the name your provider gives. For a server of your own,\n\
             name its authority's certificate (PEM) with `ca_file`."
        }
    }
}

/// Daum offers no STARTTLS; a connection to it fails before or at the encryption.
fn daum_without_tls(provider: Option<Provider>, stage: Stage, mail: &Settings) -> bool {
    provider == Some(Provider::Daum)
        && matches!(stage, Stage::Connect | Stage::Tls)
        && mail.security != Security::Tls
}

fn known_ko(provider: Option<Provider>, stage: Stage, mail: &Settings) -> Option<&'static str> {
    if daum_without_tls(provider, stage, mail) {
        return Some("다음/카카오 메일은 security = \"tls\", port = 465로 연결합니다.");
    }
    match (provider?, stage) {
        (Provider::Gmail, Stage::Login) => Some(
            "지메일은 계정 비밀번호로는 로그인할 수 없습니다. Google 계정에서 2단계 인증을 켠 뒤\n\
             https://myaccount.google.com/apppasswords 에서 앱 비밀번호(16자리)를 만들어 쓰세요.\n\
             user에는 메일 주소 전체를 적습니다.",
        ),
        (Provider::Gmail, Stage::Sender | Stage::Data) => {
            Some("지메일의 from은 로그인한 주소이거나, 그 계정에 등록해 확인받은 주소여야 합니다.")
        }
        (Provider::Naver, Stage::Login) => Some(
            "네이버 메일 → 환경설정 → POP3/IMAP 설정에서 ‘POP3/SMTP 사용’을 ‘사용함’으로 바꾸세요.\n\
             2단계 인증을 쓰고 있으면 네이버 내정보 → 보안설정에서 애플리케이션 비밀번호를 만들어 쓰세요.\n\
             user에는 네이버 아이디를 적습니다.",
        ),
        (Provider::Naver, Stage::Sender | Stage::Data) => {
            Some("네이버의 from은 로그인한 네이버 메일 주소와 같아야 합니다.")
        }
        (Provider::Daum, Stage::Login) => Some(
            "다음 메일 → 설정 → IMAP/POP3에서 ‘사용함’을 고르고, 카카오계정 → 보안에서 앱 비밀번호를\n\
             만들어 쓰세요. 카카오계정 비밀번호로는 로그인할 수 없습니다. user에는 메일 아이디를 적습니다.",
        ),
        (Provider::Daum, Stage::Sender | Stage::Data) => {
            Some("다음/카카오의 from은 로그인한 계정의 메일 주소와 같아야 합니다.")
        }
        _ => None,
    }
}

fn known_en(provider: Option<Provider>, stage: Stage, mail: &Settings) -> Option<&'static str> {
    if daum_without_tls(provider, stage, mail) {
        return Some("Daum and Kakao mail want security = \"tls\" and port = 465.");
    }
    match (provider?, stage) {
        (Provider::Gmail, Stage::Login) => Some(
            "Gmail takes no account password here. Turn on 2-Step Verification, then make an app\n\
             password (16 letters) at https://myaccount.google.com/apppasswords and use that.\n\
             `user` is the whole mail address.",
        ),
        (Provider::Gmail, Stage::Sender | Stage::Data) => Some(
            "With Gmail, `from` must be the address you log in with, or one verified in that account.",
        ),
        (Provider::Naver, Stage::Login) => Some(
            "In Naver Mail, Settings → POP3/IMAP (환경설정 → POP3/IMAP 설정), turn on POP3/SMTP (사용함).\n\
             With two-step login, make an application password (애플리케이션 비밀번호) and use that.\n\
             `user` is the Naver ID.",
        ),
        (Provider::Naver, Stage::Sender | Stage::Data) => {
            Some("With Naver, `from` must be the mail address of the account you log in with.")
        }
        (Provider::Daum, Stage::Login) => Some(
            "In Daum Mail, Settings → IMAP/POP3, choose 사용함; in the Kakao account, under security, make\n\
             an app password (앱 비밀번호) and use that: the account's own password is not taken.\n\
             `user` is the mail ID.",
        ),
        (Provider::Daum, Stage::Sender | Stage::Data) => {
            Some("With Daum and Kakao, `from` must be the address of the account you log in with.")
        }
        _ => None,
    }
}

fn general_ko(stage: Stage) -> &'static str {
    match stage {
        Stage::Lookup => "[mail.smtp]의 host 철자와 이 컴퓨터의 인터넷 연결을 확인하세요.",
        Stage::Connect => {
            "[mail.smtp]의 port와 방화벽을 확인하세요. 서버 호스팅 업체가 메일 포트를 막아 두기도 합니다."
        }
        Stage::Tls => {
            "security와 port의 짝을 확인하세요: \"starttls\"는 보통 587, \"tls\"는 465입니다."
        }
        Stage::Login => "[mail.smtp]의 user와 비밀번호를 확인하세요.",
        Stage::Sender => "[mail]의 from이 이 계정으로 보낼 수 있는 주소인지 확인하세요.",
        Stage::Recipient => {
            "받는 주소의 철자를 확인하세요. 다른 주소도 모두 거절되면 [mail.smtp]에 로그인 정보가 \
             필요한 서버입니다."
        }
        Stage::Data => {
            "서버의 답을 메일 서버 관리자에게 보여 주세요. 스팸 차단에 걸렸을 수 있습니다."
        }
    }
}

fn general_en(stage: Stage) -> &'static str {
    match stage {
        Stage::Lookup => "Check the spelling of `host` in [mail.smtp], and this machine's network.",
        Stage::Connect => {
            "Check `port` in [mail.smtp] and the firewall; some hosting companies close the mail ports."
        }
        Stage::Tls => {
            "Check that `security` and `port` belong together: \"starttls\" is usually 587, \"tls\" 465."
        }
        Stage::Login => "Check `user` and the password in [mail.smtp].",
        Stage::Sender => "Check that this account may send as the address in `from` of [mail].",
        Stage::Recipient => {
            "Check the recipient's spelling. A server that refuses every recipient wants a login in \
             [mail.smtp]."
        }
        Stage::Data => {
            "Show the answer to whoever runs the mail server; a spam filter may be behind it."
        }
    }
}
