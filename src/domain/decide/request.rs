//! One request: its guards, the reason that overrides them, and who decides it.

use super::asks;
use super::duty::decide_duty;
use super::fixes::{decide_fix, find_fix};
use super::guards::check_guards;
use super::handoff;
use super::head::{
    decide_situation, import_note, note, open, set_closed, set_field, set_ic, set_moment,
    set_severity, set_status,
};
use super::items::{check_answer, decide_item};
use super::leads::decide_lead;
use super::messages::decide_message;
use super::milestones::{reach, try_lead};
use super::mirror::{decide_mirror, take_back, take_entry, take_item};
use super::outbound::decide_outbound;
use super::people;
use super::publish::examined;
use super::refusal::{Decision, Refusal, unknown};
use super::rotation::{decide_rotation, take_rotation};
use super::ruling::ruled;
use super::tracking::track;
use super::undo::decide_undo;
use super::worksheet::decide_worksheet;
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Origin, Visibility};
use crate::domain::evidence;
use crate::domain::ids::AskId;
use crate::domain::incident::{FixState, Incident, Mark};
use crate::domain::people::{AskAsked, AskLine};
use crate::domain::playbook::Playbook;
use crate::domain::suggestion::{SuggestedAction, Suggestion};
use crate::domain::text::clean_line;
use crate::domain::time::Instant;

/// Decides what a request means for the record as it stands. No events means that the record
/// says so already.
pub fn decide(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    if let Some(ruled) = ruled(incident, playbook, request, now) {
        return ruled;
    }
    let decided = decide_plain(incident, playbook, request, now);
    match (decided, override_reason(request)) {
        (
            Err(Refusal {
                guard: Some(guard),
                cause,
                ..
            }),
            Some(reason),
        ) => {
            let mut events = without_guard(incident, playbook, request, now)?;
            if !events.is_empty() {
                events.push(Event::Overridden {
                    guard: guard.to_owned(),
                    cause,
                    reason,
                });
            }
            Ok(events)
        }
        (decided, _) => decided,
    }
}

/// Decides an answer to a suggestion. An accepted one is done by the person who accepts it,
/// with the guards of any command.
fn answer(incident: &Incident, playbook: &Playbook, request: &Request, now: Instant) -> Decision {
    let Command::AnswerSuggestion { id, accept } = request.command else {
        return Ok(Vec::new());
    };
    let suggestion = incident.suggestions.get(&id);
    let answered = Event::SuggestionAnswered {
        id,
        accepted: accept,
        action: suggestion.map(|suggestion| suggestion.action.clone()),
        // Elsewhere it may have become so by the answer.
        already: accept
            && request.origin == Origin::Local
            && suggestion.is_some_and(|it| it.action.is_so(incident, playbook, now)),
    };
    // What was done about it where it was answered comes in by itself.
    if request.origin.is_elsewhere() {
        let is_known = incident.answered.contains_key(&id);
        return Ok(if is_known { Vec::new() } else { vec![answered] });
    }
    let suggestion = suggestion.ok_or_else(|| unknown("suggestion", &id))?;
    let command = if accept {
        accepted((incident, playbook, now), suggestion)?
    } else {
        None
    };
    let mut events = match command {
        Some(command) => {
            let request = Request {
                command,
                ..request.clone()
            };
            decide(incident, playbook, &request, now)?
        }
        None => Vec::new(),
    };
    events.push(answered);
    Ok(events)
}

/// Decides that a question becomes a line of a board, with the guards of adding the line.
fn become_line(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
    (id, line): (AskId, AskLine),
) -> Decision {
    let request = Request {
        command: asks::line_command(incident, id, line)?,
        ..request.clone()
    };
    let mut events = decide(incident, playbook, &request, now)?;
    events.extend(asks::became(id, &events));
    Ok(events)
}

/// Returns the command that does what was suggested; none where it is done already.
fn accepted(
    record @ (incident, playbook, now): (&Incident, &Playbook, Instant),
    suggestion: &Suggestion,
) -> Result<Option<Command>, Refusal> {
    // Nobody's word that it is done takes back that it was checked.
    if suggestion.action.is_so(incident, playbook, now) {
        return Ok(None);
    }
    Ok(Some(match &suggestion.action {
        SuggestedAction::Lead(text) => Command::AddLead {
            text: text.clone(),
            owner: String::new(),
        },
        SuggestedAction::Done(id) => Command::MoveFix {
            id: *id,
            from: find_fix(incident, *id)?.state,
            to: FixState::Done,
        },
        SuggestedAction::Tick(item) => {
            check_answer(record, item, None)?;
            Command::MarkItem {
                item: item.clone(),
                mark: Some(Mark::Done),
                reason: String::new(),
            }
        }
        SuggestedAction::Note(text) => Command::Note {
            text: format!("{text} (suggested by {})", suggestion.by),
            visibility: Visibility::Shared,
        },
    }))
}

fn override_reason(request: &Request) -> Option<String> {
    request
        .override_reason
        .as_deref()
        .map(clean_line)
        .filter(|reason| !reason.is_empty())
}

fn decide_plain(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    if incident.opened_at.is_none() != matches!(request.command, Command::Open(_)) {
        return Err(Refusal::plain("the record is not in a state for this", ""));
    }
    handoff::stand_back(incident, playbook, request, now)?;
    if !request.asked_before {
        check_guards(incident, playbook, request, now)?;
    }
    without_guard(incident, playbook, request, now)
}

/// Decides as if no guard existed; what remains refused cannot be done at all.
fn without_guard(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    match &request.command {
        Command::Open(opening) => open(opening),
        Command::SetField { field, to } => set_field(incident, (*field, to), request.origin),
        Command::SetStatus { to, reason } => {
            set_status(incident, (playbook, request.origin), *to, reason)
        }
        Command::SetClosed { closed, reason } => Ok(set_closed(incident, *closed, reason)),
        Command::SetSeverity { to, reason } => Ok(set_severity(incident, *to, reason)),
        Command::SetIc { to } => set_ic(incident, to),
        Command::MarkItem { .. } | Command::AddItem { .. } | Command::RewordItem { .. } => {
            decide_item(incident, playbook, request)
        }
        Command::AddLead { .. }
        | Command::RewordLead { .. }
        | Command::OwnLead { .. }
        | Command::MoveLead { .. } => decide_lead(incident, request),
        Command::AddFix { .. }
        | Command::RewordFix { .. }
        | Command::OwnFix { .. }
        | Command::MoveFix { .. }
        | Command::VerifyFix { .. }
        | Command::ReclassifyFix { .. } => decide_fix(incident, playbook, request),
        Command::Note { text, visibility } => note(text, *visibility),
        Command::ImportNote(asked) => import_note(asked),
        Command::SetMoment { .. } => Ok(set_moment(incident, request)),
        Command::SetSituation { .. } | Command::SetExposure { .. } => {
            decide_situation(incident, playbook, request, now)
        }
        Command::Undo { .. } | Command::UndoBefore(_) => decide_undo((incident, playbook), request),
        Command::RecordMessage { .. }
        | Command::SendMessage { .. }
        | Command::MoveRoutes { .. } => decide_message(incident, playbook, request, now),
        Command::Decide(_)
        | Command::SetWorkingMode { .. }
        | Command::StartShift(_)
        | Command::EndShift { .. }
        | Command::SnoozeClock { .. } => decide_duty(incident, playbook, request, now),
        Command::ReachMilestone(asked) => reach(incident, playbook, asked),
        Command::TryTeamLead(asked) => try_lead(asked),
        Command::SetOutbound { .. } | Command::SetCodename { .. } => {
            decide_outbound(incident, &request.command)
        }
        Command::ChangeRoster(asked) => {
            people::change_roster(incident, playbook, (asked, request), now)
        }
        Command::HandleAsk(AskAsked::Become { id, line }) => {
            become_line(incident, playbook, request, now, (*id, *line))
        }
        Command::HandleAsk(asked) => asks::handle_ask(incident, request, asked, now),
        Command::HandleHandoff(asked) => handoff::handle(incident, playbook, asked, request, now),
        Command::HandleEvidence(asked) => evidence::decide(incident, asked, &request.actor),
        Command::SetRotation(asked) => decide_rotation(incident, asked, now),
        Command::TakeRotation(taken) => Ok(take_rotation(incident, taken)),
        Command::ChangeWorksheet(asked) => decide_worksheet(incident, playbook, asked),
        Command::ExamineText(asked) => examined(incident, playbook, asked),
        Command::SetTracking(asked) => track(incident, &asked.ids, asked.to.as_ref()),
        Command::TakeItem(taken) => take_item(incident, taken),
        Command::TakeEntry(taken) => Ok(take_entry((incident, playbook), taken)),
        Command::TakeBack(undo) => Ok(take_back(&undo.entries, &undo.label)),
        Command::AnswerSuggestion { .. } => answer(incident, playbook, request, now),
        Command::LinkIssue { .. }
        | Command::Renumber { .. }
        | Command::RecordRecovery { .. }
        | Command::RecordAdoption { .. }
        | Command::Suggest { .. }
        | Command::ImportComment { .. }
        | Command::ImportEdit { .. }
        | Command::ImportText { .. }
        | Command::ImportState { .. }
        | Command::RaiseConflict { .. }
        | Command::SettleConflict { .. } => Ok(decide_mirror(incident, &request.command)),
    }
}
