//! Troubles in English.

use crate::review::{Field, Scope, Share, Stop, Trouble, Unread};

pub(super) fn name(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Unread { why } => match why {
            Unread::Unreachable => "no connection",
            Unread::Failing => "the site reports an error",
            Unread::Blocked => "blocked",
            Unread::Login => "login form",
            Unread::Disallowed => "robots.txt asks us not to read it",
            Unread::Unrecognised => "list not found",
        }
        .to_owned(),
        Trouble::Empty { before } => format!("the list is empty (it held {before} reviews)"),
        Trouble::Collapsed { before, now } => {
            format!("the list shrank from {before} reviews to {now}")
        }
        Trouble::Field { field, .. } => format!("{} are no longer read", parts(*field)),
        Trouble::Quiet { .. } => "silent for unusually long".to_owned(),
        Trouble::Moved { .. } => "moved to another address".to_owned(),
        Trouble::Gap(_) => "reviews may not have been read".to_owned(),
    }
}

pub(super) fn sentence(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Unread { why } => match why {
            Unread::Unreachable => "The site cannot be reached.",
            Unread::Failing => "The site answers with an error.",
            Unread::Blocked => "The site is blocking our visits.",
            Unread::Login => "A login form comes up where the reviews were.",
            Unread::Disallowed => "The site's robots.txt asks us not to read this page.",
            Unread::Unrecognised => "The list of reviews is not found on the page.",
        }
        .to_owned(),
        Trouble::Empty { .. } => "The list that held reviews is empty.".to_owned(),
        Trouble::Collapsed { .. } => "The list suddenly shows far fewer reviews.".to_owned(),
        Trouble::Field { field, .. } => {
            format!("The {} of reviews are no longer read.", parts(*field))
        }
        Trouble::Quiet { .. } => "Nothing new for unusually long.".to_owned(),
        Trouble::Moved { .. } => "The page has moved to a new address for good.".to_owned(),
        Trouble::Gap(unseen) => stopped(unseen.why).to_owned(),
    }
}

pub(super) fn stopped(why: Stop) -> &'static str {
    match why {
        Stop::LastPage => {
            "The list was read to its end and showed none of the reviews read before."
        }
        Stop::OnlyPage => {
            "All that could be read was new, and there was no way to read what it had pushed further back."
        }
        Stop::PageLimit => "More was written than one visit may read.",
        Stop::PageFailed => {
            "What was new filled several pages, and a further page could not be read."
        }
    }
}

pub(super) fn prevented(why: Stop) -> &'static str {
    match why {
        Stop::LastPage => {
            "See whether the page's address (`url`) or its numbering changed, and whether the setting for the next page (`next`) is right."
        }
        Stop::OnlyPage => {
            "So that it does not happen again, set the next page (`next`) or poll more often (`every`)."
        }
        Stop::PageLimit => "So that it does not happen again, poll more often (`every`).",
        Stop::PageFailed => {
            "See whether the next page opens, and whether the setting for it (`next`) is right."
        }
    }
}

fn parts(field: Field) -> &'static str {
    match field {
        Field::Date => "dates",
        Field::Rating => "ratings",
        Field::Author => "authors",
        Field::Text => "texts",
    }
}

pub(super) fn cause(scope: &Scope, sources: usize) -> Option<String> {
    match scope {
        Scope::Network => Some(format!(
            "None of {sources} sources on different sites can be reached, so it is probably this server's own internet connection or DNS that is down."
        )),
        Scope::Server { host, .. } => {
            Some(format!("The {sources} sources watched on {host} are all in the same state."))
        }
        Scope::Page { .. } => None,
    }
}

pub(super) fn list(rows: u32, newest: Option<&str>) -> String {
    let reviews = if rows == 1 { "review" } else { "reviews" };
    match newest {
        Some(newest) => format!("{rows} {reviews} on the first page, the newest of {newest}"),
        None => format!("{rows} {reviews} on the first page"),
    }
}

pub(super) fn share(share: Share) -> String {
    format!("read in {} of {} reviews", share.read, share.of)
}

pub(super) fn rhythm(usual: &str) -> String {
    format!("something new within {usual} at the longest")
}

pub(super) fn silence(newest: &str, silent: &str) -> String {
    format!("the newest is of {newest}, and nothing came for {silent}")
}

pub(super) fn cures(trouble: &Trouble, source: &str) -> Vec<String> {
    let look = format!(
        "If the page looks right when you open it, its layout has changed: check the selectors with “reviewd try {source}” on the server."
    );
    let accept = |so: &str| format!("{so}, run “reviewd accept {source}” on the server.");
    let one = |cure: &str| vec![cure.to_owned()];
    match trouble {
        Trouble::Unread { why } => match why {
            Unread::Unreachable => one(
                "Open the page yourself. If it opens, look at this server's internet connection; if not, wait for the site.",
            ),
            Unread::Failing => {
                one("This mostly passes. If it lasts for more than a day, ask the site's operator.")
            }
            Unread::Blocked => one(
                "Poll less often (`every` in the configuration); if that does not help, ask the site to let you in.",
            ),
            Unread::Login => one(
                "Put the address of a list that is shown without a login into `url` in the configuration.",
            ),
            Unread::Disallowed => one(
                "Ask the site's operator for permission, or use another address with the same reviews (a feed, an API).",
            ),
            Unread::Unrecognised => vec![look],
        },
        Trouble::Empty { .. } => vec![
            look,
            accept("If it really was emptied"),
            "If this page may well be empty at times, write expect_empty = true into the configuration."
                .to_owned(),
        ],
        Trouble::Collapsed { .. } => vec![look, accept("If it really was cut down")],
        Trouble::Field { .. } => vec![look, accept("If the page really no longer shows this")],
        Trouble::Quiet { .. } => vec![
            format!(
                "Open the page and see whether something newer stands there. If so, check the configuration with “reviewd try {source}” on the server."
            ),
            accept("If it really is this quiet"),
        ],
        Trouble::Moved { to } => vec![
            format!("Put the new address into `url` of {source} in the configuration: {to}"),
            accept("To keep the present address"),
        ],
        Trouble::Gap(unseen) => vec![
            "Open the page and look yourself for reviews written in this time. You are not told again."
                .to_owned(),
            prevented(unseen.why).to_owned(),
        ],
    }
}
