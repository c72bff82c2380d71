//! Lengths of time.

use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::error::{TimeError, in_file};
use super::when::Instant;

/// The most words that a length is looked for in, as in `1 h 30 min`.
const WORDS: usize = 4;

/// A length of time in whole seconds, written `45m`, `3h`, `1h30m`, `2d`, `90s`, and read as well
/// as people write it: `25 min`, `2 hours`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    seconds: i64,
}

impl Span {
    /// Returns a span of seconds.
    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self { seconds }
    }

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

    /// Returns the length that a text begins with, and what stands behind it.
    #[must_use]
    pub fn at_start_of(text: &str) -> Option<(Self, &str)> {
        let text = text.trim();
        let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at);
        let mut ends: Vec<usize> = ends.chain([text.len()]).take(WORDS).collect();
        ends.reverse();
        ends.into_iter().find_map(|end| {
            let (span, rest) = text.split_at(end);
            Some((span.parse().ok()?, rest.trim_start()))
        })
    }

    /// Returns the last of the times that come a span apart from `first` on, up to `now`: the
    /// first while it is to come, and where the span does not run on.
    #[must_use]
    pub fn last_since(self, first: Instant, now: Instant) -> Instant {
        let passed = (now - first).num_seconds();
        if self.seconds <= 0 || passed <= 0 {
            return first;
        }
        first + TimeDelta::seconds(passed - passed % self.seconds)
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

    /// Returns the words of labour, which has hours and no days: `26 h 30 min`, `8 min`.
    #[must_use]
    pub fn in_hours(self) -> String {
        let (hours, minutes) = self.whole_hours();
        match hours {
            0 => format!("{minutes} min"),
            _ => format!("{hours} h {minutes:02} min"),
        }
    }

    /// Returns the same in the short form: `26h30m`, `8m`.
    #[must_use]
    pub fn in_hours_short(self) -> String {
        let (hours, minutes) = self.whole_hours();
        match hours {
            0 => format!("{minutes}m"),
            _ => format!("{hours}h{minutes:02}m"),
        }
    }

    /// Nobody works less than nothing.
    fn whole_hours(self) -> (i64, i64) {
        let minutes = self.seconds.max(0) / 60;
        (minutes / 60, minutes % 60)
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
        let (mut seconds, mut rest) = (0_i64, text.trim());
        if rest.is_empty() {
            return Err(error());
        }
        if rest.bytes().all(|c| c.is_ascii_digit()) {
            let input = rest.to_owned();
            return Err(TimeError::NoUnit { input });
        }
        while !rest.is_empty() {
            let (digits, behind) = split_at_end(rest, |c| c.is_ascii_digit());
            let (unit, behind) = split_at_end(behind.trim_start(), char::is_alphabetic);
            let n: i64 = digits.parse().map_err(|_| error())?;
            seconds = seconds_of(unit)
                .and_then(|unit| n.checked_mul(unit))
                .and_then(|n| seconds.checked_add(n))
                .filter(|s| *s < 100 * 365 * 86_400)
                .ok_or_else(error)?;
            rest = behind.trim_start();
        }
        Ok(Self { seconds })
    }
}

/// Returns how many seconds a unit has, as people write it.
fn seconds_of(unit: &str) -> Option<i64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 86_400,
        _ => return None,
    })
}

/// Splits a text behind its first characters that are of a kind.
fn split_at_end(text: &str, is_of_kind: fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c: char| !is_of_kind(c)).unwrap_or(text.len());
    text.split_at(end)
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|error| in_file(&error))
    }
}
