//! The free text, wherever it stands: what the body has no room for goes on in comments.

use super::Round;
use crate::domain::command::Command;
use crate::domain::document::{Overflow, Parsed, details_parts, whole_details};
use crate::domain::event::Field;
use crate::domain::merge::{Merged, MergedProse, merge_first, merge_prose, merge_value};

impl Round<'_> {
    pub(super) fn details(&mut self) {
        let Some((base, theirs)) = self.agreed_and_theirs() else {
            // It cannot be told what the issue says, so nothing is said of it.
            return self.keep_details();
        };
        let ours = self.local.details.clone();
        let merged = if self.first {
            merge_first(&ours, &theirs, String::is_empty)
        } else {
            merge_value(&base, &ours, &theirs)
        };
        let text = match merged {
            Merged::Conflict if !self.first => match merge_prose(&base, &ours, &theirs) {
                MergedProse::Text(text) => Some(text),
                MergedProse::Conflict => None,
            },
            _ => None,
        };
        let merged = match &text {
            // What both changed is one text here already, and the issue gets it.
            Some(text) if *text == ours => Merged::TakeLocal,
            Some(_) => Merged::TakeRemote,
            None => merged,
        };
        let words = || (ours.clone(), theirs.clone());
        match self.rule("details", merged, ours == theirs, words) {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => self.say_details(&ours),
            Merged::Conflict => self.keep_details(),
            Merged::TakeRemote => {
                let to = text.unwrap_or(theirs);
                self.say_details(&to);
                self.import(Command::SetField {
                    field: Field::Details,
                    to,
                });
            }
        }
    }

    /// Returns the whole text that both sides agreed on, and that of the issue.
    fn agreed_and_theirs(&self) -> Option<(String, String)> {
        let base = self.whole(&self.base);
        let theirs = self.whole(&self.remote);
        match (base, theirs) {
            (Whole::Known(base), Whole::Known(theirs)) => Some((base, theirs)),
            // A comment was deleted: its part is not taken for deleted, and is posted again.
            (_, Whole::Broken) if self.base.details == self.remote.details => {
                let ours = self.local.details.clone();
                Some((ours.clone(), ours))
            }
            _ => None,
        }
    }

    fn whole(&self, parsed: &Parsed) -> Whole {
        let keys = parsed
            .state
            .as_ref()
            .map_or(&[][..], |state| &state.details);
        let mut parts = Vec::new();
        for key in keys {
            let known = self.rest.iter().find(|known| known.key == *key);
            match known.map(|known| (known.is_gone, known.part.clone())) {
                Some((_, Some(part))) => parts.push(part),
                Some((true, None)) => return Whole::Broken,
                Some((false, None)) | None => return Whole::Unknown,
            }
        }
        Whole::Known(whole_details(&parsed.details, parts))
    }

    /// Leaves the text on the issue as it is.
    fn keep_details(&mut self) {
        let theirs = self.remote.state.as_ref();
        let keys = theirs.map(|state| state.details.clone());
        self.plan.merged.state.details = keys.unwrap_or_default();
        self.plan.merged.details.clone_from(&self.remote.details);
    }

    /// Says a text: its first part in the body, the others in comments that hold them already.
    /// While one is missing the issue keeps what it has.
    fn say_details(&mut self, text: &str) {
        let mut parts = details_parts(text).into_iter();
        let first = parts.next().unwrap_or_default();
        let mut keys = Vec::new();
        for part in parts {
            let mut known = self.rest.iter().rev();
            let Some(known) = known.find(|known| known.part.as_ref() == Some(&part)) else {
                let overflow = Overflow::details(self.local, part);
                self.plan.overflow.get_or_insert(overflow);
                return self.keep_details();
            };
            keys.push(known.key.clone());
        }
        let theirs = self.remote.state.as_ref();
        self.is_news |= theirs.is_some_and(|state| state.details != keys);
        self.plan.merged.state.details = keys;
        self.plan.merged.details = first.text;
    }
}

/// Whether the whole text of a side is known.
enum Whole {
    /// It is.
    Known(String),
    /// A comment that holds a part of it was not read.
    Unknown,
    /// A comment that held a part of it was deleted.
    Broken,
}
