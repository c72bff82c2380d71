//! What a baton carries of the journal: each entry that others may have, as it comes into the
//! record of whoever takes over.

use serde::{Deserialize, Serialize};

use crate::domain::command::{Command, Opening, Request};
use crate::domain::document::{comment_for, read_comment};
use crate::domain::event::{Entry, Event, Origin};
use crate::domain::incident::{Carrier, Incident, Route};
use crate::domain::time::When;

/// An entry of the journal on its way to whoever takes over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carried {
    /// What is posted as a comment, as it stands there.
    Section(String),
    /// Something of which the issue only says what came of it.
    Deed(Box<Deed>),
    /// What somebody commented on the issue.
    Heard(Heard),
}

/// Something of which the issue only says what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Deed {
    /// Who did it.
    pub by: String,
    /// When.
    pub at: When,
    /// What it was.
    pub event: Event,
}

/// A comment that somebody wrote on the issue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Heard {
    /// GitHub's id of it.
    pub comment: u64,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: When,
    /// What it says.
    pub text: String,
}

impl Carried {
    /// Returns what carries an entry, in order; nothing for one that is of use to this machine
    /// alone. `seen` is the record as those outside see it, see [`without_carriers`].
    pub(super) fn of(entry: &Entry, seen: &Incident) -> Vec<Self> {
        let sections = sections(entry, seen).into_iter().map(Self::Section);
        let deed = Deed::of(entry).map(Box::new).map(Self::Deed);
        let heard = heard(entry).map(Self::Heard);
        deed.into_iter().chain(heard).chain(sections).collect()
    }

    /// Returns what brings it into the record: each entry with who made it and when. The process
    /// was asked on the other machine, and what was gone past comes as an entry of its own.
    pub(super) fn requests(&self) -> Vec<Request> {
        let requests = match self {
            Self::Section(text) => taken(text),
            Self::Deed(deed) => deed.request().into_iter().collect(),
            Self::Heard(heard) => vec![heard.request()],
        };
        requests.into_iter().map(Request::asked_before).collect()
    }
}

/// What another sitroom posted is posted already, and is passed on in the same words.
fn sections(entry: &Entry, seen: &Incident) -> Vec<String> {
    if matches!(entry.event, Event::Undone { .. }) {
        return Vec::new();
    }
    let mut entry = Entry {
        origin: Origin::Local,
        ..entry.clone()
    };
    if let Event::MessageSent { routes, .. } = &mut entry.event {
        // What no issue has was not told there.
        routes.retain(|way| way.carrier != Carrier::Mirror || seen.issue.is_some());
        routes.iter_mut().for_each(by_hand);
    }
    comment_for(&entry, seen, |_| None)
}

/// What carriers of this machine take somewhere another one neither sends nor takes for sent: when
/// it went out is an entry of its own.
fn by_hand(way: &mut Route) {
    if way.carrier != Carrier::Mirror {
        way.carrier = Carrier::Hand;
    }
}

/// Returns the record as a machine knows it that goes every way by hand.
pub(super) fn without_carriers(mut seen: Incident) -> Incident {
    let messages = seen.messages.iter_mut().chain(&mut seen.unsent);
    let ways = messages.flat_map(|message| &mut message.routes);
    ways.for_each(|way| by_hand(&mut way.route));
    seen
}

fn taken(text: &str) -> Vec<Request> {
    let sections = read_comment(text).into_iter();
    let taken = sections.filter_map(|section| {
        let command = Command::TakeEntry(section.entry()?);
        let request = Request::from_issue(command, &section.actor, section.happened);
        Some(request.by_baton())
    });
    taken.collect()
}

fn heard(entry: &Entry) -> Option<Heard> {
    match &entry.event {
        Event::CommentImported { comment, text } => Some(Heard {
            comment: *comment,
            by: entry.actor.clone(),
            at: entry.happened,
            text: text.clone(),
        }),
        _ => None,
    }
}

impl Heard {
    fn request(&self) -> Request {
        let command = Command::ImportComment {
            comment: self.comment,
            text: self.text.clone(),
        };
        Request::from_issue(command, &self.by, Some(self.at))
    }
}

impl Deed {
    fn of(entry: &Entry) -> Option<Self> {
        let mut event = entry.event.clone();
        // A line is known everywhere by the entry that first recorded it.
        if let Event::LeadAdded { tag, .. }
        | Event::FixAdded { tag, .. }
        | Event::ItemAdded { tag, .. } = &mut event
        {
            tag.get_or_insert(entry.id);
        }
        let deed = Self {
            by: entry.actor.clone(),
            at: entry.happened,
            event,
        };
        let is_opening = matches!(deed.event, Event::Opened(_));
        let is_carried = is_opening || Command::again(&deed.event).is_some();
        is_carried.then_some(deed)
    }

    fn request(&self) -> Option<Request> {
        let command = Command::again(&self.event)?;
        Some(Request::from_issue(command, &self.by, Some(self.at)).by_baton())
    }

    /// Returns what opens the record; none for another deed.
    pub(super) fn opening(&self) -> Option<Request> {
        let Event::Opened(opened) = &self.event else {
            return None;
        };
        let opened = opened.clone();
        let opening = Opening {
            incident: opened.incident,
            playbook: opened.playbook,
            exercise: opened.exercise,
            zone: opened.zone,
            title: opened.title,
            details: opened.details,
            reporter: opened.reporter,
            ic: opened.ic,
            responders: opened.responders,
            aware: opened.aware,
        };
        let command = Command::Open(Box::new(opening));
        Some(Request::from_issue(command, &self.by, Some(self.at)).by_baton())
    }
}
