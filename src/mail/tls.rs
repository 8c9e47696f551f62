//! Whom to believe that a server is who it says.

use std::path::Path;

use lettre::transport::smtp::client::{Certificate, TlsParameters};

use super::Error;

/// Trusts the system's authorities and those in `ca_file`, for a server called `host`.
pub(super) fn parameters(host: &str, ca_file: Option<&Path>) -> Result<TlsParameters, Error> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = ca_file {
        let failed = |why: String| Error::CaFile { path: path.display().to_string(), why };
        let pem = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
        if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
            return Err(failed("it holds no certificate in PEM form".to_owned()));
        }
        let certificate = Certificate::from_pem(&pem).map_err(|error| failed(error.to_string()))?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(|error| Error::Tls(error.to_string()))
}

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
