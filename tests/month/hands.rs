//! What people do with cases: who says they are on it, puts it off, hands it on, or says that they replied.

use fastrand::Rng;
use jiff::SignedDuration;
use reviewd::case::{Act, Case, State};
use reviewd::pipeline::Desk;
use reviewd::store::{CaseFilter, Records, Sqlite};

use super::people::{self, Reader};
use super::post::{Post, start};
use super::world::{DAY, Form, World};

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    Ack,
    Snooze(SignedDuration),
    Assign(Reader),
    Note,
    Answered,
}

/// What somebody will do with the case of a review, if there is one by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) at: SignedDuration,
    pub(crate) post: u32,
    pub(crate) deed: Deed,
    pub(crate) by: Reader,
}

/// A wish that met a case that somebody had to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) wish: Wish,
    /// The first review of the case.
    pub(crate) case: u32,
    /// Whether it was carried out, or refused.
    pub(crate) accepted: bool,
}

/// Everything that people will do in a world, in order.
pub(crate) fn wishes(world: &World, seed: u64) -> Vec<Wish> {
    let mut rng = Rng::with_seed(seed.wrapping_mul(31));
    let mut wishes = Vec::new();
    let of = |post: &&Post| post.stars <= 2 && post.written > -DAY && post.again.is_none();
    for post in world.posts.iter().filter(of) {
        let lot = rng.u32(..100);
        let after = SignedDuration::from_secs(rng.i64(20 * 60..20 * 3600));
        let more = SignedDuration::from_secs(rng.i64(300..4 * 3600));
        let long = SignedDuration::from_secs(rng.i64(3600..40 * 3600));
        let to = people::some_one(&mut rng);
        // Few look at their mail by night.
        let awake = if rng.u32(..8) == 0 { |at| at } else { awake };
        let at = awake(post.shown.max(SignedDuration::ZERO) + after);
        let wish = |at, deed, by| Wish { at, post: post.number, deed, by };
        match lot {
            0..40 => {}
            40..52 => wishes.push(wish(at, Deed::Ack, people::OWNER)),
            52..64 => wishes.push(wish(at, Deed::Snooze(long), people::OWNER)),
            64..84 if !people::is_away(to, at) => {
                wishes.push(wish(at, Deed::Assign(to), people::OWNER));
                match lot {
                    64..69 => wishes.push(wish(awake(at + more), Deed::Ack, to)),
                    69..72 => wishes.push(wish(awake(at + more), Deed::Note, to)),
                    _ => {}
                }
            }
            64..84 => {}
            _ => wishes.push(wish(at, Deed::Answered, people::OWNER)),
        }
    }
    wishes.sort_by_key(|wish| (wish.at, wish.post));
    wishes
}

/// Then, or in the morning.
fn awake(at: SignedDuration) -> SignedDuration {
    const FROM: SignedDuration = SignedDuration::from_mins(8 * 60 + 10);
    const TO: SignedDuration = SignedDuration::from_mins(21 * 60 + 50);
    let time = SignedDuration::from_secs(at.as_secs().rem_euclid(DAY.as_secs()));
    // As many minutes after getting up as it is hours late, so that not all get up at once.
    let late = SignedDuration::from_secs(time.as_secs() / 60);
    match time {
        time if time < FROM => at - time + FROM + late,
        time if time > TO => at - time + DAY + FROM + late,
        _ => at,
    }
}

/// Carries out what was wished, where there is something to do: a case that waits for a reply, and that is
/// not overdue, unless it was answered late.
pub(crate) async fn carry_out(
    world: &World,
    store: &Sqlite,
    desk: &Desk<'_>,
    wish: Wish,
) -> Option<Done> {
    let now = start() + wish.at;
    let root = world.root(wish.post);
    let cases = store.cases(CaseFilter::All).await.expect("the store answers");
    let mut cases = cases.into_iter().map(|summary| summary.case);
    let case: Case = cases
        .find(|case| case.review.native.parse().map(|number| world.root(number)) == Ok(root))?;
    let is_due = case.state == State::Open && now < case.deadline;
    let is_late = case.state == State::Overdue && wish.deed == Deed::Answered;
    if !is_due && !is_late {
        return None;
    }
    let form = world.sources[world.posts[wish.post as usize].source].form;
    let act = match wish.deed {
        Deed::Ack => Act::Ack,
        Deed::Snooze(length) => Act::Snooze(length),
        Deed::Assign(to) => Act::Assign(format!("{to}@shop.test").parse().expect("an address")),
        Deed::Note => Act::Note("공장에 물어봤습니다".to_owned()),
        Deed::Answered => Act::Answered { shows: form != Form::Feed },
    };
    let done = desk.carry_out(case.id, &act, people::name(wish.by), now).await;
    if let Err(undone) = &done {
        eprintln!("{}: {wish:?} of case #{}: {undone}", super::post::told(wish.at), case.id);
    }
    Some(Done { wish, case: root, accepted: done.is_ok() })
}
