//! What of a record may leave with an export.

use std::sync::Arc;

use crate::domain::event::Entry;
use crate::domain::gate::{Gate, shared_entries, shared_state};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;

/// How much leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// What others may read.
    Shared,
    /// Local-only notes too.
    Everything,
}

/// A record on its way out.
pub(super) struct Export {
    pub(super) incident: Arc<Incident>,
    pub(super) playbook: Option<Arc<Playbook>>,
    /// The entries that leave, in the order of the journal.
    pub(super) entries: Vec<Entry>,
    pub(super) reach: Reach,
    /// What texts are looked through with.
    pub(super) gate: Arc<Gate>,
    pub(super) now: Instant,
}

/// Returns the entries that leave.
pub(super) fn entries(
    entries: Vec<Entry>,
    incident: &Incident,
    gate: &Gate,
    reach: Reach,
) -> Vec<Entry> {
    match reach {
        Reach::Everything => entries,
        Reach::Shared => shared_entries(entries, incident, gate),
    }
}

impl Export {
    /// Returns the state that leaves.
    pub(super) fn state(&self) -> Incident {
        match self.reach {
            Reach::Everything => Incident::clone(&self.incident),
            Reach::Shared => shared_state(&self.incident, &self.gate),
        }
    }
}
