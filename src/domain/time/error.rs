//! Why a time, span or zone could not be read.

use thiserror::Error;

/// Why a time, span or zone could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimeError {
    /// The text is none of the forms of a time.
    #[error(
        "read the time `{input}`: write 14:02, 2026-11-22 14:02, 2026-11-22T14:02:00-05:00, \
         2026-11-22, 2026-11, now, 10m ago, or unknown"
    )]
    When {
        /// What was typed.
        input: String,
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
