//! The chronicle, read from a journal.

use std::collections::BTreeMap;

use super::phase::{PhaseSpan, phases};
use super::promise::{Promise, promises};
use super::turn::{Turn, note};
use crate::domain::apply::fold_seeing;
use crate::domain::event::{Entry, Event, Field};
use crate::domain::ids::{EntryId, FixId};
use crate::domain::incident::{Incident, Moment, Severity, Status};
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When};

/// How a record came to be what it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chronicle {
    /// Every value of each anchor instant, in the order it was said; none where it was taken
    /// away. The last one counts.
    pub moments: BTreeMap<Moment, Vec<Turn<Option<When>>>>,
    /// Where the incident stood.
    pub statuses: Vec<Turn<Status>>,
    /// How severe it was.
    pub severities: Vec<Turn<Severity>>,
    /// Who commanded.
    pub commands: Vec<Turn<String>>,
    /// The entry that last set each text field.
    pub fields: BTreeMap<Field, EntryId>,
    /// The entry that said of each remediation item that it was checked.
    pub verified: BTreeMap<FixId, EntryId>,
    /// The entry that records each shift that began, or ended, in order.
    pub shifts: Vec<EntryId>,
    /// What the clocks of the process promised, in the order in which that was due.
    pub promises: Vec<Promise>,
    /// How long each phase took, in the order in which they came.
    pub phases: Vec<PhaseSpan>,
}

impl Chronicle {
    /// Reads the chronicle out of a journal; `now` ends what still goes on. Without its playbook
    /// nobody knows what was promised, nor the phases.
    #[must_use]
    pub fn of<'e, I>(entries: I, playbook: Option<&Playbook>, now: Instant) -> Self
    where
        I: IntoIterator<Item = &'e Entry>,
        I::IntoIter: DoubleEndedIterator + Clone,
    {
        let mut chronicle = Self::default();
        let mut held: Vec<&Entry> = Vec::new();
        fold_seeing(entries, &mut |incident, entry| {
            held.push(entry);
            chronicle.see(incident, entry);
        });
        if let Some(playbook) = playbook {
            chronicle.promises = promises(&held, playbook, now);
            chronicle.phases = phases(&held, playbook, now);
        }
        chronicle
    }

    fn see(&mut self, incident: &Incident, entry: &Entry) {
        if matches!(
            entry.event,
            Event::Noted { .. } | Event::CommentImported { .. }
        ) {
            return;
        }
        for moment in Moment::ALL {
            let now = incident.moments.get(&moment).copied();
            let turns = self.moments.entry(moment).or_default();
            if now.is_some() || !turns.is_empty() {
                note(turns, entry, now);
            }
        }
        note(&mut self.statuses, entry, incident.status);
        note(&mut self.severities, entry, incident.severity);
        if self
            .commands
            .last()
            .is_none_or(|last| last.value != incident.ic)
        {
            self.commands.push(Turn::of(entry, incident.ic.clone()));
        }
        match &entry.event {
            Event::FieldSet { field, .. } => {
                self.fields.insert(*field, entry.id);
            }
            Event::FixVerified { id, .. } => {
                self.verified.insert(*id, entry.id);
            }
            Event::Opened(_)
            | Event::IcChanged { .. }
            | Event::ShiftStarted(_)
            | Event::ShiftEnded { .. } => self.shifts.push(entry.id),
            _ => {}
        }
    }

    /// Returns the entry that says when an anchor instant was; none where nothing does.
    #[must_use]
    pub fn source(&self, moment: Moment) -> Option<EntryId> {
        let last = self.moments.get(&moment)?.last()?;
        last.value.map(|_| last.entry)
    }

    /// Returns the values that an anchor instant had before the one that counts, oldest first.
    #[must_use]
    pub fn earlier(&self, moment: Moment) -> &[Turn<Option<When>>] {
        let turns = self.moments.get(&moment).map_or(&[][..], Vec::as_slice);
        turns.split_last().map_or(&[], |(_, before)| before)
    }
}
