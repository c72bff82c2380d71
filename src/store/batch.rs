//! Many requests at once: all of them are recorded, with one write, or none.

use std::sync::Arc;

use chrono::TimeDelta;

use super::append::apply_batch;
use super::error::StoreError;
use super::journal::{Head, Journal};
use super::lock::JournalLock;
use super::record::{Record, Recorded};
use crate::domain::command::Request;
use crate::domain::decide::decide;
use crate::domain::event::Entry;
use crate::domain::gate::{Found, Held};
use crate::domain::incident::Incident;
use crate::domain::time::Instant;

/// Why none of many requests was recorded.
#[derive(Debug, thiserror::Error)]
#[error("record number {} of them", place + 1)]
pub struct NotAll {
    /// The place of the request that stands in the way, from 0.
    pub place: usize,
    /// Why.
    pub source: StoreError,
}

/// What many requests mean, drawn up and not written yet.
#[derive(Default)]
struct Batches {
    text: String,
    entries: Vec<Entry>,
    held: Vec<Held>,
    warnings: Vec<Found>,
}

impl Record {
    /// Records what many requests mean, none of which takes anything back. All have one time of
    /// recording, so that one `undo` takes back all of them. After the return they are on the
    /// disk; after an error none is.
    ///
    /// # Errors
    ///
    /// [`NotAll`] with the first request that stands in the way.
    pub fn execute_all(&mut self, requests: &[Request], now: Instant) -> Result<Recorded, NotAll> {
        self.with_all(requests, now, |record, journal, from, batches| {
            // First, so that nothing is taken out of the record before it is kept elsewhere.
            record.keep_held(&batches.held, now)?;
            journal.append(&from, &batches.text)
        })
    }

    /// Says what many requests would have pointed out, and what would stand in the way; records
    /// nothing.
    ///
    /// # Errors
    ///
    /// As those of [`Record::execute_all`], but for what only writing can find out.
    pub fn rehearse(&mut self, requests: &[Request], now: Instant) -> Result<Vec<Found>, NotAll> {
        let (head, incident) = (self.head, self.incident());
        let whole = |source| NotAll { place: 0, source };
        self.writable().map_err(whole)?;
        let drawn = self.draw_up_all(requests, now);
        (self.head, self.incident) = (head, incident);
        drawn.map(|batches| batches.warnings)
    }

    fn with_all(
        &mut self,
        requests: &[Request],
        now: Instant,
        write: impl FnOnce(&Self, &mut Journal, Head, &Batches) -> Result<(), StoreError>,
    ) -> Result<Recorded, NotAll> {
        let whole = |source| NotAll { place: 0, source };
        self.writable().map_err(whole)?;
        let _lock = JournalLock::acquire(&self.dir).map_err(whole)?;
        let mut journal = Journal::append_to(&self.dir).map_err(whole)?;
        self.catch_up(&journal, true).map_err(whole)?;
        let (head, incident): (Head, Arc<Incident>) = (self.head, self.incident());
        let drawn = self.draw_up_all(requests, now).and_then(|batches| {
            write(self, &mut journal, head, &batches).map_err(whole)?;
            Ok(batches)
        });
        match drawn {
            Ok(batches) => {
                let own = batches.entries.len();
                self.news.entries.extend(batches.entries);
                Ok(Recorded {
                    warnings: batches.warnings,
                    ..self.hand_on(own)
                })
            }
            Err(error) => {
                (self.head, self.incident) = (head, incident);
                Err(error)
            }
        }
    }

    /// Draws up every request on the state that those before it make.
    fn draw_up_all(&mut self, requests: &[Request], now: Instant) -> Result<Batches, NotAll> {
        let mut out = Batches::default();
        for (request, place) in requests.iter().zip(0..) {
            self.draw_up_next(request, now, &mut out)
                .map_err(|source| NotAll { place, source })?;
        }
        Ok(out)
    }

    fn draw_up_next(
        &mut self,
        request: &Request,
        now: Instant,
        out: &mut Batches,
    ) -> Result<(), StoreError> {
        let playbook = self.writable()?;
        let events = decide(&self.incident, &playbook, request, now)?;
        let admitted = self.admit(request, events)?;
        // All at the time of the first, and not a millisecond apart as commands are.
        if let Some(first) = out.entries.first() {
            self.head.recorded = Some(first.recorded - TimeDelta::milliseconds(1));
        }
        let batch = self.draw_up(request, admitted.events, now)?;
        out.entries.extend_from_slice(batch.entries());
        self.head = apply_batch(Arc::make_mut(&mut self.incident), &batch, &mut out.text);
        out.held.extend(admitted.held);
        out.warnings.extend(admitted.warnings);
        Ok(())
    }
}
