//! What of a record may leave with an export.

use std::collections::HashSet;
use std::sync::Arc;

use crate::domain::event::{Entry, Event};
use crate::domain::gate::{Gate, Guise};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;
use crate::domain::timeline::is_local_only;

/// Stands where a local-only note would be repeated.
const LOCAL_NOTE: &str = "a local note";

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

/// Returns the entries that leave, as those outside see them. An undo repeats what it took back, so the words of a
/// local-only note are cut out of it.
pub(super) fn entries(
    mut entries: Vec<Entry>,
    incident: &Incident,
    gate: &Gate,
    reach: Reach,
) -> Vec<Entry> {
    if reach == Reach::Everything {
        return entries;
    }
    let mut guise = Guise::default();
    // For its key: what stays here must not leave with an export either.
    let _ = guise.of(incident, gate);
    let local: HashSet<EntryId> = entries
        .iter()
        .filter(|entry| is_local_only(&entry.event))
        .map(|entry| entry.id)
        .collect();
    entries.retain(|entry| !local.contains(&entry.id));
    for entry in &mut entries {
        if let Event::Undone { entries, label } = &mut entry.event
            && entries.iter().any(|id| local.contains(id))
        {
            LOCAL_NOTE.clone_into(label);
        }
    }
    let seen = entries.into_iter();
    seen.map(|entry| guise.covered(entry, gate)).collect()
}

impl Export {
    /// Returns the state that leaves. What `undo` would take back next repeats notes too; it
    /// is of use to this machine only.
    pub(super) fn state(&self) -> Incident {
        let mut incident = Incident::clone(&self.incident);
        if self.reach == Reach::Shared {
            let seen = Guise::default().of(&incident, &self.gate);
            incident = seen.unwrap_or(incident);
            incident.undo.clear();
            incident.let_through.clear();
            incident.codenames.clear();
            incident.evidence.clear();
            incident.roster.clear();
            incident.asks.clear();
        }
        incident
    }
}
