//! Command while whoever has it is off shift: the clock of their shift counts no more, but they
//! command. It is asked for somebody to take it when their shift would have ended (R54, R90).

use super::due::Due;
use super::facts::{Facts, sooner};
use super::shift::{shift_clock, shift_due};
use super::snooze::snooze_until;
use crate::domain::playbook::Pace;
use crate::domain::time::Span;

/// How long before it is asked when the clock of shifts does not say.
const WARN: Span = Span::minutes(30);

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
    let clock = shift_clock(facts.playbook)?;
    let warn_at = sooner(due_at, clock.warn.unwrap_or(WARN));
    let key = format!("off:{ic}");
    Some(Due {
        snoozed_until: snooze_until(&key, went, facts),
        key,
        pace: Pace::Elapsed,
        name: format!("IC off shift: {ic}"),
        ask: format!("Hand command over, or come on shift: {ic} is off shift"),
        reason: format!("off shift since {}, and IC", incident.zone.clock(went, now)),
        started_at: went,
        began_by: None,
        began_in: None,
        at_fixed_time: false,
        due_at,
        warn_at,
        calls_at: if clock.calls_early { warn_at } else { due_at },
        again: None,
        legal: false,
        informs: false,
        command: "handoff".to_owned(),
        message: None,
        settled_by: Vec::new(),
    })
}
