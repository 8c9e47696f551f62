//! In which order a page writes day, month and year: what all its dates allow together.

use super::{readings, years};
use crate::when::convention::usual_order;
use crate::when::text::Text;
use crate::when::{Context, DateOrder};

const ALL: [DateOrder; 3] = [DateOrder::YearMonthDay, DateOrder::DayMonth, DateOrder::MonthDay];

/// The order of the page's numeric dates; `None` where nothing settles it or two dates contradict
/// each other.
pub(super) fn settled(
    posted: &[Option<Text>],
    replies: &[Option<Text>],
    context: &Context,
    newest_first: bool,
) -> Option<DateOrder> {
    if context.order.is_some() {
        return context.order;
    }
    let mut allowed = ALL.to_vec();
    let (mut is_open, mut has_year) = (false, false);
    for text in posted.iter().chain(replies).flatten() {
        let orders = text.orders(context).unwrap_or_default();
        if !orders.is_empty() {
            allowed.retain(|order| orders.contains(order));
            is_open = true;
            has_year |= !text.lacks_year();
        }
    }
    if !is_open {
        return None;
    }
    // Without any year the year first is the same as the month first.
    allowed.retain(|order| has_year || *order != DateOrder::YearMonthDay);
    let usual = usual_order(&context.zone).filter(|usual| allowed.contains(usual));
    match (allowed.as_slice(), usual) {
        ([], _) => None,
        ([one], _) => Some(*one),
        (_, Some(usual)) => Some(usual),
        (several, None) if newest_first => falling(several, posted, context),
        (_, None) => None,
    }
}

/// The only order in which the list runs from new to old.
fn falling(orders: &[DateOrder], posted: &[Option<Text>], context: &Context) -> Option<DateOrder> {
    let rises = |order: &DateOrder| {
        let context = Context { order: Some(*order), ..context.clone() };
        let readings = readings(posted, &context, false);
        // The order that needs no pinned row to explain it is likelier than one that does.
        ((years::rises(&readings), years::rises_with_pinned(&readings)), *order)
    };
    let mut counted: Vec<((usize, usize), DateOrder)> = orders.iter().map(rises).collect();
    counted.sort_by_key(|(rises, _)| *rises);
    match counted.as_slice() {
        [(fewest, order), (more, _), ..] if fewest < more => {
            let years_may_begin = posted.iter().flatten().any(Text::lacks_year);
            let pairs = posted.len().saturating_sub(1);
            let falls = fewest.0 * 8 <= pairs || years_may_begin && fewest.0 <= 1;
            falls.then_some(*order)
        }
        _ => None,
    }
}
