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

/// Returns the one of `all` whose word was typed, in any case and with `-` or `_` for spaces.
pub(super) fn find_word<T: Copy>(
    text: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
    choices: &'static str,
) -> Result<T, WordError> {
    let typed = text.trim().to_ascii_lowercase().replace(['-', '_'], " ");
    let found = all.iter().copied().find(|one| word(*one) == typed);
    found.ok_or_else(|| WordError {
        input: text.to_owned(),
        choices,
    })
}
