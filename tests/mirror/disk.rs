//! The record of a machine, kept in memory as the store keeps it on disk: what an operation
//! wrote is there after the machine stopped, and nothing else is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use sitroom::domain::apply::{Applied, apply, fold};
use sitroom::domain::command::Request;
use sitroom::domain::decide::decide;
use sitroom::domain::event::Entry;
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::Incident;
use sitroom::domain::mirror::{ChainHead, OutboxItem, OutboxKey, SyncState};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::When;
use sitroom::github::sync::{Ledger, LedgerError};

use super::bench::{Clock, Life};

#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) incident: Arc<Incident>,
    pub(crate) entries: Vec<Arc<Entry>>,
    pub(crate) sync: SyncState,
    pub(crate) outbox: BTreeMap<OutboxKey, OutboxItem>,
    pub(crate) lost: BTreeMap<String, String>,
    /// How often the whole journal was read.
    pub(crate) whole_reads: usize,
    /// What was set aside, each time.
    pub(crate) aside: Vec<SyncState>,
    /// What a person does right after the mirror looked at the state of the record.
    pub(crate) slips_in: Vec<Request>,
}

/// The disk of one machine.
pub(crate) struct Disk {
    playbook: Arc<Playbook>,
    clock: Clock,
    kept: Mutex<Kept>,
    life: Arc<Life>,
    /// Tells the ids of machines apart.
    salt: u128,
}

impl Disk {
    pub(crate) fn new(playbook: Arc<Playbook>, clock: Clock, life: Arc<Life>, salt: u128) -> Self {
        Self {
            playbook,
            clock,
            kept: Mutex::default(),
            life,
            salt,
        }
    }

    pub(crate) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn execute(&self, request: &Request) -> Result<Arc<Incident>, LedgerError> {
        let mut kept = self.kept();
        let now = self.clock.now();
        let events = decide(&kept.incident, &self.playbook, request, now);
        let mut incident = Incident::clone(&kept.incident);
        for event in events.map_err(LedgerError::Refused)? {
            let entry = Arc::new(self.entry(&kept, request, now, event));
            kept.entries.push(Arc::clone(&entry));
            if apply(&mut incident, &entry) == Applied::NeedsFold {
                let all: Vec<Entry> = kept.entries.iter().map(|e| Entry::clone(e)).collect();
                incident = fold(&all);
            }
        }
        kept.incident = Arc::new(incident);
        Ok(Arc::clone(&kept.incident))
    }

    /// Makes the agreement with the issue that a record is made from.
    pub(crate) fn agrees_as_adopted(&self, issue: &sitroom::domain::sync_plan::Issue) {
        let now = self.clock.now();
        let mut kept = self.kept();
        kept.sync = SyncState::of_adopted(&kept.incident, &self.playbook, issue, now);
    }

    /// Appends an event as it is.
    pub(crate) fn record(&self, event: sitroom::domain::event::Event) {
        let mut kept = self.kept();
        let nothing = sitroom::domain::command::Command::Undo { entry: None };
        let aside = Request::local(nothing, super::bench::JANE);
        let entry = Arc::new(self.entry(&kept, &aside, self.clock.now(), event));
        let mut incident = Incident::clone(&kept.incident);
        let _ = apply(&mut incident, &entry);
        kept.entries.push(entry);
        kept.incident = Arc::new(incident);
    }

    fn entry(
        &self,
        kept: &Kept,
        request: &Request,
        now: DateTime<Utc>,
        event: sitroom::domain::event::Event,
    ) -> Entry {
        let seq = kept.entries.len() as u64 + 1;
        Entry {
            seq,
            id: EntryId::new(now, self.salt << 64 | u128::from(seq)),
            happened: request.happened.unwrap_or_else(|| When::exact(now)),
            recorded: now,
            actor: request.actor.clone(),
            device: "barn".to_owned(),
            origin: request.origin,
            event,
        }
    }
}

/// The disk as the mirror sees it. Each operation is a step.
#[derive(Clone)]
pub(crate) struct DiskLedger(pub(crate) Arc<Disk>);

impl Ledger for DiskLedger {
    async fn incident(&self) -> Result<Arc<Incident>, LedgerError> {
        let (seen, slips_in) = {
            let mut kept = self.0.kept();
            let slips_in = std::mem::take(&mut kept.slips_in);
            (Arc::clone(&kept.incident), slips_in)
        };
        for request in &slips_in {
            self.0.execute(request)?;
        }
        Ok(seen)
    }

    async fn chain_head(&self) -> Result<ChainHead, LedgerError> {
        let kept = self.0.kept();
        // As good as a hash: one for each position.
        Ok(ChainHead {
            seq: kept.entries.len() as u64,
            sha256: format!("{:064x}", kept.entries.len()),
        })
    }

    async fn execute(&self, request: Request) -> Result<Arc<Incident>, LedgerError> {
        self.0.life.step().await;
        let done = self.0.execute(&request);
        self.0.life.step().await;
        done
    }

    async fn execute_seen(
        &self,
        request: Request,
        seen: Arc<Incident>,
    ) -> Result<Arc<Incident>, LedgerError> {
        self.0.life.step().await;
        if self.0.kept().incident != seen {
            return Err(LedgerError::Moved);
        }
        let done = self.0.execute(&request);
        self.0.life.step().await;
        done
    }

    async fn entries_after(&self, seq: u64) -> Result<Vec<Arc<Entry>>, LedgerError> {
        let mut kept = self.0.kept();
        kept.whole_reads += usize::from(seq == 0);
        let all = kept.entries.clone();
        Ok(all.into_iter().filter(|entry| entry.seq > seq).collect())
    }

    async fn load_sync(&self) -> Result<SyncState, LedgerError> {
        Ok(self.0.kept().sync.clone())
    }

    async fn save_sync(&self, state: SyncState) -> Result<(), LedgerError> {
        self.0.life.step().await;
        // Through its written form, as on a disk.
        let text = toml::to_string(&state).expect("the state can be written");
        self.0.kept().sync = toml::from_str(&text).expect("the state can be read");
        Ok(())
    }

    async fn keep_lost(&self, name: String, text: String) -> Result<(), LedgerError> {
        self.0.life.step().await;
        self.0.kept().lost.entry(name).or_insert(text);
        Ok(())
    }

    async fn set_sync_aside(&self) -> Result<(), LedgerError> {
        self.0.life.step().await;
        let mut kept = self.0.kept();
        let old = std::mem::take(&mut kept.sync);
        kept.outbox.clear();
        kept.aside.push(old);
        Ok(())
    }

    async fn outbox(&self) -> Result<Vec<OutboxItem>, LedgerError> {
        Ok(self.0.kept().outbox.values().cloned().collect())
    }

    async fn put_outbox(&self, item: OutboxItem) -> Result<(), LedgerError> {
        self.0.life.step().await;
        let text = toml::to_string(&item).expect("an operation can be written");
        let item: OutboxItem = toml::from_str(&text).expect("an operation can be read");
        self.0.kept().outbox.insert(item.key, item);
        Ok(())
    }

    async fn remove_outbox(&self, key: OutboxKey) -> Result<(), LedgerError> {
        self.0.life.step().await;
        self.0.kept().outbox.remove(&key);
        Ok(())
    }
}
