//! Which lines are another sitroom's, and which numbers ours keep.
//!
//! A number that stands on the issue stays. Where two machines gave out the same one, the line
//! that stands there keeps it; of two that both stand there, the one that was recorded first.

use std::collections::BTreeMap;

use super::items::standing_commands;
use super::sides::{is_numbered, number_of};
use super::{Import, MOST_NEW, Round};
use crate::domain::command::{Command, TakenItem};
use crate::domain::document::{Fate, Item, Kind, ParsedItem, Section, State, Tag};
use crate::domain::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use crate::domain::incident::FixClass;

impl Round<'_> {
    /// Takes over the lines of other sitrooms, and gives lines of ours other numbers where
    /// theirs are taken. Returns true when numbers change: until then nothing else can be said
    /// of these lines.
    pub(super) fn numbers(&mut self) -> bool {
        let holders = self.holders();
        let mut next = self.next_numbers();
        let moves = self.moves(&holders, &mut next);
        if !moves.is_empty() {
            let moves = moves.clone().into_iter().collect();
            self.plan.imports.push(Command::Renumber { moves }.into());
        }
        self.take(&holders, &moves, &mut next);
        self.recognise(&moves);
        !moves.is_empty()
    }

    /// Returns the line that has each number on the issue.
    fn holders(&self) -> BTreeMap<ItemId, usize> {
        let mut holders: BTreeMap<ItemId, usize> = BTreeMap::new();
        let lines = &self.remote.items;
        let rank = |at: usize| {
            lines[at]
                .tag
                .map_or((1, EntryId::default()), |t| (0, t.entry))
        };
        for (at, line) in lines.iter().enumerate() {
            let Some(id) = line.marked.as_ref().filter(|id| is_numbered(id)) else {
                continue;
            };
            let holder = holders.entry(id.clone()).or_insert(at);
            if rank(at) < rank(*holder) {
                *holder = at;
            }
        }
        holders
    }

    /// Returns the other numbers that lines of ours get.
    fn moves(
        &self,
        holders: &BTreeMap<ItemId, usize>,
        next: &mut NextNumbers,
    ) -> BTreeMap<ItemId, ItemId> {
        let mut moves = BTreeMap::new();
        let all = self.local.items.iter().chain(&self.local.hidden);
        for item in all.filter(|item| is_numbered(&item.id)) {
            let line = self.line_of.get(&item.id).copied();
            let marked = line.and_then(|at| self.remote.items[at].marked.as_ref());
            let follows = marked.filter(|id| holders.get(*id).copied() == line);
            match follows {
                Some(id) if *id == item.id => {}
                Some(id) => {
                    moves.insert(item.id.clone(), id.clone());
                }
                None if holders.contains_key(&item.id) || self.is_given_out(item, line) => {
                    moves.insert(item.id.clone(), next.after(&item.id));
                }
                None => {}
            }
        }
        moves
    }

    /// Returns whether the number of an item that never stood on the issue stood there for
    /// another line, which is gone.
    fn is_given_out(&self, item: &Item, line: Option<usize>) -> bool {
        let entry = item.tag.map(|tag| tag.entry);
        let states = [&self.remote.state, &self.base.state];
        let mut gone = states.into_iter().flatten();
        line.is_none()
            && self.agreed.is_new(item)
            && gone.any(|state| {
                let other = state.gone.get(&item.id);
                other.is_some_and(|other| Some(*other) != entry)
            })
    }

    /// Takes over the lines that this record does not know.
    fn take(
        &mut self,
        holders: &BTreeMap<ItemId, usize>,
        moves: &BTreeMap<ItemId, ItemId>,
        next: &mut NextNumbers,
    ) {
        for at in 0..self.remote.items.len() {
            let line = &self.remote.items[at];
            let Some(id) = line.marked.clone().filter(is_numbered) else {
                continue;
            };
            let back_as = match self.taken_back(line).map(|back| back.back_as.clone()) {
                Some(None) => continue,
                Some(back_as) => back_as,
                None => None,
            };
            let text = back_as.unwrap_or_else(|| line.text.clone());
            if self.fates[at] != Fate::Keep || text.is_empty() {
                continue;
            }
            if self.plan.imports.len() > MOST_NEW {
                return self.say_more_follow();
            }
            let is_holder = holders.get(&id) == Some(&at);
            let is_free = !self.slots.contains_key(&id) || moves.contains_key(&id);
            let id = if is_holder && is_free {
                id
            } else {
                next.after(&id)
            };
            if let Some(taken) = self.taken(&id, line, text) {
                let opened = line.tag.map(|tag| tag.opened);
                let import = Import::at(Command::TakeItem(taken), opened);
                self.plan.imports.push(import);
                self.take_standing(&id, at);
            }
        }
    }

    /// Takes over how far a line got that was taken back here and is wanted after all. It was
    /// agreed on before, so that the next plan would take it for a change of this side.
    fn take_standing(&mut self, id: &ItemId, at: usize) {
        let line = self.remote.items[at].clone();
        let stood = self.base_places.find(&self.base, id, line.tag.as_ref());
        if stood.is_some() {
            let commands = standing_commands(id, &line);
            self.plan
                .imports
                .extend(commands.into_iter().map(Import::from));
        }
    }

    fn taken(&self, id: &ItemId, line: &ParsedItem, text: String) -> Option<TakenItem> {
        let tag = line.tag.map(|tag| tag.entry);
        let owner = line.owner.clone().unwrap_or_default();
        let section = line.section.as_ref();
        if let Ok(id) = id.0.parse::<LeadId>() {
            return Some(TakenItem::Lead {
                id,
                tag,
                text,
                owner,
            });
        }
        if let Ok(id) = id.0.parse::<FixId>() {
            let class = line.class();
            return Some(TakenItem::Fix {
                id,
                tag,
                text,
                class: class.unwrap_or(FixClass::Immediate),
                owner,
            });
        }
        let id = id.0.parse::<CustomId>().ok()?;
        let list = self.list_of(&ItemId::from(id), section)?;
        Some(TakenItem::Line {
            id,
            tag,
            list,
            text,
        })
    }

    /// Returns the list that a line is of: as the hidden part says, else as its section does.
    fn list_of(&self, id: &ItemId, section: Option<&Section>) -> Option<String> {
        let state = self.remote.state.as_ref();
        let said = state
            .and_then(|state| state.lines.get(id))
            .map(|line| &line.list);
        let known = said.filter(|said| self.local.lists.iter().any(|list| list.id == **said));
        known
            .cloned()
            .or_else(|| Some(self.local.list_of(section?)?.id.clone()))
    }

    /// Returns whether the hidden part says that a line is of another list than here: this
    /// record took it over when it stood in another one than it is of.
    fn is_of_another_list(&self, item: &Item) -> bool {
        let state = self.remote.state.as_ref();
        let said = state.and_then(|state| state.lines.get(&item.id));
        let said = said.filter(|said| said.tag == item.tag.map(|tag| tag.entry));
        let ours = self.local.list_of(&item.section);
        said.zip(ours).is_some_and(|(said, ours)| {
            said.list != ours.id && self.local.lists.iter().any(|list| list.id == said.list)
        })
    }

    /// Gives lines of ours the entry that the issue knows them by: both machines took over
    /// what one person wrote. A line comes into the list that the other machine has it in.
    fn recognise(&mut self, moves: &BTreeMap<ItemId, ItemId>) {
        let all = self.local.items.iter().chain(&self.local.hidden);
        for item in all.filter(|item| is_numbered(&item.id)) {
            let Some(line) = self.line_of.get(&item.id) else {
                continue;
            };
            let line = &self.remote.items[*line];
            let entry = |tag: Option<Tag>| tag.map(|tag| tag.entry);
            let is_known = entry(line.tag) == entry(item.tag) && !self.is_of_another_list(item);
            if line.tag.is_none() || is_known {
                continue;
            }
            let id = moves.get(&item.id).unwrap_or(&item.id);
            let known = ParsedItem {
                owner: Some(item.owner.clone()),
                section: Some(item.section.clone()),
                ..line.clone()
            };
            if let Some(taken) = self.taken(id, &known, item.text.clone()) {
                let opened = line.tag.map(|tag| tag.opened);
                let import = Import::at(Command::TakeItem(taken), opened);
                self.plan.imports.push(import);
            }
        }
    }

    /// Returns the numbers after all that any side gave out.
    fn next_numbers(&self) -> NextNumbers {
        let mut next = NextNumbers::default();
        let states = [
            Some(&self.local.state),
            self.remote.state.as_ref(),
            self.base.state.as_ref(),
        ];
        for state in states.into_iter().flatten() {
            next.see_state(state);
        }
        let ours = self.slots.keys();
        let theirs = self.remote.items.iter();
        let theirs = theirs.filter_map(|line| line.marked.as_ref());
        for id in ours.chain(theirs) {
            next.see(id);
        }
        next
    }
}

/// The highest numbers so far.
#[derive(Debug, Default)]
struct NextNumbers {
    lead: u32,
    fix: u32,
    custom: u32,
}

impl NextNumbers {
    fn see_state(&mut self, state: &State) {
        let counters = state.counters;
        self.see(&ItemId(LeadId(counters.lead).to_string()));
        self.see(&ItemId(FixId(counters.fix).to_string()));
        self.see(&CustomId(counters.custom).into());
        for id in state.gone.keys().chain(state.moved.values().flatten()) {
            self.see(id);
        }
    }

    fn see(&mut self, id: &ItemId) {
        let highest = match Kind::of(id) {
            Kind::Lead => &mut self.lead,
            Kind::Fix => &mut self.fix,
            Kind::Line => &mut self.custom,
        };
        *highest = number_of(id).unwrap_or_default().max(*highest);
    }

    /// Returns the next free number of the kind of an id.
    fn after(&mut self, id: &ItemId) -> ItemId {
        match Kind::of(id) {
            Kind::Lead => {
                self.lead = self.lead.saturating_add(1);
                ItemId(LeadId(self.lead).to_string())
            }
            Kind::Fix => {
                self.fix = self.fix.saturating_add(1);
                ItemId(FixId(self.fix).to_string())
            }
            Kind::Line => {
                self.custom = self.custom.saturating_add(1);
                ItemId::from(CustomId(self.custom))
            }
        }
    }
}
