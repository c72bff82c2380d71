//! What an Incident Commander may want of the record, and the command that says it.

use chrono::TimeDelta;
use sitroom::domain::checklist;
use sitroom::domain::command::Command;
use sitroom::domain::event::{Decided, Field, ShiftStarted, Visibility};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{
    FixClass, FixState, Incident, LeadState, Mark, Moment, Severity, Status,
};
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::rotation::{RotationAsked, Wanted, candidates, propose, rules};
use sitroom::domain::time::{Span, When};

use super::room::Room;
use super::token::{Token, phrase};

/// What is done; which thing it is done to, and with which words, is picked when it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    AddLead,
    RewordLead,
    OwnLead,
    MoveLead,
    AddFix,
    RewordFix,
    OwnFix,
    MoveFix,
    VerifyFix,
    ReclassifyFix,
    AddItem,
    RewordItem,
    MarkItem,
    Title,
    Details,
    Reporter,
    Responders,
    DiscoveryMethod,
    ThreatActions,
    SetStatus,
    SetSeverity,
    SetIc,
    SetClosed,
    Note,
    LocalNote,
    Sitrep,
    Decide,
    SetMoment,
    SetMode,
    SetExposure,
    SetSituation,
    StartShift,
    EndShift,
    SetRotation,
    Undo,
}

impl Deed {
    /// Every deed, and how often it is picked among the others.
    pub(crate) const ALL: &[(Self, usize)] = &[
        (Self::AddLead, 2),
        (Self::RewordLead, 2),
        (Self::OwnLead, 1),
        (Self::MoveLead, 2),
        (Self::AddFix, 2),
        (Self::RewordFix, 1),
        (Self::OwnFix, 1),
        (Self::MoveFix, 1),
        (Self::VerifyFix, 1),
        (Self::ReclassifyFix, 1),
        (Self::AddItem, 1),
        (Self::RewordItem, 1),
        (Self::MarkItem, 2),
        (Self::Title, 1),
        (Self::Details, 2),
        (Self::Reporter, 1),
        (Self::Responders, 1),
        (Self::DiscoveryMethod, 1),
        (Self::ThreatActions, 1),
        (Self::SetStatus, 1),
        (Self::SetSeverity, 1),
        (Self::SetIc, 1),
        (Self::SetClosed, 1),
        (Self::Note, 2),
        (Self::LocalNote, 1),
        (Self::Sitrep, 1),
        (Self::Decide, 1),
        (Self::SetMoment, 1),
        (Self::SetMode, 1),
        (Self::SetExposure, 1),
        (Self::SetSituation, 1),
        (Self::StartShift, 1),
        (Self::EndShift, 1),
        (Self::SetRotation, 1),
        (Self::Undo, 1),
    ];
}

fn one_of<T: Clone>(rng: &mut fastrand::Rng, all: &[T]) -> Option<T> {
    let at = rng.usize(..).checked_rem(all.len())?;
    all.get(at).cloned()
}

/// Returns the command of a deed; none when there is nothing to do it to.
pub(crate) fn command(
    incident: &Incident,
    room: &Room,
    deed: Deed,
    rng: &mut fastrand::Rng,
    token: Token,
) -> Option<Command> {
    let people = ["Farmer Jane", "Farmer Dave", "Spot the Dog"];
    let text = phrase(rng, token);
    Some(match deed {
        Deed::AddLead
        | Deed::RewordLead
        | Deed::OwnLead
        | Deed::MoveLead
        | Deed::AddFix
        | Deed::RewordFix
        | Deed::OwnFix
        | Deed::MoveFix
        | Deed::VerifyFix
        | Deed::ReclassifyFix => return on_board(incident, deed, rng, text),
        Deed::AddItem | Deed::RewordItem | Deed::MarkItem => {
            return on_list(incident, room, deed, rng, text);
        }
        Deed::Title => field(Field::Title, text),
        Deed::Details => field(Field::Details, edited(&incident.details, rng, &text)),
        Deed::Reporter => field(Field::Reporter, format!("Farmer {token}")),
        Deed::Responders => {
            let mut names = incident.responders.clone();
            names.truncate(3);
            names.push(format!("Hand {token}"));
            field(Field::Responders, names.join(", "))
        }
        Deed::DiscoveryMethod => field(Field::DiscoveryMethod, text),
        Deed::ThreatActions => field(Field::ThreatActions, text.replace([',', ';'], " ")),
        Deed::SetStatus => Command::SetStatus {
            to: one_of(rng, &Status::ALL)?,
            reason: text,
        },
        Deed::SetSeverity => Command::SetSeverity {
            to: one_of(rng, &Severity::ALL)?,
            reason: text,
        },
        Deed::SetIc => Command::SetIc {
            to: one_of(rng, &people)?.to_owned(),
        },
        Deed::SetClosed => Command::SetClosed {
            closed: !incident.closed,
            reason: text,
        },
        Deed::Note => Command::Note {
            text: prose(rng, &text),
            visibility: Visibility::Shared,
        },
        Deed::LocalNote => Command::Note {
            text,
            visibility: Visibility::Local,
        },
        Deed::Sitrep => Command::RecordMessage {
            message: "sitrep".to_owned(),
            sitrep: true,
            to: vec!["the farm".to_owned()],
            text: prose(rng, &text),
        },
        Deed::Decide => Command::Decide(Box::new(Decided::said("other", &text))),
        Deed::SetMoment => Command::SetMoment {
            moment: one_of(rng, &Moment::ALL)?,
            when: When::exact(room.clock.now() - TimeDelta::minutes(rng.i64(1..90))),
            automatic: false,
        },
        Deed::SetMode => Command::SetWorkingMode {
            mode: one_of(
                rng,
                &[WorkingMode::AroundTheClock, WorkingMode::BusinessHours],
            )?,
            reason: text,
        },
        Deed::SetExposure => Command::SetExposure {
            exposed: rng.bool(),
        },
        Deed::SetSituation => {
            let situation = one_of(rng, &room.playbook.situations)?.id;
            Command::SetSituation {
                applies: !incident.situations.contains(&situation),
                situation,
            }
        }
        Deed::StartShift => Command::StartShift(ShiftStarted::of(one_of(rng, &people)?.to_owned())),
        Deed::EndShift => Command::EndShift {
            person: one_of(rng, &people)?.to_owned(),
        },
        Deed::SetRotation => rotation(incident, room, rng),
        Deed::Undo => Command::Undo { entry: None },
    })
}

/// Returns a plan as it is proposed, for so few hours that it may be accepted as it is.
fn rotation(incident: &Incident, room: &Room, rng: &mut fastrand::Rng) -> Command {
    let (playbook, now) = (&room.playbook, room.clock.now());
    let wanted = Wanted {
        horizon: Span::hours(rng.i64(3..8)),
        seats: Some(1),
    };
    let people = candidates(incident, playbook, &[], now);
    Command::SetRotation(Box::new(RotationAsked {
        others: Vec::new(),
        seen: incident.rotation.holds_by(),
        rotation: propose(&people, rules(playbook), wanted, now),
    }))
}

fn field(field: Field, to: String) -> Command {
    Command::SetField { field, to }
}

fn on_board(
    incident: &Incident,
    deed: Deed,
    rng: &mut fastrand::Rng,
    text: String,
) -> Option<Command> {
    let lead = one_of(rng, &incident.leads);
    let fix = one_of(rng, &incident.fixes);
    let owner = one_of(rng, &["Farmer Dave", "Spot the Dog", ""])?.to_owned();
    Some(match deed {
        Deed::AddLead => Command::AddLead { text, owner },
        Deed::RewordLead => Command::RewordLead { id: lead?.id, text },
        Deed::OwnLead => Command::OwnLead {
            id: lead?.id,
            owner,
        },
        Deed::MoveLead => {
            let lead = lead?;
            Command::MoveLead {
                id: lead.id,
                from: lead.state,
                to: one_of(rng, &LeadState::ALL)?,
                finding: text,
            }
        }
        Deed::AddFix => Command::AddFix {
            text,
            class: one_of(rng, &[FixClass::Immediate, FixClass::LongTerm])?,
            owner,
        },
        Deed::RewordFix => Command::RewordFix { id: fix?.id, text },
        Deed::OwnFix => Command::OwnFix { id: fix?.id, owner },
        Deed::MoveFix => {
            let fix = fix?;
            Command::MoveFix {
                id: fix.id,
                from: fix.state,
                to: one_of(rng, &FixState::ALL[..4])?,
            }
        }
        Deed::VerifyFix => Command::VerifyFix {
            id: fix?.id,
            by: "Farmer Jane".to_owned(),
        },
        _ => {
            let fix = fix?;
            Command::ReclassifyFix {
                id: fix.id,
                class: fix.class.other(),
                reason: text,
            }
        }
    })
}

fn on_list(
    incident: &Incident,
    room: &Room,
    deed: Deed,
    rng: &mut fastrand::Rng,
    text: String,
) -> Option<Command> {
    let lists = checklist::lists(incident, &room.playbook, room.clock.now());
    let list = one_of(rng, &lists)?;
    Some(match deed {
        Deed::AddItem => Command::AddItem {
            list: list.id.to_owned(),
            text,
        },
        Deed::RewordItem => Command::RewordItem {
            id: one_of(rng, &incident.custom_items)?.id,
            text,
        },
        _ => {
            let item: ItemId = one_of(rng, &list.rows)?.id;
            let marks = [
                Some(Mark::Done),
                Some(Mark::Open),
                Some(Mark::NotApplicable),
                None,
            ];
            Command::MarkItem {
                item,
                mark: one_of(rng, &marks)?,
                reason: text,
            }
        }
    })
}

/// Returns text with one of its lines written over, or with one more.
pub(crate) fn edited(text: &str, rng: &mut fastrand::Rng, line: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = rng.usize(..=lines.len());
    if at < lines.len() && rng.bool() {
        lines[at] = line;
    } else {
        lines.insert(at, line);
    }
    lines.join("\n")
}

/// Returns a text of one or more paragraphs.
fn prose(rng: &mut fastrand::Rng, line: &str) -> String {
    match rng.usize(..4) {
        0 => format!("{line}\n\n- [ ] feed the goose\n- it was late"),
        1 => format!("```\n{line}\n```\n> <!-- sitroom:end -->"),
        _ => line.to_owned(),
    }
}
