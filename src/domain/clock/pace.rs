//! Paces: when a round is due.

use chrono::Days;

use super::facts::{Facts, later, sane};
use super::round::{Round, round, starts};
use crate::domain::calendar::end_of_day;
use crate::domain::incident::Shift;
use crate::domain::playbook::{Clock, Pace, SeverityPolicy, WorkingMode};
use crate::domain::time::{Instant, Span};

/// How long before it is due a clock asks when the playbook does not say.
pub(super) const WARN: Span = Span::minutes(10);

/// Returns when a round is due; none for a clock whose time cannot come.
pub(super) fn due_at(clock: &Clock, round: &Round<'_>, facts: Facts<'_>) -> Option<Instant> {
    let from = round.counts_from(facts.now);
    match clock.pace {
        Pace::Elapsed => Some(later(from, clock.after?)),
        Pace::Cadence => {
            let asks = clock.warn.unwrap_or(WARN);
            let covered = if round.restarted {
                later(from, asks)
            } else {
                from
            };
            let cadence = next_sitrep(facts.policy()?, facts, (from, covered));
            let hurried = hurry(clock, facts).map(|span| later(from, span));
            Some(hurried.map_or(cadence, |hurried| hurried.min(cadence)))
        }
        Pace::CalendarDay => end_of_owed_day(round, facts),
        Pace::Date => Some(end_of_appointment(round)),
        Pace::PersonHours => hours_are_used_at(clock.after?, facts),
    }
}

/// An appointment for a day, of which nobody said the hour, can be kept until that day ends.
fn end_of_appointment(round: &Round<'_>) -> Instant {
    match round.from.coarse {
        Some(_) => round.from.latest,
        None => round.from.at,
    }
}

/// Returns whether a round is due at one of fixed times, whenever it begins.
pub(super) fn is_at_fixed_time(clock: &Clock, facts: Facts<'_>) -> bool {
    match clock.pace {
        Pace::Elapsed => false,
        Pace::Cadence => {
            let has_slots = facts.policy().is_some_and(|it| has_slots(it, facts));
            has_slots && hurry(clock, facts).is_none()
        }
        Pace::CalendarDay | Pace::Date | Pace::PersonHours => true,
    }
}

/// Returns the shortest time that a clock which hurries this one leaves it, while that runs.
pub(super) fn hurry(clock: &Clock, facts: Facts<'_>) -> Option<Span> {
    let other = facts.playbook.clock(clock.at_most.as_deref()?)?;
    let runs =
        other.on && (other.statuses.is_empty() || other.statuses.contains(&facts.incident.status));
    let running = round(other, &starts(other, facts), &other.settles, facts);
    running.filter(|_| runs).and(other.after)
}

/// What is sent once the clock asks for a slot is that of the slot: nobody is sent two in minutes.
fn next_sitrep(
    policy: &SeverityPolicy,
    facts: Facts<'_>,
    (from, covered): (Instant, Instant),
) -> Instant {
    let every = later(from, policy.sitrep_every);
    if !has_slots(policy, facts) {
        return every;
    }
    let (hours, zone) = (&facts.playbook.business_hours, facts.playbook.zone);
    let slot = hours.next_slot(&policy.sitrep_slots, zone, covered);
    slot.map_or(every, sane)
}

/// Returns whether sitreps are due at slots of working days.
fn has_slots(policy: &SeverityPolicy, facts: Facts<'_>) -> bool {
    let mode = facts.incident.working_mode.unwrap_or(policy.mode);
    mode == WorkingMode::BusinessHours && !policy.sitrep_slots.is_empty()
}

/// What was sent today covers today, so the next is due before tomorrow ends; before the first
/// one today itself is owed (R57).
fn end_of_owed_day(round: &Round<'_>, facts: Facts<'_>) -> Option<Instant> {
    let zone = facts.incident.zone;
    let day = zone.local(round.counts_from(facts.now)).date_naive();
    let owed = day.checked_add_days(Days::new(u64::from(round.restarted)))?;
    end_of_day(zone, owed).map(sane)
}

/// Returns the instant at which everybody's shifts together come to so many person-hours; none
/// when nobody is on shift and they did not.
fn hours_are_used_at(hours: Span, facts: Facts<'_>) -> Option<Instant> {
    let mut needed = hours.as_seconds();
    let (mut people, mut since) = (0, Instant::UNIX_EPOCH);
    for (at, change) in comings_and_goings(facts) {
        let worked = Span::between(since, at).as_seconds().saturating_mul(people);
        if worked >= needed {
            break;
        }
        needed -= worked;
        people += change;
        since = at;
    }
    let seconds = needed.checked_div(people).filter(|_| people > 0)?;
    Some(later(since, Span::seconds(seconds)))
}

/// Returns when people came (1) and went (-1), in order. Who works and came in the future, as
/// after the machine's clock was put back, came now.
fn comings_and_goings(facts: Facts<'_>) -> Vec<(Instant, i64)> {
    let ended = facts.incident.over();
    let shifts = facts.incident.shifts.iter();
    let mut all: Vec<(Instant, i64)> = shifts
        .flat_map(|shift| {
            let end = end_of(shift, ended);
            let came = match end {
                Some(_) => shift.from,
                None => shift.from.min(facts.now),
            };
            [Some((sane(came), 1)), end.map(|at| (at, -1))]
        })
        .flatten()
        .collect();
    all.sort_unstable();
    all
}

/// Returns when a shift ended. One that nobody ended stops with the incident.
fn end_of(shift: &Shift, ended: Option<Instant>) -> Option<Instant> {
    let end = shift.to.or(ended)?;
    Some(sane(end.max(shift.from)))
}

/// Returns the person-hours of all shifts up to now.
pub(super) fn hours_used(facts: Facts<'_>) -> Span {
    let (mut used, mut people, mut since) = (0_i64, 0, Instant::UNIX_EPOCH);
    let all = comings_and_goings(facts).into_iter();
    let past = all.take_while(|(at, _)| *at <= facts.now);
    for (at, change) in past.chain([(facts.now, 0)]) {
        let worked = Span::between(since, at).as_seconds().saturating_mul(people);
        used = used.saturating_add(worked);
        people += change;
        since = at;
    }
    Span::seconds(used)
}
