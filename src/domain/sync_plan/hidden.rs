//! What the hidden part says after a round, but for the facts.

use std::collections::{BTreeMap, BTreeSet};

use super::Round;
use super::items::mark_of;
use super::sides::{HIGHEST, number_of};
use crate::domain::document::{
    Fate, HiddenLine, LineMark, Parsed, ParsedItem, Region, Section, Standing, State,
};
use crate::domain::ids::{EntryId, ItemId};
use crate::domain::incident::Counters;

impl Round<'_> {
    /// Merges the hidden part, and notes whether it says something that the issue does not
    /// know.
    pub(super) fn hidden(&mut self) {
        let theirs = self.remote.state.clone().unwrap_or_default();
        let lines = self.hidden_lines(&theirs);
        if self.remote.state.is_some() {
            self.is_news |= lines != theirs.lines;
        } else if let Some(base) = &self.base.state {
            self.is_news |= lines != base.lines;
        }
        let gone = self.gone(&theirs);
        let state = &mut self.plan.merged.state;
        state.lines = lines;
        state.gone = gone;
        state.counters = highest(state.counters, theirs.counters);
        for (key, value) in theirs.more {
            state.more.entry(key).or_insert(value);
        }
    }

    /// Returns the lines that are not shown. One whose mark was taken away says so, because
    /// what is not named did not change.
    fn hidden_lines(&self, theirs: &State) -> BTreeMap<ItemId, HiddenLine> {
        let mut lines = self.plan.merged.hidden_lines();
        lines.extend(self.strayed());
        lines.retain(|id, _| !self.without.contains(id));
        let dropped = self.remote.items.iter().zip(&self.fates);
        let dropped = dropped.filter(|(_, fate)| **fate == Fate::Drop);
        let dropped: BTreeSet<&ItemId> = dropped
            .filter_map(|(line, _)| line.marked.as_ref())
            .collect();
        for (id, line) in &theirs.lines {
            let Some(at) = self.slots.get(id) else {
                if !dropped.contains(id) {
                    lines.insert(id.clone(), line.clone());
                }
                continue;
            };
            let is_hidden = *at >= self.local.items.len();
            if is_hidden && line.tag.is_none() {
                let mark = LineMark::Open;
                lines.entry(id.clone()).or_insert(HiddenLine {
                    mark,
                    ..line.clone()
                });
            }
        }
        for id in self.hidden_now() {
            lines.entry(id.clone()).or_insert(HiddenLine {
                mark: LineMark::Open,
                tag: None,
                list: String::new(),
                text: String::new(),
            });
        }
        lines
    }

    /// Returns the lines of the playbook that the issue shows, now or before with a mark, and
    /// that are neither marked nor shown from now on.
    fn hidden_now(&self) -> impl Iterator<Item = &ItemId> {
        let hidden = self.plan.merged.hidden.iter();
        let unmarked = hidden.filter(|item| item.standing == Standing::Line(LineMark::Open));
        let marked_there = unmarked.filter(|item| {
            let line = self.line_of.get(&item.id).map(|at| &self.remote.items[*at]);
            let before = self.base_places.find(&self.base, &item.id, None);
            let before = before.map(|at| &self.base.items[at]);
            let is_marked = |line: &ParsedItem| mark_of(line) != LineMark::Open;
            line.is_some_and(is_marked)
                || (line.is_some_and(|line| line.line.is_some()) && before.is_some_and(is_marked))
        });
        marked_there
            .map(|item| &item.id)
            .filter(|id| number_of(id).is_none())
    }

    /// Returns the shown lines that people added and that stand in another list or below a
    /// heading of somebody's, which says nothing of the list they are of.
    fn strayed(&self) -> Vec<(ItemId, HiddenLine)> {
        let shown = self.plan.merged.items.iter();
        let strayed = shown.filter_map(|item| {
            let Standing::Line(mark) = item.standing else {
                return None;
            };
            let list = self.local.list_of(&item.section)?;
            let line = &self.remote.items[*self.line_of.get(&item.id)?];
            let stands = line
                .section
                .as_ref()
                .is_some_and(|s| s.is_same(&item.section));
            let strays = line.line.is_some() && !stands;
            let hidden = HiddenLine {
                mark,
                tag: Some(item.tag?.entry),
                list: list.id.clone(),
                text: String::new(),
            };
            strays.then(|| (item.id.clone(), hidden))
        });
        strayed.collect()
    }

    /// Returns the numbers that stood on the issue and do not any more.
    fn gone(&self, theirs: &State) -> BTreeMap<ItemId, EntryId> {
        let mut gone = theirs.gone.clone();
        if let Some(base) = &self.base.state {
            gone.extend(base.gone.clone());
        }
        let stood = numbered(&self.base).chain(numbered(&self.remote));
        gone.extend(stood);
        let kept: BTreeSet<EntryId> = self.kept().collect();
        gone.retain(|_, entry| !kept.contains(entry));
        gone
    }

    /// Returns the entries of the lines that stand on the issue after the round.
    fn kept(&self) -> impl Iterator<Item = EntryId> {
        let merged = &self.plan.merged;
        let shown = merged
            .items
            .iter()
            .filter(|item| !self.without.contains(&item.id));
        let hidden = &merged.hidden;
        let hidden = hidden
            .iter()
            .filter(|item| !self.without.contains(&item.id));
        let ours = shown.chain(hidden);
        let ours = ours.filter_map(|item| item.tag.map(|tag| tag.entry));
        let lines = self.remote.items.iter().zip(&self.fates);
        let theirs = lines.filter(|(_, fate)| **fate == Fate::Keep);
        ours.chain(theirs.filter_map(|(line, _)| line.tag.map(|tag| tag.entry)))
    }

    /// Returns whether the issue shows the checklist of a section: then a line that is not
    /// there was taken out, and else only the list was.
    pub(super) fn is_shown_there(&self, section: &Section) -> bool {
        let Section::Checklist(_) = section else {
            return matches!(self.remote.region, Region::At { .. });
        };
        let lists = self.remote.state.as_ref().map(|state| &state.lists);
        match (lists, self.local.list_of(section)) {
            (Some(lists), Some(list)) if !lists.is_empty() => lists.contains(&list.id),
            _ => self.remote.has_heading(section),
        }
    }
}

fn numbered(parsed: &Parsed) -> impl Iterator<Item = (ItemId, EntryId)> {
    parsed.items.iter().filter_map(|line| {
        let id = line.marked.clone()?;
        number_of(&id)?;
        Some((id, line.tag?.entry))
    })
}

fn highest(ours: Counters, theirs: Counters) -> Counters {
    let highest = |ours: u32, theirs: u32| ours.max(if theirs > HIGHEST { 0 } else { theirs });
    Counters {
        lead: highest(ours.lead, theirs.lead),
        fix: highest(ours.fix, theirs.fix),
        custom: highest(ours.custom, theirs.custom),
        sitrep: highest(ours.sitrep, theirs.sitrep),
    }
}
