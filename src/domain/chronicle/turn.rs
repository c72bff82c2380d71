//! A value that something had from then on.

use crate::domain::event::Entry;
use crate::domain::ids::EntryId;
use crate::domain::time::{Instant, When};

/// A value that something had from then on, until the next turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn<T> {
    /// The entry that says so.
    pub entry: EntryId,
    /// The value.
    pub value: T,
    /// When it was so, as exactly as that is known.
    pub when: When,
    /// When it was written down.
    pub recorded: Instant,
    /// Who said it.
    pub by: String,
}

impl<T> Turn<T> {
    pub(super) fn of(entry: &Entry, value: T) -> Self {
        Self {
            entry: entry.id,
            value,
            when: entry.happened,
            recorded: entry.recorded,
            by: entry.actor.clone(),
        }
    }

    /// Returns the time to show and count from: when it was so, else when that was written down.
    #[must_use]
    pub fn at(&self) -> Instant {
        self.when.earliest().unwrap_or(self.recorded)
    }
}

/// Adds a turn when the value is another one than before.
pub(super) fn note<T: PartialEq>(turns: &mut Vec<Turn<T>>, entry: &Entry, value: T) {
    if turns.last().is_none_or(|last| last.value != value) {
        turns.push(Turn::of(entry, value));
    }
}
