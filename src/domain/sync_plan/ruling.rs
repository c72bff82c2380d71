//! Taking the value that a person rules for: that of the issue, or a third one.

use super::items::GONE;
use crate::domain::command::{Command, TakenItem};
use crate::domain::event::Field;
use crate::domain::ids::{FixId, ItemId, LeadId};
use crate::domain::incident::{FixClass, FixState, Incident, LeadState, Mark};

use super::REASON;

/// What is said of a line that somebody removed.
const REMOVED: &str = "removed on the issue";

/// Returns the command that gives the subject of a conflict a value; none when the record has
/// no such value, or not the thing any more.
#[must_use]
pub fn taking(subject: &str, theirs: &str, incident: &Incident) -> Option<Command> {
    let field = |field| {
        Some(Command::SetField {
            field,
            to: theirs.to_owned(),
        })
    };
    match subject {
        "title" => field(Field::Title),
        "details" => field(Field::Details),
        "reporter" => field(Field::Reporter),
        "responders" => field(Field::Responders),
        "ic" => Some(Command::SetIc {
            to: theirs.to_owned(),
        }),
        "status" => {
            let to = theirs.parse().ok()?;
            Some(Command::SetStatus {
                to,
                reason: REASON.to_owned(),
            })
        }
        "severity" => {
            let to = theirs.parse().ok()?;
            Some(Command::SetSeverity {
                to,
                reason: REASON.to_owned(),
            })
        }
        _ => {
            let (id, attribute) = subject.split_once(' ')?;
            lead(id, attribute, theirs, incident)
                .or_else(|| fix(id, attribute, theirs, incident))
                .or_else(|| line(id, attribute, theirs))
        }
    }
}

fn lead(id: &str, attribute: &str, theirs: &str, incident: &Incident) -> Option<Command> {
    let id: LeadId = id.parse().ok()?;
    let text = theirs.to_owned();
    if attribute == "taken back" {
        let (tag, owner) = (None, String::new());
        let lead = TakenItem::Lead {
            id,
            tag,
            text,
            owner,
        };
        return Some(Command::TakeItem(lead));
    }
    let lead = incident.lead(id)?;
    let moved = |to: LeadState, finding: &str, reason: &str| {
        // A reason stands in for a finding only where an ended lead would have none.
        let lacks = to.is_ended() && finding.is_empty() && lead.finding.is_empty();
        let finding = if lacks { reason } else { finding };
        Some(Command::MoveLead {
            id,
            from: lead.state,
            to,
            finding: finding.to_owned(),
        })
    };
    match attribute {
        // Nothing is ever deleted from the record: a line that somebody removed is ruled out.
        "deleted" if theirs == GONE => moved(LeadState::RuledOut, "", REMOVED),
        "text" | "deleted" => Some(Command::RewordLead { id, text }),
        "owner" => Some(Command::OwnLead { id, owner: text }),
        "state" => {
            let (state, finding) = theirs.split_once(": ").unwrap_or((theirs, ""));
            moved(state.parse().ok()?, finding, REASON)
        }
        _ => None,
    }
}

fn fix(id: &str, attribute: &str, theirs: &str, incident: &Incident) -> Option<Command> {
    let id: FixId = id.parse().ok()?;
    let text = theirs.to_owned();
    if attribute == "taken back" {
        return Some(Command::TakeItem(TakenItem::Fix {
            id,
            tag: None,
            text,
            class: FixClass::Immediate,
            owner: String::new(),
        }));
    }
    let from = incident.fix(id)?.state;
    match attribute {
        // It is still to be done, but no longer before the incident is resolved.
        "deleted" if theirs == GONE => Some(Command::ReclassifyFix {
            id,
            class: FixClass::LongTerm,
            reason: REMOVED.to_owned(),
        }),
        "text" | "deleted" => Some(Command::RewordFix { id, text }),
        "owner" => Some(Command::OwnFix { id, owner: text }),
        "class" => {
            let class = [FixClass::Immediate, FixClass::LongTerm]
                .into_iter()
                .find(|class| class.word() == theirs)?;
            Some(Command::ReclassifyFix {
                id,
                class,
                reason: REASON.to_owned(),
            })
        }
        "state" => {
            let (state, by) = theirs.split_once(" by ").unwrap_or((theirs, &incident.ic));
            match state.parse().ok()? {
                FixState::Verified => Some(Command::VerifyFix {
                    id,
                    by: by.to_owned(),
                }),
                to => Some(Command::MoveFix { id, from, to }),
            }
        }
        _ => None,
    }
}

fn line(id: &str, attribute: &str, theirs: &str) -> Option<Command> {
    let item = ItemId::new(id);
    let mark = |mark, reason: &str| {
        Some(Command::MarkItem {
            item: item.clone(),
            mark: Some(mark),
            reason: reason.to_owned(),
        })
    };
    match (attribute, theirs) {
        ("deleted", GONE) => mark(Mark::NotApplicable, REMOVED),
        ("text" | "deleted", _) => {
            let id = id.parse().ok()?;
            let text = theirs.to_owned();
            Some(Command::RewordItem { id, text })
        }
        ("mark", "done") => mark(Mark::Done, ""),
        ("mark", "open") => mark(Mark::Open, ""),
        ("mark", "does not apply") => mark(Mark::NotApplicable, REASON),
        _ => None,
    }
}
