//! Taking back, and what lasts.

use super::handoff::guard_undo;
use super::refusal::{Decision, Refusal};
use crate::domain::command::{Command, Request, UndoBefore};
use crate::domain::event::Event;
use crate::domain::incident::{Incident, UndoStep};
use crate::domain::undo::{step_with, steps_of};

/// Stands against an undo that passes over what cannot be taken back.
pub(super) fn guard_lasting(
    incident: &Incident,
    UndoBefore { lasting, entry }: UndoBefore,
) -> Result<(), Refusal> {
    let step = |entry| step_with(incident, entry);
    let Some((step, before)) = step(lasting).zip(step(entry)) else {
        return Ok(());
    };
    lasts(step).map_err(|refusal| {
        let (instead, before) = (refusal.hint, &before.label);
        let hint = format!("{instead}; a reason takes back what was before it: {before}");
        Refusal::guard("undo-before", refusal.cause, hint)
    })
}

/// Returns why a step cannot be taken back, and what to do in its place.
fn lasts(step: &UndoStep) -> Result<(), Refusal> {
    match step.lasting {
        None => Ok(()),
        Some(lasting) => Err(Refusal::plain(
            format!("it cannot be taken back: {}", step.label),
            lasting.instead(),
        )),
    }
}

pub(super) fn decide_undo(incident: &Incident, request: &Request) -> Decision {
    let step = match &request.command {
        Command::UndoBefore(UndoBefore { entry, .. }) | Command::Undo { entry: Some(entry) } => {
            step_with(incident, *entry)
        }
        _ => steps_of(incident, &request.actor).next(),
    };
    let step = step.ok_or_else(|| Refusal::plain("there is nothing of yours to undo", ""))?;
    lasts(step)?;
    guard_undo(incident, &step.entries)?;
    Ok(vec![Event::Undone {
        entries: step.entries.clone(),
        label: step.label.clone(),
    }])
}
