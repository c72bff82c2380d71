//! A part of the report as somebody edited it.

use serde::{Deserialize, Serialize};

use crate::domain::ids::EntryId;
use crate::domain::time::Instant;

/// A part of the report as somebody edited it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartEdit {
    /// The entry that records it.
    pub entry: EntryId,
    /// What the record said of the part then.
    pub generated: String,
    /// How it was made to read.
    pub text: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Instant,
}
