//! Mail goes out encrypted to a server that proves its name, and a certificate that does not hold is
//! named as what it is.

use std::io::Write as _;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use reviewd::alert::{Answer, Stage};
use reviewd::demo::sink::Sink;
use reviewd::mail::{Security, Settings, Smtp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::smtp::{mail_to, settings};

/// What is wrong with the server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    None,
    Expired,
    OtherName,
    UnknownAuthority,
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("an authority")
}

fn acceptor(authority: &Authority, flaw: Flaw) -> TlsAcceptor {
    let name = if flaw == Flaw::OtherName { "mail.example.com" } else { "localhost" };
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    if flaw == Flaw::Expired {
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
    }
    let key = KeyPair::generate().expect("a key");
    let leaf = params.signed_by(&key, authority).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring knows them")
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], key)
        .expect("key and certificate fit");
    TlsAcceptor::from(Arc::new(config))
}

/// Reads one line, byte by byte, so that nothing of what follows is taken.
async fn line(stream: &mut TcpStream) -> String {
    let mut line = String::new();
    while !line.ends_with('\n') {
        line.push(stream.read_u8().await.expect("the client talks on") as char);
    }
    line
}

/// Puts TLS in front of the sink; with STARTTLS, speaks the part before it.
async fn guard(sink: u16, acceptor: TlsAcceptor, security: Security) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.expect("a client comes");
        let mut server = TcpStream::connect(("127.0.0.1", sink)).await.expect("the sink is up");
        if security == Security::Starttls {
            line(&mut server).await;
            client.write_all(b"220 guard ESMTP\r\n").await.expect("the client listens");
            line(&mut client).await;
            client.write_all(b"250-guard\r\n250 STARTTLS\r\n").await.expect("the client listens");
            assert_eq!(line(&mut client).await, "STARTTLS\r\n", "nothing goes before encryption");
            client.write_all(b"220 go\r\n").await.expect("the client listens");
        }
        // A client that mistrusts the certificate leaves here.
        if let Ok(mut client) = acceptor.accept(client).await {
            let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
        }
    });
    port
}

async fn answer(flaw: Flaw, security: Security) -> (Answer, usize) {
    let (known, unknown) = (authority("known"), authority("unknown"));
    let signer = if flaw == Flaw::UnknownAuthority { &unknown } else { &known };
    let sink = Sink::start().await.expect("a free port");
    let mut ca_file = tempfile::NamedTempFile::new().expect("a file");
    ca_file.write_all(known.pem().as_bytes()).expect("the file takes it");
    let port = guard(sink.port(), acceptor(signer, flaw), security).await;
    let settings = Settings {
        host: "localhost".to_owned(),
        security,
        ca_file: Some(ca_file.path().to_owned()),
        ..settings(port)
    };
    let smtp = Smtp::new(&settings).expect("the settings can be used");
    let answer = smtp.send(&settings.from, &mail_to("owner@example.com")).await;
    (answer, sink.received().len())
}

#[tokio::test]
async fn a_mail_reaches_a_server_that_proves_its_name() {
    for security in [Security::Starttls, Security::Tls] {
        let (answer, kept) = answer(Flaw::None, security).await;
        assert_eq!((answer, kept), (Answer::Accepted, 1), "{security:?}");
    }
}

#[tokio::test]
async fn a_certificate_that_does_not_hold_is_named_and_gets_no_mail() {
    for security in [Security::Starttls, Security::Tls] {
        for (flaw, words) in [
            (Flaw::Expired, "has expired"),
            (Flaw::OtherName, "is for another name"),
            (Flaw::UnknownAuthority, "comes from an unknown authority"),
        ] {
            let (answer, kept) = answer(flaw, security).await;
            let Answer::Refused { stage, code, text } = answer else {
                panic!("{security:?} with {flaw:?}: the mail went out");
            };
            assert_eq!((stage, code, kept), (Stage::Tls, None, 0), "{security:?}: {text}");
            assert!(text.contains(words), "{security:?} with {flaw:?}: {text}");
        }
    }
}

#[test]
fn a_certificate_file_without_a_certificate_is_refused_at_once() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"not a certificate").expect("the file takes it");
    let absent = file.path().with_extension("absent");
    for (path, words) in [(file.path(), "no certificate"), (&*absent, "No such file")] {
        let mut settings = settings(587);
        settings.security = Security::Starttls;
        settings.ca_file = Some(path.to_owned());
        let error = Smtp::new(&settings).expect_err("it cannot be used").to_string();
        assert!(error.contains(words), "{error}");
    }
}
