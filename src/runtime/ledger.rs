//! Joins the mirror to the store.

use std::sync::Arc;

use crate::domain::command::Request;
use crate::domain::event::Entry;
use crate::domain::incident::Incident;
use crate::domain::mirror::{ChainHead, OutboxItem, OutboxKey, SyncState};
use crate::github::sync::{Ledger, LedgerError};
use crate::store::{Loaded, StoreError, StoreHandle};

/// The record on disk, as the mirror sees it.
#[derive(Debug, Clone)]
pub struct StoreLedger {
    store: StoreHandle,
}

impl StoreLedger {
    /// Returns the ledger of a record.
    #[must_use]
    pub fn new(store: StoreHandle) -> Self {
        Self { store }
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
        Ok(self.store.incident().await?)
    }

    async fn chain_head(&self) -> Result<ChainHead, LedgerError> {
        Ok(self.store.chain_head().await?)
    }

    async fn execute(&self, request: Request) -> Result<Arc<Incident>, LedgerError> {
        Ok(Arc::clone(&self.store.execute(request).await?.incident))
    }

    async fn execute_seen(
        &self,
        request: Request,
        seen: Arc<Incident>,
    ) -> Result<Arc<Incident>, LedgerError> {
        let recorded = self.store.execute_seen(request, seen).await?;
        Ok(Arc::clone(&recorded.incident))
    }

    async fn entries_after(&self, seq: u64) -> Result<Vec<Arc<Entry>>, LedgerError> {
        let entries = self.store.entries_after(seq).await?;
        Ok(entries.into_iter().map(Arc::new).collect())
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
