//! The chronicle, read from a journal.

use std::collections::BTreeMap;

use super::phase::PhaseSpan;
use super::promise::Promise;
use super::turn::{Turn, note};
use super::walk::walk;
use crate::domain::apply::fold_seeing;
use crate::domain::event::{Entry, Event, Field};
use crate::domain::ids::{EntryId, FixId, LeadId};
use crate::domain::incident::{Incident, MessageRecord, Moment, Severity, Status};
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
    /// The entry that last said which issue mirrors the record.
    pub issue: Option<EntryId>,
    /// The entry that last set each text field.
    pub fields: BTreeMap<Field, EntryId>,
    /// The entries that each lead and each remediation item comes from, in order, by its tag:
    /// numbers may change.
    pub lines: BTreeMap<EntryId, Vec<EntryId>>,
    /// The entry that says of each message that it first reached somebody.
    pub sent: BTreeMap<EntryId, EntryId>,
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
            (chronicle.promises, chronicle.phases) = walk(&held, playbook, now);
        }
        chronicle
    }

    fn see(&mut self, incident: &Incident, entry: &Entry) {
        if matches!(
            entry.event,
            Event::Noted { .. } | Event::NoteImported(_) | Event::CommentImported { .. }
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
            Event::IssueLinked { .. } | Event::Adopted { .. } => self.issue = Some(entry.id),
            Event::MessageSent { .. } => self.goes_out(incident, entry.id, entry),
            Event::RoutesMoved(moved) => self.goes_out(incident, moved.of, entry),
            Event::Opened(_)
            | Event::IcChanged { .. }
            | Event::ShiftStarted(_)
            | Event::ShiftEnded { .. } => self.shifts.push(entry.id),
            event => {
                if let Some(tag) = line_of(event, incident) {
                    self.lines.entry(tag).or_default().push(entry.id);
                }
            }
        }
    }

    fn goes_out(&mut self, incident: &Incident, message: EntryId, entry: &Entry) {
        let mut out = incident.messages.iter();
        if out.any(|sent| sent.entry == message) {
            self.sent.entry(message).or_insert(entry.id);
        }
    }

    /// Returns the entry that says when a message went out: the time of the message is its time.
    #[must_use]
    pub fn went_out(&self, message: &MessageRecord) -> EntryId {
        let known = self.sent.get(&message.entry);
        known.copied().unwrap_or(message.entry)
    }

    /// Returns the entries that a lead or a remediation item comes from, by its tag.
    #[must_use]
    pub fn line(&self, tag: EntryId) -> &[EntryId] {
        self.lines.get(&tag).map_or(&[], Vec::as_slice)
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

/// Returns the tag of the lead or the remediation item that an entry is about.
fn line_of(event: &Event, incident: &Incident) -> Option<EntryId> {
    let lead = |id: &LeadId| {
        let found = incident.leads.iter().find(|lead| lead.id == *id);
        found.map(|lead| lead.tag)
    };
    let fix = |id: &FixId| {
        let found = incident.fixes.iter().find(|fix| fix.id == *id);
        found.map(|fix| fix.tag)
    };
    match event {
        Event::LeadAdded { id, .. }
        | Event::LeadReworded { id, .. }
        | Event::LeadOwned { id, .. }
        | Event::LeadMoved { id, .. } => lead(id),
        Event::FixAdded { id, .. }
        | Event::FixReworded { id, .. }
        | Event::FixOwned { id, .. }
        | Event::FixMoved { id, .. }
        | Event::FixVerified { id, .. }
        | Event::FixReclassified { id, .. } => fix(id),
        Event::TrackingSet(set) => fix(&set.id),
        _ => None,
    }
}
