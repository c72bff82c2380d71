//! Remediation items: what is to be mended.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Tracking;
use super::word::{WordError, find_word};
use crate::domain::ids::{EntryId, FixId};
use crate::domain::time::Instant;

/// Something to mend (R41).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fix {
    /// Its number, which never changes once it stood on the issue.
    pub id: FixId,
    /// The entry that first recorded it, on whatever machine; see [`super::Lead::tag`].
    #[serde(default)]
    pub tag: EntryId,
    /// What is to be done.
    pub text: String,
    /// What it said first; empty where it says that still.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first_text: String,
    /// Before resolved, or later (R42).
    pub class: FixClass,
    /// Who does it; empty when nobody does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Where it stands.
    pub state: FixState,
    /// Who checked that it works, and when (R41).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verification>,
    /// Where it is tracked once the incident is closed; none where nobody said. State files and
    /// exports call it `followup`.
    #[serde(default, rename = "followup", skip_serializing_if = "Option::is_none")]
    pub tracking: Option<Tracking>,
    /// When it came up.
    pub opened_at: Instant,
    /// When its state last changed by itself, as the issue says it.
    pub changed_at: Instant,
    /// When its state last changed by who has it: an open one is assigned to somebody, or back to
    /// nobody. The issue does not say that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_at: Option<Instant>,
}

impl Fix {
    /// Returns since when it stands as it does, as far as this record knows.
    #[must_use]
    pub fn state_since(&self) -> Instant {
        let assigned = self.assigned_at;
        assigned.map_or(self.changed_at, |at| at.max(self.changed_at))
    }

    /// Returns true when somebody has it, and what is said to be done was checked (R41).
    #[must_use]
    pub fn is_tracked(&self) -> bool {
        self.lacks().is_none()
    }

    /// Returns what it lacks to be tracked, in words.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        let is_done = self.state == FixState::Done;
        match (self.verified.is_some(), is_done, self.owner.is_empty()) {
            (true, _, _) | (false, false, false) => None,
            (false, true, _) => Some("is done, not verified"),
            (false, false, true) => Some("has no owner"),
        }
    }

    /// Returns what it lacks with its number in front: `R1 has no owner`.
    #[must_use]
    pub fn lacking(&self) -> Option<String> {
        Some(format!("{} {}", self.id, self.lacks()?))
    }

    /// Returns true when it outlasts the incident: deferred, and not checked yet.
    #[must_use]
    pub fn is_left_over(&self) -> bool {
        self.class == FixClass::LongTerm && self.state != FixState::Verified
    }

    /// Returns true when it still keeps the incident from being resolved (T6).
    #[must_use]
    pub fn blocks_resolve(&self) -> bool {
        self.class == FixClass::Immediate && self.state != FixState::Verified
    }
}

/// Who checked a remediation item, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification {
    /// Who checked.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// When a remediation item is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixClass {
    /// Before the incident is resolved.
    Immediate,
    /// Deferred to the retrospective.
    LongTerm,
}

impl FixClass {
    /// Returns the word on the board.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::LongTerm => "long-term",
        }
    }

    /// Returns the other class.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Immediate => Self::LongTerm,
            Self::LongTerm => Self::Immediate,
        }
    }
}

impl fmt::Display for FixClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Where a remediation item stands. Done is not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixState {
    /// Nobody has it.
    Open,
    /// Somebody has it.
    Assigned,
    /// Somebody works on it.
    InProgress,
    /// Said to be done.
    Done,
    /// Checked.
    Verified,
}

impl FixState {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Assigned,
        Self::InProgress,
        Self::Done,
        Self::Verified,
    ];

    /// Returns the word on the board.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Assigned => "assigned",
            Self::InProgress => "in progress",
            Self::Done => "done",
            Self::Verified => "verified",
        }
    }

    /// Returns whether it is said to be done, checked or not.
    #[must_use]
    pub fn is_done(self) -> bool {
        match self {
            Self::Done | Self::Verified => true,
            Self::Open | Self::Assigned | Self::InProgress => false,
        }
    }

    /// Returns the state that `advance` leads to, or none from the last one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|s| *s == self)?;
        Self::ALL.get(at + 1).copied()
    }
}

impl fmt::Display for FixState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for FixState {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        find_word(
            text,
            &Self::ALL,
            Self::word,
            "open, assigned, in progress, done, verified",
        )
    }
}
