//! Whether somebody may still command.

use super::state::{How, Offer, is_same};
use crate::domain::command::Command;
use crate::domain::incident::{Incident, Tracking};
use crate::domain::people::named;
use crate::domain::playbook::{Playbook, Signal};
use crate::domain::time::{Instant, Span};

/// How long the outgoing IC stays at most where the playbook does not say (R94).
const OVERLAP: Span = Span::minutes(20);

/// How somebody stands to command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nothing stands against what they do: they command, or never did on this machine.
    Free,
    /// They handed command over, and go.
    HandedOver {
        /// To whom.
        to: String,
        /// When.
        at: Instant,
        /// Whether they only stay to answer questions: they may still work on the boards.
        stays: bool,
    },
    /// Somebody else took command without a handoff, and they commanded too: one must yield.
    Rival {
        /// Who also commands.
        who: String,
        /// Since when.
        since: Instant,
    },
}

/// Returns how somebody stands to command. Who comes back for another shift works as anybody.
#[must_use]
pub fn standing(incident: &Incident, playbook: &Playbook, person: &str, now: Instant) -> Standing {
    let person = &named(incident, person);
    if is_same(person, &incident.ic) {
        return Standing::Free;
    }
    let changes = incident.handoff.changes.iter().rev();
    let mut theirs = changes.filter(|change| is_same(&change.from, person));
    let Some(last) = theirs.next() else {
        return Standing::Free;
    };
    let mut shifts = incident.shifts.iter();
    if shifts.any(|shift| is_same(&shift.person, person) && shift.from > last.at) {
        return Standing::Free;
    }
    match last.how {
        How::Said => Standing::Free,
        // Somebody wrote another name on the issue: the record has it, and nobody commands from
        // another machine.
        How::Elsewhere if !last.taken => Standing::Free,
        How::Elsewhere => Standing::Rival {
            who: incident.ic.clone(),
            since: last.at,
        },
        How::Offered | How::Yielded => {
            let is_on_shift = || {
                let mut shifts = incident.shifts.iter();
                shifts.any(|shift| is_same(&shift.person, person) && shift.to.is_none())
            };
            Standing::HandedOver {
                to: last.to.clone(),
                at: last.at,
                stays: now <= last.at + overlap(playbook).delta() && is_on_shift(),
            }
        }
    }
}

/// Somebody who commanded when another took command without an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Displaced {
    /// Who.
    pub who: String,
    /// Since when somebody else commands.
    pub since: Instant,
}

/// Returns who may command beside the one who stands as IC: they were displaced without having
/// handed over. It is settled when they or the IC yield, when they take command back, and when
/// their shift ends; whoever comes on shift later works as anybody.
#[must_use]
pub fn displaced(incident: &Incident, person: &str) -> Option<Displaced> {
    let person = &named(incident, person);
    if !is_same(person, &incident.ic) {
        return None;
    }
    let mut seen: Vec<&str> = vec![&incident.ic];
    for change in incident.handoff.changes.iter().rev() {
        if seen.iter().any(|name| is_same(name, &change.from)) {
            continue;
        }
        seen.push(&change.from);
        let is_apart = match change.how {
            How::Said | How::Elsewhere => change.taken && !change.briefed,
            How::Offered | How::Yielded => false,
        };
        let mut shifts = incident.shifts.iter();
        let stayed = shifts.any(|shift| {
            is_same(&shift.person, &change.from) && shift.from <= change.at && shift.to.is_none()
        });
        if is_apart && stayed {
            return Some(Displaced {
                who: change.from.clone(),
                since: change.at,
            });
        }
    }
    None
}

/// Returns the offer of command that waits for somebody's answer.
#[must_use]
pub fn offer_to<'a>(incident: &'a Incident, person: &str) -> Option<&'a Offer> {
    let offer = incident.handoff.offer.as_ref();
    offer.filter(|offer| is_same(&offer.to, person))
}

/// Returns how long the outgoing IC stays at most (K8, R94).
#[must_use]
pub fn overlap(playbook: &Playbook) -> Span {
    let mut clocks = playbook.clocks.iter();
    let clock = clocks.find(|clock| clock.on && clock.starts.contains(&Signal::Handoff));
    clock.and_then(|clock| clock.after).unwrap_or(OVERLAP)
}

/// What a command is to somebody who handed command over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Kind {
    /// What only the IC does.
    Command,
    /// What anybody does who works on the incident.
    Work,
    /// What anybody may do at any time: to write down, to go, to stop what leaves, and what
    /// the program does by itself.
    Free,
}

fn is_outcome(to: Option<&Tracking>) -> bool {
    matches!(to, Some(Tracking::Filed { .. } | Tracking::Refused { .. }))
}

/// Returns what a command is.
pub(in crate::domain) fn kind(command: &Command) -> Kind {
    match command {
        Command::SetStatus { .. }
        | Command::SetClosed { .. }
        | Command::SetSeverity { .. }
        | Command::SetIc { .. }
        | Command::Decide(_)
        | Command::SetWorkingMode { .. }
        | Command::SetExposure { .. }
        | Command::SetSituation { .. }
        | Command::RecordMessage { .. }
        | Command::SendMessage { .. }
        | Command::VerifyFix { .. }
        | Command::ReclassifyFix { .. }
        | Command::SnoozeClock { .. }
        | Command::SetRotation(_)
        | Command::AnswerSuggestion { .. } => Kind::Command,
        // What became of it is what happened, whoever commands by then.
        Command::SetTracking(asked) if is_outcome(asked.to.as_ref()) => Kind::Free,
        Command::SetField { .. }
        | Command::MarkItem { .. }
        | Command::AddItem { .. }
        | Command::RewordItem { .. }
        | Command::AddLead { .. }
        | Command::RewordLead { .. }
        | Command::OwnLead { .. }
        | Command::MoveLead { .. }
        | Command::AddFix { .. }
        | Command::RewordFix { .. }
        | Command::OwnFix { .. }
        | Command::MoveFix { .. }
        | Command::SetMoment { .. }
        | Command::ReachMilestone(_)
        | Command::TryTeamLead(_)
        | Command::HandleAsk(_)
        | Command::HandleEvidence(_)
        | Command::ChangeWorksheet(_)
        | Command::SetTracking(_)
        | Command::ExamineText(_)
        | Command::SetCodename { .. }
        | Command::Undo { .. }
        | Command::UndoBefore(_) => Kind::Work,
        Command::Open(_)
        | Command::Note { .. }
        | Command::ImportNote(_)
        | Command::HandleHandoff(_)
        | Command::StartShift(_)
        | Command::EndShift { .. }
        | Command::ChangeRoster(_)
        | Command::MoveRoutes { .. }
        | Command::SetOutbound { .. }
        | Command::LinkIssue { .. }
        | Command::ImportComment { .. }
        | Command::ImportEdit { .. }
        | Command::ImportText { .. }
        | Command::ImportState { .. }
        | Command::RaiseConflict { .. }
        | Command::SettleConflict { .. }
        | Command::TakeItem(_)
        | Command::TakeEntry(_)
        | Command::TakeRotation(_)
        | Command::TakeBack(_)
        | Command::Renumber { .. }
        | Command::RecordRecovery { .. }
        | Command::RecordAdoption { .. }
        | Command::Suggest { .. } => Kind::Free,
    }
}
