//! One incident, as far as it matters beside others.

use super::repeat::RepeatKind;
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, Severity, Status};
use crate::domain::metrics::Metrics;
use crate::domain::vocabulary::Facet;

/// An incident among several.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its id.
    pub id: IncidentId,
    /// The short description.
    pub title: String,
    /// How severe it is.
    pub severity: Severity,
    /// Where it stands.
    pub status: Status,
    /// Whether responders still work on it.
    pub active: bool,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// What was measured.
    pub metrics: Metrics,
    /// What can come back in another incident.
    pub causes: Vec<(RepeatKind, String)>,
}

impl Case {
    /// Returns what of an incident matters beside others.
    #[must_use]
    pub fn of(incident: &Incident, metrics: Metrics) -> Self {
        let mut causes: Vec<(RepeatKind, String)> = Vec::new();
        for node in incident.worksheet.causes.in_order() {
            // What begins a tree is the question.
            if node.depth > 0 {
                causes.push((RepeatKind::Cause, node.cause.text.clone()));
            }
        }
        for (kind, facet) in [
            (RepeatKind::ThreatAction, Facet::ThreatActions),
            (RepeatKind::DiscoveryMethod, Facet::DiscoveryMethod),
            (RepeatKind::AttackVector, Facet::AttackVector),
        ] {
            causes.extend(
                facet
                    .values(incident)
                    .into_iter()
                    .map(|value| (kind, value)),
            );
        }
        causes.retain(|(_, text)| !text.trim().is_empty());
        Self {
            id: incident.id.clone(),
            title: incident.title.clone(),
            severity: incident.severity,
            status: incident.status,
            active: incident.is_active(),
            exercise: incident.exercise,
            metrics,
            causes,
        }
    }
}
