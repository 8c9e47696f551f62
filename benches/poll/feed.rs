//! A feed of 100 reviews.

use std::fmt::Write as _;

/// The feed as RSS, its texts as escaped markup, as most shops write them.
pub(crate) fn feed() -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>상품후기</title>\n\
         <link>https://hanbit.example/reviews</link><description>새 후기</description>\n",
    );
    for number in 0..100 {
        let _ = writeln!(
            out,
            "<item><title>무쇠 냄비 후기 {number}</title><link>https://hanbit.example/reviews/{number}</link>\n\
             <guid isPermaLink=\"false\">review-{number}</guid><dc:creator>김*{number}</dc:creator>\n\
             <pubDate>Mon, 02 Mar 2026 {:02}:{:02}:00 +0900</pubDate>\n\
             <description><![CDATA[<p>배송이 빠르고 포장도 꼼꼼해요. 별점 5점!</p><p>바닥이 두꺼워서 눌어붙지 않고, \
             손잡이도 뜨거워지지 않아서 쓰기 편합니다.<br>다음에도 여기서 주문할게요. (주문 {number})</p>]]></description></item>",
            number / 60,
            number % 60,
        );
    }
    out.push_str("</channel></rss>\n");
    out
}
