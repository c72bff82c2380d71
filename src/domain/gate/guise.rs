//! The record as those outside see it: by codenames, and without what may not leave.
//!
//! Whoever compares the record with the issue does it in this form, so that a codename on the
//! issue is no edit; what then comes in is read back before it is recorded.

use std::collections::HashMap;

use super::codename::{Codenames, codenames, reveal};
use super::finding::Level;
use super::redact::{mark, merged};
use super::release::coded;
use super::setup::Gate;
use super::standing::standing;
use crate::domain::command::Request;
use crate::domain::event::Entry;
use crate::domain::ids::HeldId;
use crate::domain::incident::Incident;

/// The number in the place of what was recorded before anybody looked: nothing is kept of it
/// in `held/`, because the record itself has it.
const IN_RECORD: HeldId = HeldId(0);

/// What stands in its place where no number may: in a copy, and on the screen.
const HELD_BACK: &str = "[held back]";

/// Turns what is recorded into what may be seen, and back. Texts that were looked through are
/// remembered: a record is turned each time anything in it changes.
#[derive(Debug, Default)]
pub struct Guise {
    key: Codenames,
    pieces: Vec<String>,
    known: HashMap<String, String>,
}

impl Guise {
    /// Returns the record as those outside see it; none when they see it as it is.
    pub fn of(&mut self, incident: &Incident, gate: &Gate) -> Option<Incident> {
        self.follow(incident);
        let mut seen = incident.clone();
        let mut fresh = HashMap::new();
        seen.each_text(&mut |text| {
            let known = self.known.get(text.as_str()).cloned();
            let turned = known.unwrap_or_else(|| self.turned(text, gate));
            fresh.insert(std::mem::replace(text, turned.clone()), turned);
        });
        // Only what the record has now is remembered.
        self.known = fresh;
        seen.let_through = coded(&incident.let_through, &self.key);
        (seen != *incident).then_some(seen)
    }

    /// Returns an entry as those outside see it. What may not leave stays in: who posts it
    /// asks for its [`super::Released`] form.
    #[must_use]
    pub fn entry(&self, mut entry: Entry) -> Entry {
        if !self.key.is_empty() {
            entry.event.each_text(&mut |_, text| {
                *text = codenames(text, &self.key);
            });
            entry.actor = codenames(&entry.actor, &self.key);
        }
        entry
    }

    /// Returns an entry as those outside see it, without what may not leave.
    #[must_use]
    pub fn covered(&self, mut entry: Entry, gate: &Gate) -> Entry {
        entry
            .event
            .each_text(&mut |_, text| *text = self.turned(text, gate));
        // A name was not always looked through before it was recorded.
        entry.actor = self.turned(&entry.actor, gate);
        entry
    }

    /// Returns a request that was made from what is seen outside as it is to be recorded.
    #[must_use]
    pub fn request(&self, mut request: Request) -> Request {
        if !self.key.is_empty() {
            request.command.each_text(&mut |text| {
                *text = reveal(text, &self.key);
            });
        }
        request
    }

    pub(super) fn follow(&mut self, incident: &Incident) {
        let key = Codenames::of(&incident.codenames);
        if key != self.key || incident.let_through != self.pieces {
            self.key = key;
            self.pieces.clone_from(&incident.let_through);
            self.known.clear();
        }
    }

    /// Returns a text as it is pasted and shown: what may not leave has no number yet, and a copy
    /// must not name one.
    pub(super) fn shown(&self, text: &str, gate: &Gate) -> String {
        self.turned(text, gate).replace(&mark(IN_RECORD), HELD_BACK)
    }

    pub(super) fn turned(&self, text: &str, gate: &Gate) -> String {
        let text = codenames(text, &self.key);
        let found = standing(&text, gate, &coded(&self.pieces, &self.key));
        if found.iter().any(|finding| finding.level == Level::Stop) {
            return mark(IN_RECORD);
        }
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for range in merged(found.into_iter().map(|finding| finding.range).collect()) {
            out.push_str(&text[from..range.start]);
            out.push_str(&mark(IN_RECORD));
            from = range.end;
        }
        out.push_str(&text[from..]);
        out
    }
}

/// Returns a text of an incident as those outside get to see it: by codenames, and with
/// `[held back]` where something may not leave. It is for the eyes here; what leaves is
/// [`super::Released`].
#[must_use]
pub fn seen_outside(text: &str, gate: &Gate, incident: &Incident) -> String {
    let mut guise = Guise::default();
    guise.follow(incident);
    guise.shown(text, gate)
}

/// Returns how many texts of a record, as those outside see it, lack something that was
/// recorded before anybody looked.
#[must_use]
pub fn texts_held_back(seen: &Incident) -> usize {
    let mark = mark(IN_RECORD);
    let mut count = 0;
    seen.clone().each_text(&mut |text| {
        count += usize::from(text.contains(&mark));
    });
    count
}
