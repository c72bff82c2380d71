//! Times as files have them.

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::item::Cause;
use crate::domain::time::{Instant, Precision, TimeError, When, Zone};

/// What a person said about the times of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The zone of times that name none; without it they are asked about.
    pub zone: Option<Zone>,
    /// The day of times that name none, in chat of the first of them; without it they are asked
    /// about.
    pub day: Option<NaiveDate>,
    /// The time now.
    pub now: Instant,
}

impl Reading {
    /// Reads a date with or without a time, a zone, or both: `2026-11-22T14:02:00-05:00`,
    /// `2026-11-22 14:02`, `2026/11/22`, `2026-11`, `unknown`. A `zone` of its own comes before
    /// the one for all times.
    pub(super) fn dated(&self, text: &str, zone: Option<Zone>) -> Result<When, Cause> {
        let text = plain(text);
        if text.is_empty() {
            return Err(Cause::NoTime);
        }
        let is_dated = text.len() >= 4 && text.bytes().take(4).all(|c| c.is_ascii_digit());
        if !is_dated && !text.eq_ignore_ascii_case("unknown") {
            return Err(Cause::Time(TimeError::When { input: text }));
        }
        let when: When = text.parse().map_err(Cause::Time)?;
        if when.is_unknown() || has_offset(&text) {
            return Ok(when);
        }
        let Some(zone) = zone.or(self.zone) else {
            return Err(Cause::NoZone(text));
        };
        zone.read_written(&text).map_err(Cause::Time)
    }

    /// Returns a time of day on a day of its zone.
    pub(super) fn of_day(
        &self,
        day: Option<NaiveDate>,
        (time, precision): (NaiveTime, Precision),
        written: &str,
    ) -> Result<When, Cause> {
        let (day, zone) = match (day, self.zone) {
            (Some(day), Some(zone)) => (day, zone),
            (None, Some(_)) => return Err(Cause::NoDay(written.to_owned())),
            (Some(_), None) => return Err(Cause::NoZone(written.to_owned())),
            (None, None) => return Err(Cause::NoDayNorZone(written.to_owned())),
        };
        let at = zone.from_local(day.and_time(time)).ok_or_else(|| {
            Cause::Time(TimeError::Skipped {
                input: written.to_owned(),
                zone: zone.to_string(),
            })
        })?;
        Ok(When::coarse(at, precision))
    }
}

/// Returns the text in the spelling that is read elsewhere: `2026-11-22` for `2026/11/22`, and
/// a colon in an offset.
fn plain(text: &str) -> String {
    let text = text.trim().replace(',', ".");
    let mut out = match text.get(..10) {
        Some(day) if day.as_bytes().get(4) == Some(&b'/') => {
            day.replace('/', "-") + text.get(10..).unwrap_or_default()
        }
        Some(_) | None => text,
    };
    if let Some(bare) = out.strip_suffix(" UTC") {
        out = format!("{bare}Z");
    }
    let tail = out.len().checked_sub(5).and_then(|at| out.get(at..));
    let is_bare_offset = tail.is_some_and(|tail| {
        tail.starts_with(['+', '-']) && tail.bytes().skip(1).all(|c| c.is_ascii_digit())
    });
    if is_bare_offset && out.contains(':') {
        out.insert(out.len() - 2, ':');
    }
    out
}

/// Returns whether a text is a date with a time of day.
pub(super) fn is_dated(text: &str) -> bool {
    let text = plain(text);
    let begins = text.len() >= 16 && text.bytes().take(4).all(|c| c.is_ascii_digit());
    begins && text.contains(':') && text.parse::<When>().is_ok()
}

/// Returns whether a time that can be read names its zone: then it is the same in any other.
fn has_offset(text: &str) -> bool {
    let tail = text.len().checked_sub(6).and_then(|at| text.get(at..));
    let is_offset = tail
        .is_some_and(|tail| tail.starts_with(['+', '-']) && tail.as_bytes().get(3) == Some(&b':'));
    is_offset || text.ends_with(['Z', 'z'])
}

/// Reads a time of day: `14:02`, `14:02:31`, `2:02 PM`.
pub(super) fn time_of_day(text: &str) -> Option<(NaiveTime, Precision)> {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    let (clock, half) = match upper.strip_suffix('M') {
        Some(rest) => {
            let half = rest
                .chars()
                .next_back()
                .filter(|c| matches!(c, 'A' | 'P'))?;
            (rest[..rest.len() - 1].trim_end(), Some(half))
        }
        None => (upper.as_str(), None),
    };
    let mut parts = clock.split(':');
    let mut number = |most: u32| {
        let part = parts.next()?;
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
        part.parse::<u32>().ok().filter(|n| is_number && *n <= most)
    };
    let (hour, minute) = (number(23)?, number(59)?);
    let second = if clock.matches(':').count() > 1 {
        Some(number(59)?)
    } else {
        None
    };
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some('P') => hour % 12 + 12,
        Some(_) => hour % 12,
    };
    let precision = if second.is_some() {
        Precision::Second
    } else {
        Precision::Minute
    };
    let time = NaiveTime::from_hms_opt(hour, minute, second.unwrap_or(0))?;
    Some((time, precision))
}

/// Returns the day of a time that follows another: the next one, when the clock went back by
/// more than an hour. Less than that is only out of order.
pub(super) fn next_day(day: NaiveDate, last: NaiveTime, time: NaiveTime) -> NaiveDate {
    let seconds = |at: NaiveTime| at.num_seconds_from_midnight();
    if seconds(time) + 3600 < seconds(last) {
        day.succ_opt().unwrap_or(day)
    } else {
        day
    }
}
