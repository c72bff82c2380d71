//! The state as a whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::duty::{CommandTerm, ContactTry, Decision, MessageRecord, Reached, Shift, Snooze};
use super::fix::Fix;
use super::lead::Lead;
use super::line::{CustomItem, Tick};
use super::moment::Moment;
use super::outbound::OutboundStop;
use super::status::{Severity, Status};
use super::told::Told;
use super::undo_step::UndoStep;
use crate::domain::evidence::Evidence;
use crate::domain::handoff::Handoff;
use crate::domain::ids::{EntryId, FixId, IncidentId, ItemId, LeadId};
use crate::domain::people::{Ask, LastWritten, RosterEntry};
use crate::domain::playbook::WorkingMode;
use crate::domain::rotation::RotationRecord;
use crate::domain::suggestion::{Suggestion, SuggestionId};
use crate::domain::time::{Instant, Precision, Span, When, Zone};
use crate::domain::vocabulary::Facet;
use crate::domain::worksheet::Worksheet;

/// Everything known about an incident now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Incident {
    /// The id, also the name of the directory.
    pub id: IncidentId,
    /// The process it runs on, fixed when it was declared.
    pub playbook: PlaybookRef,
    /// Whether this is a drill; everything that leaves then says EXERCISE.
    pub exercise: bool,
    /// The zone times are shown in.
    pub zone: Zone,
    /// The short description: title and first line of the issue.
    pub title: String,
    /// Free text below the fields of the issue.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub details: String,
    /// Where the incident stands.
    pub status: Status,
    /// How severe it is.
    pub severity: Severity,
    /// Who became aware first.
    pub reporter: String,
    /// The Incident Commander; exactly one at a time.
    pub ic: String,
    /// Everyone else working on it.
    pub responders: Vec<String>,
    /// Whether the record is closed.
    pub closed: bool,
    /// When the IC took charge and the record began.
    pub opened_at: Option<Instant>,
    /// When it was last confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Instant>,
    /// When it was last found to be a false alarm; shifts that nobody ended stop then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub false_alarm_at: Option<Instant>,
    /// When it was last re-opened; the long-remediation clock re-arms then (K6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reopened_at: Option<Instant>,
    /// When the severity last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity_changed_at: Option<Instant>,
    /// Whether people work through or rest at night, once decided (R53).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_mode: Option<WorkingMode>,
    /// When the working mode was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_mode_at: Option<Instant>,
    /// Whether information reached an unauthorised party, once known (R43).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<bool>,
    /// Special situations that were declared, by playbook key.
    pub situations: BTreeSet<String>,
    /// The issue that mirrors the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueLink>,
    /// The anchor instants of the metrics; the last value of each counts.
    pub moments: BTreeMap<Moment, When>,
    /// The anchors that somebody set by hand; the record does not move those by itself.
    pub moments_set: BTreeSet<Moment>,
    /// How it was discovered, a category and free text (R80).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub discovery_method: String,
    /// What the actor did (R80).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub threat_actions: Vec<String>,
    /// Where what is unfit for the issue is kept, as a link (R90).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub folder: String,
    /// What else of it is classified, by facet.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facets: BTreeMap<Facet, Vec<String>>,
    /// What people said of checklist lines, by item.
    pub checklist: BTreeMap<ItemId, Tick>,
    /// Checklist lines that people added.
    pub custom_items: Vec<CustomItem>,
    /// The investigation board, by number.
    pub leads: Vec<Lead>,
    /// The remediation board, by number.
    pub fixes: Vec<Fix>,
    /// Who was on shift from when to when.
    pub shifts: Vec<Shift>,
    /// What is known of people beyond their names and shifts, by name. Stays on this machine.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub roster: BTreeMap<String, RosterEntry>,
    /// Questions that were put to somebody, by number. Stay on this machine.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
    /// Who last wrote on the issue, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_written: Option<LastWritten>,
    /// Who commanded from when.
    pub commands: Vec<CommandTerm>,
    /// The offer of command that waits, and how command changed hands.
    #[serde(skip_serializing_if = "is_default")]
    pub handoff: Handoff,
    /// Messages that were sent.
    pub messages: Vec<MessageRecord>,
    /// Messages that were to be sent and reached nobody yet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsent: Vec<MessageRecord>,
    /// How things stood when the last sitrep that went out was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Box<Told>>,
    /// Decisions that were taken.
    pub decisions: Vec<Decision>,
    /// Milestones that were reached, by playbook key.
    pub milestones: BTreeMap<String, Reached>,
    /// Attempts to reach the team leads, in the order they were recorded.
    pub contacts: Vec<ContactTry>,
    /// Clocks that were snoozed or acknowledged, by clock key.
    pub snoozes: BTreeMap<String, Snooze>,
    /// Comments of the issue that are in the timeline already.
    pub imported_comments: BTreeSet<u64>,
    /// Things that both sides changed apart, until ruled on, by subject.
    pub conflicts: BTreeMap<String, Conflict>,
    /// What people asked for by a comment and nobody answered yet.
    pub suggestions: BTreeMap<SuggestionId, Suggestion>,
    /// What was answered to suggestions, here or on another machine: whether it was accepted.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answered: BTreeMap<SuggestionId, bool>,
    /// Lines that were taken back, by number, so that the issue does not bring them back.
    pub taken_back: BTreeMap<ItemId, TakenBack>,
    /// The highest numbers handed out on the boards, so that none is used twice.
    pub counters: Counters,
    /// The highest number of a piece that was held back, so that none is used twice.
    #[serde(skip_serializing_if = "is_default")]
    pub held: u32,
    /// The highest number of a question, so that none is used twice.
    #[serde(skip_serializing_if = "is_default")]
    pub asked: u32,
    /// What the gate found and somebody let through, or what stands on the issue already.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub let_through: Vec<String>,
    /// Why nothing leaves this machine, while that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outbound_stop: Option<OutboundStop>,
    /// Names and terms, and what each is called in what leaves.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub codenames: BTreeMap<String, String>,
    /// The evidence register, by number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Who works when, as it was planned.
    #[serde(skip_serializing_if = "is_default")]
    pub rotation: RotationRecord,
    /// What was worked out for the retrospective.
    #[serde(skip_serializing_if = "is_default")]
    pub worksheet: Worksheet,
    /// What `undo` takes back next, last first at the end; at most 32.
    pub undo: Vec<UndoStep>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The process an incident runs on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlaybookRef {
    /// The playbook's id.
    pub id: String,
    /// The playbook's version.
    pub version: String,
}

/// The issue that mirrors the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct IssueLink {
    /// `owner/name`.
    pub repository: String,
    /// The number in that repository.
    pub number: u64,
    /// The page a person opens.
    pub url: String,
}

/// Two values of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Conflict {
    /// The value here.
    pub ours: String,
    /// Who set the value here; empty when nobody knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ours_by: String,
    /// When it was set here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours_at: Option<Instant>,
    /// The value on the issue.
    pub theirs: String,
    /// Who set the value on the issue, as far as the edit history says.
    #[serde(default)]
    pub theirs_by: String,
    /// When it was found.
    pub at: Instant,
}

/// A line that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TakenBack {
    /// The entry that first recorded it, on whatever machine; see [`super::Lead::tag`].
    pub tag: EntryId,
    /// The text that it is to come back with from the issue, because somebody ruled so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_as: Option<String>,
}

/// The highest numbers handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Counters {
    /// Of leads.
    pub lead: u32,
    /// Of remediation items.
    pub fix: u32,
    /// Of added checklist lines.
    pub custom: u32,
    /// Of sitreps.
    pub sitrep: u32,
}

impl Incident {
    /// Returns `event` until confirmed, then `incident` (R2).
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self.status {
            Status::Investigating | Status::FalseAlarm => "event",
            Status::Confirmed | Status::Resolved => "incident",
        }
    }

    /// Returns true while responders work on it.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !self.closed && matches!(self.status, Status::Investigating | Status::Confirmed)
    }

    /// Returns the instant of awareness, or of opening when it was never said.
    #[must_use]
    pub fn aware_at(&self) -> Option<Instant> {
        self.moments
            .get(&Moment::Discovered)
            .and_then(When::earliest)
            .or(self.opened_at)
    }

    /// Returns whether nobody knows when they became aware; what counts from awareness then
    /// counts from the opening.
    #[must_use]
    pub fn is_awareness_unknown(&self) -> bool {
        let aware = self.moments.get(&Moment::Discovered);
        aware.is_none_or(When::is_unknown)
    }

    /// Returns when the bleeding stopped, as far as that is known.
    #[must_use]
    pub fn contained(&self) -> Option<&When> {
        let contained = self.moments.get(&Moment::Contained);
        contained.filter(|when| !when.is_unknown())
    }

    /// Returns what is known of awareness where that is a day, a month or the like and no time:
    /// what counts from awareness then counts from the earliest it can have been.
    #[must_use]
    pub fn coarse_awareness(&self) -> Option<When> {
        let aware = self.moments.get(&Moment::Discovered).copied();
        aware.filter(|when| when.precision().is_some_and(Precision::is_coarse))
    }

    /// Returns a lead by its number.
    #[must_use]
    pub fn lead(&self, id: LeadId) -> Option<&Lead> {
        let at = self.leads.binary_search_by_key(&id, |lead| lead.id).ok()?;
        self.leads.get(at)
    }

    /// Returns a remediation item by its number.
    #[must_use]
    pub fn fix(&self, id: FixId) -> Option<&Fix> {
        let at = self.fixes.binary_search_by_key(&id, |fix| fix.id).ok()?;
        self.fixes.get(at)
    }

    /// Returns the running shift of a person.
    #[must_use]
    pub fn shift_of(&self, person: &str) -> Option<&Shift> {
        self.shifts
            .iter()
            .rev()
            .find(|shift| shift.person == person && shift.to.is_none())
    }

    /// Returns the last message of a kind that was sent.
    #[must_use]
    pub fn last_message(&self, message: &str) -> Option<&MessageRecord> {
        last_of(self.messages.iter().filter(|sent| sent.message == message))
    }

    /// Returns a message by its entry, whether it reached anybody or not.
    #[must_use]
    pub fn message(&self, entry: EntryId) -> Option<&MessageRecord> {
        let mut all = self.messages.iter().chain(&self.unsent);
        all.find(|record| record.entry == entry)
    }

    /// Returns the last sitrep of any kind that was sent.
    #[must_use]
    pub fn last_sitrep(&self) -> Option<&MessageRecord> {
        last_of(self.messages.iter().filter(|sent| sent.number > 0))
    }

    /// Returns the last decision about a matter.
    #[must_use]
    pub fn decision(&self, about: &str) -> Option<&Decision> {
        self.decisions
            .iter()
            .rev()
            .find(|decision| decision.about == about)
    }

    /// Returns the remediation items that keep the incident from being resolved.
    pub fn blocking_fixes(&self) -> impl Iterator<Item = &Fix> {
        self.fixes.iter().filter(|fix| fix.blocks_resolve())
    }

    /// Returns the time the IC has commanded, up to `now`.
    #[must_use]
    pub fn command_time(&self, now: Instant) -> Option<Span> {
        self.commands
            .last()
            .map(|term| Span::between(term.from, now))
    }
}

/// Returns the one that was sent last, whenever it was recorded: one of another machine comes
/// in later, and every machine is to name the same.
fn last_of<'a>(messages: impl Iterator<Item = &'a MessageRecord>) -> Option<&'a MessageRecord> {
    messages.max_by_key(|sent| (sent.at.earliest(), sent.number))
}
