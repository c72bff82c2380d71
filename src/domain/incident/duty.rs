//! Shifts, terms of command, messages, decisions and snoozes.

use serde::{Deserialize, Serialize};

use super::basis::Basis;
use super::route::{RouteRecord, RouteState, RoutesMoved, through};
use super::told::Told;
use crate::domain::ids::EntryId;
use crate::domain::playbook::Channel;
use crate::domain::time::{Instant, When};

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
    /// Since when they work without a break, if they came from another incident (17.38).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_since: Option<Instant>,
    /// Until when it was made longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extended_to: Option<Instant>,
    /// When somebody last saw that they are still on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Instant>,
}

impl Shift {
    /// Returns a shift that begins.
    #[must_use]
    pub fn since(person: &str, from: Instant) -> Self {
        Self {
            person: person.to_owned(),
            from,
            to: None,
            working_since: None,
            extended_to: None,
            seen_at: None,
        }
    }

    /// Returns from when to when it lasted, up to `now`; one that nobody ended stops when the
    /// incident is over.
    #[must_use]
    pub fn stretch(&self, over: Option<Instant>, now: Instant) -> (Instant, Instant) {
        let stops = over.filter(|end| *end >= self.from).unwrap_or(now);
        let to = self.to.unwrap_or(stops.min(now)).max(self.from);
        (self.from, to)
    }

    /// Returns since when its clock counts: since its beginning, or since the person began to
    /// work without a break.
    #[must_use]
    pub fn counts_from(&self) -> Instant {
        self.working_since
            .map_or(self.from, |since| since.min(self.from))
    }

    /// Returns since when its clock counts where that is earlier than its beginning: the person
    /// came from another incident without a rest.
    #[must_use]
    pub fn carried_from(&self) -> Option<Instant> {
        Some(self.counts_from()).filter(|since| *since < self.from)
    }
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
    /// When it was sent; until then, when it was written.
    pub at: When,
    /// When it was written, by which other machines know it.
    pub written: When,
    /// Whether another machine wrote it: whom it reached is for that one to say as well.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
    /// Who sent it.
    pub by: String,
    /// Who got it: those who were named, and those whom a way led to that it went out by.
    #[serde(default)]
    pub to: Vec<String>,
    /// The ways it takes; none when only the sending was recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteRecord>,
    /// How things stood when it was written, until it goes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Box<Told>>,
}

impl MessageRecord {
    /// Returns whether it reached anybody: it was recorded as sent, went out by some way, or is
    /// for the issue alone.
    #[must_use]
    pub fn is_out(&self) -> bool {
        let mut routes = self.routes.iter();
        !self.to.is_empty()
            || routes.any(|route| route.state.is_out())
            || self
                .routes
                .iter()
                .all(|route| route.state == RouteState::Mirrored)
    }

    /// Returns whether somebody is among those who got it, by that name or as whom a person reached
    /// for another.
    #[must_use]
    pub fn names(&self, name: &str) -> bool {
        let mut to = self.to.iter();
        to.any(|known| known == name || through(known).any(|whom| whom == name))
    }

    /// Returns the place of the one way among those that a move is about whose address nobody set
    /// and on which nobody was reached yet: whom a person names with it is who was reached for it.
    /// Of several nobody can say which; nor where some of several were known here already.
    #[must_use]
    pub fn way_to_fill(&self, moved: &RoutesMoved, routes: &[usize]) -> Option<usize> {
        if moved
            .as_told
            .as_ref()
            .is_some_and(|told| told.names.len() != 1)
        {
            return None;
        }
        let is_open = |at: &&usize| {
            let way = self.routes.get(**at);
            way.is_some_and(|it| it.route.is_without_address() && !it.state.is_out())
        };
        let mut open = routes.iter().filter(is_open);
        open.next().copied().filter(|_| open.next().is_none())
    }

    /// Returns what a person calls it: `sitrep #2`, else the playbook's key.
    #[must_use]
    pub fn label(&self) -> String {
        if self.number > 0 {
            format!("sitrep #{}", self.number)
        } else {
            self.message.clone()
        }
    }
}

/// Something that was decided, with the authority for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Decision {
    /// The journal entry that records it; nil in a state that an older version wrote.
    #[serde(default)]
    pub entry: EntryId,
    /// What it is about: `contingency`, `disruption`, `long-remediation` or `other`.
    pub about: String,
    /// What was decided, and why.
    pub text: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// What it stands on; empty where nobody said.
    #[serde(default, skip_serializing_if = "Basis::is_empty")]
    pub basis: Basis,
}

impl Decision {
    /// Returns what it is about, such as `contingency`, and that it was decided against where it
    /// was: its text alone may read as if it had been taken.
    #[must_use]
    pub fn title(&self) -> String {
        match self.basis.against() {
            "" => self.about.clone(),
            against => format!("{}, decided{against}", self.about),
        }
    }
}

/// A milestone of the process that was reached; the last word on it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Reached {
    /// The journal entry that says so.
    pub entry: EntryId,
    /// When it was; may be coarse or unknown.
    pub at: When,
    /// When that was said, for a time nobody knows.
    pub said_at: Instant,
    /// Who said it.
    pub by: String,
    /// Who authorised it, or how it was; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// An attempt to reach a team lead (R50).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ContactTry {
    /// The journal entry that records it.
    pub entry: EntryId,
    /// The name of the team lead.
    pub lead: String,
    /// How.
    pub channel: Channel,
    /// Whether they answered.
    pub reached: bool,
    /// When.
    pub at: Instant,
    /// Who tried.
    pub by: String,
    /// What they said to the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<LeadAnswer>,
    /// Their words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// What a team lead says to a plan (R49, R51).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeadAnswer {
    /// They agree.
    Agreed,
    /// They object strongly.
    Objected,
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
    /// When the round began that it was said of; none in older journals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<Instant>,
}
