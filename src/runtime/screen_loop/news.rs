//! What the loop hears of the record, the mirror and its other tasks.

use std::sync::Arc;

use anyhow::Result;

use super::{Answer, ScreenLoop};
use crate::app::{Event, Level, NotSaved};
use crate::domain::gate::Found;
use crate::domain::mirror::{MirrorState, MirrorStatus};
use crate::runtime::desk::Inbound;
use crate::runtime::neighbours::ElsewhereError;
use crate::runtime::stage::Stage;
use crate::store::{Draft, NotSavedCause, Recorded, StoreError, StoreEvent};

/// How much is heard before the screen is drawn again.
const MOST_AT_ONCE: usize = 256;

impl<S: Stage> ScreenLoop<S> {
    /// Hears what came in and what else waits, up to a bound, so that the screen is drawn in
    /// between. What was recorded is taken over in one go: working out what follows from the
    /// record costs the same for one entry as for many.
    pub(super) fn hear_all(&mut self, first: Option<Inbound>) {
        let mut news = Vec::new();
        let mut heard = 0;
        let mut next = first.or_else(|| self.desk.inbox.try_recv().ok());
        while let Some(inbound) = next.take() {
            self.has_heard = true;
            match inbound {
                Inbound::Store(StoreEvent::Recorded(recorded)) if !recorded.anew => {
                    news.push(recorded);
                }
                other => {
                    self.recorded(&std::mem::take(&mut news));
                    self.hear(other);
                }
            }
            heard += 1;
            if heard < MOST_AT_ONCE {
                next = self.desk.inbox.try_recv().ok();
            }
        }
        self.recorded(&news);
    }

    fn hear(&mut self, inbound: Inbound) {
        match inbound {
            Inbound::Store(StoreEvent::Recorded(recorded)) => self.recorded_anew(&recorded),
            Inbound::Store(StoreEvent::StateSaved { .. }) => {}
            Inbound::Store(StoreEvent::Failed(error)) => {
                tracing::error!(%error, "the record");
                self.happen(Event::Said(Level::Error, format!("failed to {error}")));
            }
            Inbound::GateReady => {
                self.stage.name_window();
                self.is_dirty = true;
            }
            Inbound::History(entries) => self.happen(Event::HistoryRead(entries)),
            Inbound::Drafts(drafts) => self.found(drafts),
            Inbound::Looked => self.happen(Event::Ticked),
            Inbound::Others(others) => self.happen(Event::OthersRead(others)),
            Inbound::Outstanding(all) => self.happen(Event::OutstandingRead(all)),
            Inbound::Figures(lines) => self.happen(Event::FiguresRead(lines)),
            Inbound::Incidents(all) => self.happen(Event::IncidentsRead(all)),
            Inbound::Drill(exercise) => self.happen(Event::DrillMoved(exercise)),
            Inbound::ReportWorkedOut(number, figures) => {
                self.happen(Event::ReportWorkedOut(number, figures));
            }
            Inbound::PastWorkedOut(number, past) => {
                self.happen(Event::PastWorkedOut(number, past));
            }
            Inbound::Scorecard(text) => self.happen(Event::ScorecardRead(text)),
            Inbound::Mirror(status) => self.happen(Event::MirrorMoved(status)),
            Inbound::Said(level, text) => self.happen(Event::Said(level, text)),
            Inbound::Reported(saved) => self.happen(Event::ReportSaved(saved)),
        }
    }

    /// Shows what was recorded. An answer and what is published go different ways, so either
    /// may come first; the screen does not go back to an older state.
    fn recorded(&mut self, news: &[Arc<Recorded>]) {
        let Some(last) = news.iter().max_by_key(|recorded| recorded.seq) else {
            return;
        };
        let incident = if last.seq >= self.shown {
            self.shown = last.seq;
            Arc::clone(&last.incident)
        } else {
            Arc::clone(&self.app.incident)
        };
        let entries = news.iter().flat_map(|recorded| &recorded.entries);
        let entries = entries.cloned().map(Arc::new).collect();
        self.happen(Event::Recorded { entries, incident });
        for recorded in news {
            self.tell_findings(recorded);
        }
    }

    /// Shows a record that was changed under the program.
    fn recorded_anew(&mut self, recorded: &Recorded) {
        self.shown = recorded.seq;
        let entries = recorded.entries.iter().cloned().map(Arc::new).collect();
        self.happen(Event::HistoryRead(entries));
        self.happen(Event::Recorded {
            entries: Vec::new(),
            incident: Arc::clone(&recorded.incident),
        });
        self.tell_findings(recorded);
    }

    fn tell_findings(&mut self, recorded: &Recorded) {
        for finding in &recorded.findings {
            tracing::warn!(%finding, "the record");
            self.happen(Event::Said(Level::Error, finding.to_string()));
        }
    }

    pub(super) fn answered(&mut self, answer: Answer) {
        self.saving = None;
        let outcome = match answer {
            Answer::Here(outcome) => outcome,
            Answer::Elsewhere(outcome) => {
                let event = outcome.map_or_else(not_done_elsewhere, |()| Event::Saved);
                return self.happen(event);
            }
        };
        // Most of what was published before the answer is in the inbox by now.
        self.hear_all(None);
        let event = match outcome {
            Ok(recorded) => {
                let told = look_at(&recorded.warnings);
                if recorded.anew {
                    self.recorded_anew(&recorded);
                } else {
                    self.recorded(&[recorded]);
                }
                self.happen(Event::Saved);
                let Some(told) = told else { return };
                Event::Said(Level::Warning, told)
            }
            Err(error) => not_done(error),
        };
        self.happen(event);
    }

    pub(super) fn task_broke(&mut self, name: &'static str, cause: &str) -> Result<()> {
        tracing::error!(name, cause, "a task broke");
        if name == "record" {
            anyhow::bail!("the part that keeps the record broke: {cause}; what was saved is safe");
        }
        if name.starts_with("mirror") {
            let detail = format!("syncing broke: {cause}; quit and start again");
            let state = MirrorState::Blocked;
            self.happen(Event::MirrorMoved(MirrorStatus {
                state,
                detail,
                ..self.app.mirror.clone()
            }));
            // What keeps it from syncing is told with that; twice would be one line too many.
            return Ok(());
        }
        self.happen(Event::Said(
            Level::Error,
            format!(
                "{name} broke: {cause}; the record is safe: quit and start again to have it back"
            ),
        ));
        Ok(())
    }

    fn found(&mut self, drafts: Vec<Draft>) {
        self.drafts_awaited = None;
        if !drafts.is_empty() {
            let drafts = drafts.into_iter().map(|draft| (draft.key, draft.text));
            self.happen(Event::DraftsFound(drafts.collect()));
        }
    }
}

fn not_done(error: StoreError) -> Event {
    match error {
        StoreError::Refused(refusal) => Event::Refused(refusal),
        error => {
            tracing::error!(%error, "not saved");
            Event::NotSaved(not_saved(&error))
        }
    }
}

fn not_done_elsewhere(error: ElsewhereError) -> Event {
    match error {
        ElsewhereError::Store(error) => not_done(error),
        error => {
            tracing::error!(%error, "not saved in another incident");
            Event::NotSaved(NotSaved {
                cause: format!("failed to {error}"),
                hint: String::new(),
            })
        }
    }
}

fn not_saved(error: &StoreError) -> NotSaved {
    match error {
        StoreError::NotSaved {
            path, cause, hint, ..
        } => NotSaved {
            cause: match (cause, path.parent()) {
                (NotSavedCause::ReadOnly, Some(dir)) => format!("{} is read-only", dir.display()),
                _ => cause.to_string(),
            },
            hint: (*hint).to_owned(),
        },
        other => NotSaved {
            cause: format!("failed to {other}"),
            hint: String::new(),
        },
    }
}

/// Returns what is to be said of what was recorded and may be looked at twice.
fn look_at(warnings: &[Found]) -> Option<String> {
    let first = warnings.first()?;
    let more = match warnings.len() {
        1 => String::new(),
        all => format!(", and {} more", all - 1),
    };
    Some(format!("saved; it leaves, so look twice: {first}{more}"))
}
