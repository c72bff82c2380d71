//! Cards: what waits for a word of the Incident Commander, one thing at a time.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::mode::Mode;
use super::pending::around;
use crate::domain::command::Request;
use crate::domain::difference::{Passage, difference};
use crate::domain::gate::Found;
use crate::domain::incident::{Conflict, Incident};
use crate::domain::ruling::value_words;
use crate::domain::suggestion::{Suggestion, SuggestionId};

/// A thing that waits for a word of the Incident Commander.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// What waits.
    pub matter: Waiting,
    /// The first passage shown.
    pub scroll: usize,
    /// What was wrong with the last try to answer it.
    pub problem: String,
    /// Whether it changed since a key last acted on it: the next key must not rule on what
    /// nobody read.
    pub is_news: bool,
}

/// What waits, as it was when it was shown.
#[derive(Debug, Clone, PartialEq)]
pub enum Waiting {
    /// Both sides changed the same thing apart.
    Conflict {
        /// Which thing.
        subject: String,
        /// Both values.
        seen: Conflict,
        /// Where they differ.
        passages: Vec<Passage>,
    },
    /// Somebody asked for something by a comment.
    Suggestion {
        /// Which one.
        id: SuggestionId,
        /// What was asked for.
        seen: Suggestion,
    },
    /// Something in a text may not leave this machine.
    Gate(Box<HeldUp>),
}

/// A request that the gate held up.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldUp {
    /// The request.
    pub request: Request,
    /// What was found.
    pub found: Vec<Found>,
    /// The editor it came from.
    pub editor: Option<u64>,
    /// The draft it came from.
    pub draft: Option<String>,
    /// The text it was made from.
    pub text: String,
}

impl HeldUp {
    /// Returns whether what was found can be kept here in place of leaving; a name cannot.
    #[must_use]
    pub fn can_be_held(&self) -> bool {
        self.found.iter().all(Found::can_be_held)
    }
}

impl Card {
    /// Returns the card of a conflict that is open.
    pub(super) fn of_conflict(incident: &Incident, subject: &str) -> Option<Self> {
        let seen = incident.conflicts.get(subject)?.clone();
        let words = |value| value_words(subject, value, incident.zone);
        Some(Self::of(Waiting::Conflict {
            subject: subject.to_owned(),
            passages: difference(&words(&seen.ours), &words(&seen.theirs)),
            seen,
        }))
    }

    /// Returns the card of a suggestion that waits.
    pub(super) fn of_suggestion(incident: &Incident, id: SuggestionId) -> Option<Self> {
        let seen = incident.suggestions.get(&id)?.clone();
        Some(Self::of(Waiting::Suggestion { id, seen }))
    }

    /// Returns the card of a request that the gate held up.
    pub(super) fn of_gate(held_up: HeldUp) -> Self {
        Self::of(Waiting::Gate(Box::new(held_up)))
    }

    fn of(matter: Waiting) -> Self {
        Self {
            matter,
            scroll: 0,
            problem: String::new(),
            is_news: false,
        }
    }

    /// Returns whose keys work on it.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self.matter {
            Waiting::Conflict { .. } => Mode::Conflict,
            Waiting::Suggestion { .. } => Mode::Suggestion,
            Waiting::Gate(_) => Mode::Gate,
        }
    }

    /// Returns the place of the thing among those of its kind that wait, from 1, and their
    /// number.
    #[must_use]
    pub fn place(&self, incident: &Incident) -> (usize, usize) {
        match &self.matter {
            Waiting::Conflict { subject, .. } => {
                let before = incident.conflicts.range(..subject.clone()).count();
                (before + 1, incident.conflicts.len())
            }
            Waiting::Suggestion { id, .. } => {
                let before = incident.suggestions.range(..*id).count();
                (before + 1, incident.suggestions.len())
            }
            Waiting::Gate(_) => (1, 1),
        }
    }

    /// Returns the card so many places after this one, around the end; none where nothing of its
    /// kind waits.
    pub(super) fn turned(&self, incident: &Incident, by: isize) -> Option<Self> {
        match &self.matter {
            Waiting::Conflict { subject, .. } => {
                let subject = further(&incident.conflicts, subject, by)?;
                Self::of_conflict(incident, subject)
            }
            Waiting::Suggestion { id, .. } => {
                let id = further(&incident.suggestions, id, by)?;
                Self::of_suggestion(incident, *id)
            }
            Waiting::Gate(_) => None,
        }
    }

    /// Returns the card as the record has it by now: the same where nothing changed, marked
    /// where the values did, the next one where this is settled, none where nothing waits.
    pub(super) fn followed(&self, incident: &Incident) -> Option<Self> {
        let now = match &self.matter {
            Waiting::Conflict { subject, seen, .. } => {
                let open = incident.conflicts.get(subject);
                let is_same =
                    open.is_some_and(|now| now.ours == seen.ours && now.theirs == seen.theirs);
                if is_same {
                    return Some(self.clone());
                }
                Self::of_conflict(incident, subject)
            }
            Waiting::Suggestion { id, .. } if incident.suggestions.contains_key(id) => {
                return Some(self.clone());
            }
            Waiting::Suggestion { .. } => None,
            // It is about what was typed, whatever the record says by now.
            Waiting::Gate(_) => return Some(self.clone()),
        };
        match now {
            Some(changed) => Some(Self {
                is_news: true,
                ..changed
            }),
            None => self.turned(incident, 1),
        }
    }

    /// Returns how many passages can be scrolled through.
    #[must_use]
    pub fn length(&self) -> usize {
        match &self.matter {
            Waiting::Conflict { passages, .. } => passages.len(),
            Waiting::Suggestion { .. } => 1,
            Waiting::Gate(held_up) => held_up.found.len(),
        }
    }
}

/// Returns the key so many places behind one, around the end. That one may be gone meanwhile:
/// then the next one stands in its place.
fn further<'m, K: Ord, V>(all: &'m BTreeMap<K, V>, here: &K, by: isize) -> Option<&'m K> {
    let before = (Bound::Unbounded, Bound::Excluded(here));
    let at = all.range::<K, _>(before).count();
    let is_past_it = by > 0 && !all.contains_key(here);
    let by = if is_past_it { by - 1 } else { by };
    let count = all.len();
    (count > 0).then(|| all.keys().nth(around(at, by, count)))?
}
