//! How times are written for people.

use chrono::TimeZone as _;

use super::when::{Instant, Precision, When};
use super::zone::Zone;

impl Zone {
    /// Returns an instant as people here write it: `2026-11-22 09:02 EST`.
    #[must_use]
    pub fn stamp(self, at: Instant) -> String {
        self.local(at).format("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// Returns a time as people here write it, no more exact than it is known. A day, a month or
    /// a year is that of the place it was given for.
    #[must_use]
    pub fn words(self, when: When) -> String {
        let When::Known { at, precision } = when else {
            return "unknown".to_owned();
        };
        let pattern = match precision {
            Precision::Second => "%Y-%m-%d %H:%M:%S %Z",
            Precision::Minute => "%Y-%m-%d %H:%M %Z",
            Precision::Hour => "%Y-%m-%d %Hh %Z",
            Precision::Day => "%Y-%m-%d",
            Precision::Month => "%Y-%m",
            Precision::Year => "%Y",
        };
        if precision >= Precision::Day {
            return at.format(pattern).to_string();
        }
        let local = self.0.from_utc_datetime(&at.naive_utc());
        local.format(pattern).to_string()
    }
}
