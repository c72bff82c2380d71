//! What people ask for by a line in a comment, for the Incident Commander to accept or decline.
//!
//! A line that begins with `/lead TEXT`, `/done R3`, `/tick ITEM` or `/note TEXT` is a
//! suggestion; everything else in a comment is only an entry in the timeline. Nothing a
//! comment says is ever done by itself.

mod read;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::ids::{FixId, IdError, ItemId};
use super::incident::{FixState, Incident};
use super::playbook::Playbook;
use super::question::is_ticked;
use super::time::Instant;

pub use read::{MOST_SUGGESTIONS, names_unknown, suggestions};

/// Which suggestion: the comment it stands in, and the line, from 1. Written `77:2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SuggestionId {
    /// GitHub's id of the comment.
    pub comment: u64,
    /// The line in it, from 1.
    pub line: u32,
}

impl fmt::Display for SuggestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.comment, self.line)
    }
}

impl From<SuggestionId> for String {
    fn from(id: SuggestionId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for SuggestionId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl FromStr for SuggestionId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let parts = text.trim().split_once(':');
        let read = parts.and_then(|(comment, line)| {
            let (comment, line) = (comment.parse().ok()?, line.parse().ok()?);
            (line > 0).then_some(Self { comment, line })
        });
        read.ok_or_else(|| IdError {
            input: text.to_owned(),
            form: "the number of a comment and of a line, such as 77:2",
        })
    }
}

/// What a suggestion asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestedAction {
    /// A new lead with this question.
    Lead(String),
    /// A remediation item is done.
    Done(FixId),
    /// A checklist line is done.
    Tick(ItemId),
    /// A note with this text.
    Note(String),
}

impl SuggestedAction {
    /// Returns the line of a comment that asks for it.
    #[must_use]
    pub fn line(&self) -> String {
        match self {
            Self::Lead(text) => format!("/lead {text}"),
            Self::Done(id) => format!("/done {id}"),
            Self::Tick(item) => format!("/tick {item}"),
            Self::Note(text) => format!("/note {text}"),
        }
    }

    /// Returns whether the record says so already: there is nothing to do about it.
    #[must_use]
    pub fn is_so(&self, incident: &Incident, playbook: &Playbook, now: Instant) -> bool {
        match self {
            Self::Done(id) => {
                let fix = incident.fix(*id);
                fix.is_some_and(|fix| fix.state >= FixState::Done)
            }
            Self::Tick(item) => is_ticked(item, incident, playbook, now),
            Self::Lead(_) | Self::Note(_) => false,
        }
    }

    /// Returns the text that somebody wrote; none where it is a number.
    pub(crate) fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Lead(text) | Self::Note(text) => Some(text),
            Self::Done(_) | Self::Tick(_) => None,
        }
    }
}

/// What somebody asked for by a comment, as it waits for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Suggestion {
    /// What was asked for.
    pub action: SuggestedAction,
    /// The GitHub login of who asked.
    pub by: String,
    /// When the comment was written, in UTC.
    pub at: Instant,
}
