//! When the screen changes with nothing but the time.

use std::time::Duration;

use super::App;
use crate::domain::calendar::end_of_day;
use crate::domain::time::Instant;

impl App {
    /// Returns how long after `now` the screen changes by itself: with the second while a clock
    /// counts down, else each minute for the ages in the header. Once the incident is over they
    /// stand still, and only the day turns.
    #[must_use]
    pub fn until_change(&self, now: Instant) -> Duration {
        const MINUTE: Duration = Duration::from_secs(60);
        if !self.clocks.is_empty() {
            return until_second(now);
        }
        if self.incident.over().is_none() {
            return MINUTE;
        }
        let zone = self.incident.zone;
        let midnight = end_of_day(zone, zone.local(now).date_naive());
        let left = midnight.and_then(|midnight| (midnight - now).to_std().ok());
        left.map_or(MINUTE, |left| left.max(until_second(now)))
    }
}

/// Returns how long after `now` the next second begins. It is never so short that the time is
/// read just before it.
#[must_use]
pub fn until_second(now: Instant) -> Duration {
    let millis = u64::from(now.timestamp_subsec_millis());
    Duration::from_millis(1000_u64.saturating_sub(millis).max(20))
}
