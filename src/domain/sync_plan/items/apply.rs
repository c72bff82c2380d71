//! The commands that take a change of a line over, and what the record then says.

use super::super::{MOVED, REASON};
use crate::domain::command::Command;
use crate::domain::document::{Kind, LineMark, ParsedItem, Standing};
use crate::domain::ids::{CustomId, FixId, ItemId, LeadId};
use crate::domain::incident::{FixClass, FixState, LeadState};

/// A line by the number it has on its board.
enum Number {
    Lead(LeadId),
    Fix(FixId),
    Custom(CustomId),
}

fn number(id: &ItemId) -> Option<Number> {
    let lead = id.0.parse().map(Number::Lead).ok();
    lead.or_else(|| id.0.parse().map(Number::Fix).ok())
        .or_else(|| id.0.parse().map(Number::Custom).ok())
}

/// Returns the command that gives a line another text.
pub(super) fn reword(id: &ItemId, text: &str) -> Option<Command> {
    let text = text.to_owned();
    Some(match number(id)? {
        Number::Lead(id) => Command::RewordLead { id, text },
        Number::Fix(id) => Command::RewordFix { id, text },
        Number::Custom(id) => Command::RewordItem { id, text },
    })
}

/// Returns the command that gives a line another owner.
pub(super) fn own(id: &ItemId, owner: &str) -> Option<Command> {
    let owner = owner.to_owned();
    match number(id)? {
        Number::Lead(id) => Some(Command::OwnLead { id, owner }),
        Number::Fix(id) => Some(Command::OwnFix { id, owner }),
        Number::Custom(_) => None,
    }
}

/// Returns how far a line got once it has an owner, or none.
pub(super) fn after_owner(standing: &Standing, owner: &str) -> Standing {
    match (standing, owner.is_empty()) {
        (Standing::Fix(FixState::Open, by), false) => Standing::Fix(FixState::Assigned, by.clone()),
        (Standing::Fix(FixState::Assigned, by), true) => Standing::Fix(FixState::Open, by.clone()),
        (standing, _) => standing.clone(),
    }
}

/// Returns the command that marks a checklist line.
pub(super) fn mark(id: &ItemId, mark: LineMark) -> Command {
    let reason = match mark {
        LineMark::Ticked | LineMark::Open => "",
        LineMark::DoesNotApply => REASON,
    };
    Command::MarkItem {
        item: id.clone(),
        mark: Some(super::mark(mark)),
        reason: reason.to_owned(),
    }
}

/// Returns the command that takes the mark of a checklist line away.
pub(super) fn unmark(id: &ItemId) -> Command {
    Command::MarkItem {
        item: id.clone(),
        mark: None,
        reason: String::new(),
    }
}

/// Returns the command that moves a remediation item to the other section.
pub(super) fn reclassify(id: &ItemId, class: FixClass) -> Option<Command> {
    let id = id.0.parse().ok()?;
    Some(Command::ReclassifyFix {
        id,
        class,
        reason: MOVED.to_owned(),
    })
}

/// Returns the commands that move a line of a board, and how far it then got. What the record
/// cannot take over, such as an emptied finding, stays as it was.
pub(in super::super) fn move_to(
    id: &ItemId,
    from: &Standing,
    to: &Standing,
) -> (Vec<Command>, Standing) {
    match (number(id), from, to) {
        (Some(Number::Lead(id)), Standing::Lead(state, had), Standing::Lead(to, finding)) => {
            move_lead(id, (*state, had), (*to, finding))
        }
        (Some(Number::Fix(id)), Standing::Fix(state, had), Standing::Fix(to, by)) => {
            move_fix(id, (*state, had), (*to, by))
        }
        _ => (Vec::new(), from.clone()),
    }
}

fn move_lead(
    id: LeadId,
    (from, had): (LeadState, &str),
    (to, finding): (LeadState, &str),
) -> (Vec<Command>, Standing) {
    let kept = if finding.is_empty() { had } else { finding };
    let standing = Standing::Lead(to, kept.to_owned());
    if from == to && kept == had {
        return (Vec::new(), standing);
    }
    let command = Command::MoveLead {
        id,
        from,
        to,
        finding: finding.to_owned(),
    };
    (vec![command], standing)
}

fn move_fix(
    id: FixId,
    (from, had): (FixState, &str),
    (to, by): (FixState, &str),
) -> (Vec<Command>, Standing) {
    let step = |to| Command::MoveFix { id, from, to };
    match (from, to) {
        // Who checked it is known already.
        (FixState::Verified, FixState::Verified) if by.is_empty() || by == had => {
            (Vec::new(), Standing::Fix(from, had.to_owned()))
        }
        (_, FixState::Verified) => {
            let by = if by.is_empty() {
                "somebody on the issue"
            } else {
                by
            };
            let mut commands = Vec::new();
            if !from.is_done() {
                commands.push(step(FixState::Done));
            }
            let by = by.to_owned();
            let standing = Standing::Fix(to, by.clone());
            commands.push(Command::VerifyFix { id, by });
            (commands, standing)
        }
        _ if from == to => (Vec::new(), Standing::Fix(to, String::new())),
        _ => (vec![step(to)], Standing::Fix(to, String::new())),
    }
}

/// Returns what gives a line that was just recorded the standing it has on the issue.
pub(in super::super) fn standing_commands(id: &ItemId, line: &ParsedItem) -> Vec<Command> {
    let moved = |from: Standing| {
        let to = super::standing_of(line, None, &from);
        to.map_or_else(Vec::new, |to| move_to(id, &from, &to).0)
    };
    match Kind::of(id) {
        Kind::Line => match super::mark_of(line) {
            LineMark::Open => Vec::new(),
            mark => vec![self::mark(id, mark)],
        },
        Kind::Lead => moved(Standing::Lead(LeadState::Open, String::new())),
        Kind::Fix => {
            let is_owned = line.owner.as_ref().is_some_and(|owner| !owner.is_empty());
            let state = if is_owned {
                FixState::Assigned
            } else {
                FixState::Open
            };
            moved(Standing::Fix(state, String::new()))
        }
    }
}
