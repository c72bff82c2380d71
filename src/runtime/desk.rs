//! The record at work: its writer, its watch, and what they tell the loop.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use super::tasks::Tasks;
use crate::app::{Exercise, Figures, KnownIncident, Level, Past, PastAsk, ReportAsk, SavedReport};
use crate::domain::event::Entry;
use crate::domain::followup::Outstanding;
use crate::domain::gate::Gate;
use crate::domain::incident::Incident;
use crate::domain::mirror::MirrorStatus;
use crate::domain::people::Elsewhere;
use crate::domain::playbook::Playbook;
use crate::github::sync::Nudge;
use crate::practice::DrillClock;
use crate::session::Environment;
use crate::store::{self, Clock, JournalWatch, Record, StoreEvent, StoreHandle};

/// How long after a change the state file is written.
const SAVE_AFTER: Duration = Duration::from_millis(700);

/// Something the loop hears from a task.
#[derive(Debug)]
pub enum Inbound {
    /// From the writer of the record.
    Store(StoreEvent),
    /// The gate is ready to look texts through.
    GateReady,
    /// The whole journal was read.
    History(Vec<Arc<Entry>>),
    /// What was being typed when the program last ended.
    Drafts(Vec<crate::store::Draft>),
    /// The other incidents on this machine were looked at, as they are each minute.
    Looked,
    /// The other incidents on this machine.
    Others(Vec<Elsewhere>),
    /// What is left to be done in the incidents on this machine.
    Outstanding(Vec<Outstanding>),
    /// What these say together, a line each.
    Figures(Vec<String>),
    /// The incidents on this machine.
    Incidents(Vec<KnownIncident>),
    /// The time of the drill goes another way.
    Drill(Exercise),
    /// The report was worked out, as it was asked for by a number.
    ReportWorkedOut(u64, Box<Figures>),
    /// An earlier time was worked out, as it was asked for by a number.
    PastWorkedOut(u64, Option<Box<Past>>),
    /// The scorecard of the drill.
    Scorecard(String),
    /// From the mirror.
    Mirror(MirrorStatus),
    /// Something a person should know.
    Said(Level, String),
    /// The report was written into a file.
    Reported(SavedReport),
}

/// An open record with its writer.
pub struct Desk {
    /// The way to the writer.
    pub store: StoreHandle,
    /// The state of the record, always the latest.
    pub incident: watch::Receiver<Arc<Incident>>,
    /// The process it runs on.
    pub playbook: Arc<Playbook>,
    /// What texts are looked through with before they leave.
    pub gate: Arc<Gate>,
    /// The directory of the record.
    pub dir: PathBuf,
    /// The time.
    pub clock: Clock,
    /// Asks the mirror for a round.
    pub nudges: mpsc::UnboundedSender<Nudge>,
    /// What asks the mirror, until it is started.
    pub(super) nudge_queue: Option<mpsc::UnboundedReceiver<Nudge>>,
    /// What tasks tell the loop.
    pub inbox: mpsc::UnboundedReceiver<Inbound>,
    /// The way to the loop, for more tasks.
    pub outbox: mpsc::UnboundedSender<Inbound>,
    /// The machine with the other incidents, where these are looked at.
    pub(super) machine: Option<Environment>,
    /// The clock of the drill that is played here.
    pub(super) drill: Option<DrillClock>,
}

impl Desk {
    /// Starts the writer of a record and the watch on its journal.
    #[must_use]
    pub fn open(record: Record, playbook: Arc<Playbook>, clock: Clock, tasks: &mut Tasks) -> Self {
        let dir = record.dir().to_owned();
        let gate = record.gate();
        let (latest, incident) = watch::channel(record.incident());
        let (store, jobs) = StoreHandle::new();
        let (events, heard) = mpsc::unbounded_channel();
        let (outbox, inbox) = mpsc::unbounded_channel();
        let (nudges, nudge_queue) = mpsc::unbounded_channel();
        let writers_clock = Arc::clone(&clock);
        tasks.start_blocking("record", move || {
            store::run(record, jobs, events, writers_clock, SAVE_AFTER);
        });
        tasks.start(
            "news",
            pass_on(heard, latest, outbox.clone(), nudges.clone()),
        );
        tasks.start("watch", follow(dir.clone(), store.clone(), outbox.clone()));
        Self {
            store,
            incident,
            playbook,
            gate,
            dir,
            clock,
            nudges,
            nudge_queue: Some(nudge_queue),
            inbox,
            outbox,
            machine: None,
            drill: None,
        }
    }

    /// Has the desk look at the other incidents of a machine, if there is one.
    #[must_use]
    pub fn among(mut self, machine: Option<Environment>) -> Self {
        self.machine = machine;
        self
    }

    /// Has the report worked out; the loop hears of it.
    pub(super) fn work_out_report(&self, ask: Box<ReportAsk>, tasks: &mut Tasks) {
        let outbox = self.outbox.clone();
        tasks.start_blocking("report", move || {
            let figures = Box::new(ask.work_out());
            let _ = outbox.send(Inbound::ReportWorkedOut(ask.number, figures));
        });
    }

    /// Has an earlier time worked out; the loop hears of it.
    pub(super) fn look_back(&self, ask: Box<PastAsk>, tasks: &mut Tasks) {
        let outbox = self.outbox.clone();
        tasks.start_blocking("past", move || {
            let (number, past) = (ask.number, ask.work_out());
            let _ = outbox.send(Inbound::PastWorkedOut(number, past));
        });
    }

    /// Gets the gate ready, which takes longer than the first picture; the loop hears of it.
    pub fn warm_gate(&self, tasks: &mut Tasks) {
        let (gate, outbox) = (Arc::clone(&self.gate), self.outbox.clone());
        tasks.start_blocking("gate", move || {
            gate.warm();
            let _ = outbox.send(Inbound::GateReady);
        });
    }

    /// Has the whole journal read; the loop hears of it.
    pub fn read_history(&self, tasks: &mut Tasks) {
        let (store, outbox) = (self.store.clone(), self.outbox.clone());
        tasks.start("history", async move {
            let inbound = match store.history().await {
                Ok(history) => {
                    for finding in &history.findings {
                        tracing::warn!(%finding, "the journal");
                    }
                    Inbound::History(history.entries.into_iter().map(Arc::new).collect())
                }
                Err(error) => Inbound::Said(Level::Error, format!("failed to {error}")),
            };
            let _ = outbox.send(inbound);
        });
    }
}

/// Passes what the writer says on to the loop, to those who want the latest state, and to the
/// mirror. What the mirror itself recorded nudges it too: that costs one quiet round.
async fn pass_on(
    mut heard: mpsc::UnboundedReceiver<StoreEvent>,
    latest: watch::Sender<Arc<Incident>>,
    outbox: mpsc::UnboundedSender<Inbound>,
    nudges: mpsc::UnboundedSender<Nudge>,
) {
    while let Some(event) = heard.recv().await {
        if let StoreEvent::Recorded(recorded) = &event {
            let changed = !recorded.entries.is_empty();
            latest.send_replace(Arc::clone(&recorded.incident));
            if changed {
                let _ = nudges.send(Nudge::Changed);
            }
        }
        let _ = outbox.send(Inbound::Store(event));
    }
}

/// Has the writer look whenever the journal changes on disk.
async fn follow(dir: PathBuf, store: StoreHandle, outbox: mpsc::UnboundedSender<Inbound>) {
    let (ticks, mut ticked) = mpsc::channel(1);
    // It starts a thread and waits for it.
    let starting = tokio::task::spawn_blocking(move || JournalWatch::start(&dir, ticks));
    let watch = match starting.await {
        Ok(Ok(watch)) => watch,
        Ok(Err(error)) => {
            let _ = outbox.send(Inbound::Said(Level::Error, format!("failed to {error}")));
            return;
        }
        // The program ends.
        Err(_) => return,
    };
    // What was recorded before somebody watched.
    let mut is_followed = store.follow().is_ok();
    while is_followed && ticked.recv().await.is_some() {
        is_followed = store.follow().is_ok();
    }
    drop(watch);
}
