//! The people of a process: their roles, and how long they rest.

use serde::{Deserialize, Serialize};

use crate::domain::time::Span;

/// What the process says of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct People {
    /// How long somebody rests whom nobody gave another time; ours, the guide sends people
    /// "home" and names no hours (R54).
    pub rest: Span,
    /// How long after a question somebody comes back for the answer when nobody says; ours.
    pub ask_within: Span,
    /// The roles. The first is the Incident Commander's, the second of whoever has no other.
    /// Empty in a process without roles: there anybody may command.
    #[serde(rename = "role")]
    pub roles: Vec<Role>,
}

impl Default for People {
    fn default() -> Self {
        Self {
            rest: Span::hours(8),
            ask_within: Span::minutes(10),
            roles: Vec::new(),
        }
    }
}

/// How the process comes back to what outlasts an incident; ours, nothing published gives days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Reminders {
    /// How long after the incident ended it asks after what nobody gave a day.
    pub after: Span,
    /// After how long it asks again what is overdue, until the thing is done; and for how long
    /// one is put off where nobody says for how long.
    pub every: Span,
    /// How long before the day it begins to ask for attention.
    pub warn: Span,
}

impl Default for Reminders {
    fn default() -> Self {
        Self {
            after: Span::hours(14 * 24),
            every: Span::hours(7 * 24),
            warn: Span::hours(3 * 24),
        }
    }
}

/// What somebody does in an incident (domain section 2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Role {
    /// Key that the journal names, such as `scribe`.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Whether somebody with it may take command.
    #[serde(default)]
    pub may_command: bool,
    /// What it is for, in one sentence.
    pub why: String,
}

impl People {
    /// Returns the role of somebody: the Incident Commander's for who commands, else the one
    /// that was said, else the usual one. None in a process without roles.
    #[must_use]
    pub fn role_of(&self, is_ic: bool, said: Option<&str>) -> Option<&Role> {
        if is_ic {
            return self.roles.first();
        }
        let said = said.and_then(|said| self.roles.iter().find(|role| role.id == said));
        said.or_else(|| self.roles.get(1))
    }

    /// Returns the roles that can be given: command is handed over, not given.
    #[must_use]
    pub fn given(&self) -> &[Role] {
        self.roles.get(1..).unwrap_or_default()
    }
}
