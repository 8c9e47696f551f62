//! The mails of the day as files: `.eml` as sent, `.html` to open in a browser.

use std::io;
use std::path::Path;

use mail_parser::MessageParser;

use super::sink::Received;

/// Writes every mail into `folder`, numbered in the order of arrival.
///
/// # Errors
/// When a file cannot be written.
pub(super) fn leave(folder: &Path, received: &[Received]) -> io::Result<()> {
    for (index, mail) in received.iter().enumerate() {
        let parsed = MessageParser::default().parse(&mail.bytes);
        let header = |name: &str| {
            let value = parsed.as_ref().and_then(|m| m.header_raw(name));
            value.map(|v| v.trim().to_owned()).unwrap_or_default()
        };
        let about = match header("X-Reviewd-Case") {
            case if case.is_empty() => header("X-Reviewd-Source"),
            case => case,
        };
        let to = mail.to.first().and_then(|to| to.split('@').next()).unwrap_or("nobody");
        let kind = kind(mail).replace(|c: char| !c.is_ascii_alphanumeric() && c != '_', "");
        let parts = [&*kind, &*about, to].into_iter().filter(|part| !part.is_empty());
        let name = format!("{:02}-{}", index + 1, parts.collect::<Vec<_>>().join("-"));
        std::fs::write(folder.join(format!("{name}.eml")), &mail.bytes)?;
        if let Some(html) = parsed.as_ref().and_then(|m| m.body_html(0)) {
            std::fs::write(folder.join(format!("{name}.html")), html.as_bytes())?;
        }
    }
    Ok(())
}

/// What kind of mail it is, as its header says.
pub(super) fn kind(mail: &Received) -> String {
    let parsed = MessageParser::default().parse(&mail.bytes);
    let kind = parsed.as_ref().and_then(|m| m.header_raw("X-Reviewd-Kind"));
    kind.unwrap_or_default().trim().to_owned()
}

/// The decoded subject of a mail.
pub(super) fn subject(mail: &Received) -> String {
    let parsed = MessageParser::default().parse(&mail.bytes);
    parsed.as_ref().and_then(|m| m.subject()).unwrap_or_default().to_owned()
}
