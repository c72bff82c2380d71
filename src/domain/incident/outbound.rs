//! The switch that stops everything that leaves.
//!
//! It is thrown for two reasons, and they differ in what "leaves" means. Whoever throws it by
//! hand does so because an insider may watch: "all outbound stops" then holds for requests as
//! well, because the log of the server shows that somebody asks, and when. A text that is marked
//! as classified stops everything that is written (R19); asking how the issue stands takes no
//! text along, and the Incident Commander needs to see what the others do, so reading goes on.

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
    /// Somebody threw the switch: those who read the issue may be who it is about. Nothing is
    /// asked for either.
    Switch,
    /// A text came up that is marked as classified or controlled (R19). Nothing is written.
    Marking,
}

impl OutboundStop {
    /// Returns what stopped it, who did, and why, for people.
    #[must_use]
    pub fn words(&self) -> String {
        let why = match self.reason.as_str() {
            "" => String::new(),
            reason => format!(": {reason}"),
        };
        format!("{} ({}){why}", self.cause.words(), self.by)
    }
}

impl StopCause {
    /// Returns whether what stands elsewhere may still be read.
    #[must_use]
    pub fn leaves_reading(self) -> bool {
        match self {
            Self::Switch => false,
            Self::Marking => true,
        }
    }

    /// Returns what happened, for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Switch => "the switch was thrown",
            Self::Marking => "a text is marked as classified or controlled",
        }
    }
}
