//! The one writer of a record, as a task that takes jobs in order.

use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use chrono::{DateTime, Utc};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;

use super::error::StoreError;
use super::finding::Loaded;
use super::inbox::{Inbox, Next};
use super::mirror::MirrorFiles;
use super::record::{History, Record, Recorded};
use super::text_file::Draft;
use crate::domain::command::Request;
use crate::domain::event::Entry;
use crate::domain::incident::Incident;
use crate::domain::mirror::{ChainHead, OutboxItem, OutboxKey, SyncState};

/// Tells the time of recording.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Where the outcome of a job goes.
pub type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

/// The longest wait between two tries to write the state file.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Something the writer does.
#[derive(Debug)]
pub enum Job {
    /// Records a request.
    Execute(Box<Request>, Reply<Arc<Recorded>>),
    /// Records a request if the record still is as it was seen.
    ExecuteSeen(Box<Request>, Arc<Incident>, Reply<Arc<Recorded>>),
    /// Picks up what other programs recorded; it is published.
    Follow,
    /// Tells the state after every job before this one.
    Incident(Reply<Arc<Incident>>),
    /// Tells where the journal stands after every job before this one.
    ChainHead(Reply<ChainHead>),
    /// Reads the whole journal.
    History(Reply<History>),
    /// Reads the last entries.
    Tail(usize, Reply<Vec<Entry>>),
    /// Reads the entries behind a number.
    EntriesAfter(u64, Reply<Vec<Entry>>),
    /// Keeps text that is being typed.
    SaveDraft(Draft, Reply<()>),
    /// Forgets the text of a key.
    RemoveDraft(String, Reply<()>),
    /// Reads what was being typed.
    Drafts(Reply<Loaded<Vec<Draft>>>),
    /// Keeps text that must not leave.
    SaveHeld(Draft, Reply<()>),
    /// Forgets the held text of a key.
    RemoveHeld(String, Reply<()>),
    /// Reads what is held back.
    Held(Reply<Loaded<Vec<Draft>>>),
    /// Reads what was agreed with the issue.
    LoadSync(Reply<Loaded<Option<SyncState>>>),
    /// Reads what whoever syncs keeps, and touches nothing.
    LookAtMirror(Reply<Loaded<MirrorFiles>>),
    /// Keeps what was agreed with the issue.
    SaveSync(Box<SyncState>, Reply<()>),
    /// Keeps a text of the issue under a name.
    KeepLost(String, String, Reply<()>),
    /// Sets aside what was agreed with the wrong issue.
    SetSyncAside(Reply<()>),
    /// Reads what waits to be sent.
    Outbox(Reply<Loaded<Vec<OutboxItem>>>),
    /// Keeps an outgoing operation.
    PutOutbox(Box<OutboxItem>, Reply<()>),
    /// Forgets an outgoing operation.
    RemoveOutbox(OutboxKey, Reply<()>),
    /// Writes the state file and ends; jobs behind it are not done.
    Shutdown(Reply<()>),
}

/// What happened to the record, for everybody who shows it.
#[derive(Debug, Clone)]
pub enum StoreEvent {
    /// Something is new, whoever recorded it.
    Recorded(Arc<Recorded>),
    /// The state file stands at this entry.
    StateSaved {
        /// Its number.
        seq: u64,
    },
    /// Something that nobody waits for failed. What was recorded stays recorded.
    Failed(Arc<StoreError>),
}

/// A way to the writer; clone it freely.
#[derive(Debug, Clone)]
pub struct StoreHandle {
    jobs: UnboundedSender<Job>,
}

impl StoreHandle {
    /// Returns a handle and the other end, for [`run`].
    #[must_use]
    pub fn new() -> (Self, UnboundedReceiver<Job>) {
        let (jobs, receiver) = mpsc::unbounded_channel();
        (Self { jobs }, receiver)
    }

    /// Sends a job without waiting.
    pub fn send(&self, job: Job) -> Result<(), StoreError> {
        self.jobs.send(job).map_err(|_| StoreError::Ended)
    }

    async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, StoreError> {
        let (reply, outcome) = oneshot::channel();
        self.send(job(reply))?;
        outcome.await.unwrap_or(Err(StoreError::Ended))
    }

    /// Records a request; after the return it is on the disk.
    pub async fn execute(&self, request: Request) -> Result<Arc<Recorded>, StoreError> {
        self.ask(|reply| Job::Execute(Box::new(request), reply))
            .await
    }

    /// Records a request if the record still is as it was seen, and answers when it is on the
    /// disk; else [`StoreError::Moved`].
    pub async fn execute_seen(
        &self,
        request: Request,
        seen: Arc<Incident>,
    ) -> Result<Arc<Recorded>, StoreError> {
        self.ask(|reply| Job::ExecuteSeen(Box::new(request), seen, reply))
            .await
    }

    /// Has the writer look for what other programs recorded.
    pub fn follow(&self) -> Result<(), StoreError> {
        self.send(Job::Follow)
    }

    /// Returns the state after everything that was asked before.
    pub async fn incident(&self) -> Result<Arc<Incident>, StoreError> {
        self.ask(Job::Incident).await
    }

    /// Returns where the journal stands after everything that was asked before.
    pub async fn chain_head(&self) -> Result<ChainHead, StoreError> {
        self.ask(Job::ChainHead).await
    }

    /// Returns the whole journal.
    pub async fn history(&self) -> Result<History, StoreError> {
        self.ask(Job::History).await
    }

    /// Returns the last entries.
    pub async fn tail(&self, n: usize) -> Result<Vec<Entry>, StoreError> {
        self.ask(|reply| Job::Tail(n, reply)).await
    }

    /// Returns the entries behind a number.
    pub async fn entries_after(&self, seq: u64) -> Result<Vec<Entry>, StoreError> {
        self.ask(|reply| Job::EntriesAfter(seq, reply)).await
    }

    /// Keeps text that is being typed.
    pub async fn save_draft(&self, draft: Draft) -> Result<(), StoreError> {
        self.ask(|reply| Job::SaveDraft(draft, reply)).await
    }

    /// Forgets the text of a key.
    pub async fn remove_draft(&self, key: String) -> Result<(), StoreError> {
        self.ask(|reply| Job::RemoveDraft(key, reply)).await
    }

    /// Returns what was being typed.
    pub async fn drafts(&self) -> Result<Loaded<Vec<Draft>>, StoreError> {
        self.ask(Job::Drafts).await
    }

    /// Keeps text that must not leave.
    pub async fn save_held(&self, held: Draft) -> Result<(), StoreError> {
        self.ask(|reply| Job::SaveHeld(held, reply)).await
    }

    /// Forgets the held text of a key.
    pub async fn remove_held(&self, key: String) -> Result<(), StoreError> {
        self.ask(|reply| Job::RemoveHeld(key, reply)).await
    }

    /// Returns what is held back.
    pub async fn held(&self) -> Result<Loaded<Vec<Draft>>, StoreError> {
        self.ask(Job::Held).await
    }

    /// Returns what was agreed with the issue.
    pub async fn load_sync(&self) -> Result<Loaded<Option<SyncState>>, StoreError> {
        self.ask(Job::LoadSync).await
    }

    /// Returns what whoever syncs keeps, and touches nothing of it.
    pub async fn look_at_mirror(&self) -> Result<Loaded<MirrorFiles>, StoreError> {
        self.ask(Job::LookAtMirror).await
    }

    /// Keeps what was agreed with the issue.
    pub async fn save_sync(&self, state: SyncState) -> Result<(), StoreError> {
        self.ask(|reply| Job::SaveSync(Box::new(state), reply))
            .await
    }

    /// Keeps a text of the issue that a write covered; it is on the disk after the return.
    pub async fn keep_lost(&self, name: String, text: String) -> Result<(), StoreError> {
        self.ask(|reply| Job::KeepLost(name, text, reply)).await
    }

    /// Sets aside what was agreed with the wrong issue.
    pub async fn set_sync_aside(&self) -> Result<(), StoreError> {
        self.ask(Job::SetSyncAside).await
    }

    /// Returns what waits to be sent.
    pub async fn outbox(&self) -> Result<Loaded<Vec<OutboxItem>>, StoreError> {
        self.ask(Job::Outbox).await
    }

    /// Keeps an outgoing operation; it is on the disk after the return.
    pub async fn put_outbox(&self, item: OutboxItem) -> Result<(), StoreError> {
        self.ask(|reply| Job::PutOutbox(Box::new(item), reply))
            .await
    }

    /// Forgets an outgoing operation.
    pub async fn remove_outbox(&self, key: OutboxKey) -> Result<(), StoreError> {
        self.ask(|reply| Job::RemoveOutbox(key, reply)).await
    }

    /// Has everything sent before done, the state file written, and the writer end.
    pub async fn shutdown(&self) -> Result<(), StoreError> {
        self.ask(Job::Shutdown).await
    }
}

/// Does the jobs in order until [`Job::Shutdown`] or until every handle is gone. It blocks:
/// give it a thread of its own, as by `spawn_blocking`.
///
/// The state file is written `save_after` a change at the latest, and on every way out, a
/// panic included.
pub fn run(
    record: Record,
    jobs: UnboundedReceiver<Job>,
    events: UnboundedSender<StoreEvent>,
    clock: Clock,
    save_after: Duration,
) {
    let writer = Writer {
        record,
        events,
        clock,
        save_after,
        wait: save_after,
        save_at: None,
    };
    writer.run(Inbox::new(jobs));
}

struct Writer {
    record: Record,
    events: UnboundedSender<StoreEvent>,
    clock: Clock,
    save_after: Duration,
    /// How long the next try to write the state file waits; grows while it fails.
    wait: Duration,
    save_at: Option<Moment>,
}

impl Writer {
    fn run(mut self, mut inbox: Inbox) {
        loop {
            if self.save_at.is_none() && self.record.is_dirty() {
                self.save_at = Some(Moment::now() + self.wait);
            }
            match inbox.next(self.save_at) {
                Next::Job(Job::Shutdown(reply)) => {
                    answer(reply, self.record.save_state());
                    return;
                }
                Next::Job(job) => self.work(job),
                Next::Due => self.save(),
                Next::Ended => return,
            }
        }
    }

    fn work(&mut self, job: Job) {
        let record = &self.record;
        match job {
            Job::Execute(request, reply) => {
                let recorded = self.record.execute(&request, (self.clock)());
                self.recorded(recorded, reply);
            }
            Job::ExecuteSeen(request, seen, reply) => {
                let recorded = self.record.execute_seen(&request, &seen, (self.clock)());
                self.recorded(recorded, reply);
            }
            Job::Follow => self.follow(),
            Job::Incident(reply) => answer(reply, Ok(record.incident())),
            Job::ChainHead(reply) => answer(reply, Ok(record.chain_head())),
            Job::History(reply) => answer(reply, record.history()),
            Job::Tail(n, reply) => answer(reply, record.tail(n)),
            Job::EntriesAfter(seq, reply) => answer(reply, record.entries_after(seq)),
            Job::SaveDraft(draft, reply) => answer(reply, record.save_draft(&draft)),
            Job::RemoveDraft(key, reply) => answer(reply, record.remove_draft(&key)),
            Job::Drafts(reply) => answer(reply, record.drafts()),
            Job::SaveHeld(held, reply) => answer(reply, record.save_held(&held)),
            Job::RemoveHeld(key, reply) => answer(reply, record.remove_held(&key)),
            Job::Held(reply) => answer(reply, record.held()),
            Job::LoadSync(reply) => answer(reply, record.load_sync()),
            Job::LookAtMirror(reply) => answer(reply, record.look_at_mirror()),
            Job::SaveSync(state, reply) => answer(reply, record.save_sync(&state)),
            Job::KeepLost(name, text, reply) => answer(reply, record.keep_lost(&name, &text)),
            Job::SetSyncAside(reply) => answer(reply, record.set_sync_aside()),
            Job::Outbox(reply) => answer(reply, record.outbox()),
            Job::PutOutbox(item, reply) => answer(reply, record.put_outbox(&item)),
            Job::RemoveOutbox(key, reply) => answer(reply, record.remove_outbox(key)),
            Job::Shutdown(reply) => answer(reply, self.record.save_state()),
        }
    }

    /// Publishes before it answers: who acts on the answer finds the screen up to date.
    fn recorded(&mut self, recorded: Result<Recorded, StoreError>, reply: Reply<Arc<Recorded>>) {
        let recorded = recorded.map(Arc::new);
        match &recorded {
            Ok(recorded) => self.publish(StoreEvent::Recorded(Arc::clone(recorded))),
            // Other programs' entries may have been read before it failed.
            Err(StoreError::Refused(_) | StoreError::Moved | StoreError::NotSaved { .. }) => {
                self.follow();
            }
            Err(_) => {}
        }
        answer(reply, recorded);
    }

    fn follow(&mut self) {
        match self.record.follow() {
            Ok(None) => {}
            Ok(Some(recorded)) => self.publish(StoreEvent::Recorded(Arc::new(recorded))),
            Err(error) => self.publish(StoreEvent::Failed(Arc::new(error))),
        }
    }

    fn save(&mut self) {
        self.save_at = None;
        match self.record.save_state() {
            Ok(()) => {
                self.wait = self.save_after;
                let seq = self.record.seq();
                self.publish(StoreEvent::StateSaved { seq });
            }
            Err(error) => {
                // Said once; then tried again ever less often.
                if self.wait == self.save_after {
                    self.publish(StoreEvent::Failed(Arc::new(error)));
                }
                self.wait = (self.wait * 2).min(LONGEST_WAIT.max(self.save_after * 2));
            }
        }
    }

    fn publish(&self, event: StoreEvent) {
        // Nobody listens any more at the end; the record is kept all the same.
        let _ = self.events.send(event);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Err(error) = self.record.save_state() {
            tracing::warn!(%error, "the state file is behind; the journal has everything");
        }
    }
}

fn answer<T>(reply: Reply<T>, outcome: Result<T, StoreError>) {
    // Who asked may be gone; what was asked for is done.
    let _ = reply.send(outcome);
}
