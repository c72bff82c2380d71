//! Times that cannot be: what was done before anybody was aware, and moments out of order.

use super::refusal::Refusal;
use crate::domain::command::{Command, Request};
use crate::domain::event::Origin;
use crate::domain::incident::{Incident, Moment};
use crate::domain::measure::is_violated;
use crate::domain::metrics::ORDERS;
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
    );
    let said = request.happened.and_then(|when| when.latest());
    let aware = incident.moments.get(&Moment::Discovered);
    let aware = aware.and_then(When::earliest);
    match said.zip(aware) {
        Some((at, aware))
            if is_response && request.origin == Origin::Local && at + MINUTE <= aware =>
        {
            let zone = incident.zone;
            Err(Refusal::guard(
                "before-awareness",
                format!(
                    "{} is before anybody was aware, at {}",
                    zone.clock(at, now),
                    zone.clock(aware, now)
                ),
                "look at the time and its day, or set first when it was discovered",
            ))
        }
        _ => Ok(()),
    }
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
    let said = request.happened.and_then(|when| when.latest());
    let written = incident.message(*of).map(|record| record.entry.recorded());
    match said.zip(written) {
        Some((at, written)) if request.origin == Origin::Local && at + MINUTE <= written => {
            let zone = incident.zone;
            Err(Refusal::guard(
                "before-writing",
                format!(
                    "{} is before it was written, at {}",
                    zone.clock(at, now),
                    zone.clock(written, now)
                ),
                "look at the time and its day, or say which text went out then",
            ))
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
