//! Business hours: which days are worked, and between which times.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::holiday::Holiday;
use super::local::instant_of;
use crate::domain::time::{Instant, Zone};

/// How far ahead a working day is looked for.
const DAYS_AHEAD: u64 = 400;

/// Working days and hours in the playbook's zone (SO support hours; domain section 5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BusinessHours {
    /// Start of the working day, local time.
    pub from: NaiveTime,
    /// End of the working day, local time.
    pub to: NaiveTime,
    /// The days of the week that are worked.
    #[serde(default = "monday_to_friday")]
    pub days: Vec<Weekday>,
    /// Holidays that come every year.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    /// Further dates without work, such as those an executive order gives.
    #[serde(default)]
    pub closed: Vec<NaiveDate>,
}

fn monday_to_friday() -> Vec<Weekday> {
    use Weekday::{Fri, Mon, Thu, Tue, Wed};
    vec![Mon, Tue, Wed, Thu, Fri]
}

impl BusinessHours {
    /// Returns whether a local date is worked.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.days.contains(&day.weekday()) && !self.closed.contains(&day) && !self.is_holiday(day)
    }

    /// Returns the days of a year without work that are no rest days of the week.
    #[must_use]
    pub fn days_off(&self, year: i32) -> BTreeSet<NaiveDate> {
        let kept = self.holidays.iter().flat_map(|holiday| {
            let years = neighbours(year);
            years.filter_map(|year| holiday.kept_in(year))
        });
        kept.chain(self.closed.iter().copied())
            .filter(|day| day.year() == year && self.days.contains(&day.weekday()))
            .collect()
    }

    fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays
            .iter()
            .any(|holiday| neighbours(day.year()).any(|year| holiday.kept_in(year) == Some(day)))
    }

    /// Returns the first of some local times on a working day that is strictly after an
    /// instant; none when no day is worked for a year. A time that clocks are put forward over
    /// comes as much later as they are put forward.
    #[must_use]
    pub fn next_slot(&self, slots: &[NaiveTime], zone: Zone, after: Instant) -> Option<Instant> {
        let first = zone.local(after).date_naive();
        (0..DAYS_AHEAD)
            .filter_map(|n| first.checked_add_days(Days::new(n)))
            .filter(|day| self.is_working_day(*day))
            .find_map(|day| {
                let times = slots.iter().map(|slot| day.and_time(*slot));
                let instants = times.filter_map(|time| instant_of(zone, time));
                instants.filter(|at| *at > after).min()
            })
    }
}

/// New Year's Day is kept in the old year when it is a Saturday.
fn neighbours(year: i32) -> impl Iterator<Item = i32> {
    year.saturating_sub(1)..=year.saturating_add(1)
}
