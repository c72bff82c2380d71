//! What must hold at the end of every simulation; see the top of this test.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use sitroom::domain::document::{normalise, read_comment};
use sitroom::domain::event::{Event, Origin, Visibility};
use sitroom::domain::incident::Incident;
use sitroom::domain::sync_plan::{self, Issue as Side};
use sitroom::practice::{Issue, Options};

use super::choice;
use super::ic;
use super::room::Room;
use super::sim::Sim;
use super::token::{Token, tokens};

/// What went wrong, so that a shorter script is known to fail alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// A part of the program panicked.
    Panic,
    /// A round has no end.
    Endless,
    /// The sitrooms never come to rest.
    Restless,
    /// Sitrooms and issue say different things.
    Apart,
    /// An edit is gone.
    Lost,
    /// A comment stands there twice, or not at all.
    Comments,
    /// Somebody's text was changed.
    Foreign,
    /// What must stay on the machine left it.
    Leaked,
    /// There is more than one issue.
    Issues,
}

/// What went wrong, in words.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) why: Why,
    pub(crate) what: String,
}

impl Failure {
    pub(crate) fn new(why: Why, what: String) -> Self {
        Self { why, what }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.why, self.what)
    }
}

/// Checks everything.
pub(crate) fn check(sim: &mut Sim) -> Result<(), Failure> {
    let issues = sim.github.issues(Options::REPOSITORY);
    let [issue] = &*issues else {
        let what = format!("there are {} issues", issues.len());
        return Err(Failure::new(Why::Issues, what));
    };
    agreement(sim, issue)?;
    nothing_lost(sim, issue)?;
    no_choice_lost(sim)?;
    comments_once(sim, issue)?;
    foreign_text(sim, issue)?;
    secrets(sim)?;
    for room in 0..sim.rooms.len() {
        if !sim.round(room)? {
            let what = format!("one more round of room {room} is not idle");
            return Err(Failure::new(Why::Restless, what));
        }
    }
    Ok(())
}

/// All sitrooms and the issue say the same.
fn agreement(sim: &Sim, issue: &Issue) -> Result<(), Failure> {
    let side = Side {
        title: issue.title.clone(),
        body: normalise(&issue.body),
        closed: !issue.open,
    };
    let first = shared(&sim.rooms[0]);
    for room in &sim.rooms {
        let apart = |what: String| Err(Failure::new(Why::Apart, what));
        let plan = sync_plan::plan(&side, &room.document(), &side, &BTreeMap::new());
        if let Some(import) = plan.imports.first() {
            return apart(format!("room {} would import {import:?}", room.number));
        }
        if let Some(conflict) = plan.conflicts.first() {
            return apart(format!("room {} would raise {conflict:?}", room.number));
        }
        if let Some(title) = plan.title {
            return apart(format!(
                "room {} would write the title {title:?}",
                room.number
            ));
        }
        if let Some(body) = plan.body {
            let diff = diffy::create_patch(&side.body, &body).to_string();
            return apart(format!("room {} would write\n{diff}", room.number));
        }
        let other = shared(room);
        if other != first {
            let diff = diffy::create_patch(&first, &other).to_string();
            return apart(format!("rooms 0 and {} differ:\n{diff}", room.number));
        }
    }
    Ok(())
}

/// Returns what every sitroom of an incident knows alike: the document, and the facts that the
/// visible text cannot carry. When a line came up or changed on each is not compared, nor are
/// lists that are not shown.
fn shared(room: &Room) -> String {
    let incident = room.disk.incident();
    let mut document = room.document();
    for tag in document
        .items
        .iter_mut()
        .filter_map(|item| item.tag.as_mut())
    {
        (tag.opened, tag.changed) = (0, 0);
    }
    let rotation = document.state.facts.get("rotation");
    let shown: Vec<_> = document.lists.iter().filter(|list| list.shown).collect();
    let incident = Incident::clone(&incident);
    let shifts: BTreeSet<String> = incident
        .shifts
        .iter()
        .filter(|shift| shift.to.is_none())
        .map(|shift| shift.person.clone())
        .collect();
    format!(
        "{:#?}\n{}\n{:#?}\n{shown:#?}\n{:#?}\n{:#?}\n\
         {:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}\n{rotation:#?}",
        (&document.title, document.exercise, document.closed),
        document.details,
        document.bullets,
        document.items,
        document.notes,
        incident.discovery_method,
        incident.threat_actions,
        incident.exposure,
        incident.situations,
        incident.working_mode,
        shifts,
    )
}

/// No acknowledged edit is lost.
fn nothing_lost(sim: &Sim, issue: &Issue) -> Result<(), Failure> {
    let mut on_issue = tokens(&issue.title);
    on_issue.extend(tokens(&issue.body));
    for comment in &issue.comments {
        on_issue.extend(tokens(&comment.body));
    }
    let told = told(sim);
    let records: Vec<_> = sim
        .rooms
        .iter()
        .map(|room| tokens(&ic::surface(room)))
        .collect();
    for (token, edit) in sim.book.standing() {
        let kept = match edit.room {
            Some(room) => records[room].contains(&token) || edit.local,
            None => records.iter().all(|record| record.contains(&token)),
        };
        if !on_issue.contains(&token) && !told.contains(&token) && !kept {
            let what = format!("{token} of: {}", edit.what);
            return Err(Failure::new(Why::Lost, what));
        }
    }
    Ok(())
}

/// No choice is lost either.
fn no_choice_lost(sim: &Sim) -> Result<(), Failure> {
    let mut asked = BTreeSet::new();
    for entry in sim.rooms.iter().flat_map(|room| room.disk.entries()) {
        match &entry.event {
            Event::ConflictFound(found) => {
                asked.insert(found.subject.clone());
            }
            Event::Renumbered { moves } => {
                let attributes = ["mark", "owner", "class"];
                let ids = moves.iter().flat_map(|(from, to)| [from, to]);
                asked.extend(ids.flat_map(|id| attributes.map(|what| format!("{id} {what}"))));
            }
            _ => {}
        }
    }
    let present = choice::of_document(&sim.rooms[0].document());
    match sim.book.ballot.lost(&present, &asked) {
        Some(what) => Err(Failure::new(Why::Lost, what)),
        None => Ok(()),
    }
}

/// Returns the tokens that a journal tells of: in a conflict, in text that came in or went.
fn told(sim: &Sim) -> BTreeSet<Token> {
    let mut told = BTreeSet::new();
    for entry in sim.rooms.iter().flat_map(|room| room.disk.entries()) {
        match &entry.event {
            Event::ConflictFound(found) => {
                told.extend(tokens(&found.ours));
                told.extend(tokens(&found.theirs));
            }
            Event::IssueTextChanged { added, removed } => {
                told.extend(tokens(added));
                told.extend(tokens(removed));
            }
            Event::CommentImported { text, .. } => told.extend(tokens(text)),
            Event::IssueStateSeen { seen } => told.extend(tokens(seen)),
            _ => {}
        }
    }
    told
}

/// No comment of ours stands there twice, and every shared note stands there once.
fn comments_once(sim: &Sim, issue: &Issue) -> Result<(), Failure> {
    let ours = |comment: &&sitroom::practice::Comment| {
        let author = comment.author.as_deref().unwrap_or_default();
        !["goose", "rooster"].contains(&author)
    };
    let mut marks = BTreeMap::new();
    for comment in issue.comments.iter().filter(ours) {
        for section in read_comment(&comment.body) {
            *marks.entry(section.mark.key()).or_insert(0) += 1;
        }
    }
    let wrong = |what: String| Err(Failure::new(Why::Comments, what));
    if let Some((key, n)) = marks.iter().find(|(_, n)| **n > 1) {
        return wrong(format!("{key} was posted {n} times"));
    }
    for room in &sim.rooms {
        let entries = room.disk.entries();
        let plain: Vec<_> = entries.iter().map(|entry| (**entry).clone()).collect();
        let undone = sitroom::domain::apply::undone_entries(&plain);
        for entry in plain.iter().filter(|entry| !undone.contains(&entry.id)) {
            let shared = entry.origin == Origin::Local
                && matches!(
                    entry.event,
                    Event::Noted {
                        visibility: Visibility::Shared,
                        ..
                    }
                );
            if shared && !marks.contains_key(&entry.id.into()) {
                return wrong(format!("a note was never posted: {:?}", entry.event));
            }
        }
    }
    Ok(())
}

/// What people wrote is there byte for byte, but for line ends.
fn foreign_text(sim: &Sim, issue: &Issue) -> Result<(), Failure> {
    let body = normalise(&issue.body);
    for block in sim.book.blocks() {
        if !body.contains(block) {
            let what = format!("this is not on the issue any more:\n{block}\nbut\n{body}");
            return Err(Failure::new(Why::Foreign, what));
        }
    }
    Ok(())
}

/// What must never leave a machine was not sent.
fn secrets(sim: &Sim) -> Result<(), Failure> {
    let secrets = sim.book.secrets();
    let leaked = sim.github.look(|world| {
        let mut sent = world
            .requests()
            .iter()
            .filter_map(|request| request.body.as_ref());
        sent.find_map(|body| {
            tokens(&body.to_string())
                .intersection(&secrets)
                .next()
                .copied()
        })
    });
    match leaked {
        Some(token) => Err(Failure::new(Why::Leaked, format!("{token} was sent"))),
        None => Ok(()),
    }
}
