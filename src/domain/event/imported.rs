//! A note that was read in from the record of another machine.

use serde::{Deserialize, Serialize};

use super::entry::{Origin, Visibility};
use super::kind::Event;
use super::texts::{Said, Visitor};
use crate::domain::ids::EntryId;
use crate::domain::time::Instant;

/// How many characters the name of a machine has at most, as POSIX has it.
const LONGEST_DEVICE: usize = 255;

/// What a file says of the entry that something was where it was first recorded. It is a claim
/// of the file and nothing that this journal proves; when it was read in is what the entry of
/// this journal says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FirstRecorded {
    /// The id that the entry had there.
    pub id: EntryId,
    /// Its place in the journal there.
    pub seq: u64,
    /// When it was written down there, in UTC.
    pub recorded: Instant,
    /// The machine it was recorded on.
    pub device: String,
    /// Where it came from there.
    pub origin: Origin,
    /// What kind of entry it was, in the word of its journal.
    pub kind: String,
}

impl FirstRecorded {
    /// Returns whether an entry of a journal can have said so: a kind that journals have, and a
    /// machine with a name that is no longer than such names are. What else a file has there is
    /// not repeated.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        Event::KINDS.contains(&self.kind.as_str()) && self.device.chars().count() <= LONGEST_DEVICE
    }
}

/// Something was read in that another machine recorded first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NoteImported {
    /// What it said.
    pub text: String,
    /// Who may read it.
    pub visibility: Visibility,
    /// What the file says of the entry that it was.
    pub first: FirstRecorded,
}

impl NoteImported {
    /// Hands every text to `see`. The machine is what a file says it is, and leaves with the
    /// note.
    pub(super) fn each_text(&mut self, see: &mut Visitor<'_>) {
        let said = |place| match self.visibility {
            Visibility::Shared => Said::Now(place),
            Visibility::Local => Said::Here,
        };
        see(said("the note"), &mut self.text);
        see(said("the name of the machine"), &mut self.first.device);
    }
}

impl Event {
    /// Returns what somebody wrote down and who may read it, where it was written or read in.
    #[must_use]
    pub fn note(&self) -> Option<(&str, Visibility)> {
        match self {
            Self::Noted { text, visibility } => Some((text, *visibility)),
            Self::NoteImported(note) => Some((&note.text, note.visibility)),
            _ => None,
        }
    }

    /// Returns the same to be changed.
    pub fn note_mut(&mut self) -> Option<(&mut String, &mut Visibility)> {
        match self {
            Self::Noted { text, visibility } => Some((text, visibility)),
            Self::NoteImported(note) => Some((&mut note.text, &mut note.visibility)),
            _ => None,
        }
    }
}
