//! The rotation as a calendar file (RFC 5545), for those who plan their day by one.
//!
//! A shift has one UID for ever. Each change of the plan raises the SEQUENCE of all, and what
//! is off comes as cancelled: who imports a new file over an old one has each shift once.

use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};

use super::record::KnownSlot;
use crate::domain::document::EXERCISE;
use crate::domain::gate::{Gate, Guise, NotReleased, may_leave};
use crate::domain::incident::Incident;
use crate::domain::time::Instant;

/// Who made the file, as RFC 5545 wants it.
const PRODUCT: &str = "-//sitroom//rotation//EN";
/// The most octets of a line, without its end (RFC 5545, section 3.1).
const LINE: usize = 75;
/// What stands behind the `@` of each UID.
const DOMAIN: &str = "sitroom";

/// Returns the calendar file of an incident as it may leave: by codenames, and only while
/// things may leave at all. `now` stamps it.
pub fn calendar(incident: &Incident, gate: &Gate, now: Instant) -> Result<String, NotReleased> {
    may_leave(incident)?;
    let seen = Guise::default().of(incident, gate);
    let incident = seen.as_ref().unwrap_or(incident);
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    for known in &incident.rotation.known {
        calendar.push(event(incident, known, now));
    }
    Ok(folded(&calendar.to_string()))
}

/// Folds what the library left an octet too long: it takes 75 for the last piece of a line, to
/// which the blank before it comes.
fn folded(file: &str) -> String {
    let mut out = String::with_capacity(file.len());
    for line in file.split_inclusive("\r\n") {
        let text = line.trim_end_matches("\r\n");
        let end = &line[text.len()..];
        match (1..=LINE).rev().find(|at| text.is_char_boundary(*at)) {
            Some(at) if text.len() > LINE => {
                let (first, rest) = text.split_at(at);
                out.extend([first, "\r\n ", rest, end]);
            }
            Some(_) | None => out.push_str(line),
        }
    }
    out
}

fn event(incident: &Incident, known: &KnownSlot, now: Instant) -> Event {
    let record = &incident.rotation;
    let accepted = record.accepted.iter();
    let mut planned = accepted.flat_map(|accepted| &accepted.rotation.slots);
    let planned = planned.find(|slot| slot.id == Some(known.id));
    let status = match planned {
        Some(_) => EventStatus::Confirmed,
        None => EventStatus::Cancelled,
    };
    let slot = planned.unwrap_or(&known.slot);
    let drill = if incident.exercise { EXERCISE } else { "" };
    let mut description = format!("{drill}{} {}", incident.noun(), incident.id);
    if !slot.reason.is_empty() {
        description = format!("{description}\n{}", slot.reason);
    }
    let mut event = Event::new();
    event
        .uid(&format!("{}@{DOMAIN}", known.uid))
        .sequence(record.revision())
        // A machine whose clock was put back still stamps no earlier than the plan.
        .timestamp(record.changed_at().map_or(now, |changed| changed.max(now)))
        .starts(slot.from)
        .ends(slot.to)
        .summary(&format!("{drill}On shift: {}", slot.person))
        .description(&description)
        .status(status);
    if let Some(issue) = &incident.issue {
        event.url(&issue.url);
    }
    event.done()
}
