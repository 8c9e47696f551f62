//! How people write the day, the month and the year where a page comes from, as far as its zone
//! tells that for certain.

use jiff::tz::TimeZone;

use super::DateOrder;

/// Zones of one custom; a name ending in a slash stands for all below it.
const CUSTOMS: [(DateOrder, &[&str]); 3] = [
    (
        DateOrder::YearMonthDay,
        &[
            "Asia/Seoul",
            "ROK",
            "Asia/Pyongyang",
            "Asia/Tokyo",
            "Japan",
            "Asia/Shanghai",
            "PRC",
            "Asia/Taipei",
        ],
    ),
    (
        DateOrder::MonthDay,
        &[
            "America/New_York",
            "America/Detroit",
            "America/Chicago",
            "America/Indiana/",
            "America/Kentucky/",
            "America/North_Dakota/",
            "America/Denver",
            "America/Boise",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "Pacific/Honolulu",
            "US/",
        ],
    ),
    (
        DateOrder::DayMonth,
        &[
            "Europe/",
            "GB",
            "Australia/",
            "Pacific/Auckland",
            "NZ",
            "Asia/Kolkata",
            "Asia/Singapore",
        ],
    ),
];

/// The order in that zone; `None` where there are several (Canada) or the zone is no country's (UTC).
pub(super) fn usual_order(zone: &TimeZone) -> Option<DateOrder> {
    let name = zone.iana_name()?;
    let is_of = |zones: &[&str]| {
        zones.iter().any(|known| *known == name || known.ends_with('/') && name.starts_with(known))
    };
    CUSTOMS.into_iter().find(|(_, zones)| is_of(zones)).map(|(order, _)| order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_named_here_exists_and_others_say_nothing() {
        for (order, names) in CUSTOMS {
            for name in names.iter().filter(|name| !name.ends_with('/')) {
                let zone = TimeZone::get(name).expect("the zone data is bundled");
                assert_eq!(usual_order(&zone), Some(order), "{name}");
            }
        }
        for name in ["UTC", "America/Toronto", "Asia/Manila"] {
            let zone = TimeZone::get(name).expect("the zone data is bundled");
            assert_eq!(usual_order(&zone), None, "{name}");
        }
        let berlin = TimeZone::get("Europe/Berlin").expect("the zone data is bundled");
        assert_eq!(usual_order(&berlin), Some(DateOrder::DayMonth));
    }
}
