//! Taking the value of the issue when a person rules for it.

use crate::domain::command::Command;
use crate::domain::event::Field;
use crate::domain::ids::{FixId, ItemId, LeadId};
use crate::domain::incident::{FixClass, FixState, Incident, LeadState, Mark};

use super::REASON;

/// Returns the command that makes the record say what the issue says, for the subject of a
/// conflict; none when nothing has to change, or when the value is none the record knows.
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
    let from = incident.lead(id)?.state;
    let finding = |finding: &str| finding.to_owned();
    match attribute {
        "text" => Some(Command::RewordLead {
            id,
            text: theirs.to_owned(),
        }),
        "owner" => Some(Command::OwnLead {
            id,
            owner: theirs.to_owned(),
        }),
        "state" => {
            let to = state_word(theirs).parse().ok()?;
            Some(Command::MoveLead {
                id,
                from,
                to,
                finding: finding(REASON),
            })
        }
        // Nothing is ever deleted from the record: a line that somebody removed is ruled out.
        "deleted" => {
            let to = LeadState::RuledOut;
            Some(Command::MoveLead {
                id,
                from,
                to,
                finding: finding("removed on the issue"),
            })
        }
        _ => None,
    }
}

fn fix(id: &str, attribute: &str, theirs: &str, incident: &Incident) -> Option<Command> {
    let id: FixId = id.parse().ok()?;
    let from = incident.fix(id)?.state;
    match attribute {
        "text" => Some(Command::RewordFix {
            id,
            text: theirs.to_owned(),
        }),
        "owner" => Some(Command::OwnFix {
            id,
            owner: theirs.to_owned(),
        }),
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
        "state" => match state_word(theirs).parse().ok()? {
            FixState::Verified => Some(Command::VerifyFix {
                id,
                by: incident.ic.clone(),
            }),
            to => Some(Command::MoveFix { id, from, to }),
        },
        _ => None,
    }
}

fn line(id: &str, attribute: &str, theirs: &str) -> Option<Command> {
    let item = ItemId::new(id);
    match attribute {
        "text" => {
            let id = id.parse().ok()?;
            Some(Command::RewordItem {
                id,
                text: theirs.to_owned(),
            })
        }
        "mark" => {
            let mark = match theirs {
                "done" => Mark::Done,
                "open" => Mark::Open,
                _ => return None,
            };
            Some(Command::MarkItem {
                item,
                mark: Some(mark),
                reason: String::new(),
            })
        }
        _ => None,
    }
}

/// Returns the state in `answered: the fox` or `verified by Farmer Jane`.
fn state_word(theirs: &str) -> &str {
    let state = theirs.split_once(": ").map_or(theirs, |(state, _)| state);
    state.split_once(" by ").map_or(state, |(state, _)| state)
}
