//! A text that is looked through before everybody may read it.

use crate::domain::ids::ItemId;

/// Has a text looked through for what is not for the public (R73); that ticks the line of the
/// checklist that asks for it. The text itself is not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamineAsked {
    /// The line.
    pub line: ItemId,
    /// The text that is to be published.
    pub text: String,
    /// What the gate found in it, warnings too, a line each and without what it was.
    pub found: Vec<String>,
}
