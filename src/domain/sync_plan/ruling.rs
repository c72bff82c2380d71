//! What a person's ruling on a conflict means for the record: taking the value of the issue,
//! or a third one that the person typed.

use super::items::{GONE, move_to, read_mark, read_standing};
use super::{REASON, facts};
use crate::domain::command::Command;
use crate::domain::document::{Bullet, Fact, Kind, Standing};
use crate::domain::event::Field;
use crate::domain::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use crate::domain::incident::{FixClass, Incident, Mark};

/// The reason given for a line of the playbook that somebody took out of the issue.
const REMOVED: &str = "removed on the issue";

/// What a ruling means for the record.
#[derive(Debug, Clone, PartialEq)]
pub enum Ruling {
    /// These are done, in order.
    Do(Vec<Command>),
    /// A line is taken back: the entry that first recorded it, and the line in words.
    TakeBack(EntryId, String),
}

/// Returns what makes the record say a value, for the subject of a conflict: the value of the
/// issue, or any other that a person typed. None when the record has no word for the value.
#[must_use]
pub fn ruling(subject: &str, value: &str, incident: &Incident) -> Option<Ruling> {
    let one = |command| Some(Ruling::Do(vec![command]));
    let field = |field| {
        let to = value.to_owned();
        one(Command::SetField { field, to })
    };
    let reason = REASON.to_owned();
    match subject {
        "title" => field(Field::Title),
        "details" => field(Field::Details),
        "reporter" => field(Field::Reporter),
        "responders" => field(Field::Responders),
        "ic" => one(Command::SetIc {
            to: value.to_owned(),
        }),
        "status" => {
            let to = Bullet::Status.canonical(value).parse().ok()?;
            one(Command::SetStatus { to, reason })
        }
        "severity" => {
            let to = Bullet::Severity.canonical(value).parse().ok()?;
            one(Command::SetSeverity { to, reason })
        }
        _ => match Fact::read(subject) {
            Some(Fact::Shift(..) | Fact::Rotation) => Some(Ruling::Do(Vec::new())),
            Some(fact) => one(facts::command(&fact, value)?),
            None => line(subject, value, incident),
        },
    }
}

fn line(subject: &str, value: &str, incident: &Incident) -> Option<Ruling> {
    let (id, attribute) = subject.split_once(' ')?;
    let id = ItemId::new(id);
    let value = value.trim();
    let commands = match attribute {
        // The issue brings it back, with this text; see `Incident::taken_back`.
        "taken back" => {
            incident.taken_back.get(&id)?;
            Vec::new()
        }
        "deleted" if value == GONE => return Some(remove(&id, incident)),
        "deleted" | "text" => reword(&id, value)?,
        "owner" => own(&id, value)?,
        "class" => vec![reclassify(&id, value)?],
        "mark" => vec![mark(&id, value)?],
        "state" => move_line(&id, value, incident)?,
        _ => return None,
    };
    Some(Ruling::Do(commands))
}

/// Nothing is ever deleted from the journal: a line that people added is taken back, and one
/// of the playbook does not apply.
fn remove(id: &ItemId, incident: &Incident) -> Ruling {
    let lead = id.0.parse().ok().and_then(|id: LeadId| incident.lead(id));
    let fix = id.0.parse().ok().and_then(|id: FixId| incident.fix(id));
    let mut custom = incident.custom_items.iter();
    let custom = custom.find(|item| ItemId::from(item.id) == *id);
    let known = lead
        .map(|lead| (lead.tag, &lead.text))
        .or_else(|| fix.map(|fix| (fix.tag, &fix.text)))
        .or_else(|| custom.map(|item| (item.tag, &item.text)));
    if let Some((tag, text)) = known {
        let label = format!("{id} {text} ({REMOVED})");
        return Ruling::TakeBack(tag, label);
    }
    Ruling::Do(vec![Command::MarkItem {
        item: id.clone(),
        mark: Some(Mark::NotApplicable),
        reason: REMOVED.to_owned(),
    }])
}

fn reword(id: &ItemId, text: &str) -> Option<Vec<Command>> {
    if text.is_empty() {
        return None;
    }
    let text = text.to_owned();
    Some(vec![match Kind::of(id) {
        Kind::Lead => Command::RewordLead {
            id: id.0.parse().ok()?,
            text,
        },
        Kind::Fix => Command::RewordFix {
            id: id.0.parse().ok()?,
            text,
        },
        Kind::Line => match id.0.parse::<CustomId>() {
            Ok(id) => Command::RewordItem { id, text },
            // The words of the playbook stay; the line is kept.
            Err(_) => return Some(Vec::new()),
        },
    }])
}

fn own(id: &ItemId, owner: &str) -> Option<Vec<Command>> {
    let owner = owner.to_owned();
    Some(vec![match Kind::of(id) {
        Kind::Lead => Command::OwnLead {
            id: id.0.parse().ok()?,
            owner,
        },
        Kind::Fix => Command::OwnFix {
            id: id.0.parse().ok()?,
            owner,
        },
        Kind::Line => return None,
    }])
}

fn reclassify(id: &ItemId, value: &str) -> Option<Command> {
    let word = value.to_ascii_lowercase().replace(' ', "-");
    let classes = [FixClass::Immediate, FixClass::LongTerm];
    let class = classes.into_iter().find(|class| class.word() == word)?;
    Some(Command::ReclassifyFix {
        id: id.0.parse().ok()?,
        class,
        reason: REASON.to_owned(),
    })
}

fn mark(id: &ItemId, value: &str) -> Option<Command> {
    Some(Command::MarkItem {
        item: id.clone(),
        mark: Some(super::items::mark(read_mark(value)?)),
        reason: REASON.to_owned(),
    })
}

fn move_line(id: &ItemId, value: &str, incident: &Incident) -> Option<Vec<Command>> {
    let kind = Kind::of(id);
    let from = match kind {
        Kind::Lead => {
            let lead = incident.lead(id.0.parse().ok()?)?;
            Standing::Lead(lead.state, lead.finding.clone())
        }
        Kind::Fix => {
            let fix = incident.fix(id.0.parse().ok()?)?;
            let by = fix.verified.as_ref().map(|verified| verified.by.clone());
            Standing::Fix(fix.state, by.unwrap_or_default())
        }
        Kind::Line => return None,
    };
    let to = read_standing(value, kind)?;
    Some(move_to(id, &from, &to).0)
}
