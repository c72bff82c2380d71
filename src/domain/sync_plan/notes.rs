//! Lines that only inform, merged by their keys.
//!
//! Each follows a fact. While the fact stays, so does its line, as somebody left it or another
//! sitroom words it; two that word it differently would else write for ever.

use super::Round;
use crate::domain::document::{Fact, Info, Note, NoteKey, Section, rotation_set_at, sitrep_number};

impl Round<'_> {
    /// What changed here is written. What did not change here stays as it stands there, and so
    /// does what only another sitroom knows; what ended goes.
    pub(super) fn notes(&mut self) {
        let mut notes: Vec<Note> = Vec::new();
        for note in &self.local.notes {
            let mut note = note.clone();
            if !self.is_said(&note.key) {
                continue;
            }
            if let Some(info) = self.remote.infos.get(&note.key)
                && !self.is_changed_here(&note, info)
            {
                note.text.clone_from(&info.text);
            }
            notes.push(note);
        }
        self.tell_edits();
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

    /// Tells what people wrote into such lines: another sitroom changes one only with its fact.
    fn tell_edits(&mut self) {
        let infos = self.remote.infos.iter().filter(|(key, info)| {
            let before = self.base.infos.get(*key);
            let is_edited = before.is_some_and(|before| before.text != info.text);
            let follows = |fact: &Fact| NoteKey::read(key).is_some_and(|key| key.follows(fact));
            let own = self.local.notes.iter().find(|note| note.key == **key);
            is_edited
                && own.is_none_or(|own| own.text != info.text)
                && !self.changed_there.iter().any(follows)
                && !matches!(NoteKey::read(key), Some(NoteKey::Sitrep))
                && !key.starts_with(super::limits::WHERE)
        });
        let told: Vec<String> = infos.map(|(_, info)| info.text.clone()).collect();
        for text in told {
            self.tell(format!(
                "a line that follows the record was changed on the issue: {text}"
            ));
        }
    }

    fn is_changed_here(&self, note: &Note, info: &Info) -> bool {
        match NoteKey::read(&note.key) {
            // What follows no fact is always the same here.
            None => info.text != note.text,
            // Two machines may have counted apart; the later one counts.
            Some(NoteKey::Sitrep) => sitrep_number(&note.text) > sitrep_number(&info.text),
            // Two machines may have planned apart; the later plan counts.
            Some(NoteKey::Rotation) => rotation_set_at(&note.text) > rotation_set_at(&info.text),
            Some(key) => self.changed_here.iter().any(|fact| key.follows(fact)),
        }
    }

    /// Returns whether a line tells of something that is over, as both sides know.
    fn has_ended(&self, key: &str, info: &Info) -> bool {
        let before = self.base.infos.get(key);
        let is_unchanged = before.is_some_and(|before| before.text == info.text);
        is_unchanged
            && match NoteKey::read(key) {
                None => false,
                Some(NoteKey::Sitrep) => {
                    let number = sitrep_number(&info.text);
                    number.is_some_and(|number| number <= self.local.state.counters.sitrep)
                }
                Some(NoteKey::Rotation) => {
                    let set = rotation_set_at(&info.text);
                    set.is_some_and(|set| self.local.rotation_set.contains(&set))
                }
                Some(_) => !self.is_said(key),
            }
    }

    /// Returns whether the fact that a line follows is on the issue after the round; what
    /// follows none always is.
    fn is_said(&self, key: &str) -> bool {
        let key = match NoteKey::read(key) {
            None | Some(NoteKey::Sitrep | NoteKey::Rotation) => return true,
            Some(key) => key,
        };
        let mut facts = self.plan.merged.state.facts.iter();
        facts.any(|(subject, value)| {
            let fact = Fact::read(subject);
            let holds = match fact {
                Some(Fact::Shift(..)) => value == "on",
                _ => !value.is_empty(),
            };
            holds && fact.is_some_and(|fact| key.follows(&fact))
        })
    }
}
