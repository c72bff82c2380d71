//! The metrics for scripts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Metric, Metrics, PublishedFigure};
use crate::domain::chronicle::{Promise, Turn};
use crate::domain::ids::EntryId;
use crate::domain::incident::Moment;
use crate::domain::measure::{Anchor, Flag, Measure};
use crate::domain::time::{Instant, Precision, Span, When};
use crate::domain::worksheet::Containment;

impl Metrics {
    /// Returns the form for scripts.
    #[must_use]
    pub fn report(&self) -> MetricsReport {
        MetricsReport {
            discovery_method: self.discovery_method.clone(),
            threat_actions: self.threat_actions.clone(),
            time_to_discovery: MeasureReport::of(&self.time_to_discovery),
            time_to_containment: MeasureReport::of(&self.time_to_containment),
            gsa_notice_latency: MeasureReport::of(&self.gsa_notice_latency),
            declaration_delay: MeasureReport::of(&self.declaration_delay),
            time_to_confirm: MeasureReport::of(&self.time_to_confirm),
            time_to_resolve: MeasureReport::of(&self.time_to_resolve),
            sitreps_on_time: self.sitreps_on_time.map(|kept| KeptReport {
                on_time: kept.on_time,
                perhaps: kept.perhaps,
                due: kept.due,
            }),
            largest_update_gap: self.largest_update_gap.as_ref().map(|gap| GapReport {
                length: gap.span.iso(),
                from: gap.from,
                to: gap.to,
                days_without: gap.days_without.iter().map(ToString::to_string).collect(),
            }),
            labour_hours: self.labour_hours(),
            moments: self.moments.clone(),
            earlier: self
                .earlier
                .iter()
                .map(|(moment, turns)| (*moment, turns.iter().map(EarlierReport::of).collect()))
                .collect(),
            containments: self.containments.clone(),
            sitreps: self.sitreps.iter().map(PromiseReport::of).collect(),
            notices: self.notices.iter().map(PromiseReport::of).collect(),
            phases: self
                .phases
                .iter()
                .map(|span| PhaseReport {
                    phase: span.phase.clone(),
                    from: span.from,
                    to: span.to,
                    length: span.length(self.now).iso(),
                    sources: [Some(span.began), span.ended]
                        .into_iter()
                        .flatten()
                        .collect(),
                })
                .collect(),
            decisions: self
                .decisions
                .iter()
                .map(|decision| DecisionReport {
                    about: decision.about.clone(),
                    at: decision.at,
                    waited: decision.waited.map(Span::iso),
                    sources: decision.sources.clone(),
                })
                .collect(),
            published: self.published.clone(),
            sources: self.sources.clone(),
            flags: self.flags.clone(),
        }
    }
}

/// The metrics for scripts.
///
/// Durations are ISO 8601, times are written as [`When`] is, hours are person-hours with two
/// decimals. A measure that is not known has `null` for its estimate and names what is missing.
///
/// ```json
/// {
///   "discovery_method": "external/customer",
///   "threat_actions": [],
///   "time_to_discovery": {
///     "estimate": "PT33M", "low": "PT33M", "high": "PT33M",
///     "precision": "minute", "words": "33 min", "flags": []
///   },
///   "time_to_containment": {
///     "estimate": null, "words": "unknown: contained is not set",
///     "missing": ["contained"], "flags": []
///   },
///   "gsa_notice_latency": {
///     "estimate": "PT1H30M", "low": "PT1H30M", "high": "PT1H30M",
///     "precision": "minute", "words": "1 h 30 min",
///     "flags": [{ "kind": "over-limit", "limit": "gsa-notice", "certain": true }]
///   },
///   "declaration_delay": {}, "time_to_confirm": {}, "time_to_resolve": {},
///   "sitreps_on_time": { "on_time": 3, "perhaps": 0, "due": 4 },
///   "largest_update_gap": {
///     "length": "P1DT2H", "from": "2025-07-23T16:59:00Z", "to": "2025-07-24T18:59:00Z",
///     "days_without": []
///   },
///   "labour_hours": 9.25,
///   "moments": { "started": "2025-07-23T15:35+01:00", "discovered": "2025-07-23T16:08+01:00" },
///   "earlier": { "contained": [{
///     "when": null, "by": "Dave", "recorded": "2025-07-23T17:10:00Z", "entry": "01.."
///   }] },
///   "containments": [{ "label": "token dead", "when": "2025-07-23T18:04+01:00", "entry": "01.." }],
///   "sitreps": [], "notices": [{
///     "clock": "K1", "name": "GSA notice", "started_at": "2025-07-23T15:08:00Z",
///     "due_at": "2025-07-23T16:08:00Z", "done_at": "2025-07-23T16:00:00Z", "outcome": "in time",
///     "sources": ["01..", "01.."]
///   }],
///   "phases": [{
///     "phase": "initiate", "from": "2025-07-23T15:08:00Z", "to": "2025-07-23T16:00:00Z",
///     "length": "PT52M", "sources": ["01.."]
///   }],
///   "decisions": [{
///     "about": "disruption", "at": "2025-07-23T16:30:00Z", "waited": "PT30M", "sources": ["01.."]
///   }],
///   "published": [{
///     "metric": "time-to-containment", "figure": "2 hours", "source": "the post",
///     "computed": "2 h 25 min", "verdict": "agrees", "entry": "01.."
///   }],
///   "sources": { "time-to-discovery": ["01..", "01.."] },
///   "flags": [{ "kind": "order-violation", "earlier": "discovered", "later": "contained" }]
/// }
/// ```
///
/// The last three measures have the same form as the first three. `sources` has for each metric,
/// and for each thing by itself, the ids of the entries of the journal that it comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricsReport {
    /// How it was discovered.
    pub discovery_method: Option<String>,
    /// What the actor did.
    pub threat_actions: Vec<String>,
    /// From the start to awareness.
    pub time_to_discovery: MeasureReport,
    /// From awareness to containment.
    pub time_to_containment: MeasureReport,
    /// From awareness to the first notice.
    pub gsa_notice_latency: MeasureReport,
    /// From awareness to the IC taking charge.
    pub declaration_delay: MeasureReport,
    /// From awareness to the confirmation.
    pub time_to_confirm: MeasureReport,
    /// From awareness to the end of activity.
    pub time_to_resolve: MeasureReport,
    /// Sitreps in time; null where the playbook is not known.
    pub sitreps_on_time: Option<KeptReport>,
    /// The longest time without a daily update; null where none was owed.
    pub largest_update_gap: Option<GapReport>,
    /// The sum of all shifts.
    pub labour_hours: f64,
    /// The key moments.
    pub moments: BTreeMap<Moment, When>,
    /// What the moments were before.
    pub earlier: BTreeMap<Moment, Vec<EarlierReport>>,
    /// Every instant at which something was contained.
    pub containments: Vec<Containment>,
    /// Each sitrep against the cadence.
    pub sitreps: Vec<PromiseReport>,
    /// Each notice against its deadline.
    pub notices: Vec<PromiseReport>,
    /// How long each phase took.
    pub phases: Vec<PhaseReport>,
    /// The decisions, and how long they waited.
    pub decisions: Vec<DecisionReport>,
    /// Published figures beside the computed ones.
    pub published: Vec<PublishedFigure>,
    /// The entries that each metric comes from.
    pub sources: BTreeMap<Metric, Vec<EntryId>>,
    /// What to look at: `order-violation`, `over-limit`, `false-alarm`.
    pub flags: Vec<Flag>,
}

/// A value that a moment had before, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EarlierReport {
    /// When it was said to be; null where it was taken away.
    pub when: Option<When>,
    /// Who said so.
    pub by: String,
    /// When that was written down.
    pub recorded: Instant,
    /// The entry that says so.
    pub entry: EntryId,
}

impl EarlierReport {
    fn of(turn: &Turn<Option<When>>) -> Self {
        Self {
            when: turn.value,
            by: turn.by.clone(),
            recorded: turn.recorded,
            entry: turn.entry,
        }
    }
}

/// What was done in time, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptReport {
    /// Done in time.
    pub on_time: usize,
    /// Done, and nobody can tell whether in time.
    pub perhaps: usize,
    /// Fell due.
    pub due: usize,
}

/// The longest time without a daily update, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GapReport {
    /// How long it was.
    pub length: String,
    /// Since when.
    pub from: Instant,
    /// Until when; null while it goes on.
    pub to: Option<Instant>,
    /// The calendar days without any.
    pub days_without: Vec<String>,
}

/// Something that was due, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseReport {
    /// Key of the clock.
    pub clock: String,
    /// Its name.
    pub name: String,
    /// When its round began.
    pub started_at: Instant,
    /// When it was due.
    pub due_at: Instant,
    /// When it was done, or not needed any more, the earliest that this can have been; null where
    /// it was not.
    pub done_at: Option<Instant>,
    /// What came of it.
    pub outcome: &'static str,
    /// The entries it comes from.
    pub sources: Vec<EntryId>,
}

impl PromiseReport {
    pub(in crate::domain) fn of(promise: &Promise) -> Self {
        Self {
            clock: promise.key.clone(),
            name: promise.name.clone(),
            started_at: promise.started_at,
            due_at: promise.due_at,
            done_at: promise.ended_at.earliest(),
            outcome: promise.outcome.word(),
            sources: promise.sources().collect(),
        }
    }
}

/// The time in a phase, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseReport {
    /// Key of the phase.
    pub phase: String,
    /// Since when.
    pub from: Instant,
    /// Until when; null while it goes on.
    pub to: Option<Instant>,
    /// How long.
    pub length: String,
    /// The entries it comes from.
    pub sources: Vec<EntryId>,
}

/// A decision and how long it waited, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionReport {
    /// What it is about.
    pub about: String,
    /// When it was taken.
    pub at: Instant,
    /// How long it waited; null where nobody knows.
    pub waited: Option<String>,
    /// The entries it comes from.
    pub sources: Vec<EntryId>,
}

/// One measure for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasureReport {
    /// The difference in units of the precision.
    pub estimate: Option<String>,
    /// The shortest it can have been.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// The longest it can have been.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
    /// The coarser precision of the two times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// What a person reads.
    pub words: String,
    /// What is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Anchor>,
    /// What to look at.
    pub flags: Vec<Flag>,
}

impl MeasureReport {
    fn of(measure: &Measure) -> Self {
        let (low, high, precision, missing) = match measure {
            Measure::Unknown { missing } => (None, None, None, missing.clone()),
            Measure::Known {
                low,
                high,
                precision,
                ..
            } => (
                Some(low.iso()),
                Some(high.iso()),
                Some(*precision),
                Vec::new(),
            ),
        };
        Self {
            estimate: measure.iso(),
            low,
            high,
            precision,
            words: measure.words(),
            missing,
            flags: measure.flags().to_vec(),
        }
    }
}
