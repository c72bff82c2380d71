//! What a ruling on a conflict means for the record.

use super::refusal::Refusal;
use crate::domain::command::Command;
use crate::domain::incident::{FixState, Incident, LeadState, Severity, Status};
use crate::domain::ruling::Matter;
use crate::domain::sync_plan;

/// Returns the command that gives the record the value that was ruled for; none where that is
/// the value it has.
pub(super) fn ruled(
    incident: &Incident,
    subject: &str,
    value: &str,
) -> Result<Option<Command>, Refusal> {
    let Some(conflict) = incident.conflicts.get(subject) else {
        return Err(Refusal::plain(
            format!("the conflict on {subject} is settled already"),
            "look at what the record says now, and change that",
        ));
    };
    if conflict.ours == value {
        return Ok(None);
    }
    match sync_plan::taking(subject, value, incident) {
        Some(command) => Ok(Some(command)),
        None => Err(Refusal::plain(cause(subject, value), hint(subject, value))),
    }
}

fn cause(subject: &str, value: &str) -> String {
    match Matter::of(subject) {
        Matter::Value => format!("the record cannot have `{value}` as {subject}"),
        Matter::Removed(id) => format!("the record has no line {id} any more"),
        Matter::TakenBack(id) => format!("the record does not know the list of {id} any more"),
    }
}

/// Returns what there is to choose from, where only some words will do.
fn hint(subject: &str, value: &str) -> String {
    let attribute = subject.split_once(' ').map_or(subject, |(_, of)| of);
    let choices = match attribute {
        "severity" => value.parse::<Severity>().err().map(|error| error.choices),
        "status" => value.parse::<Status>().err().map(|error| error.choices),
        "state" if subject.starts_with('L') => {
            value.parse::<LeadState>().err().map(|error| error.choices)
        }
        "state" => value.parse::<FixState>().err().map(|error| error.choices),
        "class" => Some("immediate, long-term"),
        "mark" => Some("done, open, does not apply"),
        _ => None,
    };
    choices.map_or_else(
        || "keep mine, or say something else".to_owned(),
        |choices| format!("choose one of {choices}"),
    )
}
