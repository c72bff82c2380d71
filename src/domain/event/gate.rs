//! What the gate did, and what may leave by which name.

use serde::{Deserialize, Serialize};

use crate::domain::ids::HeldId;
use crate::domain::incident::StopCause;

/// A piece of a text that was kept on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct HeldBack {
    /// Its number, and that of the file in `held/`.
    pub id: HeldId,
    /// What it was taken out of, in words.
    pub place: String,
    /// What it is, in words.
    pub what: String,
    /// What it looks like, covered.
    pub excerpt: String,
}

/// Something that leaves although the gate found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LetThrough {
    /// What it is, in words.
    pub what: String,
    /// What it looks like, covered.
    pub excerpt: String,
    /// The text itself. It stays here; what leaves is compared with it.
    pub piece: String,
    /// Why it may leave.
    pub reason: String,
}

/// The switch that stops everything that leaves was thrown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OutboundSet {
    /// Whether it is stopped.
    pub stopped: bool,
    /// What brought it about.
    pub cause: StopCause,
    /// Why.
    pub reason: String,
}

/// A name for what leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CodenameSet {
    /// The name or the term.
    pub term: String,
    /// What it is called outside; empty when it is called by its name again.
    pub codename: String,
}
