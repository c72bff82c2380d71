//! Lines that people added.

use super::super::{MOST_NEW, Round};
use crate::domain::command::Command;
use crate::domain::document::{ParsedItem, Section};
use crate::domain::incident::FixClass;

impl Round<'_> {
    /// Adds lines of somebody's to the record. They get their number there; in the next plan
    /// the same text finds them again, and the line becomes ours, tick and all.
    pub(super) fn adopt(&mut self) {
        let before = self.plan.imports.len();
        for at in 0..self.remote.items.len() {
            if !self.is_new(at) {
                continue;
            }
            if self.plan.imports.len() - before >= MOST_NEW {
                self.say_more_follow();
                return;
            }
            let line = self.remote.items[at].clone();
            let Some(command) = self.add(&line) else {
                continue;
            };
            if line.repeated {
                let twice = "a line stands twice on the issue; the second became a new one";
                self.plan.seen.push(format!("{twice}: {}", line.text));
            }
            self.import(command);
        }
    }

    fn add(&self, line: &ParsedItem) -> Option<Command> {
        let text = line.whole_text();
        let owner = line.owner.clone().unwrap_or_default();
        match line.section.as_ref()? {
            Section::Leads => Some(Command::AddLead { text, owner }),
            Section::Immediate => Some(Command::AddFix {
                text,
                class: FixClass::Immediate,
                owner,
            }),
            Section::LongTerm => Some(Command::AddFix {
                text,
                class: FixClass::LongTerm,
                owner,
            }),
            Section::Checklist(_) => {
                let list = self.local.list_of(line.section.as_ref()?)?.id.clone();
                Some(Command::AddItem { list, text })
            }
            Section::Notice | Section::Times | Section::People => None,
        }
    }
}
