//! What a mail server's answer means: done, try again and when, or tell someone else.
//!
//! **Invariant:** pure; the same answer, age and seed always lead to the same decision.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

/// The step of a sending at which something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Finding the server's address.
    Lookup,
    /// Reaching it, and its greeting.
    Connect,
    /// Agreeing on encryption, the certificate included.
    Tls,
    /// Logging in.
    Login,
    /// Naming the sender.
    Sender,
    /// Naming the recipient.
    Recipient,
    /// Handing over the text, and the answer to it.
    Data,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lookup => "name lookup",
            Self::Connect => "connect",
            Self::Tls => "TLS",
            Self::Login => "login",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Data => "text",
        })
    }
}

/// What came of one sending to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server took responsibility.
    Accepted,
    /// It did not, or could not be asked.
    Refused {
        /// How far it went.
        stage: Stage,
        /// The SMTP reply code; `None` where there was no reply (network, TLS, time-out).
        code: Option<u16>,
        /// The reply's or the error's words, on one line, without addresses.
        text: String,
    },
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("accepted"),
            Self::Refused { stage, code: Some(code), text } => write!(f, "{stage}: {code} {text}"),
            Self::Refused { stage, code: None, text } => write!(f, "{stage}: {text}"),
        }
    }
}

/// The most characters of a server's words that are kept.
const MAX_TEXT: usize = 300;

impl Answer {
    /// A refusal in the server's or system's own words, made fit for a log: one line, of bounded
    /// length, without addresses.
    pub fn refused(stage: Stage, code: Option<u16>, words: &str) -> Self {
        let kept: Vec<&str> = words
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .map(|word| if word.contains('@') { "<address>" } else { word })
            .collect();
        Self::Refused { stage, code, text: kept.join(" ").chars().take(MAX_TEXT).collect() }
    }
}

/// What becomes of a mail after a sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is sent; holds on the server and this recipient end.
    Sent,
    /// The server is at fault: all mail waits until then.
    HoldAll(Timestamp),
    /// The recipient cannot take mail for now: all mail to them waits until then.
    HoldRecipient(Timestamp),
    /// This very text is refused: it waits until then, and other mail goes before it.
    Postpone(Timestamp),
    /// The recipient refuses for good: its notices failed.
    Failed,
}

/// Waiting times that double from `first` up to `cap`.
struct BackOff {
    first: SignedDuration,
    cap: SignedDuration,
}

const SERVER: BackOff =
    BackOff { first: SignedDuration::from_secs(30), cap: SignedDuration::from_mins(15) };
/// Greylisting servers take a mail a minute or more after they first refused it.
const RECIPIENT: BackOff =
    BackOff { first: SignedDuration::from_mins(1), cap: SignedDuration::from_mins(30) };

/// A recipient whose server keeps saying "not now" for this long counts as unreachable.
const PATIENCE: SignedDuration = SignedDuration::from_hours(72);

impl BackOff {
    /// When to try again after `attempts` earlier failures: within 20 % of the doubled time, so that
    /// several mails do not come back in step.
    fn next(&self, attempts: u32, now: Timestamp, seed: u64) -> Timestamp {
        let doubled = self.first.as_secs().saturating_mul(1_i64 << attempts.min(20));
        let base = doubled.min(self.cap.as_secs()) as f64;
        let factor = 0.8 + 0.4 * fastrand::Rng::with_seed(seed).f64();
        let wait = SignedDuration::from_secs((base * factor).round() as i64);
        now.saturating_add(wait).unwrap_or(Timestamp::MAX)
    }
}

/// A mail's story before an answer.
#[derive(Clone, Copy, Debug)]
pub struct Sending {
    /// How often it failed before.
    pub attempts: u32,
    /// When it was frozen.
    pub since: Timestamp,
    /// Everyone else who could hear of it has refused too.
    pub last_resort: bool,
}

/// Decides what becomes of a mail after an answer given at `now`. `seed` spreads retries.
///
/// Whatever concerns the server or our login holds all mail, for it would meet every mail alike. What
/// concerns one recipient holds or fails that recipient. A silence after the text was handed over is
/// ambiguous, so the same bytes are sent again: their Message-ID lets a mailbox drop the second.
///
/// What everybody refuses is never given up: a server that turns all away is at fault whatever code it
/// gives, and once it is mended someone must hear.
pub fn decide(answer: &Answer, sending: &Sending, now: Timestamp, seed: u64) -> Fate {
    let (stage, code) = match answer {
        Answer::Accepted => return Fate::Sent,
        Answer::Refused { stage, code, .. } => (*stage, *code),
    };
    // 421: "closing the channel". 530 to 538: "log in first" and its kin, at whatever stage.
    let server_fault = stage < Stage::Recipient || matches!(code, Some(421 | 530..=538));
    if server_fault {
        return Fate::HoldAll(SERVER.next(sending.attempts, now, seed));
    }
    let out_of_patience = now.duration_since(sending.since) >= PATIENCE;
    let next = RECIPIENT.next(sending.attempts, now, seed);
    // No reply at all says nothing about the recipient, so patience with it does not end.
    let for_good = code.is_some_and(|code| code >= 500 || out_of_patience);
    match (for_good, sending.last_resort) {
        (false, _) => Fate::HoldRecipient(next),
        (true, false) => Fate::Failed,
        (true, true) if stage == Stage::Data => Fate::Postpone(next),
        (true, true) => Fate::HoldRecipient(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn ago(hours: i64) -> Timestamp {
        NOW - SignedDuration::from_hours(hours)
    }

    fn refused(stage: Stage, code: Option<u16>) -> Answer {
        Answer::refused(stage, code, "no")
    }

    fn sending(hours_old: i64) -> Sending {
        Sending { attempts: 0, since: ago(hours_old), last_resort: false }
    }

    /// `A` all, `R` recipient, `P` postponed, `F` failed, `S` sent.
    fn letter(answer: &Answer, sending: &Sending) -> char {
        match decide(answer, sending, NOW, 7) {
            Fate::Sent => 'S',
            Fate::HoldAll(_) => 'A',
            Fate::HoldRecipient(_) => 'R',
            Fate::Postpone(_) => 'P',
            Fate::Failed => 'F',
        }
    }

    #[test]
    fn what_meets_every_mail_holds_every_mail() {
        for stage in [Stage::Lookup, Stage::Connect, Stage::Tls, Stage::Login, Stage::Sender] {
            for code in [None, Some(421), Some(451), Some(535), Some(550), Some(554)] {
                assert_eq!(letter(&refused(stage, code), &sending(500)), 'A', "{stage} {code:?}");
            }
        }
        for stage in [Stage::Recipient, Stage::Data] {
            for code in [Some(421), Some(530), Some(535)] {
                assert_eq!(letter(&refused(stage, code), &sending(500)), 'A', "{stage} {code:?}");
            }
        }
    }

    #[test]
    fn what_concerns_a_recipient_holds_or_fails_that_recipient_alone() {
        let table = [
            (Stage::Recipient, Some(451), 0, 'R'),
            (Stage::Recipient, Some(450), 71, 'R'),
            (Stage::Recipient, Some(450), 72, 'F'),
            (Stage::Recipient, Some(550), 0, 'F'),
            (Stage::Recipient, Some(553), 0, 'F'),
            (Stage::Recipient, None, 500, 'R'),
            (Stage::Data, Some(451), 0, 'R'),
            (Stage::Data, Some(452), 72, 'F'),
            (Stage::Data, Some(552), 0, 'F'),
            (Stage::Data, Some(554), 0, 'F'),
            (Stage::Data, None, 500, 'R'),
        ];
        for (stage, code, hours, fate) in table {
            assert_eq!(
                letter(&refused(stage, code), &sending(hours)),
                fate,
                "{stage} {code:?} {hours} h"
            );
        }
        assert_eq!(letter(&Answer::Accepted, &sending(500)), 'S');
    }

    #[test]
    fn what_everybody_refuses_is_never_given_up() {
        let table = [
            (Stage::Recipient, Some(550), 0, 'R'),
            (Stage::Recipient, Some(450), 500, 'R'),
            (Stage::Data, Some(554), 0, 'P'),
            (Stage::Data, Some(452), 0, 'R'),
            (Stage::Data, Some(452), 500, 'P'),
            (Stage::Login, Some(535), 500, 'A'),
        ];
        for (stage, code, hours, fate) in table {
            let last = Sending { last_resort: true, ..sending(hours) };
            assert_eq!(letter(&refused(stage, code), &last), fate, "{stage} {code:?} {hours} h");
        }
    }

    #[test]
    fn retries_double_up_to_their_cap_within_a_fifth() {
        let waits = |stage, code| -> Vec<i64> {
            let seconds = |attempts, seed| match decide(
                &refused(stage, code),
                &Sending { attempts, ..sending(0) },
                NOW,
                seed,
            ) {
                Fate::HoldAll(at) | Fate::HoldRecipient(at) => at.duration_since(NOW).as_secs(),
                other => panic!("{other:?} does not wait"),
            };
            for attempts in 0..40 {
                assert_eq!(seconds(attempts, 3), seconds(attempts, 3), "the seed decides");
            }
            (0..8)
                .map(|attempts| {
                    let mut all: Vec<i64> = (0..200).map(|seed| seconds(attempts, seed)).collect();
                    all.sort_unstable();
                    let (low, high) = (all[0] as f64, all[199] as f64);
                    assert!(low < high, "no jitter after {attempts} attempts");
                    let middle = (low + high) / 2.0;
                    assert!(low >= middle * 0.79 && high <= middle * 1.21, "{low} to {high}");
                    middle.round() as i64
                })
                .collect()
        };
        for (got, wanted) in
            waits(Stage::Connect, None).into_iter().zip([30, 60, 120, 240, 480, 900])
        {
            assert!((got - wanted).abs() * 20 <= wanted, "{got} s instead of about {wanted} s");
        }
        let recipient = waits(Stage::Recipient, Some(451));
        for (got, wanted) in recipient.into_iter().zip([60, 120, 240, 480, 960, 1800, 1800]) {
            assert!((got - wanted).abs() * 20 <= wanted, "{got} s instead of about {wanted} s");
        }
    }

    #[test]
    fn a_servers_words_lose_addresses_and_line_breaks() {
        let answer = Answer::refused(
            Stage::Recipient,
            Some(550),
            "5.1.1 <owner@shop.example>:\r\n user\u{7}unknown",
        );
        let Answer::Refused { text, .. } = answer else { panic!("it was refused") };
        assert_eq!(text, "5.1.1 <address> user unknown");
    }
}
