//! Something that a file says happened, and what is wrong with a line of it.

use thiserror::Error;

use crate::domain::event::{FirstRecorded, Visibility};
use crate::domain::time::{TimeError, When};

/// Something that a file says happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The line of the file on which it begins, from 1.
    pub line: u64,
    /// What it was where it was first recorded, when a sitroom wrote the file.
    pub first: Option<FirstRecorded>,
    /// When it happened, as exactly as the file says.
    pub happened: When,
    /// Who did or said it; empty when the file does not say.
    pub actor: String,
    /// What.
    pub text: String,
    /// Whether it stays on this machine; what a file says nothing of may leave.
    pub visibility: Visibility,
}

/// What is wrong with a line. The text is a sentence of its own.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {cause}")]
pub struct Problem {
    /// The line of the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub cause: Cause,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cause {
    /// A time cannot be read.
    #[error("failed to {0}")]
    Time(TimeError),
    /// A time does not say in which zone it is.
    #[error("the time `{0}` does not say in which zone it is; add --zone, such as --zone UTC")]
    NoZone(String),
    /// A time does not say of which day it is.
    #[error("the time `{0}` does not say of which day it is; add --day, such as --day 2026-11-22")]
    NoDay(String),
    /// A time says neither.
    #[error(
        "the time `{0}` says neither of which day nor in which zone it is; add both, such as \
         --day 2026-11-22 --zone UTC"
    )]
    NoDayNorZone(String),
    /// There is no text.
    #[error("there is no text")]
    NoText,
    /// There is no time.
    #[error("there is no time")]
    NoTime,
    /// A text comes before any time.
    #[error("there is no time before it")]
    Orphan,
    /// It is no table.
    #[error("it cannot be read as CSV: {0}")]
    NoTable(String),
    /// The table does not say where something stands.
    #[error("no column is named {wanted}; there are {found}")]
    NoColumn {
        /// What is looked for.
        wanted: &'static str,
        /// What is there.
        found: String,
    },
    /// There is nothing in the file.
    #[error("there is nothing in it")]
    Nothing,
}
