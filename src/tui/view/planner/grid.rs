//! Which time each column of the chart stands for.

use crate::app::Planner;
use crate::domain::time::{Instant, Span};

/// How many minutes a column may stand for.
const STEPS: [i64; 9] = [15, 20, 30, 60, 120, 180, 240, 360, 720];
/// Which time each column stands for.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) from: Instant,
    /// How long a column is.
    pub(super) step: Span,
    /// How many there are.
    pub(super) columns: u16,
}

impl Grid {
    pub(super) fn fit(planner: &Planner, wide: u16) -> Self {
        let (from, mut to) = (planner.rotation.from, planner.rotation.to);
        for slot in &planner.rotation.slots {
            to = to.max(slot.to);
        }
        let minutes = (to - from).num_minutes().max(1);
        let most = i64::from(wide.max(1));
        let fits = |step: &&i64| minutes.div_euclid(**step) < most;
        let step = STEPS.iter().find(fits).unwrap_or(&STEPS[STEPS.len() - 1]);
        let columns = (minutes + step - 1).div_euclid(*step).min(most);
        Self {
            from,
            step: Span::minutes(*step),
            columns: u16::try_from(columns).unwrap_or(wide),
        }
    }

    /// Returns the time that a column begins with.
    pub(super) fn at(self, column: u16) -> Instant {
        self.from + self.step.delta() * i32::from(column)
    }

    /// Returns the column of an instant; none outside the chart.
    pub(super) fn column(self, at: Instant) -> Option<u16> {
        let seconds = Span::between(self.from, at).as_seconds();
        let column = seconds.div_euclid(self.step.as_seconds());
        u16::try_from(column)
            .ok()
            .filter(|column| *column < self.columns)
    }

    pub(super) fn ends(self, column: u16) -> Instant {
        self.at(column) + self.step.delta()
    }

    /// Returns whether a column has some of a stretch of time.
    pub(super) fn meets(self, column: u16, from: Instant, to: Instant) -> bool {
        from < self.ends(column) && self.at(column) < to
    }
}
