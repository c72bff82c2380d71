//! Messages, decisions, shifts and clocks.

use chrono::TimeDelta;

use super::matter::decide_matter;
use super::people::{end_shift, start_shift};
use super::refusal::{Decision, Refusal, required_line};
use crate::domain::clock::due;
use crate::domain::command::{Command, Request};
use crate::domain::event::{ClockSnoozed, Event};
use crate::domain::followup::follow_ups;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;
use crate::domain::time::Instant;

/// How long past its due time a legal clock is put off without a second look: the notices of the
/// process are owed within the hour (R7, R95), so that one more is a notice missed twice.
const LEGAL: TimeDelta = TimeDelta::hours(1);

/// Stands against putting a legal deadline out of sight for long, or for good; and against
/// forgetting what outlasts the incident: it asks again until it is done.
pub(super) fn guard_snooze(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    let Command::SnoozeClock {
        clock,
        until,
        reason,
    } = &request.command
    else {
        return Ok(());
    };
    if clean_line(reason).is_empty() {
        return Ok(());
    }
    let clock = clean_line(clock);
    let running = due(incident, playbook, now).into_iter();
    let mut legal = running.filter(|due| due.legal && due.key == clock);
    match legal.next() {
        Some(due) if until.is_none_or(|until| until > due.due_at.max(now) + LEGAL) => {
            let due_at = incident.zone.clock(due.due_at, now);
            Err(Refusal::guard(
                "legal-clock",
                format!("{clock} is a legal deadline, due {due_at}: {}", due.name),
                "put it off for an hour at most, or say why it may stay out of sight",
            ))
        }
        Some(_) | None if until.is_some() => Ok(()),
        Some(_) | None => guard_forgotten(incident, playbook, &clock, now),
    }
}

fn guard_forgotten(
    incident: &Incident,
    playbook: &Playbook,
    clock: &str,
    now: Instant,
) -> Result<(), Refusal> {
    let mut all = follow_ups(incident, playbook, now).into_iter();
    match all.find(|it| it.clock == clock) {
        Some(it) => Err(Refusal::guard(
            "follow-up-forgotten",
            format!(
                "{clock} is not done, and nobody would be asked again: {}",
                it.text
            ),
            "put it off for some days, or say why it may be forgotten",
        )),
        None => Ok(()),
    }
}

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
