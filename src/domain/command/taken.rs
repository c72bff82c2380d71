//! A line that another sitroom put on the issue.

use crate::domain::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use crate::domain::incident::FixClass;

/// A line that another sitroom put on the issue. It keeps its number and its tag; the request
/// that takes it over says when it came up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenItem {
    /// A lead.
    Lead {
        /// Its number.
        id: LeadId,
        /// The entry that first recorded it; none when the issue does not say.
        tag: Option<EntryId>,
        /// The question.
        text: String,
        /// Who runs it down; may be empty.
        owner: String,
    },
    /// A remediation item.
    Fix {
        /// Its number.
        id: FixId,
        /// The entry that first recorded it; none when the issue does not say.
        tag: Option<EntryId>,
        /// What is to be done.
        text: String,
        /// Before resolved, or later.
        class: FixClass,
        /// Who does it; may be empty.
        owner: String,
    },
    /// A line that people added to a checklist.
    Line {
        /// Its number.
        id: CustomId,
        /// The entry that first recorded it; none when the issue does not say.
        tag: Option<EntryId>,
        /// The phase or situation whose list it stands in.
        list: String,
        /// What is to be done.
        text: String,
    },
}

impl TakenItem {
    /// Returns its number, as on the issue.
    #[must_use]
    pub fn id(&self) -> ItemId {
        match self {
            Self::Lead { id, .. } => ItemId(id.to_string()),
            Self::Fix { id, .. } => ItemId(id.to_string()),
            Self::Line { id, .. } => ItemId::from(*id),
        }
    }
}
