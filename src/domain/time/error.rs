//! Why a time, span or zone could not be read.

use thiserror::Error;

use super::when::{Precision, When};

/// Why a time, span or zone could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeError {
    /// The text is none of the forms of a time.
    #[error("read the time `{input}`: write {}", When::FORMS)]
    When {
        /// What was typed.
        input: String,
    },
    /// The text is none of the forms of a time that has to be known.
    #[error("read the time `{input}`: write {}", When::FORMS_KNOWN)]
    Known {
        /// What was typed.
        input: String,
    },
    /// The text is none of the forms of a time that is still to come.
    #[error("read the time `{input}`: write {}", When::FORMS_AHEAD)]
    Later {
        /// What was typed.
        input: String,
    },
    /// Nothing was typed.
    #[error("read the time, none was typed: write {forms}")]
    Missing {
        /// The forms that are asked for.
        forms: &'static str,
    },
    /// Four digits alone are a time of day without its colon.
    #[error("read the time `{input}`: write it with a colon, {clock}")]
    NoColon {
        /// What was typed.
        input: String,
        /// The time of day that it is.
        clock: String,
    },
    /// Four digits alone may be a time of day or a year.
    #[error("read the time `{input}`: it may be a time or a year; write {clock}, or {input}-01")]
    TimeOrYear {
        /// What was typed.
        input: String,
        /// The time of day that it may be.
        clock: String,
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
    /// The time is not known as exactly as it is to be kept.
    #[error(
        "keep `{input}` to the {wanted}: it is known to the {known} only; write the {wanted}, or \
         leave the precision out"
    )]
    TooExact {
        /// What was typed.
        input: String,
        /// How exactly that is known.
        known: Precision,
        /// How exactly it is to be kept.
        wanted: Precision,
    },
    /// The text is no span.
    #[error("read the length `{input}`: write for example 45m, 3h or 1h30m")]
    Span {
        /// What was typed.
        input: String,
    },
    /// A number alone is a span without its unit.
    #[error("read the length `{input}`: write its unit, as in {input}m or {input}h")]
    NoUnit {
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

/// Returns the error as it is told of a value in a file, where nothing stands before it that it
/// finishes.
pub(super) fn in_file<E: serde::de::Error>(error: &TimeError) -> E {
    E::custom(format_args!("failed to {error}"))
}
