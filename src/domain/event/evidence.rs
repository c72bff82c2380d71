//! What became of a thing in the evidence register.

use serde::{Deserialize, Serialize};

use crate::domain::evidence::{Custody, FileMark};
use crate::domain::ids::EvidenceId;

/// A thing was taken into the register, or handed on; the time is that of the entry. Only what
/// is known of it: the thing itself is never in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct EvidenceHandled {
    /// Its number.
    pub id: EvidenceId,
    /// What was done.
    pub step: Custody,
    /// What it is, with what it is known by; empty when it is handed on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// Where it is kept from now on; empty when it stays where it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Who holds it from now on.
    pub holder: String,
    /// The file that it was, as it was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileMark>,
}

impl EvidenceHandled {
    /// Returns what people wrote.
    pub(super) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        [&mut self.what, &mut self.place, &mut self.holder].into_iter()
    }
}
