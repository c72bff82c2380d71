//! Leads: what is to be found out.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::word::{WordError, find_word};
use crate::domain::ids::{EntryId, LeadId};
use crate::domain::time::Instant;

/// Something to find out (R40).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Lead {
    /// Its number, which never changes once it stood on the issue.
    pub id: LeadId,
    /// The entry that first recorded it, on whatever machine: what tells two leads apart that
    /// two machines gave the same number. Nil in a state that an older version wrote.
    #[serde(default)]
    pub tag: EntryId,
    /// The question.
    pub text: String,
    /// Who runs it down; empty when nobody does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Where it stands.
    pub state: LeadState,
    /// What came of it, "nothing" included.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub finding: String,
    /// When it came up.
    pub opened_at: Instant,
    /// When its state last changed.
    pub changed_at: Instant,
}

/// Where a lead stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadState {
    /// Nobody looks at it yet.
    Open,
    /// Somebody does.
    Investigating,
    /// It has an answer.
    Answered,
    /// It led nowhere, and that is worth knowing.
    RuledOut,
}

impl Lead {
    /// Returns true when somebody looks at it, or something came of it (R40).
    #[must_use]
    pub fn is_tracked(&self) -> bool {
        self.lacks().is_none()
    }

    /// Returns what it lacks to be tracked, in words.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        let has_owner = !self.owner.is_empty();
        match self.state {
            LeadState::Open if has_owner => Some("is open, not investigating"),
            LeadState::Open => Some("is open, and has no owner"),
            LeadState::Investigating => (!has_owner).then_some("has no owner"),
            LeadState::Answered | LeadState::RuledOut => {
                self.finding.is_empty().then_some("has no finding")
            }
        }
    }

    /// Returns what it lacks with its number in front: `L1 has no owner`.
    #[must_use]
    pub fn lacking(&self) -> Option<String> {
        Some(format!("{} {}", self.id, self.lacks()?))
    }
}

impl LeadState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [
        Self::Open,
        Self::Investigating,
        Self::Answered,
        Self::RuledOut,
    ];

    /// Returns the word on the board.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Investigating => "investigating",
            Self::Answered => "answered",
            Self::RuledOut => "ruled out",
        }
    }

    /// Returns true when nothing more is to be found out.
    #[must_use]
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Answered | Self::RuledOut)
    }

    /// Returns the state that `advance` leads to, or none from an ended one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Open => Some(Self::Investigating),
            Self::Investigating => Some(Self::Answered),
            Self::Answered | Self::RuledOut => None,
        }
    }
}

impl fmt::Display for LeadState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for LeadState {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        find_word(
            text,
            &Self::ALL,
            Self::word,
            "open, investigating, answered, ruled out",
        )
    }
}
