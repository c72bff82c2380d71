//! The incidents of this machine together: what is still to be done, and what was measured.
//!
//! Each record is read as it stands on disk, without a lock and without a change, so that others
//! may work on it meanwhile. One that cannot be read is told of and does not stop the rest.

use super::environment::Environment;
use super::error::SessionError;
use crate::domain::across::{Across, Case, across};
use crate::domain::chronicle::Chronicle;
use crate::domain::followup::Outstanding;
use crate::domain::incident::PlaybookRef;
use crate::domain::metrics::metrics;
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;
use crate::store::State;

/// Something of several incidents, and why some are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey<T> {
    /// What the readable ones say.
    pub found: T,
    /// What is wrong with the others, a line each.
    pub problems: Vec<String>,
}

/// The playbooks that were read, each once.
#[derive(Default)]
struct Known(Vec<(PlaybookRef, Option<Playbook>)>);

impl Known {
    fn of(&mut self, env: &Environment, wanted: &PlaybookRef) -> Option<&Playbook> {
        let known = self.0.iter().position(|(id, _)| id == wanted);
        let at = known.unwrap_or_else(|| {
            let playbook = env.playbook_for(wanted).playbook;
            self.0.push((wanted.clone(), playbook));
            self.0.len() - 1
        });
        self.0[at].1.as_ref()
    }
}

impl Environment {
    /// Returns what is still to be done of every incident that is over, the sooner due before the
    /// later. Reads the state files only.
    pub fn outstanding(&self, now: Instant) -> Result<Survey<Vec<Outstanding>>, SessionError> {
        Ok(self.outstanding_of(&self.home.states()?, now))
    }

    /// Returns what is still to be done of incidents whose states were read.
    #[must_use]
    pub fn outstanding_of(&self, states: &[State], now: Instant) -> Survey<Vec<Outstanding>> {
        let mut found = Vec::new();
        let mut problems = Vec::new();
        let mut playbooks = Known::default();
        for (id, state) in states {
            let incident = match state {
                Ok(incident) => incident,
                Err(error) => {
                    problems.push(format!("{id}: failed to {error}"));
                    continue;
                }
            };
            match playbooks.of(self, &incident.playbook) {
                Some(playbook) => found.extend(Outstanding::of(incident, playbook, now)),
                None => problems.push(format!("{id}: its playbook is not known here")),
            }
        }
        found.sort_by_key(|it| it.follow_up.due_at);
        Survey { found, problems }
    }

    /// Returns what all incidents say together. Reads every journal whole.
    pub fn across(&self, now: Instant) -> Result<Survey<Across>, SessionError> {
        let mut cases: Vec<Case> = Vec::new();
        let mut problems = Vec::new();
        let mut playbooks = Known::default();
        for (id, _) in self.home.states()? {
            match self.home.read(&id) {
                Ok((incident, entries)) => {
                    let playbook = playbooks.of(self, &incident.playbook);
                    let chronicle = Chronicle::of(&entries, playbook, now);
                    let metrics = metrics(&incident, &chronicle, playbook, now);
                    cases.push(Case::of(&incident, metrics));
                }
                Err(error) => problems.push(format!("{id}: failed to {error}")),
            }
        }
        Ok(Survey {
            found: across(&cases),
            problems,
        })
    }
}
