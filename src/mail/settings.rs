//! `[mail]` and `[mail.smtp]`: who writes, who is told, and through which server.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use crate::alert::{Address, TemplateProblem, Templates};
use crate::settings::{Located, Secret, SecretRef, Section};

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Plain connection upgraded with STARTTLS, required (port 587).
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None; allowed to the machine itself only.
    None,
}

impl Security {
    const WORDS: [(&'static str, Self); 3] =
        [("starttls", Self::Starttls), ("tls", Self::Tls), ("none", Self::None)];

    /// The port a server listens on for this by convention.
    fn usual_port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// `[mail]` and `[mail.smtp]` of the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The sender of every mail.
    pub from: Address,
    /// Who hears of cases and sources.
    pub to: Vec<Address>,
    /// Who hears when a deadline has passed or `to` cannot be reached.
    pub escalate_to: Vec<Address>,
    /// What mails look like.
    pub templates: Arc<Templates>,
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// A PEM file with the certificate authority of a server that is not publicly certified.
    pub ca_file: Option<PathBuf>,
    /// The login, where the server wants one.
    pub login: Option<Login>,
    /// Longest wait for one whole sending.
    pub timeout: Duration,
}

/// A login at the mail server.
#[derive(Clone, Debug)]
pub struct Login {
    /// The user name.
    pub user: String,
    /// Where the password is kept.
    pub place: SecretRef,
    /// The password.
    pub password: Secret,
}

/// The server's half of the settings.
struct Server {
    host: String,
    port: u16,
    security: Security,
    ca_file: Option<PathBuf>,
    login: Option<Login>,
    timeout: Duration,
}

impl Settings {
    /// Reads `[mail]` with `[mail.smtp]` inside; on problems, which are recorded, `None`.
    pub fn read(mut section: Section<'_>) -> Option<Self> {
        let from = sender(&mut section);
        let to = recipients(&mut section, "to");
        let escalate_to = recipients(&mut section, "escalate_to");
        if !section.has("to") {
            section.missing("to", "\"me@example.com\"");
        }
        if !section.has("escalate_to") {
            section.warning(
                section.span(),
                "`mail.escalate_to` is not set: when a deadline passes, only the people in \
                 `mail.to` hear of it, who were told before",
                Some("add escalate_to = \"someone-else@example.com\"".to_owned()),
            );
        }
        let templates = read_templates(&mut section);
        let server = match section.section("smtp") {
            Some(smtp) => Server::read(smtp),
            None if section.has("smtp") => None,
            None => {
                section.error(
                    section.span(),
                    "the table [mail.smtp] is missing: without a mail server nobody is told",
                    Some("add [mail.smtp] with host, user and password".to_owned()),
                );
                None
            }
        };
        section.finish();
        let (to, server) = (to?, server?);
        Some(Self {
            from: from?,
            escalate_to: escalate_to.unwrap_or_else(|| to.clone()),
            to,
            templates: Arc::new(templates.unwrap_or_default()),
            host: server.host,
            port: server.port,
            security: server.security,
            ca_file: server.ca_file,
            login: server.login,
            timeout: server.timeout,
        })
    }
}

/// Templates of one's own. What is wrong with one keeps nobody from being told: the compiled-in one
/// takes its place, so that it is a warning.
fn read_templates(section: &mut Section<'_>) -> Option<Templates> {
    let Located { value: folder, span } = section.file("templates")?;
    match Templates::read(&folder) {
        Ok((templates, problems)) => {
            for TemplateProblem { file, line, what, cure } in problems {
                let file = folder.join(file);
                let line = line.map_or_else(String::new, |line| format!(", line {line}"));
                section.warning(span.clone(), format!("{}{line}: {what}", file.display()), cure);
            }
            Some(templates)
        }
        Err(error) => {
            section.error(
                span,
                format!("the templates in {} cannot be read: {error}", folder.display()),
                Some("`reviewd mail export` writes the compiled-in ones into a folder".to_owned()),
            );
            None
        }
    }
}

fn sender(section: &mut Section<'_>) -> Option<Address> {
    if section.has("from") {
        let text = section.string("from")?;
        return address(section, text).map(|found| found.value);
    }
    section.required_string("from", "\"shop@example.com\"");
    None
}

/// One address or a list; `None` where the key is absent, empty or holds none that is one.
fn recipients(section: &mut Section<'_>, key: &'static str) -> Option<Vec<Address>> {
    let written = section.strings(key)?;
    if written.is_empty() {
        section.error(
            section.span_of(key),
            format!("`mail.{key}` is an empty list: nobody would be told"),
            None,
        );
        return None;
    }
    let mut kept: Vec<Address> = Vec::new();
    for text in written {
        let Some(Located { value, span }) = address(section, text) else { continue };
        if kept.contains(&value) {
            section.warning(span, format!("`mail.{key}` names this address twice"), None);
        } else {
            kept.push(value);
        }
    }
    (!kept.is_empty()).then_some(kept)
}

fn address(section: &Section<'_>, text: Located<String>) -> Option<Located<Address>> {
    match text.value.parse() {
        Ok(value) => Some(Located { value, span: text.span }),
        Err(error) => {
            let inner = text.value.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
            let help = match inner {
                Some((bare, _)) => format!("write the address alone: {bare:?}"),
                None => "an address looks like \"name@example.com\"".to_owned(),
            };
            let error: crate::alert::InvalidAddress = error;
            section.error(text.span, error.to_string(), Some(help));
            None
        }
    }
}

impl Server {
    fn read(mut section: Section<'_>) -> Option<Self> {
        let host = section.required_string("host", "\"smtp.gmail.com\"");
        let host = host.and_then(|text| checked_host(&section, text));
        let security = section.one_of("security", &Security::WORDS);
        let security_span = security.as_ref().map_or(section.span(), |s| s.span.clone());
        let security = security.map_or(Security::Starttls, |found| found.value);
        let port = section.integer("port", 1, i64::from(u16::MAX));
        let port = port.and_then(|p| u16::try_from(p).ok()).unwrap_or(security.usual_port());
        if let Some(host) = &host
            && security == Security::None
            && !is_this_machine(&host.value)
        {
            section.error(
                security_span.clone(),
                format!(
                    "`mail.smtp.security` is \"none\" and the server {} is not this machine: the \
                     password and the mails would be readable on the way",
                    host.value
                ),
                Some("use \"starttls\" (port 587) or \"tls\" (port 465)".to_owned()),
            );
        }
        warn_of_swapped_ports(&section, security_span, security, port);
        let login = read_login(&mut section);
        let ca_file = read_ca_file(&mut section);
        let (shortest, longest) = (SignedDuration::from_secs(1), SignedDuration::from_mins(10));
        let timeout = section.duration("timeout", shortest, longest);
        let timeout = timeout.map_or(DEFAULT_TIMEOUT, |found| found.value.unsigned_abs());
        section.finish();
        Some(Self { host: host?.value, port, security, ca_file, login, timeout })
    }
}

/// Long enough for a server that greets late on purpose, short enough to try again in time.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

fn checked_host(section: &Section<'_>, text: Located<String>) -> Option<Located<String>> {
    let bare = text.value.trim_start_matches('[').trim_end_matches(']');
    if bare.parse::<IpAddr>().is_ok() {
        return Some(Located { value: bare.to_owned(), span: text.span });
    }
    if let Ok(url::Host::Domain(name)) = url::Host::parse(&text.value) {
        return Some(Located { value: name, span: text.span });
    }
    let name = text.value.split("://").last().unwrap_or_default();
    let name = name.split(['/', ':']).next().unwrap_or_default();
    section.error(
        text.span,
        format!("`mail.smtp.host` is {:?}, which is no server name", text.value),
        Some(match name {
            "" => "write the name alone: host = \"smtp.gmail.com\"".to_owned(),
            _ => format!("write the name alone: host = {name:?}; a port has its own key, port"),
        }),
    );
    None
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn warn_of_swapped_ports(
    section: &Section<'_>,
    span: std::ops::Range<usize>,
    security: Security,
    port: u16,
) {
    let other = match (security, port) {
        (Security::Starttls, 465) => "tls",
        (Security::Tls, 587) => "starttls",
        _ => return,
    };
    section.warning(
        span,
        format!("servers speak {other:?} on port {port} as a rule"),
        Some(format!("write security = {other:?}, or leave out port")),
    );
}

fn read_login(section: &mut Section<'_>) -> Option<Login> {
    let user = section.string("user");
    let password = section.secret("password");
    match (user, password) {
        (Some(user), Some((place, password))) => Some(Login { user: user.value, place, password }),
        (Some(user), None) if !section.has("password") => {
            section.error(
                user.span,
                "`mail.smtp.user` is set and `mail.smtp.password` is not",
                Some("add password = { credential = \"smtp-password\" }".to_owned()),
            );
            None
        }
        (None, Some(_)) if !section.has("user") => {
            section.error(
                section.span_of("password"),
                "`mail.smtp.password` is set and `mail.smtp.user` is not",
                Some("add user = \"shop@example.com\"".to_owned()),
            );
            None
        }
        _ => None,
    }
}

fn read_ca_file(section: &mut Section<'_>) -> Option<PathBuf> {
    let Located { value, span } = section.file("ca_file")?;
    if let Err(error) = std::fs::File::open(&value) {
        section.error(
            span,
            format!("failed to read the certificate authority in {}: {error}", value.display()),
            None,
        );
    }
    Some(value)
}
