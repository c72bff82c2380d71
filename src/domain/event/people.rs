//! What is said of the people who work on it, and what they were asked. All but the beginning
//! of a shift stays on this machine.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{AskId, ItemId};
use crate::domain::time::Instant;

/// Somebody came on shift (R54).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShiftStarted {
    /// Who.
    pub person: String,
    /// Since when they work without a break, if they came from another incident: the clock of
    /// a shift is a person's, whatever they work on (domain 17.38).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_since: Option<Instant>,
}

impl ShiftStarted {
    /// Returns the shift of somebody who did not work just before.
    #[must_use]
    pub fn of(person: impl Into<String>) -> Self {
        Self {
            person: person.into(),
            working_since: None,
        }
    }
}

/// What is known of a person changed. It stays on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RosterChanged {
    /// Who.
    pub person: String,
    /// What changed.
    pub change: RosterChange,
}

/// What can change of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum RosterChange {
    /// They are on the roster.
    Added,
    /// They are not on the roster any more.
    Removed,
    /// They have another role, by the playbook's key.
    Role(String),
    /// How to reach them: a number, a handle. Empty takes it away.
    Contact(String),
    /// They rest until then, and are not to be called before; none: they may be called.
    NotBefore(Option<Instant>),
    /// The shift that runs is longer, with the reason (domain 17.9).
    Extended {
        /// Until when.
        until: Instant,
        /// Why.
        reason: String,
    },
    /// Somebody saw that they are still on shift: the time of the entry.
    StillOn,
}

/// What became of a question that was put to somebody. It stays on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AskChanged {
    /// Its number.
    pub id: AskId,
    /// What became of it.
    pub step: AskStep,
}

/// What becomes of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum AskStep {
    /// It was put.
    Asked {
        /// To whom.
        to: String,
        /// The question.
        question: String,
        /// When to come back for the answer.
        due: Instant,
    },
    /// It was answered.
    Answered {
        /// What they said.
        answer: String,
    },
    /// They have longer.
    Extended {
        /// When to come back.
        due: Instant,
    },
    /// Nobody waits for the answer any more.
    Dropped {
        /// Why; may be empty.
        reason: String,
    },
    /// It is a line of a board from now on: `L3` or `R7`.
    Became {
        /// The line.
        line: ItemId,
    },
}

impl RosterChanged {
    /// Returns what people wrote.
    pub(super) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let more = match &mut self.change {
            RosterChange::Role(text)
            | RosterChange::Contact(text)
            | RosterChange::Extended { reason: text, .. } => Some(text),
            RosterChange::Added
            | RosterChange::Removed
            | RosterChange::NotBefore(_)
            | RosterChange::StillOn => None,
        };
        [&mut self.person].into_iter().chain(more)
    }
}

impl AskChanged {
    /// Returns what people wrote.
    pub(super) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let (first, second) = match &mut self.step {
            AskStep::Asked { to, question, .. } => (Some(to), Some(question)),
            AskStep::Answered { answer: text } | AskStep::Dropped { reason: text } => {
                (Some(text), None)
            }
            AskStep::Extended { .. } | AskStep::Became { .. } => (None, None),
        };
        first.into_iter().chain(second)
    }
}
