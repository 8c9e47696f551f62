//! Troubles in Korean.

use crate::review::{Field, Scope, Share, Stop, Trouble, Unread};

pub(super) fn name(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Unread { why } => match why {
            Unread::Unreachable => "연결되지 않음",
            Unread::Failing => "사이트 오류",
            Unread::Blocked => "접속 차단",
            Unread::Login => "로그인 화면",
            Unread::Disallowed => "robots.txt가 막음",
            Unread::Unrecognised => "리뷰 목록을 찾지 못함",
        }
        .to_owned(),
        Trouble::Empty { before } => format!("목록이 비었음 (전에는 {before}건)"),
        Trouble::Collapsed { before, now } => format!("리뷰가 {before}건에서 {now}건으로 줄었음"),
        Trouble::Field { field, .. } => format!("{} 읽지 못함", part(*field)),
        Trouble::Quiet { .. } => "평소와 달리 오래 새 글이 없음".to_owned(),
        Trouble::Moved { .. } => "페이지 주소가 바뀜".to_owned(),
        Trouble::Gap(_) => "읽지 못한 글이 있을 수 있음".to_owned(),
    }
}

pub(super) fn sentence(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Unread { why } => match why {
            Unread::Unreachable => "사이트에 연결되지 않습니다.",
            Unread::Failing => "사이트가 오류를 내고 있습니다.",
            Unread::Blocked => "사이트가 접속을 막고 있습니다.",
            Unread::Login => "리뷰 목록 대신 로그인 화면이 나옵니다.",
            Unread::Disallowed => "사이트의 robots.txt가 이 페이지를 읽지 못하게 합니다.",
            Unread::Unrecognised => "페이지에서 리뷰 목록을 찾지 못하고 있습니다.",
        }
        .to_owned(),
        Trouble::Empty { .. } => "리뷰가 있던 목록이 비어 있습니다.".to_owned(),
        Trouble::Collapsed { .. } => "목록에 보이는 리뷰가 갑자기 크게 줄었습니다.".to_owned(),
        Trouble::Field { field, .. } => format!("리뷰의 {} 읽지 못하고 있습니다.", part(*field)),
        Trouble::Quiet { .. } => "평소와 달리 오랫동안 새 글이 없습니다.".to_owned(),
        Trouble::Moved { .. } => "페이지가 새 주소로 완전히 옮겨졌습니다.".to_owned(),
        Trouble::Gap(unseen) => stopped(unseen.why).to_owned(),
    }
}

pub(super) fn stopped(why: Stop) -> &'static str {
    match why {
        Stop::LastPage => "목록을 끝까지 읽었지만 전에 읽은 리뷰가 하나도 없었습니다.",
        Stop::OnlyPage => {
            "읽은 쪽이 모두 새 글이었습니다. 그 뒤쪽으로 밀려난 글은 읽을 방법이 없었습니다."
        }
        Stop::PageLimit => "한 번에 읽을 수 있는 것보다 많은 글이 올라왔습니다.",
        Stop::PageFailed => "새 글이 여러 쪽에 걸쳐 있었는데 다음 쪽을 읽지 못했습니다.",
    }
}

pub(super) fn prevented(why: Stop) -> &'static str {
    match why {
        Stop::LastPage => {
            "페이지 주소(url)나 글 번호가 바뀌지 않았는지, 다음 쪽 설정(next)이 맞는지 확인해 주세요."
        }
        Stop::OnlyPage => {
            "앞으로 빠지지 않게 하려면 설정에 다음 쪽(next)을 적거나 확인 간격(every)을 줄여 주세요."
        }
        Stop::PageLimit => "앞으로 빠지지 않게 하려면 확인 간격(every)을 줄여 주세요.",
        Stop::PageFailed => "다음 쪽이 열리는지, 다음 쪽 설정(next)이 맞는지 확인해 주세요.",
    }
}

fn part(field: Field) -> &'static str {
    match field {
        Field::Date => "작성일을",
        Field::Rating => "별점을",
        Field::Author => "작성자를",
        Field::Text => "본문을",
    }
}

pub(super) fn cause(scope: &Scope, sources: usize) -> Option<String> {
    match scope {
        Scope::Network => Some(format!(
            "서로 다른 사이트 {sources}곳이 모두 연결되지 않습니다. 사이트가 아니라 이 서버의 인터넷 연결이나 DNS가 끊긴 것 같습니다."
        )),
        Scope::Server { host, .. } => {
            Some(format!("{host}에서 지켜보는 {sources}곳이 모두 같은 상태입니다."))
        }
        Scope::Page { .. } => None,
    }
}

pub(super) fn list(rows: u32, newest: Option<&str>) -> String {
    match newest {
        Some(newest) => format!("첫 쪽에 리뷰 {rows}건, 가장 최근 글은 {newest}"),
        None => format!("첫 쪽에 리뷰 {rows}건"),
    }
}

pub(super) fn share(share: Share) -> String {
    format!("리뷰 {}건 중 {}건에서 읽음", share.of, share.read)
}

pub(super) fn rhythm(usual: &str) -> String {
    format!("길어도 {usual} 안에는 새 글이 올라왔음")
}

pub(super) fn silence(newest: &str, silent: &str) -> String {
    format!("{newest} 글이 마지막, {silent}째 새 글 없음")
}

pub(super) fn cures(trouble: &Trouble, source: &str) -> Vec<String> {
    let look = format!(
        "페이지를 열었을 때 제대로 보인다면 화면 구조가 바뀐 것입니다. 서버에서 “reviewd try {source}” 명령으로 선택자를 확인해 주세요."
    );
    let accept =
        |so: &str| format!("{so} 서버에서 “reviewd accept {source}” 명령을 실행해 주세요.");
    let one = |cure: &str| vec![cure.to_owned()];
    match trouble {
        Trouble::Unread { why } => match why {
            Unread::Unreachable => one(
                "페이지를 직접 열어 보세요. 열린다면 이 서버의 인터넷 연결을, 열리지 않는다면 쇼핑몰 쪽 공지를 확인해 주세요.",
            ),
            Unread::Failing => {
                one("대개 기다리면 풀립니다. 하루 넘게 이어지면 쇼핑몰에 문의해 주세요.")
            }
            Unread::Blocked => one(
                "설정의 확인 간격(every)을 늘리고, 그래도 막히면 쇼핑몰에 수집을 허용해 달라고 요청해 주세요.",
            ),
            Unread::Login => one("로그인하지 않아도 보이는 목록 주소로 설정의 url을 바꿔 주세요."),
            Unread::Disallowed => one(
                "사이트 운영자에게 허용을 요청하거나, 같은 리뷰가 있는 다른 주소(피드, API)를 설정해 주세요.",
            ),
            Unread::Unrecognised => vec![look],
        },
        Trouble::Empty { .. } => vec![
            look,
            accept("정말로 비운 것이라면"),
            "늘 비어 있을 수 있는 페이지라면 설정에 expect_empty = true를 적어 주세요.".to_owned(),
        ],
        Trouble::Collapsed { .. } => vec![look, accept("정말로 줄인 것이라면")],
        Trouble::Field { .. } => vec![look, accept("페이지에서 정말로 없앤 것이라면")],
        Trouble::Quiet { .. } => vec![
            format!(
                "페이지를 열어 더 새로운 글이 있는지 봐 주세요. 있다면 서버에서 “reviewd try {source}” 명령으로 설정을 확인해 주세요."
            ),
            accept("정말로 조용한 것이라면"),
        ],
        Trouble::Moved { to } => vec![
            format!("설정 파일에서 {source}의 url을 새 주소로 바꿔 주세요: {to}"),
            accept("지금 주소를 그대로 쓰려면"),
        ],
        Trouble::Gap(unseen) => vec![
            "페이지를 열어 이때 올라온 글을 직접 확인해 주세요. 다시 알려 드리지 않습니다."
                .to_owned(),
            prevented(unseen.why).to_owned(),
        ],
    }
}
