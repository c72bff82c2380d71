//! What somebody asks the record to do.

use super::event::{Field, Origin, Visibility};
use super::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use super::incident::{
    FixClass, FixState, IssueLink, LeadState, Mark, Moment, PlaybookRef, Severity, Status,
};
use super::playbook::WorkingMode;
use super::time::{Instant, When, Zone};

/// What is asked. Commands that change a state name the state they saw, so that a key never
/// acts on something that moved in the meantime.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Begin the record (T1).
    Open(Box<Opening>),
    /// Give a text field a new value.
    SetField {
        /// Which field.
        field: Field,
        /// Its new value.
        to: String,
    },
    /// Move to another status (T2-T4, T6, T8).
    SetStatus {
        /// The status.
        to: Status,
        /// Why.
        reason: String,
    },
    /// Close the record (T7), or open it again.
    SetClosed {
        /// Whether it is to be closed.
        closed: bool,
        /// Why.
        reason: String,
    },
    /// Choose the severity (T5).
    SetSeverity {
        /// The severity.
        to: Severity,
        /// Why.
        reason: String,
    },
    /// Hand command to somebody (T9).
    SetIc {
        /// Who takes over.
        to: String,
    },
    /// Mark a checklist line, or take the mark away.
    MarkItem {
        /// Which line.
        item: ItemId,
        /// The mark.
        mark: Option<Mark>,
        /// Why, for a line that does not apply.
        reason: String,
    },
    /// Add a checklist line.
    AddItem {
        /// The phase or situation whose list it joins.
        list: String,
        /// What is to be done.
        text: String,
    },
    /// Reword an added checklist line.
    RewordItem {
        /// Which one.
        id: CustomId,
        /// Its new text.
        text: String,
    },
    /// Put a lead on the board.
    AddLead {
        /// The question.
        text: String,
        /// Who runs it down; may be empty.
        owner: String,
    },
    /// Reword a lead.
    RewordLead {
        /// Which one.
        id: LeadId,
        /// Its new text.
        text: String,
    },
    /// Give a lead an owner.
    OwnLead {
        /// Which one.
        id: LeadId,
        /// The owner; empty takes it away.
        owner: String,
    },
    /// Move a lead.
    MoveLead {
        /// Which one.
        id: LeadId,
        /// The state that was seen.
        from: LeadState,
        /// The state it moves to.
        to: LeadState,
        /// What came of it.
        finding: String,
    },
    /// Put a remediation item on the board.
    AddFix {
        /// What is to be done.
        text: String,
        /// Before resolved, or later.
        class: FixClass,
        /// Who does it; may be empty.
        owner: String,
    },
    /// Reword a remediation item.
    RewordFix {
        /// Which one.
        id: FixId,
        /// Its new text.
        text: String,
    },
    /// Give a remediation item an owner.
    OwnFix {
        /// Which one.
        id: FixId,
        /// The owner; empty takes it away.
        owner: String,
    },
    /// Move a remediation item; to `verified` by [`Command::VerifyFix`].
    MoveFix {
        /// Which one.
        id: FixId,
        /// The state that was seen.
        from: FixState,
        /// The state it moves to.
        to: FixState,
    },
    /// Say that a remediation item was checked.
    VerifyFix {
        /// Which one.
        id: FixId,
        /// Who checked.
        by: String,
    },
    /// Say when a remediation item is needed.
    ReclassifyFix {
        /// Which one.
        id: FixId,
        /// When it is needed.
        class: FixClass,
        /// Why.
        reason: String,
    },
    /// Write something down.
    Note {
        /// What.
        text: String,
        /// Who may read it.
        visibility: Visibility,
    },
    /// Set an anchor instant.
    SetMoment {
        /// Which one.
        moment: Moment,
        /// When it was.
        when: When,
    },
    /// Record that a message went out.
    RecordMessage {
        /// Key of the playbook's message.
        message: String,
        /// Whether it counts as a sitrep and gets a number.
        sitrep: bool,
        /// Who got it.
        to: Vec<String>,
        /// What it said.
        text: String,
    },
    /// Record a decision.
    Decide {
        /// What it is about.
        about: String,
        /// What was decided, and why.
        text: String,
    },
    /// Decide the working mode.
    SetWorkingMode {
        /// Which one.
        mode: WorkingMode,
        /// Why.
        reason: String,
    },
    /// Say whether information was exposed.
    SetExposure {
        /// Whether it was.
        exposed: bool,
    },
    /// Declare a special situation, or call it off.
    SetSituation {
        /// Key of the playbook's situation.
        situation: String,
        /// Whether it applies.
        applies: bool,
    },
    /// Bring somebody on shift.
    StartShift {
        /// Who.
        person: String,
    },
    /// Send somebody off shift.
    EndShift {
        /// Who.
        person: String,
    },
    /// Put a clock off, or acknowledge it.
    SnoozeClock {
        /// Key of the clock.
        clock: String,
        /// Until when; none means for good.
        until: Option<Instant>,
        /// Why.
        reason: String,
    },
    /// Take back the last command, or the one that recorded an entry.
    Undo {
        /// An entry of the command; the last command when absent.
        entry: Option<EntryId>,
    },
    /// Link the issue.
    LinkIssue {
        /// Which one.
        issue: IssueLink,
    },
    /// Import a comment of the issue.
    ImportComment {
        /// GitHub's id of the comment.
        comment: u64,
        /// What it says.
        text: String,
    },
    /// Record that text on the issue changed.
    ImportText {
        /// The lines that are new.
        added: String,
        /// The lines that are gone.
        removed: String,
    },
    /// Record what else was seen on the issue.
    ImportState {
        /// What was seen, in words.
        seen: String,
    },
    /// Record a conflict.
    RaiseConflict {
        /// Which thing.
        subject: String,
        /// The value here.
        ours: String,
        /// The value on the issue.
        theirs: String,
    },
    /// Record the ruling on a conflict.
    SettleConflict {
        /// Which thing.
        subject: String,
        /// The value that holds.
        value: String,
    },
}

/// What is known when the record begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The id of the incident.
    pub incident: super::ids::IncidentId,
    /// The process to run on.
    pub playbook: PlaybookRef,
    /// Whether this is a drill.
    pub exercise: bool,
    /// The zone to show times in.
    pub zone: Zone,
    /// The short description.
    pub title: String,
    /// Free text.
    pub details: String,
    /// Who became aware first.
    pub reporter: String,
    /// The Incident Commander.
    pub ic: String,
    /// Everyone else working on it.
    pub responders: Vec<String>,
    /// When the reporter became aware (R8).
    pub aware: When,
}

/// Who asks, from where, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked.
    pub command: Command,
    /// Who asks.
    pub actor: String,
    /// Where it comes from.
    pub origin: Origin,
    /// When it happened; the time of recording when absent.
    pub happened: Option<When>,
    /// The typed reason to go past a guard.
    pub override_reason: Option<String>,
}

impl Request {
    /// Returns a request of a person at this machine, happening now.
    #[must_use]
    pub fn local(command: Command, actor: &str) -> Self {
        Self {
            command,
            actor: actor.to_owned(),
            origin: Origin::Local,
            happened: None,
            override_reason: None,
        }
    }

    /// Returns a request that was read from the issue.
    #[must_use]
    pub fn from_issue(command: Command, actor: &str, happened: Option<When>) -> Self {
        Self {
            happened,
            origin: Origin::Github,
            ..Self::local(command, actor)
        }
    }

    /// Returns the request with the reason to go past a guard.
    #[must_use]
    pub fn overriding(self, reason: &str) -> Self {
        Self {
            override_reason: Some(reason.to_owned()),
            ..self
        }
    }

    /// Returns the request with the time it happened.
    #[must_use]
    pub fn happened(self, when: When) -> Self {
        Self {
            happened: Some(when),
            ..self
        }
    }
}
