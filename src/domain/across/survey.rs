//! Several incidents together.

use super::case::Case;
use super::figure::{Figure, LENGTHS, SitrepTally, Tally};
use super::repeat::{Repeat, repeats};
use crate::domain::chronicle::Outcome;
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Severity, Status};
use crate::domain::metrics::Metric;
use crate::domain::time::{Instant, Span};

/// What several incidents say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Across {
    /// All that count, then those of each severity that there are any of, the highest first.
    pub groups: Vec<Group>,
    /// Notices that were late, or are.
    pub late: Vec<LateNotice>,
    /// Causes that came back.
    pub repeats: Vec<Repeat>,
    /// How many were false alarms, which measure nothing.
    pub false_alarms: usize,
    /// How many were exercises.
    pub exercises: usize,
}

/// The incidents of one severity.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The severity; none for all of them.
    pub severity: Option<Severity>,
    /// How many.
    pub incidents: usize,
    /// How many of them responders still work on.
    pub active: usize,
    /// Their lengths of time.
    pub figures: Vec<Figure>,
    /// What is said in words: discovery and threat actions.
    pub tallies: Vec<Tally>,
    /// Their sitreps against the cadence.
    pub sitreps: SitrepTally,
}

/// A notice that was late, missed, or is overdue.
#[derive(Debug, Clone, PartialEq)]
pub struct LateNotice {
    /// Of which incident.
    pub incident: IncidentId,
    /// What people call that.
    pub title: String,
    /// The key of the clock.
    pub key: String,
    /// What the clock wall called it.
    pub name: String,
    /// Whether a missed deadline is a legal one.
    pub legal: bool,
    /// When it was due.
    pub due_at: Instant,
    /// What came of it.
    pub outcome: Outcome,
    /// How long after the start of its round it was done; none where it was not.
    pub took: Option<Span>,
}

const SEVERITIES: [Severity; 4] = [
    Severity::High,
    Severity::Medium,
    Severity::Low,
    Severity::Unknown,
];

/// Returns what incidents say together; the order in which they are given is kept.
#[must_use]
pub fn across(cases: &[Case]) -> Across {
    let real = cases.iter().filter(|case| !case.exercise);
    let counted = real
        .clone()
        .filter(|case| case.status != Status::FalseAlarm);
    let counted: Vec<&Case> = counted.collect();
    let mut groups = vec![group(None, &counted)];
    for severity in SEVERITIES {
        let of = counted.iter().filter(|case| case.severity == severity);
        let of: Vec<&Case> = of.copied().collect();
        if !of.is_empty() {
            groups.push(group(Some(severity), &of));
        }
    }
    Across {
        groups,
        late: counted.iter().flat_map(|case| late(case)).collect(),
        repeats: repeats(counted.iter().copied()),
        false_alarms: real.count() - counted.len(),
        exercises: cases.iter().filter(|case| case.exercise).count(),
    }
}

fn group(severity: Option<Severity>, cases: &[&Case]) -> Group {
    let words = [Metric::DiscoveryMethod, Metric::ThreatActions];
    Group {
        severity,
        incidents: cases.len(),
        active: cases.iter().filter(|case| case.active).count(),
        figures: LENGTHS.map(|metric| Figure::of(metric, cases)).to_vec(),
        tallies: words.map(|metric| Tally::of(metric, cases)).to_vec(),
        sitreps: SitrepTally::of(cases),
    }
}

fn late(case: &Case) -> impl Iterator<Item = LateNotice> + '_ {
    let is_late = |outcome: Outcome| match outcome {
        Outcome::Late | Outcome::Missed | Outcome::Overdue => true,
        Outcome::Kept | Outcome::Perhaps | Outcome::Needless | Outcome::Running => false,
    };
    let notices = case.metrics.notices.iter();
    notices
        .filter(move |it| is_late(it.outcome))
        .map(|it| LateNotice {
            incident: case.id.clone(),
            title: case.title.clone(),
            key: it.key.clone(),
            name: it.name.clone(),
            legal: it.legal,
            due_at: it.due_at,
            outcome: it.outcome,
            took: it.took(),
        })
}

impl Group {
    /// Returns the word for people and scripts: a severity, or `all`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.severity.map_or("all", Severity::word)
    }
}
