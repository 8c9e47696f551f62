//! Who works in the shop, who is away when, and whose each complaint is: as the shop writes it down, and
//! once more as a table for the oracle.

use std::collections::BTreeSet;

use fastrand::Rng;
use jiff::SignedDuration;

use super::hours::{Hours, day};
use super::post::{Face, Post};

/// Somebody's mailbox, by what stands before the @.
pub(crate) type Reader = &'static str;

pub(crate) const OWNER: Reader = "owner";
pub(crate) const MANAGER: Reader = "manager";
/// Everyone who may get a mail.
pub(crate) const READERS: [Reader; 9] =
    [OWNER, MANAGER, "haneul", "bada", "san", "forest", "lead", "boss", "copy"];

/// People, a group and routes.
pub(crate) const CONFIGURATION: &str = r#"
[[person]]
name = "김하늘"
mail = "haneul@shop.test"
away = ["2026-09-23..2026-09-25", "2026-10-06..2026-10-12"]
stand_in = "박바다"

[[person]]
name = "박바다"
mail = "bada@shop.test"
away = ["2026-09-25..2026-09-28", "2026-10-12..2026-10-14"]
stand_in = "최산"

[[person]]
name = "최산"
mail = "san@shop.test"

[[person]]
name = "정숲"
mail = "forest@shop.test"
away = ["2026-09-24", "2026-10-01", "2026-10-13..2026-10-14"]

[[person]]
name = "팀장"
mail = "lead@shop.test"
away = ["2026-09-25", "2026-10-08..2026-10-09"]
stand_in = "정숲"

[[group]]
name = "배송팀"
members = ["김하늘", "박바다", "최산"]

[[route]]
sources = ["s00", "s01", "s02"]
stars = "1"
to = "배송팀"
escalate = [{ to = "팀장", before = "4h" }, { to = "boss@shop.test", before = "0h" }]

[[route]]
sources = ["s03", "s04", "s05"]
to = ["정숲", "copy@shop.test"]

[[route]]
when = "not working"
sources = ["s06", "s07"]
to = "박바다"
escalate = [{ to = "최산", before = "2h" }, { to = "팀장", before = "6h" }, { to = "boss@shop.test" }]

[[route]]
products = ["냄비", "도마"]
sources = ["s08", "s10"]
to = "최산"

[[route]]
languages = ["ko"]
sources = ["s11", "s12"]
to = "팀장"
"#;

/// Days of absence, the first and the last, counted from 22 September.
const AWAY: [(Reader, i64, i64); 9] = [
    ("haneul", 1, 3),
    ("haneul", 14, 20),
    ("bada", 3, 6),
    ("bada", 20, 22),
    ("forest", 2, 2),
    ("forest", 9, 9),
    ("forest", 21, 22),
    ("lead", 3, 3),
    ("lead", 16, 17),
];

/// Who does whose work, in the order in which they are asked: the stand-in and theirs, then the group.
const INSTEAD: [(Reader, &[Reader]); 3] =
    [("haneul", &["bada", "san"]), ("bada", &["san"]), ("lead", &["forest"])];

/// What each is called who is not called by their address.
const NAMES: [(Reader, &str); 5] = [
    ("haneul", "김하늘"),
    ("bada", "박바다"),
    ("san", "최산"),
    ("forest", "정숲"),
    ("lead", "팀장"),
];

/// What they are called.
pub(crate) fn name(who: Reader) -> &'static str {
    NAMES.iter().find(|(reader, _)| *reader == who).map_or(who, |(_, name)| name)
}

/// One of those who can be handed a case.
pub(crate) fn some_one(rng: &mut Rng) -> Reader {
    NAMES[rng.usize(..NAMES.len())].0
}

/// Whose something is, and who hears of it beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    to: Reader,
    copies: &'static [Reader],
    /// Who hears how many hours before the deadline, the earliest first.
    rungs: &'static [(Reader, i64)],
}

/// Whether there are people and routes beside those of `[mail]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum People {
    /// The owner, and the manager where a deadline has passed.
    Two,
    /// Those above.
    Staff,
}

const REST: Route = Route { to: OWNER, copies: &[], rungs: &[(MANAGER, 0)] };

impl People {
    /// Whose a complaint is that is seen then.
    pub(crate) fn route(self, post: &Post, face: &Face, hours: Hours, at: SignedDuration) -> Route {
        if self == Self::Two {
            return REST;
        }
        match post.source {
            0..=2 if face.stars == Some(1) => {
                Route { to: "haneul", copies: &[], rungs: &[("lead", 4), ("boss", 0)] }
            }
            3..=5 => Route { to: "forest", copies: &["copy"], ..REST },
            6 | 7 if !hours.is_work(at) => {
                Route { to: "bada", copies: &[], rungs: &[("lead", 6), ("san", 2), ("boss", 0)] }
            }
            8 | 10 if ["냄비", "도마"].contains(&post.product) => Route { to: "san", ..REST },
            11 | 12 => Route { to: "lead", ..REST },
            _ => REST,
        }
    }
}

/// Whether they are not there that day.
pub(crate) fn is_away(who: Reader, at: SignedDuration) -> bool {
    AWAY.iter().any(|(name, first, last)| *name == who && (*first..=*last).contains(&day(at)))
}

/// Who does their work then: there is always someone.
pub(crate) fn there(who: Reader, at: SignedDuration) -> Reader {
    let instead = INSTEAD.iter().find(|(name, _)| *name == who).map_or(&[][..], |(_, them)| them);
    let all = std::iter::once(&who).chain(instead);
    all.copied().find(|name| !is_away(name, at)).unwrap_or(OWNER)
}

impl Route {
    /// Who owns a round that opens then: whoever owned the one before, if they are there. Everybody here is
    /// named in the file.
    pub(crate) fn owner(&self, before: Option<Reader>, at: SignedDuration) -> Reader {
        let stays = before.filter(|who| !is_away(who, at));
        stays.unwrap_or_else(|| there(self.to, at))
    }

    /// Whom the file names first, and who gets copies.
    pub(crate) fn named(&self) -> BTreeSet<Reader> {
        self.copies.iter().copied().chain([self.to]).collect()
    }

    /// Who gets copies.
    pub(crate) fn copies(&self) -> BTreeSet<Reader> {
        self.copies.iter().copied().collect()
    }

    /// Who of the escalation hears so long before the deadline.
    pub(crate) fn reached(&self, lead: SignedDuration) -> BTreeSet<Reader> {
        let reached = self.rungs.iter().filter(|(_, before)| rung(*before) >= lead);
        reached.map(|(who, _)| *who).collect()
    }

    /// The first of the escalation.
    pub(crate) fn first(&self) -> Reader {
        self.rungs[0].0
    }

    /// How long before the deadline somebody else is told as well.
    pub(crate) fn leads(&self) -> impl Iterator<Item = SignedDuration> {
        self.rungs.iter().map(|(_, before)| rung(*before)).filter(|lead| !lead.is_zero())
    }
}

fn rung(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}
