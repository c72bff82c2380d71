//! The record of one incident: its state in memory, its journal on disk, always in step.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{SubsecRound, TimeDelta};

use super::error::{ReadOnly, StoreError};
use super::files::{self, JOURNAL, STATE};
use super::finding::Finding;
use super::home::Home;
use super::journal::{Head, Journal, Scan, entries_in, scan};
use super::line::{decode_line, encode_line};
use super::lock::JournalLock;
use super::recover::{self, OpenStats, apply_all};
use super::state;
use crate::domain::apply::fold;
use crate::domain::command::{Command, Request};
use crate::domain::decide::decide;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::{EntryId, IncidentId};
use crate::domain::incident::{Incident, PlaybookRef};
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When};

/// What a call added to what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Every entry that is new here, those of other programs included, in journal order.
    pub entries: Vec<Entry>,
    /// The state after them.
    pub incident: Arc<Incident>,
    /// How many of the entries, counted from the end, this call recorded.
    pub own: usize,
    /// What was found wrong on the way.
    pub findings: Vec<Finding>,
    /// Whether the journal was changed under the program: `entries` then starts anew with its
    /// first entry.
    pub anew: bool,
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
    dir: PathBuf,
    device: String,
    playbook: Option<Arc<Playbook>>,
    incident: Arc<Incident>,
    head: Head,
    /// The position the state file stands at.
    state_at: Option<u64>,
    /// Whether the state file is another version's, or damaged and could not be moved.
    keep_state_file: bool,
    read_only: Option<ReadOnly>,
    stats: OpenStats,
    news: News,
}

/// What was read and not handed on yet, because the call that read it failed.
#[derive(Debug, Default)]
struct News {
    entries: Vec<Entry>,
    findings: Vec<Finding>,
    anew: bool,
    /// The position up to which everything was handed on.
    handed_on: u64,
}

/// The entries of one request, drawn up and not written yet.
struct Batch {
    text: String,
    entries: Vec<Entry>,
    head: Head,
}

impl Record {
    /// Begins the record of a new incident. The request is a [`Command::Open`]; when its id
    /// is taken, a number goes behind it.
    pub fn create(
        home: &Home,
        playbook: impl Into<Arc<Playbook>>,
        request: &Request,
        device: &str,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let playbook = playbook.into();
        decide(&Incident::default(), &playbook, request, now)?;
        home.make()?;
        let mut request = request.clone();
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
        let mut look = match JournalLock::acquire(dir) {
            Ok(_lock) => {
                let mut look = recover::look(dir)?;
                look.mend(dir);
                look
            }
            Err(StoreError::NotSaved { source, .. }) => {
                let mut look = recover::look(dir)?;
                look.report();
                look.findings.push(Finding::NotWritable {
                    cause: source.to_string(),
                });
                look
            }
            Err(error) => return Err(error),
        };
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
        };
        Ok((record, look.findings))
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

    /// Returns how it was opened.
    #[must_use]
    pub fn stats(&self) -> OpenStats {
        self.stats
    }

    /// Records what a request means. After the return it is on the disk; after an error,
    /// nothing of it is.
    pub fn execute(&mut self, request: &Request, now: Instant) -> Result<Recorded, StoreError> {
        self.writable()?;
        let _lock = JournalLock::acquire(&self.dir)?;
        let mut journal = Journal::append_to(&self.dir)?;
        self.catch_up(&journal, true)?;
        let playbook = self.writable()?;
        let events = decide(&self.incident, &playbook, request, now)?;
        if events.is_empty() {
            return Ok(self.hand_on(0));
        }
        let draft = self.draw_up(request, events, now)?;
        let folded = self.fold_with(&journal, &draft.entries)?;
        journal.append(&self.head, &draft.text)?;
        self.head = draft.head;
        match folded {
            Some(incident) => self.incident = Arc::new(incident),
            None => {
                apply_all(Arc::make_mut(&mut self.incident), &draft.entries);
            }
        }
        let own = draft.entries.len();
        self.news.entries.extend(draft.entries);
        Ok(self.hand_on(own))
    }

    fn writable(&self) -> Result<Arc<Playbook>, StoreError> {
        match (&self.read_only, &self.playbook) {
            (Some(cause), _) => Err(StoreError::ReadOnly(cause.clone())),
            (None, Some(playbook)) => Ok(Arc::clone(playbook)),
            (None, None) => {
                let PlaybookRef { id, version } = self.incident.playbook.clone();
                Err(StoreError::ReadOnly(ReadOnly::NoPlaybook { id, version }))
            }
        }
    }

    /// Returns the lines and entries for some events. Each line is read back, so that what is
    /// in memory is what a restart will find, and nothing unreadable is ever written.
    fn draw_up(
        &self,
        request: &Request,
        events: Vec<Event>,
        now: Instant,
    ) -> Result<Batch, StoreError> {
        let now = now.trunc_subsecs(3);
        let after_last = self
            .head
            .recorded
            .map(|last| last + TimeDelta::milliseconds(1));
        let recorded = after_last.map_or(now, |after| now.max(after));
        // A clock that was put back must not move what happens now: only `recorded` gives way.
        let happened = request.happened.unwrap_or_else(|| When::exact(now));
        // One bit of the 80 stays free, so that counting up never overflows.
        let random = fastrand::u128(..) >> 49;
        let mut draft = Batch {
            text: String::new(),
            entries: Vec::with_capacity(events.len()),
            head: self.head,
        };
        for (event, n) in events.into_iter().zip(0_u128..) {
            draft.push(&Entry {
                seq: draft.head.seq + 1,
                id: EntryId::new(recorded, random + n),
                happened,
                recorded,
                actor: request.actor.clone(),
                device: self.device.clone(),
                origin: request.origin,
                event,
            })?;
        }
        Ok(draft)
    }

    /// Returns the state folded from the whole journal and some more entries, when one of
    /// those takes others back.
    fn fold_with(&self, journal: &Journal, more: &[Entry]) -> Result<Option<Incident>, StoreError> {
        if !takes_back(more) {
            return Ok(None);
        }
        let mut all = entries_in(&journal.bytes(0, self.head.bytes)?);
        all.extend_from_slice(more);
        Ok(Some(fold(&all)))
    }

    /// Picks up what other programs recorded; none when there is nothing. Costs one look at
    /// the length of the file while nothing changes.
    pub fn follow(&mut self) -> Result<Option<Recorded>, StoreError> {
        if self.read_only == Some(ReadOnly::NoJournal) {
            return Ok(None);
        }
        if self.has_changed()? {
            // The lock keeps out lines that are being written and may yet be cut back.
            let lock = match JournalLock::acquire(&self.dir) {
                Ok(lock) => Some(lock),
                Err(StoreError::NotSaved { .. }) => None,
                Err(error) => return Err(error),
            };
            let may_mend = lock.is_some() && self.read_only.is_none();
            let journal = if may_mend {
                Journal::append_to(&self.dir)?
            } else {
                Journal::read(&self.dir)?.ok_or_else(|| self.gone())?
            };
            self.catch_up(&journal, may_mend)?;
        }
        let news = &self.news;
        let is_quiet = news.entries.is_empty() && news.findings.is_empty() && !news.anew;
        Ok((!is_quiet).then(|| self.hand_on(0)))
    }

    fn has_changed(&self) -> Result<bool, StoreError> {
        match fs::metadata(self.dir.join(JOURNAL)) {
            Ok(meta) => Ok(meta.len() != self.head.bytes),
            Err(_) => Err(self.gone()),
        }
    }

    fn gone(&self) -> StoreError {
        StoreError::JournalGone {
            path: self.dir.join(JOURNAL),
        }
    }

    /// Reads what stands behind our position; the whole journal when that position is gone.
    fn catch_up(&mut self, journal: &Journal, mend: bool) -> Result<(), StoreError> {
        let length = journal.len()?;
        let anew = !journal.still_has(&self.head)?;
        if length == self.head.bytes && !anew {
            return Ok(());
        }
        let from = if anew { Head::START } else { self.head };
        let found = scan(&journal.bytes(from.bytes, length)?, from);
        if anew && found.entries.is_empty() {
            return Err(self.gone());
        }
        if mend && !found.torn.is_empty() {
            let finding = journal.set_aside(&found.head, &found.torn)?;
            self.news.findings.push(finding);
        }
        if anew {
            self.start_anew();
            self.incident = Arc::new(fold(&found.entries));
        } else if takes_back(&found.entries) {
            let whole = entries_in(&journal.bytes(0, found.head.bytes)?);
            self.incident = Arc::new(fold(&whole));
        } else {
            apply_all(Arc::make_mut(&mut self.incident), &found.entries);
        }
        self.take(found);
        Ok(())
    }

    /// Keeps the state file that still knows of what the journal lost.
    fn start_anew(&mut self) {
        let at = files::quarantine(&self.dir, STATE);
        self.state_at = None;
        self.news.entries.clear();
        self.news.anew = true;
        self.news.findings.push(Finding::Rewritten {
            at: at.ok().map(|at| at.display().to_string()),
        });
    }

    fn take(&mut self, found: Scan) {
        self.head = found.head;
        self.news.entries.extend(found.entries);
        self.news.findings.extend(found.findings);
        if let Some(format) = found.newer {
            let cause = ReadOnly::NewerJournal { format };
            self.news.findings.push(Finding::ReadOnly(cause.clone()));
            self.read_only = Some(cause);
        }
    }

    fn hand_on(&mut self, own: usize) -> Recorded {
        let next = News {
            handed_on: self.head.bytes,
            ..News::default()
        };
        let news = std::mem::replace(&mut self.news, next);
        Recorded {
            entries: news.entries,
            incident: self.incident(),
            own,
            findings: news.findings,
            anew: news.anew,
        }
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
        let journal = Journal::read(&self.dir)?;
        let bytes = journal.map(|journal| journal.bytes(0, self.news.handed_on));
        let found = scan(&bytes.transpose()?.unwrap_or_default(), Head::START);
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
            Some(ReadOnly::NewerJournal { .. } | ReadOnly::NoJournal) => false,
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

impl Batch {
    fn push(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let line =
            encode_line(entry, &self.head.hash).map_err(|source| StoreError::Unwritable {
                source: Some(source),
            })?;
        match decode_line(line.as_bytes()) {
            Ok((read, Some(_))) if read.event.kind() == entry.event.kind() => {
                self.head = self.head.behind(line.as_bytes(), Some(&read));
                self.entries.push(read);
            }
            Ok(_) | Err(_) => return Err(StoreError::Unwritable { source: None }),
        }
        self.text.push_str(&line);
        self.text.push('\n');
        Ok(())
    }
}

fn takes_back(entries: &[Entry]) -> bool {
    let is_undo = |entry: &Entry| matches!(entry.event, Event::Undone { .. });
    entries.iter().any(is_undo)
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
