//! How the mirror stands that another pane runs, or that nobody runs just now.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::desk::{Desk, Inbound};
use super::tasks::Tasks;
use crate::domain::mirror::{
    MirrorState, MirrorStatus, OutboxItem, OutboxState, SyncState, deliveries, reasons,
};
use crate::store::{MirrorFiles, StoreHandle, SyncLock};

/// How often the second sitroom of an incident looks how the first goes on and whether it has
/// gone, if it does not even read the issue more often.
pub(super) const LOOK_FOR_LOCK: Duration = Duration::from_secs(5);

/// What is said to whoever asks for a sync, or set a mirror up, where another pane syncs.
pub(super) const ELSEWHERE: &str = "another sitroom on this machine syncs this incident";

/// What whoever syncs an incident leaves behind, looked at again and again. Nothing of it is
/// touched: it is theirs.
pub(super) struct MirrorOfOthers {
    store: StoreHandle,
    dir: PathBuf,
    /// What was told last.
    told: Option<MirrorStatus>,
    /// What was found wrong with the files at the last look.
    wrong: Vec<String>,
}

impl MirrorOfOthers {
    pub(super) fn of(desk: &Desk) -> Self {
        Self {
            store: desk.store.clone(),
            dir: desk.dir.clone(),
            told: None,
            wrong: Vec::new(),
        }
    }

    /// Returns the directory of the record.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Returns how the mirror stands that another has the right to; none while nothing moved
    /// since the last look.
    pub(super) async fn look_while_held(&mut self) -> Option<MirrorStatus> {
        let files = self.read().await;
        self.if_moved(MirrorStatus {
            detail: ELSEWHERE.to_owned(),
            ..status(&files, MirrorState::Elsewhere)
        })
    }

    /// Returns how the mirror stands, whether somebody runs it or not; none while nothing moved.
    async fn look(&mut self) -> Option<MirrorStatus> {
        let is_held = SyncLock::holder(&self.dir).is_some();
        let files = self.read().await;
        let state = if is_held {
            MirrorState::Elsewhere
        } else {
            MirrorState::Offline
        };
        self.if_moved(status(&files, state))
    }

    fn if_moved(&mut self, status: MirrorStatus) -> Option<MirrorStatus> {
        if self.told.as_ref() == Some(&status) {
            return None;
        }
        self.told = Some(status.clone());
        Some(status)
    }

    /// Reads the files. What is wrong with them goes to the log, once.
    async fn read(&mut self) -> MirrorFiles {
        let (files, wrong) = match self.store.look_at_mirror().await {
            Ok(loaded) => {
                let findings = loaded.findings.iter();
                (loaded.value, findings.map(ToString::to_string).collect())
            }
            Err(error) => (MirrorFiles::default(), vec![format!("failed to {error}")]),
        };
        if self.wrong != wrong {
            for finding in &wrong {
                tracing::warn!(%finding, "the mirror's files");
            }
            self.wrong = wrong;
        }
        files
    }
}

/// Has the loop told how the mirror stands of an incident that is watched, or of a drill that
/// another pane runs. Nothing is said of one that has no issue.
pub(super) fn look(desk: &Desk, tasks: &mut Tasks) {
    let mut others = MirrorOfOthers::of(desk);
    let (mut incident, outbox) = (desk.incident.clone(), desk.outbox.clone());
    tasks.start("mirror of others", async move {
        // Where there is no issue nobody is woken up to look.
        if incident.wait_for(|it| it.issue.is_some()).await.is_err() {
            return;
        }
        loop {
            if let Some(status) = others.look().await
                && outbox.send(Inbound::Mirror(status)).is_err()
            {
                return;
            }
            tokio::time::sleep(LOOK_FOR_LOCK).await;
        }
    });
}

/// Returns how a mirror stands by what it left behind.
fn status(files: &MirrorFiles, word: MirrorState) -> MirrorStatus {
    let nothing = SyncState::default();
    let (outbox, state) = (&files.outbox, files.state.as_ref().unwrap_or(&nothing));
    let is_stuck = |item: &&OutboxItem| item.state == OutboxState::Stuck;
    let stuck = outbox.iter().filter(is_stuck).count();
    MirrorStatus {
        state: word,
        last_pull: state.last_pull,
        last_push: state.last_push,
        waiting: outbox.len() - stuck,
        stuck,
        deliveries: Arc::new(deliveries(outbox, state)),
        reasons: Arc::new(reasons(outbox)),
        ..MirrorStatus::default()
    }
}
