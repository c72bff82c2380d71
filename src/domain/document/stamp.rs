//! Times as people read them on the issue.

use crate::domain::time::{Instant, Precision, When, Zone};

/// Returns `14:02 UTC (10:02 EDT)`, or only the first part where the zone is UTC.
pub(super) fn clock(at: Instant, zone: Zone) -> String {
    let utc = at.format("%H:%M UTC").to_string();
    if zone == Zone::UTC {
        return utc;
    }
    format!("{utc} ({})", zone.local(at).format("%H:%M %Z"))
}

/// Returns `2026-11-22 14:02 UTC (10:02 EDT)`.
pub(super) fn day_and_clock(at: Instant, zone: Zone) -> String {
    format!("{} {}", at.format("%Y-%m-%d"), clock(at, zone))
}

/// Returns a time as exactly as it is known.
pub(super) fn when(when: &When, zone: Zone) -> String {
    match when {
        When::Unknown => "unknown".into(),
        When::Known { precision, .. } if precision.is_coarse() => {
            let exactness = match precision {
                Precision::Hour => "to the hour",
                Precision::Day => "to the day",
                Precision::Month => "to the month",
                Precision::Second | Precision::Minute | Precision::Year => "to the year",
            };
            format!("{when}, known {exactness}")
        }
        When::Known { at, .. } => day_and_clock(at.to_utc(), zone),
    }
}
