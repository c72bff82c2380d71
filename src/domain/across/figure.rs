//! One metric over several incidents.

use std::collections::BTreeMap;

use super::case::Case;
use super::stretch::{Stretch, Summary, summary};
use crate::domain::measure::{Flag, Measure};
use crate::domain::metrics::{Kept, Metric};

/// A length of time over several incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Which metric.
    pub metric: Metric,
    /// In how many incidents it is known.
    pub known: usize,
    /// In how many nobody knows it.
    pub unknown: usize,
    /// In how many its times stand in the wrong order, which measures nothing.
    pub disputed: usize,
    /// What the known ones say together.
    pub summary: Option<Summary>,
}

/// What is said in words, over several incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Which metric.
    pub metric: Metric,
    /// In how many incidents something is said.
    pub known: usize,
    /// In how many nothing is.
    pub unknown: usize,
    /// What is said, and in how many incidents.
    pub values: BTreeMap<String, usize>,
}

/// Sitreps in time, over several incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SitrepTally {
    /// In how many incidents it is known what was promised.
    pub known: usize,
    /// In how many it is not.
    pub unknown: usize,
    /// All of them together.
    pub kept: Kept,
}

/// What one incident says of a length.
enum Said {
    Known(Stretch),
    Unknown,
    Disputed,
    /// None was owed, so nothing is missing.
    NotOwed,
}

/// The lengths that are compared, in the order of a report.
pub(super) const LENGTHS: [Metric; 8] = [
    Metric::TimeToDiscovery,
    Metric::TimeToContainment,
    Metric::GsaNoticeLatency,
    Metric::DeclarationDelay,
    Metric::TimeToConfirm,
    Metric::TimeToResolve,
    Metric::LargestUpdateGap,
    Metric::Labour,
];

impl Figure {
    pub(super) fn of(metric: Metric, cases: &[&Case]) -> Self {
        let mut figure = Self {
            metric,
            known: 0,
            unknown: 0,
            disputed: 0,
            summary: None,
        };
        let mut all = Vec::new();
        for case in cases {
            match said(metric, case) {
                Said::Known(stretch) => all.push(stretch),
                Said::Unknown => figure.unknown += 1,
                Said::Disputed => figure.disputed += 1,
                Said::NotOwed => {}
            }
        }
        figure.known = all.len();
        figure.summary = summary(&all);
        figure
    }
}

fn said(metric: Metric, case: &Case) -> Said {
    let metrics = &case.metrics;
    if metric == Metric::Labour {
        return Said::Known(Stretch::exact(metrics.labour));
    }
    if metric == Metric::LargestUpdateGap {
        let gap = metrics.largest_update_gap.as_ref();
        return gap.map_or(Said::NotOwed, |gap| Said::Known(Stretch::exact(gap.span)));
    }
    match metrics.measure(metric) {
        None | Some(Measure::Unknown { .. }) => Said::Unknown,
        Some(Measure::Known {
            low, high, flags, ..
        }) => {
            let is_wrong = |flag: &Flag| matches!(flag, Flag::OrderViolation { .. });
            if flags.iter().any(is_wrong) {
                return Said::Disputed;
            }
            Said::Known(Stretch {
                low: *low,
                high: *high,
            })
        }
    }
}

impl Tally {
    pub(super) fn of(metric: Metric, cases: &[&Case]) -> Self {
        let mut tally = Self {
            metric,
            known: 0,
            unknown: 0,
            values: BTreeMap::new(),
        };
        for case in cases {
            let metrics = &case.metrics;
            let values: Vec<&String> = if metric == Metric::ThreatActions {
                metrics.threat_actions.iter().collect()
            } else {
                metrics.discovery_method.iter().collect()
            };
            if values.is_empty() {
                tally.unknown += 1;
            } else {
                tally.known += 1;
            }
            for value in values {
                *tally.values.entry(value.clone()).or_default() += 1;
            }
        }
        tally
    }
}

impl SitrepTally {
    pub(super) fn of(cases: &[&Case]) -> Self {
        let mut tally = Self::default();
        for case in cases {
            let Some(kept) = case.metrics.sitreps_on_time else {
                tally.unknown += 1;
                continue;
            };
            tally.known += 1;
            tally.kept.on_time += kept.on_time;
            tally.kept.perhaps += kept.perhaps;
            tally.kept.due += kept.due;
        }
        tally
    }
}
