//! The switch that stops everything that leaves.

use serde::{Deserialize, Serialize};

use crate::domain::time::Instant;

/// Why nothing leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OutboundStop {
    /// What brought it about.
    pub cause: StopCause,
    /// Why, in words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who stopped it.
    pub by: String,
    /// Since when.
    pub at: Instant,
}

/// What stops everything that leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopCause {
    /// Somebody threw the switch: those who read the issue may be who it is about.
    Switch,
    /// A text came up that is marked as classified or controlled (R19).
    Marking,
}

impl StopCause {
    /// Returns what happened, for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Switch => "the switch was thrown",
            Self::Marking => "a text is marked as classified or controlled",
        }
    }
}
