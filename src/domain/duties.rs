//! What events do to messages, decisions, shifts and clocks; part of applying.

use super::event::{Entry, Event};
use super::incident::{Decision, Incident, MessageRecord, Shift, Snooze};
use super::time::Instant;

/// Remembers that a message went out.
pub(super) fn send(incident: &mut Incident, entry: &Entry) {
    if let Event::MessageSent {
        message,
        number,
        to,
        ..
    } = &entry.event
    {
        incident.messages.push(MessageRecord {
            entry: entry.id,
            message: message.clone(),
            number: *number,
            at: entry.happened,
            by: entry.actor.clone(),
            to: to.clone(),
        });
    }
}

/// Changes what people owe: decisions, shifts and clocks.
pub(super) fn duty(incident: &mut Incident, entry: &Entry, at: Instant) {
    match &entry.event {
        Event::Decided { about, text } => incident.decisions.push(Decision {
            about: about.clone(),
            text: text.clone(),
            by: entry.actor.clone(),
            at,
        }),
        Event::WorkingModeSet { mode, .. } => {
            incident.working_mode = Some(*mode);
            incident.working_mode_at = Some(at);
        }
        Event::ShiftStarted { person } => start_shift(incident, person, at),
        Event::ShiftEnded { person } => end_shift(incident, person, at),
        Event::ClockSnoozed {
            clock,
            until,
            reason,
        } => {
            let snooze = Snooze {
                until: *until,
                reason: reason.clone(),
                at,
            };
            incident.snoozes.insert(clock.clone(), snooze);
        }
        _ => {}
    }
}

/// Brings somebody on shift; who is already has been since the earlier time.
pub(super) fn start_shift(incident: &mut Incident, person: &str, at: Instant) {
    let mut running = incident.shifts.iter_mut().rev();
    match running.find(|shift| shift.person == person && shift.to.is_none()) {
        Some(shift) => shift.from = at.min(shift.from),
        None => incident.shifts.push(Shift {
            person: person.to_owned(),
            from: at,
            to: None,
        }),
    }
}

fn end_shift(incident: &mut Incident, person: &str, at: Instant) {
    let mut running = incident.shifts.iter_mut().rev();
    if let Some(shift) = running.find(|shift| shift.person == person && shift.to.is_none()) {
        shift.to = Some(at.max(shift.from));
    }
}
