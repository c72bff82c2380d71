//! Whoever comes back from a rest, while people work around the clock: they are told before,
//! as those are whom they relieve (R54).

use super::due::Due;
use super::facts::{Facts, later, sooner};
use super::shift::shift_clock;
use super::snooze::snooze_until;
use crate::domain::playbook::{Pace, WorkingMode};
use crate::domain::time::{Instant, Span};

/// How long before it is said when the clock of shifts does not say.
const WARN: Span = Span::minutes(30);
/// How long after their rest somebody who did not come is asked for.
const ASKED_FOR: Span = Span::hours(1);

/// Returns those whose rest is about to end, or ended and they did not come on shift yet.
pub(super) fn incoming(facts: Facts<'_>) -> Vec<Due> {
    let incident = facts.incident;
    let works_through = incident.working_mode == Some(WorkingMode::AroundTheClock);
    if !works_through || !incident.is_active() {
        return Vec::new();
    }
    let roster = incident.roster.iter();
    let resting = roster.filter_map(|(name, known)| Some((name, known.not_before?)));
    resting
        .filter(|(name, _)| incident.shift_of(name).is_none())
        .filter_map(|(name, until)| of(name, until, facts))
        .collect()
}

fn of(person: &str, until: Instant, facts: Facts<'_>) -> Option<Due> {
    let warn = shift_clock(facts.playbook).and_then(|clock| clock.warn);
    let warn_at = sooner(until, warn.unwrap_or(WARN));
    if facts.now < warn_at || facts.now > later(until, ASKED_FOR) {
        return None;
    }
    let key = format!("in:{person}");
    let at = facts.incident.zone.clock(until, facts.now);
    Some(Due {
        snoozed_until: snooze_until(&key, warn_at, facts),
        key,
        pace: Pace::Elapsed,
        name: format!("Comes on: {person}"),
        ask: format!("Call {person}: they rest until {at}"),
        reason: format!("rests until {at}"),
        started_at: warn_at,
        due_at: until,
        warn_at,
        calls_at: warn_at,
        legal: false,
        informs: false,
        command: "shift".to_owned(),
        message: None,
        settled_by: Vec::new(),
    })
}
