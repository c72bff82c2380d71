//! The rotation: what is asked before a plan holds, and the numbers of its shifts (R54).

use super::refusal::{Decision, Refusal};
use crate::domain::event::{Event, RotationSet};
use crate::domain::ids::SlotId;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::rotation::{
    CarriedPlan, Rotation, RotationAsked, Slot, candidates, check, rules,
};
use crate::domain::text::clean_line;
use crate::domain::time::Instant;

/// Decides whether a plan becomes the one that holds.
pub(super) fn decide_rotation(
    incident: &Incident,
    asked: &RotationAsked,
    now: Instant,
) -> Decision {
    let accepted = incident.rotation.accepted.as_ref();
    if incident.rotation.holds_by() != asked.seen {
        return Err(Refusal::plain(
            "somebody else changed the rotation by now",
            "look at it, and propose again",
        ));
    }
    if !asked.rotation.is_sane(now) {
        return Err(Refusal::plain(
            "these are too many shifts, or they are too far away",
            "plan some days ahead",
        ));
    }
    let rotation = numbered(incident, cleaned(&asked.rotation)?);
    let is_same = match accepted {
        Some(accepted) => accepted.rotation == rotation,
        None => rotation.slots.is_empty(),
    };
    if is_same {
        return Ok(Vec::new());
    }
    Ok(vec![Event::RotationSet(RotationSet {
        rotation,
        carried: None,
    })])
}

/// Takes over the plan that another machine set, unless the one that holds here was set later.
pub(super) fn take_rotation(incident: &Incident, taken: &CarriedPlan) -> Vec<Event> {
    let record = &incident.rotation;
    let CarriedPlan { carried, rotation } = taken;
    if record.key().is_some_and(|key| carried.key < key) {
        return Vec::new();
    }
    let mut rotation = rotation.clone();
    let mut last = last_number(incident);
    for (slot, uid) in rotation.slots.iter_mut().zip(&carried.uids) {
        let known = record.known.iter().find(|known| known.uid == *uid);
        if known.is_none() {
            last = last.saturating_add(1);
        }
        slot.id = Some(known.map_or(SlotId(last), |known| known.id));
        slot.person = clean_line(&slot.person);
        slot.reason = clean_line(&slot.reason);
    }
    let accepted = record.accepted.as_ref().map(|it| &it.rotation);
    let is_same = record.key() == Some(carried.key)
        && match accepted {
            Some(accepted) => accepted.slots == rotation.slots,
            None => rotation.slots.is_empty(),
        };
    if is_same {
        return Vec::new();
    }
    vec![Event::RotationSet(RotationSet {
        rotation,
        carried: Some(carried.clone()),
    })]
}

/// Asks for a reason before a plan is accepted with something open in it. To call a rotation
/// off takes none.
pub(super) fn guard_rotation(
    incident: &Incident,
    playbook: &Playbook,
    asked: &RotationAsked,
    now: Instant,
) -> Result<(), Refusal> {
    let rotation = &asked.rotation;
    // Of a plan that is refused anyway no reason is asked.
    let is_refused = incident.rotation.holds_by() != asked.seen || !rotation.is_sane(now);
    if rotation.slots.is_empty() || is_refused {
        return Ok(());
    }
    let people = candidates(incident, playbook, &asked.others, now);
    let findings = check(rotation, &people, rules(playbook), now);
    let open = findings.iter().filter(|finding| !finding.is_marked());
    let open: Vec<String> = open
        .map(|finding| finding.words(incident.zone, now))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal::guard(
        "rotation-open",
        open.join("; "),
        "mend it, or say why it is accepted so",
    ))
}

fn cleaned(rotation: &Rotation) -> Result<Rotation, Refusal> {
    let mut rotation = rotation.clone().sorted();
    for slot in &mut rotation.slots {
        slot.person = clean_line(&slot.person);
        slot.reason = clean_line(&slot.reason);
        if slot.person.is_empty() || slot.to <= slot.from {
            return Err(Refusal::plain(
                "a shift has no time in it, or nobody",
                "take it out, or fill it",
            ));
        }
    }
    Ok(rotation)
}

/// Gives each shift its number. One that goes on from the plan before keeps it: of the same
/// person, at some of the same time.
fn numbered(incident: &Incident, mut rotation: Rotation) -> Rotation {
    let record = &incident.rotation;
    let mut used: Vec<SlotId> = Vec::new();
    for slot in &mut rotation.slots {
        let is_known = |id: &SlotId| record.known.iter().any(|known| known.id == *id);
        slot.id = slot.id.filter(|id| is_known(id) && !used.contains(id));
        used.extend(slot.id);
    }
    let before = record.accepted.iter();
    let before: Vec<&Slot> = before.flat_map(|it| &it.rotation.slots).collect();
    let mut last = last_number(incident);
    for slot in &mut rotation.slots {
        if slot.id.is_none() {
            let mut same = before.iter().filter(|before| {
                before.person == slot.person
                    && before.overlaps(slot)
                    && before.id.is_some_and(|id| !used.contains(&id))
            });
            slot.id = same.next().and_then(|before| before.id);
        }
        let id = slot.id.unwrap_or_else(|| {
            last = last.saturating_add(1);
            SlotId(last)
        });
        used.push(id);
        slot.id = Some(id);
    }
    rotation
}

/// Returns the highest number that a shift ever had.
fn last_number(incident: &Incident) -> u32 {
    let known = incident.rotation.known.iter();
    known.map(|known| known.id.0).max().unwrap_or(0)
}
