//! Particles after three hundred names of shops, pages and products, labelled by how they are read.

use super::*;

/// Read with a vowel at the end.
const OPEN: &str = "
한빛가게|초록나무|네이버|카카오|무신사|오늘의집 자수|쿠키|머그|우유|스마트스토어|배달의 기수|라떼|아메리카노|치즈|김치|두부
|고구마|감자|사과|바나나|포도|딸기|모자|바지|치마|원피스|스니커즈|구두|시계|의자|소파|침대 매트리스|베개|이유식기|커튼 고리
|에어프라이어|가습기|청소기|세탁기|냉장고|컴퓨터|키보드|마우스 패드|모니터|이어버드|충전기|보조 배터리|거치대|카메라|렌즈
|향수|샴푸|린스|비누|로션 세트|마스크|크림치즈|초코파이|라면 2개 세트|물티슈|기저귀|유아차|장난감 기차|퍼즐 놀이|보드게임 나라
|달빛상점 (본사)|초록마켓 '프리미어'|「새벽나라」|나의 가게 😀|카페 모카 ☕|꽃이랑 나무 🌷🌿|별나라★|해피하우스♥|하루™|커피나라…
|이마트24|GS25|브이5|구찌2|상자 4|번호 9|1.5|365일 24시 2|콜라 1.25|마이크로 1,002|A4|세트 12|CU 92
|500ml|1.5L|30cm|250 mm|10km|64GB|2TB
|CJ|KT|SK|GS|CU|LG|ABC|KFC|SSG|BHC|NC|YG|TV|USB|PC|CD|UV|MP3 케이스|H|A|세트 B|X
|Naver|Kakao|Nike|Cafe|Apple Store|Bakery|Beauty|Coffee|Note|Private|Site|Food|Board|Brand|Gift|Best|Art|Point|Smart|Mart
|Desk|Bank|Park|Milk|Bike|Cake|Blog|Mug|Dog|Music Box|Class|Box|Pizza|Olive|Service|Space|Face|House|Rose|Gate|Home & Life
|Star|Color|Our|Hair|Water|Radio|Studio|View|Shoe|Blue|Tree|Cookie|Movie|Yogurt Bar|Sky|Toy|Kids|Jeans|Sports|Plus|Tennis
|Fresh|Wash|Beach|Touch|Health|Photo|Graph|High|Set|Kit|Check|Tube|Cube|Cape|Sheet|Street|Boat|Week|Steak|Soup|Help|Lamp
|Café|Rosé|reviewd|ＡＢＣ|ＧＳ２５|할인율 30%|1등급 A++|영하 20℃|さくら|カメラ|ㅏ
";

/// Read with ㄹ at the end.
const RIEUL: &str = "
자사몰|오픈몰|한빛몰|서울|달|별|꿀|물|쌀|마늘|귤|연필|신발|양말|이불|타월|캔들|노트북 파우치 7|올리브오일|참기름 병들|스타일|모바일
|애플|구글|베이글|와플|테이블|샤넬|호텔|터널|레이블|머그컵 1|아이폰 7|갤럭시 8|번호 11|2027|세븐 17|버전 2.8|1+1|3층 28
|mall|Mall|MALL|Google|Apple|Style|Mobile|Table|Sale|Global|Hotel|Oil|School|Wool|Pool|Bagel|Simple|Little|Purple|Castle
|XL|URL|SR|R|L|HDR|채널 (서울)|《바람의 꿀》|달콤한 나날!|별별 😀😀|카카오톡 채널|ㄹ|1,118
";

/// Read with another consonant at the end.
const CLOSED: &str = "
한빛상점|초록마켓|달빛공방|무지개책방|쿠팡|십일번가 본점|마켓컬리 직영점|당근|배민|토스 상점|인스타그램|블로그 리뷰판|텀블벅|오늘의집|29센티미터 관
|머그컵|텀블러 컵|장갑|가방|지갑|목걸이 체인|반팔티 한 벌함|립스틱 세트함|쿠션|로션|크림|핸드크림|수건|휴지통|책|공책|색연필 통|스탠드 조명|식탁|책상|옷장
|라면|생선|고등어 한 손|돈가스 2인분|빵|식빵|떡|잼|꿀잼|녹차 20입|커피 원두 200g|쌀 10kg|비타민 30정|김 12봉|참치 캔|콜라 6캔|간장|된장|고추장
|한빛상점 (본점)|초록마켓(강남)|\"가온\"|‘해담’|『책과 사람』|꽃집 🌷|빵집🥐🍞|별집★★|도란도란…|햇살방!|사랑방™
|번호 3|번호 6|번호 10|채널 20|텐바이텐 10|1.50|상자 100|천 원샵 1000|만 10,000|1,000,000|2030|A-13|세트 36|버전 2.0
|Amazon|Coupang|Samsung|Market|Shop|SHOP|App|Cup|Step|Workshop|Laptop|Club|Web|Lab|Book|Facebook|TikTok|Black|Pack|Snack
|Stock|Pick|Basket|Ticket|Planet|Internet|Robot|Donut|Pet|Outlet|Hot|Fit|Rabbit|Outfit|About|Game|Home|Time|Theme|Phone
|Online|Zone|Line|Magazine|Wine|Cream|Film|Room|Form|Farm|Design|Modern|Brown|Green|Salon|Fashion|Living|Young|King|Song
|Music|Classic|Organic|Basic|Mac|Cook|Look|Group|Sleep|Cheap|Bag|Bed|Quick|KakaoTalk|Type|LM|CGM|NEM|FM|M|N|1kg|200g
|ㅋㅋ|ㅎ|ㄱ|ラーメン|ちゃん
";

fn names(list: &'static str) -> Vec<&'static str> {
    list.split(['|', '\n']).map(str::trim).filter(|name| !name.is_empty()).collect()
}

#[test]
fn three_hundred_names_end_as_they_are_read() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (list, heard) in [(OPEN, Ending::Open), (RIEUL, Ending::Rieul), (CLOSED, Ending::Closed)] {
        for name in names(list) {
            count += 1;
            let read = ending(name);
            if read != Some(heard) {
                wrong.push(format!("{name}: {read:?}, should be {heard:?}"));
            }
        }
    }
    assert!(count >= 300, "only {count} names");
    assert!(wrong.is_empty(), "{} of {count} names:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_particle_takes_the_form_that_fits() {
    for (particle, closed, rieul, open) in [
        ("은/는", "상점은", "자사몰은", "가게는"),
        ("이/가", "상점이", "자사몰이", "가게가"),
        ("을/를", "상점을", "자사몰을", "가게를"),
        ("과/와", "상점과", "자사몰과", "가게와"),
        ("으로/로", "상점으로", "자사몰로", "가게로"),
        ("(으)로", "상점으로", "자사몰로", "가게로"),
        ("이라/라", "상점이라", "자사몰이라", "가게라"),
        ("(이)라", "상점이라", "자사몰이라", "가게라"),
        ("와/과", "상점과", "자사몰과", "가게와"),
        ("이나/나", "상점이나", "자사몰이나", "가게나"),
        ("이랑/랑", "상점이랑", "자사몰이랑", "가게랑"),
        ("이에요/예요", "상점이에요", "자사몰이에요", "가게예요"),
        ("아/야", "상점아", "자사몰아", "가게야"),
    ] {
        for (name, said) in [("상점", closed), ("자사몰", rieul), ("가게", open)] {
            assert_eq!(with(name, particle).as_deref(), Ok(said));
        }
    }
}

#[test]
fn what_nobody_can_read_gets_both_forms() {
    for (name, particle, said) in [
        ("東京", "은/는", "東京은(는)"),
        ("東京", "(으)로", "東京(으)로"),
        ("東京", "(이)라", "東京(이)라"),
        ("😀", "이/가", "😀이(가)"),
        ("", "을/를", "을(를)"),
        ("Москва", "과/와", "Москва과(와)"),
    ] {
        assert_eq!(with(name, particle).as_deref(), Ok(said));
    }
}

#[test]
fn what_is_no_particle_is_refused_with_those_that_are() {
    let error = with("가게", "의").expect_err("의 never changes");
    assert!(error.contains("은/는") && error.contains("\"의\""), "{error}");
}

#[test]
fn taken_apart_letters_are_read_like_whole_ones() {
    use unicode_normalization::UnicodeNormalization as _;
    for name in ["한빛상점", "자사몰", "가게"] {
        let apart: String = name.nfd().collect();
        assert_ne!(apart, name);
        assert_eq!(ending(&apart), ending(name), "{name}");
    }
}

proptest::proptest! {
    #[test]
    fn any_name_keeps_every_letter_and_gains_a_particle(name in "\\PC{0,20}") {
        let said = with(&name, "을/를").expect("a known particle");
        proptest::prop_assert!(said.starts_with(&name));
        proptest::prop_assert!(["을", "를", "을(를)"].contains(&&said[name.len()..]));
    }
}
