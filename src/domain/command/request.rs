//! Who asks, from where, and when.

use super::Command;
use crate::domain::event::Origin;
use crate::domain::incident::PlaybookRef;
use crate::domain::time::{When, Zone};

/// What is known when the record begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The id of the incident.
    pub incident: crate::domain::ids::IncidentId,
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

/// What is to become of text that may not leave this machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Clearance {
    /// Nobody was asked yet: the request is refused, and what was found is told.
    #[default]
    Unasked,
    /// What was found stays here, and `[held: H3]` leaves in its place.
    HoldPieces,
    /// All of the text in which something was found stays here; a note becomes a local one.
    HoldAll,
    /// It leaves as it is, for the reason that somebody typed.
    LetThrough(String),
}

/// Who asks, from where, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// What is asked.
    pub command: Command,
    /// Who asks.
    pub actor: String,
    /// Who sent the message that it is about, where that was not who asks; else empty.
    pub sent_by: String,
    /// Where it comes from.
    pub origin: Origin,
    /// When it happened; the time of recording when absent.
    pub happened: Option<When>,
    /// The typed reason to go past a guard.
    pub override_reason: Option<String>,
    /// Whether another machine recorded it, and asked there whatever a guard asks. Then no guard
    /// stands against it here; what was gone past there comes in as an entry of its own.
    pub asked_before: bool,
    /// What is to become of text that may not leave.
    pub clearance: Clearance,
}

impl Request {
    /// Returns a request of a person at this machine, happening now.
    #[must_use]
    pub fn local(command: Command, actor: &str) -> Self {
        Self {
            command,
            actor: actor.to_owned(),
            sent_by: String::new(),
            origin: Origin::Local,
            happened: None,
            override_reason: None,
            asked_before: false,
            clearance: Clearance::Unasked,
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

    /// Returns the same as it was carried here in a baton.
    #[must_use]
    pub fn by_baton(self) -> Self {
        Self {
            origin: Origin::Baton,
            ..self
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

    /// Returns the request as one that another machine recorded.
    #[must_use]
    pub fn asked_before(self) -> Self {
        Self {
            asked_before: true,
            ..self
        }
    }

    /// Returns the request with who sent the message; whoever asks needs no naming.
    #[must_use]
    pub fn sent_by(mut self, name: &str) -> Self {
        if name != self.actor {
            name.clone_into(&mut self.sent_by);
        }
        self
    }

    /// Returns the request with what is to become of text that may not leave.
    #[must_use]
    pub fn cleared(self, clearance: Clearance) -> Self {
        Self { clearance, ..self }
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
