//! Finding out where an incident stands from whatever its files hold, and mending them.

use std::path::Path;

use super::error::{ReadOnly, StoreError};
use super::files::{self, STATE};
use super::finding::{Damage, Finding};
use super::journal::{Head, Journal, Scan, scan};
use super::state::{self, State, StateFile};
use crate::domain::apply::{Applied, apply, fold};
use crate::domain::event::Entry;
use crate::domain::incident::Incident;

/// How an incident was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenStats {
    /// Whether the state file was used.
    pub from_state: bool,
    /// Bytes of the journal that were read.
    pub bytes_read: u64,
    /// Entries that were decoded from them.
    pub entries_read: usize,
}

/// Where an incident stands, and what was found on the way.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) incident: Incident,
    pub(super) head: Head,
    pub(super) findings: Vec<Finding>,
    pub(super) read_only: Option<ReadOnly>,
    pub(super) stats: OpenStats,
    /// The position the state file stands at, when it is good.
    pub(super) state_at: Option<u64>,
    /// What is wrong with the state file.
    damage: Option<Damage>,
    /// Whether the state file may be replaced.
    pub(super) keep_state_file: bool,
    torn: Vec<u8>,
}

/// Looks at the files of an incident; changes nothing.
pub(super) fn look(dir: &Path) -> Result<Look, StoreError> {
    let state = state::read(dir);
    let Some(journal) = Journal::read(dir)? else {
        return match state {
            StateFile::Good(state) => Ok(without_journal(*state)),
            StateFile::Missing | StateFile::Newer(_) | StateFile::Damaged(_) => {
                Err(StoreError::NoRecord {
                    dir: dir.to_owned(),
                })
            }
        };
    };
    let (state, damage, newer) = match state {
        StateFile::Good(state) => (Some(*state), None, None),
        StateFile::Damaged(damage) => (None, Some(damage), None),
        StateFile::Newer(format) => (None, None, Some(format)),
        StateFile::Missing => (None, None, None),
    };
    let mut look = from_both(&journal, state)?;
    look.damage = look.damage.or(damage);
    if let Some(format) = newer {
        look.keep_state_file = true;
        look.findings.push(Finding::Newer {
            name: STATE.to_owned(),
            format,
        });
    }
    Ok(look)
}

/// Reads the tail behind the state file, or the whole journal when the two do not fit.
fn from_both(journal: &Journal, state: Option<State>) -> Result<Look, StoreError> {
    let Some(state) = state else {
        return from_journal(journal);
    };
    let Some(head) = journal.head_at(state.bytes, &state.hash)? else {
        let mut look = from_journal(journal)?;
        if look.stats.entries_read == 0 && look.read_only.is_none() {
            return Ok(without_journal(state));
        }
        look.damage = Some(Damage::Ahead);
        return Ok(look);
    };
    if !state.is_ours {
        return from_journal(journal);
    }
    let length = journal.len()?;
    let tail = scan(&journal.bytes(head.bytes, length)?, head);
    let mut incident = state.incident;
    if !apply_all(&mut incident, &tail.entries) {
        return from_journal(journal);
    }
    let mut look = Look::of(incident, tail, length - head.bytes);
    look.stats.from_state = true;
    look.state_at = Some(head.bytes);
    Ok(look)
}

fn from_journal(journal: &Journal) -> Result<Look, StoreError> {
    let length = journal.len()?;
    let whole = scan(&journal.bytes(0, length)?, Head::START);
    let incident = fold(&whole.entries);
    Ok(Look::of(incident, whole, length))
}

fn without_journal(state: State) -> Look {
    let mut look = Look::of(state.incident, scan(&[], Head::START), 0);
    look.stats.from_state = true;
    look.refuse_writing(ReadOnly::NoJournal);
    look
}

/// Applies entries to a state; false when it has to be folded from the whole journal.
pub(super) fn apply_all(incident: &mut Incident, entries: &[Entry]) -> bool {
    entries
        .iter()
        .all(|entry| apply(incident, entry) == Applied::Done)
}

impl Look {
    fn of(incident: Incident, scan: Scan, bytes_read: u64) -> Self {
        let mut look = Self {
            incident,
            head: scan.head,
            findings: scan.findings,
            read_only: None,
            stats: OpenStats {
                from_state: false,
                bytes_read,
                entries_read: scan.entries.len(),
            },
            state_at: None,
            damage: None,
            keep_state_file: false,
            torn: scan.torn,
        };
        if let Some(format) = scan.newer {
            look.refuse_writing(ReadOnly::NewerJournal { format });
        }
        look
    }

    /// Makes the record read-only and says so.
    pub(super) fn refuse_writing(&mut self, cause: ReadOnly) {
        self.findings.push(Finding::ReadOnly(cause.clone()));
        self.read_only = Some(cause);
    }

    /// Sets torn ends and damaged files aside. Only under the lock.
    pub(super) fn mend(&mut self, dir: &Path) {
        if !self.torn.is_empty() && self.read_only.is_none() {
            let mended = Journal::append_to(dir)
                .and_then(|journal| journal.set_aside(&self.head, &self.torn));
            match mended {
                Ok(finding) => {
                    self.torn.clear();
                    self.findings.push(finding);
                }
                Err(error) => tracing::warn!(%error, "the torn end stays in the journal"),
            }
        }
        if let Some(damage) = self.damage.take() {
            let at = files::quarantine(dir, STATE);
            self.keep_state_file |= at.is_err();
            self.findings.push(Finding::damaged(STATE, damage, at));
        }
        if let Err(error) = files::sweep(dir) {
            tracing::warn!(%error, "files of an earlier crash stay");
        }
        self.report();
    }

    /// Reports what was not mended.
    pub(super) fn report(&mut self) {
        if !self.torn.is_empty() {
            self.findings.push(Finding::Torn {
                bytes: self.torn.len() as u64,
                at: None,
            });
        }
        if let Some(damage) = self.damage.take() {
            self.keep_state_file = true;
            let unmoved = Err(std::io::ErrorKind::ReadOnlyFilesystem.into());
            self.findings.push(Finding::damaged(STATE, damage, unmoved));
        }
    }
}
