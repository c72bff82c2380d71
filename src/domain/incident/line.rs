//! What people said of checklist lines.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{CustomId, EntryId};
use crate::domain::time::When;

/// What people said of a checklist line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tick {
    /// What they said.
    pub mark: Mark,
    /// Who said it.
    pub by: String,
    /// When it happened.
    pub at: When,
}

/// A mark on a checklist line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Done.
    Done,
    /// Said to be open, against what the record would derive.
    Open,
    /// Does not apply to this incident.
    NotApplicable,
}

/// A checklist line that people added to this incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CustomItem {
    /// Its number, which never changes once it stood on the issue.
    pub id: CustomId,
    /// The entry that first recorded it, on whatever machine; see [`super::Lead::tag`].
    #[serde(default)]
    pub tag: EntryId,
    /// The phase or situation whose list it stands in.
    pub list: String,
    /// What is to be done.
    pub text: String,
}
