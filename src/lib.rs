//! reviewd watches a shop's review pages and mails the right person while there is time to answer.
//!
//! # One direction
//!
//! ```text
//! config → schedule → fetch → source → coverage → store │ score → case → alert → store │ mail
//!                         (poll)                        │    (triage, deadline)        │ (deliver)
//! ```
//!
//! Every hand-off is a committed row. Four loops in [`pipeline`], each *claim → decide → commit*:
//!
//! | loop | claims | decides, as a pure function | commits in one transaction |
//! |---|---|---|---|
//! | poll | a source that is due | what the page says against what is known | reviews, events, schedule, incidents |
//! | triage | a review to which something happened | verdict and evidence; what becomes of its case | judgement, case, notices |
//! | deadline | a case whose next step is due | the transition that is due now | the case's state, notices |
//! | deliver | notices that are due, or a mail | the words; what the server's answer means | frozen bytes; the attempt and its fate |
//!
//! # Where to make a change
//!
//! | you want to … | go to |
//! |---|---|
//! | read another shape of date | [`when`] |
//! | read another kind of page | a folder in [`source`], one line in its registry |
//! | be more or less polite to servers | [`fetch`], [`schedule`] |
//! | poll more or fewer sources at once | `pipeline/dispatch`; `cargo bench --bench poll` says what it costs |
//! | tell new, edited, vanished and answered reviews apart | [`coverage`] |
//! | claim that nothing was missed, or that something was | [`coverage`]: what a poll proves, what is an overlap |
//! | tell when a source goes quiet or strange | [`coverage::alarm`] |
//! | judge differently | [`score`]: a signal a file, the model's recipe |
//! | change what opens, moves or closes a case | [`case`] |
//! | change what people can do with a case | [`case::act()`], and `cli::case` for how it is typed |
//! | change when nobody is woken, or when people work | [`calendar`]; what then becomes of a mail: `case/plan` |
//! | add a country's holidays | a table beside `calendar/kr.tsv` and its reading |
//! | change who is told, and who stands in for whom | [`route`] |
//! | change what mails say | [`alert`]: templates in `ko/` and `en/` |
//! | change how mail is sent | [`mail`]; when it is tried again: [`alert`] |
//! | store something new | [`store`]: types, then `sqlite/` and a migration |
//! | add a setting | the `settings.rs` of its room, then the annotated example |
//! | call something by another name where a person reads it | `words` |
//! | add a command | a file in [`cli`] |
//!
//! # Invariants
//!
//! - Pure rooms (`when`, `schedule`, `coverage`, `score`, `calendar`, `case`, `route`, `alert`) take `now` as a value; only
//!   [`clock`] reads the system's time.
//! - A deadline is made in one function, [`case::deadline_for`], and never moves later within a round.
//! - A review's identity is made once, in [`coverage`], and kept.
//! - A mail's bytes are frozen before its first sending; a second sending is byte-identical.
//! - Reading a page never fails: it reports what it found, what it rejected and what kind of page it was.
//! - Nothing is logged that could reach a customer or an account: no address, no secret, no review text.
//!
//! Which room may import which is a table in `tests/it/tidy.rs`.

pub mod alert;
pub mod app;
pub mod calendar;
pub mod case;
pub mod cli;
pub mod clock;
pub mod config;
pub mod coverage;
pub mod demo;
pub mod failpoint;
pub mod fetch;
pub mod mail;
pub mod pipeline;
pub mod review;
pub mod route;
pub mod schedule;
pub mod score;
pub mod settings;
pub mod source;
pub mod store;
pub mod when;
mod words;
