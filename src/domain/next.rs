//! The one next step: what the process asks for now, why, by when, and how it is settled.

mod line;

use super::checklist::{self, Row};
use super::clock::{self, Due, Urgency};
use super::decision::disruption::authority;
use super::decision::{self, DISRUPTION};
use super::ids::ItemId;
use super::incident::{Incident, Status};
use super::ledger::left_to_send;
use super::playbook::{Pace, Playbook, Signal};
use super::ruling;
use super::suggestion::SuggestionId;
use super::text::count;
use super::time::{Instant, Span};
use super::timeline::describe_action;
use line::{from_guard, from_line, severity_first, tells, ticks, told_by};

/// What to do next.
#[derive(Debug, Clone, PartialEq)]
pub struct NextStep {
    /// What, in the imperative.
    pub text: String,
    /// Why the process asks for it.
    pub why: String,
    /// The command that settles it; `tick` marks the checklist line.
    pub command: String,
    /// The clock that runs for it.
    pub due: Option<Due>,
    /// The checklist line it comes from.
    pub item: Option<ItemId>,
    /// The conflict it comes from.
    pub conflict: Option<String>,
    /// The suggestion it comes from.
    pub suggestion: Option<SuggestionId>,
    /// How loudly it asks.
    pub urgency: Urgency,
}

/// How long a line is where nobody says how much fits.
const LINE: usize = 100;

/// How much is left at most when a deadline comes before the checklist. What is due at midnight
/// asks from the evening on, and stands beside the checklist until then.
const NEAR: Span = Span::hours(1);

/// The command that writes down a call to a team lead.
const CALL: &str = "team-lead";

/// Returns the next step. Overdue legal notices come first, then conflicts, then overdue
/// sitreps, then other overdue clocks, then what a decision on a disruption waits for (a call
/// behind what is due before it), then a clock that is due within the hour and asks, then what people suggest, then a notice whose hour runs, then the phase's next line, then the
/// clocks that have time. Among what has a deadline the one that is due first is taken; an update
/// is asked for once its first notice is out. Once the record is closed only what waits for a word
/// of the Incident Commander is left, what outlasts the closing once it is due, and what was not
/// sent.
#[must_use]
pub fn next(incident: &Incident, playbook: &Playbook, now: Instant) -> Option<NextStep> {
    let clocks = without_early_updates(clock::due(incident, playbook, now), playbook, now);
    if incident.closed {
        let mut due = clocks
            .iter()
            .filter(|due| due.urgency(now) >= Urgency::Soon);
        return from_conflict(incident, now)
            .or_else(|| from_suggestion(incident, now))
            .or_else(|| due.next().map(|due| from_clock(due, now)))
            .or_else(|| from_unsent(incident, playbook));
    }
    let overdue = |want: &dyn Fn(&Due) -> bool| {
        let found = clocks
            .iter()
            .find(|due| want(due) && due.urgency(now) == Urgency::Overdue);
        found.map(|due| from_clock(due, now))
    };
    let step = overdue(&|due| due.legal)
        .or_else(|| from_conflict(incident, now))
        .or_else(|| overdue(&|due| due.pace == Pace::Cadence))
        .or_else(|| overdue(&|_| true))
        .or_else(|| from_disruption(incident, playbook, &clocks, now))
        .or_else(|| {
            let step = from_line_or_soon(incident, playbook, &clocks, now);
            let (pressing, calm) = match step {
                Some(step) if step.urgency == Urgency::Soon => (Some(step), None),
                calm => (None, calm),
            };
            pressing.or_else(|| from_suggestion(incident, now)).or(calm)
        })
        .or_else(|| {
            let runs = |due: &&Due| !due.is_snoozed(now) && !due.informs;
            clocks.iter().find(runs).map(|due| from_clock(due, now))
        });
    step.map(|step| led_by_authority(step, incident, playbook, now))
}

/// Returns what a decision on a disruption waits for, where somebody can do something about it.
fn from_disruption(
    incident: &Incident,
    playbook: &Playbook,
    clocks: &[Due],
    now: Instant,
) -> Option<NextStep> {
    let step = decision::step(incident, playbook, now)?;
    if let Some(due) = clocks.iter().find(|due| asks_for_disruption(due)) {
        let is_before = |it: &Due| it.goes_before(due, now);
        // A call decides nothing yet: what is due before its hour is over comes first.
        let sooner = from_line_or_soon(incident, playbook, clocks, now)
            .filter(|other| step.command == CALL && other.due.as_ref().is_some_and(is_before));
        let calls = Some(from_clock(due, now)).filter(|step| step.urgency != Urgency::Snoozed);
        return sooner.filter(|_| calls.is_some()).or(calls);
    }
    Some(NextStep {
        text: step.text,
        why: authority(incident, playbook, now).line(incident.zone, now),
        command: step.command.to_owned(),
        due: None,
        item: None,
        conflict: None,
        suggestion: None,
        urgency: Urgency::Soon,
    })
}

fn asks_for_disruption(due: &Due) -> bool {
    let decided = Signal::Decision(DISRUPTION.to_owned());
    due.settled_by.contains(&decided)
}

/// The clock of the team leads asks for the decision; before that there may be somebody to try,
/// or an answer to write down.
fn led_by_authority(
    mut next: NextStep,
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> NextStep {
    let Some(due) = next.due.as_mut().filter(|due| asks_for_disruption(due)) else {
        return next;
    };
    if let Some(step) = decision::step(incident, playbook, now) {
        step.command.clone_into(&mut due.command);
        step.command.clone_into(&mut next.command);
        next.text = step.text;
    }
    next
}

fn from_clock(due: &Due, now: Instant) -> NextStep {
    NextStep {
        text: due.ask.clone(),
        why: due.reason.clone(),
        command: due.command.clone(),
        due: Some(due.clone()),
        item: None,
        conflict: None,
        suggestion: None,
        urgency: due.urgency(now),
    }
}

/// Returns what waits to be sent though the record is closed: nothing else would ask for it.
fn from_unsent(incident: &Incident, playbook: &Playbook) -> Option<NextStep> {
    let unsent = left_to_send(incident, playbook);
    Some(NextStep {
        text: format!("Not sent: {}", unsent.first()?),
        why: match unsent.len() {
            1 => "the record is closed without it".to_owned(),
            all => format!("the record is closed without {}", count(all, "message")),
        },
        command: "view-comms".into(),
        due: None,
        item: None,
        conflict: None,
        suggestion: None,
        urgency: Urgency::Calm,
    })
}

fn from_conflict(incident: &Incident, now: Instant) -> Option<NextStep> {
    let (subject, conflict) = incident.conflicts.first_key_value()?;
    Some(NextStep {
        text: ruling::line(subject, conflict, incident.zone, LINE),
        why: ruling::why(conflict, incident, now),
        command: "conflict".into(),
        due: None,
        item: None,
        conflict: Some(subject.clone()),
        suggestion: None,
        urgency: Urgency::Soon,
    })
}

/// Returns the oldest suggestion; a comment that came later waits behind it.
fn from_suggestion(incident: &Incident, now: Instant) -> Option<NextStep> {
    let (id, suggestion) = incident.suggestions.first_key_value()?;
    let at = incident.zone.clock(suggestion.at, now);
    Some(NextStep {
        text: format!(
            "{} suggests: {}",
            suggestion.by,
            describe_action(&suggestion.action)
        ),
        why: format!("by a comment at {at}; nothing is done until you accept it"),
        command: "suggestion".into(),
        due: None,
        item: None,
        conflict: None,
        suggestion: Some(*id),
        urgency: Urgency::Calm,
    })
}

fn from_line_or_soon(
    incident: &Incident,
    playbook: &Playbook,
    clocks: &[Due],
    now: Instant,
) -> Option<NextStep> {
    let rows: Vec<Row<'_>> = checklist::open_required(incident, playbook, now).collect();
    let row = first_notice(&rows, incident, playbook, clocks, now).or(rows.first());
    let of_row = |row: &Row<'_>| from_line(row, incident, playbook, clocks, now);
    let line = row.map(|row| match severity_first(incident, row, &rows) {
        Some(severity) => NextStep {
            why: "the confirmation records it too; a quick one will do, it can change".to_owned(),
            ..of_row(severity)
        },
        None => from_guard(incident, row).unwrap_or_else(|| of_row(row)),
    });
    let line = match line {
        Some(line) if line.due.is_some() => Some(line),
        line => from_first_notice(&rows, incident, playbook, clocks, now).or(line),
    };
    // Of a false alarm its own list says who is to be told, and what else is before that.
    let is_false = incident.status == Status::FalseAlarm;
    let is_notice = |due: &Due| !is_false && is_notice(due, playbook) && !due.is_snoozed(now);
    let is_near = |due: &Due| due.urgency(now) == Urgency::Soon && due.left(now) <= NEAR;
    let mut pressing = clocks.iter().filter(|due| is_near(due) || is_notice(due));
    let Some(due) = pressing.next() else {
        return line;
    };
    let of_line = line.as_ref().and_then(|line| line.due.as_ref());
    if of_line.is_some_and(|it| !due.goes_before(it, now)) {
        return line;
    }
    let carries = |row: &&Row<'_>| of_row(row).due.is_some_and(|it| it.key == due.key);
    let row = rows.iter().find(carries).filter(|_| !is_near(due));
    let Some(row) = row else {
        return Some(from_clock(due, now));
    };
    // Until it is known to be real, what its own list has before it comes first.
    let is_before = |it: &&Row<'_>| incident.confirmed_at.is_none() && is_of_one_list(it, row);
    let row = rows.iter().find(is_before).unwrap_or(row);
    Some(of_row(row))
}

fn is_of_one_list(one: &Row<'_>, other: &Row<'_>) -> bool {
    let list = |row: &Row<'_>| {
        row.item
            .map(|item| (item.phase.clone(), item.situation.clone()))
    };
    list(one) == list(other)
}

/// Returns whether a clock is that of one notice that has an hour at most: nothing without a
/// deadline stands before it. The first word to those whom the sitreps tell too waits for the
/// initial sitrep; [`from_first_notice`] sees to it.
fn is_notice(due: &Due, playbook: &Playbook) -> bool {
    let tells = |signal: &Signal| matches!(signal, Signal::Message(_) | Signal::Reached(_));
    playbook.clock(&due.key).is_some_and(|clock| {
        clock.pace == Pace::Elapsed
            && clock.restarts.is_empty()
            && clock.after.is_some_and(|after| after <= NEAR)
            && clock.settles.iter().any(tells)
    })
}

/// Returns the line of somebody whom the sitrep was to reach and did not, while the hour of their
/// first notice runs: nothing without such a deadline stands before it.
fn first_notice<'r, 'a>(
    rows: &'r [Row<'a>],
    incident: &Incident,
    playbook: &Playbook,
    clocks: &[Due],
    now: Instant,
) -> Option<&'r Row<'a>> {
    incident.last_sitrep()?;
    rows.iter().find(|row| {
        let told = told_by(row, playbook);
        let notices = clocks.iter().filter(|due| is_first_notice(due, playbook));
        let mut notices = notices.filter(|due| !due.is_snoozed(now));
        notices.any(|due| tells(due, &told))
    })
}

/// Returns the first notice that the law wants and that no open line is about.
fn from_first_notice(
    rows: &[Row<'_>],
    incident: &Incident,
    playbook: &Playbook,
    clocks: &[Due],
    now: Instant,
) -> Option<NextStep> {
    incident.confirmed_at?;
    let is_of_line = |due: &Due| {
        rows.iter()
            .any(|row| tells(due, &told_by(row, playbook)) || ticks(row, due))
    };
    let mut notices = clocks.iter().filter(|due| is_first_notice(due, playbook));
    let found = notices.find(|due| !due.is_snoozed(now) && !is_of_line(due));
    found.map(|due| from_clock(due, now))
}

/// Leaves out the updates for somebody whose first notice still runs: an update is none before
/// they heard of it, and their first notice settles both.
fn without_early_updates(mut clocks: Vec<Due>, playbook: &Playbook, now: Instant) -> Vec<Due> {
    let is_first = |due: &Due| is_first_notice(due, playbook);
    let firsts = clocks
        .iter()
        .filter(|due| is_first(due) && !due.is_snoozed(now));
    let settled = firsts.flat_map(|due| &due.settled_by);
    let untold = settled.filter(|it| matches!(it, Signal::Told(_)));
    let untold: Vec<Signal> = untold.cloned().collect();
    clocks.retain(|due| is_first(due) || !due.settled_by.iter().any(|it| untold.contains(it)));
    clocks
}

/// Returns whether a clock is that of the first word to somebody whom the sitreps tell too.
fn is_first_notice(due: &Due, playbook: &Playbook) -> bool {
    let mut settles = due.settled_by.iter();
    due.legal
        && settles.any(|signal| matches!(signal, Signal::Told(_)))
        && playbook.clock(&due.key).is_some_and(|clock| clock.once)
}
