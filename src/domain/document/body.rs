//! What the issue says, line by line.

use std::collections::BTreeMap;
use std::ops::Range;

use super::bullet::Bullet;
use super::state::State;
use super::tag::Tag;
use super::value::{Section, Standing};
use crate::domain::ids::ItemId;
use crate::domain::incident::FixClass;

/// The text of an issue, with what each line is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The lines, with LF line ends.
    pub lines: Vec<String>,
    /// What each line is; as many as lines.
    pub roles: Vec<Role>,
    /// The first line: where it stands and the title it gives.
    pub first: Option<(usize, String)>,
    /// The fields: where each stands and its value as written.
    pub bullets: BTreeMap<Bullet, (usize, String)>,
    /// The lines of the free text, without blank ones around it.
    pub details_at: Range<usize>,
    /// The free text.
    pub details: String,
    /// Our region.
    pub region: Region,
    /// The lines with a box in our region.
    pub items: Vec<ParsedItem>,
    /// The lines that only inform, by key.
    pub infos: BTreeMap<String, Info>,
    /// The hidden part, when it is there and readable.
    pub state: Option<State>,
}

impl Parsed {
    /// Returns the text, with LF line ends.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// Returns true when nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.trim().is_empty())
    }

    /// Returns a field in its one spelling.
    #[must_use]
    pub fn bullet(&self, bullet: Bullet) -> Option<String> {
        let (_, raw) = self.bullets.get(&bullet)?;
        Some(bullet.canonical(raw))
    }

    /// Returns a line with a box by the id in its marker.
    #[must_use]
    pub fn item(&self, id: &ItemId) -> Option<&ParsedItem> {
        self.items
            .iter()
            .find(|item| item.marked.as_ref() == Some(id))
    }

    /// Returns whether the heading of a section stands in our region.
    #[must_use]
    pub fn has_heading(&self, section: &Section) -> bool {
        self.roles.iter().any(|role| match role {
            Role::Heading(Some(found)) => found.is_same(section),
            _ => false,
        })
    }

    /// Returns why nothing may be written here, if so.
    #[must_use]
    pub fn mangled(&self) -> Option<&str> {
        match &self.region {
            Region::Mangled(reason) => Some(reason),
            Region::Missing | Region::At { .. } => None,
        }
    }
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Somebody's, or blank.
    Foreign,
    /// The first line.
    Title,
    /// A field.
    Bullet(Bullet),
    /// Free text.
    Details,
    /// The beginning of our region.
    Begin,
    /// The end of our region.
    End,
    /// A heading in our region, of ours or not.
    Heading(Option<Section>),
    /// A line with a box in our region, by its position among them.
    Item(usize),
    /// A line that only informs, by key.
    Info(String),
    /// The hidden part.
    State,
}

/// Whether and where our region is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Region {
    /// There is none.
    #[default]
    Missing,
    /// It stands between two lines.
    At {
        /// The line of the begin marker.
        begin: usize,
        /// The line of the end marker.
        end: usize,
        /// The incident it says it is of.
        incident: String,
    },
    /// It cannot be told what is ours; nothing may be written.
    Mangled(String),
}

/// A line with a box in our region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedItem {
    /// Which line it is; none for one that the issue tells of without showing it.
    pub line: Option<usize>,
    /// Indentation and bullet, as written.
    pub prefix: String,
    /// Whether the box is ticked.
    pub ticked: bool,
    /// The id in its marker; none for the second line with the same one.
    pub marked: Option<ItemId>,
    /// Which line it is on every machine, as its marker says.
    pub tag: Option<Tag>,
    /// The id at its beginning.
    pub visible: Option<ItemId>,
    /// Whether another line before it has the same marker.
    pub repeated: bool,
    /// Whether it can become a line of ours: it is not nested, and stands where lines are.
    pub adoptable: bool,
    /// The text without id, owner and words in parentheses.
    pub text: String,
    /// The owner; none when the tail of the line is gone.
    pub owner: Option<String>,
    /// What the words in parentheses say.
    pub words: Option<Standing>,
    /// When a remediation item is needed, where the words say it because the section does not.
    pub said_class: Option<FixClass>,
    /// The section it stands in.
    pub section: Option<Section>,
}

impl ParsedItem {
    /// Returns when a remediation item is needed, as far as the line or its section says.
    #[must_use]
    pub fn class(&self) -> Option<FixClass> {
        let section = self.section.as_ref().and_then(Section::class);
        section.or(self.said_class)
    }

    /// Returns the text of a line that is not ours yet, with an id that somebody typed.
    #[must_use]
    pub fn whole_text(&self) -> String {
        match &self.visible {
            Some(id) if self.marked.is_none() && !self.repeated => format!("{id} {}", self.text),
            _ => self.text.clone(),
        }
    }
}

/// A line that only informs, as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Which line it is.
    pub line: usize,
    /// The section it stands in.
    pub section: Option<Section>,
    /// What it says.
    pub text: String,
}
