//! Putting entries into the journal, and taking in those of other programs.

use std::fs;
use std::sync::Arc;

use chrono::{SubsecRound, TimeDelta};

use super::drill::has_ended;
use super::error::{ReadOnly, StoreError};
use super::files::{self, JOURNAL, STATE};
use super::finding::Finding;
use super::journal::{Head, Journal, Scan, entries_in, scan};
use super::lock::JournalLock;
use super::record::{News, Record, Recorded};
use super::recover::apply_all;
use crate::domain::apply::fold;
use crate::domain::chain::{decode_line, encode_line};
use crate::domain::command::Request;
use crate::domain::decide::{Refusal, decide};
use crate::domain::event::{Entry, Event};
use crate::domain::gate::stop_of_refusal;
use crate::domain::ids::EntryId;
use crate::domain::incident::{Incident, PlaybookRef};
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, When};

/// The entries of one request, drawn up and not written yet.
pub(super) struct Batch {
    text: String,
    entries: Vec<Entry>,
    head: Head,
}

/// Applies a batch to a state, puts its lines behind others, and returns where the journal
/// stands behind them.
pub(super) fn apply_batch(incident: &mut Incident, batch: &Batch, text: &mut String) -> Head {
    text.push_str(&batch.text);
    apply_all(incident, &batch.entries);
    batch.head
}

impl Record {
    /// Records what a request means. After the return it is on the disk; after an error,
    /// nothing of it is, but for the stop that a text marked as classified brings about.
    pub fn execute(&mut self, request: &Request, now: Instant) -> Result<Recorded, StoreError> {
        self.execute_if(request, |_| true, now)
    }

    /// Records what a request means if the record still is as it was seen, with what other
    /// programs did; else [`StoreError::Moved`].
    pub fn execute_seen(
        &mut self,
        request: &Request,
        seen: &Incident,
        now: Instant,
    ) -> Result<Recorded, StoreError> {
        self.execute_if(request, |incident| incident == seen, now)
    }

    fn execute_if(
        &mut self,
        request: &Request,
        holds: impl FnOnce(&Incident) -> bool,
        now: Instant,
    ) -> Result<Recorded, StoreError> {
        self.writable()?;
        let _lock = JournalLock::acquire(&self.dir)?;
        let mut journal = Journal::append_to(&self.dir)?;
        self.catch_up(&journal, true)?;
        let playbook = self.writable()?;
        if !holds(&self.incident) {
            return Err(StoreError::Moved);
        }
        let events = decide(&self.incident, &playbook, request, now)?;
        if events.is_empty() {
            return Ok(self.hand_on(0));
        }
        let admitted = match self.admit(request, events) {
            Err(StoreError::Refused(refusal)) => {
                let stop = stop_of_refusal(&self.incident, &refusal);
                self.put(&mut journal, request, stop.into_iter().collect(), now)?;
                return Err(StoreError::Refused(refusal));
            }
            admitted => admitted?,
        };
        // First, so that nothing is taken out of the record before it is kept elsewhere.
        self.keep_held(&admitted.held, now)?;
        let own = self.put(&mut journal, request, admitted.events, now)?;
        Ok(Recorded {
            warnings: admitted.warnings,
            ..self.hand_on(own)
        })
    }

    /// Puts events into the journal and into the state, and returns how many entries they are.
    fn put(
        &mut self,
        journal: &mut Journal,
        request: &Request,
        events: Vec<Event>,
        now: Instant,
    ) -> Result<usize, StoreError> {
        if events.is_empty() {
            return Ok(0);
        }
        let draft = self.draw_up(request, events, now)?;
        let folded = self.fold_with(journal, &draft.entries)?;
        journal.append(&self.head, &draft.text)?;
        self.head = draft.head;
        match folded {
            Some(incident) => self.incident = Arc::new(incident),
            None => {
                apply_all(Arc::make_mut(&mut self.incident), &draft.entries);
            }
        }
        let own = draft.entries.len();
        let finding = self.keep_baton(&draft.entries, now);
        self.news.findings.extend(finding);
        self.news.entries.extend(draft.entries);
        Ok(own)
    }

    /// Refuses where nothing more goes into the record because of what it is of. Whoever writes
    /// comes by here, whatever clock and screen they have.
    pub fn takes_more(&self) -> Result<(), StoreError> {
        if has_ended(&self.dir) {
            return Err(Refusal::of_ended_drill(&self.incident.id).into());
        }
        Ok(())
    }

    pub(super) fn writable(&self) -> Result<Arc<Playbook>, StoreError> {
        self.takes_more()?;
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
    pub(super) fn draw_up(
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
        // Ids grow with the journal, also where many entries are recorded at one time. One bit of
        // the 80 stays free, so that counting up never overflows.
        let same_time = self.head.id.filter(|last| last.recorded() == recorded);
        let first = || EntryId::new(recorded, fastrand::u128(..) >> 49);
        let mut id = same_time.map_or_else(first, EntryId::next);
        let mut draft = Batch {
            text: String::new(),
            entries: Vec::with_capacity(events.len()),
            head: self.head,
        };
        for event in events {
            draft.push(&Entry {
                seq: draft.head.seq + 1,
                id,
                happened,
                recorded,
                actor: request.actor.clone(),
                device: self.device.clone(),
                origin: request.origin,
                event,
            })?;
            id = id.next();
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
            // The lock keeps out lines that are being written and may yet be cut back. Who only
            // watches does not even take that.
            let is_watched = self.read_only == Some(ReadOnly::Watched);
            let locked = (!is_watched).then(|| JournalLock::acquire(&self.dir));
            let lock = match locked.transpose() {
                Ok(lock) => lock,
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
    pub(super) fn catch_up(&mut self, journal: &Journal, mend: bool) -> Result<(), StoreError> {
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
        self.state_at = None;
        self.news.entries.clear();
        self.news.anew = true;
        if self.read_only == Some(ReadOnly::Watched) {
            return;
        }
        let at = files::quarantine(&self.dir, STATE);
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

    pub(super) fn hand_on(&mut self, own: usize) -> Recorded {
        let next = News {
            handed_on: self.head.bytes,
            ..News::default()
        };
        let news = std::mem::replace(&mut self.news, next);
        Recorded {
            entries: news.entries,
            incident: self.incident(),
            seq: self.head.seq,
            own,
            findings: news.findings,
            anew: news.anew,
            warnings: Vec::new(),
        }
    }
}

impl Batch {
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

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
