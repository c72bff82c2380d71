//! Questions on the clock wall: each counts down to when somebody comes back for the answer.

use super::due::Due;
use super::facts::Facts;
use crate::domain::people::{Ask, open_asks};
use crate::domain::text::excerpt;
use crate::domain::time::Instant;

/// How much of a question a line shows.
const QUESTION: usize = 100;

/// Returns every question that somebody still waits for, while the record is not closed.
pub(super) fn asks(facts: Facts<'_>) -> Vec<Due> {
    if facts.incident.closed {
        return Vec::new();
    }
    let open = open_asks(facts.incident).into_iter();
    open.map(|ask| of(ask, facts)).collect()
}

fn of(ask: &Ask, facts: Facts<'_>) -> Due {
    let question = excerpt(&ask.question, QUESTION);
    let zone = facts.incident.zone;
    let clock = |at: Instant| zone.clock(at, facts.now);
    let times = (ask.asked_at, ask.due, ask.due);
    Due {
        name: format!("Ask {}: {}", ask.id, ask.to),
        ask: format!("Come back to {}: {question}", ask.to),
        reason: format!("asked at {}: {question}", clock(ask.asked_at)),
        command: "ask".to_owned(),
        ..Due::beside(ask.id.to_string(), times, facts)
    }
}
