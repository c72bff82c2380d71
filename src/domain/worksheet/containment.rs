//! Instants of containment, and the one that counts (domain section 12).

use serde::{Deserialize, Serialize};

use crate::domain::ids::{EntryId, FixId};
use crate::domain::incident::{FixClass, FixState, Incident, Moment};
use crate::domain::time::When;

/// An instant at which something was contained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Containment {
    /// What was contained.
    pub label: String,
    /// When.
    pub when: When,
    /// The remediation item that contained it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixId>,
    /// The entry that says so.
    pub entry: EntryId,
    /// Whether the IC picked it for the metric.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub picked: bool,
}

impl Containment {
    /// Returns whether it may count by itself: no remediation item stands behind it, or one that
    /// is immediate and verified.
    #[must_use]
    pub fn counts(&self, incident: &Incident) -> bool {
        let Some(id) = self.fix else {
            return true;
        };
        incident
            .fix(id)
            .is_some_and(|fix| fix.class == FixClass::Immediate && fix.state == FixState::Verified)
    }
}

/// Returns the instant that the metric uses: the one that was picked, else the last that counts.
#[must_use]
pub(super) fn effective(incident: &Incident) -> Option<&Containment> {
    let all = &incident.worksheet.containments;
    let picked = all.iter().find(|it| it.picked);
    picked.or_else(|| {
        let counts = all.iter().filter(|it| it.counts(incident));
        counts.max_by_key(|it| it.when.earliest())
    })
}

/// Sets the anchor of containment from the instants that are known, unless somebody set it by
/// hand.
pub(in crate::domain) fn contain(incident: &mut Incident) {
    if incident.moments_set.contains(&Moment::Contained) {
        return;
    }
    match effective(incident).map(|it| it.when) {
        Some(when) => {
            incident.moments.insert(Moment::Contained, when);
        }
        None => {
            incident.moments.remove(&Moment::Contained);
        }
    }
}
