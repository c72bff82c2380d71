//! Causes that came back.

use std::collections::BTreeMap;

use serde::Serialize;

use super::case::Case;
use crate::domain::ids::IncidentId;

/// What can come back in another incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepeatKind {
    /// An answer of the cause analysis, in the same words.
    Cause,
    /// Something the actor did.
    ThreatAction,
    /// How it was discovered.
    DiscoveryMethod,
    /// How it came in.
    AttackVector,
}

impl RepeatKind {
    /// Returns the word for scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::ThreatAction => "threat-action",
            Self::DiscoveryMethod => "discovery-method",
            Self::AttackVector => "attack-vector",
        }
    }
}

/// Something that several incidents have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repeat {
    /// What it is.
    pub kind: RepeatKind,
    /// Its words, as the first of the incidents has them.
    pub text: String,
    /// The incidents, each once.
    pub incidents: Vec<IncidentId>,
}

/// Returns what more than one incident has, the most frequent first. Words are the same whatever
/// their letters' case and the blanks between them.
#[must_use]
pub fn repeats<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Vec<Repeat> {
    let mut found: BTreeMap<(RepeatKind, String), Repeat> = BTreeMap::new();
    for case in cases {
        for (kind, text) in &case.causes {
            let repeat = found
                .entry((*kind, folded(text)))
                .or_insert_with(|| Repeat {
                    kind: *kind,
                    text: text.clone(),
                    incidents: Vec::new(),
                });
            if !repeat.incidents.contains(&case.id) {
                repeat.incidents.push(case.id.clone());
            }
        }
    }
    let all = found.into_values();
    let mut all: Vec<Repeat> = all.filter(|it| it.incidents.len() > 1).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.incidents.len()));
    all
}

fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
