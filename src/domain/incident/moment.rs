//! The anchor instants of the metrics.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::word::WordError;

/// An anchor instant of the metrics (domain section 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// When the incident itself began.
    Started,
    /// When any of us became aware; starts the one-hour clock (R8).
    Discovered,
    /// When the IC took charge.
    Opened,
    /// When it was confirmed.
    Confirmed,
    /// When the bleeding stopped.
    Contained,
    /// When it was no longer active.
    Resolved,
    /// When the record was closed.
    Closed,
}

impl Moment {
    /// Every moment, in the order they should happen.
    pub const ALL: [Self; 7] = [
        Self::Started,
        Self::Discovered,
        Self::Opened,
        Self::Confirmed,
        Self::Contained,
        Self::Resolved,
        Self::Closed,
    ];

    /// Returns the word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Discovered => "discovered",
            Self::Opened => "opened",
            Self::Confirmed => "confirmed",
            Self::Contained => "contained",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Moment {
    type Err = WordError;

    /// Reads the word, or the name of the anchor in the process: `aware`, `t_start`.
    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_ascii_lowercase();
        match word.strip_prefix("t_").unwrap_or(&word) {
            "started" | "start" => Ok(Self::Started),
            "discovered" | "aware" | "detected" => Ok(Self::Discovered),
            "opened" | "open" | "declared" => Ok(Self::Opened),
            "confirmed" | "confirm" => Ok(Self::Confirmed),
            "contained" => Ok(Self::Contained),
            "resolved" => Ok(Self::Resolved),
            "closed" => Ok(Self::Closed),
            _ => Err(WordError {
                input: text.to_owned(),
                choices: "started, discovered, opened, confirmed, contained, resolved, closed",
            }),
        }
    }
}
