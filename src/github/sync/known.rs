//! What the journal knows, for telling what came in already.
//!
//! The journal is the only place that a crash cannot separate from what it tells of, so
//! whatever must come in once only is looked up here.

use std::collections::{HashMap, HashSet};

use super::digest::digest;
use crate::domain::document::{comment_for, read_comment};
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::{AsTold, Incident};
use crate::domain::suggestion::SuggestionId;
use crate::domain::text::shorten;
use crate::domain::time::When;

/// How many characters of a text stand for it where it is spoken of.
const WORDS: usize = 60;

/// A comment that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Imported {
    /// Who wrote it.
    pub(super) by: String,
    /// The digest of what it last said.
    pub(super) digest: String,
    /// How it begins.
    pub(super) words: String,
}

/// What the journal knows.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The position up to which it was read.
    pub(super) up_to: u64,
    /// The last entry that closed the record, opened it again, or may have.
    pub(super) closed_by: Option<EntryId>,
    entries: HashSet<EntryId>,
    comments: HashMap<u64, Imported>,
    suggested: HashSet<SuggestionId>,
    kept: HashSet<String>,
    seen: HashSet<String>,
    /// What came in from other sitrooms, by its name; the entry once the journal was read.
    came: HashMap<String, Option<EntryId>>,
    taken_back: HashSet<EntryId>,
}

impl Known {
    /// Takes an entry in.
    pub(super) fn learn(&mut self, entry: &Entry) {
        if entry.seq <= self.up_to {
            return;
        }
        self.up_to = entry.seq;
        self.entries.insert(entry.id);
        match &entry.event {
            Event::CommentImported { comment, text } => {
                let by = entry.actor.clone();
                self.comments.insert(*comment, imported(by, text));
            }
            Event::CommentEdited { comment, text } => {
                let by = entry.actor.clone();
                let by = self.comments.remove(comment).map_or(by, |known| known.by);
                self.comments.insert(*comment, imported(by, text));
            }
            Event::Suggested { id, .. } => {
                self.suggested.insert(*id);
            }
            Event::EditRecovered { kept } => {
                self.kept.insert(kept.clone());
            }
            Event::ClosedSet { .. } | Event::StatusChanged { .. } => {
                self.closed_by = Some(entry.id);
            }
            Event::Undone { entries, .. } => {
                self.closed_by = Some(entry.id);
                self.taken_back.extend(entries);
            }
            Event::IssueStateSeen { seen } => {
                self.seen.insert(digest(seen));
            }
            event if entry.origin.is_elsewhere() && is_posted_as_it_is(event) => {
                let name = came(&entry.actor, &entry.happened, event);
                self.came.insert(name, Some(entry.id));
            }
            _ => {}
        }
    }

    /// Returns whether an entry is of this record.
    pub(super) fn has_entry(&self, id: EntryId) -> bool {
        self.entries.contains(&id)
    }

    /// Returns what is known of a comment that was imported.
    pub(super) fn comment(&self, id: u64) -> Option<&Imported> {
        self.comments.get(&id)
    }

    /// Returns whether a suggestion was kept already, answered or not.
    pub(super) fn is_suggested(&self, id: SuggestionId) -> bool {
        self.suggested.contains(&id)
    }

    /// Returns whether it is recorded that a covered text was merged back.
    pub(super) fn is_recovered(&self, kept: &str) -> bool {
        self.kept.contains(kept)
    }

    /// Returns whether an event of another sitroom came in already.
    pub(super) fn has_come_in(&self, actor: &str, happened: &When, event: &Event) -> bool {
        self.came.contains_key(&came(actor, happened, event))
    }

    /// Returns the entry that another sitroom's came in as, by its name.
    pub(super) fn entry_named(&self, name: &str) -> Option<EntryId> {
        self.came.get(name).copied().flatten()
    }

    /// Returns whether an entry was taken back.
    pub(super) fn is_taken_back(&self, id: EntryId) -> bool {
        self.taken_back.contains(&id)
    }

    /// Remembers that an event of another sitroom came in.
    pub(super) fn came_in(&mut self, actor: &str, happened: &When, event: &Event) {
        self.came.entry(came(actor, happened, event)).or_default();
    }

    /// Returns whether something that was seen on the issue was recorded in these words.
    pub(super) fn is_seen(&self, words: &str) -> bool {
        self.seen.contains(&digest(words))
    }
}

fn imported(by: String, text: &str) -> Imported {
    Imported {
        by,
        digest: digest(text),
        words: first_words(text),
    }
}

/// Returns how a text begins, in one line.
pub(super) fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(WORDS).collect();
    shorten(&words.join(" "), WORDS)
}

/// Returns whether an event of another sitroom comes in as that very event.
fn is_posted_as_it_is(event: &Event) -> bool {
    matches!(
        event,
        Event::Noted { .. }
            | Event::Decided(_)
            | Event::MilestoneReached(_)
            | Event::TeamLeadTried(_)
            | Event::MessageSent { .. }
            | Event::RoutesMoved(_)
            | Event::Overridden { .. }
            | Event::HandoffMoved(_)
    )
}

/// Returns what other sitrooms know an entry by that was posted here, a name for each of its
/// sections: what they read there is all they know of it.
pub(super) fn names(entry: &Entry, incident: &Incident) -> Vec<String> {
    let comments = comment_for(entry, incident, |_| None);
    let sections = comments.iter().flat_map(|comment| read_comment(comment));
    let names = sections.filter_map(|section| {
        let event = section.entry()?.event();
        Some(came(&section.actor, &section.happened?, &event))
    });
    names.collect()
}

/// Returns what another sitroom's event is known by: nothing else has its author, its time and
/// its words.
fn came(actor: &str, happened: &When, event: &Event) -> String {
    let words = match event {
        // Which message that was, and which of its ways, has other names on each machine; and
        // some of it was known here.
        Event::RoutesMoved(moved) => {
            let mut moved = moved.clone();
            (moved.of, moved.routes) = (EntryId::default(), Vec::new());
            if let Some(AsTold { names, more }) = moved.as_told.take() {
                (moved.names, moved.more) = (names, more);
            }
            serde_json::to_string(&Event::RoutesMoved(moved))
        }
        // Whom it had reached by then, and where they are reached, each machine knows in its own way.
        Event::MessageSent {
            message,
            number,
            text,
            ..
        } => serde_json::to_string(&(message, number, text)),
        event => serde_json::to_string(event),
    };
    let words = words.unwrap_or_default();
    let happened = serde_json::to_string(happened).unwrap_or_default();
    digest(&format!("{actor}\n{happened}\n{words}"))
}
