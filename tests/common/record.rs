//! A record in memory: asks `decide`, applies the events, and folds again after an undo.

use chrono::TimeDelta;
use sitroom::domain::apply::{Applied, apply, fold};
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::decide::{Refusal, decide};
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::ids::EntryId;
use sitroom::domain::incident::{Incident, PlaybookRef};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::{Instant, When, Zone};

use crate::small_playbook::minimal_playbook;

/// An incident with its journal and its process.
pub(crate) struct Record {
    pub(crate) incident: Incident,
    pub(crate) playbook: Playbook,
    pub(crate) entries: Vec<Entry>,
}

impl Record {
    /// Opens a record; Farmer Jane takes charge `now`.
    pub(crate) fn open(now: Instant, aware: When) -> Self {
        let mut record = Self {
            incident: Incident::default(),
            playbook: minimal_playbook(),
            entries: Vec::new(),
        };
        let opening = Opening {
            incident: "2026-11-22-chickens".parse().expect("a good id"),
            playbook: PlaybookRef::default(),
            exercise: false,
            zone: "America/New_York".parse::<Zone>().expect("a zone"),
            title: "The chickens have escaped".into(),
            details: String::new(),
            reporter: "Dave".into(),
            ic: "Farmer Jane".into(),
            responders: vec!["Spot".into()],
            aware,
        };
        record.run(Command::Open(Box::new(opening)), now);
        record
    }

    /// Asks as a person here does, and expects it to be done.
    pub(crate) fn run(&mut self, command: Command, now: Instant) -> Vec<Event> {
        let asked = format!("{command:?}");
        self.ask(&Request::local(command, "Farmer Jane"), now)
            .unwrap_or_else(|refusal| panic!("{asked} is refused: {refusal}"))
    }

    /// Asks, and records what was decided.
    pub(crate) fn ask(&mut self, request: &Request, now: Instant) -> Result<Vec<Event>, Refusal> {
        let events = decide(&self.incident, &self.playbook, request, now)?;
        // As the store does it: the order of recording holds when the clock is put back.
        let after_last = self
            .entries
            .last()
            .map(|last| last.recorded + TimeDelta::milliseconds(1));
        let recorded = after_last.map_or(now, |after| now.max(after));
        for event in &events {
            let seq = self.entries.len() as u64 + 1;
            let entry = Entry {
                seq,
                id: EntryId::new(recorded, u128::from(seq)),
                happened: request.happened.unwrap_or(When::exact(now)),
                recorded,
                actor: request.actor.clone(),
                device: "barn".into(),
                origin: request.origin,
                event: event.clone(),
            };
            let applied = apply(&mut self.incident, &entry);
            self.entries.push(entry);
            if applied == Applied::NeedsFold {
                self.incident = fold(&self.entries);
            }
        }
        Ok(events)
    }
}
