//! Taking back, and what lasts.

use super::handoff::guard_undo;
use super::refusal::{Decision, Refusal};
use crate::domain::command::{Command, Request, UndoBefore};
use crate::domain::event::{Event, Origin};
use crate::domain::incident::{Incident, UndoStep};
use crate::domain::playbook::Playbook;
use crate::domain::timeline::with_title;
use crate::domain::undo::{step_with, steps_of};

/// Stands against an undo that passes over what cannot be taken back.
pub(super) fn guard_lasting(
    (incident, playbook): (&Incident, &Playbook),
    UndoBefore { lasting, entry }: UndoBefore,
) -> Result<(), Refusal> {
    let step = |entry| step_with(incident, entry);
    let Some((step, before)) = step(lasting).zip(step(entry)) else {
        return Ok(());
    };
    lasts(step, (incident, playbook)).map_err(|refusal| {
        let (instead, before) = (refusal.hint, titled(before, (incident, playbook)));
        let hint = format!("{instead}; a reason takes back what was before it: {before}");
        Refusal::guard("undo-before", refusal.cause, hint)
    })
}

/// Returns why a step cannot be taken back, and what to do in its place.
fn lasts(step: &UndoStep, seen: (&Incident, &Playbook)) -> Result<(), Refusal> {
    match step.lasting {
        None => Ok(()),
        Some(lasting) => Err(Refusal::plain(
            format!("it cannot be taken back: {}", titled(step, seen)),
            lasting.instead(),
        )),
    }
}

/// Returns what a step did, a message by the title that its playbook gives it. The state knows no
/// playbook, so the step has the key.
fn titled(step: &UndoStep, (incident, playbook): (&Incident, &Playbook)) -> String {
    let sent = step.entries.iter().filter_map(|id| incident.message(*id));
    let mut unnumbered = sent.filter(|record| record.number == 0);
    let named = unnumbered.find_map(|record| with_title(&step.label, &record.message, playbook));
    named.unwrap_or_else(|| step.label.clone())
}

pub(super) fn decide_undo(
    (incident, playbook): (&Incident, &Playbook),
    request: &Request,
) -> Decision {
    // Else it would stand in the timeline before what it takes back.
    if request.origin == Origin::Local && request.happened.is_some() {
        return Err(Refusal::plain(
            "what is taken back is taken back now, and at no other time",
            "leave the time away",
        ));
    }
    let step = match &request.command {
        Command::UndoBefore(UndoBefore { entry, .. }) | Command::Undo { entry: Some(entry) } => {
            step_with(incident, *entry)
        }
        _ => steps_of(incident, &request.actor).next(),
    };
    let step = step.ok_or_else(|| Refusal::plain("there is nothing of yours to undo", ""))?;
    lasts(step, (incident, playbook))?;
    guard_undo(incident, &step.entries)?;
    Ok(vec![Event::Undone {
        entries: step.entries.clone(),
        label: titled(step, (incident, playbook)),
    }])
}
