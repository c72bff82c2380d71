//! What was found wrong with the files, for a person to read. Never a reason not to start.

use std::path::PathBuf;

use thiserror::Error;

use super::error::ReadOnly;

/// One thing that is not as it should be; the text is a sentence of its own.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Finding {
    /// The end of the journal was cut off, as by a crash while writing; it was never reported
    /// as saved.
    #[error("{bytes} bytes at the end of the journal were cut off in mid-write, {}", kept(at.as_deref()))]
    Torn {
        /// How much.
        bytes: u64,
        /// Where it is kept; none while it still stands in the journal.
        at: Option<String>,
    },
    /// A line within the journal is not an entry; it is kept and skipped.
    #[error("line {line} of the journal is damaged and was skipped: {cause}")]
    DamagedLine {
        /// Its number.
        line: u64,
        /// What is wrong with it.
        cause: String,
    },
    /// A line does not name the hash of the line before.
    #[error("the chain breaks before line {line}: something there was changed, removed or put in")]
    BrokenChain {
        /// The line whose `prev` does not fit.
        line: u64,
    },
    /// The numbers have a gap or go backwards.
    #[error("line {line} of the journal has number {found} where {expected} was due")]
    WrongNumber {
        /// The line.
        line: u64,
        /// The number it should have.
        expected: u64,
        /// The number it has.
        found: u64,
    },
    /// An entry says it was recorded before the one above it.
    #[error("line {line} was recorded before the line above it")]
    TimeBackwards {
        /// The line.
        line: u64,
    },
    /// An entry's id is not of the instant it was recorded, or was used before.
    #[error("line {line} has an id that does not belong to it")]
    WrongId {
        /// The line.
        line: u64,
    },
    /// An entry is of a kind that is not known here.
    #[error("line {line} is of the kind `{kind}`, which this version does not know; it is kept")]
    UnknownKind {
        /// The line.
        line: u64,
        /// The kind as written.
        kind: String,
    },
    /// The record takes no entries.
    #[error("this record is read-only: {0}")]
    ReadOnly(ReadOnly),
    /// The directory takes no files just now.
    #[error("the directory cannot be written, so nothing was put in order: {cause}")]
    NotWritable {
        /// What the system said.
        cause: String,
    },
    /// A file is damaged.
    #[error("{name} {damage}; {}", is_kept(at.as_deref()))]
    Damaged {
        /// The file.
        name: String,
        /// What is wrong with it.
        damage: Damage,
        /// Where it is kept; none when it was not moved.
        at: Option<String>,
    },
    /// A later version wrote a file; it is left alone.
    #[error("{name} has format {format} from a later version and was left alone")]
    Newer {
        /// The file.
        name: String,
        /// The form it is in.
        format: u32,
    },
    /// The journal changed under the running program and was read again.
    #[error(
        "the journal was changed by something other than sitroom and was read again as it now \
         stands; what the state was before is {}", before(at.as_deref())
    )]
    Rewritten {
        /// Where the state file of before is kept, when there was one.
        at: Option<String>,
    },
    /// The record for whoever takes over could not be written.
    #[error("the offer is recorded, but failed to write its baton: {cause}")]
    NoBaton {
        /// What went wrong.
        cause: String,
    },
    /// The state file says something else than the journal.
    #[error("incident.toml does not say what the journal says; the journal holds")]
    StateDiffers,
    /// The journal is shorter than it was.
    #[error(
        "the journal is shorter than, or differs from, what incident.toml was written from: entries may be missing at its end"
    )]
    StateAhead,
}

fn kept(at: Option<&str>) -> String {
    match at {
        Some(at) => format!("and are kept in {at}"),
        None => "and still stand there".to_owned(),
    }
}

fn is_kept(at: Option<&str>) -> String {
    match at {
        Some(at) => format!("the file is kept in {at}"),
        None => "the file still stands there".to_owned(),
    }
}

fn before(at: Option<&str>) -> String {
    at.map_or("not on the disk".to_owned(), |at| format!("kept in {at}"))
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Damage {
    /// It is not in its form.
    #[error("cannot be read ({cause})")]
    Malformed {
        /// What the reader said.
        cause: String,
    },
    /// Its text was changed since it was written.
    #[error("was changed by hand or by the disk; the journal was read instead")]
    Checksum,
    /// It was written from more, or something else, than the journal holds.
    #[error("knows of entries that the journal does not have")]
    Ahead,
}

/// Something that was read, and what was found wrong on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded<T> {
    /// What was read.
    pub value: T,
    /// What was found wrong.
    pub findings: Vec<Finding>,
}

impl Finding {
    /// Returns the finding for a file that was set aside, or could not be.
    pub(super) fn damaged(name: &str, damage: Damage, at: std::io::Result<PathBuf>) -> Self {
        Self::Damaged {
            name: name.to_owned(),
            damage,
            at: at.ok().map(|path| path.display().to_string()),
        }
    }
    /// Returns the finding for a damaged file that is left where it is.
    pub(super) fn left_alone(name: &str, damage: Damage) -> Self {
        Self::Damaged {
            name: name.to_owned(),
            damage,
            at: None,
        }
    }
}
