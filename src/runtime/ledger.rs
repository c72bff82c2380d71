//! Joins the mirror to the store.
//!
//! What the mirror gets to see is the record as those outside see it: by codenames, and without
//! what may not leave. So it compares like with like, and cannot send what it does not have.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::command::Request;
use crate::domain::event::Entry;
use crate::domain::gate::{Gate, Guise};
use crate::domain::incident::Incident;
use crate::domain::mirror::{ChainHead, OutboxItem, OutboxKey, SyncState};
use crate::github::sync::{Ledger, LedgerError};
use crate::store::{Loaded, StoreError, StoreHandle};

/// The record on disk, as the mirror sees it.
#[derive(Debug, Clone)]
pub struct StoreLedger {
    store: StoreHandle,
    outside: Arc<Mutex<Outside>>,
}

/// How many states of the record are remembered as they were handed out.
const MOST_STATES: usize = 8;

/// The record as the mirror got to see it.
#[derive(Debug)]
struct Outside {
    guise: Guise,
    /// States as they are and as they were handed out, the last one last.
    states: Vec<(Arc<Incident>, Arc<Incident>)>,
    /// What texts are looked through with.
    gate: Arc<Gate>,
}

impl Outside {
    /// Returns a state as it is seen outside.
    fn seen(&mut self, incident: Arc<Incident>) -> Arc<Incident> {
        let last = self.states.last();
        if let Some((_, seen)) = last.filter(|(is, _)| Arc::ptr_eq(is, &incident)) {
            return Arc::clone(seen);
        }
        let seen = self.guise.of(&incident, &self.gate);
        let seen = seen.map_or_else(|| Arc::clone(&incident), Arc::new);
        self.states.push((incident, Arc::clone(&seen)));
        let extra = self.states.len().saturating_sub(MOST_STATES);
        self.states.drain(..extra);
        seen
    }

    /// Returns the state that was handed out as this one.
    fn is(&self, seen: &Arc<Incident>) -> Option<Arc<Incident>> {
        let mut states = self.states.iter().rev();
        let known = states.find(|(_, known)| Arc::ptr_eq(known, seen));
        known.map(|(is, _)| Arc::clone(is))
    }
}

impl StoreLedger {
    /// Returns the ledger of a record whose texts are looked through with this gate.
    #[must_use]
    pub fn new(store: StoreHandle, gate: Arc<Gate>) -> Self {
        let outside = Outside {
            guise: Guise::default(),
            states: Vec::new(),
            gate,
        };
        Self {
            store,
            outside: Arc::new(Mutex::new(outside)),
        }
    }

    fn outside(&self) -> MutexGuard<'_, Outside> {
        // Nothing is left half done in it by whoever broke.
        self.outside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl From<StoreError> for LedgerError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => Self::Refused(refusal),
            StoreError::Moved => Self::Moved,
            other => Self::Failed {
                cause: format!("failed to {other}"),
            },
        }
    }
}

/// Returns what was read; what was found wrong goes to the log, the files are set aside.
fn read<T>(loaded: Loaded<T>) -> T {
    for finding in &loaded.findings {
        tracing::warn!(%finding, "the mirror's files");
    }
    loaded.value
}

impl Ledger for StoreLedger {
    async fn incident(&self) -> Result<Arc<Incident>, LedgerError> {
        // Asked of the writer itself: a state from before our own last import would be taken
        // for a change of the IC's, and pushed over what was just imported.
        let incident = self.store.incident().await?;
        Ok(self.outside().seen(incident))
    }

    async fn chain_head(&self) -> Result<ChainHead, LedgerError> {
        Ok(self.store.chain_head().await?)
    }

    async fn execute(&self, request: Request) -> Result<Arc<Incident>, LedgerError> {
        let request = self.outside().guise.request(request);
        let recorded = self.store.execute(request).await?;
        Ok(self.outside().seen(Arc::clone(&recorded.incident)))
    }

    async fn execute_seen(
        &self,
        request: Request,
        seen: Arc<Incident>,
    ) -> Result<Arc<Incident>, LedgerError> {
        let (request, is) = {
            let outside = self.outside();
            (outside.guise.request(request), outside.is(&seen))
        };
        let recorded = self.store.execute_seen(request, is.unwrap_or(seen)).await?;
        Ok(self.outside().seen(Arc::clone(&recorded.incident)))
    }

    async fn entries_after(&self, seq: u64) -> Result<Vec<Arc<Entry>>, LedgerError> {
        let entries = self.store.entries_after(seq).await?;
        // Behind them, so that no codename is younger than the key they are turned by.
        self.incident().await?;
        let outside = self.outside();
        let entries = entries.into_iter().map(|entry| outside.guise.entry(entry));
        Ok(entries.map(Arc::new).collect())
    }

    async fn load_sync(&self) -> Result<SyncState, LedgerError> {
        Ok(read(self.store.load_sync().await?).unwrap_or_default())
    }

    async fn save_sync(&self, state: SyncState) -> Result<(), LedgerError> {
        Ok(self.store.save_sync(state).await?)
    }

    async fn keep_lost(&self, name: String, text: String) -> Result<(), LedgerError> {
        Ok(self.store.keep_lost(name, text).await?)
    }

    async fn set_sync_aside(&self) -> Result<(), LedgerError> {
        Ok(self.store.set_sync_aside().await?)
    }

    async fn outbox(&self) -> Result<Vec<OutboxItem>, LedgerError> {
        Ok(read(self.store.outbox().await?))
    }

    async fn put_outbox(&self, item: OutboxItem) -> Result<(), LedgerError> {
        Ok(self.store.put_outbox(item).await?)
    }

    async fn remove_outbox(&self, key: OutboxKey) -> Result<(), LedgerError> {
        Ok(self.store.remove_outbox(key).await?)
    }
}
