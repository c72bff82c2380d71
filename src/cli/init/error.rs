//! Why no settings are written.

use std::path::PathBuf;

use thiserror::Error;

use crate::settings::EditError;

/// Why no settings are written. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub(crate) enum InitError {
    /// The file has mistakes, and what it says is not to be lost.
    #[error("edit {}: it has mistakes, which are named above", path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// The file has a form that is not edited.
    #[error(transparent)]
    NotEdited(#[from] EditError),
    /// Nobody answers.
    #[error("ask: the answers end here; nothing is written")]
    Unanswered,
    /// An answer will not do; why was said.
    #[error("take the answer to {question}; nothing is written")]
    Refused {
        /// The option that gives it.
        question: &'static str,
    },
}

impl InitError {
    /// Returns what to do about it.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::InTheWay { .. } => {
                Some("mend these lines, or move the file away, and run it again")
            }
            Self::Refused {
                question: "--repository",
            } => Some("mend what is named above, or write it unchecked with --offline"),
            Self::Unanswered => Some(
                "run it on a terminal, or without questions: `sitroom init --yes`, with an option \
                 for each answer that differs",
            ),
            Self::NotEdited(_) | Self::Refused { .. } => None,
        }
    }
}
