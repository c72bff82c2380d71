//! The form for scripts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figure::{Figure, SitrepTally, Tally};
use super::repeat::Repeat;
use super::stretch::{Stretch, Summary};
use super::survey::{Across, Group, LateNotice};
use crate::domain::ids::IncidentId;
use crate::domain::metrics::Metric;
use crate::domain::time::Instant;

/// What several incidents say together, for scripts. Durations are ISO 8601; of one that is known
/// between two ends `low` and `high` differ. Without a known length `median`, `least` and `most`
/// are null.
///
/// ```json
/// {
///   "groups": [{
///     "severity": "all", "incidents": 3, "active": 1,
///     "lengths": [{
///       "metric": "time-to-containment", "known": 2, "unknown": 1, "disputed": 0,
///       "median": { "low": "PT2H", "high": "PT2H" },
///       "least": { "low": "PT1H", "high": "PT1H" },
///       "most": { "low": "PT3H", "high": "PT3H" }
///     }],
///     "values": [{
///       "metric": "discovery-method", "known": 2, "unknown": 1,
///       "values": { "Internal - reported by employee": 2 }
///     }],
///     "sitreps": { "known": 3, "unknown": 0, "on_time": 4, "perhaps": 0, "due": 5 }
///   }],
///   "late_notices": [{
///     "incident": "2026-11-22-the-chickens-have-escaped", "title": "The chickens have escaped",
///     "clock": "K1", "name": "GSA notice", "legal": true,
///     "due_at": "2026-11-22T15:02:00Z", "outcome": "late", "took": "PT1H20M"
///   }],
///   "repeats": [{
///     "kind": "cause", "text": "nobody owned the gate",
///     "incidents": ["2026-11-22-the-chickens-have-escaped", "2026-12-01-the-fox"]
///   }],
///   "false_alarms": 1, "exercises": 0
/// }
/// ```
#[derive(Debug, Serialize)]
pub struct AcrossReport<'a> {
    groups: Vec<GroupReport<'a>>,
    late_notices: Vec<LateReport<'a>>,
    repeats: &'a [Repeat],
    false_alarms: usize,
    exercises: usize,
}

#[derive(Debug, Serialize)]
struct GroupReport<'a> {
    severity: &'static str,
    incidents: usize,
    active: usize,
    lengths: Vec<FigureReport>,
    values: Vec<TallyReport<'a>>,
    sitreps: SitrepReport,
}

#[derive(Debug, Serialize)]
struct FigureReport {
    metric: Metric,
    known: usize,
    unknown: usize,
    disputed: usize,
    median: Option<EndsReport>,
    least: Option<EndsReport>,
    most: Option<EndsReport>,
}

#[derive(Debug, Serialize)]
struct EndsReport {
    low: String,
    high: String,
}

#[derive(Debug, Serialize)]
struct TallyReport<'a> {
    metric: Metric,
    known: usize,
    unknown: usize,
    values: &'a BTreeMap<String, usize>,
}

#[derive(Debug, Serialize)]
struct SitrepReport {
    known: usize,
    unknown: usize,
    on_time: usize,
    perhaps: usize,
    due: usize,
}

#[derive(Debug, Serialize)]
struct LateReport<'a> {
    incident: &'a IncidentId,
    title: &'a str,
    clock: &'a str,
    name: &'a str,
    legal: bool,
    due_at: Instant,
    outcome: &'static str,
    took: Option<String>,
}

impl Across {
    /// Returns the form for scripts.
    #[must_use]
    pub fn report(&self) -> AcrossReport<'_> {
        AcrossReport {
            groups: self.groups.iter().map(GroupReport::of).collect(),
            late_notices: self.late.iter().map(LateReport::of).collect(),
            repeats: &self.repeats,
            false_alarms: self.false_alarms,
            exercises: self.exercises,
        }
    }
}

impl<'a> GroupReport<'a> {
    fn of(group: &'a Group) -> Self {
        Self {
            severity: group.word(),
            incidents: group.incidents,
            active: group.active,
            lengths: group.figures.iter().map(FigureReport::of).collect(),
            values: group.tallies.iter().map(TallyReport::of).collect(),
            sitreps: SitrepReport::of(group.sitreps),
        }
    }
}

impl FigureReport {
    fn of(figure: &Figure) -> Self {
        let end = |of: fn(&Summary) -> Stretch| {
            let stretch = figure.summary.as_ref().map(of);
            stretch.map(|it| EndsReport {
                low: it.low.iso(),
                high: it.high.iso(),
            })
        };
        Self {
            metric: figure.metric,
            known: figure.known,
            unknown: figure.unknown,
            disputed: figure.disputed,
            median: end(|it| it.median),
            least: end(|it| it.least),
            most: end(|it| it.most),
        }
    }
}

impl<'a> TallyReport<'a> {
    fn of(tally: &'a Tally) -> Self {
        Self {
            metric: tally.metric,
            known: tally.known,
            unknown: tally.unknown,
            values: &tally.values,
        }
    }
}

impl SitrepReport {
    fn of(tally: SitrepTally) -> Self {
        Self {
            known: tally.known,
            unknown: tally.unknown,
            on_time: tally.kept.on_time,
            perhaps: tally.kept.perhaps,
            due: tally.kept.due,
        }
    }
}

impl<'a> LateReport<'a> {
    fn of(late: &'a LateNotice) -> Self {
        Self {
            incident: &late.incident,
            title: &late.title,
            clock: &late.key,
            name: &late.name,
            legal: late.legal,
            due_at: late.due_at,
            outcome: late.outcome.word(),
            took: late.took.map(crate::domain::time::Span::iso),
        }
    }
}
