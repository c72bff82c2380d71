//! The state of an incident: the fold of its journal, as a person would read it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ids::{CustomId, EntryId, FixId, IncidentId, ItemId, LeadId};
use super::playbook::WorkingMode;
use super::time::{Instant, Span, When, Zone};

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
    /// Who commanded from when.
    pub commands: Vec<CommandTerm>,
    /// Messages that were sent.
    pub messages: Vec<MessageRecord>,
    /// Decisions that were taken.
    pub decisions: Vec<Decision>,
    /// Clocks that were snoozed or acknowledged, by clock key.
    pub snoozes: BTreeMap<String, Snooze>,
    /// Comments of the issue that are in the timeline already.
    pub imported_comments: BTreeSet<u64>,
    /// Things that both sides changed apart, until ruled on, by subject.
    pub conflicts: BTreeMap<String, Conflict>,
    /// The highest numbers handed out on the boards, so that none is used twice.
    pub counters: Counters,
    /// What `undo` takes back next, last first at the end; at most 100.
    pub undo: Vec<UndoStep>,
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

/// Where an incident stands, in the words of the guide.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is not known yet whether it is real.
    #[default]
    Investigating,
    /// It is real.
    Confirmed,
    /// It was not real.
    FalseAlarm,
    /// It is no longer active.
    Resolved,
}

impl Status {
    /// Every status, in the order of the process.
    pub const ALL: [Self; 4] = [
        Self::Investigating,
        Self::Confirmed,
        Self::Resolved,
        Self::FalseAlarm,
    ];

    /// Returns the word written in the issue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Investigating => "investigating",
            Self::Confirmed => "confirmed",
            Self::FalseAlarm => "false alarm",
            Self::Resolved => "resolved",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Status {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_ascii_lowercase().replace(['-', '_'], " ");
        Self::ALL
            .into_iter()
            .find(|s| s.word() == word)
            .ok_or_else(|| WordError {
                input: text.to_owned(),
                choices: "investigating, confirmed, resolved, false alarm",
            })
    }
}

/// How severe an incident is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Not assessed yet.
    #[default]
    Unknown,
    /// 3.
    Low,
    /// 2.
    Medium,
    /// 1.
    High,
}

impl Severity {
    /// Every severity, lowest first.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Low, Self::Medium, Self::High];

    /// Returns the word written in the issue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Severity {
    type Err = WordError;

    /// Reads any spelling of the sources: `High`, `med`, `2`, `1 - High Severity`.
    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_ascii_lowercase();
        let head = word.split([' ', '-']).next().unwrap_or_default();
        match head {
            "unknown" | "?" => Ok(Self::Unknown),
            "low" | "3" => Ok(Self::Low),
            "medium" | "med" | "2" => Ok(Self::Medium),
            "high" | "1" => Ok(Self::High),
            _ => Err(WordError {
                input: text.to_owned(),
                choices: "high, medium, low, unknown",
            }),
        }
    }
}

/// A word that is none of the choices.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read `{input}`: choose one of {choices}")]
pub struct WordError {
    /// What was given.
    pub input: String,
    /// What is possible.
    pub choices: &'static str,
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

/// An anchor instant of the metrics (domain section 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// When the incident itself began.
    Started,
    /// When any of us became aware; starts the one-hour clock (R8).
    Discovered,
    /// When the IC took charge.
    Opened,
    /// When it was confirmed.
    Confirmed,
    /// When the bleeding stopped.
    Contained,
    /// When it was no longer active.
    Resolved,
    /// When the record was closed.
    Closed,
}

impl Moment {
    /// Every moment, in the order they should happen.
    pub const ALL: [Self; 7] = [
        Self::Started,
        Self::Discovered,
        Self::Opened,
        Self::Confirmed,
        Self::Contained,
        Self::Resolved,
        Self::Closed,
    ];

    /// Returns the word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Discovered => "discovered",
            Self::Opened => "opened",
            Self::Confirmed => "confirmed",
            Self::Contained => "contained",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Moment {
    type Err = WordError;

    /// Reads the word, or the name of the anchor in the process: `aware`, `t_start`.
    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_ascii_lowercase();
        match word.strip_prefix("t_").unwrap_or(&word) {
            "started" | "start" => Ok(Self::Started),
            "discovered" | "aware" | "detected" => Ok(Self::Discovered),
            "opened" | "open" | "declared" => Ok(Self::Opened),
            "confirmed" | "confirm" => Ok(Self::Confirmed),
            "contained" => Ok(Self::Contained),
            "resolved" => Ok(Self::Resolved),
            "closed" => Ok(Self::Closed),
            _ => Err(WordError {
                input: text.to_owned(),
                choices: "started, discovered, opened, confirmed, contained, resolved, closed",
            }),
        }
    }
}

/// What people said of a checklist line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tick {
    /// What they said.
    pub mark: Mark,
    /// Who said it.
    pub by: String,
    /// When it happened.
    pub at: When,
}

/// A mark on a checklist line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Done.
    Done,
    /// Said to be open, against what the record would derive.
    Open,
    /// Does not apply to this incident.
    NotApplicable,
}

/// A checklist line that people added to this incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CustomItem {
    /// Its number, which never changes.
    pub id: CustomId,
    /// The phase or situation whose list it stands in.
    pub list: String,
    /// What is to be done.
    pub text: String,
}

/// Something to find out (R40).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Lead {
    /// Its number, which never changes.
    pub id: LeadId,
    /// The question.
    pub text: String,
    /// Who runs it down; empty when nobody does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Where it stands.
    pub state: LeadState,
    /// What came of it, "nothing" included.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub finding: String,
    /// When it came up.
    pub opened_at: Instant,
    /// When its state last changed.
    pub changed_at: Instant,
}

/// Where a lead stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadState {
    /// Nobody looks at it yet.
    Open,
    /// Somebody does.
    Investigating,
    /// It has an answer.
    Answered,
    /// It led nowhere, and that is worth knowing.
    RuledOut,
}

impl LeadState {
    /// Every state, in order.
    pub const ALL: [Self; 4] = [
        Self::Open,
        Self::Investigating,
        Self::Answered,
        Self::RuledOut,
    ];

    /// Returns the word on the board.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Investigating => "investigating",
            Self::Answered => "answered",
            Self::RuledOut => "ruled out",
        }
    }

    /// Returns true when nothing more is to be found out.
    #[must_use]
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Answered | Self::RuledOut)
    }

    /// Returns the state that `advance` leads to, or none from an ended one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Open => Some(Self::Investigating),
            Self::Investigating => Some(Self::Answered),
            Self::Answered | Self::RuledOut => None,
        }
    }
}

impl fmt::Display for LeadState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for LeadState {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_ascii_lowercase().replace(['-', '_'], " ");
        Self::ALL
            .into_iter()
            .find(|s| s.word() == word)
            .ok_or_else(|| WordError {
                input: text.to_owned(),
                choices: "open, investigating, answered, ruled out",
            })
    }
}

/// Something to mend (R41).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Fix {
    /// Its number, which never changes.
    pub id: FixId,
    /// What is to be done.
    pub text: String,
    /// Before resolved, or later (R42).
    pub class: FixClass,
    /// Who does it; empty when nobody does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// Where it stands.
    pub state: FixState,
    /// Who checked that it works, and when (R41).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verification>,
    /// When it came up.
    pub opened_at: Instant,
    /// When its state last changed.
    pub changed_at: Instant,
}

impl Fix {
    /// Returns true when it still keeps the incident from being resolved (T6).
    #[must_use]
    pub fn blocks_resolve(&self) -> bool {
        self.class == FixClass::Immediate && self.state != FixState::Verified
    }
}

/// Who checked a remediation item, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Verification {
    /// Who checked.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// When a remediation item is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixClass {
    /// Before the incident is resolved.
    Immediate,
    /// Deferred to the retrospective.
    LongTerm,
}

impl FixClass {
    /// Returns the word on the board.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::LongTerm => "long-term",
        }
    }

    /// Returns the other class.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Immediate => Self::LongTerm,
            Self::LongTerm => Self::Immediate,
        }
    }
}

impl fmt::Display for FixClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Where a remediation item stands. Done is not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FixState {
    /// Nobody has it.
    Open,
    /// Somebody has it.
    Assigned,
    /// Somebody works on it.
    InProgress,
    /// Said to be done.
    Done,
    /// Checked.
    Verified,
}

impl FixState {
    /// Every state, in order.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Assigned,
        Self::InProgress,
        Self::Done,
        Self::Verified,
    ];

    /// Returns the word on the board.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Assigned => "assigned",
            Self::InProgress => "in progress",
            Self::Done => "done",
            Self::Verified => "verified",
        }
    }

    /// Returns the state that `advance` leads to, or none from the last one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|s| *s == self)?;
        Self::ALL.get(at + 1).copied()
    }
}

impl fmt::Display for FixState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for FixState {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_ascii_lowercase().replace(['-', '_'], " ");
        Self::ALL
            .into_iter()
            .find(|s| s.word() == word)
            .ok_or_else(|| WordError {
                input: text.to_owned(),
                choices: "open, assigned, in progress, done, verified",
            })
    }
}

/// A person's time on this incident (R54, R55).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Shift {
    /// Who.
    pub person: String,
    /// Since when.
    pub from: Instant,
    /// Until when, once ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
}

/// One term of command (R3, R90-R94).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CommandTerm {
    /// Who commanded.
    pub ic: String,
    /// Since when.
    pub from: Instant,
}

/// A message that was sent to an audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MessageRecord {
    /// The journal entry that records it.
    pub entry: EntryId,
    /// Key of the playbook's message, such as `gsa-notice` or `sitrep`.
    pub message: String,
    /// Running number among the sitreps, from 1; zero for other messages.
    #[serde(default)]
    pub number: u32,
    /// When it was sent.
    pub at: When,
    /// Who sent it.
    pub by: String,
    /// Who got it, as said at the time.
    #[serde(default)]
    pub to: Vec<String>,
}

/// Something that was decided, with the authority for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Decision {
    /// What it is about: `contingency`, `disruption`, `long-remediation` or `other`.
    pub about: String,
    /// What was decided, and why.
    pub text: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// A clock that was put off, or acknowledged for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Snooze {
    /// Until when; none means for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Why.
    pub reason: String,
    /// When it was said.
    pub at: Instant,
}

/// Two values of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Conflict {
    /// The value here.
    pub ours: String,
    /// The value on the issue.
    pub theirs: String,
    /// When it was found.
    pub at: Instant,
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

/// Something that `undo` can take back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct UndoStep {
    /// The entries of one request, in order.
    pub entries: Vec<EntryId>,
    /// When they were recorded; entries of one request share it.
    pub recorded: Instant,
    /// What it did, in words.
    pub label: String,
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
        self.messages
            .iter()
            .rev()
            .find(|record| record.message == message)
    }

    /// Returns the last sitrep of any kind that was sent.
    #[must_use]
    pub fn last_sitrep(&self) -> Option<&MessageRecord> {
        self.messages.iter().rev().find(|record| record.number > 0)
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
