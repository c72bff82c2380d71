//! The written forms of a time.

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc,
};

use super::error::TimeError;
use super::when::{Precision, When, to_millis};

/// Reads any written form, giving a form without an offset to `localise`.
pub(super) fn read_when(
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

pub(super) fn read_clock(text: &str) -> Option<(NaiveTime, Precision)> {
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
