//! What the last sitrep could tell, so that the next one knows what changed.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::duty::Decision;
use super::fix::FixState;
use super::lead::LeadState;
use super::moment::Moment;
use super::record::Incident;
use super::status::{Severity, Status};
use crate::domain::event::{Entry, Origin};
use crate::domain::ids::{EntryId, FixId, LeadId};
use crate::domain::time::{Instant, When};

/// How long after it went out a sitrep is recorded when nobody says otherwise: not at all, or
/// as long as it takes to press the key.
const SLACK: TimeDelta = TimeDelta::minutes(2);

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
    /// How many comments of others had come in.
    #[serde(default)]
    pub comments: usize,
    /// Where each lead stood.
    pub leads: Vec<(LeadId, LeadState)>,
    /// Where each remediation item stood.
    pub fixes: Vec<(FixId, FixState)>,
    /// The key times.
    #[serde(default)]
    pub moments: BTreeMap<Moment, When>,
}

impl Told {
    /// Returns how things stand now, as far as a sitrep that `entry` records could tell them.
    ///
    /// One that was written down long after it went out, as when somebody else sent it, tells
    /// nothing of what came into the record in between. Of status, severity and command only the
    /// present is known.
    #[must_use]
    pub fn of(incident: &Incident, number: u32, entry: &Entry) -> Self {
        let went_out = entry.happened.latest();
        let until = went_out.filter(|at| entry.recorded - *at > SLACK);
        let is_told = |at: Instant| until.is_none_or(|until| at <= until);
        let is_recorded = |by: EntryId| until.is_none_or(|until| by.recorded() <= until);
        // What moved since stood before as everything begins.
        let leads = incident.leads.iter().map(|lead| {
            let moved = !is_told(lead.changed_at);
            let state = if moved { LeadState::Open } else { lead.state };
            (lead.tag, (lead.id, state))
        });
        let fixes = incident.fixes.iter().map(|fix| {
            let moved = !is_told(fix.state_since());
            let state = if moved { FixState::Open } else { fix.state };
            (fix.tag, (fix.id, state))
        });
        let decisions = incident.decisions.iter();
        // The form of the first one has no place for two of them, and what it did not say is still
        // news.
        let is_first = incident.told.is_none();
        let moments = incident
            .moments
            .iter()
            .filter(|(moment, when)| match moment {
                Moment::Started => !is_first,
                Moment::Contained => !is_first && when.earliest().is_none_or(is_told),
                _ => true,
            });
        // Of what another machine recorded this one knows when it was, and not when it was recorded.
        let is_known = |decision: &Decision| match entry.origin {
            Origin::Local => is_recorded(decision.entry),
            Origin::Github | Origin::Baton => is_told(decision.at),
        };
        Self {
            number,
            at: entry.happened,
            status: incident.status,
            severity: incident.severity,
            ic: incident.ic.clone(),
            decisions: decisions.take_while(|it| is_known(it)).count(),
            comments: incident.imported_comments.len(),
            leads: leads
                .filter(|(tag, _)| is_recorded(*tag))
                .map(|(_, lead)| lead)
                .collect(),
            fixes: fixes
                .filter(|(tag, _)| is_recorded(*tag))
                .map(|(_, fix)| fix)
                .collect(),
            moments: moments.map(|(moment, when)| (*moment, *when)).collect(),
        }
    }
}
