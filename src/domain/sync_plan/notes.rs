//! Lines that only inform, merged by their keys.

use super::Round;
use crate::domain::document::{Info, Note, Section, is_known_note};

impl Round<'_> {
    /// What changed here is written. What did not change here stays as it stands there, and so
    /// does what only another sitroom knows; what ended here goes.
    pub(super) fn notes(&mut self) {
        let mut notes: Vec<Note> = Vec::new();
        for note in &self.local.notes {
            let before = self.base.infos.get(&note.key).map(|info| &info.text);
            let found = self.remote.infos.get(&note.key).map(|info| &info.text);
            let mut note = note.clone();
            if let (Some(before), Some(found)) = (before, found)
                && *before == note.text
            {
                note.text.clone_from(found);
            }
            notes.push(note);
        }
        for (key, info) in &self.remote.infos {
            let is_ours = notes.iter().any(|note| note.key == *key);
            if !is_ours && !self.has_ended(key, info) {
                notes.push(Note {
                    key: key.clone(),
                    section: info.section.clone().unwrap_or(Section::Notice),
                    text: info.text.clone(),
                });
            }
        }
        self.plan.merged.notes = notes;
    }

    /// Returns whether a line stood on the issue as it stands there now, and the record, which
    /// knows such lines, no longer has it.
    fn has_ended(&self, key: &str, info: &Info) -> bool {
        let before = self.base.infos.get(key);
        is_known_note(key) && before.is_some_and(|before| before.text == info.text)
    }
}
