//! What the visible text cannot carry, in one hidden comment at the end of our region.
//!
//! Hidden is not private: nothing stands here that may not be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::escape::{Place, guard, unguard};
use super::value::LineMark;
use crate::domain::ids::{EntryId, ItemId};
use crate::domain::incident::{Counters, PlaybookRef};
use crate::domain::mirror::ChainHead;
use crate::domain::time::Zone;

/// The form of the hidden part that this program reads and writes.
const VERSION: &str = "v1";
const BEGIN: &str = "<!-- sitroom:state ";
const END: &str = " -->";

/// The hidden part of a document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct State {
    /// The id of the incident.
    pub id: String,
    /// The process it runs on.
    pub playbook: PlaybookRef,
    /// The zone times are shown in.
    pub zone: Zone,
    /// Whether it is a drill.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exercise: bool,
    /// What both sides may change and the visible text does not say, by subject; empty for
    /// what was taken away. See [`super::Fact`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, String>,
    /// The checklists that are shown, by key of phase or situation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<String>,
    /// Lines of the checklists that are not shown, as far as they say something.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<ItemId, HiddenLine>,
    /// Numbers that stood on the issue and no longer do, with the entry of their line.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub gone: BTreeMap<ItemId, EntryId>,
    /// The lines that stand in comments of ours because the body is full, by key of the comment.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<String, Vec<ItemId>>,
    /// The comments in which the free text goes on, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
    /// The highest numbers handed out.
    pub counters: Counters,
    /// Who commanded, since when in milliseconds since 1970.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<(String, i64)>,
    /// Since when a value holds, in milliseconds since 1970, by subject and value:
    /// `severity high`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub since: BTreeMap<String, i64>,
    /// What the text is known by that this one was made from, so that another sitroom can tell
    /// whether its own last one had been seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What the texts are known by that this one brings back: another sitroom had covered them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Where the journal stood that this was written from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<ChainHead>,
    /// What a later version says and this one does not know; it is kept.
    #[serde(flatten)]
    pub more: BTreeMap<String, serde_json::Value>,
}

/// A line of a checklist that is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct HiddenLine {
    /// How far it got.
    pub mark: LineMark,
    /// The entry that first recorded it; none for a line of the playbook, as all below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<EntryId>,
    /// The phase or situation whose list it stands in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub list: String,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl State {
    /// Returns the comment that holds it. Nothing in it can end the comment.
    #[must_use]
    pub fn line(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("{BEGIN}{VERSION} {}{END}", guard_json(&json))
    }

    /// Reads a line that holds one; none when it holds something else or is damaged.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let json = line.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
        let json = json.strip_prefix(VERSION)?.strip_prefix(' ')?;
        serde_json::from_str(&unguard(json, Place::Prose)).ok()
    }

    /// Returns whether two hidden parts say the same of what both sides may change. The rest
    /// only rides along.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.facts == other.facts
            && self.lines == other.lines
            && self.moved == other.moved
            && self.details == other.details
    }
}

/// Returns JSON in which nothing can end the comment around it, or break its line, or refers
/// anywhere. Read it with [`unguard`].
pub(super) fn guard_json(json: &str) -> String {
    let json = json
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace("--", "-\\u002d")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    guard(&json, Place::Prose)
}

/// Returns true for a line that should hold a hidden part, readable or not.
pub(super) fn is_state_line(line: &str) -> bool {
    line.trim_start().starts_with(BEGIN)
}

/// Returns the version of a hidden part that another version of this program wrote.
pub(super) fn other_version(line: &str) -> Option<&str> {
    let version = line.trim_start().strip_prefix(BEGIN)?.split(' ').next()?;
    let number = version.strip_prefix('v')?;
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    (is_number && version != VERSION).then_some(version)
}
