//! Subjects and values of conflicts in the words of people.

use std::borrow::Cow;

use crate::domain::document::{Fact, read_time};
use crate::domain::incident::{FixState, LeadState, Severity, Status};
use crate::domain::time::{Instant, Precision, When, Zone};

/// How a date and a time of day are written where the zone is known.
const PATTERN: &str = "%Y-%m-%d %H:%M";

/// Returns the subject of a conflict as people call it.
#[must_use]
pub fn about(subject: &str) -> String {
    match Fact::read(subject) {
        Some(Fact::Field(field)) => field.word().to_owned(),
        Some(Fact::Mode) => "working mode".to_owned(),
        Some(Fact::Shift(person, _)) => format!("the shift of {person}"),
        Some(Fact::Rotation) => "the rotation".to_owned(),
        Some(Fact::Closed) => "whether it is closed".to_owned(),
        Some(Fact::Answered(id)) => format!("the answer to {id}"),
        Some(Fact::Exposure | Fact::Situation(_) | Fact::Time(_)) | None => subject.to_owned(),
    }
}

/// Returns a value of a conflict as people say it; times in the zone of the incident.
#[must_use]
pub fn value_words<'a>(subject: &str, value: &'a str, zone: Zone) -> Cow<'a, str> {
    match Fact::read(subject) {
        Some(Fact::Time(_)) => match read_time(value) {
            Some((when, true)) => format!("{} (by the record)", time(&when, zone)).into(),
            Some((when, false)) => time(&when, zone).into(),
            None => value.into(),
        },
        Some(Fact::Shift(..)) => {
            match value.parse().ok().and_then(Instant::from_timestamp_millis) {
                Some(until) => format!("off at {}", zone.local(until).format(PATTERN)).into(),
                None if value == "on" => "still on".into(),
                None => value.into(),
            }
        }
        Some(Fact::Situation(_) | Fact::Closed) if value.is_empty() => "no".into(),
        Some(
            Fact::Field(_)
            | Fact::Mode
            | Fact::Exposure
            | Fact::Situation(_)
            | Fact::Rotation
            | Fact::Answered(_)
            | Fact::Closed,
        )
        | None => value.into(),
    }
}

/// Returns a time no more exact than it is known; a day is that of the place it is given for.
fn time(when: &When, zone: Zone) -> String {
    match when {
        When::Known { at, precision } if *precision < Precision::Day => {
            zone.local(at.to_utc()).format(PATTERN).to_string()
        }
        coarse => zone.plain(coarse),
    }
}

/// Returns whether a person may give a subject another value than either side has: what is
/// one of two, or has no form that people write, may not.
pub(super) fn takes_a_third(subject: &str) -> bool {
    match Fact::read(subject) {
        Some(
            Fact::Exposure
            | Fact::Mode
            | Fact::Situation(_)
            | Fact::Shift(..)
            | Fact::Rotation
            | Fact::Answered(_)
            | Fact::Closed,
        ) => false,
        Some(Fact::Field(_) | Fact::Time(_)) | None => true,
    }
}

/// Returns what there is to choose from, where only some words will do.
#[must_use]
pub fn choices(subject: &str) -> Option<&'static str> {
    let attribute = subject.split_once(' ').map_or(subject, |(_, of)| of);
    match attribute {
        "severity" => "".parse::<Severity>().err().map(|error| error.choices),
        "status" => "".parse::<Status>().err().map(|error| error.choices),
        "state" if subject.starts_with('L') => {
            "".parse::<LeadState>().err().map(|error| error.choices)
        }
        "state" => "".parse::<FixState>().err().map(|error| error.choices),
        "class" => Some("immediate, long-term"),
        "mark" => Some("done, open, does not apply"),
        _ => None,
    }
}
