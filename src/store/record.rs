//! The record of one incident: its state in memory, its journal on disk, always in step.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{ReadOnly, StoreError};
use super::files::{self, JOURNAL};
use super::finding::Finding;
use super::held;
use super::home::Home;
use super::how_far::HowFar;
use super::journal::{Head, Journal, entries_in, scan_telling};
use super::lock::JournalLock;
use super::recover::{self, Look, OpenStats};
use super::state;
use crate::domain::command::{Command, Request};
use crate::domain::decide::decide;
use crate::domain::event::Entry;
use crate::domain::gate::{Found, Gate};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, PlaybookRef};
use crate::domain::mirror::ChainHead;
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;

/// What a call added to what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Every entry that is new here, those of other programs included, in journal order.
    pub entries: Vec<Entry>,
    /// The state after them.
    pub incident: Arc<Incident>,
    /// The number of the last entry of that state.
    pub seq: u64,
    /// How many of the entries, counted from the end, this call recorded.
    pub own: usize,
    /// What was found wrong on the way.
    pub findings: Vec<Finding>,
    /// Whether the journal was changed under the program: `entries` then starts anew with its
    /// first entry.
    pub anew: bool,
    /// What this call recorded that may leave when somebody looked at it.
    pub warnings: Vec<Found>,
}

/// The whole journal.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Every entry that could be read.
    pub entries: Vec<Entry>,
    /// What is wrong with its lines and their chain.
    pub findings: Vec<Finding>,
}

/// The open record of an incident. Any number of programs may have one open.
#[derive(Debug)]
pub struct Record {
    pub(super) dir: PathBuf,
    pub(super) device: String,
    pub(super) playbook: Option<Arc<Playbook>>,
    pub(super) incident: Arc<Incident>,
    pub(super) head: Head,
    /// The position the state file stands at.
    pub(super) state_at: Option<u64>,
    /// Whether the state file is another version's, or damaged and could not be moved.
    pub(super) keep_state_file: bool,
    pub(super) read_only: Option<ReadOnly>,
    pub(super) stats: OpenStats,
    pub(super) news: News,
    /// What every text is looked through by before it is recorded.
    pub(super) gate: Arc<Gate>,
}

/// What was read and not handed on yet, because the call that read it failed.
#[derive(Debug, Default)]
pub(super) struct News {
    pub(super) entries: Vec<Entry>,
    pub(super) findings: Vec<Finding>,
    pub(super) anew: bool,
    /// The position up to which everything was handed on.
    pub(super) handed_on: u64,
}

impl Record {
    /// Begins the record of a new incident. The request is a [`Command::Open`]; when its id
    /// is taken, a number goes behind it.
    pub fn create(
        home: &Home,
        gate: &Arc<Gate>,
        playbook: impl Into<Arc<Playbook>>,
        request: &Request,
        device: &str,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let playbook = playbook.into();
        let events = decide(&Incident::default(), &playbook, request, now)?;
        let mut request = request.clone();
        held::name_anew(&mut request, gate, events)?;
        home.make()?;
        let mut dir = home.incidents();
        if let Command::Open(opening) = &mut request.command {
            let (id, made) = make_dir(home, &opening.incident)?;
            opening.incident = id;
            dir = made;
        }
        let mut record = Self {
            dir,
            device: device.to_owned(),
            playbook: Some(playbook),
            incident: Arc::default(),
            head: Head::START,
            state_at: None,
            keep_state_file: false,
            read_only: None,
            stats: OpenStats::default(),
            news: News::default(),
            gate: Arc::clone(gate),
        };
        match record.begin(&request, now) {
            Ok(()) => Ok(record),
            Err(error) => {
                record.take_back();
                Err(error)
            }
        }
    }

    fn begin(&mut self, request: &Request, now: Instant) -> Result<(), StoreError> {
        Journal::create(&self.dir)?;
        let parent = self.dir.parent().unwrap_or(&self.dir);
        for dir in [&self.dir, parent] {
            files::sync_dir(dir).map_err(|source| StoreError::not_saved(dir, source))?;
        }
        self.execute(request, now)?;
        Ok(())
    }

    /// Removes the directory of a record that never began.
    fn take_back(&self) {
        if fs::metadata(self.dir.join(JOURNAL)).is_ok_and(|meta| meta.len() > 0) {
            return;
        }
        if let Err(error) = fs::remove_dir_all(&self.dir) {
            tracing::warn!(%error, dir = %self.dir.display(), "an empty incident stays");
        }
    }

    /// Opens the record in a directory and puts its files in order. Whatever is wrong with
    /// them is reported; it is never a reason not to start as long as anything is left.
    pub fn open(
        dir: &Path,
        device: &str,
        playbook_of: impl FnOnce(&PlaybookRef) -> Option<Playbook>,
    ) -> Result<(Self, Vec<Finding>), StoreError> {
        if !dir.is_dir() {
            return Err(StoreError::NoRecord {
                dir: dir.to_owned(),
            });
        }
        let look = look_and_mend(dir)?;
        Ok(Self::of_look(dir, device, look, playbook_of))
    }

    /// Opens the record in a directory to be looked at: it takes no lock, mends nothing and
    /// follows what others record.
    pub fn watch(
        dir: &Path,
        device: &str,
        playbook_of: impl FnOnce(&PlaybookRef) -> Option<Playbook>,
    ) -> Result<(Self, Vec<Finding>), StoreError> {
        let mut look = recover::look(dir)?;
        look.read_only = Some(ReadOnly::Watched);
        Ok(Self::of_look(dir, device, look, playbook_of))
    }

    fn of_look(
        dir: &Path,
        device: &str,
        mut look: Look,
        playbook_of: impl FnOnce(&PlaybookRef) -> Option<Playbook>,
    ) -> (Self, Vec<Finding>) {
        let playbook = playbook_of(&look.incident.playbook).map(Arc::new);
        if playbook.is_none() && look.read_only.is_none() {
            let PlaybookRef { id, version } = look.incident.playbook.clone();
            look.refuse_writing(ReadOnly::NoPlaybook { id, version });
        }
        let record = Self {
            dir: dir.to_owned(),
            device: device.to_owned(),
            playbook,
            incident: Arc::new(look.incident),
            head: look.head,
            state_at: look.state_at,
            keep_state_file: look.keep_state_file,
            read_only: look.read_only,
            stats: look.stats,
            news: News {
                handed_on: look.head.bytes,
                ..News::default()
            },
            gate: Gate::shipped(),
        };
        (record, look.findings)
    }

    /// Returns what texts are looked through with.
    #[must_use]
    pub fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate)
    }

    /// Has texts looked through by a gate that is set up otherwise than the shipped one.
    pub fn set_gate(&mut self, gate: Arc<Gate>) {
        self.gate = gate;
    }

    /// Returns the directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns the state as of the last call.
    #[must_use]
    pub fn incident(&self) -> Arc<Incident> {
        Arc::clone(&self.incident)
    }

    /// Returns the process it runs on.
    #[must_use]
    pub fn playbook(&self) -> Option<Arc<Playbook>> {
        self.playbook.clone()
    }

    /// Returns why the record takes no entries, if it takes none.
    #[must_use]
    pub fn read_only(&self) -> Option<&ReadOnly> {
        self.read_only.as_ref()
    }

    /// Returns the number of the last entry.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.head.seq
    }

    /// Returns where the journal stands.
    #[must_use]
    pub fn chain_head(&self) -> ChainHead {
        ChainHead {
            seq: self.head.seq,
            sha256: self.head.hash.to_string(),
        }
    }

    /// Returns how it was opened.
    #[must_use]
    pub fn stats(&self) -> OpenStats {
        self.stats
    }

    /// Returns the last `n` entries that were handed on, read from the end of the file.
    pub fn tail(&self, n: usize) -> Result<Vec<Entry>, StoreError> {
        let journal = Journal::read(&self.dir)?;
        let bytes = journal.map(|journal| journal.last_lines(self.news.handed_on, n));
        Ok(entries_in(&bytes.transpose()?.unwrap_or_default()))
    }

    /// Returns the entries behind a number that were handed on.
    pub fn entries_after(&self, seq: u64) -> Result<Vec<Entry>, StoreError> {
        let n = self.head.seq.saturating_sub(seq);
        let mut entries = self.tail(usize::try_from(n).unwrap_or(usize::MAX))?;
        entries.retain(|entry| entry.seq > seq);
        Ok(entries)
    }

    /// Returns the whole journal as far as it was handed on, and what is wrong with it.
    pub fn history(&self) -> Result<History, StoreError> {
        self.history_telling(|_| {})
    }

    /// Does what [`Self::history`] does, and tells how far it is when there is much to read.
    pub fn history_telling(&self, mut tell: impl FnMut(HowFar)) -> Result<History, StoreError> {
        let journal = Journal::read(&self.dir)?;
        let all = self.news.handed_on;
        let bytes = journal.map(|journal| journal.bytes(0, all));
        let bytes = bytes.transpose()?.unwrap_or_default();
        let found = scan_telling(&bytes, Head::START, |done| tell(HowFar { done, all }));
        Ok(History {
            entries: found.entries,
            findings: found.findings,
        })
    }

    /// Returns true when the state file is behind.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        // What was folded without entries that cannot be read here must not pass for the state.
        let is_whole = match self.read_only {
            None | Some(ReadOnly::NoPlaybook { .. }) => true,
            Some(ReadOnly::NewerJournal { .. } | ReadOnly::NoJournal | ReadOnly::Watched) => false,
        };
        is_whole && !self.keep_state_file && self.state_at != Some(self.head.bytes)
    }

    /// Writes the state file, if it is behind.
    pub fn save_state(&mut self) -> Result<(), StoreError> {
        if self.is_dirty() {
            state::write(&self.dir, &self.head, &self.incident)?;
            self.state_at = Some(self.head.bytes);
        }
        Ok(())
    }
}

/// Makes a directory for the id, or for the id with the first number that is free.
fn make_dir(home: &Home, id: &IncidentId) -> Result<(IncidentId, PathBuf), StoreError> {
    let numbered = (2..1000).map(|n| id.numbered(n));
    for id in std::iter::once(id.clone()).chain(numbered) {
        let dir = home.incident(&id);
        match files::make_new_dir(&dir) {
            Ok(()) => return Ok((id, dir)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(StoreError::not_saved(&dir, source)),
        }
    }
    Err(StoreError::NoFreeName { id: id.clone() })
}

/// Finds out where an incident stands and puts its files in order, as far as they may be
/// written.
fn look_and_mend(dir: &Path) -> Result<Look, StoreError> {
    match JournalLock::acquire(dir) {
        Ok(_lock) => {
            let mut look = recover::look(dir)?;
            look.mend(dir);
            Ok(look)
        }
        Err(StoreError::NotSaved { source, .. }) => {
            let mut look = recover::look(dir)?;
            look.report();
            look.findings.push(Finding::NotWritable {
                cause: source.to_string(),
            });
            Ok(look)
        }
        Err(error) => Err(error),
    }
}
