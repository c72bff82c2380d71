//! The rotation as it was accepted.

use serde::{Deserialize, Serialize};

use super::texts::{Said, Visitor};
use crate::domain::rotation::{Carried, Rotation};

/// A plan of who works when holds from now on; one without shifts calls the rotation off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RotationSet {
    /// The plan, every shift with its number.
    pub rotation: Rotation,
    /// Where it comes from, if another machine set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Carried>,
}

impl RotationSet {
    /// Hands what people wrote to `see`: who, and why.
    pub(super) fn each_text(&mut self, see: &mut Visitor<'_>) {
        for slot in &mut self.rotation.slots {
            see(Said::Now("the name"), &mut slot.person);
            see(Said::Now("the reason"), &mut slot.reason);
        }
    }
}
