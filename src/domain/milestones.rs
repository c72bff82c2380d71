//! What milestones and attempts to reach a team lead do to the record.

use super::event::{Entry, Event};
use super::incident::{ContactTry, Incident, Reached};
use super::time::Instant;

/// Changes what is known of milestones and of attempts to reach a team lead.
pub(super) fn apply_milestone(incident: &mut Incident, entry: &Entry, at: Instant) {
    match &entry.event {
        Event::MilestoneReached(reached) => {
            let known = incident.milestones.get(&reached.milestone);
            // Two sitrooms may each say when it was. They hear of each other in different
            // orders, so what was said last counts at both, not what came in last.
            let is_late = known.is_some_and(|known| known.said_at > at);
            if entry.origin.is_elsewhere() && is_late {
                return;
            }
            let said = Reached {
                entry: entry.id,
                at: reached.when,
                said_at: at,
                by: entry.actor.clone(),
                note: reached.note.clone(),
            };
            incident.milestones.insert(reached.milestone.clone(), said);
        }
        Event::TeamLeadTried(tried) => incident.contacts.push(ContactTry {
            entry: entry.id,
            lead: tried.lead.clone(),
            channel: tried.channel,
            reached: tried.reached,
            at,
            by: entry.actor.clone(),
            answer: tried.answer,
            words: tried.words.clone(),
        }),
        _ => {}
    }
}
