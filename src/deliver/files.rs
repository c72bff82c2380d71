//! Mail as files that a mail program opens as drafts, and the other files beside a record.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::disk;
use crate::domain::outgoing::{Leaving, Outgoing, RenderError, mail_file};

/// The longest part of a file name that comes from the message.
const LONGEST_NAME: usize = 60;
/// How many files of one name there can be.
const MOST: u32 = 100;

/// Why a message was not written to a file.
#[derive(Debug, Error)]
pub enum FileError {
    /// It cannot be put in the form of mail.
    #[error(transparent)]
    Unwritable(#[from] RenderError),
    /// The disk does not take it.
    #[error("write {}: {source}", path.display())]
    NotSaved {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There are too many files of that name already.
    #[error("write {}: there are {MOST} of that name; move some away", path.display())]
    NoFreeName {
        /// The first of them.
        path: PathBuf,
    },
}

/// Writes a message into a folder as `20261122T140203Z-initial-sitrep.eml`, for its owner
/// alone, and returns where. The same message is the same file, however often it is written.
pub fn write_eml(folder: &Path, leaving: &Leaving) -> Result<PathBuf, FileError> {
    let outgoing = leaving.as_outgoing();
    let content = mail_file(outgoing)?;
    let stem = stem(outgoing);
    let not_saved = |path: &Path, source| FileError::NotSaved {
        path: path.to_owned(),
        source,
    };
    disk::make_dir(folder).map_err(|source| not_saved(folder, source))?;
    for n in 1..=MOST {
        let number = if n == 1 {
            String::new()
        } else {
            format!("-{n}")
        };
        let path = folder.join(format!("{stem}{number}.eml"));
        let is_new = disk::write_new(&path, content.as_bytes());
        if is_new.map_err(|source| not_saved(&path, source))? || holds(&path, &content) {
            return Ok(path);
        }
    }
    Err(FileError::NoFreeName {
        path: folder.join(format!("{stem}.eml")),
    })
}

/// Writes the rotation into a folder as `rotation.ics`, over the one before, for its owner
/// alone, and returns where.
pub fn write_calendar(folder: &Path, text: &str) -> Result<PathBuf, FileError> {
    replace(folder, "rotation.ics", text)
}

/// Writes a report beside the record, over the one before, for its owner alone.
pub fn write_report(folder: &Path, text: &str) -> Result<PathBuf, FileError> {
    replace(folder, "report.md", text)
}

/// Writes the scorecard of a drill beside its record, for people and for scripts, over the one
/// before, for its owner alone; returns where people find it.
pub fn write_scorecard(folder: &Path, markdown: &str, json: &str) -> Result<PathBuf, FileError> {
    replace(folder, "scorecard.json", json)?;
    replace(folder, "scorecard.md", markdown)
}

fn replace(folder: &Path, name: &str, text: &str) -> Result<PathBuf, FileError> {
    let path = folder.join(name);
    match disk::replace(&path, text.as_bytes()) {
        Ok(()) => Ok(path),
        Err(source) => Err(FileError::NotSaved { path, source }),
    }
}

fn holds(path: &Path, content: &str) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes == content.as_bytes())
}

/// Returns a name from time and message, of characters that mean nothing to a file system.
fn stem(outgoing: &Outgoing) -> String {
    let time = outgoing.written.format("%Y%m%dT%H%M%SZ");
    let good = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let name: String = outgoing
        .message
        .chars()
        .map(good)
        .take(LONGEST_NAME)
        .collect();
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "message" } else { name };
    format!("{time}-{name}")
}
