//! What both sides changed apart.

use serde::{Deserialize, Serialize};

use crate::domain::time::Instant;

/// Both sides changed the same thing apart; both values are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ConflictFound {
    /// Which thing, such as `severity` or `L3 text`.
    pub subject: String,
    /// The value here.
    pub ours: String,
    /// The value on the issue.
    pub theirs: String,
    /// Who set the value here; empty when nobody knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ours_by: String,
    /// When it was set here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours_at: Option<Instant>,
}
