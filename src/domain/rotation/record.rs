//! The plan that was accepted, and every shift that ever was: numbers are not given twice, and
//! a calendar that was exported before hears of what is off.

use chrono::SubsecRound as _;
use serde::{Deserialize, Serialize};

use super::carried::{Carried, PlanKey, Uid};
use super::plan::{Rotation, Slot};
use crate::domain::event::{Entry, Event, RotationSet};
use crate::domain::ids::{EntryId, SlotId};
use crate::domain::incident::Incident;
use crate::domain::people::Elsewhere;
use crate::domain::time::Instant;

/// Where revisions are counted from, in seconds since 1970: the beginning of 2020.
const SINCE: i64 = 1_577_836_800;

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
    /// The entries that set a plan and were not taken back; the last one's holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub standing: Vec<EntryId>,
}

/// A change of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RotationChange {
    /// The entry that made it here.
    pub entry: EntryId,
    /// When, to the millisecond; later than the one before, whatever the machine's clock said.
    pub at: Instant,
    /// The entry that made it on another machine, if it was made there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<EntryId>,
}

impl RotationChange {
    fn key(&self) -> PlanKey {
        PlanKey {
            set: self.at,
            entry: self.elsewhere.unwrap_or(self.entry),
        }
    }
}

/// What somebody asks to be the plan. One without shifts calls the rotation off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotationAsked {
    /// The entry of the plan that held when this one was made.
    pub seen: Option<EntryId>,
    /// The plan.
    pub rotation: Rotation,
    /// What is known of the other incidents on the machine where it was made: hours there are
    /// hours worked (domain 17.38).
    pub others: Vec<Elsewhere>,
}

impl RotationRecord {
    /// Returns what people wrote: who, and why.
    pub(in crate::domain) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let (mut by, mut planned) = (None, None);
        if let Some(accepted) = &mut self.accepted {
            by = Some(&mut accepted.by);
            planned = Some(&mut accepted.rotation.slots);
        }
        let known = self.known.iter_mut().map(|known| &mut known.slot);
        let slots = planned.into_iter().flatten().chain(known);
        by.into_iter()
            .chain(slots.flat_map(|slot| [&mut slot.person, &mut slot.reason]))
    }

    /// Returns a number that rises with each change of the plan, on whatever machine it is made:
    /// the seconds from 2020 to the last one.
    #[must_use]
    pub fn revision(&self) -> u32 {
        let changed = self.changed_at().map_or(0, |at| at.timestamp());
        u32::try_from(changed.saturating_sub(SINCE)).unwrap_or(0)
    }

    /// Returns what the plan that holds is known by everywhere, or that none holds any more.
    #[must_use]
    pub fn key(&self) -> Option<PlanKey> {
        self.changes.last().map(RotationChange::key)
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
    /// What it is known by in calendars everywhere.
    pub uid: Uid,
    /// The shift as it was last.
    pub slot: Slot,
}

/// Keeps what no undo takes away. Sees each entry of the journal, those that were undone too.
pub(in crate::domain) fn keep(incident: &mut Incident, entry: &Entry) {
    let record = &mut incident.rotation;
    match &entry.event {
        Event::RotationSet(set) if !is_sane(set, entry) => {}
        Event::RotationSet(set) => {
            keep_slots(record, entry, set);
            record.standing.push(entry.id);
            keep_change(record, entry, set.carried.as_ref());
        }
        Event::Undone { entries, .. } => {
            let is_change = |id: &&EntryId| record.changes.iter().any(|it| it.entry == **id);
            let changes: Vec<&EntryId> = entries.iter().filter(is_change).collect();
            let before = record.standing.last().copied();
            // A plan that was replaced already is no longer there to be taken back.
            let are_replaced = changes
                .iter()
                .all(|id| record.standing.contains(id) && before != Some(**id));
            record.standing.retain(|id| !entries.contains(id));
            if !are_replaced {
                keep_change(record, entry, None);
            }
        }
        _ => {}
    }
}

fn keep_slots(record: &mut RotationRecord, entry: &Entry, set: &RotationSet) {
    let uids = set.carried.iter().flat_map(|carried| &carried.uids);
    let uids = uids.copied().map(Some).chain(std::iter::repeat(None));
    for (slot, uid) in set.rotation.slots.iter().zip(uids) {
        let Some(id) = slot.id else { continue };
        match record.known.iter_mut().find(|known| known.id == id) {
            Some(known) => known.slot.clone_from(slot),
            None => record.known.push(KnownSlot {
                id,
                uid: uid.unwrap_or(Uid {
                    number: id.0,
                    born: entry.id,
                }),
                slot: slot.clone(),
            }),
        }
    }
}

/// Notes that the plan changed. One that another machine set was set when it says; here each is
/// a second after the one before at least, so that their order is that of their revisions.
fn keep_change(record: &mut RotationRecord, entry: &Entry, carried: Option<&Carried>) {
    let last = record.changed_at();
    let (at, elsewhere) = match carried {
        Some(Carried { key, .. }) if record.key() == Some(*key) => return,
        Some(Carried { key, .. }) => (
            last.map_or(key.set, |last| last.max(key.set)),
            Some(key.entry),
        ),
        None => {
            let recorded = entry.recorded.trunc_subsecs(3);
            let later = |last: Instant| recorded.max(last + chrono::TimeDelta::seconds(1));
            (last.map_or(recorded, later), None)
        }
    };
    record.changes.push(RotationChange {
        entry: entry.id,
        at,
        elsewhere,
    });
}

/// Returns whether a plan may be one: what somebody wrote into a journal by hand may be anything.
fn is_sane(set: &RotationSet, entry: &Entry) -> bool {
    match &set.carried {
        Some(carried) => carried.is_of(&set.rotation),
        None => set.rotation.is_sane(entry.recorded),
    }
}

/// Makes a plan the one that holds.
pub(in crate::domain) fn apply(incident: &mut Incident, entry: &Entry, set: &RotationSet) {
    if !is_sane(set, entry) {
        return;
    }
    incident.rotation.accepted = (!set.rotation.slots.is_empty()).then(|| Accepted {
        entry: entry.id,
        by: entry.actor.clone(),
        at: entry.shown_at(),
        rotation: set.rotation.clone(),
    });
}
