//! The rotation as it was accepted.

use serde::{Deserialize, Serialize};

use crate::domain::rotation::Rotation;

/// A plan of who works when holds from now on; one without shifts calls the rotation off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RotationSet {
    /// The plan, every shift with its number.
    pub rotation: Rotation,
}

impl RotationSet {
    /// Returns what people wrote: who, and why.
    pub(super) fn texts(&mut self) -> impl Iterator<Item = (&'static str, &mut String)> {
        let slots = self.rotation.slots.iter_mut();
        slots.flat_map(|slot| {
            [
                ("the name", &mut slot.person),
                ("the reason", &mut slot.reason),
            ]
        })
    }
}
