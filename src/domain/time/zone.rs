//! Time zones, and what a person types in one.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, TimeZone,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::{TimeError, in_file};
use super::read::{read_clock, read_when};
use super::rules::ZoneRules;
use super::span::Span;
use super::when::{Instant, Precision, When};
use crate::domain::problem::nearest;

/// A time zone by its IANA name; the display zone of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(pub ZoneRules);

/// Abbreviations that are zones of their own with one offset, and a place whose clocks show that
/// offset for half of the year only.
const HALF_YEARS: [(&str, &str); 3] = [
    ("EST", "America/New_York"),
    ("MST", "America/Denver"),
    ("GMT", "Europe/London"),
];

/// Abbreviations that are no zones, and a place whose clocks go by them.
const SHORT: [(&str, &str); 10] = [
    ("edt", "America/New_York"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("mdt", "America/Denver"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("akst", "America/Anchorage"),
    ("bst", "Europe/London"),
    ("cest", "Europe/Berlin"),
    ("z", "UTC"),
];

impl Zone {
    /// What the name of a zone looks like, to be said where one is none.
    pub const NAMED: &str = "a zone is named by its region and a city, such as America/New_York or \
                             Europe/Berlin, or is UTC";

    /// Coordinated universal time.
    pub const UTC: Self = Self(ZoneRules::UTC);

    /// Returns the names of all zones.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ZoneRules::names()
    }

    /// Returns the names of zones that a text may mean, the nearest first: by its letters in any
    /// case, by the name of the place alone, by what it abbreviates, else by what differs least.
    #[must_use]
    pub fn names_near(text: &str) -> Vec<&'static str> {
        let folded = |name: &str| name.trim().to_lowercase().replace([' ', '-'], "_");
        let text = folded(text);
        let names = Self::names;
        let is_place = |name: &&'static str| {
            let name = folded(name);
            name == text || name.rsplit('/').next() == Some(&text)
        };
        let found: Vec<&str> = names().filter(is_place).take(3).collect();
        if !found.is_empty() || text.is_empty() {
            return found;
        }
        if let Some((_, place)) = SHORT.iter().find(|(short, _)| *short == text) {
            return vec![place];
        }
        let all: Vec<(String, &str)> = names().map(|name| (folded(name), name)).collect();
        let near = nearest(&text, all.iter().map(|(folded, _)| folded.as_str()));
        let by_name = |near: String| all.iter().find(|(folded, _)| *folded == near);
        near.and_then(by_name)
            .map(|(_, name)| *name)
            .into_iter()
            .collect()
    }

    /// Returns the zone of a place that an abbreviation may be mistaken for, which has no daylight
    /// saving time; with what to say of it.
    #[must_use]
    pub fn mistaken(self) -> Option<(Self, String)> {
        let name = self.0.name();
        let (_, place) = HALF_YEARS.iter().find(|(known, _)| *known == name)?;
        let offset = self.local(Instant::UNIX_EPOCH).offset().fix();
        let hours = offset.local_minus_utc() / 3_600;
        let said = format!("{name} stands for UTC{hours:+} the whole year round");
        Some((place.parse().ok()?, said))
    }

    /// Reads what a person types: the written forms of [`When`], a clock time of today or
    /// yesterday (whichever is last past), `now`, `10m ago`. Forms without an offset are
    /// taken in this zone; of a local time that happens twice, a clock time is the last past,
    /// a dated one the first. Four digits that may be a time of day are asked about, because a
    /// year says next to nothing within an incident.
    pub fn read(self, text: &str, now: Instant) -> Result<When, TimeError> {
        let text = text.trim();
        if text.is_empty() {
            let forms = When::FORMS;
            return Err(TimeError::Missing { forms });
        }
        let lower = text.to_ascii_lowercase();
        if lower == "now" {
            return Ok(When::exact(now));
        }
        if let Some(span) = lower
            .strip_suffix("ago")
            .or_else(|| lower.strip_prefix('-'))
        {
            let span: Span = span.trim().parse()?;
            let at = self.local(now - span.delta()).fixed_offset();
            return Ok(When::coarse(at, Precision::Minute));
        }
        if let Some((time, precision)) = read_clock(text).filter(|_| text.contains(':')) {
            return self.last_past(time, precision, text, now);
        }
        let Some(clock) = bare_clock(text) else {
            return self.read_written(text);
        };
        let may_be_year = self
            .read_written(text)
            .ok()
            .and_then(|when| when.earliest());
        let input = text.to_owned();
        Err(match may_be_year {
            Some(year) if year <= now => TimeError::TimeOrYear { input, clock },
            Some(_) | None => TimeError::NoColon { input, clock },
        })
    }

    /// Reads the written forms of [`When`], a year too; those without an offset in this zone, and
    /// of a local time that happens twice the first.
    pub fn read_written(self, text: &str) -> Result<When, TimeError> {
        let missing = std::cell::Cell::new(false);
        let when = read_when(text, |naive, precision| {
            let at = if precision >= Precision::Day {
                self.start_of_day(naive)
            } else {
                self.from_local(naive)
            };
            missing.set(at.is_none());
            at
        });
        if missing.get() {
            Err(self.skipped(text))
        } else {
            when
        }
    }

    /// Reads a time that has to be known, such as one to look back to: the first instant it can
    /// have been.
    pub fn read_known(self, text: &str, now: Instant) -> Result<Instant, TimeError> {
        let unknown = || TimeError::Known {
            input: text.trim().to_owned(),
        };
        let when = self.read(text, now).map_err(|error| match error {
            TimeError::When { .. } => unknown(),
            TimeError::Missing { .. } => TimeError::Missing {
                forms: When::FORMS_KNOWN,
            },
            other => other,
        })?;
        when.earliest().ok_or_else(unknown)
    }

    /// Reads a time that is still to come: the next such clock time, a date, or how long from
    /// now, as in `8h` or `in 8h`.
    pub fn read_later(self, text: &str, now: Instant) -> Result<Instant, TimeError> {
        if let Some(at) = from_now(text, now) {
            return Ok(at);
        }
        let when = self.read_ahead(text, now)?;
        when.earliest().ok_or_else(|| TimeError::Later {
            input: text.trim().to_owned(),
        })
    }

    /// Reads the time of what lies ahead by its nature, as [`Zone::read_later`] does, and keeps
    /// how exactly it is known.
    pub fn read_ahead(self, text: &str, now: Instant) -> Result<When, TimeError> {
        let text = text.trim();
        if let Some(at) = from_now(text, now) {
            let at = self.local(at).fixed_offset();
            return Ok(When::coarse(at, Precision::Minute));
        }
        // The next clock time is the last one before this time tomorrow.
        let tomorrow = self.local(now).date_naive().succ_opt();
        let time = self.local(now).time();
        let tomorrow = tomorrow.and_then(|day| self.from_local(day.and_time(time)));
        let from = match tomorrow {
            Some(tomorrow) if text.contains(':') => tomorrow.to_utc(),
            Some(_) | None => now,
        };
        self.read(text, from).map_err(|error| match error {
            TimeError::When { input } => TimeError::Later { input },
            TimeError::Missing { .. } => TimeError::Missing {
                forms: When::FORMS_AHEAD,
            },
            other => other,
        })
    }

    /// Returns an instant as local time in this zone: what a journal says may lie at an end of the
    /// calendar, where there would be none, and is then a day further in.
    #[must_use]
    pub fn local(self, at: Instant) -> DateTime<ZoneRules> {
        let first = Instant::MIN_UTC + TimeDelta::days(1);
        let last = Instant::MAX_UTC - TimeDelta::days(1);
        at.clamp(first, last).with_timezone(&self.0)
    }

    /// Returns an instant as people here say it: `14:02`, with the day when that is not `now`'s.
    #[must_use]
    pub fn clock(self, at: Instant, now: Instant) -> String {
        let local = self.local(at);
        let pattern = if local.date_naive() == self.local(now).date_naive() {
            "%H:%M"
        } else {
            "%d %b %H:%M"
        };
        local.format(pattern).to_string()
    }

    /// Returns an instant as it is written where it may be read on another day, or elsewhere:
    /// `2026-11-22 09:02 EST`.
    #[must_use]
    pub fn stamp(self, at: Instant) -> String {
        self.local(at).format("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// Returns an instant as it is written to people whose zone nobody knows, with UTC beside it:
    /// `2026-11-22 09:02 EST (14:02 UTC)`, the day again where it is another there.
    #[must_use]
    pub fn stamp_and_utc(self, at: Instant) -> String {
        let here = self.local(at);
        if here.offset().fix().local_minus_utc() == 0 {
            return at.format("%Y-%m-%d %H:%M UTC").to_string();
        }
        let pattern = if here.date_naive() == at.date_naive() {
            "%H:%M UTC"
        } else {
            "%Y-%m-%d %H:%M UTC"
        };
        format!("{} ({})", self.stamp(at), at.format(pattern))
    }

    /// Returns a time as people here say it, no more exact than it is known. A day, a month or a
    /// year is that of the place it was given for.
    #[must_use]
    pub fn plain(self, when: &When) -> String {
        let When::Known { at, precision } = when else {
            return "unknown".to_owned();
        };
        let (local, day) = (self.local(at.to_utc()), at);
        let text = match precision {
            Precision::Second => local.format("%Y-%m-%d %H:%M:%S %Z"),
            Precision::Minute => local.format("%Y-%m-%d %H:%M %Z"),
            Precision::Hour => local.format("%Y-%m-%d %Hh %Z"),
            Precision::Day => return day.format("%Y-%m-%d").to_string(),
            Precision::Month => return day.format("%Y-%m").to_string(),
            Precision::Year => return day.format("%Y").to_string(),
        };
        text.to_string()
    }

    /// Returns a time as [`Zone::plain`] does, to the minute and with UTC beside it where it is known
    /// that exactly.
    #[must_use]
    pub fn plain_and_utc(self, when: &When) -> String {
        match when {
            When::Known { at, precision } if *precision <= Precision::Minute => {
                self.stamp_and_utc(at.to_utc())
            }
            When::Known { .. } | When::Unknown => self.plain(when),
        }
    }

    /// Returns the same time with the offset of this zone, so that all of one answer have it. A day,
    /// a month or a year stays that of the place it was given for.
    #[must_use]
    pub fn here(self, when: When) -> When {
        match when {
            When::Known { at, precision } if precision <= Precision::Hour => When::Known {
                at: self.local(at.to_utc()).fixed_offset(),
                precision,
            },
            other => other,
        }
    }

    /// Returns the offset instant of a local time; of two, the first; none where it is skipped.
    #[must_use]
    pub fn from_local(self, naive: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        match self.0.from_local_datetime(&naive) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.fixed_offset()),
            LocalResult::None => None,
        }
    }

    /// Returns local midnight; where clocks are put forward over it, in the offset that holds
    /// for the rest of that day, because the day itself exists.
    #[must_use]
    pub fn start_of_day(self, midnight: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        self.from_local(midnight).or_else(|| {
            let noon = self.from_local(midnight.date().and_hms_opt(12, 0, 0)?)?;
            noon.offset().from_local_datetime(&midnight).single()
        })
    }

    fn last_past(
        self,
        time: NaiveTime,
        precision: Precision,
        text: &str,
        now: Instant,
    ) -> Result<When, TimeError> {
        let (local_now, soon) = (self.local(now).naive_local(), now + TimeDelta::minutes(1));
        let today = local_now.date();
        let past_on = |day: NaiveDate| {
            let both = self.0.from_local_datetime(&day.and_time(time));
            let both = [both.latest(), both.earliest()];
            both.into_iter().flatten().find(|at| *at <= soon)
        };
        // A time of today that clocks were put forward over is not silently yesterday's.
        let is_skipped = self.from_local(today.and_time(time)).is_none() && time < local_now.time();
        let yesterday = today.checked_sub_days(Days::new(1));
        let at = past_on(today)
            .or_else(|| yesterday.filter(|_| !is_skipped).and_then(past_on))
            .ok_or_else(|| self.skipped(text))?
            .fixed_offset();
        Ok(When::Known { at, precision })
    }

    fn skipped(self, text: &str) -> TimeError {
        TimeError::Skipped {
            input: text.to_owned(),
            zone: self.to_string(),
        }
    }
}

/// Returns the time that is so long from now, of `8h` and `in 8h`.
fn from_now(text: &str, now: Instant) -> Option<Instant> {
    let lower = text.trim().to_ascii_lowercase();
    let span = lower.strip_prefix("in ").unwrap_or(&lower);
    let span: Span = span.parse().ok()?;
    now.checked_add_signed(span.delta())
}

/// Returns the time of day that four digits alone may be.
fn bare_clock(text: &str) -> Option<String> {
    let is_bare = text.len() == 4 && text.bytes().all(|c| c.is_ascii_digit());
    let clock = is_bare.then(|| format!("{}:{}", &text[..2], &text[2..]))?;
    read_clock(&clock).map(|_| clock)
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl FromStr for Zone {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let rules = ZoneRules::named(text.trim());
        rules.map(Self).ok_or_else(|| TimeError::Zone {
            input: text.to_owned(),
        })
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|error| in_file(&error))
    }
}
