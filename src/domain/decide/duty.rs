//! Messages, decisions, shifts and clocks.

use super::refusal::{Decision, Refusal, changed, required_line};
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Origin};
use crate::domain::incident::Incident;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;

pub(super) fn decide_duty(incident: &Incident, request: &Request, now: Instant) -> Decision {
    match &request.command {
        Command::RecordMessage {
            message,
            sitrep,
            to,
            text,
        } => Ok(vec![Event::MessageSent {
            message: message.clone(),
            number: if *sitrep {
                incident.counters.sitrep.saturating_add(1)
            } else {
                0
            },
            to: to.iter().map(|name| clean_line(name)).collect(),
            text: clean_text(text),
        }]),
        Command::Decide { about, text } => Ok(vec![Event::Decided {
            about: clean_line(about),
            text: required_line(text, "the decision")?,
        }]),
        Command::SetWorkingMode { mode, reason } => Ok(vec![Event::WorkingModeSet {
            mode: *mode,
            reason: clean_line(reason),
        }]),
        Command::StartShift { person } => {
            let person = required_line(person, "the name")?;
            // Another machine may know that the same shift began earlier.
            let began = request.happened.and_then(|when| when.earliest());
            let began = began.filter(|_| request.origin == Origin::Github);
            let is_known = incident
                .shift_of(&person)
                .is_some_and(|shift| began.is_none_or(|began| began >= shift.from));
            Ok(changed(!is_known, Event::ShiftStarted { person }))
        }
        Command::EndShift { person } => {
            let person = required_line(person, "the name")?;
            let running = incident.shift_of(&person).is_some();
            Ok(changed(running, Event::ShiftEnded { person }))
        }
        Command::SnoozeClock {
            clock,
            until,
            reason,
        } => {
            if until.is_some_and(|until| until <= now) {
                return Err(Refusal::plain("that time is past", "name a later one"));
            }
            Ok(vec![Event::ClockSnoozed {
                clock: clean_line(clock),
                until: *until,
                reason: required_line(reason, "the reason")?,
            }])
        }
        _ => Ok(Vec::new()),
    }
}
