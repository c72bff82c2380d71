//! Who there is to be planned, as the record knows it, and by which rules.

use super::plan::{Candidate, Rules, Slot};
use crate::domain::clock::shift_clock;
use crate::domain::incident::Incident;
use crate::domain::people::{Elsewhere, Person, people, working_since};
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, Span};

/// How far ahead a plan reaches unless somebody wants more or less; ours, the guide says only
/// that shifts are planned (R54).
pub const HORIZON: Span = Span::hours(24);

/// How long people work where the process has no clock for it.
const LENGTH: Span = Span::hours(3);

/// Returns everybody who may be planned: the one place that reads them out of the record. Who
/// has a shift of the accepted plan now is taken to work it, whether or not anybody said so;
/// who takes no work, such as an observer, is planned by nobody.
#[must_use]
pub fn candidates(
    incident: &Incident,
    playbook: &Playbook,
    others: &[Elsewhere],
    now: Instant,
) -> Vec<Candidate> {
    let everybody = people(incident, playbook, others, now).into_iter();
    everybody
        .filter(|person| works(incident, person))
        .map(|person| candidate(incident, (&person, others), rules(playbook), now))
        .collect()
}

/// Returns whether somebody works on the incident: commands, responds, or is on shift.
fn works(incident: &Incident, person: &Person) -> bool {
    let responds = incident.responders.contains(&person.name);
    let is_listed = incident.roster.contains_key(&person.name) && person.may_command;
    person.is_ic || responds || is_listed || person.on.is_some()
}

fn candidate(
    incident: &Incident,
    (person, others): (&Person, &[Elsewhere]),
    rules: Rules,
    now: Instant,
) -> Candidate {
    let planned = incident.rotation.accepted.iter();
    let planned = planned.flat_map(|accepted| &accepted.rotation.slots);
    let planned: Vec<&Slot> = planned.filter(|slot| slot.person == person.name).collect();
    let shifts = incident.shifts.iter().filter(|it| it.person == person.name);
    let ended = shifts.filter_map(|shift| shift.to);
    let over = planned.iter().map(|slot| slot.to).filter(|to| *to <= now);
    // Whoever is on shift elsewhere works until now at least.
    let elsewhere = others
        .iter()
        .filter_map(|it| it.worked_until(&person.name, now));
    let last = ended.chain(over).chain(elsewhere).max();
    let rested = last.and_then(|end| end.checked_add_signed(rules.rest.delta()));
    let slot = planned.iter().find(|slot| slot.covers(now));
    let on = person.on.as_ref();
    let on_since = on.map(|on| on.counts_from).or(slot.map(|slot| slot.from));
    let since = |at: Instant| working_since(others, &person.name, at).unwrap_or(at);
    Candidate {
        name: person.name.clone(),
        commands: person.is_ic,
        can_command: person.may_command,
        on_since: on_since.map(since),
        stays_until: on.filter(|on| on.extended).and_then(|on| on.due),
        worked: person.everywhere,
        not_before: rested.max(person.rests_until),
    }
}

/// Returns how long people work and rest in a process: a shift runs as long as its clock (R54,
/// R55).
#[must_use]
pub fn rules(playbook: &Playbook) -> Rules {
    let clock = shift_clock(playbook).and_then(|clock| clock.after);
    Rules {
        length: clock.unwrap_or(LENGTH),
        rest: playbook.people.rest,
    }
}
