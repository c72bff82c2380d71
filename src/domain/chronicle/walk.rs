//! The record played once more, each entry at the time it happened and with the anchors as they
//! are known today.

use std::collections::BTreeMap;

use super::phase::{PhaseSpan, Phases};
use super::promise::{Promise, Promises};
use crate::domain::apply::apply;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Incident, Moment};
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When};

/// An entry, at the time it happened.
#[derive(Clone, Copy)]
pub(super) struct Step<'e> {
    pub(super) entry: &'e Entry,
    pub(super) at: Instant,
}

/// Returns what the clocks promised and how long each phase took, up to `now`.
pub(super) fn walk(
    held: &[&Entry],
    playbook: &Playbook,
    now: Instant,
) -> (Vec<Promise>, Vec<PhaseSpan>) {
    let mut incident = Incident::default();
    let (mut promises, mut phases) = (Promises::default(), Phases::default());
    for step in in_order(held) {
        let was_closed = incident.closed;
        let _ = apply(&mut incident, step.entry);
        promises.see(&incident, playbook, step);
        if step.at <= now {
            phases.see(&incident, playbook, (step, was_closed));
        }
    }
    (promises.end(now), phases.spans)
}

/// Returns the entries in the order in which they happened, with the time of each. Of what was
/// corrected only the last word is there, and it is there from when it was so; when the incident
/// was discovered and opened is known from the beginning.
fn in_order<'e>(held: &[&'e Entry]) -> Vec<Step<'e>> {
    let mut last: BTreeMap<String, EntryId> = BTreeMap::new();
    for entry in held {
        if let Some((about, _)) = anchored(entry) {
            last.insert(about, entry.id);
        }
    }
    let mut all: Vec<(u8, Instant, &Entry)> = held
        .iter()
        .filter(|entry| match anchored(entry) {
            Some((about, _)) => last.get(&about) == Some(&entry.id),
            None => true,
        })
        .map(|entry| match (&entry.event, anchored(entry)) {
            (Event::Opened(_), _) => (0, entry.shown_at(), *entry),
            (
                Event::MomentSet {
                    moment: Moment::Discovered | Moment::Opened,
                    ..
                },
                _,
            ) => (1, entry.shown_at(), *entry),
            (_, Some((_, when))) => (2, when.earliest().unwrap_or(entry.shown_at()), *entry),
            (_, None) => (2, entry.shown_at(), *entry),
        })
        .collect();
    all.sort_by_key(|(rank, at, entry)| {
        let at = if *rank == 2 { *at } else { Instant::UNIX_EPOCH };
        (*rank, at, entry.seq)
    });
    // Nothing is looked at before the record began.
    let opened = all.first().map_or(Instant::UNIX_EPOCH, |(_, at, _)| *at);
    let looked_at = all.into_iter();
    looked_at
        .map(|(rank, at, entry)| Step {
            entry,
            at: if rank == 2 { at.max(opened) } else { opened },
        })
        .collect()
}

/// Returns what an entry says the time of, and the time.
pub(super) fn anchored(entry: &Entry) -> Option<(String, When)> {
    match &entry.event {
        Event::MomentSet { moment, when, .. } => Some((format!("moment {moment}"), *when)),
        Event::MilestoneReached(reached) => {
            Some((format!("milestone {}", reached.milestone), reached.when))
        }
        _ => None,
    }
}
