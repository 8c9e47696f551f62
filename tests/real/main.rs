//! Promises held against what a shop really has: a mail server that is not ours, and systemd.
//!
//! They need root, Postfix, saslpasswd2, openssl, python3 and systemd-nspawn, which `.ci/run` installs, so that a plain
//! `cargo test` passes them over: `cargo test --test real -- --ignored` runs them.

mod daemon;
mod outage;
mod postfix;
mod service;
mod site;
mod test_mail;
mod wait;
