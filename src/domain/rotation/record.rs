//! The plan that was accepted, and every shift that ever was: numbers are not given twice, and
//! a calendar that was exported before hears of what is off.

use chrono::SubsecRound as _;
use serde::{Deserialize, Serialize};

use super::plan::{Rotation, Slot};
use crate::domain::event::{Entry, Event, RotationSet};
use crate::domain::ids::{EntryId, SlotId};
use crate::domain::incident::Incident;
use crate::domain::time::Instant;

/// What the record knows of the rotation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct RotationRecord {
    /// The plan that holds; none before one is accepted, and after it is called off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Accepted>,
    /// Every shift that was ever accepted as it was last, those of undone plans too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownSlot>,
    /// Each time the plan changed, undoing it included, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<RotationChange>,
}

/// A change of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RotationChange {
    /// The entry that made it.
    pub entry: EntryId,
    /// When, to the millisecond; later than the one before, whatever the machine's clock said.
    pub at: Instant,
}

/// What somebody asks to be the plan. One without shifts calls the rotation off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationAsked {
    /// The entry of the plan that held when this one was made.
    pub seen: Option<EntryId>,
    /// The plan.
    pub rotation: Rotation,
}

impl RotationRecord {
    /// Returns what people wrote: who, and why.
    pub(in crate::domain) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let accepted = self.accepted.iter_mut();
        let planned = accepted.flat_map(|accepted| &mut accepted.rotation.slots);
        let known = self.known.iter_mut().map(|known| &mut known.slot);
        planned
            .chain(known)
            .flat_map(|slot| [&mut slot.person, &mut slot.reason])
    }

    /// Returns how often the plan changed: a number that only rises.
    #[must_use]
    pub fn revision(&self) -> u32 {
        u32::try_from(self.changes.len()).unwrap_or(u32::MAX)
    }

    /// Returns when the plan changed last.
    #[must_use]
    pub fn changed_at(&self) -> Option<Instant> {
        self.changes.last().map(|change| change.at)
    }

    /// Returns the entry of the plan that holds.
    #[must_use]
    pub fn holds_by(&self) -> Option<EntryId> {
        self.accepted.as_ref().map(|accepted| accepted.entry)
    }
}

/// A plan that somebody accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Accepted {
    /// The entry that says so.
    pub entry: EntryId,
    /// Who accepted it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// The plan.
    pub rotation: Rotation,
}

/// A shift that is or was part of an accepted plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct KnownSlot {
    /// Its number.
    pub id: SlotId,
    /// The entry that brought it: with the number it is known by in calendars everywhere.
    pub born: EntryId,
    /// The shift as it was last.
    pub slot: Slot,
}

/// Keeps what no undo takes away. Sees each entry of the journal, those that were undone too.
pub(in crate::domain) fn keep(incident: &mut Incident, entry: &Entry) {
    let record = &mut incident.rotation;
    match &entry.event {
        Event::RotationSet(set) if !set.rotation.is_sane(entry.recorded) => return,
        Event::RotationSet(set) => {
            for slot in &set.rotation.slots {
                let Some(id) = slot.id else { continue };
                match record.known.iter_mut().find(|known| known.id == id) {
                    Some(known) => known.slot.clone_from(slot),
                    None => record.known.push(KnownSlot {
                        id,
                        born: entry.id,
                        slot: slot.clone(),
                    }),
                }
            }
        }
        Event::Undone { entries, .. } => {
            let is_ours = |id: &EntryId| record.changes.iter().any(|it| it.entry == *id);
            if !entries.iter().any(is_ours) {
                return;
            }
        }
        _ => return,
    }
    let recorded = entry.recorded.trunc_subsecs(3);
    let later = |last: Instant| recorded.max(last + chrono::TimeDelta::milliseconds(1));
    record.changes.push(RotationChange {
        entry: entry.id,
        at: record.changed_at().map_or(recorded, later),
    });
}

/// Makes a plan the one that holds.
pub(in crate::domain) fn apply(incident: &mut Incident, entry: &Entry, set: &RotationSet) {
    if !set.rotation.is_sane(entry.recorded) {
        return;
    }
    incident.rotation.accepted = (!set.rotation.slots.is_empty()).then(|| Accepted {
        entry: entry.id,
        by: entry.actor.clone(),
        at: entry.shown_at(),
        rotation: set.rotation.clone(),
    });
}
