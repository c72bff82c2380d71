//! What another sitroom put on the issue: lines of the boards, and comments.

use crate::domain::event::{
    Decided, Event, HandoffMoved, MilestoneReached, TeamLeadTried, Visibility,
};
use crate::domain::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use crate::domain::incident::{Basis, FixClass};
use crate::domain::text::{clean_line, clean_text};

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
        /// What it said; may be empty.
        text: String,
    },
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
                text,
            } => Event::MessageSent {
                message: clean_line(message),
                number: *number,
                to: to.iter().map(|name| clean_line(name)).collect(),
                text: clean_text(text),
                routes: Vec::new(),
                by_hand: *by_hand,
                by: clean_line(by),
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
