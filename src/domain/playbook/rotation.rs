//! How a rotation is planned.

use serde::{Deserialize, Serialize};

use super::process::Playbook;
use super::signal::Signal;
use crate::domain::time::Span;

/// How a rotation is planned, beside the length of a shift, which is that of its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RotationPolicy {
    /// The least that somebody rests between two shifts. No source gives a figure: this one is
    /// a night's sleep.
    pub rest: Span,
    /// How far ahead a plan reaches unless somebody wants more or less. Our own figure too.
    pub horizon: Span,
}

impl Default for RotationPolicy {
    fn default() -> Self {
        Self {
            rest: Span::hours(8),
            horizon: Span::hours(24),
        }
    }
}

impl Playbook {
    /// Returns how long people work: what the clock of each person's shift runs (R54, R55), or
    /// three hours where the process has none.
    #[must_use]
    pub fn shift_length(&self) -> Span {
        let mut clocks = self.clocks.iter();
        let of_shift =
            clocks.find(|clock| clock.is_personal() && clock.starts.contains(&Signal::Shift));
        let after = of_shift.and_then(|clock| clock.after);
        after.unwrap_or(Span::hours(3))
    }
}
