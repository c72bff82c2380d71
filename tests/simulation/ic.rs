//! What an Incident Commander does at a sitroom.

use chrono::TimeDelta;
use sitroom::domain::adoption;
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::event::{Event, Visibility};
use sitroom::domain::ids::IncidentId;
use sitroom::domain::incident::{Incident, IssueLink, PlaybookRef};
use sitroom::domain::sync_plan::{Issue as Side, who_set};
use sitroom::domain::time::When;
use sitroom::practice::{Issue, Options};

use super::book::{Book, Edit};
use super::choice;
use super::deed::{self, Deed};
use super::room::Room;
use super::token::Token;

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

/// Attaches a record to an issue that somebody opened before.
pub(crate) fn attach(room: &Room, issue: &Issue, book: &mut Book) -> String {
    perform(room, opening(room, &issue.title, ""), book)
        + &perform(room, Command::LinkIssue { issue: link(issue) }, book)
}

/// Makes a record out of the issue that another sitroom keeps; none before it does.
pub(crate) fn adopt(room: &Room, issue: &Issue) -> Option<String> {
    let side = Side {
        title: issue.title.clone(),
        body: issue.body.clone(),
        closed: !issue.open,
    };
    let adoption = adoption::adopt(&side, Some(link(issue))).ok()?;
    let requests = std::iter::once(&adoption.opening).chain(&adoption.requests);
    let refused = requests.filter_map(|request| room.disk.execute(request).err());
    let refused: Vec<String> = refused.map(|refusal| refusal.to_string()).collect();
    room.disk.agrees_as_adopted(&side);
    Some(format!(
        "room {} adopts the issue; refused: {refused:?}",
        room.number
    ))
}

fn link(issue: &Issue) -> IssueLink {
    IssueLink {
        repository: Options::REPOSITORY.to_owned(),
        number: issue.number,
        url: String::new(),
    }
}

fn opening(room: &Room, title: &str, details: &str) -> Command {
    Command::Open(Box::new(Opening {
        incident: IncidentId::for_title(
            "The chickens have escaped",
            super::step::VirtualClock::start(),
        ),
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
    let Some(command) = deed::command(&room.disk.incident(), room, deed, &mut rng, token) else {
        return format!("{deed:?}: nothing to do it to");
    };
    perform(room, command, book)
}

/// Puts a command to the record of a sitroom, past its guards.
pub(crate) fn perform(room: &Room, command: Command, book: &mut Book) -> String {
    let what = format!("{} in room {}: {command:?}", room.ic, room.number);
    let before = surface(room);
    let choices = choice::of_document(&room.document());
    // What a record begins with, nobody chose.
    let mut since_opened = room.disk.entries();
    since_opened.retain(|entry| !matches!(entry.event, Event::Opened(_)));
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
    let chosen = choice::of_document(&room.document());
    let was_set = |subject: &str| who_set(&since_opened, subject).is_some();
    book.ballot.chosen(&choices, &chosen, was_set);
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
