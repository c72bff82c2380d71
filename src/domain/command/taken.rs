//! What another sitroom put on the issue: lines of the boards, and comments.

use serde::{Deserialize, Serialize};

use crate::domain::event::{
    Decided, Event, HandoffMoved, MilestoneReached, TeamLeadTried, Visibility,
};
use crate::domain::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use crate::domain::incident::{Basis, FixClass, Route, RoutesMoved};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::When;

/// A line that another sitroom put on the issue. It keeps its number and its tag; the request
/// that takes it over says when it came up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenItem {
    /// A lead.
    Lead {
        /// Its number.
        id: LeadId,
        /// The entry that first recorded it; none when the issue does not say.
        tag: Option<EntryId>,
        /// The question.
        text: String,
        /// Who runs it down; may be empty.
        owner: String,
    },
    /// A remediation item.
    Fix {
        /// Its number.
        id: FixId,
        /// The entry that first recorded it; none when the issue does not say.
        tag: Option<EntryId>,
        /// What is to be done.
        text: String,
        /// Before resolved, or later.
        class: FixClass,
        /// Who does it; may be empty.
        owner: String,
    },
    /// A line that people added to a checklist.
    Line {
        /// Its number.
        id: CustomId,
        /// The entry that first recorded it; none when the issue does not say.
        tag: Option<EntryId>,
        /// The phase or situation whose list it stands in.
        list: String,
        /// What is to be done.
        text: String,
    },
}

impl TakenItem {
    /// Returns its number, as on the issue.
    #[must_use]
    pub fn id(&self) -> ItemId {
        match self {
            Self::Lead { id, .. } => ItemId(id.to_string()),
            Self::Fix { id, .. } => ItemId(id.to_string()),
            Self::Line { id, .. } => ItemId::from(*id),
        }
    }
}

/// An entry that another sitroom posted as a comment; it comes in as what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenEntry {
    /// A note that everybody may read.
    Note {
        /// What it says.
        text: String,
    },
    /// A decision.
    Decision(Box<Decided>),
    /// A milestone that was reached.
    Milestone(MilestoneReached),
    /// An attempt to reach a team lead.
    Tried(TeamLeadTried),
    /// What became of a handoff of command.
    Handoff(HandoffMoved),
    /// A message that went out.
    Message {
        /// Key of the playbook's message.
        message: String,
        /// Running number for sitreps; zero for other messages.
        number: u32,
        /// Who got it.
        to: Vec<String>,
        /// Whether all of them were told by hand; else it is not known here by which way.
        by_hand: bool,
        /// Who sent it, where that was not who recorded it; else empty.
        by: String,
        /// The ways to those whom a person had still to tell.
        open: Vec<Route>,
        /// What it said; may be empty.
        text: String,
    },
    /// Whom a message reached after it was recorded.
    Told(Box<TakenMove>),
    /// That a guard was gone past.
    Passed(Passed),
}

/// A guard that somebody went past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Passed {
    /// The guard.
    pub guard: String,
    /// What stood against it.
    pub cause: String,
    /// Why.
    pub reason: String,
}

/// What became of a message after it was recorded, where its section cannot say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TakenMove {
    /// Key of the playbook's message.
    pub message: String,
    /// Running number of a sitrep; zero for other messages.
    pub number: u32,
    /// When that message was written. Earlier versions said when it first reached somebody.
    #[serde(alias = "sent")]
    pub written: When,
    /// Whom it reached, by their names: the ways have other places on other machines.
    pub moved: RoutesMoved,
}

impl TakenMove {
    /// Returns what became of it, in the form that is recorded, of a message that is not found
    /// yet.
    #[must_use]
    pub fn moved(&self) -> RoutesMoved {
        let names = |names: &[String]| names.iter().map(|name| clean_line(name)).collect();
        RoutesMoved {
            of: EntryId::default(),
            label: clean_line(&self.moved.label),
            routes: Vec::new(),
            names: names(&self.moved.names),
            to: self.moved.to,
            by: clean_line(&self.moved.by),
            words: String::new(),
            more: names(&self.moved.more),
            attempts: 0,
            as_told: None,
        }
    }
}

impl TakenEntry {
    /// Returns the event that the record gets.
    #[must_use]
    pub fn event(&self) -> Event {
        match self {
            Self::Note { text } => Event::Noted {
                text: clean_text(text),
                visibility: Visibility::Shared,
            },
            Self::Decision(decided) => Event::Decided(Decided {
                about: clean_line(&decided.about),
                text: clean_line(&decided.text),
                by: clean_line(&decided.by),
                basis: clean(&decided.basis),
            }),
            Self::Milestone(reached) => Event::MilestoneReached(MilestoneReached {
                milestone: clean_line(&reached.milestone),
                when: reached.when,
                note: clean_line(&reached.note),
            }),
            Self::Tried(tried) => Event::TeamLeadTried(TeamLeadTried {
                lead: clean_line(&tried.lead),
                words: clean_line(&tried.words),
                ..tried.clone()
            }),
            Self::Handoff(moved) => Event::HandoffMoved(moved.cleaned()),
            Self::Message {
                message,
                number,
                to,
                by_hand,
                by,
                open,
                text,
            } => Event::MessageSent {
                message: clean_line(message),
                number: *number,
                to: to.iter().map(|name| clean_line(name)).collect(),
                text: clean_text(text),
                routes: open.iter().map(Route::bare).collect(),
                by_hand: *by_hand,
                by: clean_line(by),
            },
            Self::Told(taken) => Event::RoutesMoved(taken.moved()),
            Self::Passed(passed) => Event::Overridden {
                guard: clean_line(&passed.guard),
                cause: clean_line(&passed.cause),
                reason: clean_line(&passed.reason),
            },
        }
    }
}

/// Returns what a decision stands on, each of its texts in one line.
fn clean(basis: &Basis) -> Basis {
    let mut basis = basis.clone();
    basis.each_text(&mut |text| *text = clean_line(text));
    basis
}
