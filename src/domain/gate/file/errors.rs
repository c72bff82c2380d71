//! What may be wrong with a file of rules, in words.

use thiserror::Error;

use super::FORMAT;
use crate::domain::problem::{self, Problems, hinted};

/// Everything that is wrong with a file of rules; at least one problem.
pub type RuleErrors = Problems<Cause>;

/// One thing that is wrong with a file of rules.
pub type Problem = problem::Problem<Cause>;

/// What is wrong at a key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cause {
    /// The text is no TOML.
    #[error("{message}")]
    Toml {
        /// What the reader says.
        message: String,
    },
    /// The file was written for another program.
    #[error("format {found} is not read by this program; it reads {FORMAT}")]
    Format {
        /// What the file says.
        found: i64,
    },
    /// A key has to be there.
    #[error("the key is missing")]
    Missing,
    /// A value is of another type.
    #[error("the value has to be {wanted}")]
    Type {
        /// What it has to be.
        wanted: &'static str,
    },
    /// A key has no meaning here.
    #[error("there is no such key{}", hinted(hint.as_deref()))]
    UnknownKey {
        /// What was probably meant.
        hint: Option<String>,
    },
    /// A name stands for nothing.
    #[error("there is no {what} `{name}`{}", hinted(hint.as_deref()))]
    Unknown {
        /// What it should be.
        what: &'static str,
        /// What was written.
        name: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// A text or a list is empty.
    #[error("there is nothing in it")]
    Empty,
    /// A text has a character that a terminal would obey.
    #[error("the text has a control character")]
    Control,
    /// An id is used twice.
    #[error(
        "the id `{id}` is used already\nHint: write it under `off` first to put yours in its place"
    )]
    Duplicate {
        /// The id.
        id: String,
    },
    /// An id has letters it may not have.
    #[error("an id is made of small letters, digits and hyphens")]
    MalformedId,
    /// A word would never be found.
    #[error("words are looked for in lower case and plain letters")]
    UpperCase,
    /// A number makes no sense.
    #[error("the number has to be from {from} to {to}")]
    Range {
        /// The least.
        from: u32,
        /// The greatest.
        to: u32,
    },
    /// A pattern cannot be read.
    #[error("the pattern cannot be read: {message}")]
    Pattern {
        /// What the reader says.
        message: String,
    },
    /// A pattern may match text of any length, or none.
    #[error("{0}")]
    Bounds(Bounds),
}

/// Why a pattern would cost too much or find nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Bounds {
    /// It has `*`, `+` or `{n,}`.
    #[error("a pattern repeats a bounded number of times, such as {{0,40}}; `extend` goes further")]
    Endless,
    /// It fits everywhere.
    #[error("the pattern fits where there is nothing")]
    Nothing,
}
