//! One sending over SMTP, step by step, so that it is always known how far it went.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tokio::time::{Instant, timeout_at};

use super::{Error, Security, Settings, reason, tls};
use crate::alert::{Address, Answer, Frozen, Stage};

/// A farewell is a courtesy: the server has answered already.
const FAREWELL: Duration = Duration::from_secs(2);

/// Sends composed mails, each over a connection of its own.
pub struct Smtp {
    settings: Settings,
    tls: Option<TlsParameters>,
    hello: ClientId,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Smtp {
    /// Prepares for sending; reads the certificate authorities, opens no connection.
    ///
    /// # Errors
    /// When the certificate file cannot be used, or mail would leave the machine unprotected.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        let tls = match settings.security {
            Security::None if !is_this_machine(&settings.host) => {
                return Err(Error::Unprotected { host: settings.host.clone() });
            }
            Security::None => None,
            Security::Starttls | Security::Tls => {
                Some(tls::parameters(&settings.host, settings.ca_file.as_deref())?)
            }
        };
        Ok(Self { settings: settings.clone(), tls, hello: own_name() })
    }

    /// Hands one mail to the server. It always ends within the configured time-out, and what did not
    /// end by itself is an answer too.
    pub async fn send(&self, from: &Address, mail: &Frozen) -> Answer {
        let patience = Patience::new(self.settings.timeout);
        match self.hand_over(from, mail, patience).await {
            Ok(()) => Answer::Accepted,
            Err(refusal) => refusal,
        }
    }

    async fn hand_over(
        &self,
        from: &Address,
        mail: &Frozen,
        patience: Patience,
    ) -> Result<(), Answer> {
        let mut connection = self.connect(patience).await?;
        if let (Security::Starttls, Some(tls)) = (self.settings.security, &self.tls) {
            if !connection.can_starttls() {
                return Err(Answer::refused(Stage::Tls, None, "the server offers no STARTTLS"));
            }
            patience.step(Stage::Tls, connection.starttls(tls.clone(), &self.hello)).await?;
        }
        if let Some(login) = &self.settings.login {
            let credentials =
                Credentials::new(login.user.clone(), login.password.reveal().to_owned());
            patience.step(Stage::Login, connection.auth(DEFAULT_MECHANISMS, &credentials)).await?;
        }
        let (sender, options) = sender(from, &mail.recipient, &connection)?;
        patience.step(Stage::Sender, connection.command(Mail::new(Some(sender), options))).await?;
        let recipient = envelope_address(&mail.recipient, Stage::Recipient)?;
        let command = Rcpt::new(recipient, Vec::new());
        let answered = patience.step(Stage::Recipient, connection.command(command)).await;
        answered.map_err(|no| reason::of_recipient(no, self.settings.login.is_some()))?;
        patience.step(Stage::Data, connection.command(Data)).await?;
        // The end mark brings the last line's break with it.
        let text = mail.bytes.strip_suffix(b"\r\n").unwrap_or(&mail.bytes);
        patience.step(Stage::Data, connection.message(text)).await?;
        // Whatever the farewell brings, the mail is the server's now.
        let _ = tokio::time::timeout(FAREWELL, connection.quit()).await;
        Ok(())
    }

    async fn connect(&self, patience: Patience) -> Result<AsyncSmtpConnection, Answer> {
        let addresses = self.look_up(patience).await?;
        // One share for each address and one for the rest: a silent address is then never mistaken
        // for a silent server.
        let share = patience.left() / (addresses.len() as u32 + 1);
        let (tls, hung_at) = match self.settings.security {
            Security::Tls => (self.tls.clone(), Stage::Tls),
            Security::Starttls | Security::None => (None, Stage::Connect),
        };
        let dial = AsyncSmtpConnection::connect_tokio1(
            &addresses[..],
            Some(share),
            &self.hello,
            tls,
            None,
        );
        patience.step_at(hung_at, Stage::Connect, dial).await
    }

    async fn look_up(&self, patience: Patience) -> Result<Vec<SocketAddr>, Answer> {
        let failed = |words: &str| Answer::refused(Stage::Lookup, None, words);
        let server = (self.settings.host.as_str(), self.settings.port);
        let found = timeout_at(patience.until, tokio::net::lookup_host(server))
            .await
            .map_err(|_| failed(&patience.silence()))?
            .map_err(|error| failed(&error.to_string()))?;
        let unprotected = self.settings.security == Security::None;
        let allowed: Vec<SocketAddr> =
            found.filter(|address| !unprotected || address.ip().is_loopback()).collect();
        if allowed.is_empty() {
            return Err(failed("the name has no address that may be used"));
        }
        Ok(allowed)
    }
}

/// How long one sending may still take; every step of it shares the same end.
#[derive(Clone, Copy)]
struct Patience {
    until: Instant,
    whole: Duration,
}

impl Patience {
    fn new(whole: Duration) -> Self {
        Self { until: Instant::now() + whole, whole }
    }

    fn left(self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }

    fn silence(self) -> String {
        format!("no reply within {} s", self.whole.as_secs_f32())
    }

    async fn step<T>(
        self,
        stage: Stage,
        work: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    ) -> Result<T, Answer> {
        self.step_at(stage, stage, work).await
    }

    /// A step that counts as `hung` when it does not end and as `failed` when it ends badly, unless
    /// its error speaks of a certificate.
    async fn step_at<T>(
        self,
        hung: Stage,
        failed: Stage,
        work: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    ) -> Result<T, Answer> {
        match timeout_at(self.until, work).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => Err(reason::answer(failed, &error)),
            Err(_) => Err(Answer::refused(hung, None, &self.silence())),
        }
    }
}

fn envelope_address(address: &Address, stage: Stage) -> Result<lettre::Address, Answer> {
    address.as_str().parse().map_err(|error: lettre::address::AddressError| {
        Answer::refused(stage, None, &error.to_string())
    })
}

/// The envelope's sender, with the option that addresses beyond ASCII need.
fn sender(
    from: &Address,
    to: &Address,
    connection: &AsyncSmtpConnection,
) -> Result<(lettre::Address, Vec<MailParameter>), Answer> {
    let address = envelope_address(from, Stage::Sender)?;
    if from.as_str().is_ascii() && to.as_str().is_ascii() {
        return Ok((address, Vec::new()));
    }
    if connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Ok((address, vec![MailParameter::SmtpUtfEight]));
    }
    let stage = if from.as_str().is_ascii() { Stage::Recipient } else { Stage::Sender };
    Err(Answer::refused(stage, None, "the server takes no address with letters beyond ASCII"))
}

/// The host's full name, else the address literal that RFC 5321 asks for instead of a bare name.
fn own_name() -> ClientId {
    let system = rustix::system::uname();
    let name = system.nodename().to_string_lossy();
    let is_full = name.split('.').count() > 1
        && name.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
    if is_full { ClientId::Domain(name.into_owned()) } else { ClientId::default() }
}

/// Whether a configured host can only mean this machine; what it resolves to is checked again.
fn is_this_machine(host: &str) -> bool {
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || literal.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
