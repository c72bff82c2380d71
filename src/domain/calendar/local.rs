//! Local times as instants, on days when clocks are put forward or back too.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};

use crate::domain::time::{Instant, Zone};

/// Returns the instant of a local time. Of a time that comes twice it is the first; one that
/// clocks are put forward over comes as much later as they are put forward, because the thing
/// it was set for is still to be done. None at the ends of the calendar only.
#[must_use]
pub fn instant_of(zone: Zone, time: NaiveDateTime) -> Option<Instant> {
    let found = zone.from_local(time).or_else(|| {
        // Read by the clocks of the day before.
        let before = zone.from_local(time.checked_sub_days(Days::new(1))?)?;
        before.offset().fix().from_local_datetime(&time).single()
    });
    found.map(|at| at.to_utc())
}

/// Returns the first instant that is no longer a local date.
#[must_use]
pub fn end_of_day(zone: Zone, day: NaiveDate) -> Option<Instant> {
    let next = day.checked_add_days(Days::new(1))?;
    instant_of(zone, next.and_time(NaiveTime::MIN))
}
