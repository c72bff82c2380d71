//! What milestones and attempts to reach a team lead do to the record.

use super::event::{Entry, Event};
use super::incident::{ContactTry, Incident, Reached};
use super::time::Instant;

/// Changes what is known of milestones and of attempts to reach a team lead.
pub(super) fn apply_milestone(incident: &mut Incident, entry: &Entry, at: Instant) {
    match &entry.event {
        Event::MilestoneReached(reached) => {
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
