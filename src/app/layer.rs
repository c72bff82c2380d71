//! What can lie over the screen: an editor, a list of choices, the palette, a card, help.

use super::across::AcrossView;
use super::action::Action;
use super::card::Card;
use super::draft::DraftsView;
use super::handoff::{HandoffText, next_to_type, rows_to_type};
use super::messages::LogView;
use super::palette::PaletteEntry;
use super::picks::Picks;
use super::planner::Planner;
use super::purpose::Purpose;
use super::sending::Sending;
use super::worksheet::WorksheetText;
use crate::domain::command::{Command, Request};
use crate::domain::event::Field;
use crate::domain::ruling;
use crate::domain::time::Instant;

/// Something over the screen; the topmost gets the keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// A text is being typed.
    Editor(Box<Editor>),
    /// One of a few things is chosen.
    Choices(Choices),
    /// One of many things is picked; typing filters them.
    Picks(Box<Picks>),
    /// Any command is found by its name.
    Palette(Palette),
    /// Something waits for a word.
    Card(Card),
    /// A message is to be sent, or was.
    Sending(Box<Sending>),
    /// A plan of who works when is made.
    Planner(Box<Planner>),
    /// What the incidents of this machine say together, and what is left to be done in them.
    Across(Box<AcrossView>),
    /// What was said since the start.
    Log(LogView),
    /// The texts that somebody left unfinished.
    Drafts(DraftsView),
    /// The scorecard of a drill is shown, scrolled down by some lines.
    Scorecard {
        /// The first line shown.
        scroll: usize,
    },
    /// All there is to say of the selected thing is shown, scrolled down by some lines.
    Whole {
        /// The first line shown.
        scroll: usize,
    },
    /// The keys are shown, scrolled down by some lines.
    Help {
        /// The first line shown.
        scroll: usize,
    },
}

/// A text that is being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Editor {
    /// Tells one editor from the next; the widget that holds the cursor follows it.
    pub id: u64,
    /// What the text is for.
    pub purpose: Purpose,
    /// One line, or a page.
    pub kind: EditorKind,
    /// The title of the box.
    pub title: String,
    /// What to know while typing, a line each.
    pub help: Vec<String>,
    /// What it holds without a draft: what the record says, or what was filled in.
    pub initial: String,
    /// What it holds now.
    pub text: String,
    /// Words that Tab completes to.
    pub candidates: Vec<String>,
    /// What was wrong with the last attempt to save it.
    pub problem: String,
    /// The request that a typed reason overrides.
    pub overriding: Option<Box<Request>>,
    /// The text it stands over, which is done with once the reason is saved.
    pub over: Option<u64>,
    /// The draft that is used up once it is saved; none keeps none.
    pub draft: Option<String>,
    /// When it was opened; none where it takes up what was written before.
    pub opened: Option<Instant>,
}

impl Editor {
    /// Returns whether it holds a name, a time or a word of a list as it was filled in: what is
    /// typed takes its place.
    #[must_use]
    pub fn holds_a_proposal(&self) -> bool {
        let is_proposed = match &self.purpose {
            Purpose::OwnLead(_)
            | Purpose::OwnFix(_)
            | Purpose::VerifiedBy(_)
            | Purpose::Milestone(_)
            | Purpose::TriedLead(..)
            | Purpose::Carried { .. }
            | Purpose::Handoff(HandoffText::To) => true,
            Purpose::Settle(subject) => ruling::choices(subject).is_some(),
            _ => false,
        };
        is_proposed && !self.text.is_empty() && self.text == self.initial
    }

    fn is_read_back(&self) -> bool {
        matches!(self.purpose, Purpose::Handoff(HandoffText::ReadBack(_)))
    }

    /// Returns the line at whose end one goes on, on a page where that is neither its top nor its
    /// end.
    #[must_use]
    pub fn goes_on_in(&self) -> Option<usize> {
        self.is_read_back()
            .then(|| next_to_type(&self.text))
            .flatten()
    }

    /// Returns the row of a read-back from which it is typed, and how many rows are to be in sight
    /// while one types there.
    #[must_use]
    pub fn rows_in_sight(&self) -> Option<(usize, usize)> {
        self.is_read_back()
            .then(|| rows_to_type(&self.text))
            .flatten()
    }

    /// Returns whether it is a page that people write on at its end, rather than fill in.
    #[must_use]
    pub fn is_added_to(&self) -> bool {
        matches!(
            self.purpose,
            Purpose::Worksheet(WorksheetText::Part { .. }) | Purpose::Field(Field::Details)
        )
    }
}

/// How a text is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditorKind {
    /// Enter saves.
    Line,
    /// Enter begins a new line; ctrl-s saves.
    Page,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// The title of the box.
    pub title: String,
    /// What to know while choosing.
    pub help: Vec<String>,
    /// What can be chosen.
    pub list: Vec<Choice>,
    /// Position of the marked one.
    pub marked: usize,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The key that chooses it at once.
    pub key: char,
    /// What it is.
    pub label: String,
    /// What it means.
    pub about: String,
    /// What choosing it does.
    pub outcome: Outcome,
}

/// What choosing does.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Puts a command to the record.
    Command(Command),
    /// Opens an editor.
    Ask(Purpose),
    /// Does an action.
    Act(Action),
    /// Opens a message of the playbook, by its key.
    Compose(String),
    /// Shows what can be done about a person, by name.
    Person(String),
    /// Shows the roles that a person may have, by name.
    Roles(String),
    /// Opens a question to a person, by name.
    AskOf(String),
    /// Opens a note that holds a text.
    Say(String),
    /// Marks a person, by name, or takes the mark away; the list stays.
    Toggle(String),
    /// Has somebody else sit at the keys, by name.
    SitDown(String),
    /// Sends the marked people home.
    SendMarkedHome,
    /// Forgets a draft, by its key.
    Discard(String),
    /// Goes back, and nothing else.
    Nothing,
}

/// The palette.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Palette {
    /// What was typed.
    pub query: String,
    /// The things that can be found beside the commands.
    pub things: Vec<PaletteEntry>,
    /// What matches, best first.
    pub found: Vec<PaletteEntry>,
    /// Position of the marked one.
    pub marked: usize,
}
