//! How long each phase took.

use super::promise::moves_clocks;
use super::walk::Step;
use crate::domain::checklist::current_phase;
use crate::domain::event::Event;
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, Span};

/// A stretch of time in one phase. Without a phase, as of a false alarm, the list that the status
/// brings is what one is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseSpan {
    /// Key of the phase.
    pub phase: String,
    /// What a person calls it.
    pub name: String,
    /// Since when.
    pub from: Instant,
    /// Until when; none while it goes on.
    pub to: Option<Instant>,
    /// The entry that began it.
    pub began: EntryId,
    /// The entry that ended it.
    pub ended: Option<EntryId>,
}

impl PhaseSpan {
    /// Returns how long it took, up to `now` while it goes on.
    #[must_use]
    pub fn length(&self, now: Instant) -> Span {
        let to = self.to.unwrap_or(now).max(self.from);
        Span::between(self.from, to)
    }
}

/// The phases of a record that is played once more.
#[derive(Default)]
pub(super) struct Phases {
    /// In the order in which they came.
    pub(super) spans: Vec<PhaseSpan>,
}

impl Phases {
    /// Looks at the phase after an entry, and at whether the record was closed before it.
    pub(super) fn see(
        &mut self,
        incident: &Incident,
        playbook: &Playbook,
        (step, was_closed): (Step<'_>, bool),
    ) {
        let Step { entry, at } = step;
        if !moves_phases(&entry.event) {
            return;
        }
        let phase = stage(incident, playbook, at).filter(|_| !incident.closed);
        let runs = self.spans.last_mut().filter(|span| span.to.is_none());
        let is_same = match (&runs, phase) {
            (Some(span), Some((phase, _))) => span.phase == phase,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if is_same && was_closed == incident.closed {
            return;
        }
        if let Some(span) = runs {
            span.to = Some(at);
            span.ended = Some(entry.id);
        }
        if let Some((phase, name)) = phase {
            self.spans.push(PhaseSpan {
                phase: phase.to_owned(),
                name: name.to_owned(),
                from: at,
                to: None,
                began: entry.id,
                ended: None,
            });
        }
    }
}

/// Returns the key and the name of the current phase, else of the list that the status brings.
fn stage<'a>(
    incident: &'a Incident,
    playbook: &'a Playbook,
    at: Instant,
) -> Option<(&'a str, &'a str)> {
    if let Some(phase) = current_phase(incident, playbook, at) {
        return Some((&phase.id, &phase.name));
    }
    let mut situations = playbook.situations.iter();
    let brought = situations.find(|it| it.statuses.contains(&incident.status))?;
    Some((&brought.id, &brought.name))
}

/// Returns whether an entry may end a phase: those that the checklist follows.
fn moves_phases(event: &Event) -> bool {
    moves_clocks(event)
        || matches!(
            event,
            Event::ExposureSet { .. }
                | Event::ItemAdded { .. }
                | Event::IcChanged { .. }
                | Event::ShiftStarted(_)
                | Event::IssueLinked { .. }
        )
}
