//! A long list to pick from: typing filters it.

use crate::domain::ids::{CauseId, EntryId};
use crate::domain::vocabulary::Facet;

/// A long list to pick from.
#[derive(Debug, Clone, PartialEq)]
pub struct Picks {
    /// The title of the box.
    pub title: String,
    /// What to know while picking.
    pub help: String,
    /// What is picked for.
    pub subject: PickSubject,
    /// What was typed.
    pub query: String,
    /// Everything that can be picked.
    pub all: Vec<Pick>,
    /// Positions of what matches, in the order of the list.
    pub found: Vec<usize>,
    /// Position of the marked one among what matches; one behind them is what was typed.
    pub marked: usize,
    /// Whether what was typed may be picked as it is.
    pub free: bool,
}

/// What is picked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickSubject {
    /// Something that is classified.
    Facet(Facet),
    /// The evidence for a node of the cause analysis.
    Evidence(CauseId),
}

/// Something to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// What it is.
    pub label: String,
    /// The entry that it stands for, for evidence.
    pub entry: Option<EntryId>,
}

impl Picks {
    /// Finds what has every word that was typed, in any order and any case.
    pub(super) fn find(&mut self) {
        let query = self.query.to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let has_all = |pick: &Pick| {
            let label = pick.label.to_lowercase();
            words.iter().all(|word| label.contains(word))
        };
        let all = self.all.iter().enumerate();
        self.found = all
            .filter(|(_, pick)| has_all(pick))
            .map(|(at, _)| at)
            .collect();
        self.marked = 0;
    }

    /// Returns how many rows there are: what matches, and what was typed where that may stand.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.found.len() + usize::from(self.takes_typed())
    }

    /// Returns whether what was typed stands as the last row.
    #[must_use]
    pub fn takes_typed(&self) -> bool {
        self.free && !self.query.trim().is_empty()
    }

    /// Returns the marked thing, or what was typed.
    #[must_use]
    pub fn picked(&self) -> Option<Pick> {
        match self.found.get(self.marked) {
            Some(at) => self.all.get(*at).cloned(),
            None if self.takes_typed() => Some(Pick {
                label: self.query.trim().to_owned(),
                entry: None,
            }),
            None => None,
        }
    }
}
