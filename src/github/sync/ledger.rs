//! What the mirror needs of the record. The runtime joins it to the store; tests may keep it
//! in memory.

use std::future::Future;
use std::sync::Arc;

use thiserror::Error;

use crate::domain::command::Request;
use crate::domain::decide::Refusal;
use crate::domain::event::Entry;
use crate::domain::incident::Incident;
use crate::domain::mirror::{ChainHead, OutboxItem, OutboxKey, SyncState};

/// Why the record did not do what the mirror asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// The record refused the request.
    #[error("{0}")]
    Refused(Refusal),
    /// The record is not any more as it was seen; nothing was recorded.
    #[error("the record changed meanwhile")]
    Moved,
    /// The record could not be read or written.
    #[error("{cause}")]
    Failed {
        /// Why, and what to do.
        cause: String,
    },
}

/// The record, as far as the mirror needs it. Whatever it is told to keep is on disk when it
/// returns.
pub trait Ledger: Send + Sync + 'static {
    /// Returns the state of the record.
    fn incident(&self) -> impl Future<Output = Result<Arc<Incident>, LedgerError>> + Send;

    /// Returns where the journal stands.
    fn chain_head(&self) -> impl Future<Output = Result<ChainHead, LedgerError>> + Send;

    /// Puts a request to the record and returns the state after it.
    fn execute(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Arc<Incident>, LedgerError>> + Send;

    /// Puts a request to the record if that still is as it was seen, and returns the state
    /// after it; else [`LedgerError::Moved`]. What was worked out from a state must not fall
    /// upon what a person did since.
    fn execute_seen(
        &self,
        request: Request,
        seen: Arc<Incident>,
    ) -> impl Future<Output = Result<Arc<Incident>, LedgerError>> + Send;

    /// Returns the entries after a position, oldest first.
    fn entries_after(
        &self,
        seq: u64,
    ) -> impl Future<Output = Result<Vec<Arc<Entry>>, LedgerError>> + Send;

    /// Returns what was last agreed on.
    fn load_sync(&self) -> impl Future<Output = Result<SyncState, LedgerError>> + Send;

    /// Keeps what was agreed on.
    fn save_sync(&self, state: SyncState) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Keeps a text of the issue that a write covered, under a name that stands for this text;
    /// it is never replaced and never deleted.
    fn keep_lost(
        &self,
        name: String,
        text: String,
    ) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Sets aside what was agreed on and what waits, because they are of the wrong issue.
    fn set_sync_aside(&self) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Returns what waits to be sent, oldest first.
    fn outbox(&self) -> impl Future<Output = Result<Vec<OutboxItem>, LedgerError>> + Send;

    /// Keeps an outgoing operation, or its new state.
    fn put_outbox(&self, item: OutboxItem) -> impl Future<Output = Result<(), LedgerError>> + Send;

    /// Forgets an outgoing operation that is done.
    fn remove_outbox(&self, key: OutboxKey)
    -> impl Future<Output = Result<(), LedgerError>> + Send;
}
