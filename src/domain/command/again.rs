//! The command that does again what an entry says was done.

use super::{Command, TakenItem};
use crate::domain::event::Event;

impl Command {
    /// Returns what does again, on another machine, what an entry says: a line keeps its number
    /// and its tag, and what changes a state names the one it saw. None for what is posted as a
    /// comment and comes in as a [`super::TakenEntry`], for what stays on the machine that
    /// recorded it, and for a kind that is not named here, so that a new one cannot come along by
    /// oversight.
    #[must_use]
    pub fn again(event: &Event) -> Option<Self> {
        of_head(event)
            .or_else(|| of_line(event))
            .or_else(|| of_lead(event))
            .or_else(|| of_fix(event))
    }
}

fn of_head(event: &Event) -> Option<Command> {
    Some(match event.clone() {
        Event::FieldSet { field, to, .. } => Command::SetField { field, to },
        Event::StatusChanged { to, reason, .. } => Command::SetStatus { to, reason },
        Event::SeverityChanged { to, reason, .. } => Command::SetSeverity { to, reason },
        Event::ClosedSet { closed, reason } => Command::SetClosed { closed, reason },
        Event::IcChanged { to, .. } => Command::SetIc { to },
        Event::WorkingModeSet { mode, reason } => Command::SetWorkingMode { mode, reason },
        Event::ExposureSet { exposed } => Command::SetExposure { exposed },
        Event::SituationSet { situation, applies } => Command::SetSituation { situation, applies },
        Event::MomentSet {
            moment,
            when,
            automatic,
        } => Command::SetMoment {
            moment,
            when,
            automatic,
        },
        Event::ShiftStarted(started) => Command::StartShift(started),
        Event::ShiftEnded { person } => Command::EndShift { person },
        Event::Renumbered { moves } => Command::Renumber { moves },
        _ => return None,
    })
}

fn of_line(event: &Event) -> Option<Command> {
    Some(match event.clone() {
        Event::ItemMarked { item, mark, reason } => Command::MarkItem { item, mark, reason },
        Event::ItemAdded {
            id,
            list,
            text,
            tag,
        } => Command::TakeItem(TakenItem::Line {
            id,
            tag,
            list,
            text,
        }),
        Event::ItemReworded { id, text } => Command::RewordItem { id, text },
        _ => return None,
    })
}

fn of_lead(event: &Event) -> Option<Command> {
    Some(match event.clone() {
        Event::LeadAdded {
            id,
            text,
            owner,
            tag,
        } => Command::TakeItem(TakenItem::Lead {
            id,
            tag,
            text,
            owner,
        }),
        Event::LeadReworded { id, text } => Command::RewordLead { id, text },
        Event::LeadOwned { id, owner } => Command::OwnLead { id, owner },
        Event::LeadMoved {
            id,
            from,
            to,
            finding,
        } => Command::MoveLead {
            id,
            from,
            to,
            finding,
        },
        _ => return None,
    })
}

fn of_fix(event: &Event) -> Option<Command> {
    Some(match event.clone() {
        Event::FixAdded {
            id,
            text,
            class,
            owner,
            tag,
        } => Command::TakeItem(TakenItem::Fix {
            id,
            tag,
            text,
            class,
            owner,
        }),
        Event::FixReworded { id, text } => Command::RewordFix { id, text },
        Event::FixOwned { id, owner } => Command::OwnFix { id, owner },
        Event::FixMoved { id, from, to, .. } => Command::MoveFix { id, from, to },
        Event::FixVerified { id, by } => Command::VerifyFix { id, by },
        Event::FixReclassified { id, class, reason } => {
            Command::ReclassifyFix { id, class, reason }
        }
        _ => return None,
    })
}
