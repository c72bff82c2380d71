//! Snoozes: whether a clock is put off, and until when.

use chrono::TimeDelta;

use super::facts::Facts;
use crate::domain::incident::Snooze;
use crate::domain::playbook::{Clock, Pace};
use crate::domain::time::{Instant, Span};

/// Clocks of machines differ a little.
const SLACK: TimeDelta = TimeDelta::minutes(5);

/// Returns until when a clock is put off that is put off for a while: as long past its due time,
/// or past now where it is overdue. Until it is due it asks for nothing that could be put off.
#[must_use]
pub fn put_off(due_at: Instant, by: Span, now: Instant) -> Instant {
    if by.as_seconds() <= 0 {
        return now;
    }
    let from = due_at.max(now);
    from.checked_add_signed(by.delta()).unwrap_or(from)
}

/// Returns when something asked last, or is to ask first: at `first`, or once its time to be put
/// off is over, and then as often as the process says; once where it does not say.
#[must_use]
pub fn last_asked(
    first: Instant,
    put_off_until: Option<Instant>,
    every: Option<Span>,
    now: Instant,
) -> Instant {
    let over = put_off_until.filter(|until| *until <= now);
    let first = over.map_or(first, |until| until.max(first));
    every.map_or(first, |every| every.last_since(first, now))
}

/// Returns until when a round is put off; none when it is not, or no longer counts.
pub(super) fn snoozed_until(
    clock: &Clock,
    key: &str,
    started_at: Instant,
    facts: Facts<'_>,
) -> Option<Instant> {
    let snooze = facts.incident.snoozes.get(key)?;
    let until = snooze_until(key, started_at, facts)?;
    (!is_before_change(clock, snooze, facts)).then_some(until)
}

/// Returns the same for what no clock of the playbook counts.
pub(super) fn snooze_until(key: &str, started_at: Instant, facts: Facts<'_>) -> Option<Instant> {
    let snooze = facts.incident.snoozes.get(key)?;
    let holds = is_of_round(snooze, started_at) && !is_from_the_future(snooze, facts);
    holds.then(|| snooze.until.unwrap_or(Instant::MAX_UTC))
}

/// A snooze of an earlier round is over. Which round it was said of is known by its start;
/// where that was corrected since, or the journal is older, by the time it was said.
fn is_of_round(snooze: &Snooze, started_at: Instant) -> bool {
    snooze.round == Some(started_at) || snooze.at >= started_at
}

/// What was put off at one severity asks again at another.
fn is_before_change(clock: &Clock, snooze: &Snooze, facts: Facts<'_>) -> bool {
    let changed_at = facts.incident.severity_changed_at;
    clock.pace == Pace::Cadence && changed_at.is_some_and(|changed| snooze.at < changed)
}

/// After the machine's clock was put back, a snooze for a quarter of an hour would last for
/// hours. For good is for good.
fn is_from_the_future(snooze: &Snooze, facts: Facts<'_>) -> bool {
    snooze.until.is_some() && snooze.at > facts.now + SLACK
}
