//! What `undo` knows of something that a person did here.

use serde::{Deserialize, Serialize};

use crate::domain::ids::EntryId;
use crate::domain::time::Instant;

/// Something that a person did here: `undo` takes it back, or says why it cannot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct UndoStep {
    /// The entries of one request, in order.
    pub entries: Vec<EntryId>,
    /// When they were recorded; entries of one request share it.
    pub recorded: Instant,
    /// Who did it: nobody takes back what somebody else did by a bare `undo`.
    pub actor: String,
    /// What it did, in words.
    pub label: String,
    /// Why it cannot be taken back; none when it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lasting: Option<Lasting>,
}

/// Why something cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lasting {
    /// A carrier has the message, or may have it.
    Delivery,
    /// The issue has been written to.
    Issue,
    /// An issue was filed, and is there.
    FiledIssue,
    /// Everything that leaves was stopped, or let leave again.
    Outbound,
    /// What left has the codename.
    Codename,
    /// The register of evidence is not rewritten.
    Evidence,
    /// The issue has the ruling on a conflict.
    Ruling,
}

impl Lasting {
    /// Returns whether a command that can be taken back brings it about beside what it does.
    #[must_use]
    pub fn comes_along(self) -> bool {
        matches!(self, Self::Outbound | Self::Ruling)
    }

    /// Returns what to do in its place.
    #[must_use]
    pub fn instead(self) -> &'static str {
        match self {
            Self::Delivery => "write to them again",
            Self::Issue => "attach another issue",
            Self::FiledIssue => "close the issue that was filed",
            Self::Outbound => "stop outbound, or resume it, with a reason",
            Self::Codename => "give it another codename",
            Self::Evidence => "record in the register what is true",
            Self::Ruling => "set the value by hand",
        }
    }
}
