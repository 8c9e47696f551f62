//! A mail server on loopback that keeps what it is given and misbehaves on request.

mod session;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use session::Session;

/// The point of a sending at which the sink misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Its greeting.
    Greeting,
    /// `AUTH`.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// The answer to the text.
    Data,
}

/// What the sink does with those who come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes every mail.
    Accept,
    /// Refuses everyone at one point.
    Refuse {
        /// Where.
        at: At,
        /// With which reply code.
        code: u16,
        /// And which words.
        text: String,
    },
    /// Refuses one recipient and takes mail for all others.
    RefuseRecipient {
        /// The address.
        address: String,
        /// With which reply code.
        code: u16,
        /// And which words.
        text: String,
    },
    /// Falls silent at one point and leaves the connection open.
    Hang(At),
    /// Cuts the connection once it has the text, without an answer.
    DropAfterData {
        /// Whether the mail is kept none the less.
        keep: bool,
    },
    /// Does not listen; the port stays its own.
    Down,
}

/// A mail the sink took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// The message, dot-stuffing undone.
    pub bytes: Vec<u8>,
}

/// The server; it ends when this is dropped.
#[derive(Debug)]
pub struct Sink {
    port: u16,
    behaviour: watch::Sender<Behaviour>,
    listening: watch::Receiver<bool>,
    received: Kept,
    task: JoinHandle<()>,
}

type Kept = Arc<Mutex<Vec<Received>>>;

impl Sink {
    /// Listens on a free port of 127.0.0.1 and accepts mail.
    ///
    /// # Errors
    /// Where the machine gives no port.
    pub async fn start() -> std::io::Result<Self> {
        // Bound and never listening: it keeps the port from everyone else while the sink is down.
        let reserved = bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let address = reserved.local_addr()?;
        let (behaviour, orders) = watch::channel(Behaviour::Accept);
        let (ready, mut listening) = watch::channel(false);
        let received = Kept::default();
        let kept = Arc::clone(&received);
        let task = tokio::spawn(async move {
            // An end of `serve` drops `ready`, which the owner notices in `behave`.
            if let Err(error) = serve(address, orders, ready, kept).await {
                tracing::error!(%error, "the mail sink ended");
            }
            drop(reserved);
        });
        listening.wait_for(|up| *up).await.map_err(std::io::Error::other)?;
        Ok(Self { port: address.port(), behaviour, listening, received, task })
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Everything it took so far, oldest first.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it took after the first `count`, oldest first.
    pub fn received_after(&self, count: usize) -> Vec<Received> {
        let received = self.received.lock().unwrap_or_else(PoisonError::into_inner);
        received.iter().skip(count).cloned().collect()
    }

    /// Changes what it does from now on, connections already open included; returns once it is so.
    ///
    /// # Errors
    /// Where it cannot listen again.
    pub async fn behave(&self, behaviour: Behaviour) -> std::io::Result<()> {
        let up = behaviour != Behaviour::Down;
        self.behaviour.send_replace(behaviour);
        let mut listening = self.listening.clone();
        listening.wait_for(|now| *now == up).await.map_err(std::io::Error::other)?;
        Ok(())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn bind(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

async fn serve(
    address: SocketAddr,
    mut orders: watch::Receiver<Behaviour>,
    ready: watch::Sender<bool>,
    kept: Kept,
) -> std::io::Result<()> {
    while orders.wait_for(|order| *order != Behaviour::Down).await.is_ok() {
        let listener: TcpListener = bind(address)?.listen(64)?;
        // Dropped with the listener, so that a server that is down answers nobody.
        let mut sessions = JoinSet::new();
        ready.send_replace(true);
        let mut down = orders.clone();
        loop {
            tokio::select! {
                _ = down.wait_for(|order| *order == Behaviour::Down) => break,
                Some(_) = sessions.join_next() => {}
                accepted = listener.accept() => {
                    let session = Session::new(accepted?.0, orders.clone(), Arc::clone(&kept));
                    sessions.spawn(session.run());
                }
            }
        }
        drop((listener, sessions));
        ready.send_replace(false);
    }
    Ok(())
}
