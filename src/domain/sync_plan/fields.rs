//! The title, the five fields and the free text.

use super::{Import, REASON, Round};
use crate::domain::command::Command;
use crate::domain::document::Bullet;
use crate::domain::event::Field;
use crate::domain::incident::{Severity, Status};
use crate::domain::merge::{Merged, merge_first, merge_value};

impl Round<'_> {
    /// The title of the issue wins over the first line of its body.
    pub(super) fn title(&mut self) {
        let (before, ours, theirs) = self.titles();
        let merged = self.weigh(
            "title",
            before.as_ref(),
            (&ours, &theirs),
            String::is_empty,
            Clone::clone,
        );
        match merged {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => self.plan.merged.title = theirs,
            Merged::TakeRemote => {
                self.plan.merged.title.clone_from(&theirs);
                self.import(Command::SetField {
                    field: Field::Title,
                    to: theirs,
                });
            }
        }
    }

    /// Returns the title as agreed, here and on the issue: that of the issue itself, or the
    /// first line of its body when only that was edited.
    fn titles(&self) -> (Option<String>, String, String) {
        let bare = |title: &str| self.local.bare_title(title).to_owned();
        let theirs = bare(&self.remote_issue.title);
        let agreed = (!self.first).then(|| bare(&self.base_issue.title));
        if let (Some((_, old)), Some((_, new))) = (&self.base.first, &self.remote.first)
            && agreed.as_ref() == Some(&theirs)
            && old != new
            && bare(new) != theirs
        {
            return (Some(bare(old)), self.local.title.clone(), bare(new));
        }
        (agreed, bare(&self.local.issue_title()), theirs)
    }

    pub(super) fn fields(&mut self, bullets: &[Bullet]) {
        for bullet in bullets {
            self.field(*bullet);
        }
    }

    fn field(&mut self, bullet: Bullet) {
        let base = self.base.bullet(bullet);
        let subject = bullet.subject();
        // A field whose line is gone did not change; the line is written again, with the value
        // that waits for a ruling if one does.
        let waiting = self.open.get(subject).map(|open| open.theirs.clone());
        let Some(theirs) = self.remote.bullet(bullet).or(waiting) else {
            if base.is_some() {
                self.plan.seen.push(format!(
                    "the line `{}` was gone from the issue",
                    bullet.label()
                ));
            }
            return;
        };
        let ours = self.local.bullets.get(&bullet).cloned().unwrap_or_default();
        let command = import(bullet, &theirs);
        let is_default = |value: &String| bullet.is_default(value);
        let merged = match &base {
            Some(base) => merge_value(base, &ours, &theirs),
            None => merge_first(&ours, &theirs, is_default),
        };
        // A value that the record has no word for is for a person to rule on.
        let merged = match merged {
            Merged::TakeRemote if command.is_none() => Merged::Conflict,
            merged => merged,
        };
        let words = || (ours.clone(), theirs.clone());
        match (self.rule(subject, merged, ours == theirs, words), command) {
            (Merged::TakeRemote, Some(command)) => {
                let since = self.since(subject, &theirs);
                self.import(Import::at(command, since));
                self.plan.merged.bullets.insert(bullet, theirs);
            }
            (Merged::Conflict, _) => {
                self.plan.merged.bullets.insert(bullet, theirs);
            }
            (Merged::Same | Merged::TakeLocal | Merged::Agreed | Merged::TakeRemote, _) => {}
        }
    }

    /// Returns since when a value holds, as the hidden part of the issue says.
    pub(super) fn since(&self, subject: &str, value: &str) -> Option<i64> {
        let state = self.remote.state.as_ref()?;
        state.since.get(&format!("{subject} {value}")).copied()
    }
}

/// Returns the command that takes a field over, or none for a value the record cannot have.
fn import(bullet: Bullet, value: &str) -> Option<Command> {
    let set = |field| Command::SetField {
        field,
        to: value.to_owned(),
    };
    match bullet {
        Bullet::Status => Some(Command::SetStatus {
            to: value.parse::<Status>().ok()?,
            reason: REASON.to_owned(),
        }),
        Bullet::Severity => Some(Command::SetSeverity {
            to: value.parse::<Severity>().ok()?,
            reason: REASON.to_owned(),
        }),
        Bullet::Ic if value.is_empty() => None,
        Bullet::Ic => Some(Command::SetIc {
            to: value.to_owned(),
        }),
        Bullet::Reporter => Some(set(Field::Reporter)),
        Bullet::Responders => Some(set(Field::Responders)),
    }
}
