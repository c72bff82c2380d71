//! What of a record may leave with an export.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::outbox;
use crate::domain::event::Entry;
use crate::domain::export::{MarkdownExport, Row, rows_in};
use crate::domain::gate::{Gate, shared_entries, shared_state};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::mirror::Delivery;
use crate::domain::playbook::Playbook;
use crate::domain::time::{Instant, Zone};
use crate::store::{Record, StoreError};

/// How much leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// What others may read.
    Shared,
    /// Local-only notes too.
    Everything,
}

/// A record on its way out.
pub(super) struct Export {
    incident: Arc<Incident>,
    playbook: Option<Arc<Playbook>>,
    /// The entries that leave, in the order of the journal.
    pub(super) entries: Vec<Entry>,
    pub(super) reach: Reach,
    /// How far comments on the issue got.
    deliveries: BTreeMap<EntryId, Delivery>,
    /// What texts are looked through with.
    gate: Arc<Gate>,
    pub(super) now: Instant,
}

impl Export {
    /// Takes what may leave out of a record; `entries` are all of its journal.
    pub(super) fn of(record: &Record, entries: Vec<Entry>, reach: Reach, now: Instant) -> Self {
        let (incident, gate) = (record.incident(), record.gate());
        let entries = match reach {
            Reach::Everything => entries,
            Reach::Shared => shared_entries(entries, &incident, &gate),
        };
        let playbook = record.playbook();
        Self {
            incident,
            playbook,
            entries,
            reach,
            deliveries: BTreeMap::new(),
            gate,
            now,
        }
    }

    /// Knows how far comments got, which the document tells.
    pub(super) fn knowing_deliveries(mut self, record: &Record) -> Result<Self, StoreError> {
        self.deliveries = outbox::how_far(record)?;
        Ok(self)
    }

    /// Returns the document of the state that leaves.
    pub(super) fn document<'a>(&'a self, state: &'a Incident) -> MarkdownExport<'a> {
        MarkdownExport {
            incident: state,
            playbook: self.playbook.as_deref(),
            entries: &self.entries,
            deliveries: Some(&self.deliveries),
            local_notes: self.reach == Reach::Everything,
            now: self.now,
        }
    }

    /// Returns what happened, for tables and forms, with its times in a zone.
    pub(super) fn rows(&self, zone: Zone) -> Vec<Row> {
        rows_in(&self.entries, zone, self.playbook.as_deref())
    }

    /// Returns the state that leaves.
    pub(super) fn state(&self) -> Incident {
        match self.reach {
            Reach::Everything => Incident::clone(&self.incident),
            Reach::Shared => shared_state(&self.incident, &self.gate),
        }
    }
}
