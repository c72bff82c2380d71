//! What the visible text cannot carry, in one hidden comment at the end of our region.
//!
//! Hidden is not private: nothing stands here that may not be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::incident::{Incident, Moment, PlaybookRef};
use crate::domain::time::{When, Zone};

const BEGIN: &str = "<!-- sitroom:state v1 ";
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
    /// The anchor instants.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub moments: BTreeMap<Moment, When>,
    /// When each lead came up and last changed, in milliseconds since 1970.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub leads: BTreeMap<String, (i64, i64)>,
    /// The same for remediation items.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fixes: BTreeMap<String, (i64, i64)>,
}

impl State {
    /// Returns the hidden part for an incident.
    #[must_use]
    pub fn of(incident: &Incident) -> Self {
        let leads = incident.leads.iter().map(|lead| {
            let times = (lead.opened_at, lead.changed_at);
            (lead.id.to_string(), times)
        });
        let fixes = incident.fixes.iter().map(|fix| {
            let times = (fix.opened_at, fix.changed_at);
            (fix.id.to_string(), times)
        });
        Self {
            id: incident.id.to_string(),
            playbook: incident.playbook.clone(),
            zone: incident.zone,
            moments: incident.moments.clone(),
            leads: leads.map(|(id, times)| (id, millis(times))).collect(),
            fixes: fixes.map(|(id, times)| (id, millis(times))).collect(),
        }
    }

    /// Returns the comment that holds it. Nothing in it can end the comment.
    #[must_use]
    pub fn line(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let json = json
            .replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace("--", "-\\u002d")
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029");
        format!("{BEGIN}{json}{END}")
    }

    /// Reads a line that holds one; none when it holds something else or is damaged.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let json = line.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
        serde_json::from_str(json).ok()
    }
}

fn millis(
    (opened, changed): (crate::domain::time::Instant, crate::domain::time::Instant),
) -> (i64, i64) {
    (opened.timestamp_millis(), changed.timestamp_millis())
}

/// Returns true for a line that should hold a hidden part, readable or not.
pub(super) fn is_state_line(line: &str) -> bool {
    line.trim_start().starts_with("<!-- sitroom:state ")
}
