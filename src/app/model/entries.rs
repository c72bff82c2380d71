//! Finding an entry that was read, and what it says.

use std::sync::Arc;

use super::screen::App;
use crate::domain::event::{Entry, Event, NoteImported};
use crate::domain::ids::EntryId;
use crate::domain::time::Span;
use crate::domain::timeline::{describe_titled, recovered};

/// How far behind the making of its number an entry is recorded at most, on this machine.
const NEAR: Span = Span::seconds(1);

impl App {
    /// Returns what an entry says, in one line.
    #[must_use]
    pub fn words_of(&self, entry: &Entry) -> String {
        describe_titled(&entry.event, self.incident.zone, &self.playbook)
    }

    /// Returns all that an entry says, in as many lines as it has.
    #[must_use]
    pub fn whole_text_of(&self, entry: &Entry) -> String {
        match &entry.event {
            Event::Noted { text, .. }
            | Event::NoteImported(NoteImported { text, .. })
            | Event::CommentImported { text, .. } => text.clone(),
            Event::MessageSent { text, .. } => format!("{}\n{text}", self.words_of(entry)),
            Event::EditRecovered { .. } => recovered(entry, self.incident.zone),
            _ => self.words_of(entry),
        }
    }

    /// Returns an entry, if it was read. The number of one is made as it is recorded, so it is
    /// found where that time is, however long the record; one that another machine recorded may
    /// be anywhere.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<&Arc<Entry>> {
        let made = id.recorded();
        let from = self.entries.partition_point(|entry| entry.recorded < made);
        let near = self.entries[from..].iter();
        let mut near = near.take_while(|entry| entry.recorded <= made + NEAR.delta());
        near.find(|entry| entry.id == id)
            .or_else(|| self.entries.iter().rev().find(|entry| entry.id == id))
    }

    /// Returns the text of a message, if its entry was read.
    #[must_use]
    pub fn text_sent(&self, message: EntryId) -> Option<&str> {
        match &self.entry(message)?.event {
            Event::MessageSent { text, .. } => Some(text),
            _ => None,
        }
    }
}
