//! Where remediation items are to be tracked.

use crate::domain::ids::FixId;
use crate::domain::incident::Tracking;

/// Says where remediation items are tracked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackingAsked {
    /// Which ones.
    pub ids: Vec<FixId>,
    /// Where; none takes it back that they are.
    pub to: Option<Tracking>,
}
