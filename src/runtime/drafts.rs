//! Texts being typed, on their way to the disk.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::desk::{Desk, Inbound};
use super::tasks::Tasks;
use crate::app::Level;
use crate::store::{Draft, Job};

/// How long typing rests before a text goes to disk.
const REST: Duration = Duration::from_millis(250);
/// How long typing goes on before a text goes to disk without a rest.
const LATEST: Duration = Duration::from_secs(2);

/// Texts that go to disk soon, by what they are for.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    texts: BTreeMap<String, Draft>,
    due_at: Option<Instant>,
    latest_at: Option<Instant>,
}

impl Drafts {
    /// Returns when the next texts go to disk.
    pub(super) fn due_at(&self) -> Option<Instant> {
        self.due_at
    }

    /// Takes a text that changed.
    pub(super) fn keep(&mut self, draft: Draft) {
        self.texts.insert(draft.key.clone(), draft);
        let now = Instant::now();
        let latest = *self.latest_at.get_or_insert(now + LATEST);
        self.due_at = Some(latest.min(now + REST));
    }

    /// Has the texts written, without waiting for a disk that may be slow. The writer does
    /// its jobs in order, so nothing later overtakes them.
    pub(super) fn write(&mut self, desk: &Desk, tasks: &mut Tasks) {
        for draft in std::mem::take(self).texts.into_values() {
            let (reply, outcome) = oneshot::channel();
            if desk.store.send(Job::SaveDraft(draft, reply)).is_err() {
                return;
            }
            let outbox = desk.outbox.clone();
            tasks.start("draft", async move {
                if let Ok(Err(error)) = outcome.await {
                    let told = format!("your text is on the screen only: failed to {error}");
                    let _ = outbox.send(Inbound::Said(Level::Error, told));
                }
            });
        }
    }

    /// Forgets a text that was used.
    pub(super) fn drop(&mut self, key: String, desk: &Desk, tasks: &mut Tasks) {
        self.texts.remove(&key);
        let (reply, outcome) = oneshot::channel();
        if desk.store.send(Job::RemoveDraft(key, reply)).is_err() {
            return;
        }
        tasks.start("draft", async move {
            if let Ok(Err(error)) = outcome.await {
                tracing::warn!(%error, "a draft stays");
            }
        });
    }
}

/// Reads what was being typed when the program last ended; the loop hears of it in any case.
pub(super) fn look(desk: &Desk, tasks: &mut Tasks) {
    let (store, outbox) = (desk.store.clone(), desk.outbox.clone());
    tasks.start("drafts", async move {
        let found = match store.drafts().await {
            Ok(found) => {
                for finding in &found.findings {
                    tracing::warn!(%finding, "drafts");
                }
                found.value
            }
            Err(error) => {
                tracing::warn!(%error, "drafts");
                Vec::new()
            }
        };
        let _ = outbox.send(Inbound::Drafts(found));
    });
}
