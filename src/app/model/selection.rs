//! What is selected: things, not places.

use crate::app::people::PeopleId;
use crate::app::rows::EvidenceLine;
use crate::app::worksheet::ReportRow;
use crate::domain::ids::{EntryId, FixId, ItemId, LeadId};

/// What is selected in a list: a thing, not a place. The place is only remembered for when
/// the thing goes away.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor<T> {
    id: Option<T>,
    at: usize,
}

impl<T> Default for Cursor<T> {
    fn default() -> Self {
        Self { id: None, at: 0 }
    }
}

impl<T: Clone + PartialEq> Cursor<T> {
    /// Returns the place of the selected thing among `count` things.
    pub fn place(&self, count: usize, id_at: impl Fn(usize) -> T) -> Option<usize> {
        let last = count.checked_sub(1)?;
        let found = self.id.as_ref().and_then(|id| {
            let near = self.at.min(last);
            if id_at(near) == *id {
                Some(near)
            } else {
                (0..count).find(|at| id_at(*at) == *id)
            }
        });
        Some(found.unwrap_or(self.at.min(last)))
    }

    /// Returns true while nothing was ever selected.
    #[must_use]
    pub fn is_unset(&self) -> bool {
        self.id.is_none()
    }

    /// Selects the thing at a place.
    pub fn select(&mut self, at: usize, id: T) {
        *self = Self { id: Some(id), at };
    }
}

/// What is selected in each list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Among the lines of the Now view.
    pub now_line: Cursor<ItemId>,
    /// Among the lines of the Checklist view.
    pub line: Cursor<ItemId>,
    /// Among the clocks, by key.
    pub clock: Cursor<String>,
    /// Among the leads.
    pub lead: Cursor<LeadId>,
    /// Among the remediation items.
    pub fix: Cursor<FixId>,
    /// Among the entries.
    pub entry: Cursor<EntryId>,
    /// Among the people and the questions.
    pub people: Cursor<PeopleId>,
    /// Among the lines of the ledger: the message and whom it was for.
    pub comms: Cursor<(EntryId, String)>,
    /// Among the lines of the register of evidence, which nothing is taken out of.
    pub evidence: Cursor<EvidenceLine>,
    /// Among the rows of the Report view.
    pub report: Cursor<ReportRow>,
}
