//! The cause analysis: trees of questions and answers, each with its evidence (domain 11.2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::event::{CauseChanged, CauseStep};
use crate::domain::ids::{CauseId, EntryId};
use crate::domain::incident::WordError;

/// A node of the cause analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Cause {
    /// Its number.
    pub id: CauseId,
    /// What it answers; none for what begins a tree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CauseId>,
    /// How its tree is asked; of those that begin one.
    pub method: CauseMethod,
    /// What it says.
    pub text: String,
    /// The entries of the journal that bear it out, in the order they were linked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EntryId>,
    /// The entry that last said what it says.
    pub entry: EntryId,
}

/// How a tree is asked.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CauseMethod {
    /// Why, and why again, down to something of the process that can be changed.
    FiveWhys,
    /// How did it come to be so: several conditions together, and no single root.
    #[default]
    InfiniteHows,
}

impl CauseMethod {
    /// Returns the name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FiveWhys => "Five Whys",
            Self::InfiniteHows => "Infinite Hows",
        }
    }

    /// Returns the word used on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::FiveWhys => "whys",
            Self::InfiniteHows => "hows",
        }
    }

    /// Returns the other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::FiveWhys => Self::InfiniteHows,
            Self::InfiniteHows => Self::FiveWhys,
        }
    }
}

impl fmt::Display for CauseMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for CauseMethod {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        match text.trim().to_lowercase().as_str() {
            "whys" | "why" | "five-whys" => Ok(Self::FiveWhys),
            "hows" | "how" | "infinite-hows" => Ok(Self::InfiniteHows),
            _ => Err(WordError {
                input: text.to_owned(),
                choices: "whys, hows",
            }),
        }
    }
}

/// The cause analysis: every node, in the order in which siblings stand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Causes(Vec<Cause>);

/// A node where it stands in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node<'a> {
    /// How far below the beginning of its tree, from zero.
    pub depth: usize,
    /// The node.
    pub cause: &'a Cause,
    /// How its tree is asked.
    pub method: CauseMethod,
}

impl Causes {
    /// Returns whether nothing was asked yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a node by its number.
    #[must_use]
    pub fn get(&self, id: CauseId) -> Option<&Cause> {
        self.0.iter().find(|cause| cause.id == id)
    }

    /// Returns every node in the order of reading: each before what is below it.
    #[must_use]
    pub fn in_order(&self) -> Vec<Node<'_>> {
        let mut all = Vec::with_capacity(self.0.len());
        let roots = self.0.iter().filter(|cause| cause.parent.is_none());
        let mut stack: Vec<Node<'_>> = roots
            .map(|cause| Node {
                depth: 0,
                cause,
                method: cause.method,
            })
            .collect();
        stack.reverse();
        while let Some(node) = stack.pop() {
            all.push(node);
            let children = self.children(Some(node.cause.id)).into_iter().rev();
            stack.extend(children.map(|cause| Node {
                depth: node.depth + 1,
                cause,
                method: node.method,
            }));
        }
        all
    }

    /// Returns what stands right below a node, or begins a tree.
    #[must_use]
    pub fn children(&self, parent: Option<CauseId>) -> Vec<&Cause> {
        let all = self.0.iter();
        all.filter(|cause| cause.parent == parent).collect()
    }

    /// Returns whether a node stands below another, or is that.
    #[must_use]
    pub fn is_within(&self, id: CauseId, top: CauseId) -> bool {
        let mut at = Some(id);
        // No chain is longer than there are nodes.
        for _ in 0..=self.0.len() {
            match at {
                Some(here) if here == top => return true,
                Some(here) => at = self.get(here).and_then(|cause| cause.parent),
                None => return false,
            }
        }
        true
    }

    /// Returns the node that begins the tree of another.
    #[must_use]
    pub fn root(&self, id: CauseId) -> Option<&Cause> {
        let mut here = self.get(id)?;
        for _ in 0..self.0.len() {
            match here.parent.and_then(|parent| self.get(parent)) {
                Some(parent) => here = parent,
                None => break,
            }
        }
        Some(here)
    }

    /// Hands every text that people wrote to `see`.
    pub(super) fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        self.0.iter_mut().for_each(|cause| see(&mut cause.text));
    }

    /// Does what an entry says. What is about a node that is not there changes nothing.
    pub(super) fn apply(&mut self, changed: &CauseChanged, entry: EntryId) {
        let id = changed.id;
        if let CauseStep::Added {
            parent,
            method,
            text,
        } = &changed.step
        {
            let stands = parent.is_none_or(|parent| self.get(parent).is_some());
            if stands && self.get(id).is_none() {
                self.0.push(Cause {
                    id,
                    parent: *parent,
                    method: method.unwrap_or_default(),
                    text: text.clone(),
                    evidence: Vec::new(),
                    entry,
                });
            }
            return;
        }
        let Some(at) = self.0.iter().position(|cause| cause.id == id) else {
            return;
        };
        let cause = &mut self.0[at];
        match &changed.step {
            CauseStep::Added { .. } => {}
            CauseStep::Reworded { text } => {
                cause.text.clone_from(text);
                cause.entry = entry;
            }
            CauseStep::Asked { method } => cause.method = *method,
            CauseStep::Linked { entry } if cause.evidence.contains(entry) => {}
            CauseStep::Linked { entry } => cause.evidence.push(*entry),
            CauseStep::Unlinked { entry } => cause.evidence.retain(|known| known != entry),
            CauseStep::Moved { parent, before } => self.put(at, *parent, *before),
            CauseStep::Dropped => {
                let below: Vec<CauseId> = self.0.iter().map(|cause| cause.id).collect();
                let gone: Vec<CauseId> = below
                    .into_iter()
                    .filter(|below| self.is_within(*below, id))
                    .collect();
                self.0.retain(|cause| !gone.contains(&cause.id));
            }
        }
    }

    fn put(&mut self, at: usize, parent: Option<CauseId>, before: Option<CauseId>) {
        let id = self.0[at].id;
        let stands =
            parent.is_none_or(|parent| self.get(parent).is_some() && !self.is_within(parent, id));
        if !stands {
            return;
        }
        // A tree keeps being asked as it was when a part of it becomes a tree of its own.
        let method = self
            .root(id)
            .map_or_else(CauseMethod::default, |root| root.method);
        let mut cause = self.0.remove(at);
        cause.parent = parent;
        cause.method = method;
        let place = before.and_then(|before| {
            let mut all = self.0.iter();
            all.position(|cause| cause.id == before && cause.parent == parent)
        });
        self.0.insert(place.unwrap_or(self.0.len()), cause);
    }
}
