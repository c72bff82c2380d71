//! What of a record others may have: without what stays on this machine, and as those outside
//! see the rest.

use std::collections::HashSet;

use super::guise::Guise;
use super::setup::Gate;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::timeline::is_local_only;

/// Stands where a local-only note would be repeated.
const LOCAL_NOTE: &str = "a local note";

/// Returns the entries that others may have, as those outside see them. An undo repeats what it
/// took back, so the words of a local-only note are cut out of it.
#[must_use]
pub fn shared_entries(mut entries: Vec<Entry>, incident: &Incident, gate: &Gate) -> Vec<Entry> {
    let mut guise = Guise::default();
    // For its key: what stays here must not leave either.
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

/// Returns the state that others may have. What `undo` would take back next repeats notes too;
/// it is of use to this machine only.
#[must_use]
pub fn shared_state(incident: &Incident, gate: &Gate) -> Incident {
    let seen = Guise::default().of(incident, gate);
    let mut seen = seen.unwrap_or_else(|| incident.clone());
    seen.undo.clear();
    seen.let_through.clear();
    seen.codenames.clear();
    seen.evidence.clear();
    seen.roster.clear();
    seen.asks.clear();
    seen
}
