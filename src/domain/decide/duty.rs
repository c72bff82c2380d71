//! Messages, decisions, shifts and clocks.

use super::matter::decide_matter;
use super::people::{end_shift, start_shift};
use super::refusal::{Decision, Refusal, required_line};
use crate::domain::clock::due;
use crate::domain::command::{Command, Request};
use crate::domain::event::{ClockSnoozed, Event};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;
use crate::domain::time::Instant;

pub(super) fn decide_duty(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    match &request.command {
        Command::Decide(asked) => decide_matter(incident, playbook, (asked, request), now),
        Command::SetWorkingMode { mode, reason } => Ok(vec![Event::WorkingModeSet {
            mode: *mode,
            reason: clean_line(reason),
        }]),
        Command::StartShift(started) => start_shift(incident, request, started, now),
        Command::EndShift { person } => end_shift(incident, request, person, now),
        Command::SnoozeClock {
            clock,
            until,
            reason,
        } => {
            if until.is_some_and(|until| until <= now) {
                return Err(Refusal::plain("that time is past", "name a later one"));
            }
            let clock = clean_line(clock);
            let running = due(incident, playbook, now);
            let Some(running) = running.iter().find(|due| due.key == clock) else {
                return Err(Refusal::plain(
                    format!("no clock {clock} is running"),
                    "look at the clocks for its key",
                ));
            };
            Ok(vec![Event::ClockSnoozed(ClockSnoozed {
                until: *until,
                round: Some(running.started_at),
                reason: required_line(reason, "the reason")?,
                clock,
            })])
        }
        _ => Ok(Vec::new()),
    }
}
