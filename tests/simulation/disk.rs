//! The record of one sitroom, kept in memory as the store keeps it on disk: what an operation
//! wrote is there after a crash, and nothing else is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sitroom::domain::apply::{Applied, apply, fold};
use sitroom::domain::command::Request;
use sitroom::domain::decide::{Refusal, decide};
use sitroom::domain::event::Entry;
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::Incident;
use sitroom::domain::mirror::{ChainHead, OutboxItem, OutboxKey, SyncState};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::sync_plan::Issue;
use sitroom::domain::time::When;
use sitroom::github::sync::{Ledger, LedgerError};

use super::step::{Steps, VirtualClock};

/// What one sitroom keeps.
#[derive(Default)]
struct Kept {
    incident: Arc<Incident>,
    entries: Vec<Arc<Entry>>,
    sync: SyncState,
    outbox: BTreeMap<OutboxKey, OutboxItem>,
    lost: BTreeMap<String, String>,
}

/// The disk of one sitroom's machine.
pub(crate) struct Disk {
    number: usize,
    playbook: Arc<Playbook>,
    clock: VirtualClock,
    kept: Mutex<Kept>,
    /// The steps of the mirror that works on it.
    pub(crate) steps: Arc<Steps>,
}

impl Disk {
    pub(crate) fn new(number: usize, playbook: Arc<Playbook>, clock: VirtualClock) -> Self {
        Self {
            number,
            playbook,
            clock,
            kept: Mutex::default(),
            steps: Arc::default(),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn incident(&self) -> Arc<Incident> {
        Arc::clone(&self.kept().incident)
    }

    pub(crate) fn entries(&self) -> Vec<Arc<Entry>> {
        self.kept().entries.clone()
    }

    pub(crate) fn journal_length(&self) -> usize {
        self.kept().entries.len()
    }

    pub(crate) fn sync(&self) -> SyncState {
        self.kept().sync.clone()
    }

    /// Keeps what a record agreed on that was just made out of an issue.
    pub(crate) fn agrees_as_adopted(&self, issue: &Issue) {
        let now = self.clock.now();
        let mut kept = self.kept();
        kept.sync = SyncState::of_adopted(&kept.incident, &self.playbook, issue, now);
    }

    pub(crate) fn waiting(&self) -> Vec<OutboxItem> {
        self.kept().outbox.values().cloned().collect()
    }

    /// Decides a request and keeps what comes of it, all of it or nothing.
    pub(crate) fn execute(&self, request: &Request) -> Result<Vec<Arc<Entry>>, Refusal> {
        let mut kept = self.kept();
        let now = self.clock.now();
        let events = decide(&kept.incident, &self.playbook, request, now)?;
        let after = kept.entries.last().map(|last| last.recorded);
        let after = after.map(|last| last + chrono::TimeDelta::milliseconds(1));
        let recorded = after.map_or(now, |after| now.max(after));
        let mut incident = Incident::clone(&kept.incident);
        let mut new = Vec::new();
        for event in events {
            let seq = kept.entries.len() as u64 + 1;
            let random = (self.number as u128) << 64 | u128::from(seq);
            let entry = Arc::new(Entry {
                seq,
                id: EntryId::new(recorded, random),
                happened: request.happened.unwrap_or_else(|| When::exact(now)),
                recorded,
                actor: request.actor.clone(),
                device: format!("machine-{}", self.number),
                origin: request.origin,
                event,
            });
            kept.entries.push(Arc::clone(&entry));
            if apply(&mut incident, &entry) == Applied::NeedsFold {
                let all: Vec<Entry> = kept.entries.iter().map(|e| Entry::clone(e)).collect();
                incident = fold(&all);
            }
            new.push(entry);
        }
        kept.incident = Arc::new(incident);
        Ok(new)
    }
}

/// The disk as the mirror sees it. Each operation is a step.
#[derive(Clone)]
pub(crate) struct DiskLedger(pub(crate) Arc<Disk>);

impl Ledger for DiskLedger {
    async fn incident(&self) -> Result<Arc<Incident>, LedgerError> {
        self.0.steps.next().await;
        Ok(self.0.incident())
    }

    async fn chain_head(&self) -> Result<ChainHead, LedgerError> {
        self.0.steps.next().await;
        let seq = self.0.journal_length() as u64;
        let sha256 = format!("{:032x}{seq:032x}", self.0.number);
        Ok(ChainHead { seq, sha256 })
    }

    async fn execute(&self, request: Request) -> Result<Arc<Incident>, LedgerError> {
        self.0.steps.next().await;
        self.0.execute(&request).map_err(LedgerError::Refused)?;
        Ok(self.0.incident())
    }

    async fn execute_seen(
        &self,
        request: Request,
        seen: Arc<Incident>,
    ) -> Result<Arc<Incident>, LedgerError> {
        self.0.steps.next().await;
        if self.0.incident() != seen {
            return Err(LedgerError::Moved);
        }
        self.0.execute(&request).map_err(LedgerError::Refused)?;
        Ok(self.0.incident())
    }

    async fn entries_after(&self, seq: u64) -> Result<Vec<Arc<Entry>>, LedgerError> {
        self.0.steps.next().await;
        let all = self.0.entries();
        Ok(all.into_iter().filter(|entry| entry.seq > seq).collect())
    }

    async fn load_sync(&self) -> Result<SyncState, LedgerError> {
        self.0.steps.next().await;
        Ok(self.0.sync())
    }

    async fn save_sync(&self, state: SyncState) -> Result<(), LedgerError> {
        self.0.steps.next().await;
        self.0.kept().sync = state;
        Ok(())
    }

    async fn keep_lost(&self, name: String, text: String) -> Result<(), LedgerError> {
        self.0.steps.next().await;
        self.0.kept().lost.entry(name).or_insert(text);
        Ok(())
    }

    async fn set_sync_aside(&self) -> Result<(), LedgerError> {
        self.0.steps.next().await;
        let mut kept = self.0.kept();
        kept.sync = SyncState::default();
        kept.outbox.clear();
        Ok(())
    }

    async fn outbox(&self) -> Result<Vec<OutboxItem>, LedgerError> {
        self.0.steps.next().await;
        Ok(self.0.waiting())
    }

    async fn put_outbox(&self, item: OutboxItem) -> Result<(), LedgerError> {
        self.0.steps.next().await;
        self.0.kept().outbox.insert(item.key, item);
        Ok(())
    }

    async fn remove_outbox(&self, key: OutboxKey) -> Result<(), LedgerError> {
        self.0.steps.next().await;
        self.0.kept().outbox.remove(&key);
        Ok(())
    }
}
