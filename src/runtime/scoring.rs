//! The scorecard of a drill: worked out beside the loop, written beside the record.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::sync::{mpsc, watch};

use super::desk::{Desk, Inbound};
use super::files::save_scorecard;
use super::tasks::Tasks;
use crate::app::Level;
use crate::domain::ids::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::scorecard::scorecard;
use crate::domain::time::Instant;
use crate::practice::DrillClock;
use crate::store::{Clock, Home, StoreHandle};

/// What a scorecard is worked out from while the record is at work.
#[derive(Clone)]
pub(super) struct Scoring {
    store: StoreHandle,
    incident: watch::Receiver<Arc<Incident>>,
    playbook: Arc<Playbook>,
    clock: Clock,
    dir: PathBuf,
    outbox: mpsc::UnboundedSender<Inbound>,
}

impl Desk {
    /// Returns what a scorecard is worked out from.
    pub(super) fn scoring(&self) -> Scoring {
        Scoring {
            store: self.store.clone(),
            incident: self.incident.clone(),
            playbook: Arc::clone(&self.playbook),
            clock: self.clock.clone(),
            dir: self.dir.clone(),
            outbox: self.outbox.clone(),
        }
    }

    /// Has the scorecard worked out, written and shown.
    pub(super) fn read_scorecard(&self, tasks: &mut Tasks) {
        let scoring = self.scoring();
        tasks.start("scorecard", async move {
            let inbound = match scoring.score().await {
                Ok(text) => Inbound::Scorecard(text),
                Err(error) => Inbound::Said(Level::Error, format!("failed to {error:#}")),
            };
            let _ = scoring.outbox.send(inbound);
        });
    }
}

impl Scoring {
    async fn score(&self) -> Result<String> {
        let history = self.store.history().await?;
        let incident = Arc::clone(&self.incident.borrow());
        let (playbook, dir) = (Arc::clone(&self.playbook), self.dir.clone());
        let now = (self.clock)();
        let written = tokio::task::spawn_blocking(move || {
            let card = scorecard(&incident, &history.entries, Some(&playbook), now);
            save_scorecard(&dir, &card.context("score what is no drill")?)
        });
        written.await.context("work out the scorecard")?
    }
}

/// Writes the scorecard when everything of the scenario happened, and when the record is closed.
pub(super) async fn keep_score(scoring: Scoring, clock: DrillClock) {
    let mut incident = scoring.incident.clone();
    let mut pace = clock.watch();
    let over = async {
        let _ = pace.wait_for(|pace| pace.is_played_out).await;
        write(&scoring, None).await;
    };
    let closed = async {
        if incident.wait_for(|incident| incident.closed).await.is_ok() {
            let told = "EXERCISE: closed; the scorecard is written";
            write(&scoring, Some(told)).await;
        }
    };
    tokio::join!(over, closed);
}

async fn write(scoring: &Scoring, told: Option<&str>) {
    let inbound = match (scoring.score().await, told) {
        (Ok(_), Some(told)) => Inbound::Said(Level::Info, told.to_owned()),
        (Ok(_), None) => return,
        (Err(error), _) => Inbound::Said(Level::Error, format!("failed to {error:#}")),
    };
    let _ = scoring.outbox.send(inbound);
}

/// Works the scorecard out of a record that nobody writes to any more, and writes it.
pub(super) fn scored(
    home: &Home,
    incident: &IncidentId,
    playbook: &Playbook,
    now: Instant,
) -> Result<String> {
    let (state, entries) = home.read(incident)?;
    let card = scorecard(&state, &entries, Some(playbook), now);
    save_scorecard(
        &home.incident(incident),
        &card.context("score what is no drill")?,
    )
}
