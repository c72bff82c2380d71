//! Who last wrote on the issue. Nothing else is kept of who was there, and when.

use serde::{Deserialize, Serialize};

use crate::domain::clock::sane;
use crate::domain::event::{Entry, Event};
use crate::domain::incident::Incident;
use crate::domain::time::Instant;

/// Who last wrote on the issue, as far as this record has read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LastWritten {
    /// Who, by their GitHub login or the name another machine gave.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Remembers who wrote, if an entry is something that somebody wrote on the issue.
pub(in crate::domain) fn remember_writer(incident: &mut Incident, entry: &Entry) {
    if !entry.origin.is_elsewhere() || entry.actor.is_empty() || !is_written(&entry.event) {
        return;
    }
    let at = sane(entry.shown_at());
    let is_news = incident
        .last_written
        .as_ref()
        .is_none_or(|last| at >= last.at);
    if is_news {
        let by = entry.actor.clone();
        incident.last_written = Some(LastWritten { by, at });
    }
}

/// Comments, their edits, and edits of the text; what follows from them is none of it.
fn is_written(event: &Event) -> bool {
    matches!(
        event,
        Event::CommentImported { .. }
            | Event::CommentEdited { .. }
            | Event::IssueTextChanged { .. }
            | Event::FieldSet { .. }
            | Event::StatusChanged { .. }
            | Event::SeverityChanged { .. }
            | Event::IcChanged { .. }
            | Event::ItemMarked { .. }
            | Event::ItemAdded { .. }
            | Event::ItemReworded { .. }
            | Event::LeadAdded { .. }
            | Event::LeadReworded { .. }
            | Event::LeadOwned { .. }
            | Event::LeadMoved { .. }
            | Event::FixAdded { .. }
            | Event::FixReworded { .. }
            | Event::FixOwned { .. }
            | Event::FixMoved { .. }
            | Event::FixVerified { .. }
            | Event::FixReclassified { .. }
            | Event::Noted { .. }
    )
}
