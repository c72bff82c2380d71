//! Rounds: from which start a clock runs, and since which restart it counts.

use super::facts::{Facts, later, sane};
use super::mark::{Mark, marks, message, missing, shows};
use crate::domain::incident::{Incident, MessageRecord};
use crate::domain::playbook::{Clock, Pace, Playbook, Signal};
use crate::domain::time::{Instant, Span};

/// One round of a clock.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Round<'a> {
    /// What it counts from: its start, or the last restart since.
    pub(super) from: Mark<'a>,
    /// Whether that is a restart.
    pub(super) restarted: bool,
}

impl Round<'_> {
    /// Returns what its time is counted from: one in the future counts as now, so that no
    /// clock gives more time than the process does.
    pub(super) fn counts_from(&self, now: Instant) -> Instant {
        self.from.at.min(now)
    }
}

/// Returns the marks that start a clock: those of the first signal that the record shows.
pub(super) fn starts<'a>(clock: &'a Clock, facts: Facts<'a>) -> Vec<Mark<'a>> {
    let mut signals = clock.starts.iter();
    let shown = signals.find(|signal| shows(signal, facts));
    shown.map_or_else(Vec::new, |signal| marks(signal, facts).collect())
}

/// Returns the round that runs, if one does: the first start that nothing settled since.
pub(super) fn round<'a>(
    clock: &'a Clock,
    starts: &[Mark<'a>],
    settles: &'a [Signal],
    facts: Facts<'a>,
) -> Option<Round<'a>> {
    if clock.once && settles.iter().any(|signal| shows(signal, facts)) {
        return None;
    }
    let open = starts.iter().filter(|start| {
        let mut settles = settles.iter();
        !settles.any(|signal| {
            // An appointment is kept whenever it is; only a new one opens it again.
            let is_kept = |mark: Mark<'_>| mark.was_recorded_after(start);
            let keeps = || marks(signal, facts).any(is_kept);
            has_settled(signal, start, facts) || (clock.pace == Pace::Date && keeps())
        })
    });
    let start = open.min_by_key(|start| start.at)?;
    Some(restarted(clock, start, facts))
}

/// Returns the round of a start, counted from its last restart.
fn restarted<'a>(clock: &'a Clock, start: &Mark<'a>, facts: Facts<'a>) -> Round<'a> {
    let now = facts.now;
    let all = clock.restarts.iter();
    let since: Vec<Mark<'a>> = all
        .flat_map(|signal| marks(signal, facts))
        .filter(|mark| mark.is_since(start, now))
        .collect();
    // What was written down after a time in the future, and is not in the future itself, tells
    // that the machine's clock was put back in between.
    let is_refuted = |mark: &Mark<'_>| {
        let mut others = since.iter();
        mark.at > now && others.any(|other| other.at <= now && other.was_recorded_after(mark))
    };
    let credible = since.iter().filter(|mark| !is_refuted(mark));
    match credible.max_by_key(|mark| mark.at) {
        Some(last) => Round {
            from: Mark {
                // A restart known to the minute can seem to be before its start.
                at: if start.at > now {
                    last.at
                } else {
                    last.at.max(start.at)
                },
                ..last.clone()
            },
            restarted: true,
        },
        None => Round {
            from: start.clone(),
            restarted: false,
        },
    }
}

/// Returns whether a signal settled what a mark started.
pub(super) fn has_settled(signal: &Signal, start: &Mark<'_>, facts: Facts<'_>) -> bool {
    match signal {
        Signal::Reached(id) => {
            let sent = sent_since(id, signal, start, facts);
            !sent.is_empty() && missing(&sent, id, facts.playbook).is_empty()
        }
        signal => marks(signal, facts).any(|mark| mark.is_since(start, facts.now)),
    }
}

/// Returns the messages of a kind since a mark.
pub(super) fn sent_since<'a>(
    id: &str,
    signal: &Signal,
    start: &Mark<'_>,
    facts: Facts<'a>,
) -> Vec<&'a MessageRecord> {
    let all = facts.incident.messages.iter();
    all.filter(|sent| sent.message == id && message(signal, sent).is_since(start, facts.now))
        .collect()
}

/// Returns when the long-remediation clock strikes (R52), settled or not: the one that the
/// decision on the working mode settles. None when the playbook has none, or nobody works on
/// the incident.
#[must_use]
pub fn long_remediation_at(incident: &Incident, playbook: &Playbook) -> Option<Instant> {
    let mut clocks = playbook.clocks.iter();
    let clock = clocks.find(|clock| clock.on && clock.settles.contains(&Signal::WorkingMode))?;
    // Without a present nothing is in the future, so the time of asking does not matter.
    let facts = Facts::new(incident, playbook, sane(Instant::MAX_UTC));
    let start = starts(clock, facts)
        .into_iter()
        .min_by_key(|start| start.at)?;
    let from = restarted(clock, &start, facts).from.at;
    let after = clock.after.unwrap_or(Span::hours(3));
    incident.is_active().then(|| later(from, after))
}
