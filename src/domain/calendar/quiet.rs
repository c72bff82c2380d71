//! Hours in which nothing rings, as the person at the keys chose them.

use std::str::FromStr;

use chrono::NaiveTime;

/// A part of each day, in local time: from its first minute up to its last, over midnight too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: NaiveTime,
    to: NaiveTime,
}

/// Why quiet hours could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("quiet hours are two times, such as 22:00-07:00, not {0}")]
pub struct QuietHoursError(String);

impl QuietHours {
    /// Returns whether a local time is one of them.
    #[must_use]
    pub fn cover(self, time: NaiveTime) -> bool {
        if self.from <= self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        }
    }
}

impl FromStr for QuietHours {
    type Err = QuietHoursError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let times = text.split_once('-');
        let hours = times.and_then(|(from, to)| {
            Some(Self {
                from: time(from)?,
                to: time(to)?,
            })
        });
        // The same time twice would be none of the day or all of it.
        hours
            .filter(|hours| hours.from != hours.to)
            .ok_or_else(|| QuietHoursError(text.to_owned()))
    }
}
