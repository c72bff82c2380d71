//! What the gate did, and what it has to know of an incident.

use super::event::{CodenameSet, Entry, Event, LetThrough};
use super::incident::{Incident, OutboundStop};
use super::time::Instant;

/// Changes what the record says about what may leave.
pub(super) fn apply(incident: &mut Incident, entry: &Entry, at: Instant) {
    match &entry.event {
        Event::HeldBack(held) => incident.held = incident.held.max(held.id.0),
        Event::LetThrough(LetThrough { piece, .. }) if !incident.let_through.contains(piece) => {
            incident.let_through.push(piece.clone());
        }
        Event::OutboundSet(set) => {
            incident.outbound_stop = set.stopped.then(|| OutboundStop {
                cause: set.cause,
                reason: set.reason.clone(),
                by: entry.actor.clone(),
                at,
            });
        }
        Event::CodenameSet(CodenameSet { term, codename }) => {
            if codename.is_empty() {
                incident.codenames.remove(term);
            } else {
                incident.codenames.insert(term.clone(), codename.clone());
            }
        }
        _ => {}
    }
}
