//! The hidden line that ends a section of a comment.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::escape::{Place, unguard};
use super::super::state::guard_json;
use crate::domain::command::{Passed, TakenMove};
use crate::domain::event::{HandoffMoved, MilestoneReached, TeamLeadTried};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Basis, Route};
use crate::domain::mirror::OutboxKey;
use crate::domain::time::When;

const MARK: &str = "<!-- sitroom:entry ";
const MARK_END: &str = " -->";

/// What the marker at the end of a section says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentMark {
    /// The entry it posts.
    pub entry: EntryId,
    /// Which part of it, from 1.
    pub part: usize,
    /// The kind of the entry.
    pub kind: String,
    /// What the visible text does not say.
    pub said: Said,
}

impl CommentMark {
    /// Returns what the section carries, as the outbox names it.
    #[must_use]
    pub fn key(&self) -> OutboxKey {
        OutboxKey {
            entry: self.entry,
            part: self.part,
        }
    }

    /// Reads a line that is a marker.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let line = line.trim_end();
        let inside = line.strip_prefix(MARK)?.strip_suffix(MARK_END)?;
        let (id, rest) = inside.split_once(' ')?;
        let (kind, json) = rest.split_once(' ').unwrap_or((rest, ""));
        let (id, part) = match id.split_once('-') {
            Some((id, part)) => (id, part.parse().ok()?),
            None => (id, 1),
        };
        Some(Self {
            entry: id.parse().ok()?,
            part,
            kind: kind.to_owned(),
            // What cannot be read says nothing; the marker still says whose it is.
            said: serde_json::from_str(&unguard(json, Place::Prose)).unwrap_or_default(),
        })
    }
}

impl fmt::Display for CommentMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_string(&self.said).unwrap_or_default();
        let (key, kind) = (self.key(), &self.kind);
        write!(f, "{MARK}{key} {kind} {}{MARK_END}", guard_json(&json))
    }
}

/// What the visible text of a section does not say, or not exactly.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Said {
    /// When it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happened: Option<When>,
    /// Who did it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub actor: String,
    /// How many parts there are, if more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<usize>,
    /// What was left out where the text was cut before this part.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cut: String,
    /// The line that opens a code block again that was cut.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fence: String,
    /// What a decision is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Who decided, or sent a message, if not who recorded it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// What a decision stands on: clocks start from some of it.
    #[serde(skip_serializing_if = "Basis::is_empty")]
    pub basis: Basis,
    /// A milestone that was reached, which clocks start from and stop at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<MilestoneReached>,
    /// An attempt to reach a team lead, which a clock starts from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried: Option<TeamLeadTried>,
    /// What became of a handoff of command; the brief is the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handoff: Option<HandoffMoved>,
    /// Key of the playbook's message.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// Running number of a sitrep.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Who got a message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// Whether all of them were told by hand.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// The ways to those whom a person had still to tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Route>,
    /// Whom a message reached after it was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<TakenMove>,
    /// A guard that was gone past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed: Option<Passed>,
    /// What a correction takes back, by the names that other sitrooms know it by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub took_back: Vec<String>,
}

/// Reads the marker that ends a comment. One in a quote, or before other text, is not ours.
#[must_use]
pub fn mark_of(body: &str) -> Option<CommentMark> {
    let last = body.trim_end().lines().next_back()?;
    CommentMark::read(last)
}

/// Returns the entry that a comment of ours posts; see [`mark_of`].
#[must_use]
pub fn entry_of(body: &str) -> Option<EntryId> {
    mark_of(body).map(|mark| mark.entry)
}
