//! What a person can do with a case, as it is typed.

use anyhow::Context;
use jiff::SignedDuration;

use crate::case::{Act, CaseId};
use crate::review::Cause;
use crate::route::People;
use crate::settings::{did_you_mean, parse_duration};

/// What to do with it.
#[derive(Clone, Debug, clap::Subcommand)]
pub(super) enum Verb {
    /// Tell its whole history (the default)
    Show,
    /// You are on it: only the last reminder before the deadline still comes
    Ack,
    /// Put someone in charge, who gets the alert; it comes back if they do nothing
    Assign {
        /// Their name, where the configuration has them as a person, or their mail address
        to: String,
    },
    /// Keep a note in its history
    Note {
        /// What there is to say
        text: String,
    },
    /// No mail for a while, but one before the deadline in any case
    Snooze {
        /// For how long: "3h", "90m"
        #[arg(value_parser = length)]
        length: SignedDuration,
    },
    /// The public reply was given; it is looked for until the page shows it
    Answered,
    /// Keep why it happened: delivery, packaging, defect, quality, size, mismatch, price, refund,
    /// service, site, other, or words of your own
    Cause {
        /// The cause
        text: String,
    },
    /// Keep what the customer gets
    Remedy {
        /// What kind
        #[arg(value_enum)]
        kind: Remedy,
        /// Details, if there are any
        text: Option<String>,
    },
    /// The customer is content
    Resolved,
    /// Keep what was done against its happening again
    Prevented {
        /// What was done
        text: String,
    },
    /// No reply is due
    Dismiss,
    /// It needs a reply after all: a new clock starts now, or goes on where `answered` is taken back
    Reopen,
    /// Another case is the same complaint: its reviews come here, on the earlier clock of both
    Join {
        /// The other case's code
        other: CaseId,
    },
    /// One of its reviews is another complaint: it gets a case of its own, with its own clock
    Split {
        /// The page it stands on or, of several there, its number: "mall", "mall/4711"
        review: String,
    },
}

/// What the store goes through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Something with this case alone.
    Act(Act),
    /// The other one goes into it.
    Join(CaseId),
    /// A part of it goes.
    Split(String),
}

/// What a customer may get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Remedy {
    /// The thing once more, or another one
    Exchange,
    /// Something for the next time
    Coupon,
    /// The money back
    Refund,
    /// Good words
    Apology,
    /// Something else
    Other,
}

impl Verb {
    /// What the case goes through; `None` where it is only shown. Where the page `shows` replies, a
    /// person's word for one is checked.
    ///
    /// # Errors
    /// When it names someone whom nobody knows.
    pub(super) fn wish(self, shows: bool, people: &People) -> anyhow::Result<Option<Wish>> {
        Ok(Some(Wish::Act(match self {
            Self::Show => return Ok(None),
            Self::Join { other } => return Ok(Some(Wish::Join(other))),
            Self::Split { review } => return Ok(Some(Wish::Split(review))),
            Self::Ack => Act::Ack,
            Self::Assign { to } => {
                Act::Assign(people.find(&to).with_context(|| unknown(&to, people))?)
            }
            Self::Note { text } => Act::Note(text),
            Self::Snooze { length } => Act::Snooze(length),
            Self::Answered => Act::Answered { shows },
            Self::Cause { text } => Act::Cause(cause(text)),
            Self::Remedy { kind, text } => Act::Remedy(remedy(kind, text)),
            Self::Resolved => Act::Resolved,
            Self::Prevented { text } => Act::Prevented(text),
            Self::Dismiss => Act::Dismiss,
            Self::Reopen => Act::Reopen,
        })))
    }
}

fn unknown(name: &str, people: &People) -> String {
    let names = people.named.persons.iter().map(|person| person.name.as_str());
    let help = did_you_mean(name, names);
    let help = help.unwrap_or_else(|| "write a mail address, or a name of a [[person]]".to_owned());
    format!("find {name:?}, which is no mail address and no [[person]]: {help}")
}

fn length(text: &str) -> Result<SignedDuration, String> {
    parse_duration(text).filter(|length| *length >= SignedDuration::from_mins(1)).ok_or_else(|| {
        "write a number and m, h or d, as in \"90m\", \"3h\"; a minute at least".to_owned()
    })
}

/// A known cause by its own name, however it was typed.
fn cause(text: String) -> String {
    let name = text.trim().to_lowercase();
    let known = serde_json::from_value::<Cause>(name.clone().into()).is_ok();
    if known { name } else { text }
}

fn remedy(kind: Remedy, text: Option<String>) -> String {
    let kind = clap::ValueEnum::to_possible_value(&kind)
        .map_or_else(String::new, |value| value.get_name().to_owned());
    match text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => format!("{kind}: {text}"),
        None => kind,
    }
}

/// Who sits there: the person behind `sudo`, else whoever is logged in.
pub(super) fn login_name() -> String {
    ["SUDO_USER", "LOGNAME", "USER"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| format!("uid {}", rustix::process::getuid().as_raw()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_cause_keeps_its_own_name_and_other_words_stay_as_they_are() {
        assert_eq!(cause(" Delivery ".to_owned()), "delivery");
        assert_eq!(cause("택배사 파업".to_owned()), "택배사 파업");
    }

    #[test]
    fn a_remedy_is_kept_with_its_details() {
        assert_eq!(remedy(Remedy::Refund, None), "refund");
        assert_eq!(remedy(Remedy::Coupon, Some(" 5,000원 ".to_owned())), "coupon: 5,000원");
    }

    #[test]
    fn whoever_is_put_in_charge_is_named_or_has_an_address() {
        let people = crate::cli::samples::people();
        let act = |to: &str| Verb::Assign { to: to.to_owned() }.wish(true, &people);
        let haneul =
            || Some(Wish::Act(Act::Assign("haneul@example.com".parse().expect("an address"))));
        assert_eq!(act("김하늘").expect("a person"), haneul());
        assert_eq!(act("haneul@example.com").expect("an address"), haneul());
        let said = act("김하눌").expect_err("nobody is called that").to_string();
        assert!(said.ends_with("did you mean `김하늘`?"), "{said}");
    }

    #[test]
    fn a_snooze_has_a_length() {
        assert_eq!(length("3h"), Ok(SignedDuration::from_hours(3)));
        for text in ["", "soon", "0m", "30s"] {
            assert!(length(text).is_err(), "{text}");
        }
    }
}
