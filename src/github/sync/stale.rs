//! Writers who had not seen what we wrote last.
//!
//! A tool, or an old form in a browser, that saves what it read before our write takes our
//! changes off the issue without anybody having meant it. Writing them again would be a fight
//! that two programs never end, so each thing concerned becomes a conflict.

use super::lineage::hidden;
use crate::domain::command::Command;
use crate::domain::document::Document;
use crate::domain::incident::Conflict;
use crate::domain::sync_plan::refused;
use crate::domain::time::Instant;

/// Returns whether a text was made from `before` and not from `ours`, which was written over
/// it. The hidden part tells: we change it with every write, and nobody else ever does.
pub(super) fn was_made_from(text: &str, before: &str, ours: &str) -> bool {
    let (text, before, ours) = (hidden(text), hidden(before), hidden(ours));
    text.is_some() && text == before && text != ours
}

/// Returns a conflict that has not been worded yet.
pub(super) fn open_conflict(at: Instant) -> Conflict {
    Conflict {
        ours: String::new(),
        ours_by: String::new(),
        ours_at: None,
        theirs: String::new(),
        theirs_by: String::new(),
        at,
    }
}

/// Returns the thing that an import changes, as conflicts name it.
pub(super) fn subject_of(import: &Command, document: &Document) -> Option<String> {
    let of = |id: &dyn std::fmt::Display, attribute: &str| Some(format!("{id} {attribute}"));
    match import {
        Command::OwnLead { id, .. } => of(id, "owner"),
        Command::OwnFix { id, .. } => of(id, "owner"),
        Command::MarkItem { item, .. } => of(item, "mark"),
        import => refused(import, document).map(|clash| clash.subject),
    }
}
