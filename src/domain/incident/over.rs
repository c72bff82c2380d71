//! When an incident was over.

use super::{Incident, Moment, Status};
use crate::domain::time::{Instant, When};

impl Incident {
    /// Returns when it was over: resolved, closed or found to be a false alarm, whichever was
    /// first; none while somebody works on it. Shifts that nobody ended stop then.
    #[must_use]
    pub fn over(&self) -> Option<Instant> {
        if self.is_active() {
            return None;
        }
        let ends = [Moment::Resolved, Moment::Closed].iter();
        let known = ends.filter_map(|moment| self.moments.get(moment));
        let known = known.filter_map(When::earliest);
        let is_false_alarm = self.status == Status::FalseAlarm;
        known
            .chain(self.false_alarm_at.filter(|_| is_false_alarm))
            .min()
    }
}
