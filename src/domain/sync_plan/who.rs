//! Who last set a thing in the record, for the card of a conflict.

use std::borrow::Borrow;
use std::collections::HashMap;

use crate::domain::document::Fact;
use crate::domain::event::{Entry, Event, Field, Origin, ShiftStarted};
use crate::domain::ids::{EntryId, ItemId};
use crate::domain::incident::{Moment, Status};
use crate::domain::time::Instant;

/// Returns who last set the subject of a conflict in the record, and when; none when the
/// journal does not say. `entries` are those of the journal, oldest first.
#[must_use]
pub fn who_set<E: Borrow<Entry>>(entries: &[E], subject: &str) -> Option<(String, Instant)> {
    let (mut id, attribute) = parts(subject);
    let mut undone: HashMap<EntryId, &Entry> = HashMap::new();
    for entry in entries.iter().rev().map(Borrow::borrow) {
        let taken_back = undone.get(&entry.id).copied();
        match (&entry.event, taken_back) {
            (_, Some(by)) if attribute == "taken back" && adds(&entry.event, &id) => {
                return Some(said(by));
            }
            (_, Some(_)) => {}
            (Event::Undone { entries, .. }, None) => {
                undone.extend(entries.iter().map(|id| (*id, entry)));
            }
            (Event::Renumbered { moves }, None) => {
                if let Some((from, _)) = moves.iter().find(|(_, to)| *to == id) {
                    id = from.clone();
                }
            }
            (event, None) => {
                let sets = match attribute {
                    "" => sets_head(event, subject),
                    "taken back" => false,
                    attribute => sets_line(event, &id, attribute),
                };
                if sets {
                    return Some(said(entry));
                }
            }
        }
    }
    None
}

/// Returns whether somebody here changed the subject of a conflict after it was taken over from
/// the issue. `entries` are those since the taking over began, oldest first.
#[must_use]
pub fn was_changed_since_taken<E: Borrow<Entry>>(entries: &[E], subject: &str) -> bool {
    let (id, attribute) = parts(subject);
    let mut taken: Vec<EntryId> = Vec::new();
    for entry in entries.iter().map(Borrow::borrow) {
        let sets = match attribute {
            "" => sets_head(&entry.event, subject),
            attribute => sets_line(&entry.event, &id, attribute),
        };
        let takes_back = matches!(&entry.event, Event::Undone { entries, .. }
            if entries.iter().any(|entry| taken.contains(entry)));
        match entry.origin {
            Origin::Github | Origin::Baton if sets => taken.push(entry.id),
            Origin::Local if takes_back || (sets && !taken.is_empty()) => return true,
            Origin::Github | Origin::Baton | Origin::Local => {}
        }
    }
    false
}

/// Returns the line and the attribute that a subject names; both empty for a field or a fact.
fn parts(subject: &str) -> (ItemId, &str) {
    match (Fact::read(subject), subject.split_once(' ')) {
        (None, Some((id, attribute))) => (ItemId::new(id), attribute),
        _ => (ItemId::new(""), ""),
    }
}

fn said(entry: &Entry) -> (String, Instant) {
    (entry.actor.clone(), entry.shown_at())
}

/// Returns whether an event sets a field or a fact.
fn sets_head(event: &Event, subject: &str) -> bool {
    let fact = Fact::read(subject);
    match event {
        Event::Opened(_) => match &fact {
            Some(Fact::Time(moment)) => matches!(moment, Moment::Discovered | Moment::Opened),
            Some(Fact::Shift(..)) | None => true,
            Some(_) => false,
        },
        Event::FieldSet { field, .. } => match &fact {
            Some(fact) => *fact == Fact::Field(*field),
            None => field_subject(*field) == subject,
        },
        Event::StatusChanged { to, .. } => match &fact {
            Some(Fact::Time(Moment::Confirmed)) => *to == Status::Confirmed,
            Some(Fact::Time(Moment::Resolved)) => *to == Status::Resolved,
            Some(_) => false,
            None => subject == "status",
        },
        Event::SeverityChanged { .. } => subject == "severity",
        Event::IcChanged { .. } => subject == "ic",
        Event::ClosedSet { .. } => matches!(fact, Some(Fact::Closed | Fact::Time(Moment::Closed))),
        Event::MomentSet { moment, .. } => fact == Some(Fact::Time(*moment)),
        Event::ExposureSet { .. } => fact == Some(Fact::Exposure),
        Event::WorkingModeSet { .. } => fact == Some(Fact::Mode),
        Event::SituationSet { situation, .. } => fact == Some(Fact::Situation(situation.clone())),
        Event::ShiftStarted(ShiftStarted { person, .. }) | Event::ShiftEnded { person } => {
            matches!(&fact, Some(Fact::Shift(who, _)) if who == person)
        }
        _ => false,
    }
}

fn field_subject(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Details => "details",
        Field::Reporter => "reporter",
        Field::Responders => "responders",
        Field::DiscoveryMethod | Field::ThreatActions | Field::Folder | Field::Facet(_) => "",
    }
}

fn adds(event: &Event, line: &ItemId) -> bool {
    match event {
        Event::LeadAdded { id, .. } => id.to_string() == line.0,
        Event::FixAdded { id, .. } => id.to_string() == line.0,
        Event::ItemAdded { id, .. } => id.to_string() == line.0,
        _ => false,
    }
}

/// Returns whether an event sets an attribute of a line; `deleted` is about any of them.
fn sets_line(event: &Event, line: &ItemId, attribute: &str) -> bool {
    let any = attribute == "deleted";
    let (id, sets) = match event {
        Event::LeadAdded { .. } | Event::FixAdded { .. } | Event::ItemAdded { .. } => {
            return adds(event, line) && attribute != "mark";
        }
        Event::LeadReworded { id, .. } => (id.to_string(), attribute == "text"),
        Event::LeadOwned { id, .. } => (id.to_string(), attribute == "owner"),
        Event::LeadMoved { id, .. } => (id.to_string(), attribute == "state"),
        Event::FixReworded { id, .. } => (id.to_string(), attribute == "text"),
        // An item is assigned by giving it an owner.
        Event::FixOwned { id, .. } => (id.to_string(), matches!(attribute, "owner" | "state")),
        Event::FixMoved { id, .. } | Event::FixVerified { id, .. } => {
            (id.to_string(), attribute == "state")
        }
        Event::FixReclassified { id, .. } => (id.to_string(), attribute == "class"),
        Event::ItemReworded { id, .. } => (id.to_string(), attribute == "text"),
        Event::ItemMarked { item, .. } => (item.0.clone(), attribute == "mark"),
        _ => return false,
    };
    id == line.0 && (any || sets)
}
