//! A record made out of one that was exported: all of it, or nothing.

use std::path::PathBuf;

use super::adopt::move_into_place;
use super::error::StoreError;
use super::files::{self, JOURNAL};
use super::home::Home;
use crate::domain::chain::{Digest, encode_exported};
use crate::domain::event::Entry;
use crate::domain::export::ReadRecord;

/// Puts the entries of an exported record into a journal of their own, in the directory that the
/// id of the incident names, and returns the directory. Where all of the journal left, unchanged,
/// the journal is the same to the last byte; else its lines are numbered and chained anew.
///
/// # Errors
///
/// [`StoreError::AlreadyHere`] when there is a record of that id.
pub fn restore(home: &Home, record: &ReadRecord) -> Result<PathBuf, StoreError> {
    let id = &record.incident.id;
    let place = home.incident(id);
    if place.exists() {
        return Err(StoreError::AlreadyHere { id: id.clone() });
    }
    let text = journal(&record.entries)?;
    home.make()?;
    let workshop = home.data.join("adopting");
    let not_saved = |source| StoreError::not_saved(&workshop, source);
    files::make_dir(&workshop).map_err(not_saved)?;
    // Removed again, unless it is moved to its place.
    let staging = tempfile::Builder::new()
        .prefix(id.as_str())
        .tempdir_in(&workshop)
        .map_err(not_saved)?;
    files::write_atomic_in(staging.path(), JOURNAL, text.as_bytes()).map_err(not_saved)?;
    files::sync_dir(staging.path()).map_err(not_saved)?;
    move_into_place(staging.path(), &place, id)?;
    // Nothing is left to remove.
    let _ = staging.keep();
    Ok(place)
}

fn journal(entries: &[Entry]) -> Result<String, StoreError> {
    let mut head = Digest::ZERO;
    let mut text = String::new();
    for (entry, seq) in entries.iter().zip(1..) {
        let entry = Entry {
            seq,
            ..entry.clone()
        };
        let line = encode_exported(&entry, &head).map_err(|source| StoreError::Unwritable {
            source: Some(source),
        })?;
        head = Digest::of(line.as_bytes());
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}
