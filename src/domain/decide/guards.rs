//! Everything that a typed reason can override.

use super::duty::guard_snooze;
use super::evidence::guard_words;
use super::fixes::find_fix;
use super::handoff::{guard_handoff, guard_told};
use super::head::EXPOSURE_SITUATION;
use super::leads::guard_answer;
use super::matter::guard_matter;
use super::messages::guard_reached;
use super::milestones::{guard_order, guard_retrospective};
use super::order::{
    guard_awareness, guard_check, guard_end, guard_moment, guard_opening, guard_report,
    guard_writing,
};
use super::outbound::guard_codename;
use super::people::guard_people;
use super::publish::{guard_public, guard_text, guard_unexamined};
use super::refusal::Refusal;
use super::rotation::guard_rotation;
use super::undo::guard_lasting;
use crate::domain::checklist;
use crate::domain::command::{Command, Request};
use crate::domain::event::{MilestoneReached, Origin};
use crate::domain::ids::{FixId, ItemId};
use crate::domain::incident::{FixClass, Incident, Mark, Severity, Status};
use crate::domain::ledger::left_to_send;
use crate::domain::playbook::{Fact, Playbook};
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, When};

/// Clocks of machines differ a little.
const SLACK: chrono::TimeDelta = chrono::TimeDelta::minutes(5);

/// Checks everything a typed reason can override.
pub(super) fn check_guards(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    let of_command = guard_command(incident, playbook, request, now);
    let guarded = both(guard_happened(incident, request, now), of_command);
    let guarded = both(guard_report(incident, playbook, request), guarded);
    both(guard_awareness(incident, request, now), guarded)
}

fn guard_command(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    match &request.command {
        Command::SetStatus { to, .. } => {
            let early = guard_end(incident, request, *to, now);
            both(early, guard_status(incident, *to))
        }
        Command::SetMoment { moment, when, .. } => {
            let future = guard_future(incident, moment.word(), when, now);
            both(guard_moment(incident, request, (*moment, *when)), future)
        }
        Command::ReachMilestone(asked) => guard_milestone(incident, playbook, asked, now),
        Command::Open(opening) => {
            let early = guard_opening(opening, request);
            let aware = &opening.aware;
            both(
                early,
                guard_future(incident, "the time of awareness", aware, now),
            )
        }
        Command::SetClosed { closed: true, .. } => guard_close(incident, playbook, now),
        Command::MarkItem {
            item,
            mark: Some(Mark::Done),
            ..
        } if request.origin == Origin::Local => guard_tick(incident, playbook, item, now),
        Command::SendMessage { message, text, .. }
        | Command::RecordMessage { message, text, .. } => {
            let early = guard_turn(incident, playbook, message, now);
            let early = both(guard_reached(incident, playbook, request), early);
            guard_public(playbook, (message, text), early)
        }
        Command::MoveRoutes { .. } => guard_writing(incident, request, now),
        Command::MoveLead { .. } => guard_answer(incident, request),
        Command::UndoBefore(asked) => guard_lasting((incident, playbook), *asked),
        Command::ExamineText(asked) => guard_text(playbook, asked),
        Command::Decide(asked) => guard_matter(incident, playbook, (asked, request), now),
        Command::SetRotation(asked) => guard_rotation(incident, playbook, asked, now),
        Command::SetCodename { term, .. } if request.origin == Origin::Local => {
            guard_codename(incident, term)
        }
        Command::VerifyFix { id, .. } => {
            guard_verify(incident, *id)?;
            guard_check(incident, request, *id, now)
        }
        Command::ReclassifyFix {
            id,
            class: FixClass::LongTerm,
            reason,
        } if clean_line(reason).is_empty() => {
            let fix = find_fix(incident, *id)?;
            if fix.class == FixClass::LongTerm {
                return Ok(());
            }
            Err(Refusal::guard(
                "defer-remediation",
                format!("{id} would no longer be needed before the incident is resolved"),
                "say why it can wait",
            ))
        }
        Command::SnoozeClock { .. } => guard_snooze(incident, playbook, request, now),
        Command::HandleHandoff(asked) => guard_handoff(incident, request, asked),
        Command::SetIc { to } => guard_told(incident, request, to),
        Command::StartShift(_) | Command::EndShift { .. } | Command::ChangeRoster(_) => {
            guard_people(incident, request, now)
        }
        Command::AddFix { .. } | Command::RewordFix { .. } => {
            guard_words(incident, playbook, request)
        }
        _ => Ok(()),
    }
}

fn guard_milestone(
    incident: &Incident,
    playbook: &Playbook,
    asked: &MilestoneReached,
    now: Instant,
) -> Result<(), Refusal> {
    let future = if playbook.is_planned(&asked.milestone) {
        Ok(())
    } else {
        guard_future(incident, &asked.milestone, &asked.when, now)
    };
    let order = guard_order(incident, playbook, asked);
    let order = order.and_then(|()| guard_retrospective(incident, playbook, asked));
    both(order, future)
}

fn guard_status(incident: &Incident, to: Status) -> Result<(), Refusal> {
    match (incident.status, to) {
        (Status::Investigating | Status::FalseAlarm, Status::Confirmed) => guard_confirm(incident),
        (Status::Investigating, Status::Resolved) => Err(joined(
            Refusal::guard(
                "resolve-unconfirmed",
                "it was never confirmed",
                "confirm it first, or set it to false alarm",
            ),
            guard_resolve(incident),
        )),
        (Status::FalseAlarm, Status::Resolved) => Err(Refusal::guard(
            "resolve-false-alarm",
            "it is a false alarm",
            "a false alarm is closed, not resolved",
        )),
        (Status::Confirmed, Status::Resolved) => guard_resolve(incident),
        _ => Ok(()),
    }
}

/// What is still to come did not happen: it would settle a clock that nobody kept. A shift to come
/// is refused whatever the reason, and what is planned has a time of its own.
fn guard_happened(incident: &Incident, request: &Request, now: Instant) -> Result<(), Refusal> {
    let Some(when) = request.happened.filter(|_| request.origin == Origin::Local) else {
        return Ok(());
    };
    match &request.command {
        // The times of a file are those of whoever wrote it, and begin no clock.
        Command::ImportNote(_)
        | Command::StartShift(_)
        | Command::EndShift { .. }
        | Command::ChangeRoster(_) => Ok(()),
        Command::Note { .. } => guard_future(incident, "the note", &when, now),
        _ => guard_future(incident, "what is recorded", &when, now),
    }
}

/// A clock that starts in the future would run longer than the process gives.
fn guard_future(incident: &Incident, what: &str, when: &When, now: Instant) -> Result<(), Refusal> {
    match when.earliest() {
        Some(at) if at > now + SLACK => Err(Refusal::guard(
            "future-time",
            format!(
                "{what} would be in the future, at {}",
                incident.zone.plain(when)
            ),
            "look at the date and the zone",
        )),
        _ => Ok(()),
    }
}

/// Returns what stands against it of two, both if both do.
fn both(first: Result<(), Refusal>, more: Result<(), Refusal>) -> Result<(), Refusal> {
    match first {
        Ok(()) => more,
        Err(first) => Err(joined(first, more)),
    }
}

/// Adds what else stands against it, so that one reason never passes what nobody was told.
pub(super) fn joined(first: Refusal, more: Result<(), Refusal>) -> Refusal {
    match more {
        Ok(()) => first,
        Err(more) => Refusal {
            cause: format!("{}; {}", first.cause, more.cause),
            ..first
        },
    }
}

fn guard_confirm(incident: &Incident) -> Result<(), Refusal> {
    let (missing, hint) = match (incident.severity, incident.responders.is_empty()) {
        (Severity::Unknown, true) => (
            "a severity and responders are",
            "a quick severity will do, it can change later; name whoever helps as responders",
        ),
        (Severity::Unknown, false) => (
            "a severity is",
            "a quick severity will do, it can change later",
        ),
        (_, true) => ("responders are", "name whoever helps as responders"),
        (_, false) => return Ok(()),
    };
    Err(Refusal::guard(
        "confirm-incomplete",
        format!("{missing} missing, and recorded with the confirmation (rule R33)"),
        hint,
    ))
}

fn guard_resolve(incident: &Incident) -> Result<(), Refusal> {
    let open: Vec<String> = incident
        .blocking_fixes()
        .map(|fix| fix.id.to_string())
        .collect();
    let exposure = guard_exposure(incident);
    if open.is_empty() {
        return exposure;
    }
    let unverified = Refusal::guard(
        "resolve-unverified",
        format!(
            "immediate remediation is not verified: {} (rule R42)",
            open.join(", ")
        ),
        "verify them, or defer them to long-term with a reason",
    );
    Err(joined(unverified, exposure))
}

fn guard_exposure(incident: &Incident) -> Result<(), Refusal> {
    let handled = incident.situations.contains(EXPOSURE_SITUATION);
    if incident.exposure != Some(true) || handled {
        return Ok(());
    }
    Err(Refusal::guard(
        "resolve-exposure",
        "information was exposed and its owner and recipient are not on the board (rule R43)",
        "declare the situation information-exposure",
    ))
}

fn guard_close(incident: &Incident, playbook: &Playbook, now: Instant) -> Result<(), Refusal> {
    if incident.closed {
        return Ok(());
    }
    if incident.is_active() {
        return Err(Refusal::guard(
            "close-active",
            format!("the {} is still {}", incident.noun(), incident.status),
            "set it to resolved or false alarm first",
        ));
    }
    // The line that closing itself ticks cannot stand in its way.
    let closes = |row: &checklist::Row<'_>| {
        row.item
            .is_some_and(|item| item.derived == Some(Fact::Closed))
    };
    let open: Vec<String> = checklist::open_required(incident, playbook, now)
        .filter(|row| !closes(row))
        .map(|row| row.id.to_string())
        .collect();
    let unsent = guard_unsent(incident, playbook);
    if open.is_empty() {
        return unsent;
    }
    let unfinished = Refusal::guard(
        "close-unfinished",
        format!("still open: {}", open.join(", ")),
        "finish them, or say why they stay open",
    );
    Err(joined(unfinished, unsent))
}

/// Nobody sends what waits once nobody looks at the record any more.
fn guard_unsent(incident: &Incident, playbook: &Playbook) -> Result<(), Refusal> {
    let unsent = left_to_send(incident, playbook);
    if unsent.is_empty() {
        return Ok(());
    }
    Err(Refusal::guard(
        "close-unsent",
        format!("not sent: {}", unsent.join("; ")),
        "send it, say that it does not go this way, or say why it stays unsent",
    ))
}

fn guard_tick(
    incident: &Incident,
    playbook: &Playbook,
    item: &ItemId,
    now: Instant,
) -> Result<(), Refusal> {
    let Some(known) = playbook.item(&item.0) else {
        return Ok(());
    };
    let ticked = incident.checklist.get(item).map(|tick| tick.mark) == Some(Mark::Done);
    if !ticked {
        guard_unexamined(playbook, known)?;
    }
    let Some(fact) = known.derived else {
        return Ok(());
    };
    if ticked || checklist::holds(fact, known, incident, playbook, now) {
        return Ok(());
    }
    let message = known.message.as_deref().and_then(|id| playbook.message(id));
    let hint = match message {
        Some(message) => format!(
            "send the message `{}`, or say how it was done",
            message.name
        ),
        // A tick alone would leave the clock of those who wait for word running.
        None if fact == Fact::AudienceTold => {
            "send it to them, say that you sent it, or say how they were told".to_owned()
        }
        None if fact == Fact::IssueCreated => "without a repository (`sitroom init`) and a token \
             nothing creates it, and `sitroom doctor` says which is missing: supply it, take an \
             issue that exists (`sitroom attach`), or say that it does not apply; else say how it \
             was done"
            .to_owned(),
        None if fact == Fact::MilestoneReached => {
            let times = known.begins.iter().chain(&known.milestone);
            let commands = times.map(|time| format!("`sitroom moment {time} TIME`"));
            let commands = commands.collect::<Vec<_>>().join(" and ");
            format!("say when it was ({commands}), or say how it was done")
        }
        None => "record the step itself, or say how it was done".to_owned(),
    };
    Err(Refusal::guard(
        "tick-derived",
        format!("{item} ticks itself once the record shows it"),
        hint,
    ))
}

/// Asks when a message is sent before what has to come first: what is public cannot be called
/// back (R73, R86).
fn guard_turn(
    incident: &Incident,
    playbook: &Playbook,
    message: &str,
    now: Instant,
) -> Result<(), Refusal> {
    let Some(message) = playbook.message(message) else {
        return Ok(());
    };
    let after = message.after.iter();
    let open: Vec<&str> = after
        .filter(|id| !checklist::is_settled(id, incident, playbook, now))
        .map(String::as_str)
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal::guard(
        "message-early",
        format!(
            "{} comes after {}, still open",
            message.name,
            open.join(", ")
        ),
        "see to them first, or say why it goes out without",
    ))
}

fn guard_verify(incident: &Incident, id: FixId) -> Result<(), Refusal> {
    let fix = find_fix(incident, id)?;
    match fix.state {
        state if state.is_done() => Ok(()),
        state => Err(Refusal::guard(
            "verify-not-done",
            format!("{id} is {state}, nobody said it is done"),
            "mark it done first",
        )),
    }
}
