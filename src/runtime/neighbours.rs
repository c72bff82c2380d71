//! The other incidents on this machine: what is left to be done in them, what all of them say
//! together, and what is said of one from the screen of another.
//!
//! Reading takes as long as the records are many, so each is a task of its own and stops no key.

use std::time::Duration;

use super::desk::{Desk, Inbound};
use super::tasks::Tasks;
use crate::app::KnownIncident;
use crate::domain::command::Request;
use crate::domain::followup::Outstanding;
use crate::domain::ids::IncidentId;
use crate::session::{Environment, SessionError};
use crate::store::{StoreError, Summary};

/// How often they are looked at.
const EVERY: Duration = Duration::from_secs(60);

impl Desk {
    /// Has what is left to be done read now and then; the loop hears of what changed.
    pub(super) fn read_outstanding(&self, tasks: &mut Tasks) {
        let Some(machine) = self.machine.clone() else {
            return;
        };
        let (clock, outbox) = (self.clock.clone(), self.outbox.clone());
        tasks.start("follow-ups", async move {
            let mut known = None;
            loop {
                let (machine, now) = (machine.clone(), clock());
                let read = tokio::task::spawn_blocking(move || outstanding(&machine, now));
                let Ok(found) = read.await else { break };
                if found.is_some() && found != known {
                    known.clone_from(&found);
                    let found = found.unwrap_or_default();
                    if outbox.send(Inbound::Outstanding(found)).is_err() {
                        break;
                    }
                }
                tokio::time::sleep(EVERY).await;
            }
        });
    }

    /// Has what all incidents say together read once.
    pub(super) fn read_figures(&self, tasks: &mut Tasks) {
        let outbox = self.outbox.clone();
        let Some(machine) = self.machine.clone() else {
            let _ = outbox.send(Inbound::Figures(vec![
                "no other incident is looked at".into(),
            ]));
            return;
        };
        let now = (self.clock)();
        tasks.start_blocking("figures", move || {
            let lines = match machine.across(now) {
                Ok(survey) => {
                    let mut lines = survey.found.lines();
                    lines.extend(survey.problems);
                    lines
                }
                Err(error) => vec![format!("failed to {error}")],
            };
            let _ = outbox.send(Inbound::Figures(lines));
        });
    }

    /// Has the incidents on this machine read once, to be offered.
    pub(super) fn read_incidents(&self, tasks: &mut Tasks) {
        let Some(machine) = self.machine.clone() else {
            return;
        };
        let outbox = self.outbox.clone();
        tasks.start_blocking("incidents", move || match machine.home.list() {
            Ok(all) => {
                let known = all.iter().map(known).collect();
                let _ = outbox.send(Inbound::Incidents(known));
            }
            Err(error) => tracing::warn!(%error, "the incidents"),
        });
    }

    /// Puts a request to the record of another incident, and has read what is left there then.
    pub(super) fn execute_in(&self, incident: IncidentId, request: Request, tasks: &mut Tasks) {
        let outbox = self.outbox.clone();
        let Some(machine) = self.machine.clone() else {
            let gone = StoreError::NoRecord {
                dir: incident.as_str().into(),
            };
            let _ = outbox.send(Inbound::SavedElsewhere(Err(gone)));
            return;
        };
        let now = (self.clock)();
        tasks.start_blocking("another record", move || {
            let saved = execute(&machine, &incident, &request, now);
            let is_saved = saved.is_ok();
            let _ = outbox.send(Inbound::SavedElsewhere(saved));
            if let Some(found) = outstanding(&machine, now).filter(|_| is_saved) {
                let _ = outbox.send(Inbound::Outstanding(found));
            }
        });
    }
}

fn known(summary: &Summary) -> KnownIncident {
    let exercise = if summary.exercise { "EXERCISE, " } else { "" };
    let state = if summary.closed {
        format!("{exercise}closed")
    } else {
        format!("{exercise}{}", summary.status)
    };
    KnownIncident {
        id: summary.id.clone(),
        title: summary.title.clone(),
        state,
    }
}

fn outstanding(
    machine: &Environment,
    now: crate::domain::time::Instant,
) -> Option<Vec<Outstanding>> {
    match machine.outstanding(now) {
        Ok(survey) => {
            for problem in &survey.problems {
                tracing::warn!(problem, "another incident");
            }
            Some(survey.found)
        }
        Err(error) => {
            tracing::warn!(%error, "the other incidents");
            None
        }
    }
}

fn execute(
    machine: &Environment,
    incident: &IncidentId,
    request: &Request,
    now: crate::domain::time::Instant,
) -> Result<(), StoreError> {
    let opened = machine.open_record(incident).map_err(|error| match error {
        SessionError::Store(error) => error,
        other => {
            tracing::warn!(error = %other, "another incident");
            StoreError::Ended
        }
    });
    let mut record = opened?.record;
    let done = record.execute(request, now).map(|_| ());
    if let Err(error) = record.save_state() {
        tracing::warn!(%error, "the state of another incident");
    }
    done
}
