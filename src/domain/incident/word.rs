//! Words that are none of the choices.

use thiserror::Error;

/// A word that is none of the choices.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read `{input}`: choose one of {choices}")]
pub struct WordError {
    /// What was given.
    pub input: String,
    /// What is possible.
    pub choices: &'static str,
}
