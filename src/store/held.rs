//! What the gate keeps out of the record.

use std::path::Path;

use super::error::StoreError;
use super::files::HELD;
use super::mirror::list_toml;
use super::record::Record;
use super::text_file::Draft;
use crate::domain::command::{Command, Request};
use crate::domain::event::Event;
use crate::domain::gate::{Admitted, Gate, Held, admit};
use crate::domain::ids::HeldId;
use crate::domain::incident::Incident;
use crate::domain::time::Instant;

impl Record {
    /// Looks through what a request would record.
    pub(super) fn admit(
        &self,
        request: &Request,
        events: Vec<Event>,
    ) -> Result<Admitted, StoreError> {
        let first = HeldId(self.last_held() + 1);
        Ok(admit(&self.gate, &self.incident, request, events, first)?)
    }

    /// Returns the highest number that was given out, a file that no entry tells of included:
    /// a program may have ended between the two.
    fn last_held(&self) -> u32 {
        let names = list_toml(&self.dir, HELD).unwrap_or_default();
        let number = |name: &String| {
            let id = Path::new(name).file_stem()?.to_str()?.parse::<HeldId>();
            Some(id.ok()?.0)
        };
        let highest = names.iter().filter_map(number).max();
        highest.unwrap_or(0).max(self.incident.held)
    }

    pub(super) fn keep_held(&self, held: &[Held], now: Instant) -> Result<(), StoreError> {
        for held in held {
            self.save_held(&Draft {
                key: held.id.to_string(),
                saved_at: now,
                text: held.original.clone(),
            })?;
        }
        Ok(())
    }
}

/// Gives a new record another id where its title has something in it that is held back: the id
/// is made of the title, and stands on the issue.
pub(super) fn name_anew(
    request: &mut Request,
    gate: &Gate,
    events: Vec<Event>,
) -> Result<(), StoreError> {
    let admitted = admit(gate, &Incident::default(), request, events, HeldId(1))?;
    let Command::Open(opening) = &mut request.command else {
        return Ok(());
    };
    let is_held = !admitted.held.is_empty();
    for event in &admitted.events {
        if let Event::Opened(opened) = event
            && is_held
        {
            opening.incident = opening.incident.retitled(&opened.title);
        }
    }
    Ok(())
}
