//! Who there is to be planned, as the record knows it, and by which rules.

use super::plan::{Person, Rules, Slot};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, Span};

/// Returns everybody who may be planned: the one place that reads them out of the record. Who
/// has a shift of the accepted plan now is taken to work it, whether or not anybody said so.
#[must_use]
pub fn people(incident: &Incident, playbook: &Playbook, now: Instant) -> Vec<Person> {
    let mut names: Vec<&String> = Vec::new();
    let on = incident.shifts.iter().filter(|shift| shift.to.is_none());
    let known = [&incident.ic].into_iter().chain(&incident.responders);
    for name in known.chain(on.map(|shift| &shift.person)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let rules = rules(playbook);
    let names = names.into_iter();
    names
        .map(|name| person(incident, name, rules, now))
        .collect()
}

fn person(incident: &Incident, name: &str, rules: Rules, now: Instant) -> Person {
    let planned = incident.rotation.accepted.iter();
    let planned = planned.flat_map(|accepted| &accepted.rotation.slots);
    let planned: Vec<&Slot> = planned.filter(|slot| slot.person == name).collect();
    let shifts = incident.shifts.iter().filter(|shift| shift.person == name);
    let ended = shifts.clone().filter_map(|shift| shift.to);
    let over = planned.iter().map(|slot| slot.to).filter(|to| *to <= now);
    let worked = shifts.map(|shift| Span::between(shift.from, shift.to.unwrap_or(now)));
    let shift = incident.shift_of(name).map(|shift| shift.from);
    let slot = planned.iter().find(|slot| slot.covers(now));
    Person {
        name: name.to_owned(),
        // The record has no roles: whoever responds is taken to be able to.
        can_command: true,
        on_since: shift.or(slot.map(|slot| slot.from)),
        worked: Span::seconds(worked.map(Span::as_seconds).sum()),
        not_before: ended.chain(over).max().map(|end| end + rules.rest.delta()),
    }
}

/// Returns how long people work and rest in a process.
#[must_use]
pub fn rules(playbook: &Playbook) -> Rules {
    Rules {
        length: playbook.shift_length(),
        rest: playbook.rotation.rest,
    }
}
