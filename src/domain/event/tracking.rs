//! Where long-term remediation is tracked, as the journal has it.

use serde::{Deserialize, Serialize};

use super::texts::{Said, Visitor};
use crate::domain::ids::FixId;
use crate::domain::incident::Tracking;

/// A remediation item is tracked somewhere, or is to be (R42, R84). Journals call it
/// `followup-set`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TrackingSet {
    /// Which item.
    pub id: FixId,
    /// Where; none takes it back that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Tracking>,
}

impl TrackingSet {
    /// Hands every text to `see`.
    pub(super) fn each_text(&mut self, see: &mut Visitor<'_>) {
        match &mut self.to {
            Some(Tracking::Elsewhere { place }) => {
                see(Said::Now("where it is followed up"), place);
            }
            Some(Tracking::Refused { why, .. }) => see(Said::Before, why),
            Some(Tracking::Wanted { public, .. }) => see(Said::Now("the reason"), public),
            Some(Tracking::Filed { .. }) | None => {}
        }
    }
}
