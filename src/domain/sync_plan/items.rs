//! The lines with a box: checklists, leads, remediation.

mod adopt;
mod apply;
mod identity;
mod kept;
mod read;

pub(super) use apply::{move_to, standing_commands};
use identity::{is_same_line, merged_tag, moved_at, was_changed};
use read::standing_of;
pub(super) use read::{mark_of, mark_words, read_mark, read_standing, standing_words};

use super::sides::{is_numbered, slot};
use super::{ConflictValue, Import, Round};
use crate::domain::command::Command;
use crate::domain::document::{Fate, Item, Kind, LineMark, ParsedItem, Region, Section, Standing};
use crate::domain::ids::ItemId;
use crate::domain::incident::{Mark, TakenBack};
use crate::domain::merge::Merged;

/// What stands in a conflict for a line that is not there.
pub(super) const GONE: &str = "(deleted)";

impl Round<'_> {
    pub(super) fn items(&mut self) {
        self.lines_taken_back();
        let local = self.local;
        for item in local.items.iter().chain(&local.hidden) {
            self.item(item);
        }
        self.adopt();
    }

    /// Returns how a line was taken back here, if it was.
    pub(super) fn taken_back(&self, line: &ParsedItem) -> Option<&TakenBack> {
        match &line.tag {
            Some(tag) => self.back.get(&tag.entry).copied(),
            None => self.local.taken_back.get(line.marked.as_ref()?),
        }
    }

    /// Takes lines away that were undone here. One that was changed on the issue meanwhile
    /// stays until somebody rules on it.
    fn lines_taken_back(&mut self) {
        for at in 0..self.remote.items.len() {
            let line = &self.remote.items[at];
            let waits = |back: &TakenBack| back.back_as.is_none();
            let (Some(id), true) = (&line.marked, self.taken_back(line).is_some_and(waits)) else {
                continue;
            };
            if self.fates[at] != Fate::Keep {
                continue;
            }
            let subject = format!("{id} taken back");
            let base = self.base_places.find(&self.base, id, line.tag.as_ref());
            let same = base.is_some_and(|base| says_the_same(&self.base.items[base], line));
            if same && !self.open.contains_key(&subject) {
                self.fates[at] = Fate::Drop;
                continue;
            }
            // Dropping it would lose what somebody wrote; adopting it would undo the undo.
            self.plan.conflicts.push(ConflictValue {
                subject,
                ours: GONE.to_owned(),
                theirs: line.text.clone(),
            });
        }
    }

    fn item(&mut self, item: &Item) {
        match self.line_of.get(&item.id) {
            Some(at) => {
                let line = self.remote.items[*at].clone();
                self.both(item, &line);
            }
            None => self.absent(item),
        }
    }

    /// A line that the issue does not have: new here, or gone there.
    fn absent(&mut self, item: &Item) {
        let subject = format!("{} deleted", item.id);
        let is_shown = self
            .slots
            .get(&item.id)
            .is_some_and(|at| *at < self.local.items.len());
        let is_region = matches!(self.remote.region, Region::At { .. });
        let before = self
            .base_places
            .find(&self.base, &item.id, item.tag.as_ref());
        let before = before.filter(|_| !self.listed.contains(&item.id));
        let before = before.map(|at| self.base.items[at].line.is_some());
        let is_missing = match before {
            Some(true) if is_shown => self.is_shown_there(&item.section),
            // One that people added stands in the hidden part while its list is not shown.
            Some(_) => is_numbered(&item.id) && self.remote.state.is_some(),
            None => false,
        };
        let waits = self.open.contains_key(&subject) && (is_shown || is_numbered(&item.id));
        if !is_region || !(waits || is_missing) {
            return;
        }
        self.plan.conflicts.push(ConflictValue {
            subject,
            ours: item.text.clone(),
            theirs: GONE.to_owned(),
        });
        self.without.insert(item.id.clone());
    }

    fn both(&mut self, item: &Item, line: &ParsedItem) {
        let marked = line.marked.as_ref().unwrap_or(&item.id);
        let base = self
            .base_places
            .find(&self.base, marked, line.tag.or(item.tag).as_ref());
        let base = base.or_else(|| self.before_its_number(item));
        let base = base.map(|at| self.base.items[at].clone());
        let base = base.as_ref();
        let mut merged = item.clone();
        let deleted = format!("{} deleted", item.id);
        if self.open.contains_key(&deleted) && line.line.is_some() {
            // The line is back, so nothing is left to rule on.
            self.settle(&deleted, item.text.clone());
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
        merged.tag = merged_tag(item, line, base, &merged);
        if let Some(slot) = slot(&mut self.plan.merged, &self.slots, &item.id) {
            *slot = merged;
        }
    }

    /// Returns whether a line that is not agreed on was taken out of what is, and came back: then
    /// neither side's having nothing to say about it can be told from its having taken
    /// something back.
    fn came_back(&self, item: &Item, line: &ParsedItem) -> bool {
        matches!(self.base.region, Region::At { .. }) && is_same_line(item, line)
    }

    /// Returns where the line of an item stood when it was somebody's and had no number yet.
    fn before_its_number(&self, item: &Item) -> Option<usize> {
        let is_it = |line: &ParsedItem| line.marked.is_none() && line.whole_text() == item.text;
        let lines = &self.base.items;
        is_numbered(&item.id)
            .then(|| lines.iter().position(is_it))
            .flatten()
    }

    fn text(&mut self, merged: &mut Item, line: &ParsedItem, base: Option<&ParsedItem>) {
        if line.text.is_empty() {
            return;
        }
        let (ours, theirs) = (merged.text.clone(), line.text.clone());
        if !is_numbered(&merged.id) {
            if base.is_some_and(|base| base.text != theirs) && ours != theirs {
                self.tell(format!(
                    "{} was reworded on the issue to `{theirs}`; its text comes from the playbook",
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
                let command = apply::reword(&merged.id, &theirs);
                self.plan.imports.extend(command.map(Import::from));
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
        let words = |mark: &_| mark_words(*mark).to_owned();
        let may_be_taken_off = self.came_back(merged, line) && theirs == LineMark::Open;
        let yields = |mark: &_| !may_be_taken_off && *mark == LineMark::Open;
        match self.weigh(&subject, base.as_ref(), (&ours, &theirs), yields, words) {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.standing = Standing::Line(theirs),
            Merged::TakeRemote => {
                self.import_mark(merged, theirs);
                merged.standing = Standing::Line(theirs);
            }
        }
    }

    /// Takes a mark over. A line that the record ticks by itself comes last, because it may do
    /// so once everything else is taken over; and it does so again as soon as it says the same.
    fn import_mark(&mut self, item: &Item, theirs: LineMark) {
        if let Some(moved) = self.move_kept(item, theirs) {
            self.late.push(moved.into());
            return;
        }
        let command = match item.derived {
            Some(derived) if derived == theirs => apply::unmark(&item.id),
            Some(_) | None => apply::mark(&item.id, theirs),
        };
        if item.derived.is_some() {
            self.late.push(command.into());
        } else {
            self.import(command);
        }
    }

    /// Only a move between the two remediation sections says something; people may put a line
    /// below a heading of their own without meaning anything by it.
    fn class(&mut self, merged: &mut Item, line: &ParsedItem, base: Option<&ParsedItem>) {
        let of = ParsedItem::class;
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
                let command = apply::reclassify(&merged.id, theirs);
                self.plan.imports.extend(command.map(Import::from));
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
        let came_back = self.came_back(merged, line);
        let yields = |owner: &String| !came_back && owner.is_empty();
        let sides = (&ours, &theirs);
        match self.weigh(&subject, base.as_ref(), sides, yields, Clone::clone) {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.owner = theirs,
            Merged::TakeRemote => {
                let command = apply::own(&merged.id, &theirs);
                self.plan.imports.extend(command.map(Import::from));
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
        let may_be_moved_back = self.came_back(item, line) && was_changed(item);
        let yields = |standing: &Standing| !may_be_moved_back && standing.is_default();
        let base_standing = agreed.as_ref().filter(|_| base.is_some());
        let sides = (&item.standing, &theirs);
        match self.weigh(&subject, base_standing, sides, yields, standing_words) {
            Merged::Same | Merged::TakeLocal | Merged::Agreed => {}
            Merged::Conflict => merged.standing = theirs,
            Merged::TakeRemote => {
                let (commands, standing) = move_to(&merged.id, &merged.standing, &theirs);
                let at = moved_at(line, base);
                let imports = commands.into_iter().map(|command| Import::at(command, at));
                self.plan.imports.extend(imports);
                merged.standing = standing;
            }
        }
    }

    /// Tells what somebody did on the issue and is not taken over, so that the words of it are
    /// in the journal.
    pub(super) fn tell(&mut self, seen: String) {
        self.plan.seen.push(seen.clone());
        self.import(Command::ImportState { seen });
    }

    pub(super) fn settle(&mut self, subject: &str, value: String) {
        self.import(Command::SettleConflict {
            subject: subject.to_owned(),
            value,
        });
    }

    /// Settles conflicts about lines that are no more, or not shown any more.
    pub(super) fn moot(&mut self) {
        let open = self.open;
        for (subject, conflict) in open {
            let Some((id, attribute)) = subject.split_once(' ') else {
                continue;
            };
            let id = ItemId::new(id);
            let known = self.slots.get(&id);
            let is_over = match attribute {
                "deleted" => {
                    let is_hidden = |at: &usize| *at >= self.local.items.len();
                    known.is_none() || (known.is_some_and(is_hidden) && !is_numbered(&id))
                }
                "taken back" => {
                    known.is_some()
                        || self
                            .remote
                            .items
                            .iter()
                            .all(|line| line.marked.as_ref() != Some(&id))
                }
                "text" | "owner" | "state" | "class" | "mark" => known.is_none(),
                _ => false,
            };
            if is_over {
                self.settle(subject, conflict.ours.clone());
            }
        }
    }
}

fn says_the_same(a: &ParsedItem, b: &ParsedItem) -> bool {
    a.text == b.text && a.ticked == b.ticked && a.owner == b.owner && a.words == b.words
}

/// Returns the mark that the record gives for a mark on the issue.
pub(super) fn mark(mark: LineMark) -> Mark {
    match mark {
        LineMark::Ticked => Mark::Done,
        LineMark::Open => Mark::Open,
        LineMark::DoesNotApply => Mark::NotApplicable,
    }
}
