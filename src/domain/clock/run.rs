//! From a clock of the playbook to what runs of it: nothing, one, or one for each person.

use super::due::Due;
use super::facts::{Facts, later, sane, sooner};
use super::mark::{Mark, marks};
use super::pace::{WARN, due_at, is_at_fixed_time};
use super::round::{Round, round, starts};
use super::shift::{asks_at, is_of_shifts};
use super::snooze::snoozed_until;
use super::words::Words;
use crate::domain::incident::{Incident, Shift, Status};
use crate::domain::playbook::{Clock, Pace, Playbook, Signal, Then};
use crate::domain::time::{Instant, Span};

/// What the words and the deadline of a run are taken from.
struct Form<'a> {
    /// What stands behind the clock's id in the key.
    suffix: Option<&'a str>,
    name: &'a str,
    ask: &'a str,
    reason: &'a str,
    command: &'a str,
    message: Option<&'a str>,
    after: Option<Span>,
    warn: Option<Span>,
    settles: &'a [Signal],
    legal: bool,
}

impl<'a> Form<'a> {
    fn of(clock: &'a Clock) -> Self {
        Self {
            suffix: None,
            name: &clock.name,
            ask: &clock.ask,
            reason: &clock.reason,
            command: &clock.command,
            message: clock.message.as_deref(),
            after: clock.after,
            warn: clock.warn,
            settles: &clock.settles,
            legal: clock.legal,
        }
    }

    fn of_person(clock: &'a Clock, person: &'a str, ic: &str) -> Self {
        let plain = Self {
            suffix: Some(person),
            ..Self::of(clock)
        };
        match &clock.ic {
            Some(other) if person == ic => Self {
                name: &other.name,
                ask: &other.ask,
                command: &other.command,
                ..plain
            },
            Some(_) | None => plain,
        }
    }

    fn of_second(then: &'a Then) -> Self {
        Self {
            suffix: Some(&then.id),
            name: &then.name,
            ask: &then.ask,
            reason: &then.reason,
            command: &then.command,
            message: None,
            after: Some(then.after),
            warn: then.warn,
            settles: &then.settles,
            legal: false,
        }
    }
}

/// Returns what runs of a clock.
pub(super) fn running<'a>(clock: &'a Clock, facts: Facts<'a>) -> Vec<Due> {
    if !may_run(clock, facts) {
        return Vec::new();
    }
    let starts = starts(clock, facts);
    if clock.is_personal() {
        return of_each_person(clock, &starts, facts);
    }
    let first = run(clock, &starts, &Form::of(clock), facts);
    let then = clock.then.as_ref().map(Form::of_second);
    let second = then.and_then(|form| run(clock, &starts, &form, facts));
    first.into_iter().chain(second).collect()
}

/// Returns whether a clock waits for nothing but the time of a milestone that nobody said yet.
#[must_use]
pub fn waits_for(milestone: &str, incident: &Incident, playbook: &Playbook, now: Instant) -> bool {
    if incident.milestones.contains_key(milestone) {
        return false;
    }
    let facts = Facts::new(incident, playbook, now);
    let start = Signal::Milestone(milestone.to_owned());
    let mut clocks = playbook.clocks.iter();
    clocks.any(|clock| {
        clock.starts.contains(&start) && may_run(clock, facts) && starts(clock, facts).is_empty()
    })
}

/// Returns whether the incident stands where the clock can run.
fn may_run(clock: &Clock, facts: Facts<'_>) -> bool {
    let incident = facts.incident;
    let authority = facts.policy().map(|policy| policy.disruption);
    let has_authority = authority.is_some_and(|it| clock.authorities.contains(&it));
    clock.on
        && (clock.outlasts_closing || !incident.closed)
        && (clock.statuses.is_empty() || clock.statuses.contains(&incident.status))
        && (clock.authorities.is_empty() || has_authority)
        && !has_ended(clock, facts)
}

/// Returns whether what ends it happened since the incident was resolved.
fn has_ended(clock: &Clock, facts: Facts<'_>) -> bool {
    if facts.incident.status != Status::Resolved {
        return false;
    }
    let resolved: Vec<Mark<'_>> = marks(&Signal::Resolved, facts).collect();
    let mut ends = clock.ends.iter().flat_map(|signal| marks(signal, facts));
    ends.any(|end| {
        resolved
            .iter()
            .all(|resolved| end.is_since(resolved, facts.now))
    })
}

fn of_each_person<'a>(clock: &'a Clock, starts: &[Mark<'a>], facts: Facts<'a>) -> Vec<Due> {
    let mut people: Vec<&str> = Vec::new();
    for person in starts.iter().filter_map(|start| start.person) {
        if !people.contains(&person) {
            people.push(person);
        }
    }
    let of_person = |person: &'a str| {
        let theirs = starts.iter().filter(|start| start.person == Some(person));
        // Of several handoffs by one person the last one is the one they stay for.
        let last = theirs.max_by_key(|start| start.at)?.clone();
        let form = Form::of_person(clock, person, &facts.incident.ic);
        let due = run(clock, &[last], &form, facts)?;
        let shift = facts.incident.shift_of(person);
        match shift.filter(|_| is_of_shifts(clock)) {
            Some(shift) => Some(of_shift(due, clock, shift, facts)),
            None => Some(due),
        }
    };
    people.into_iter().filter_map(of_person).collect()
}

/// Puts what is known of the shift into its clock: that it was made longer, and whether the
/// person may have left without saying so. That is asked even of one that was put off before.
fn of_shift(due: Due, clock: &Clock, shift: &Shift, facts: Facts<'_>) -> Due {
    let mut due = due;
    if let Some(until) = shift.extended_to.filter(|until| *until > due.due_at) {
        let warn = Span::between(due.warn_at, due.due_at);
        due.due_at = sane(until);
        due.warn_at = sooner(due.due_at, warn);
        due.calls_at = if clock.calls_early {
            due.warn_at
        } else {
            due.due_at
        };
        due.reason = format!("{}, made longer", due.reason);
    }
    let asks_at = asks_at(shift, facts.incident, facts.playbook).filter(|at| facts.now > *at);
    if let (Some(unseen), Some(at)) = (&clock.unseen, asks_at) {
        due.ask = unseen.ask.replace("{person}", &shift.person);
        due.command.clone_from(&unseen.command);
        let said = facts.incident.snoozes.get(&due.key);
        if said.is_some_and(|said| said.at < at) {
            due.snoozed_until = None;
        }
    }
    due
}

fn run<'a>(
    clock: &'a Clock,
    starts: &[Mark<'a>],
    form: &Form<'a>,
    facts: Facts<'a>,
) -> Option<Due> {
    let round = round(clock, starts, form.settles, facts)?;
    let due_at = match form.after.filter(|_| clock.pace == Pace::Elapsed) {
        Some(after) => later(round.counts_from(facts.now), after),
        None => due_at(clock, &round, facts)?,
    };
    let key = match form.suffix {
        Some(suffix) => format!("{}:{suffix}", clock.id),
        None => clock.id.clone(),
    };
    let words = Words::new(clock, &round, form.after, due_at, facts);
    let warn_at = warn_at(clock, &round, (due_at, form.warn), facts);
    Some(Due {
        snoozed_until: snoozed_until(clock, &key, round.from.at, facts),
        key,
        pace: clock.pace,
        name: words.fill(form.name),
        ask: words.fill(form.ask),
        reason: words.reason(form.reason),
        started_at: round.from.at,
        began_by: Some(round.from.signal.clone()),
        began_in: round.from.entry,
        at_fixed_time: is_at_fixed_time(clock, facts),
        calls_at: if clock.calls_early { warn_at } else { due_at },
        warn_at,
        due_at,
        again: again(clock, facts),
        legal: form.legal,
        informs: clock.informs,
        command: form.command.to_owned(),
        message: form.message.map(str::to_owned),
        settled_by: settled_by(clock, form),
    })
}

/// Returns after how long it calls again. What goes on once the record is closed is a follow-up
/// like the others; of the rest the wall is in front of whoever works on the incident.
fn again(clock: &Clock, facts: Facts<'_>) -> Option<Span> {
    let every = facts.playbook.follow_up.every;
    clock.outlasts_closing.then_some(every)
}

fn warn_at(
    clock: &Clock,
    round: &Round<'_>,
    (due_at, warn): (Instant, Option<Span>),
    facts: Facts<'_>,
) -> Instant {
    let warn_at = sooner(due_at, warn.unwrap_or(WARN));
    match clock.after {
        // A calendar day may leave up to two days; the last word is old after `after`.
        Some(after) if clock.pace == Pace::CalendarDay => {
            warn_at.min(later(round.counts_from(facts.now), after))
        }
        Some(_) | None => warn_at,
    }
}

fn settled_by(clock: &Clock, form: &Form<'_>) -> Vec<Signal> {
    let mut all = form.settles.to_vec();
    for signal in clock.restarts.iter().chain(&clock.ends) {
        if !all.contains(signal) {
            all.push(signal.clone());
        }
    }
    all
}
