//! What the issue should say, as a value.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::bullet::Bullet;
use super::moved::Continuation;
use super::state::{HiddenLine, State};
use super::tag::Tag;
use crate::domain::gate::Codenames;
use crate::domain::ids::{FixId, IncidentId, ItemId, LeadId};
use crate::domain::incident::{FixClass, FixState, LeadState, TakenBack};
use crate::domain::text::shorten;
use crate::domain::time::Instant;

/// What stands before the title of a drill.
pub const EXERCISE: &str = "EXERCISE: ";

/// The most characters GitHub takes for a title.
const TITLE: usize = 256;

/// What the issue should say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The incident it is about.
    pub incident: IncidentId,
    /// The short description, without the mark of a drill.
    pub title: String,
    /// Whether it is a drill.
    pub exercise: bool,
    /// Whether the record is closed.
    pub closed: bool,
    /// The five fields, each in its one spelling.
    pub bullets: BTreeMap<Bullet, String>,
    /// The free text below the fields.
    pub details: String,
    /// Every checklist of the incident, shown or not.
    pub lists: Vec<List>,
    /// The lines of the boards, in order.
    pub items: Vec<Item>,
    /// Checklist lines that are not shown now; known so that they are recognised.
    pub hidden: Vec<Item>,
    /// Lines that only inform.
    pub notes: Vec<Note>,
    /// What the visible text cannot carry.
    pub state: State,
    /// The lines that were taken back here, by number, and the text that one is to come back
    /// with because somebody ruled so.
    pub taken_back: BTreeMap<ItemId, TakenBack>,
    /// When the rotation was set here, each time: by that a line of ours is known.
    pub rotation_set: Vec<Instant>,
    /// The situations that the process knows, by key.
    pub situations: Vec<String>,
    /// The comments that hold what the body has no room for, as far as this machine knows them.
    pub continuations: Vec<Continuation>,
    /// What is called by a codename on the issue. It says how to read the issue, and is never
    /// written.
    pub key: Codenames,
    /// Everybody of the incident, whose names are codenames for nobody else. Never written.
    pub people: Vec<String>,
}

impl Document {
    /// Returns the title of the issue.
    #[must_use]
    pub fn issue_title(&self) -> String {
        shorten(&self.first_line(), TITLE)
    }

    /// Returns the first line of the body, as a person reads it.
    #[must_use]
    pub fn first_line(&self) -> String {
        let mark = if self.exercise { EXERCISE } else { "" };
        format!("{mark}{}", self.title)
    }

    /// Returns a title of the issue without the mark of a drill, where this is one.
    #[must_use]
    pub fn bare_title<'a>(&self, title: &'a str) -> &'a str {
        let bare = title.strip_prefix(EXERCISE).filter(|_| self.exercise);
        bare.unwrap_or(title).trim()
    }

    /// Returns a line by its id, shown or not.
    #[must_use]
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items
            .iter()
            .chain(&self.hidden)
            .find(|item| item.id == *id)
    }

    /// Returns the lines that are not shown and say something: a mark, or that people added
    /// them.
    #[must_use]
    pub fn hidden_lines(&self) -> BTreeMap<ItemId, HiddenLine> {
        let said = self.hidden.iter().filter_map(|item| {
            let Standing::Line(mark) = item.standing else {
                return None;
            };
            let list = item.tag.and_then(|_| self.list_of(&item.section));
            let is_custom = list.is_some();
            let line = HiddenLine {
                mark,
                tag: item.tag.map(|tag| tag.entry),
                list: list.map(|list| list.id.clone()).unwrap_or_default(),
                text: if is_custom {
                    item.text.clone()
                } else {
                    String::new()
                },
            };
            (is_custom || mark != LineMark::Open).then(|| (item.id.clone(), line))
        });
        said.collect()
    }

    /// Returns the checklist that a section shows.
    #[must_use]
    pub fn list_of(&self, section: &Section) -> Option<&List> {
        let Section::Checklist(name) = section else {
            return None;
        };
        let name = name.to_lowercase();
        self.lists
            .iter()
            .find(|list| list.name.to_lowercase() == name)
    }

    /// Returns the sections in their order: checklists, boards, then what only informs.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        let shown = self.lists.iter().filter(|list| list.shown);
        sections.extend(shown.map(|list| Section::Checklist(list.name.clone())));
        sections.extend([Section::Leads, Section::Immediate, Section::LongTerm]);
        for section in [Section::Times, Section::People] {
            if self.notes.iter().any(|note| note.section == section) {
                sections.push(section);
            }
        }
        sections
    }
}

/// A checklist of the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Key of its phase or situation.
    pub id: String,
    /// What a person calls it; its heading.
    pub name: String,
    /// Whether its lines stand on the issue now.
    pub shown: bool,
}

/// A part of our region, known by its heading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The lines before the first heading.
    Notice,
    /// A checklist, by its name.
    Checklist(String),
    /// The investigation board.
    Leads,
    /// What is to be mended before the incident is resolved.
    Immediate,
    /// What is to be mended later.
    LongTerm,
    /// Key times.
    Times,
    /// Who is on shift.
    People,
}

impl Section {
    /// Reads the text of a heading.
    #[must_use]
    pub fn of_heading(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('#').trim_end();
        if let Some((head, name)) = text.split_once(':')
            && head.trim_end().eq_ignore_ascii_case("checklist")
        {
            return Some(Self::Checklist(name.trim().to_owned()));
        }
        [
            Self::Leads,
            Self::Immediate,
            Self::LongTerm,
            Self::Times,
            Self::People,
        ]
        .into_iter()
        .find(|section| section.to_string().eq_ignore_ascii_case(text))
    }

    /// Returns whether two headings name the same section.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Checklist(a), Self::Checklist(b)) => a.to_lowercase() == b.to_lowercase(),
            (a, b) => a == b,
        }
    }

    /// Returns when the remediation items of the section are needed, for those that have some.
    #[must_use]
    pub fn class(&self) -> Option<FixClass> {
        match self {
            Self::Immediate => Some(FixClass::Immediate),
            Self::LongTerm => Some(FixClass::LongTerm),
            Self::Notice | Self::Checklist(_) | Self::Leads | Self::Times | Self::People => None,
        }
    }

    /// Returns the section of the remediation items of a class.
    #[must_use]
    pub fn of_class(class: FixClass) -> Self {
        match class {
            FixClass::Immediate => Self::Immediate,
            FixClass::LongTerm => Self::LongTerm,
        }
    }

    /// Returns the kind of line that people may add here, or none.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Checklist(_) => Some(Kind::Line),
            Self::Leads => Some(Kind::Lead),
            Self::Immediate | Self::LongTerm => Some(Kind::Fix),
            Self::Notice | Self::Times | Self::People => None,
        }
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Notice => Ok(()),
            Self::Checklist(name) => write!(f, "Checklist: {name}"),
            Self::Leads => f.write_str("Leads"),
            Self::Immediate => f.write_str("Remediation (immediate)"),
            Self::LongTerm => f.write_str("Remediation (long-term)"),
            Self::Times => f.write_str("Times"),
            Self::People => f.write_str("On shift"),
        }
    }
}

/// What a line with a box is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A line of a checklist.
    Line,
    /// A lead.
    Lead,
    /// A remediation item.
    Fix,
}

impl Kind {
    /// Returns the kind that an id names.
    #[must_use]
    pub fn of(id: &ItemId) -> Self {
        if id.0.parse::<LeadId>().is_ok() {
            Self::Lead
        } else if id.0.parse::<FixId>().is_ok() {
            Self::Fix
        } else {
            Self::Line
        }
    }
}

/// A line with a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id, visible and never changed.
    pub id: ItemId,
    /// Which line it is on every machine; none for a line of the playbook.
    pub tag: Option<Tag>,
    /// Where it stands.
    pub section: Section,
    /// What it says.
    pub text: String,
    /// Who has it; empty when nobody does.
    pub owner: String,
    /// How far it got.
    pub standing: Standing,
    /// What the record would say by itself of a line that it ticks by itself.
    pub derived: Option<LineMark>,
    /// The remediation item that a line of a checklist is kept as.
    pub kept: Option<ItemId>,
}

/// How far a line got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The mark of a checklist line.
    Line(LineMark),
    /// The state of a lead and what came of it.
    Lead(LeadState, String),
    /// The state of a remediation item and, when verified, who checked.
    Fix(FixState, String),
}

impl Standing {
    /// Returns whether the box is ticked: a lead when it has an answer, a remediation item
    /// only when somebody checked it.
    #[must_use]
    pub fn is_ticked(&self) -> bool {
        match self {
            Self::Line(mark) => *mark == LineMark::Ticked,
            Self::Lead(state, _) => state.is_ended(),
            Self::Fix(state, _) => *state == FixState::Verified,
        }
    }

    /// Returns whether nothing is left to do about it.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        *self == Self::Line(LineMark::DoesNotApply) || self.is_ticked()
    }

    /// Returns whether nobody did anything about it yet.
    #[must_use]
    pub fn is_default(&self) -> bool {
        match self {
            Self::Line(mark) => *mark == LineMark::Open,
            Self::Lead(state, finding) => *state == LeadState::Open && finding.is_empty(),
            Self::Fix(state, _) => matches!(state, FixState::Open | FixState::Assigned),
        }
    }
}

/// The mark of a checklist line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineMark {
    /// To be done.
    Open,
    /// Done.
    Ticked,
    /// Does not apply to this incident.
    DoesNotApply,
}

/// A line that only informs; it follows the record whatever people make of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its key, in its marker.
    pub key: String,
    /// Where it stands.
    pub section: Section,
    /// What it says, in Markdown.
    pub text: String,
}
