//! Command while whoever has it is off shift: the clock of their shift counts no more, but they
//! command. It is asked for somebody to take it when their shift would have ended (R54, R90).

use super::due::Due;
use super::facts::{Facts, sooner};
use super::incoming::warn;
use super::shift::{shift_clock, shift_due};

/// Returns the clock of an IC who went off shift and did not hand command over.
pub(super) fn away(facts: Facts<'_>) -> Option<Due> {
    let Facts { incident, now, .. } = facts;
    let ic = &incident.ic;
    if !incident.is_active() || ic.is_empty() || incident.shift_of(ic).is_some() {
        return None;
    }
    let mut theirs = incident.shifts.iter().rev().filter(|it| it.person == *ic);
    let last = theirs.next()?;
    let (went, due_at) = (last.to?, shift_due(last, facts.playbook)?);
    let calls_early = shift_clock(facts.playbook)?.calls_early;
    let warn_at = sooner(due_at, warn(facts));
    Some(Due {
        name: format!("IC off shift: {ic}"),
        ask: format!("Hand command over, or come on shift: {ic} is off shift"),
        reason: format!("off shift since {}, and IC", incident.zone.clock(went, now)),
        at_fixed_time: false,
        calls_at: if calls_early { warn_at } else { due_at },
        command: "handoff".to_owned(),
        ..Due::beside(format!("off:{ic}"), (went, warn_at, due_at), facts)
    })
}
