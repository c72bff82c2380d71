//! What others did, in words that hold in a drill: its leads and remediation items have numbers of
//! their own, its times are others, and what it does not have is not spoken of.

use std::collections::BTreeMap;

use crate::domain::event::{Decided, Event};
use crate::domain::ids::ItemId;
use crate::domain::incident::Incident;
use crate::domain::time::{Instant, Precision, Span, When, Zone};
use crate::domain::timeline::describe;

/// What others put on the boards, by the number that it had in the record: a drill has it too, or
/// heard of it.
#[derive(Default)]
pub(super) struct Heard {
    lines: BTreeMap<String, String>,
}

impl Heard {
    /// Keeps what an entry of somebody else puts on a board, or makes of it.
    pub(super) fn hears(&mut self, event: &Event) {
        let (id, text) = match event {
            Event::LeadAdded { id, text, .. } => (id.to_string(), text),
            Event::FixAdded { id, text, .. } => (id.to_string(), text),
            Event::ItemAdded { id, text, .. } => (id.to_string(), text),
            _ => return,
        };
        self.lines.insert(id, text.clone());
    }

    /// Returns what somebody did at a time; none for what a drill does not have.
    pub(super) fn words(&self, event: &Event, incident: &Incident, at: Instant) -> Option<String> {
        let plain = |event: &Event| Some(describe(event, incident.zone));
        match event {
            // What stood before is what the trainee made of it.
            Event::StatusChanged { to, reason, .. } => {
                Some(because(&format!("status {to}"), reason))
            }
            Event::SeverityChanged { to, reason, .. } => {
                Some(because(&format!("severity {to}"), reason))
            }
            Event::MomentSet { moment, when, .. } => {
                Some(format!("{moment} {}", ago(*when, at, incident.zone)))
            }
            Event::MilestoneReached(reached) => {
                let ago = ago(reached.when, at, incident.zone);
                Some(because(
                    &format!("{} {ago}", reached.milestone),
                    &reached.note,
                ))
            }
            Event::MessageSent { number, .. } => {
                Some(plain(event)?.replacen(&format!("sitrep #{number}"), "sitrep", 1))
            }
            Event::Decided(decided) => {
                let mut decided: Decided = decided.clone();
                decided.basis.authority.clear();
                plain(&Event::Decided(decided))
            }
            // The record's own clocks, plans, register and report.
            Event::ClockSnoozed(_)
            | Event::HandoffMoved(_)
            | Event::RotationSet(_)
            | Event::RosterChanged(_)
            | Event::EvidenceHandled(_)
            | Event::WorksheetChanged(_)
            | Event::TrackingSet(_) => None,
            Event::ItemMarked { item, .. } if !is_custom(item, incident) => plain(event),
            _ => match numbered(event) {
                Some(id) => self.of_line(&id, &plain(event)?),
                None => plain(event),
            },
        }
    }

    /// Returns what is said of a lead, a remediation item or a line by its words, in place of its
    /// number.
    fn of_line(&self, id: &str, said: &str) -> Option<String> {
        let text = self.lines.get(id)?;
        let rest = said.strip_prefix(id)?.trim_start();
        Some(if rest.contains(&format!(": {text}")) {
            rest.to_owned()
        } else {
            format!("{text}: {rest}")
        })
    }
}

fn is_custom(item: &ItemId, incident: &Incident) -> bool {
    let mut lines = incident.custom_items.iter();
    lines.any(|line| line.id.to_string() == item.0)
}

/// Returns the number that the words of an entry begin with.
fn numbered(event: &Event) -> Option<String> {
    Some(match event {
        Event::ItemMarked { item, .. } => item.0.clone(),
        Event::ItemAdded { id, .. } | Event::ItemReworded { id, .. } => id.to_string(),
        Event::LeadAdded { id, .. }
        | Event::LeadReworded { id, .. }
        | Event::LeadOwned { id, .. }
        | Event::LeadMoved { id, .. } => id.to_string(),
        Event::FixAdded { id, .. }
        | Event::FixReworded { id, .. }
        | Event::FixOwned { id, .. }
        | Event::FixMoved { id, .. }
        | Event::FixVerified { id, .. }
        | Event::FixReclassified { id, .. } => id.to_string(),
        _ => return None,
    })
}

/// Returns how long before a time something was: the time itself is another in a drill.
fn ago(when: When, at: Instant, zone: Zone) -> String {
    let Some(then) = when.earliest() else {
        return "at an unknown time".to_owned();
    };
    let span = Span::between(then, at);
    if when.precision().is_some_and(Precision::is_coarse) {
        return match span.as_seconds() {
            0.. => format!("at most {} ago", span.words()),
            _ => format!("to come, {}", zone.plain(&when)),
        };
    }
    match span.as_seconds() {
        -59..=59 => "just now".to_owned(),
        60.. => format!("{} ago", span.words()),
        _ => format!("in {}", Span::between(at, then).words()),
    }
}

fn because(said: &str, reason: &str) -> String {
    if reason.is_empty() {
        said.to_owned()
    } else {
        format!("{said}: {reason}")
    }
}
