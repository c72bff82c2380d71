//! Questions to people: putting one, and what becomes of it.

use super::refusal::{Decision, Refusal, required_line, unknown};
use crate::domain::command::{Command, Request};
use crate::domain::event::{AskChanged, AskStep, Event};
use crate::domain::ids::{AskId, ItemId};
use crate::domain::incident::{FixClass, Incident};
use crate::domain::people::{Ask, AskAsked, AskLine, named};
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Span};

/// Decides what somebody wants of a question, but for what makes a line of a board of it.
pub(super) fn handle_ask(
    incident: &Incident,
    request: &Request,
    asked: &AskAsked,
    now: Instant,
) -> Decision {
    let at = request.happened.and_then(|when| when.earliest());
    let after = |at: Instant, within: Span| match at.checked_add_signed(within.delta()) {
        Some(due) if within.as_seconds() > 0 => Ok(due),
        Some(_) | None => Err(Refusal::plain("that is no time to wait", "such as 10m")),
    };
    let (id, step) = match asked {
        AskAsked::Put {
            to,
            question,
            within,
        } => {
            let step = AskStep::Asked {
                to: named(incident, &required_line(to, "the name")?),
                question: required_line(question, "the question")?,
                due: after(at.unwrap_or(now), *within)?,
            };
            (AskId(incident.asked.saturating_add(1)), step)
        }
        AskAsked::Answer { id, answer } => {
            find(incident, *id)?;
            let answer = required_line(answer, "the answer")?;
            (*id, AskStep::Answered { answer })
        }
        AskAsked::Extend { id, within } => {
            find_open(incident, *id)?;
            let due = after(now, *within)?;
            (*id, AskStep::Extended { due })
        }
        AskAsked::Drop { id, reason } => {
            find_open(incident, *id)?;
            let reason = clean_line(reason);
            (*id, AskStep::Dropped { reason })
        }
        AskAsked::Become { .. } => return Ok(Vec::new()),
    };
    Ok(vec![Event::AskChanged(AskChanged { id, step })])
}

/// Returns the command that makes a line of a board of a question, by whom it was put to.
pub(super) fn line_command(
    incident: &Incident,
    id: AskId,
    line: AskLine,
) -> Result<Command, Refusal> {
    let ask = find(incident, id)?;
    if let Some(line) = &ask.became {
        return Err(Refusal::plain(
            format!("{id} is {line} already"),
            "look at it",
        ));
    }
    let (text, owner) = (ask.question.clone(), ask.to.clone());
    Ok(match line {
        AskLine::Lead => Command::AddLead { text, owner },
        AskLine::Fix => Command::AddFix {
            text,
            class: FixClass::Immediate,
            owner,
        },
    })
}

/// Returns that a question became the line that an event puts on a board.
pub(super) fn became(id: AskId, events: &[Event]) -> Option<Event> {
    let line = events.iter().find_map(|event| match event {
        Event::LeadAdded { id, .. } => Some(ItemId(id.to_string())),
        Event::FixAdded { id, .. } => Some(ItemId(id.to_string())),
        _ => None,
    })?;
    let step = AskStep::Became { line };
    Some(Event::AskChanged(AskChanged { id, step }))
}

fn find(incident: &Incident, id: AskId) -> Result<&Ask, Refusal> {
    let mut asks = incident.asks.iter();
    asks.find(|ask| ask.id == id)
        .ok_or_else(|| unknown("question", &id))
}

fn find_open(incident: &Incident, id: AskId) -> Result<&Ask, Refusal> {
    let ask = find(incident, id)?;
    if ask.is_open() {
        return Ok(ask);
    }
    Err(Refusal::plain(
        format!("nobody waits for {id} any more"),
        "look at it again",
    ))
}
