//! The timeline as rows: what tables are made of.

use crate::domain::apply::undone_entries;
use crate::domain::event::{Entry, Event, Origin};
use crate::domain::ids::EntryId;
use crate::domain::text::visible;
use crate::domain::time::{Instant, When};
use crate::domain::timeline::describe;

/// Something that happened, as a table has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The id of the entry: what tells two rows apart that say the same.
    pub id: EntryId,
    /// Its place in the journal.
    pub seq: u64,
    /// When it happened, as exactly as it is known.
    pub happened: When,
    /// When it was written down.
    pub recorded: Instant,
    /// Who did it.
    pub actor: String,
    /// The machine it was recorded on.
    pub device: String,
    /// Where it came from.
    pub origin: Origin,
    /// What kind of entry it is.
    pub kind: String,
    /// What it says; the first line of what is more than a note, whole where it is one.
    pub text: String,
}

/// Returns what happened, in the order in which it happened. What was taken back is left out,
/// and so is the taking back.
#[must_use]
pub fn rows(entries: &[Entry]) -> Vec<Row> {
    let undone = undone_entries(entries);
    let mut standing: Vec<&Entry> = entries
        .iter()
        .filter(|entry| !undone.contains(&entry.id))
        .filter(|entry| !matches!(entry.event, Event::Undone { .. }))
        .collect();
    standing.sort_by_key(|entry| (entry.shown_at(), entry.seq));
    standing.into_iter().map(row).collect()
}

fn row(entry: &Entry) -> Row {
    Row {
        id: entry.id,
        seq: entry.seq,
        happened: entry.happened,
        recorded: entry.recorded,
        actor: visible(&entry.actor),
        device: visible(&entry.device),
        origin: entry.origin,
        kind: entry.event.kind().to_owned(),
        text: visible(&said(&entry.event)),
    }
}

/// Returns all that an event says: of what somebody wrote every line, of the rest what the
/// timeline says, and below it the text of a message.
#[must_use]
pub fn said(event: &Event) -> String {
    match event {
        Event::Noted { text, .. } | Event::CommentImported { text, .. } => text.clone(),
        Event::MessageSent { text, .. } if !text.is_empty() => {
            format!("{}\n{text}", describe(event))
        }
        _ => describe(event),
    }
}
