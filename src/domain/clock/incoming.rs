//! Whoever comes on shift next, while people work around the clock: they are told before, as
//! those are whom they relieve (R54). While a rotation holds it says who comes and when; else
//! whoever rests comes back when they rested.

use super::due::Due;
use super::facts::{Facts, later, sooner};
use super::shift::shift_clock;
use crate::domain::incident::Shift;
use crate::domain::playbook::WorkingMode;
use crate::domain::rotation::Slot;
use crate::domain::time::{Instant, Span};

/// How long before it is said when the clock of shifts does not say.
const WARN: Span = Span::minutes(30);
/// How long after they were to come somebody who did not is asked for.
const ASKED_FOR: Span = Span::hours(1);

/// Returns those who come on shift soon, or were to and did not yet.
pub(super) fn incoming(facts: Facts<'_>) -> Vec<Due> {
    if !facts.incident.is_active() {
        return Vec::new();
    }
    planned(facts).unwrap_or_else(|| rested(facts))
}

/// Returns those whom the rotation says; none where no rotation holds, or all of it is over.
fn planned(facts: Facts<'_>) -> Option<Vec<Due>> {
    let slots = &facts.incident.rotation.accepted.as_ref()?.rotation.slots;
    slots.iter().find(|slot| slot.to > facts.now)?;
    let mut all: Vec<Due> = Vec::new();
    for slot in slots {
        let Slot { person, from, .. } = slot;
        // A shift that goes on from the one before is nobody's coming.
        let goes_on =
            |before: &Slot| before.person == *person && before.from < *from && before.to >= *from;
        if slot.to <= facts.now || slots.iter().any(goes_on) || is_in(slot, facts) {
            continue;
        }
        let at = facts.incident.zone.clock(*from, facts.now);
        let ask = format!("Call {person}: their shift begins at {at}");
        let due = of(person, *from, (ask, format!("planned from {at}")), facts);
        let due = due.filter(|due| all.iter().all(|known| known.key != due.key));
        all.extend(due);
    }
    Some(all)
}

/// Returns whether somebody came for a shift: they are on, or were since they were to be called.
fn is_in(slot: &Slot, facts: Facts<'_>) -> bool {
    let called = sooner(slot.from, warn(facts));
    let came = |shift: &Shift| {
        shift
            .to
            .is_none_or(|to| to > slot.from || shift.from >= called)
    };
    let shifts = facts.incident.shifts.iter();
    shifts.filter(|shift| shift.person == slot.person).any(came)
}

/// Returns those whose rest is about to end, or ended.
fn rested(facts: Facts<'_>) -> Vec<Due> {
    let incident = facts.incident;
    if incident.working_mode != Some(WorkingMode::AroundTheClock) {
        return Vec::new();
    }
    let roster = incident.roster.iter();
    let resting = roster.filter_map(|(name, known)| Some((name, known.not_before?)));
    resting
        .filter(|(name, _)| incident.shift_of(name).is_none())
        .filter_map(|(name, until)| {
            let at = incident.zone.clock(until, facts.now);
            let ask = format!("Call {name}: they rest until {at}");
            of(name, until, (ask, format!("rests until {at}")), facts)
        })
        .collect()
}

/// Returns how long before a shift changes it is said.
pub(super) fn warn(facts: Facts<'_>) -> Span {
    let warn = shift_clock(facts.playbook).and_then(|clock| clock.warn);
    warn.unwrap_or(WARN)
}

fn of(person: &str, at: Instant, (ask, reason): (String, String), facts: Facts<'_>) -> Option<Due> {
    let warn_at = sooner(at, warn(facts));
    if facts.now < warn_at || facts.now > later(at, ASKED_FOR) {
        return None;
    }
    let times = (warn_at, warn_at, at);
    Some(Due {
        name: format!("Comes on: {person}"),
        ask,
        reason,
        calls_at: warn_at,
        command: "shift".to_owned(),
        ..Due::beside(format!("in:{person}"), times, facts)
    })
}
