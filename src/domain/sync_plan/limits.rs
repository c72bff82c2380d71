//! What the body has no room for, and where it stands instead.

use std::collections::BTreeSet;

use super::Round;
use crate::domain::document::{
    BUDGET, HARD_LIMIT, Item, Note, Overflow, Parsed, ParsedItem, Role, Section, lines_to_move,
    lines_units, says_the_item, splice_parsed, units,
};
use crate::domain::ids::ItemId;
use crate::domain::text::count;

/// The size that a full body is brought down to, so that not every new line moves another.
const ROOMY: usize = 45_000;

impl Round<'_> {
    /// Notes which lines stand in comments and still say there what they are to say. One that
    /// changed since returns to the body.
    pub(super) fn moved(&mut self) {
        let waiting = self.plan.conflicts.iter().filter_map(|conflict| {
            let subject = conflict.subject.split_once(' ');
            subject.map(|(of, _)| of.to_owned())
        });
        self.waiting = waiting.collect();
        let theirs = self.remote.state.clone().unwrap_or_default();
        for (key, ids) in theirs.moved {
            let known = self.rest.iter().find(|known| known.key == key);
            if known.is_some_and(|known| known.is_gone) {
                continue;
            }
            let stay = ids.into_iter().filter(|id| self.stays_moved(id));
            let stay: Vec<ItemId> = stay.collect();
            if !stay.is_empty() {
                self.put_away(key, stay);
            }
        }
        let moved = &self.plan.merged.state.moved;
        let theirs = self.remote.state.as_ref();
        self.is_news |= theirs.is_some_and(|state| state.moved != *moved);
    }

    fn put_away(&mut self, key: String, ids: Vec<ItemId>) {
        self.moved.extend(ids.iter().cloned());
        self.plan.merged.state.moved.insert(key, ids);
    }

    fn stays_moved(&self, id: &ItemId) -> bool {
        let Some(item) = self.merged_item(id) else {
            // Not known here yet, or of a list that is not shown.
            return !self.slots.contains_key(id);
        };
        if self.waits_for_ruling(id) {
            return false;
        }
        match self.line_of.get(id).map(|at| &self.remote.items[*at]) {
            Some(line) if line.line.is_some() => false,
            Some(line) => says_the_item(line, item),
            // The comment was not read: what ended did so there already.
            None => item.standing.is_ended(),
        }
    }

    /// Returns a shown line as it is to be after the round.
    fn merged_item(&self, id: &ItemId) -> Option<&Item> {
        let at = *self.slots.get(id)?;
        self.plan.merged.items.get(at)
    }

    fn waits_for_ruling(&self, id: &ItemId) -> bool {
        self.waiting.contains(&id.0)
    }

    /// Returns the body, brought down to its limit by what stands in comments already, and
    /// notes what is to go there.
    pub(super) fn fitting_body(&mut self) -> String {
        let body = self.body();
        if units(&body) <= BUDGET {
            return body;
        }
        self.use_comments();
        let body = self.body();
        let now = units(&body);
        if now > BUDGET {
            let movable = self.movable();
            let lines = lines_to_move(&movable, now, ROOMY);
            // Where all of them are not enough, moving some helps nobody.
            let helps = now.saturating_sub(lines_units(&movable)) <= BUDGET;
            if helps && !lines.is_empty() {
                let overflow = Overflow::lines(self.local, lines);
                self.plan.overflow.get_or_insert(overflow);
            }
        }
        body
    }

    /// Says what a body that is too long means, and returns whether it can be written at all.
    pub(super) fn can_write(&mut self, body: &str) -> bool {
        let now = units(body);
        if now <= BUDGET {
            return true;
        }
        if self.plan.overflow.is_none() {
            let over = count(now - BUDGET, "character");
            self.plan.seen.push(format!(
                "the issue is full: {over} too many, and what is left there is not sitroom\'s to \
                 move; nothing was cut, move some of it to a comment"
            ));
        }
        now <= HARD_LIMIT
    }

    fn body(&mut self) -> String {
        self.say_where();
        let mut merged = self.plan.merged.clone();
        let away = |item: &Item| self.without.contains(&item.id) || self.moved.contains(&item.id);
        merged.items.retain(|item| !away(item));
        splice_parsed(&self.remote, &merged, &self.fates, self.is_news)
    }

    /// Takes lines out of the body that stand in comments already, as they are.
    fn use_comments(&mut self) {
        let movable: BTreeSet<ItemId> = self.movable().iter().map(|i| i.id.clone()).collect();
        let mut found = Vec::new();
        let mut taken = BTreeSet::new();
        for comment in self.rest.iter().rev() {
            let ids = comment.lines.iter().filter_map(|line| {
                let id = line.marked.as_ref().filter(|id| movable.contains(*id))?;
                let says = self
                    .merged_item(id)
                    .is_some_and(|item| says_the_item(line, item));
                (says && taken.insert(id.clone())).then(|| id.clone())
            });
            let ids: Vec<ItemId> = ids.collect();
            if !ids.is_empty() {
                found.push((comment.key.clone(), ids));
            }
        }
        for (key, ids) in found {
            let mut all = self
                .plan
                .merged
                .state
                .moved
                .remove(&key)
                .unwrap_or_default();
            all.extend(ids);
            self.put_away(key, all);
            self.is_news = true;
        }
    }

    /// Returns the lines that can go to a comment: not those that wait for a ruling, nor those
    /// below which somebody wrote something.
    fn movable(&self) -> Vec<&Item> {
        let items = self.plan.merged.items.iter();
        let here = items.filter(|item| {
            !self.without.contains(&item.id)
                && !self.moved.contains(&item.id)
                && !self.waits_for_ruling(&item.id)
        });
        here.filter(|item| {
            let at = self.line_of.get(&item.id);
            let line = at.and_then(|at| self.remote.items[*at].line);
            line.is_none_or(|at| !has_text_below(&self.remote, at))
        })
        .collect()
    }

    /// Says in the body where the rest of it stands.
    fn say_where(&mut self) {
        let state = &self.plan.merged.state;
        let moved = state.moved.iter().map(|(key, ids)| {
            let verb = if ids.len() == 1 { "stands" } else { "stand" };
            (key, format!("{} {verb} in", count(ids.len(), "line")))
        });
        let details = state.details.iter();
        let details = details.map(|key| (key, "the text goes on in".to_owned()));
        let notes: Vec<Note> = details
            .chain(moved)
            .map(|(key, said)| self.where_note(key, &said))
            .collect();
        let kept = &mut self.plan.merged.notes;
        kept.retain(|note| !note.key.starts_with(WHERE));
        kept.extend(notes);
    }

    fn where_note(&self, key: &str, said: &str) -> Note {
        let known = self.rest.iter().find(|known| known.key == *key);
        let place = known.map_or_else(
            || "a comment below".to_owned(),
            |known| format!("[a comment](#issuecomment-{})", known.comment),
        );
        let key = format!("{WHERE}{key}");
        let before = self.remote.infos.get(&key).map(|info| info.text.clone());
        // Who does not know the comment leaves its address as it stands there.
        let text = before.filter(|before| known.is_none() && before.starts_with(said));
        Note {
            key,
            section: Section::Notice,
            text: text.unwrap_or(format!("{said} {place}")),
        }
    }
}

/// What the key of a line begins with that says where something stands.
pub(super) const WHERE: &str = "rest-";

/// Returns whether somebody wrote something below a line that belongs to it.
fn has_text_below(parsed: &Parsed, at: usize) -> bool {
    let below = parsed.lines.get(at + 1).zip(parsed.roles.get(at + 1));
    below.is_some_and(|(line, role)| match role {
        Role::Item(item) => is_nested(&parsed.items[*item]),
        Role::Foreign => !line.trim().is_empty(),
        _ => false,
    })
}

fn is_nested(item: &ParsedItem) -> bool {
    item.prefix.starts_with([' ', '\t']) && item.marked.is_none()
}
