//! What a person's ruling on a conflict means for the record.

use std::borrow::Cow;

use super::mirror::decide_mirror;
use super::refusal::{Decision, Refusal};
use super::request::decide;
use crate::domain::apply::apply;
use crate::domain::command::{Command, Request};
use crate::domain::event::{Entry, Event};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::ruling::{self, Matter};
use crate::domain::sync_plan::{self, Ruling};
use crate::domain::time::Instant;

/// Decides a person's ruling: the record is made to say the value that was ruled for. None for
/// any other request; what the issue settles by itself says the same already.
pub(super) fn ruled(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Option<Decision> {
    let Command::SettleConflict { subject, value } = &request.command else {
        return None;
    };
    if request.origin.is_elsewhere() {
        return None;
    }
    let Some(conflict) = incident.conflicts.get(subject) else {
        return Some(Err(Refusal::plain(
            format!("the conflict on {subject} is settled already"),
            "look at what the record says now, and change that",
        )));
    };
    if conflict.ours == *value {
        return None;
    }
    let events = match sync_plan::ruling(subject, value, incident) {
        None => Err(Refusal::plain(cause(subject, value), hint(subject))),
        Some(Ruling::TakeBack(entry, label)) => Ok(vec![Event::Undone {
            entries: vec![entry],
            label,
        }]),
        Some(Ruling::Do(commands)) => decide_all(incident, playbook, request, now, commands),
    };
    Some(events.map(|mut events| {
        events.extend(decide_mirror(incident, &request.command));
        events
    }))
}

/// Returns why the record cannot have the value of the issue as it is, as things stand: then that
/// and no change apart is what is ruled on. None where it can.
#[must_use]
pub fn against_theirs(
    incident: &Incident,
    playbook: &Playbook,
    (subject, theirs): (&str, &str),
    now: Instant,
) -> Option<String> {
    if Matter::of(subject) != Matter::Value {
        return None;
    }
    let Some(Ruling::Do(commands)) = sync_plan::ruling(subject, theirs, incident) else {
        return None;
    };
    // What stands against the person who looks is not about the value.
    let settle = Command::SettleConflict {
        subject: subject.to_owned(),
        value: theirs.to_owned(),
    };
    let request = Request::local(settle, &incident.ic);
    let decided = decide_all(incident, playbook, &request, now, commands);
    decided.err().map(|refusal| refusal.cause)
}

/// Decides several commands of one request, each for the record as the ones before leave it.
fn decide_all(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
    commands: Vec<Command>,
) -> Decision {
    // A card asks with every frame, and mostly about one command: nobody reads what is behind the
    // last.
    let mut after = Cow::Borrowed(incident);
    let mut events = Vec::new();
    let mut commands = commands.into_iter().peekable();
    while let Some(command) = commands.next() {
        let request = Request {
            command,
            ..request.clone()
        };
        let decided = decide(&after, playbook, &request, now)?;
        if commands.peek().is_some() {
            for event in &decided {
                let entry = Entry::unrecorded(event.clone(), &request, now);
                let _ = apply(after.to_mut(), &entry);
            }
        }
        events.extend(decided);
    }
    Ok(events)
}

fn cause(subject: &str, value: &str) -> String {
    match Matter::of(subject) {
        Matter::Value => format!("the record cannot have `{value}` as {subject}"),
        Matter::Removed(id) => format!("the record has no line {id} any more"),
        Matter::TakenBack(id) => format!("the record does not know the list of {id} any more"),
    }
}

fn hint(subject: &str) -> String {
    ruling::choices(subject).map_or_else(
        || "keep mine, or say something else".to_owned(),
        |choices| format!("choose one of {choices}"),
    )
}
