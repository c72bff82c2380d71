//! Lines of a chat that say which day begins.

use chrono::{Datelike, Days, NaiveDate};

use super::when::Reading;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Returns the day that a line says begins: `2026-11-22`, `Sunday, November 22nd, 2026`,
/// `--- Day changed Sun Nov 22 2026`, `Today`. Without a year it is that of the day before,
/// else the last one past.
pub(super) fn divider(
    line: &str,
    before: Option<NaiveDate>,
    reading: &Reading,
) -> Option<NaiveDate> {
    let today = || Some(reading.zone?.local(reading.now).date_naive());
    let line = line.trim_matches(['-', '=', ' ', '\u{2014}']);
    match line.to_ascii_lowercase().as_str() {
        "today" => return today(),
        "yesterday" => return today()?.checked_sub_days(Days::new(1)),
        _ => {}
    }
    if let Ok(day) = NaiveDate::parse_from_str(line, "%Y-%m-%d") {
        return Some(day);
    }
    in_words(line, before, reading)
}

fn in_words(line: &str, before: Option<NaiveDate>, reading: &Reading) -> Option<NaiveDate> {
    let line = line.strip_prefix("Day changed").unwrap_or(line);
    let words: Vec<String> = line
        .split([' ', ','])
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let words = match words.split_first() {
        Some((first, rest)) if is_weekday(first) => rest,
        Some(_) | None => &words[..],
    };
    let (month, day, year) = match words {
        [month, day] => (month, day, None),
        [month, day, year] => (month, day, Some(year.parse::<i32>().ok()?)),
        _ => return None,
    };
    let month = month_of(month)?;
    let digits = day.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let day: u32 = digits.parse().ok()?;
    if let Some(year) = year {
        return NaiveDate::from_ymd_opt(year, month, day);
    }
    let now = reading.now.date_naive();
    let near = before.unwrap_or(now);
    let this = NaiveDate::from_ymd_opt(near.year(), month, day)?;
    let is_ahead = before.is_none() && this > now.succ_opt().unwrap_or(now);
    let year = near.year() - i32::from(is_ahead);
    NaiveDate::from_ymd_opt(year, month, day)
}

fn month_of(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| word.starts_with(month))?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .any(|day| word.starts_with(day))
}
