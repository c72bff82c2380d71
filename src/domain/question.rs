//! What a line of a checklist asks, when it is ticked or by the key of the next step.

use super::checklist::{RowState, item_state, marked};
use super::clock::waits_for;
use super::ids::ItemId;
use super::incident::{Incident, Moment};
use super::playbook::{Item, Milestone, Playbook};
use super::time::{Instant, When};

/// Returns whether a line is ticked, by somebody, by a fact of the record or by the remediation
/// item that it is kept as.
#[must_use]
pub fn is_ticked(id: &ItemId, incident: &Incident, playbook: &Playbook, now: Instant) -> bool {
    let state = match playbook.item(&id.0) {
        Some(item) => Some(item_state(item, id, incident, playbook, now)),
        None => marked(incident, id),
    };
    state.as_ref().is_some_and(RowState::is_ticked)
}

/// Returns what a line asks when it is ticked; none where it asks nothing, or is ticked already.
#[must_use]
pub fn question<'a>(
    id: &ItemId,
    incident: &Incident,
    playbook: &'a Playbook,
    now: Instant,
) -> Option<&'a str> {
    let question = playbook.item(&id.0)?.ask.as_deref();
    question.filter(|_| !is_ticked(id, incident, playbook, now))
}

/// Returns the milestone whose time a line asks for: the one that ticks it, and before that the one
/// that its clock counts from, while the clock waits for it and nobody said either.
#[must_use]
pub fn milestone_asked<'a>(
    item: &'a Item,
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> Option<&'a str> {
    let ticks = item.milestone.as_deref()?;
    let first = item.begins.as_deref();
    let first = first.filter(|_| !incident.milestones.contains_key(ticks));
    let first = first.filter(|first| waits_for(first, incident, playbook, now));
    first.or(Some(ticks))
}

/// Returns the time that is filled in where a milestone is asked for: for an appointment counted
/// from when the incident was resolved, else that of a moment, while nobody said one.
#[must_use]
pub fn proposed(milestone: &Milestone, incident: &Incident, now: Instant) -> Option<Instant> {
    let known = |moment| incident.moments.get(&moment).and_then(When::earliest);
    if let Some(span) = milestone.suggest {
        let resolved = known(Moment::Resolved).unwrap_or(now);
        let at = resolved.checked_add_signed(span.delta())?;
        return Some(at.max(now));
    }
    if incident.milestones.contains_key(&milestone.id) {
        return None;
    }
    known(milestone.proposes?)
}
