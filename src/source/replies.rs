//! Which of several comments under a review is the shop's answer.

use crate::review::Reply;

/// Of two comments the shop's own, of two of the shop's the newer; else the one that came first.
pub(super) fn better(first: Option<Reply>, second: Reply, names: &[String]) -> Reply {
    let Some(first) = first else { return second };
    let rank = |reply: &Reply| {
        let written = reply.posted.interval.map(|interval| interval.latest);
        (reply.is_signed_by(names), written)
    };
    if rank(&second) > rank(&first) { second } else { first }
}
