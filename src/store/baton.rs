//! The baton in the directory of an incident, and a record made out of one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::adopt::Adopted;
use super::error::StoreError;
use super::files::{self, BATON};
use super::finding::Finding;
use super::home::Home;
use super::journal::{Journal, entries_in};
use super::record::Record;
use crate::domain::adoption::Adoption;
use crate::domain::command::Request;
use crate::domain::document::Document;
use crate::domain::event::{Entry, Event, HandoffStep};
use crate::domain::gate::Gate;
use crate::domain::handoff::{BATON_FORMAT, Baton, Ground, baton};
use crate::domain::mirror::SyncState;
use crate::domain::playbook::Playbook;
use crate::domain::sync_plan::{Issue, plan};
use crate::domain::time::Instant;

/// How often what stands in a baton is compared with the record: each round takes over what the
/// one before made room for.
const ROUNDS: usize = 60;

/// Why a file is no baton. The text finishes "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum BatonError {
    /// It cannot be read.
    #[error("read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is something else.
    #[error("read {} as a baton", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// An earlier version wrote it.
    #[error(
        "read {}: it has format {format}, from an earlier version of sitroom; have command offered \
         once more with this one",
        path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// The form it is in.
        format: u32,
    },
    /// A later version wrote it.
    #[error("read {}: it has format {format}, from a later version of sitroom", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The form it is in.
        format: u32,
    },
}

/// What every form of a baton says.
#[derive(serde::Deserialize)]
struct Form {
    format: u32,
}

/// Reads a baton.
pub fn read_baton(path: &Path) -> Result<Baton, BatonError> {
    let path = path.to_owned();
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(source) => return Err(BatonError::Unreadable { path, source }),
    };
    let form: Result<Form, _> = serde_json::from_slice(&text);
    match form.map(|form| form.format) {
        Ok(format) if format > BATON_FORMAT => Err(BatonError::Newer { path, format }),
        Ok(format) if format < BATON_FORMAT => Err(BatonError::Older { path, format }),
        Ok(_) => {
            serde_json::from_slice(&text).map_err(|source| BatonError::Malformed { path, source })
        }
        Err(source) => Err(BatonError::Malformed { path, source }),
    }
}

impl Record {
    /// Returns the baton of the offer that waits; none when nobody offers command.
    pub fn baton(&self, now: Instant) -> Result<Option<Baton>, StoreError> {
        let playbook = self.writable()?;
        let journal = Journal::read(&self.dir)?;
        let bytes = journal.map(|journal| journal.bytes(0, self.head.bytes));
        let entries = entries_in(&bytes.transpose()?.unwrap_or_default());
        let agreed = self.load_sync()?.value;
        let ground = Ground {
            entries: &entries,
            head: &self.chain_head(),
            agreed: agreed.as_ref(),
            is_of_drills: Home::is_of_drills(&self.dir),
        };
        Ok(baton(&self.incident, &playbook, ground, &self.gate, now))
    }

    /// Writes the baton beside the journal, for its owner alone, when an offer is among some
    /// entries. What was recorded stands whether that works or not.
    pub(super) fn keep_baton(&self, entries: &[Entry], now: Instant) -> Option<Finding> {
        let is_offer = |entry: &Entry| match &entry.event {
            Event::HandoffMoved(moved) => matches!(moved.step, HandoffStep::Offered { .. }),
            _ => false,
        };
        if !entries.iter().any(is_offer) {
            return None;
        }
        let kept = self.baton(now).and_then(|baton| match baton {
            Some(baton) => self.write_baton(&baton),
            None => Ok(()),
        });
        kept.err().map(|error| Finding::NoBaton {
            cause: error.to_string(),
        })
    }

    fn write_baton(&self, baton: &Baton) -> Result<(), StoreError> {
        let text = serde_json::to_vec_pretty(baton).map_err(|source| StoreError::Unwritable {
            source: Some(source),
        })?;
        files::write_atomic_in(&self.dir, BATON, &text)
            .map_err(|source| StoreError::not_saved(&self.dir.join(BATON), source))
    }

    /// Makes the record that a baton carries; all of it or nothing, as [`Record::adopt`] does.
    ///
    /// # Errors
    ///
    /// As those of [`Record::adopt`].
    pub fn adopt_baton(
        home: &Home,
        gate: &Arc<Gate>,
        playbook: impl Into<Arc<Playbook>>,
        (baton, adoption): (&Baton, &Adoption),
        device: &str,
        now: Instant,
    ) -> Result<Adopted, StoreError> {
        let playbook = playbook.into();
        Self::adopt_with(home, gate, playbook, adoption, device, now, |record| {
            record.take_baton(baton, now)?;
            if let Some(state) = baton.sync_state() {
                record.save_sync(&state)?;
            }
            Ok(())
        })
    }

    /// Takes over what the issue in a baton says and no entry of it.
    fn take_baton(&mut self, baton: &Baton, now: Instant) -> Result<(), StoreError> {
        let playbook = self.writable()?;
        let side = baton.side();
        let began = SyncState::of_adopted(&self.incident, &playbook, &side, now);
        let base = Issue {
            title: began.base_title,
            body: began.base_body,
            closed: began.base_closed,
        };
        let mut done = Vec::new();
        for _ in 0..ROUNDS {
            let document = Document::of(&self.incident, &playbook, now);
            let plan = plan(&base, &document, &side, &self.incident.conflicts);
            let news = plan.imports.into_iter();
            let news: Vec<_> = news.filter(|it| !done.contains(&it.command)).collect();
            if news.is_empty() {
                break;
            }
            for import in news {
                done.push(import.command.clone());
                self.take_one(&baton.request(import), now)?;
            }
        }
        Ok(())
    }

    /// Records what the issue says. What is refused is a conflict of the first sync.
    fn take_one(&mut self, request: &Request, now: Instant) -> Result<(), StoreError> {
        match self.execute(request, now) {
            Ok(_) | Err(StoreError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
