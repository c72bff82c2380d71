//! One line of the journal.

use serde::{Deserialize, Serialize};

use super::kind::Event;
use crate::domain::command::Request;
use crate::domain::ids::EntryId;
use crate::domain::time::{Instant, When};

/// The form of the journal that this program writes.
pub const JOURNAL_FORMAT: u32 = 1;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Position in the journal, from 1, without gaps.
    pub seq: u64,
    /// The id, used to refer to the entry from anywhere.
    pub id: EntryId,
    /// When it happened, which may be coarse or unknown.
    pub happened: When,
    /// When it was written down.
    pub recorded: Instant,
    /// Who did it: a person's name, or a GitHub login.
    pub actor: String,
    /// The machine it was recorded on.
    pub device: String,
    /// Where it came from.
    pub origin: Origin,
    /// What happened.
    pub event: Event,
}

impl Entry {
    /// Returns an entry that no journal has yet, to see what it would change.
    #[must_use]
    pub fn unrecorded(event: Event, request: &Request, now: Instant) -> Self {
        Self {
            seq: 0,
            id: EntryId::default(),
            happened: request.happened.unwrap_or(When::exact(now)),
            recorded: now,
            actor: request.actor.clone(),
            device: String::new(),
            origin: request.origin,
            event,
        }
    }

    /// Returns the time to show and sort by: when it happened, else when it was recorded.
    #[must_use]
    pub fn shown_at(&self) -> Instant {
        self.happened.earliest().unwrap_or(self.recorded)
    }
}

/// Where an entry came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Recorded by this program at somebody's command.
    Local,
    /// Read from the issue.
    Github,
    /// Carried here in the baton of whoever handed command over.
    Baton,
}

impl Origin {
    /// Every origin.
    pub const ALL: [Self; 3] = [Self::Local, Self::Github, Self::Baton];

    /// Returns whether another machine, or somebody on the issue, said it first.
    #[must_use]
    pub fn is_elsewhere(self) -> bool {
        self != Self::Local
    }

    /// Returns the word used in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Github => "github",
            Self::Baton => "baton",
        }
    }
}

/// Who may read a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// It is posted on the issue.
    Shared,
    /// It never leaves this machine.
    Local,
}

impl Visibility {
    /// Returns the word used in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Local => "local",
        }
    }
}
