//! Proving that a record is what was written: the chain, the numbers, the times, the state.

use std::collections::HashSet;
use std::path::Path;

use super::error::{ReadOnly, StoreError};
use super::files::STATE;
use super::finding::Finding;
use super::how_far::HowFar;
use super::journal::{Head, Journal, Scan, scan_telling};
use super::lock::JournalLock;
use super::state::{self, State, StateFile};
use crate::domain::apply::fold;
use crate::domain::chain::Digest;
use crate::domain::event::{Entry, Event};
use crate::domain::time::Instant;

/// The outcome of checking a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// How many entries there are.
    pub entries: usize,
    /// When the first was recorded.
    pub first: Option<Instant>,
    /// When the last was recorded.
    pub last: Option<Instant>,
    /// Hash of the last line; whoever wrote it down elsewhere can tell that no line is
    /// missing at the end.
    pub head_hash: Digest,
    /// Everything that is not as it should be; empty for a sound record.
    pub findings: Vec<Finding>,
}

/// Checks the record in a directory; changes nothing.
pub fn verify(dir: &Path) -> Result<Verification, StoreError> {
    verify_telling(dir, |_| {})
}

/// Does what [`verify`] does, and tells how far it is when there is much to read.
pub fn verify_telling(
    dir: &Path,
    mut tell: impl FnMut(HowFar),
) -> Result<Verification, StoreError> {
    let journal = || {
        Journal::read(dir)?.ok_or_else(|| StoreError::NoRecord {
            dir: dir.to_owned(),
        })
    };
    // It is read once, and once more as far as the state was written from it.
    let all = journal()?.len()?.saturating_mul(2);
    if all > HowFar::STEP {
        tell(HowFar { done: 0, all });
    }
    // A write under way would look torn. Without a lock file, nobody is writing.
    let _lock = dir
        .join("lock")
        .exists()
        .then(|| JournalLock::acquire(dir).ok());
    let state = state::read(dir);
    let journal = journal()?;
    let bytes = journal.bytes(0, journal.len()?)?;
    let whole = scan_telling(&bytes, Head::START, |done| tell(HowFar { done, all }));
    let mut findings = Vec::new();
    check_entries(&whole.entries, &mut findings);
    findings.extend(check_end(&whole));
    let before = bytes.len() as u64;
    findings.extend(check_state(&journal, &bytes, state, |done| {
        tell(HowFar {
            done: before + done,
            all,
        });
    })?);
    let mut all = whole.findings;
    all.extend(findings);
    Ok(Verification {
        entries: whole.entries.len(),
        first: whole.entries.first().map(|entry| entry.recorded),
        last: whole.entries.last().map(|entry| entry.recorded),
        head_hash: whole.head.hash,
        findings: all,
    })
}

fn check_entries(entries: &[Entry], findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for entry in entries {
        let millis = u64::try_from(entry.recorded.timestamp_millis()).unwrap_or(0);
        if !seen.insert(entry.id) || entry.id.0.timestamp_ms() != millis {
            findings.push(Finding::WrongId { line: entry.seq });
        }
        if let Event::Unrecognised { kind } = &entry.event {
            findings.push(Finding::UnknownKind {
                line: entry.seq,
                kind: kind.clone(),
            });
        }
    }
}

fn check_end(whole: &Scan) -> impl Iterator<Item = Finding> {
    let torn = (!whole.torn.is_empty()).then_some(Finding::Torn {
        bytes: whole.torn.len() as u64,
        at: None,
    });
    let newer = whole.newer.map(|format| {
        let cause = ReadOnly::NewerJournal { format };
        Finding::ReadOnly(cause)
    });
    torn.into_iter().chain(newer)
}

fn check_state(
    journal: &Journal,
    bytes: &[u8],
    state: StateFile,
    tell: impl FnMut(u64),
) -> Result<Option<Finding>, StoreError> {
    Ok(match state {
        StateFile::Missing => None,
        StateFile::Newer(format) => Some(Finding::Newer {
            name: STATE.to_owned(),
            format,
        }),
        StateFile::Damaged(damage) => Some(Finding::Damaged {
            name: STATE.to_owned(),
            damage,
            at: None,
        }),
        StateFile::Good(state) => compare(journal, bytes, &state, tell)?,
    })
}

/// Compares the state file with the fold of as much of the journal as it was written from.
fn compare(
    journal: &Journal,
    bytes: &[u8],
    state: &State,
    tell: impl FnMut(u64),
) -> Result<Option<Finding>, StoreError> {
    if journal.head_at(state.bytes, &state.hash)?.is_none() {
        return Ok(Some(Finding::StateAhead));
    }
    let length = usize::try_from(state.bytes).unwrap_or(usize::MAX);
    let part = bytes.get(..length).unwrap_or(bytes);
    let part = scan_telling(part, Head::START, tell);
    let is_same = !state.is_ours || fold(&part.entries) == state.incident;
    Ok((!is_same).then_some(Finding::StateDiffers))
}
