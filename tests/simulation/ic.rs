//! What an Incident Commander does at a sitroom.

use chrono::TimeDelta;
use sitroom::domain::checklist;
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::event::{Event, Field, Visibility};
use sitroom::domain::ids::{IncidentId, ItemId};
use sitroom::domain::incident::{
    FixClass, FixState, Incident, IssueLink, LeadState, Mark, Moment, PlaybookRef, Severity, Status,
};
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::time::When;
use sitroom::practice::{Issue, Options};

use super::book::{Book, Edit};
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
    Undo,
}

impl Deed {
    /// Every deed, as often as it is to be picked.
    pub(crate) const ALL: [Self; 41] = [
        Self::AddLead,
        Self::AddLead,
        Self::RewordLead,
        Self::RewordLead,
        Self::OwnLead,
        Self::MoveLead,
        Self::MoveLead,
        Self::AddFix,
        Self::AddFix,
        Self::RewordFix,
        Self::OwnFix,
        Self::MoveFix,
        Self::VerifyFix,
        Self::ReclassifyFix,
        Self::AddItem,
        Self::RewordItem,
        Self::MarkItem,
        Self::MarkItem,
        Self::Title,
        Self::Details,
        Self::Details,
        Self::Reporter,
        Self::Responders,
        Self::DiscoveryMethod,
        Self::ThreatActions,
        Self::SetStatus,
        Self::SetSeverity,
        Self::SetIc,
        Self::SetClosed,
        Self::Note,
        Self::Note,
        Self::LocalNote,
        Self::Sitrep,
        Self::Decide,
        Self::SetMoment,
        Self::SetMode,
        Self::SetExposure,
        Self::SetSituation,
        Self::StartShift,
        Self::EndShift,
        Self::Undo,
    ];
}

/// The reason that gets an Incident Commander past every guard.
const REASON: &str = "the farm cannot wait";

/// Opens the record of an incident.
pub(crate) fn open(room: &Room, book: &mut Book) {
    perform(
        room,
        opening(room, "The chickens have escaped", DETAILS),
        book,
    );
}

const DETAILS: &str = "The coop is empty.\nThe gate is open.";

/// Begins a record for an issue that is there already.
pub(crate) fn join(room: &Room, issue: &Issue, book: &mut Book) -> String {
    let link = IssueLink {
        repository: Options::REPOSITORY.to_owned(),
        number: issue.number,
        url: String::new(),
    };
    perform(room, opening(room, &issue.title, ""), book)
        + &perform(room, Command::LinkIssue { issue: link }, book)
}

fn opening(room: &Room, title: &str, details: &str) -> Command {
    Command::Open(Box::new(Opening {
        incident: IncidentId::for_title("The chickens have escaped", room.clock.start()),
        playbook: PlaybookRef {
            id: room.playbook.id.clone(),
            version: room.playbook.version.clone(),
        },
        exercise: false,
        zone: room.playbook.zone,
        title: title.to_owned(),
        details: details.to_owned(),
        reporter: String::new(),
        ic: "Farmer Jane".to_owned(),
        responders: Vec::new(),
        aware: When::exact(room.clock.now()),
    }))
}

/// Does something, and enters it into the book if it was acknowledged. Returns what was done.
pub(crate) fn act(room: &Room, deed: Deed, pick: u64, token: Token, book: &mut Book) -> String {
    let mut rng = fastrand::Rng::with_seed(pick);
    let Some(command) = command(&room.disk.incident(), room, deed, &mut rng, token) else {
        return format!("{deed:?}: nothing to do it to");
    };
    perform(room, command, book)
}

/// Puts a command to the record of a sitroom, past its guards.
pub(crate) fn perform(room: &Room, command: Command, book: &mut Book) -> String {
    let what = format!("{} in room {}: {command:?}", room.ic, room.number);
    let before = surface(room);
    let taken_back = words_of_undone(room, &command);
    let local = matches!(
        command,
        Command::Note {
            visibility: Visibility::Local,
            ..
        }
    );
    // What a person does takes a moment, and no two things happen at once on one machine.
    room.clock.advance(TimeDelta::milliseconds(3));
    let request = Request::local(command, &room.ic).overriding(REASON);
    let entries = match room.disk.execute(&request) {
        Ok(entries) => entries,
        Err(refusal) => return format!("{what}: refused, {refusal}"),
    };
    let said: String = entries.iter().map(|entry| words(&entry.event)).collect();
    let edit = Edit {
        room: Some(room.number),
        what: what.clone(),
        local,
    };
    book.edited(&edit, &(before + &taken_back), &(surface(room) + &said));
    what
}

/// Returns everything a person at this sitroom has before their eyes that can be edited.
pub(crate) fn surface(room: &Room) -> String {
    let incident = Incident {
        undo: Vec::new(),
        conflicts: std::collections::BTreeMap::new(),
        ..Incident::clone(&room.disk.incident())
    };
    serde_json::to_string(&incident).expect("an incident can be written")
}

/// Returns the words of an entry, for those that do not change the state.
fn words(event: &Event) -> String {
    match event {
        Event::Noted { text, .. } | Event::MessageSent { text, .. } => text.clone(),
        Event::StatusChanged { reason, .. }
        | Event::SeverityChanged { reason, .. }
        | Event::ClosedSet { reason, .. }
        | Event::WorkingModeSet { reason, .. } => reason.clone(),
        _ => String::new(),
    }
}

/// Returns the words of the entries that an undo takes back.
fn words_of_undone(room: &Room, command: &Command) -> String {
    let Command::Undo { entry: None } = command else {
        return String::new();
    };
    let incident = room.disk.incident();
    let mut steps = incident.undo.iter().rev();
    let Some(step) = steps.find(|step| step.actor == room.ic) else {
        return String::new();
    };
    let all = room.disk.entries();
    let undone = all.iter().filter(|entry| step.entries.contains(&entry.id));
    undone.map(|entry| words(&entry.event)).collect()
}

fn one_of<T: Clone>(rng: &mut fastrand::Rng, all: &[T]) -> Option<T> {
    let at = rng.usize(..).checked_rem(all.len())?;
    all.get(at).cloned()
}

fn command(
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
        Deed::Decide => Command::Decide {
            about: "other".to_owned(),
            text,
        },
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
        Deed::StartShift => Command::StartShift {
            person: one_of(rng, &people)?.to_owned(),
        },
        Deed::EndShift => Command::EndShift {
            person: one_of(rng, &people)?.to_owned(),
        },
        Deed::Undo => Command::Undo { entry: None },
    })
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
