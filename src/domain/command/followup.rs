//! Where remediation items are to be followed up.

use crate::domain::ids::FixId;
use crate::domain::incident::Followup;

/// Says where remediation items are followed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowupAsked {
    /// Which ones.
    pub ids: Vec<FixId>,
    /// Where; none takes it back that they are.
    pub to: Option<Followup>,
}
