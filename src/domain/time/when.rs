//! Instants, and times that may be coarse or unknown.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, Offset, TimeDelta, TimeZone,
    Timelike, Utc,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::{TimeError, in_file};
use super::read::read_when;

/// A moment in UTC.
pub type Instant = DateTime<Utc>;

/// How exactly a time is known.
///
/// Seconds and minutes count as points, because the process measures in minutes; everything
/// coarser is an interval (domain rule: "not a false minute").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// Known to the second.
    Second,
    /// Known to the minute.
    Minute,
    /// Known to the hour.
    Hour,
    /// Known to the calendar day.
    Day,
    /// Known to the month.
    Month,
    /// Known to the year.
    Year,
}

impl Precision {
    /// Returns true when the time is an interval rather than a point.
    #[must_use]
    pub fn is_coarse(self) -> bool {
        self >= Self::Hour
    }

    /// Returns the word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl fmt::Display for Precision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Precision {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        [
            Self::Second,
            Self::Minute,
            Self::Hour,
            Self::Day,
            Self::Month,
            Self::Year,
        ]
        .into_iter()
        .find(|p| p.word() == text.trim().to_ascii_lowercase())
        .ok_or_else(|| TimeError::Precision {
            input: text.to_owned(),
        })
    }
}

/// A time that may be exact, coarse or unknown.
///
/// Written as text: `2025-07-23T15:35:20+01:00`, `2025-07-23T15:35+01:00`,
/// `2025-07-23T15+01:00`, and for days, months and years the forms of XML Schema with a
/// zone: `2023-04-20+00:00`, `2023-04+00:00`, `2023+00:00`. Unknown is `unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// The time is not known.
    Unknown,
    /// The time is known to a precision; `at` is the start of the interval.
    Known {
        /// The instant, or the start of the interval, in the offset it was given in.
        at: DateTime<FixedOffset>,
        /// How exactly it is known.
        precision: Precision,
    },
}

impl When {
    /// How a person writes a time, wherever one is asked for.
    pub const FORMS: &str = "14:02, 2026-11-22 14:02, 2026-11-22T14:02-05:00, 2026-11-22, 2026-11, \
                             now, 10m ago or unknown";
    /// How a person writes a time that has to be known.
    pub const FORMS_KNOWN: &str = "14:02, 2026-11-22 14:02, 2026-11-22T14:02-05:00, 2026-11-22, \
                                   2026-11, now or 10m ago";
    /// How a person writes a time that is still to come.
    pub const FORMS_AHEAD: &str = "10:00, 2026-12-01 10:00, 2026-12-01 or in 2h";

    /// Returns the exact time of an instant, in UTC, cut to the milliseconds that are written.
    #[must_use]
    pub fn exact(at: Instant) -> Self {
        Self::Known {
            at: to_millis(&at).unwrap_or(at).fixed_offset(),
            precision: Precision::Second,
        }
    }

    /// Returns a time known to `precision`, cut down to the start of its interval.
    #[must_use]
    pub fn coarse(at: DateTime<FixedOffset>, precision: Precision) -> Self {
        Self::Known {
            at: floor(at, precision),
            precision,
        }
    }

    /// Returns true when nothing is known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Returns the precision, or none for an unknown time.
    #[must_use]
    pub fn precision(&self) -> Option<Precision> {
        match self {
            Self::Unknown => None,
            Self::Known { precision, .. } => Some(*precision),
        }
    }

    /// Returns the first instant it can have been.
    #[must_use]
    pub fn earliest(&self) -> Option<Instant> {
        match self {
            Self::Unknown => None,
            Self::Known { at, .. } => Some(at.with_timezone(&Utc)),
        }
    }

    /// Returns the first instant it can no longer have been; for points the instant itself.
    #[must_use]
    pub fn latest(&self) -> Option<Instant> {
        match self {
            Self::Unknown => None,
            Self::Known { at, precision } => Some(ceiling(*at, *precision).with_timezone(&Utc)),
        }
    }
}

/// Cuts to the milliseconds that the written form keeps, so that what is read back is equal.
pub(super) fn to_millis<T: Timelike>(at: &T) -> Option<T> {
    at.with_nanosecond(at.nanosecond() / 1_000_000 * 1_000_000)
}

fn floor(at: DateTime<FixedOffset>, precision: Precision) -> DateTime<FixedOffset> {
    let local = at.naive_local();
    let date = local.date();
    let cut = match precision {
        Precision::Second => date.and_hms_opt(local.hour(), local.minute(), local.second()),
        Precision::Minute => date.and_hms_opt(local.hour(), local.minute(), 0),
        Precision::Hour => date.and_hms_opt(local.hour(), 0, 0),
        Precision::Day => date.and_hms_opt(0, 0, 0),
        Precision::Month => date.with_day(1).and_then(|d| d.and_hms_opt(0, 0, 0)),
        Precision::Year => {
            NaiveDate::from_ymd_opt(date.year(), 1, 1).and_then(|d| d.and_hms_opt(0, 0, 0))
        }
    };
    cut.and_then(|naive| at.offset().from_local_datetime(&naive).single())
        .unwrap_or(at)
}

fn ceiling(at: DateTime<FixedOffset>, precision: Precision) -> DateTime<FixedOffset> {
    let end = match precision {
        Precision::Second | Precision::Minute => Some(at),
        Precision::Hour => at.checked_add_signed(TimeDelta::hours(1)),
        Precision::Day => at.checked_add_days(Days::new(1)),
        Precision::Month => at.checked_add_months(Months::new(1)),
        Precision::Year => at.checked_add_months(Months::new(12)),
    };
    end.unwrap_or(at)
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Known { at, precision } = self else {
            return f.write_str("unknown");
        };
        let pattern = match precision {
            Precision::Second => "%Y-%m-%dT%H:%M:%S",
            Precision::Minute => "%Y-%m-%dT%H:%M",
            Precision::Hour => "%Y-%m-%dT%H",
            Precision::Day => "%Y-%m-%d",
            Precision::Month => "%Y-%m",
            Precision::Year => "%Y",
        };
        let sub = at.nanosecond() / 1_000_000 % 1000;
        if *precision == Precision::Second && sub != 0 {
            return write!(f, "{}", at.format("%Y-%m-%dT%H:%M:%S%.3f%:z"));
        }
        write!(f, "{}{}", at.format(pattern), at.format("%:z"))
    }
}

impl FromStr for When {
    type Err = TimeError;

    /// Reads the written form; a form without an offset is taken as UTC.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        read_when(text, |naive, _| Some(Utc.fix().from_utc_datetime(&naive)))
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|error| in_file(&error))
    }
}
