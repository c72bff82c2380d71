//! The timeline as rows: what tables are made of.

use serde::{Deserialize, Serialize};

use crate::domain::apply::standing;
use crate::domain::event::{Entry, Event, FirstRecorded, Origin, Visibility};
use crate::domain::ids::EntryId;
use crate::domain::playbook::Playbook;
use crate::domain::text::visible;
use crate::domain::time::{Instant, When, Zone};
use crate::domain::timeline::{describe, describe_named, is_local_only, told_of};

/// Something that happened, as a table has it. As JSON it is what DFIR-IRIS has no column for,
/// which is all but the text.
///
/// A note that was read in from another record has the row that it has there: where it was
/// first recorded, and as what. That it was read in, and when, is said apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The id of the entry: what tells two rows apart that say the same.
    pub id: EntryId,
    /// Its place in the journal that had it first.
    pub seq: u64,
    /// When it happened, as exactly as it is known.
    pub happened: When,
    /// When somebody noted that it had happened, where it says itself when that was.
    #[serde(skip)]
    pub noted: Option<Instant>,
    /// When it was first written down.
    pub recorded: Instant,
    /// Who did it.
    pub actor: String,
    /// The machine it was first recorded on.
    pub device: String,
    /// Where it came from.
    pub origin: Origin,
    /// What kind of entry it is.
    pub kind: String,
    /// Whether it stays on its machine unless somebody carries it out.
    #[serde(default = "shared")]
    pub visibility: Visibility,
    /// When this record read it in from another; none of what it recorded itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_in: Option<Instant>,
    /// What it says; the first line of what is more than a note, whole where it is one.
    #[serde(skip)]
    pub text: String,
}

/// What tables say that were written before they said it.
fn shared() -> Visibility {
    Visibility::Shared
}

/// Returns what happened, in the order in which it happened. What was taken back is left out,
/// and so is the taking back.
#[must_use]
pub fn rows(entries: &[Entry]) -> Vec<Row> {
    rows_in(entries, Zone::UTC, None)
}

/// Returns the same, with the times in what they say in a zone, and with the titles of the playbook
/// in place of its keys or beside them.
#[must_use]
pub fn rows_in(entries: &[Entry], zone: Zone, playbook: Option<&Playbook>) -> Vec<Row> {
    let standing = standing(entries).into_iter();
    let rows = standing.map(|entry| Row::of(entry, zone, playbook));
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by_key(|row| (row.shown_at(), row.seq, row.id));
    rows
}

impl Row {
    fn of(entry: &Entry, zone: Zone, playbook: Option<&Playbook>) -> Self {
        let own = FirstRecorded {
            id: entry.id,
            seq: entry.seq,
            recorded: entry.recorded,
            device: entry.device.clone(),
            origin: entry.origin,
            kind: entry.event.kind().to_owned(),
        };
        let (first, read_in) = match &entry.event {
            Event::NoteImported(note) => (note.first.clone(), Some(entry.recorded)),
            _ => (own, None),
        };
        // What is still to come stands where it was said.
        let earlier = told_of(&entry.event, playbook);
        let earlier = earlier.filter(|when| when.earliest() <= Some(entry.shown_at()));
        let visibility = if is_local_only(&entry.event) {
            Visibility::Local
        } else {
            Visibility::Shared
        };
        Self {
            id: first.id,
            seq: first.seq,
            happened: earlier.unwrap_or(entry.happened),
            noted: earlier.map(|_| entry.shown_at()),
            recorded: first.recorded,
            actor: visible(&entry.actor),
            device: visible(&first.device),
            origin: first.origin,
            kind: first.kind,
            visibility,
            read_in,
            text: visible(&said_in(&entry.event, zone, playbook)),
        }
    }

    /// Returns the time to show and sort by: when it happened, else when it was recorded.
    #[must_use]
    pub fn shown_at(&self) -> Instant {
        self.happened.earliest().unwrap_or(self.recorded)
    }

    /// Returns what it says of the entry that it was.
    #[must_use]
    pub fn first(&self) -> FirstRecorded {
        FirstRecorded {
            id: self.id,
            seq: self.seq,
            recorded: self.recorded,
            device: self.device.clone(),
            origin: self.origin,
            kind: self.kind.clone(),
        }
    }
}

/// Returns all that an event says: of what somebody wrote every line, of the rest what the
/// timeline says, and below it the text of a message.
fn said_in(event: &Event, zone: Zone, playbook: Option<&Playbook>) -> String {
    if let Some((text, _)) = event.note() {
        return text.to_owned();
    }
    let said = match playbook {
        Some(playbook) => describe_named(event, zone, playbook),
        None => describe(event, zone),
    };
    match event {
        Event::CommentImported { text, .. } => text.clone(),
        Event::MessageSent { text, .. } if !text.is_empty() => {
            format!("{said}\n{text}")
        }
        _ => said,
    }
}
