//! What may be wrong with a playbook, in words.

use std::fmt;

use thiserror::Error;

use super::FORMAT;
use crate::domain::problem::{self, Problems, hinted};

/// Everything that is wrong with a playbook; at least one problem.
pub type PlaybookErrors = Problems<Cause>;

/// One thing that is wrong with a playbook.
pub type Problem = problem::Problem<Cause>;

/// What is wrong at a key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cause {
    /// The text is no TOML, or a value has the wrong type or name.
    #[error("{message} (column {column})\n{excerpt}{}", hinted(hint.as_deref()))]
    Toml {
        /// What the reader says.
        message: String,
        /// The column, from 1.
        column: usize,
        /// The line with a caret below the place.
        excerpt: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// The file was written for a later program.
    #[error(
        "format {found} is newer than this program reads\n\
         Hint: update sitroom, or write `format = {FORMAT}` if the file has that form"
    )]
    NewerFormat {
        /// What the file says.
        found: i64,
    },
    /// The format is no number that ever existed.
    #[error("format {found} does not exist; write `format = {FORMAT}`")]
    NoFormat {
        /// What the file says.
        found: i64,
    },
    /// An id is used twice.
    #[error("the id `{id}` is already used on line {first}")]
    Duplicate {
        /// The id.
        id: String,
        /// The line of its first use.
        first: usize,
    },
    /// An id has letters it may not have.
    #[error("the id `{id}` is not made of letters, digits and hyphens")]
    MalformedId {
        /// The id.
        id: String,
    },
    /// An item has the id of a board line.
    #[error("the id `{id}` is kept for leads, remediation and added lines (L1, R1, C1)")]
    ReservedId {
        /// The id.
        id: String,
    },
    /// An item belongs nowhere.
    #[error("the item names neither a phase nor a situation")]
    Homeless,
    /// An item belongs to two lists.
    #[error("the item names both a phase and a situation; one of them has to go")]
    TwoHomes,
    /// A key points to something that does not exist.
    #[error("there is no {kind} `{name}`{}", hinted(hint.as_deref()))]
    Unknown {
        /// What it should be.
        kind: Kind,
        /// What was written.
        name: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// Something that every playbook needs is not there.
    #[error("the {kind} `{name}` is missing")]
    Missing {
        /// What it should be.
        kind: Kind,
        /// Its name.
        name: String,
    },
    /// The severity `unknown` has a policy.
    #[error("`unknown` is the lack of a severity and has no policy")]
    UnknownSeverity,
    /// A text that may not be empty is.
    #[error("the text is empty")]
    Empty,
    /// A text has a character that a terminal or a mail header would obey.
    #[error("the text has the control character {}", .character.escape_unicode())]
    Control {
        /// The character.
        character: char,
    },
    /// A text that is shown in one line has several.
    #[error("the text may have one line only")]
    SeveralLines,
    /// A span runs for no time at all.
    #[error("the span has to be longer than nothing")]
    NoTime,
    /// The warning comes no later than the start.
    #[error("the warning has to be shorter than the clock")]
    WarnsAlways,
    /// A message ticks the item, and nobody says which.
    #[error("the item is ticked by a message and has to name it: `message`")]
    NoTickingMessage,
    /// An item names a message that does not tick it.
    #[error("the message ticks nothing without `derived = \"message-sent\"`")]
    NoMessageTicks,
    /// An item asks something and is kept as a remediation item, which has no place for an answer.
    #[error("the item is kept as a remediation item, which takes no answer: `ask` has to go")]
    AsksKept,
    /// A clock has nothing that starts it.
    #[error("the clock names nothing that starts it")]
    Startless,
    /// A clock has no time to run.
    #[error("a clock of the pace `{pace}` needs `after`, how long it runs")]
    Endless {
        /// The pace as written.
        pace: &'static str,
    },
    /// The second deadline is none.
    #[error("the second deadline has to come after the first")]
    ThenTooSoon,
    /// A clock waits for each person, and for something else too.
    #[error("what starts a clock for each person has to stand alone")]
    NotPersonal,
    /// A milestone follows itself.
    #[error("a milestone cannot follow itself")]
    FollowsItself,
    /// The time of a sitrep lies outside the working day.
    #[error("the time lies outside the business hours")]
    OutsideHours,
    /// No day of the week is worked.
    #[error("no day of the week is worked")]
    NoWorkingDay,
    /// A holiday has neither a date nor a weekday, both, or one that no calendar has.
    #[error(
        "the holiday names no day: write `month` and `day`, or `month`, `weekday` and `nth` \
         (1 to 5, -1 for the last)"
    )]
    NoSuchDay,
    /// The working day ends before it begins.
    #[error("the working day ends before it begins")]
    BackwardsDay,
}

/// What a name in a playbook stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A phase.
    Phase,
    /// A special situation.
    Situation,
    /// Somebody who may be told something.
    Address,
    /// A template.
    Template,
    /// A command of the palette.
    Command,
    /// A word in braces.
    Placeholder,
    /// A severity.
    Severity,
    /// A milestone.
    Milestone,
    /// A message.
    Message,
    /// A checklist item.
    Item,
    /// A clock.
    Clock,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Phase => "phase",
            Self::Situation => "situation",
            Self::Address => "address",
            Self::Template => "template",
            Self::Command => "command",
            Self::Placeholder => "placeholder",
            Self::Severity => "severity",
            Self::Milestone => "milestone",
            Self::Message => "message",
            Self::Item => "item",
            Self::Clock => "clock",
        })
    }
}
