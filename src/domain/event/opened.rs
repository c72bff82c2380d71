//! How a record begins.

use serde::{Deserialize, Serialize};

use crate::domain::ids::IncidentId;
use crate::domain::incident::PlaybookRef;
use crate::domain::time::{When, Zone};

/// The record began (T1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Opened {
    /// The id of the incident.
    pub incident: IncidentId,
    /// The process it runs on.
    pub playbook: PlaybookRef,
    /// Whether this is a drill.
    pub exercise: bool,
    /// The zone times are shown in.
    pub zone: Zone,
    /// The short description.
    pub title: String,
    /// Free text.
    pub details: String,
    /// Who became aware first.
    pub reporter: String,
    /// The Incident Commander.
    pub ic: String,
    /// Everyone else working on it.
    pub responders: Vec<String>,
    /// When the reporter became aware (R8).
    pub aware: When,
}
