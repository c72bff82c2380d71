//! What the last sitrep could tell, so that the next one knows what changed.

use serde::{Deserialize, Serialize};

use super::fix::FixState;
use super::lead::LeadState;
use super::record::Incident;
use super::status::{Severity, Status};
use crate::domain::ids::{FixId, LeadId};
use crate::domain::time::When;

/// How things stood when a sitrep was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Told {
    /// The number of the sitrep.
    pub number: u32,
    /// When it was written.
    pub at: When,
    /// Where the incident stood.
    pub status: Status,
    /// How severe it was.
    pub severity: Severity,
    /// Who commanded.
    pub ic: String,
    /// How many decisions had been taken.
    pub decisions: usize,
    /// Where each lead stood.
    pub leads: Vec<(LeadId, LeadState)>,
    /// Where each remediation item stood.
    pub fixes: Vec<(FixId, FixState)>,
}

impl Told {
    /// Returns how things stand now.
    #[must_use]
    pub fn of(incident: &Incident, number: u32, at: When) -> Self {
        let leads = incident.leads.iter().map(|lead| (lead.id, lead.state));
        let fixes = incident.fixes.iter().map(|fix| (fix.id, fix.state));
        Self {
            number,
            at,
            status: incident.status,
            severity: incident.severity,
            ic: incident.ic.clone(),
            decisions: incident.decisions.len(),
            leads: leads.collect(),
            fixes: fixes.collect(),
        }
    }
}
