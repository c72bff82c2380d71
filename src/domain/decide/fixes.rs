//! The remediation board.

use super::kept::{fix_moved, followed};
use super::leads::owner_of;
use super::refusal::{Decision, Refusal, changed, moved, required_line, unknown};
use crate::domain::command::{Command, Request};
use crate::domain::event::Event;
use crate::domain::ids::FixId;
use crate::domain::incident::{FixState, Incident};
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;

pub(super) fn find_fix(
    incident: &Incident,
    id: FixId,
) -> Result<&crate::domain::incident::Fix, Refusal> {
    incident
        .fix(id)
        .ok_or_else(|| unknown("remediation item", &id))
}

pub(super) fn decide_fix(incident: &Incident, playbook: &Playbook, request: &Request) -> Decision {
    match &request.command {
        Command::AddFix { text, class, owner } => Ok(vec![Event::FixAdded {
            id: FixId(incident.counters.fix.saturating_add(1)),
            text: required_line(text, "the remediation item")?,
            class: *class,
            owner: owner_of(incident, request, owner),
            tag: None,
        }]),
        Command::RewordFix { id, text } => {
            let text = required_line(text, "the remediation item")?;
            let fix = find_fix(incident, *id)?;
            Ok(changed(
                fix.text != text,
                Event::FixReworded { id: *id, text },
            ))
        }
        Command::OwnFix { id, owner } => {
            let owner = owner_of(incident, request, owner);
            let fix = find_fix(incident, *id)?;
            Ok(changed(
                fix.owner != owner,
                Event::FixOwned { id: *id, owner },
            ))
        }
        Command::MoveFix { id, from, to } => {
            let moved = move_fix(incident, *id, *from, *to)?;
            Ok(followed((incident, playbook), request, *id, moved))
        }
        Command::VerifyFix { id, by } => {
            let by = required_line(by, "the name of who verified it")?;
            let fix = find_fix(incident, *id)?;
            let known = fix.verified.as_ref().map(|verified| &verified.by);
            let changes = fix.state != FixState::Verified || known != Some(&by);
            let verified = changed(changes, Event::FixVerified { id: *id, by });
            Ok(followed((incident, playbook), request, *id, verified))
        }
        Command::ReclassifyFix { id, class, reason } => {
            let fix = find_fix(incident, *id)?;
            let event = Event::FixReclassified {
                id: *id,
                class: *class,
                reason: clean_line(reason),
            };
            Ok(changed(fix.class != *class, event))
        }
        _ => Ok(Vec::new()),
    }
}

fn move_fix(incident: &Incident, id: FixId, from: FixState, to: FixState) -> Decision {
    let fix = find_fix(incident, id)?;
    if fix.state != from {
        return Err(moved(&id, from, fix.state));
    }
    if to == FixState::Verified {
        return Err(Refusal::plain(
            format!("{id} is verified by somebody"),
            "say who checked it",
        ));
    }
    Ok(changed(from != to, fix_moved(id, from, to)))
}
