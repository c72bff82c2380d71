//! Where an incident stands, and how severe it is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::word::{WordError, find_word};

/// Where an incident stands, in the words of the guide.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is not known yet whether it is real.
    #[default]
    Investigating,
    /// It is real.
    Confirmed,
    /// It was not real.
    FalseAlarm,
    /// It is no longer active.
    Resolved,
}

impl Status {
    /// Every status, in the order of the process.
    pub const ALL: [Self; 4] = [
        Self::Investigating,
        Self::Confirmed,
        Self::Resolved,
        Self::FalseAlarm,
    ];

    /// Returns the word written in the issue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Confirmed => "confirmed",
            Self::FalseAlarm => "false alarm",
            Self::Resolved => "resolved",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Status {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        find_word(
            text,
            &Self::ALL,
            Self::word,
            "investigating, confirmed, resolved, false alarm",
        )
    }
}

/// How severe an incident is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Not assessed yet.
    #[default]
    Unknown,
    /// 3.
    Low,
    /// 2.
    Medium,
    /// 1.
    High,
}

impl Severity {
    /// Every severity, lowest first.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Low, Self::Medium, Self::High];

    /// Returns the word written in the issue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Severity {
    type Err = WordError;

    /// Reads any spelling of the sources: `High`, `med`, `2`, `1 - High Severity`.
    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_ascii_lowercase();
        let head = word.split([' ', '-']).next().unwrap_or_default();
        match head {
            "unknown" | "?" => Ok(Self::Unknown),
            "low" | "3" => Ok(Self::Low),
            "medium" | "med" | "2" => Ok(Self::Medium),
            "high" | "1" => Ok(Self::High),
            _ => Err(WordError {
                input: text.to_owned(),
                choices: "high, medium, low, unknown",
            }),
        }
    }
}
