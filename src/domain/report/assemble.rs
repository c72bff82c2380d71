//! The report as a whole: what the record says of each part, and what people made of it.

use std::fmt::Write as _;

use super::outline::{Heading, outline};
use super::parts::write;
use super::source::Source;
use crate::domain::document::EXERCISE;
use crate::domain::ids::EntryId;
use crate::domain::merge::{MergedProse, merge_prose};
use crate::domain::text::small_words;
use crate::domain::time::Instant;

/// The report of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The short description, with `EXERCISE` before it where it is one.
    pub title: String,
    /// The parts, in their order.
    pub parts: Vec<Part>,
}

/// A part of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its key, which never changes.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What belongs there; may be empty.
    pub prompt: String,
    /// What the record says of it now.
    pub generated: String,
    /// Who edited it, when, and the line of the journal that says so; empty when nobody did.
    pub credit: String,
    /// How it reads: Markdown without a line end at its end.
    pub text: String,
    /// Whether somebody edited it.
    pub state: PartState,
}

/// Whether somebody edited a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartState {
    /// It reads as the record says.
    Generated,
    /// Somebody edited it, and what the record says since is in it.
    Edited {
        /// The entry that records it.
        entry: EntryId,
        /// Who.
        by: String,
        /// When.
        at: Instant,
    },
    /// Somebody edited what the record says otherwise since: both stand there.
    Clash {
        /// The entry that records it.
        entry: EntryId,
        /// Who.
        by: String,
        /// When.
        at: Instant,
    },
}

impl PartState {
    /// Returns the word for people.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Generated => "from the record",
            Self::Edited { .. } => "edited",
            Self::Clash { .. } => "CLASH",
        }
    }
}

/// Writes the report.
#[must_use]
pub fn report(source: &Source<'_>) -> Report {
    let exercise = if source.incident.exercise {
        EXERCISE
    } else {
        ""
    };
    let headings = outline(source.playbook).into_iter();
    Report {
        title: format!("{exercise}{}", super::source::line(&source.incident.title)),
        parts: headings.map(|heading| part(heading, source)).collect(),
    }
}

fn part(heading: Heading, source: &Source<'_>) -> Part {
    let written = heading.kind.map(|kind| write(kind, source));
    let generated = match written.as_deref().map(str::trim_end) {
        None | Some("") => unwritten(&heading.prompt),
        Some(written) => written.to_owned(),
    };
    let edit = source.incident.worksheet.edits.get(&heading.id);
    let (text, state) = match edit {
        None => (generated.clone(), PartState::Generated),
        Some(edit) => {
            let (entry, by, at) = (edit.entry, edit.by.clone(), edit.at);
            match merge_prose(&edit.generated, &edit.text, &generated) {
                MergedProse::Text(text) => (text, PartState::Edited { entry, by, at }),
                MergedProse::Conflict => {
                    let since = source.stamp(at);
                    let both = format!("{}\n\n{CLASH}{since}:**\n\n{generated}", edit.text);
                    (both, PartState::Clash { entry, by, at })
                }
            }
        }
    };
    Part {
        id: heading.id,
        title: heading.title,
        prompt: heading.prompt,
        generated,
        credit: credit(&state, source),
        text,
        state,
    }
}

fn credit(state: &PartState, source: &Source<'_>) -> String {
    match state {
        PartState::Generated => String::new(),
        PartState::Edited { entry, by, at } | PartState::Clash { entry, by, at } => {
            let (by, at) = (super::source::line(by), source.stamp(*at));
            format!("_Edited by {by}, {at}{}_", source.lines([*entry]))
        }
    }
}

/// What stands between an edited text and what the record says otherwise since.
const CLASH: &str = "**The text above was edited. The record says otherwise since ";

/// How a part begins that nobody wrote.
const UNWRITTEN: &str = "_Nobody wrote this part yet.";

/// What stands in a part that only people can write, until they do.
fn unwritten(prompt: &str) -> String {
    match prompt {
        "" => format!("{UNWRITTEN}_"),
        prompt => format!("{UNWRITTEN} {prompt}_"),
    }
}

/// Returns whether a text only stands for what nobody wrote yet.
#[must_use]
pub fn is_unwritten(text: &str) -> bool {
    text.starts_with(UNWRITTEN) && text.ends_with('_') && !text.contains('\n')
}

impl Part {
    /// Returns it as people read it: who edited it stands above what it says, and is no part of
    /// what is edited.
    #[must_use]
    pub fn whole(&self) -> String {
        let text = self.text.trim_end();
        match self.credit.as_str() {
            "" => text.to_owned(),
            credit => format!("{credit}\n\n{text}"),
        }
    }
}

impl Report {
    /// Returns a part by its key.
    #[must_use]
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// Returns the part that a person means: by its key, its title or its number, however it is
    /// spelled: `causes`, `Cause analysis`, `5`, `5 Cause analysis`.
    #[must_use]
    pub fn find(&self, asked: &str) -> Option<&Part> {
        let asked = small_words(asked);
        let is = |text: &str| small_words(text) == asked;
        let by_key = self.parts.iter().find(|part| is(&part.id));
        let mut numbered = (1..).zip(&self.parts);
        by_key.or_else(|| {
            let found = numbered.find(|(n, part)| {
                let numbered = format!("{n} {}", part.title);
                is(&part.title) || is(&numbered) || is(&n.to_string())
            });
            found.map(|(_, part)| part)
        })
    }

    /// Returns the report as one Markdown document, with a line end at its end.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", self.title);
        for (n, part) in (1..).zip(&self.parts) {
            let _ = write!(out, "\n## {n}. {}\n\n{}\n", part.title, part.whole());
        }
        out
    }
}
