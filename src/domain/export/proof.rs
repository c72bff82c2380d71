//! Proving an exported record: that the file is as it was written, and what can be said of the
//! journal it came from.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use super::record::{Chain, ChainOf, RECORD_FORMAT, SEAL};
use crate::domain::apply::fold;
use crate::domain::chain::{Digest, LineError, decode_line};
use crate::domain::event::Entry;
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::text::plain_json;
use crate::domain::time::Instant;

/// Why a file is no exported record. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub enum NotARecord {
    /// It is something else.
    #[error("read it as a record that sitroom exported")]
    Malformed(#[from] serde_json::Error),
    /// A later version wrote it.
    #[error("read it: it has format {0}, from a later version of sitroom")]
    Newer(u32),
    /// One of its entries is none.
    #[error("read entry {place} of it: {cause}")]
    Entry {
        /// Its place, from 1.
        place: usize,
        /// Why not.
        cause: LineError,
    },
}

/// One thing that is not as it should be; the text is a sentence of its own.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Flaw {
    /// The file is not the one that was written.
    #[error("the file is not as it was written: its seal does not fit")]
    Seal,
    /// A line does not name the hash of the line before.
    #[error("the chain breaks before entry {seq}: something there was changed, removed or put in")]
    Chain {
        /// The number of the entry whose `prev` does not fit.
        seq: u64,
    },
    /// The last line is not the one that the chain ends with.
    #[error("the chain does not end with the hash that the file names")]
    Head,
    /// There are more lines than were written, or fewer.
    #[error("there are {found} entries where {named} were written")]
    Count {
        /// How many there are.
        found: usize,
        /// How many there should be.
        named: usize,
    },
    /// The numbers do not go up; in a journal that left as a whole, one by one.
    #[error("entry {seq} does not have the number that was due")]
    Number {
        /// The number it has.
        seq: u64,
    },
    /// The id of an entry is taken, or does not fit the time it was recorded.
    #[error("the id of entry {seq} does not fit")]
    Id {
        /// Its number.
        seq: u64,
    },
    /// An entry says it was recorded before the one above it.
    #[error("entry {seq} was recorded before the one above it")]
    Backwards {
        /// Its number.
        seq: u64,
    },
    /// The state is not what the entries make.
    #[error("the state of the incident is not what the entries make")]
    State,
    /// Something was wrong with the journal when it was exported.
    #[error("the journal was not sound when it was exported: {0}")]
    Unsound(String),
}

/// An exported record, read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadRecord {
    /// What its lines are a chain of.
    pub chain: Chain,
    /// When it was written.
    pub exported_at: Instant,
    /// Whether what stays on a machine otherwise is in it.
    pub local_notes: bool,
    /// The state.
    pub incident: Incident,
    /// The entries, in the order of the journal.
    pub entries: Vec<Entry>,
    /// Everything that is not as it should be; empty for a sound file.
    pub flaws: Vec<Flaw>,
}

#[derive(Deserialize)]
struct Form<'a> {
    exported_at: Instant,
    local_notes: bool,
    chain: Chain,
    incident: Incident,
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
}

/// Reads an exported record and checks all of it.
///
/// # Errors
///
/// [`NotARecord`] when it is none, so that there is nothing to check.
pub fn read_record(text: &str) -> Result<ReadRecord, NotARecord> {
    #[derive(Deserialize)]
    struct Version {
        format: u32,
    }
    let Version { format } = serde_json::from_str(text)?;
    if format > RECORD_FORMAT {
        return Err(NotARecord::Newer(format));
    }
    let form: Form<'_> = serde_json::from_str(text)?;
    let mut flaws = Vec::new();
    if !is_sealed(text) {
        flaws.push(Flaw::Seal);
    }
    let entries = check_lines(&form, &mut flaws)?;
    flaws.extend(form.chain.unsound.iter().cloned().map(Flaw::Unsound));
    if form.chain.of == ChainOf::Journal && !is_state_of(&form.incident, &entries) {
        flaws.push(Flaw::State);
    }
    Ok(ReadRecord {
        chain: form.chain,
        exported_at: form.exported_at,
        local_notes: form.local_notes,
        incident: form.incident,
        entries,
        flaws,
    })
}

/// Returns whether a file ends with the hash of all that stands before it.
fn is_sealed(text: &str) -> bool {
    let (before, behind) = SEAL;
    let Some((sealed, seal)) = text
        .strip_suffix(behind)
        .and_then(|rest| rest.split_at_checked(rest.len().checked_sub(64)?))
    else {
        return false;
    };
    sealed.ends_with(before) && Digest::of(sealed.as_bytes()).as_str() == seal
}

fn check_lines(form: &Form<'_>, flaws: &mut Vec<Flaw>) -> Result<Vec<Entry>, NotARecord> {
    let mut head = Digest::ZERO;
    let mut seen: HashSet<EntryId> = HashSet::new();
    let mut entries: Vec<Entry> = Vec::with_capacity(form.entries.len());
    for (line, place) in form.entries.iter().zip(1..) {
        let (entry, prev) = decode_line(line.get().as_bytes())
            .map_err(|cause| NotARecord::Entry { place, cause })?;
        let seq = entry.seq;
        if prev != Some(head) {
            flaws.push(Flaw::Chain { seq });
        }
        let last = entries.last();
        let due = last.map_or(0, |last| last.seq) + 1;
        if seq < due || (form.chain.of == ChainOf::Journal && seq != due) {
            flaws.push(Flaw::Number { seq });
        }
        if !seen.insert(entry.id) || entry.id.recorded() != entry.recorded {
            flaws.push(Flaw::Id { seq });
        }
        if last.is_some_and(|last| entry.recorded < last.recorded) {
            flaws.push(Flaw::Backwards { seq });
        }
        // As it was written before what cannot be shown was escaped for the file.
        head = Digest::of(plain_json(line.get()).as_bytes());
        entries.push(entry);
    }
    if head.as_str() != form.chain.head {
        flaws.push(Flaw::Head);
    }
    let (found, named) = (entries.len(), form.chain.entries);
    if found != named {
        flaws.push(Flaw::Count { found, named });
    }
    Ok(entries)
}

/// Returns whether some entries make a state, but for what is of use to its machine only.
fn is_state_of(incident: &Incident, entries: &[Entry]) -> bool {
    let mut made = fold(entries);
    let mut named = incident.clone();
    made.undo.clear();
    named.undo.clear();
    made == named
}
