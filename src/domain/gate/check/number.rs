//! Numbers that stand for a person or an account.

use std::ops::Range;

use chrono::NaiveDate;

use super::Candidate;

/// Returns the payment card that a run of digits begins with.
///
/// The pattern takes all digits it can get; a card ends where a group of digits does.
pub(super) fn card(seen: Candidate<'_>) -> Option<Range<usize>> {
    if !is_apart_before(seen) {
        return None;
    }
    let ends = (seen.start + 13..=seen.end).rev();
    ends.map(|end| Candidate { end, ..seen })
        .find(|card| is_apart_after(*card) && is_card(card.found()))
        .map(|card| card.range())
}

fn is_card(text: &[u8]) -> bool {
    let digits: Vec<u8> = text
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .map(|byte| byte - b'0')
        .collect();
    let is_digit_last = text.last().is_some_and(u8::is_ascii_digit);
    is_digit_last && is_grouped(text) && is_issued(&digits) && is_luhn(&digits)
}

/// Returns true for digits without separators, or in groups as cards are printed.
fn is_grouped(text: &[u8]) -> bool {
    let Some(separator) = text.iter().copied().find(|byte| !byte.is_ascii_digit()) else {
        return true;
    };
    let groups: Vec<usize> = text
        .split(|byte| *byte == separator)
        .map(<[u8]>::len)
        .collect();
    let is_uniform = text
        .iter()
        .all(|byte| byte.is_ascii_digit() || *byte == separator);
    is_uniform && matches!(groups[..], [4, 4, 4, 4] | [4, 4, 4, 4, 3] | [4, 6, 5 | 4])
}

/// Returns true when an issuer gives out numbers of this beginning and length.
fn is_issued(digits: &[u8]) -> bool {
    let head = |n: usize| {
        let head = digits.iter().take(n);
        head.fold(0_u32, |sum, digit| sum * 10 + u32::from(*digit))
    };
    let (two, three, four) = (head(2), head(3), head(4));
    match digits.len() {
        13 => head(1) == 4,
        14 => matches!(three, 300..=305) || matches!(two, 36 | 38 | 39),
        15 => matches!(two, 34 | 37),
        16 => {
            head(1) == 4
                || matches!(two, 51..=55 | 62 | 65)
                || matches!(three, 644..=649)
                || matches!(four, 2221..=2720 | 3528..=3589 | 6011)
        }
        19 => head(1) == 4 || matches!(two, 62 | 65) || four == 6011,
        _ => false,
    }
}

/// Returns true when the last digit checks the others (ISO/IEC 7812-1).
fn is_luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| u32::from(if at % 2 == 1 { doubled(*digit) } else { *digit }))
        .sum();
    sum.is_multiple_of(10)
}

/// Returns true for numbers that the Social Security Administration may have given out: no
/// area 000, 666 or 900 and up, no group 00, no serial 0000.
pub(super) fn is_ssn(seen: Candidate<'_>) -> bool {
    let digits: Vec<u8> = seen
        .found()
        .iter()
        .copied()
        .filter(u8::is_ascii_digit)
        .collect();
    let [a, _, _, group @ .., _, _, _, _] = &digits[..] else {
        return false;
    };
    let serial = &digits[digits.len() - 4..];
    let is_area = *a != b'9' && digits[..3] != *b"000" && digits[..3] != *b"666";
    digits.len() == 9
        && is_area
        && group != b"00"
        && serial != b"0000"
        && is_apart_before(seen)
        && is_apart_after(seen)
}

/// Returns true when no longer number ends with this one.
fn is_apart_before(seen: Candidate<'_>) -> bool {
    let mut before = seen.bytes[..seen.start].iter().rev().copied();
    match before.next() {
        Some(b'-' | b'.' | b'/') => !before.next().is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(byte) => !byte.is_ascii_alphanumeric() && byte != b'_',
        None => true,
    }
}

/// Returns true when no longer number begins with this one.
fn is_apart_after(seen: Candidate<'_>) -> bool {
    let mut after = seen.bytes[seen.end..].iter().copied();
    match after.next() {
        Some(b'-' | b'.' | b'/') => !after.next().is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(byte) => !byte.is_ascii_alphanumeric() && byte != b'_',
        None => true,
    }
}

/// Returns true for a date that somebody alive may be born on, in the ways it is written: year
/// first, or month and day first in either order, or with the month's name.
pub(super) fn is_birth(text: &str) -> bool {
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let [a, b, c] = parts[..] else {
        return false;
    };
    let (year, first, second) = if a.len() == 4 { (a, b, c) } else { (c, a, b) };
    let Ok(year) = year.parse::<i32>() else {
        return false;
    };
    let exists = |month: Option<u32>, day: Option<u32>| {
        let date = month
            .zip(day)
            .and_then(|(m, d)| NaiveDate::from_ymd_opt(year, m, d));
        date.is_some() && (1900..=2030).contains(&year)
    };
    exists(month(first), number(second)) || exists(month(second), number(first))
}

fn number(text: &str) -> Option<u32> {
    text.trim_end_matches(|c: char| c.is_ascii_alphabetic())
        .parse()
        .ok()
}

fn month(text: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let name = text.to_ascii_lowercase();
    let named = NAMES.iter().position(|month| name.starts_with(month));
    named
        .and_then(|at| u32::try_from(at + 1).ok())
        .or_else(|| text.parse().ok())
}
