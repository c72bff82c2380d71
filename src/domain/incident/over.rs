//! When an incident was over.

use super::{Incident, Moment, Status};
use crate::domain::time::Instant;

/// What an incident was over by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverBy {
    /// Somebody said when it was resolved or its record closed.
    Moment(Moment),
    /// It was found to be a false alarm.
    FalseAlarm,
}

impl Incident {
    /// Returns when it was over: resolved, closed or found to be a false alarm, whichever was
    /// first; none while somebody works on it. Shifts that nobody ended stop then.
    #[must_use]
    pub fn over(&self) -> Option<Instant> {
        self.over_by().map(|(at, _)| at)
    }

    /// Returns until when its ages count: `now`, or when it was over.
    #[must_use]
    pub fn counts_until(&self, now: Instant) -> Instant {
        self.over().unwrap_or(now)
    }

    /// Returns when it was over, and by what.
    #[must_use]
    pub fn over_by(&self) -> Option<(Instant, OverBy)> {
        if self.is_active() {
            return None;
        }
        let ends = [Moment::Resolved, Moment::Closed].into_iter();
        let known = ends.filter_map(|moment| {
            let at = self.moments.get(&moment)?.earliest()?;
            Some((at, OverBy::Moment(moment)))
        });
        let is_false_alarm = self.status == Status::FalseAlarm;
        let alarm = self.false_alarm_at.filter(|_| is_false_alarm);
        known
            .chain(alarm.map(|at| (at, OverBy::FalseAlarm)))
            .min_by_key(|(at, _)| *at)
    }
}
