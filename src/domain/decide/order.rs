//! Times that cannot be: what was done before anybody was aware, and moments out of order.

use super::refusal::Refusal;
use crate::domain::command::{Command, Opening, Request};
use crate::domain::event::Origin;
use crate::domain::ids::FixId;
use crate::domain::incident::{FixState, Incident, Moment, Status};
use crate::domain::measure::is_violated;
use crate::domain::metrics::ORDERS;
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When};

/// A time is typed to the minute, and awareness is recorded to the second.
const MINUTE: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// Stands against a part of the response that would be older than awareness: an hour that ran
/// before anybody knew gives no authority (R49), and nobody was told of what nobody knew.
pub(super) fn guard_awareness(
    incident: &Incident,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    let is_response = matches!(
        request.command,
        Command::TryTeamLead(_)
            | Command::Decide(_)
            | Command::RecordMessage { .. }
            | Command::MoveRoutes { .. }
            | Command::SetStatus { .. }
    );
    let aware = incident.moments.get(&Moment::Discovered);
    let aware = aware.and_then(When::earliest);
    // Boards are filled in afterwards, and what stands on them is older than the record: only an
    // awareness that somebody told stands against it.
    let is_board = matches!(
        request.command,
        Command::MoveFix { .. } | Command::VerifyFix { .. } | Command::MoveLead { .. }
    );
    let is_bound = is_response || (is_board && says_awareness(incident));
    let bound = aware.filter(|_| is_bound).map(|aware| Bound {
        code: "before-awareness",
        at: aware,
        what: "anybody was aware",
        hint: "look at the time and its day, or set first when it was discovered",
    });
    guard_bound(incident, request, bound, now)
}

/// Stands against a message that would have gone out before it was written: a deadline would count
/// as kept by a text that did not exist yet.
pub(super) fn guard_writing(
    incident: &Incident,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    let Command::MoveRoutes { of, .. } = &request.command else {
        return Ok(());
    };
    // Of a sending that was recorded afterwards the text was there when it was sent.
    let written = incident.message(*of).map(|record| {
        let (recorded, sent) = (record.entry.recorded(), record.at.earliest());
        sent.map_or(recorded, |sent| sent.min(recorded))
    });
    let bound = written.map(|written| Bound {
        code: "before-writing",
        at: written,
        what: "it was written",
        hint: "look at the time and its day, or say which text went out then",
    });
    guard_bound(incident, request, bound, now)
}

/// Stands against a check of what was not done yet: it would let the incident be resolved by a look
/// at what was still broken (R42). An item is often put on the board later than it was done, so
/// when it was put there is no bound.
pub(super) fn guard_check(
    incident: &Incident,
    request: &Request,
    id: FixId,
    now: Instant,
) -> Result<(), Refusal> {
    let done = incident.fix(id).filter(|fix| fix.state == FixState::Done);
    let bound = done.map(|fix| Bound {
        code: "verify-before-done",
        at: fix.changed_at,
        what: "it was done",
        hint: "look at the time and its day, or say first when it was done",
    });
    guard_bound(incident, request, bound, now)
}

/// Stands against an opening that would come before awareness: nobody takes charge of what nobody
/// knows, and the hour of the notice (R8) would count from too late.
pub(super) fn guard_opening(opening: &Opening, request: &Request) -> Result<(), Refusal> {
    match request.happened {
        Some(at) if is_violated(opening.aware, at) => Err(Refusal::guard(
            "before-awareness",
            format!(
                "it would be opened at {}, before anybody was aware, at {}",
                opening.zone.plain(&at),
                opening.zone.plain(&opening.aware)
            ),
            "look at the times and their days",
        )),
        _ => Ok(()),
    }
}

/// Stands against an end that would come before the incident was confirmed.
pub(super) fn guard_end(
    incident: &Incident,
    request: &Request,
    to: Status,
    now: Instant,
) -> Result<(), Refusal> {
    let confirmed = incident.confirmed_at.filter(|_| to == Status::Resolved);
    let bound = confirmed.map(|at| Bound {
        code: "moment-order",
        at,
        what: "it was confirmed",
        hint: "look at the time and its day",
    });
    guard_bound(incident, request, bound, now)
}

/// Stands against a report that would be older than awareness, or awareness that would come after
/// the report: nobody tells the team of what nobody knows, and the hour of the notice (R8) counts
/// from awareness. The time of opening that stands for an awareness that nobody told is no ground
/// to refuse: see [`unsaid_awareness`].
pub(super) fn guard_report(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
) -> Result<(), Refusal> {
    if request.origin != Origin::Local {
        return Ok(());
    }
    let zone = incident.zone;
    match &request.command {
        Command::ReachMilestone(asked) if says_awareness(incident) => {
            match early_report(incident, playbook, (&asked.milestone, asked.when)) {
                Some((name, aware)) => Err(Refusal::guard(
                    "before-awareness",
                    format!(
                        "{name}: {} is before anybody was aware, at {}",
                        zone.plain(&asked.when),
                        zone.plain(&aware)
                    ),
                    "look at the time and its day, or set first when it was discovered",
                )),
                None => Ok(()),
            }
        }
        Command::SetMoment { moment, when, .. } if *moment == Moment::Discovered => {
            let mut reports = incident
                .milestones
                .iter()
                .filter_map(|(id, reached)| Some((report_name(playbook, id)?, reached.at)));
            match reports.find(|(_, at)| is_violated(*when, *at)) {
                Some((name, at)) => Err(Refusal::guard(
                    "before-awareness",
                    format!(
                        "{moment} would be at {}, after this, at {}: {name}",
                        zone.plain(when),
                        zone.plain(&at)
                    ),
                    "look at the time and its day",
                )),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Returns the awareness that nobody told, the time of opening, where a report is older than that:
/// then somebody knew earlier, and the clocks count from too late.
#[must_use]
pub fn unsaid_awareness(
    incident: &Incident,
    playbook: &Playbook,
    reached: (&str, When),
) -> Option<When> {
    let early = early_report(incident, playbook, reached).filter(|_| !says_awareness(incident));
    early.map(|(_, aware)| aware)
}

/// Returns whether somebody told when anybody became aware. Where nobody does it is when the
/// record was opened.
fn says_awareness(incident: &Incident) -> bool {
    let aware = incident.moments.get(&Moment::Discovered);
    let aware = aware.and_then(When::latest).zip(incident.opened_at);
    incident.moments_set.contains(&Moment::Discovered)
        || aware.is_some_and(|(aware, opened)| aware < opened)
}

/// Returns what a milestone of the report is called, and awareness, where that comes after it.
fn early_report<'p>(
    incident: &Incident,
    playbook: &'p Playbook,
    (id, at): (&str, When),
) -> Option<(&'p str, When)> {
    let name = report_name(playbook, id)?;
    let aware = *incident.moments.get(&Moment::Discovered)?;
    is_violated(aware, at).then_some((name, aware))
}

/// Returns the name of a milestone that is about the report of the incident: of the line that asks
/// when it was posted and when somebody answered.
fn report_name<'p>(playbook: &'p Playbook, id: &str) -> Option<&'p str> {
    let id = id.trim();
    let mut lines = playbook.items.iter().filter(|line| line.begins.is_some());
    let is_of = |one: &Option<String>| one.as_deref() == Some(id);
    lines.find(|line| is_of(&line.begins) || is_of(&line.milestone))?;
    Some(playbook.milestone(id)?.name.as_str())
}

/// What something cannot have been before.
struct Bound {
    /// The guard that stands for it.
    code: &'static str,
    /// When it was.
    at: Instant,
    /// What happened then.
    what: &'static str,
    /// What to do about it.
    hint: &'static str,
}

/// Stands against what a person says was before a bound.
fn guard_bound(
    incident: &Incident,
    request: &Request,
    bound: Option<Bound>,
    now: Instant,
) -> Result<(), Refusal> {
    let said = request.happened.and_then(|when| when.latest());
    match said.zip(bound) {
        Some((said, bound)) if request.origin == Origin::Local && said + MINUTE <= bound.at => {
            let clock = |at| incident.zone.clock(at, now);
            let (then, since, what) = (clock(said), clock(bound.at), bound.what);
            let cause = format!("{then} is before {what}, at {since}");
            Err(Refusal::guard(bound.code, cause, bound.hint))
        }
        _ => Ok(()),
    }
}

/// Stands against a moment that would come before one that it follows: one of the two times is
/// wrong, often by a day. The metrics would show both and flag them.
pub(super) fn guard_moment(
    incident: &Incident,
    request: &Request,
    (moment, when): (Moment, When),
) -> Result<(), Refusal> {
    if request.origin != Origin::Local {
        return Ok(());
    }
    let time_of = |other: Moment| match incident.moments.get(&other) {
        _ if other == moment => Some(when),
        known => known.copied(),
    };
    let known = ORDERS[0].iter().filter_map(|it| Some((*it, time_of(*it)?)));
    let known: Vec<(Moment, When)> = known.filter(|(_, when)| !when.is_unknown()).collect();
    let wrong = known.windows(2).find(|pair| {
        let is_about = pair[0].0 == moment || pair[1].0 == moment;
        is_about && is_violated(pair[0].1, pair[1].1)
    });
    let Some([(first, first_at), (second, second_at)]) = wrong else {
        return Ok(());
    };
    let zone = incident.zone;
    Err(Refusal::guard(
        "moment-order",
        format!(
            "{second} would be at {}, before {first}, at {}",
            zone.plain(second_at),
            zone.plain(first_at)
        ),
        "look at the time and its day",
    ))
}
