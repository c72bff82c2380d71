//! What waits to be sent.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::document::gather;
use crate::domain::ids::{EntryId, IdError};
use crate::domain::time::Instant;

/// One outgoing operation. Its file is written before each step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OutboxItem {
    /// Version of the file's form.
    pub format: u32,
    /// What it carries; also the file's name.
    pub key: OutboxKey,
    /// What is to be done.
    pub operation: Operation,
    /// The final bytes; for a change of the issue's state its word, `open` or `closed`.
    pub body: String,
    /// The sections of a comment that carries several entries, all of them in order, the one it
    /// is named after included. Fixed before it is first sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Gathered>,
    /// How far it got.
    pub state: OutboxState,
    /// How often it was sent.
    pub attempts: u32,
    /// When it was first sent, by the local clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_sent: Option<Instant>,
    /// When it was last sent, by the local clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sent: Option<Instant>,
    /// When it was looked for in vain since, by the local clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked: Option<Instant>,
    /// How the issue's state read before it was sent, for an operation on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seen: String,
    /// Why it is stuck; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl OutboxItem {
    /// Returns an operation that waits for its turn.
    #[must_use]
    pub fn queued(key: OutboxKey, operation: Operation, body: String) -> Self {
        Self {
            format: super::MIRROR_FORMAT,
            key,
            operation,
            body,
            sections: Vec::new(),
            state: OutboxState::Queued,
            attempts: 0,
            first_sent: None,
            last_sent: None,
            looked: None,
            seen: String::new(),
            reason: String::new(),
        }
    }

    /// Returns everything it carries.
    pub fn keys(&self) -> impl Iterator<Item = OutboxKey> {
        let alone = self.sections.is_empty().then_some(self.key);
        alone
            .into_iter()
            .chain(self.sections.iter().map(|section| section.key))
    }

    /// Returns the comment with other sections; none when they do not fit into one, or there
    /// are none.
    #[must_use]
    pub fn with_sections(&self, sections: Vec<Gathered>) -> Option<Self> {
        let first = sections.first()?;
        let body = gather(sections.iter().map(|section| section.body.as_str()))?;
        Some(Self {
            key: first.key,
            body,
            sections: if sections.len() > 1 {
                sections
            } else {
                Vec::new()
            },
            ..self.clone()
        })
    }

    /// Returns its sections, of which a comment of its own is one.
    #[must_use]
    pub fn into_sections(self) -> Vec<Gathered> {
        if self.sections.is_empty() {
            vec![Gathered {
                key: self.key,
                body: self.body,
            }]
        } else {
            self.sections
        }
    }

    /// Returns the operation as it is on its way once more.
    #[must_use]
    pub fn sending(self, now: Instant) -> Self {
        Self {
            state: OutboxState::Sending,
            attempts: self.attempts + 1,
            first_sent: self.first_sent.or(Some(now)),
            last_sent: Some(now),
            looked: None,
            ..self
        }
    }

    /// Returns the operation after an answer that says it had no effect.
    #[must_use]
    pub fn refused(self) -> Self {
        Self {
            state: OutboxState::Queued,
            attempts: self.attempts.saturating_sub(1),
            ..self
        }
    }

    /// Returns the operation as it waits for a person.
    #[must_use]
    pub fn stuck(self, reason: &str) -> Self {
        Self {
            state: OutboxState::Stuck,
            reason: reason.to_owned(),
            ..self
        }
    }
}

/// A section of a comment that carries several entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Gathered {
    /// What it carries.
    pub key: OutboxKey,
    /// How it reads, with the marker at its end.
    pub body: String,
}

/// What an outbox item carries: a journal entry, one part of a long one, or what it means for
/// the issue's state.
///
/// Written `01J...`, and `01J...-2` for the second part, as in the marker of the comment;
/// `01J...-state` for the issue's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OutboxKey {
    /// The entry.
    pub entry: EntryId,
    /// Which part of it, from 1; the issue's state comes behind all of them.
    pub part: usize,
}

/// The part that stands for the issue's state; behind every comment of the entry.
const STATE: usize = usize::MAX;
const STATE_WORD: &str = "state";

impl OutboxKey {
    /// Returns the key of what an entry means for the issue's state.
    #[must_use]
    pub fn state(entry: EntryId) -> Self {
        Self { entry, part: STATE }
    }
}

impl From<EntryId> for OutboxKey {
    fn from(entry: EntryId) -> Self {
        Self { entry, part: 1 }
    }
}

impl fmt::Display for OutboxKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            1 => write!(f, "{}", self.entry),
            STATE => write!(f, "{}-{STATE_WORD}", self.entry),
            part => write!(f, "{}-{part}", self.entry),
        }
    }
}

impl From<OutboxKey> for String {
    fn from(key: OutboxKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for OutboxKey {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        let (entry, part) = match text.split_once('-') {
            Some((entry, STATE_WORD)) => (entry, Some(STATE)),
            Some((entry, part)) => (entry, part.parse().ok()),
            None => (text.as_str(), Some(1)),
        };
        let part = part.filter(|part| *part > 0).ok_or_else(|| IdError {
            input: text.clone(),
            form: "26 letters and digits, and -2 for a second part",
        })?;
        Ok(Self {
            entry: entry.parse()?,
            part,
        })
    }
}

/// What an outbox item does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Creates the issue; the body is the issue's.
    CreateIssue,
    /// Posts a comment.
    Comment,
    /// Closes the issue or opens it again.
    SetState,
    /// Files a remediation item as an issue of its own. Files on disk call it `followup`.
    #[serde(rename = "followup")]
    Track,
}

impl Operation {
    /// Returns the word in `sitroom outbox`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CreateIssue => "create the issue",
            Self::Comment => "comment",
            Self::SetState => "issue state",
            Self::Track => "follow-up",
        }
    }
}

/// How far an outbox item got. What GitHub said it took is in
/// [`super::SyncState::posted`] and no longer in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutboxState {
    /// Waits for its turn; nothing was sent.
    Queued,
    /// Was sent, and the outcome is not known: look before sending again.
    Sending,
    /// Will not be sent again by itself.
    Stuck,
}
