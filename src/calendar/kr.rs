//! The public holidays of the Republic of Korea from 2024 to the end of 2030.
//!
//! `kr.tsv` says which days they are; the test beside it derives them again from the rule:
//!
//! - **Holidays** (공휴일에 관한 법률 제2조; 관공서의 공휴일에 관한 규정 제2조): the national days (3·1절,
//!   제헌절 from 2026 on, 광복절, 개천절, 한글날), 1월 1일, 설날 and 추석 with the day before and after,
//!   부처님오신날, 노동절 from 2026 on, 어린이날, 현충일, 기독탄신일, and the days of elections at the end of
//!   a term.
//! - **Substitute days** (관공서의 공휴일에 관한 규정 제3조): a day of 설날 or 추석 that falls on a Sunday or
//!   on another holiday, and a national day, 부처님오신날, 노동절, 어린이날 or 기독탄신일 that falls on a
//!   Saturday, a Sunday or another holiday, is followed by a holiday: the first day after it that is
//!   neither a holiday nor a Saturday. 1월 1일, 현충일 and election days have none.
//! - **Elections** (공직선거법 제34조): the first Wednesday from so many days before the term's end on
//!   (president 70, parliament 50, local 30), a week later where that Wednesday, the day before or the day
//!   after is a holiday. Those of 2028 and 2030 stand as the law has them now; a vacancy would move the
//!   president's.
//! - **Days the government named** (임시공휴일): 2024-10-01, 2025-01-27, and 2025-06-03 for the
//!   president's election after a vacancy. Those to come nobody can know: an owner adds them.
//!
//! The days were taken from `holidays` 0.109 (PyPI); the lunar ones agree with `korean-lunar-calendar` 0.4.0
//! (PyPI; the tables of 한국천문연구원). That 제헌절 and 노동절 are holidays from 2026 on, with substitute days,
//! is as `holidays` has it after the law's amendments of that year: no second source was at hand.

use jiff::civil::Date;

use super::holidays::parse_line;

/// Every holiday of the table, in order, with its name.
pub(super) fn table() -> impl Iterator<Item = (Date, &'static str)> {
    include_str!("kr.tsv").lines().filter_map(|line| parse_line(line).ok().flatten())
}
