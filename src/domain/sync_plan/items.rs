//! The lines with a box: checklists, leads, remediation.

mod adopt;
mod apply;
mod read;

use read::{mark_of, standing_of};

use super::{ConflictValue, Round};
use crate::domain::document::{Fate, Item, Kind, ParsedItem, Region, Section, Standing};
use crate::domain::ids::ItemId;
use crate::domain::merge::Merged;

/// What stands in a conflict for a line that is not there.
pub(super) const GONE: &str = "(deleted)";

impl Round<'_> {
    pub(super) fn items(&mut self) {
        self.taken_back();
        for item in self.local.items.iter().chain(&self.local.hidden) {
            self.item(item);
        }
        self.adopt();
        self.notes();
    }

    /// Takes lines away that the record no longer has: they were undone here. One that was
    /// changed on the issue meanwhile stays until somebody rules on it.
    fn taken_back(&mut self) {
        for at in 0..self.remote.items.len() {
            let line = self.remote.items[at].clone();
            let Some(id) = line.marked.clone() else {
                continue;
            };
            let Some(base) = self.base.item(&id) else {
                continue;
            };
            if self.local.item(&id).is_some() || self.fates[at] == Fate::Drop {
                continue;
            }
            let subject = format!("{id} taken back");
            if says_the_same(base, &line) && !self.open.contains_key(&subject) {
                self.fates[at] = Fate::Drop;
                continue;
            }
            // Dropping it would lose what somebody wrote; adopting it would undo the undo.
            self.remote.items[at].adoptable = false;
            self.plan.conflicts.push(ConflictValue {
                subject,
                ours: GONE.to_owned(),
                theirs: line.text,
            });
        }
    }

    fn item(&mut self, item: &Item) {
        let found = self
            .fates
            .iter()
            .position(|fate| *fate == Fate::Ours(item.id.clone()));
        match found {
            Some(at) => {
                let line = self.remote.items[at].clone();
                self.both(item, &line);
            }
            None => self.absent(item),
        }
    }

    /// A line that the issue does not have: new here, or gone there.
    fn absent(&mut self, item: &Item) {
        let subject = format!("{} deleted", item.id);
        let shown = self.local.items.iter().any(|other| other.id == item.id);
        let region = matches!(self.remote.region, Region::At { .. });
        let waits = self.open.contains_key(&subject);
        if !shown || !region || !(self.base.item(&item.id).is_some() || waits) {
            return;
        }
        self.plan.conflicts.push(ConflictValue {
            subject,
            ours: item.text.clone(),
            theirs: GONE.to_owned(),
        });
        self.plan.merged.items.retain(|other| other.id != item.id);
    }

    fn both(&mut self, item: &Item, line: &ParsedItem) {
        let base = self.base.item(&item.id).cloned();
        let base = base.as_ref();
        let mut merged = item.clone();
        let deleted = format!("{} deleted", item.id);
        if self.open.contains_key(&deleted) {
            // The line is back, so nothing is left to rule on.
            self.settle(deleted, item.text.clone());
        }
        self.text(&mut merged, line, base);
        match Kind::of(&item.id) {
            Kind::Line => self.mark(&mut merged, line, base),
            Kind::Lead | Kind::Fix => {
                self.class(&mut merged, line, base);
                self.owner(&mut merged, line, base);
                self.standing(item, &mut merged, line, base);
            }
        }
        let all = &mut self.plan.merged;
        let mut slots = all.items.iter_mut().chain(&mut all.hidden);
        if let Some(slot) = slots.find(|slot| slot.id == merged.id) {
            *slot = merged;
        }
    }

    fn text(&mut self, merged: &mut Item, line: &ParsedItem, base: Option<&ParsedItem>) {
        if line.text.is_empty() {
            return;
        }
        let (ours, theirs) = (merged.text.clone(), line.text.clone());
        if !can_reword(&merged.id) {
            if base.is_some_and(|base| base.text != theirs) && ours != theirs {
                self.plan.seen.push(format!(
                    "{} was reworded on the issue; its text comes from the playbook",
                    merged.id
                ));
            }
            return;
        }
        let subject = format!("{} text", merged.id);
        let base = base.map(|base| &base.text);
        let is_default = |text: &String| text.is_empty();
        match self.weigh(&subject, base, (&ours, &theirs), is_default, Clone::clone) {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.text = theirs,
            Merged::TakeRemote => {
                self.plan.imports.extend(apply::reword(&merged.id, &theirs));
                merged.text = theirs;
            }
        }
    }

    fn mark(&mut self, merged: &mut Item, line: &ParsedItem, base: Option<&ParsedItem>) {
        let Standing::Line(ours) = merged.standing else {
            return;
        };
        let theirs = mark_of(line);
        let subject = format!("{} mark", merged.id);
        let base = base.map(mark_of);
        let is_default = |mark: &_| Standing::Line(*mark).is_default();
        let words = |mark: &_| read::mark_words(*mark).to_owned();
        match self.weigh(&subject, base.as_ref(), (&ours, &theirs), is_default, words) {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.standing = Standing::Line(theirs),
            Merged::TakeRemote => {
                self.plan.imports.push(apply::mark(&merged.id, theirs));
                merged.standing = Standing::Line(theirs);
            }
        }
    }

    /// Only a move between the two remediation sections says something; people may put a line
    /// below a heading of their own without meaning anything by it.
    fn class(&mut self, merged: &mut Item, line: &ParsedItem, base: Option<&ParsedItem>) {
        let of = |line: &ParsedItem| line.section.as_ref().and_then(Section::class);
        let (Some(ours), Some(theirs)) = (merged.section.class(), of(line)) else {
            return;
        };
        let base = base.map(|base| of(base).unwrap_or(ours));
        let subject = format!("{} class", merged.id);
        let words = ToString::to_string;
        match self.weigh(&subject, base.as_ref(), (&ours, &theirs), |_| false, words) {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.section = Section::of_class(theirs),
            Merged::TakeRemote => {
                self.plan
                    .imports
                    .extend(apply::reclassify(&merged.id, theirs));
                merged.section = Section::of_class(theirs);
            }
        }
    }

    fn owner(&mut self, merged: &mut Item, line: &ParsedItem, base: Option<&ParsedItem>) {
        let Some(theirs) = line.owner.clone() else {
            return;
        };
        let ours = merged.owner.clone();
        let base = base.and_then(|base| base.owner.clone());
        let subject = format!("{} owner", merged.id);
        let weighed = self.weigh(
            &subject,
            base.as_ref(),
            (&ours, &theirs),
            String::is_empty,
            Clone::clone,
        );
        match weighed {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.owner = theirs,
            Merged::TakeRemote => {
                self.plan.imports.extend(apply::own(&merged.id, &theirs));
                merged.standing = apply::after_owner(&merged.standing, &theirs);
                merged.owner = theirs;
            }
        }
    }

    fn standing(
        &mut self,
        item: &Item,
        merged: &mut Item,
        line: &ParsedItem,
        base: Option<&ParsedItem>,
    ) {
        let Some(theirs) = standing_of(line, base, &item.standing) else {
            return;
        };
        if read::waits_for_verification(line, base, &item.standing) {
            self.plan.seen.push(format!(
                "{} was ticked on the issue; it is done, and the IC says that it was verified",
                item.id
            ));
        }
        let agreed = base.and_then(|base| standing_of(base, None, &item.standing));
        let subject = format!("{} state", item.id);
        let weighed = self.weigh(
            &subject,
            agreed.as_ref().filter(|_| base.is_some()),
            (&item.standing, &theirs),
            Standing::is_default,
            read::standing_words,
        );
        match weighed {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.standing = theirs,
            Merged::TakeRemote => {
                let (commands, standing) = apply::move_to(&merged.id, &merged.standing, &theirs);
                self.plan.imports.extend(commands);
                merged.standing = standing;
            }
        }
    }

    fn settle(&mut self, subject: String, value: String) {
        let command = crate::domain::command::Command::SettleConflict { subject, value };
        self.plan.imports.push(command);
    }

    /// Lines that only inform follow the record; a person is told when theirs goes.
    fn notes(&mut self) {
        for note in &self.local.notes {
            let Some(found) = self.remote.infos.get(&note.key) else {
                continue;
            };
            let before = self.base.infos.get(&note.key);
            if before.is_some_and(|before| before.text != found.text) && found.text != note.text {
                self.plan.seen.push(format!(
                    "a line that follows the record was changed on the issue: {}",
                    found.text
                ));
            }
        }
    }
}

/// Returns whether the issue may give a line another text: not those of the playbook.
fn can_reword(id: &ItemId) -> bool {
    Kind::of(id) != Kind::Line || id.0.parse::<crate::domain::ids::CustomId>().is_ok()
}

fn says_the_same(a: &ParsedItem, b: &ParsedItem) -> bool {
    a.text == b.text && a.ticked == b.ticked && a.owner == b.owner && a.words == b.words
}
