//! One connection to the sink, from greeting to farewell.

use std::sync::PoisonError;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::{At, Behaviour, Kept, Received};

/// One connection. Commands are read line by line, so pipelined ones are answered in turn.
pub(super) struct Session {
    stream: BufStream<TcpStream>,
    orders: watch::Receiver<Behaviour>,
    kept: Kept,
}

impl Session {
    pub(super) fn new(stream: TcpStream, orders: watch::Receiver<Behaviour>, kept: Kept) -> Self {
        Self { stream: BufStream::new(stream), orders, kept }
    }

    /// Ends without a word when the client does; there is nobody to tell.
    pub(super) async fn run(mut self) {
        let _ = self.converse().await;
    }

    async fn converse(&mut self) -> std::io::Result<()> {
        self.reply_at(At::Greeting, "220 sink ESMTP").await?;
        let (mut from, mut to) = (String::new(), Vec::new());
        while let Some(line) = self.line().await? {
            let command = line.to_ascii_uppercase();
            if command.starts_with("EHLO") {
                self.reply("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN LOGIN")
                    .await?;
            } else if command.starts_with("AUTH") {
                self.login(&command).await?;
            } else if command.starts_with("MAIL FROM:") {
                (from, to) = (address_in(&line), Vec::new());
                self.reply_at(At::Sender, "250 2.1.0 ok").await?;
            } else if command.starts_with("RCPT TO:") {
                let address = address_in(&line);
                if self.recipient(&address).await? {
                    to.push(address);
                }
            } else if command == "DATA" && !to.is_empty() {
                self.reply("354 go on").await?;
                let Some(bytes) = self.text().await? else { return Ok(()) };
                let mail = Received { from: from.clone(), to: std::mem::take(&mut to), bytes };
                if !self.take(mail).await? {
                    return Ok(());
                }
            } else if command == "QUIT" {
                return self.reply("221 bye").await;
            } else if command == "RSET" || command == "NOOP" {
                to.clear();
                self.reply("250 ok").await?;
            } else {
                self.reply("503 5.5.1 not now").await?;
            }
        }
        Ok(())
    }

    async fn login(&mut self, command: &str) -> std::io::Result<()> {
        if command == "AUTH LOGIN" {
            for prompt in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                self.reply(prompt).await?;
                self.line().await?;
            }
        }
        self.reply_at(At::Login, "235 2.7.0 ok").await
    }

    /// Whether the recipient was taken.
    async fn recipient(&mut self, address: &str) -> std::io::Result<bool> {
        let order = self.orders.borrow().clone();
        if let Behaviour::RefuseRecipient { address: refused, code, text } = &order
            && refused == address
        {
            self.reply(&format!("{code} {text}")).await?;
            return Ok(false);
        }
        self.reply_at(At::Recipient, "250 2.1.5 ok").await?;
        Ok(!matches!(order, Behaviour::Refuse { at: At::Recipient, .. }))
    }

    /// Whether the connection goes on.
    async fn take(&mut self, mail: Received) -> std::io::Result<bool> {
        let order = self.orders.borrow().clone();
        let keep = match order {
            Behaviour::DropAfterData { keep } => keep,
            Behaviour::Refuse { at: At::Data, .. } | Behaviour::Hang(At::Data) => false,
            _ => true,
        };
        if keep {
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
        }
        if matches!(order, Behaviour::DropAfterData { .. }) {
            return Ok(false);
        }
        self.reply_at(At::Data, "250 2.0.0 taken").await?;
        Ok(true)
    }

    /// Says `good`, unless the order of the hour is to misbehave at this point.
    async fn reply_at(&mut self, point: At, good: &str) -> std::io::Result<()> {
        let order = self.orders.borrow().clone();
        match order {
            Behaviour::Refuse { at, code, text } if at == point => {
                self.reply(&format!("{code} {text}")).await
            }
            Behaviour::Hang(at) if at == point => std::future::pending().await,
            _ => self.reply(good).await,
        }
    }

    async fn reply(&mut self, lines: &str) -> std::io::Result<()> {
        self.stream.write_all(format!("{lines}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    async fn raw_line(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        self.stream.read_until(b'\n', &mut line).await?;
        Ok((!line.is_empty()).then_some(line))
    }

    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let line = self.raw_line().await?;
        Ok(line.map(|bytes| String::from_utf8_lossy(&bytes).trim_end().to_owned()))
    }

    /// The text up to the lone dot; `None` where the client left before it.
    async fn text(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut text = Vec::new();
        while let Some(line) = self.raw_line().await? {
            if line == b".\r\n" {
                return Ok(Some(text));
            }
            text.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        Ok(None)
    }
}

/// What stands between the angle brackets of a command.
fn address_in(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map_or_else(String::new, |(address, _)| address.to_owned())
}
