//! Instants, coarse times, spans and zones.
//!
//! Instants are kept in UTC together with the offset they were given in; a time that is
//! only known to the hour, day, month or year stays that coarse, and an unknown time stays
//! unknown. Nothing here reads a clock: `now` is always an argument.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, LocalResult, Months, NaiveDate, NaiveDateTime,
    NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

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
fn to_millis<T: Timelike>(at: &T) -> Option<T> {
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
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a time, span or zone could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeError {
    /// The text is none of the forms of a time.
    #[error(
        "read the time `{input}`: write 14:02, 2026-11-22 14:02, 2026-11-22T14:02:00-05:00, \
         2026-11-22, 2026-11, 2026, now, 10m ago, or unknown"
    )]
    When {
        /// What was typed.
        input: String,
    },
    /// The local time does not exist, because clocks were put forward over it.
    #[error("read the time `{input}`: it does not exist in {zone}, clocks were put forward")]
    Skipped {
        /// What was typed.
        input: String,
        /// The zone it was read in.
        zone: String,
    },
    /// The text is no precision.
    #[error("read the precision `{input}`: write minute, hour, day, month or year")]
    Precision {
        /// What was typed.
        input: String,
    },
    /// The text is no span.
    #[error("read the span `{input}`: write for example 45m, 3h or 1h30m")]
    Span {
        /// What was typed.
        input: String,
    },
    /// The text names no time zone.
    #[error("find the time zone `{input}`: write a name such as America/New_York or UTC")]
    Zone {
        /// What was typed.
        input: String,
    },
}

/// Reads any written form, giving a form without an offset to `localise`.
fn read_when(
    text: &str,
    localise: impl Fn(NaiveDateTime, Precision) -> Option<DateTime<FixedOffset>>,
) -> Result<When, TimeError> {
    let text = text.trim();
    let error = || TimeError::When {
        input: text.to_owned(),
    };
    if text.eq_ignore_ascii_case("unknown") || text == "?" {
        return Ok(When::Unknown);
    }
    let (body, offset) = split_offset(text);
    let (naive, precision) = read_naive(body)
        .filter(|(naive, _)| (1970..=9999).contains(&naive.year()))
        .ok_or_else(error)?;
    let at = match offset {
        Some(offset) => offset.from_local_datetime(&naive).single(),
        None => localise(naive, precision),
    };
    Ok(When::Known {
        at: at.ok_or_else(error)?,
        precision,
    })
}

/// Splits `2026-11-22T14:02+01:00` into its local part and its offset.
fn split_offset(text: &str) -> (&str, Option<FixedOffset>) {
    if let Some(body) = text.strip_suffix(['Z', 'z']) {
        return (body, Some(Utc.fix()));
    }
    let Some(cut) = text
        .len()
        .checked_sub(6)
        .filter(|cut| text.is_char_boundary(*cut))
    else {
        return (text, None);
    };
    let (body, tail) = text.split_at(cut);
    if !tail.starts_with(['+', '-']) || tail.as_bytes()[3] != b':' {
        return (text, None);
    }
    tail.parse()
        .map_or((text, None), |offset| (body, Some(offset)))
}

fn read_naive(body: &str) -> Option<(NaiveDateTime, Precision)> {
    let body = body.trim();
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    if let Some((date, time)) = body.split_once(['T', 't', ' ']) {
        let (time, precision) = read_clock(time.trim())?;
        return Some((day(date)?.and_time(time), precision));
    }
    let midnight = NaiveTime::MIN;
    if !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match body.len() {
        4 => Some((
            day(&format!("{body}-01-01"))?.and_time(midnight),
            Precision::Year,
        )),
        7 => Some((
            day(&format!("{body}-01"))?.and_time(midnight),
            Precision::Month,
        )),
        10 => Some((day(body)?.and_time(midnight), Precision::Day)),
        _ => None,
    }
}

fn read_clock(text: &str) -> Option<(NaiveTime, Precision)> {
    let parse = |pattern| NaiveTime::parse_from_str(text, pattern).ok();
    if text.len() == 2 && text.bytes().all(|c| c.is_ascii_digit()) {
        let hour = text.parse().ok()?;
        return Some((NaiveTime::from_hms_opt(hour, 0, 0)?, Precision::Hour));
    }
    parse("%H:%M:%S%.f")
        .and_then(|time| to_millis(&time))
        .map(|time| (time, Precision::Second))
        .or_else(|| parse("%H:%M").map(|time| (time, Precision::Minute)))
}

/// A time zone by its IANA name; the display zone of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(pub Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// Reads what a person types: the written forms of [`When`], a clock time of today or
    /// yesterday (whichever is last past), `now`, `10m ago`. Forms without an offset are
    /// taken in this zone; of a local time that happens twice, a clock time is the last past,
    /// a dated one the first.
    pub fn read(self, text: &str, now: Instant) -> Result<When, TimeError> {
        let text = text.trim();
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

    /// Returns an instant as local time in this zone.
    #[must_use]
    pub fn local(self, at: Instant) -> DateTime<Tz> {
        at.with_timezone(&self.0)
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
    fn start_of_day(self, midnight: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
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
        text.trim().parse().map(Self).map_err(|_| TimeError::Zone {
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
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A length of time in whole seconds, written `45m`, `3h`, `1h30m`, `2d`, `90s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    seconds: i64,
}

impl Span {
    /// Returns a span of minutes.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self {
            seconds: minutes * 60,
        }
    }

    /// Returns a span of hours.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self {
            seconds: hours * 3600,
        }
    }

    /// Returns the span as a difference of instants.
    #[must_use]
    pub fn delta(self) -> TimeDelta {
        TimeDelta::seconds(self.seconds)
    }

    /// Returns the difference of two instants, in whole seconds.
    #[must_use]
    pub fn between(from: Instant, to: Instant) -> Self {
        Self {
            seconds: (to - from).num_seconds(),
        }
    }

    /// Returns the number of whole seconds; negative when it runs backwards.
    #[must_use]
    pub const fn as_seconds(self) -> i64 {
        self.seconds
    }

    /// Returns `P1DT2H5M`, the form of ISO 8601; whole minutes are shown without seconds.
    #[must_use]
    pub fn iso(self) -> String {
        let total = self.seconds.unsigned_abs();
        let (days, rest) = (total / 86_400, total % 86_400);
        let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
        let mut out = String::from(if self.seconds < 0 { "-P" } else { "P" });
        let part = |out: &mut String, n: u64, unit: char| {
            if n > 0 {
                out.push_str(&n.to_string());
                out.push(unit);
            }
        };
        part(&mut out, days, 'D');
        if rest > 0 || total == 0 {
            out.push('T');
        }
        part(&mut out, hours, 'H');
        part(&mut out, minutes, 'M');
        part(&mut out, seconds, 'S');
        if total == 0 {
            out.push_str("0M");
        }
        out
    }

    /// Returns what a person reads: `47 min`, `2 h 02 min`, `3 d 4 h`, with a minus before
    /// a span that runs backwards.
    #[must_use]
    pub fn words(self) -> String {
        let minutes = self.seconds.unsigned_abs() / 60;
        let sign = if self.seconds < 0 && minutes > 0 {
            "-"
        } else {
            ""
        };
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        match (days, hours) {
            (0, 0) => format!("{sign}{rest} min"),
            (0, _) => format!("{sign}{hours} h {rest:02} min"),
            (_, 0) => format!("{sign}{days} d"),
            _ => format!("{sign}{days} d {hours} h"),
        }
    }

    /// Returns the short form of headers: `47m`, `2h14m`, `3d4h`.
    #[must_use]
    pub fn short(self) -> String {
        let minutes = self.seconds.unsigned_abs() / 60;
        let sign = if self.seconds < 0 && minutes > 0 {
            "-"
        } else {
            ""
        };
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        match (days, hours) {
            (0, 0) => format!("{sign}{rest}m"),
            (0, _) => format!("{sign}{hours}h{rest:02}m"),
            _ => format!("{sign}{days}d{hours}h"),
        }
    }

    /// Returns a countdown of fixed shape: `08:12`, `1:02:03`, `2d 04h`; overdue is negative.
    #[must_use]
    pub fn countdown(self) -> String {
        let total = self.seconds.unsigned_abs();
        let sign = if self.seconds < 0 { "-" } else { "" };
        let (days, hours, minutes, seconds) = (
            total / 86_400,
            total / 3600 % 24,
            total / 60 % 60,
            total % 60,
        );
        match (days, hours) {
            (0, 0) => format!("{sign}{minutes:02}:{seconds:02}"),
            (0, _) => format!("{sign}{hours}:{minutes:02}:{seconds:02}"),
            _ => format!("{sign}{days}d {hours:02}h"),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.seconds.unsigned_abs();
        if self.seconds < 0 {
            f.write_str("-")?;
        }
        if total == 0 {
            return f.write_str("0m");
        }
        let parts = [
            (total / 86_400, 'd'),
            (total / 3600 % 24, 'h'),
            (total / 60 % 60, 'm'),
            (total % 60, 's'),
        ];
        for (n, unit) in parts.into_iter().filter(|(n, _)| *n > 0) {
            write!(f, "{n}{unit}")?;
        }
        Ok(())
    }
}

impl FromStr for Span {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let error = || TimeError::Span {
            input: text.to_owned(),
        };
        let (mut seconds, mut digits) = (0_i64, String::new());
        for c in text.trim().chars().filter(|c| !c.is_whitespace()) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let unit = match c.to_ascii_lowercase() {
                's' => 1,
                'm' => 60,
                'h' => 3600,
                'd' => 86_400,
                _ => return Err(error()),
            };
            let n: i64 = digits.parse().map_err(|_| error())?;
            seconds = n
                .checked_mul(unit)
                .and_then(|n| seconds.checked_add(n))
                .filter(|s| *s < 100 * 365 * 86_400)
                .ok_or_else(error)?;
            digits.clear();
        }
        let complete = digits.is_empty() && !text.trim().is_empty();
        if complete {
            Ok(Self { seconds })
        } else {
            Err(error())
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
