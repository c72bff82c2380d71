//! A record made out of an issue: all of it, or nothing.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::append::apply_batch;
use super::error::StoreError;
use super::files;
use super::home::Home;
use super::journal::{Head, Journal};
use super::record::{News, Record};
use super::recover::OpenStats;
use crate::domain::adoption::Adoption;
use crate::domain::command::{Command, Request};
use crate::domain::decide::{Refusal, decide};
use crate::domain::gate::Gate;
use crate::domain::ids::IncidentId;
use crate::domain::incident::Incident;
use crate::domain::mirror::SyncState;
use crate::domain::playbook::Playbook;
use crate::domain::sync_plan::Issue;
use crate::domain::time::Instant;

/// A record that was made out of an issue.
#[derive(Debug)]
pub struct Adopted {
    /// The record.
    pub record: Record,
    /// What the process here would not take, with why; everything else is in the record.
    pub refused: Vec<(Request, Refusal)>,
}

impl Record {
    /// Makes the record that an opening and some requests after it describe, which were made
    /// from an `issue`. Unlike [`Record::create`] it keeps the id as it is, because the issue
    /// names it.
    ///
    /// The record is put together beside the others and moved to its place when it is whole
    /// and on the disk: a crash leaves it or nothing. Its entries all have the time of
    /// recording `now`, in UTC.
    ///
    /// # Errors
    ///
    /// [`StoreError::AlreadyHere`] when there is a record of that id; [`StoreError::Refused`]
    /// when it cannot even be opened.
    pub fn adopt(
        home: &Home,
        gate: &Arc<Gate>,
        playbook: impl Into<Arc<Playbook>>,
        adoption: &Adoption,
        issue: &Issue,
        device: &str,
        now: Instant,
    ) -> Result<Adopted, StoreError> {
        Self::adopt_with(
            home,
            gate,
            playbook.into(),
            adoption,
            device,
            now,
            |record| record.save_first_sync(issue, now),
        )
    }

    /// Puts a record together, has `finish` do what is left before it is one, and moves it to
    /// its place.
    pub(super) fn adopt_with(
        home: &Home,
        gate: &Arc<Gate>,
        playbook: Arc<Playbook>,
        adoption: &Adoption,
        device: &str,
        now: Instant,
        finish: impl FnOnce(&mut Self) -> Result<(), StoreError>,
    ) -> Result<Adopted, StoreError> {
        let opening = &adoption.opening;
        decide(&Incident::default(), &playbook, opening, now)?;
        let id = opened_id(opening);
        let place = home.incident(&id);
        if place.exists() {
            return Err(StoreError::AlreadyHere { id });
        }
        home.make()?;
        let workshop = home.data.join("adopting");
        files::make_dir(&workshop).map_err(|source| StoreError::not_saved(&workshop, source))?;
        // Removed again, unless it is moved to its place.
        let staging = tempfile::Builder::new()
            .prefix(id.as_str())
            .tempdir_in(&workshop)
            .map_err(|source| StoreError::not_saved(&workshop, source))?;
        let record = Self {
            dir: staging.path().to_owned(),
            device: device.to_owned(),
            playbook: Some(playbook),
            incident: Arc::default(),
            head: Head::START,
            state_at: None,
            keep_state_file: false,
            read_only: None,
            stats: OpenStats::default(),
            news: News::default(),
            gate: Arc::clone(gate),
        };
        let mut adopted = record.record_all(opening, &adoption.requests, now)?;
        finish(&mut adopted.record)?;
        move_into_place(staging.path(), &place, &id)?;
        // Nothing is left to remove.
        let _ = staging.keep();
        adopted.record.dir = place;
        Ok(adopted)
    }

    /// Keeps what the record agrees on with the issue it was made from.
    fn save_first_sync(&self, issue: &Issue, now: Instant) -> Result<(), StoreError> {
        let playbook = self.writable()?;
        self.save_sync(&SyncState::of_adopted(
            &self.incident,
            &playbook,
            issue,
            now,
        ))
    }

    /// Records many requests with one write. What is refused is left out, the opening excepted.
    fn record_all(
        mut self,
        opening: &Request,
        requests: &[Request],
        now: Instant,
    ) -> Result<Adopted, StoreError> {
        let playbook = self.writable()?;
        let mut journal = Journal::create(&self.dir)?;
        let mut text = String::new();
        let mut refused = Vec::new();
        for request in std::iter::once(opening).chain(requests) {
            let events = match decide(&self.incident, &playbook, request, now) {
                Ok(events) => events,
                Err(refusal) if self.head.seq == 0 => return Err(refusal.into()),
                Err(refusal) => {
                    refused.push((request.clone(), refusal));
                    continue;
                }
            };
            // They are recorded at one time, and not a millisecond apart as commands are.
            self.head.recorded = None;
            // All of it stands on the issue: nothing is refused, and nothing held.
            let admitted = self.admit(request, events)?;
            let batch = self.draw_up(request, admitted.events, now)?;
            self.head = apply_batch(Arc::make_mut(&mut self.incident), &batch, &mut text);
        }
        journal.append(&Head::START, &text)?;
        self.news.handed_on = self.head.bytes;
        self.save_state()?;
        files::sync_dir(&self.dir).map_err(|source| StoreError::not_saved(&self.dir, source))?;
        Ok(Adopted {
            record: self,
            refused,
        })
    }
}

fn opened_id(opening: &Request) -> IncidentId {
    match &opening.command {
        Command::Open(opening) => opening.incident.clone(),
        _ => IncidentId::default(),
    }
}

pub(super) fn move_into_place(from: &Path, to: &Path, id: &IncidentId) -> Result<(), StoreError> {
    let not_saved = |source| StoreError::not_saved(to, source);
    if let Err(source) = fs::rename(from, to) {
        // Another adoption of the same issue may have been faster.
        return Err(if to.exists() {
            StoreError::AlreadyHere { id: id.clone() }
        } else {
            not_saved(source)
        });
    }
    let parent = to.parent().unwrap_or(to);
    files::sync_dir(parent).map_err(not_saved)
}
