//! Holidays by rule, so that no year has to be written down.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// A holiday that comes every year: on a date, or on the nth weekday of a month.
///
/// The eleven federal holidays of the United States are those of 5 U.S.C. 6103(a); the day a
/// fixed date is kept on follows 6103(b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Holiday {
    /// What a person calls it.
    pub name: String,
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1; either this or `weekday` and `nth`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u32>,
    /// The day of the week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weekday: Option<Weekday>,
    /// Which of those weekdays in the month, from 1; -1 is the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<i8>,
    /// The first year that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i32>,
    /// Whether a date on a Saturday is kept on the Friday before it, and one on a Sunday on
    /// the Monday after it.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub observed: bool,
}

fn yes() -> bool {
    true
}

impl Holiday {
    /// Returns the day that the holiday of a year is kept on; it may lie in the year before
    /// or after. None in a year that does not have it.
    #[must_use]
    pub fn kept_in(&self, year: i32) -> Option<NaiveDate> {
        if self.since.is_some_and(|since| year < since) {
            return None;
        }
        match (self.day, self.weekday, self.nth) {
            (Some(day), None, None) => {
                let date = NaiveDate::from_ymd_opt(year, self.month, day)?;
                if self.observed {
                    observed(date)
                } else {
                    Some(date)
                }
            }
            (None, Some(weekday), Some(nth)) => nth_weekday(year, self.month, weekday, nth),
            _ => None,
        }
    }

    /// Returns whether the rule names a day of the calendar.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        // A leap year has every date there is.
        let ever = Self {
            since: None,
            observed: false,
            ..self.clone()
        };
        let in_leap_year = ever.kept_in(2024).is_some();
        // A fifth weekday is there in some years only.
        in_leap_year || (ever.nth == Some(5) && (2024..2052).any(|y| ever.kept_in(y).is_some()))
    }
}

fn observed(date: NaiveDate) -> Option<NaiveDate> {
    match date.weekday() {
        Weekday::Sat => date.pred_opt(),
        Weekday::Sun => date.succ_opt(),
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => Some(date),
    }
}

fn nth_weekday(year: i32, month: u32, weekday: Weekday, nth: i8) -> Option<NaiveDate> {
    let the = |n| NaiveDate::from_weekday_of_month_opt(year, month, weekday, n);
    match nth {
        -1 => the(5).or_else(|| the(4)),
        1..=5 => the(nth.unsigned_abs()),
        _ => None,
    }
}
