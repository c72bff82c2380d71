//! Taking back.

use crate::domain::ids::EntryId;

/// Something that is taken back in place of what was done after it, which cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UndoBefore {
    /// An entry of what cannot be taken back.
    pub lasting: EntryId,
    /// An entry of what is taken back in its place.
    pub entry: EntryId,
}

/// Entries that came in from another sitroom, which took them back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenUndo {
    /// The entries, as they are known here.
    pub entries: Vec<EntryId>,
    /// What was taken back, in words.
    pub label: String,
}
