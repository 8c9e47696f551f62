//! A mail's bytes as they go over the wire.
//!
//! **Invariant:** no header takes a control character, and equal input gives equal bytes.

use jiff::Timestamp;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};

use super::identity::{self, Identity};
use super::{Address, Frozen};
use crate::review::text;

/// A mail in words, with everything its headers say.
pub(super) struct Draft<'a> {
    pub(super) sender: String,
    pub(super) from: &'a Address,
    pub(super) to: &'a Address,
    pub(super) subject: String,
    pub(super) about: About,
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) html: String,
}

/// What a mail is about, under the names of its headers, which people's filters and programs rest on.
pub(super) type About = Vec<(HeaderName, String)>;

pub(super) const ABOUT_CASE: HeaderName = HeaderName::new_from_ascii_str("X-Reviewd-Case");
pub(super) const ABOUT_SOURCE: HeaderName = HeaderName::new_from_ascii_str("X-Reviewd-Source");
/// How to be rid of a mail that comes regularly (RFC 2369).
pub(super) const UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");
const KIND: HeaderName = HeaderName::new_from_ascii_str("X-Reviewd-Kind");
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
/// Keeps Exchange's out-of-office replies away.
const SUPPRESS: HeaderName = HeaderName::new_from_ascii_str("X-Auto-Response-Suppress");

impl Draft<'_> {
    /// The mail, dated `now`; from here on its bytes do not change.
    pub(super) fn freeze(self, identity: &Identity, now: Timestamp) -> Frozen {
        let subject = text::line(&self.subject).unwrap_or_default();
        let mut builder = Message::builder()
            .from(mailbox(Some(&self.sender), self.from))
            .to(mailbox(None, self.to))
            .subject(subject.clone())
            .date(now.max(Timestamp::UNIX_EPOCH).into())
            .message_id(Some(identity.message_id.clone()));
        if let Some(root) = &identity.root {
            builder = builder.in_reply_to(root.clone()).references(root.clone());
        }
        let fixed = [(AUTO_SUBMITTED, "auto-generated".to_owned()), (SUPPRESS, "All".to_owned())];
        for (name, value) in fixed.into_iter().chain(self.about).chain([(KIND, self.kind)]) {
            let value = text::line(&value).unwrap_or_default();
            builder = builder.raw_header(HeaderValue::new(name, value));
        }
        let parts = MultiPart::alternative()
            .boundary(identity.boundary.clone())
            .singlepart(part(ContentType::TEXT_PLAIN, self.text))
            .singlepart(part(ContentType::TEXT_HTML, self.html));
        let message = builder.multipart(parts).expect("lettre only asks for From and To");
        Frozen {
            message_id: identity.message_id.clone(),
            recipient: self.to.clone(),
            subject,
            bytes: message.formatted(),
        }
    }
}

/// A request to whoever runs reviewd here: the sender's address is theirs.
pub(super) fn unsubscribe(from: &Address) -> String {
    let local = from.as_str().rsplit_once('@').map_or("", |(local, _)| local);
    let local: String = url::form_urlencoded::byte_serialize(local.as_bytes()).collect();
    format!("<mailto:{local}@{}?subject=unsubscribe%20digest>", identity::domain(from))
}

fn mailbox(name: Option<&str>, address: &Address) -> Mailbox {
    let email = address.as_str().parse().expect("an Address is made by the same parser");
    Mailbox::new(name.and_then(text::line), email)
}

/// Encoded in any case, so that neither a boundary nor a long line can occur in it: mostly ASCII stays
/// readable in the raw mail, all else takes the shorter way.
fn part(content_type: ContentType, content: String) -> SinglePart {
    let ascii = content.bytes().filter(u8::is_ascii).count();
    let encoding = if ascii * 10 >= content.len() * 9 {
        ContentTransferEncoding::QuotedPrintable
    } else {
        ContentTransferEncoding::Base64
    };
    let body = Body::new_with_encoding(content, encoding).expect("both encodings take any text");
    SinglePart::builder().header(content_type).body(body)
}
