//! What is wrong with a file that somebody wrote, place by place: a playbook, rules of the gate.

use std::fmt;

use thiserror::Error;

pub(crate) use super::playbook::file::toml_error::{excerpt, nearest};

/// Everything that is wrong with a file; at least one problem.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct Problems<C: fmt::Debug + fmt::Display> {
    problems: Vec<Problem<C>>,
}

impl<C: fmt::Debug + fmt::Display> Problems<C> {
    /// Returns the problems in the order of the file.
    pub(crate) fn new(mut problems: Vec<Problem<C>>) -> Self {
        problems.sort_by_key(|problem| problem.line);
        Self { problems }
    }

    /// Returns the problems, in the order of the file.
    #[must_use]
    pub fn problems(&self) -> &[Problem<C>] {
        &self.problems
    }
}

impl<C: fmt::Debug + fmt::Display> fmt::Display for Problems<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {key}: {cause}")]
pub struct Problem<C: fmt::Debug + fmt::Display> {
    /// The file as it was named by the caller.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `item.I4.phase`; elements of a list go by their id, or their number.
    pub key: String,
    /// What is wrong there.
    pub cause: C,
}

/// Returns the hint at what was probably meant, to be put behind a cause.
pub(crate) fn hinted(hint: Option<&str>) -> String {
    hint.map_or_else(String::new, |hint| {
        format!("\nHint: did you mean `{hint}`?")
    })
}
