//! Where long-term remediation is followed up, as the journal has it.

use serde::{Deserialize, Serialize};

use super::texts::{Said, Visitor};
use crate::domain::ids::FixId;
use crate::domain::incident::Followup;

/// A remediation item is followed up somewhere, or is to be (R42, R84).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FollowupSet {
    /// Which item.
    pub id: FixId,
    /// Where; none takes it back that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Followup>,
}

impl FollowupSet {
    /// Hands every text to `see`.
    pub(super) fn each_text(&mut self, see: &mut Visitor<'_>) {
        match &mut self.to {
            Some(Followup::Elsewhere { place }) => {
                see(Said::Now("where it is followed up"), place);
            }
            Some(Followup::Refused { why, .. }) => see(Said::Before, why),
            Some(Followup::Wanted { public, .. }) => see(Said::Now("the reason"), public),
            Some(Followup::Filed { .. }) | None => {}
        }
    }
}
