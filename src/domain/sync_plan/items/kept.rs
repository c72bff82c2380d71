//! A line of a checklist that is kept as a remediation item.

use super::super::Round;
use super::read::standing_of;
use crate::domain::command::Command;
use crate::domain::document::{Item, LineMark, Standing};
use crate::domain::incident::FixState;

impl Round<'_> {
    /// Returns what moves the item that a line is kept as, where somebody ticked the line on the
    /// issue or took the tick off: both are one thing. None where the item was changed too, here
    /// or there, and where it is verified: then the line alone is marked.
    pub(super) fn move_kept(&self, item: &Item, theirs: LineMark) -> Option<Command> {
        let id = item.kept.as_ref()?;
        let fix = self.local.item(id)?;
        let Standing::Fix(from, _) = fix.standing else {
            return None;
        };
        let to = match theirs {
            LineMark::Ticked if !from.is_done() => FixState::Done,
            LineMark::Open if from == FixState::Done => FixState::InProgress,
            _ => return None,
        };
        let line = &self.remote.items[*self.line_of.get(id)?];
        let marked = line.marked.as_ref().unwrap_or(id);
        let tag = line.tag.or(fix.tag);
        let base = self.base_places.find(&self.base, marked, tag.as_ref())?;
        let base = &self.base.items[base];
        let same = |standing: Option<Standing>| standing.as_ref() == Some(&fix.standing);
        let is_unchanged = same(standing_of(base, None, &fix.standing))
            && same(standing_of(line, Some(base), &fix.standing));
        let waits = self.open.contains_key(&format!("{id} state"));
        let id = id.0.parse().ok()?;
        (is_unchanged && !waits).then_some(Command::MoveFix { id, from, to })
    }
}
