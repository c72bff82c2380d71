//! The line of one person on the chart: their shifts, and what is wrong with each.

use ratatui::style::Style;

use super::super::Cx;
use super::grid::Grid;
use crate::app::Planner;
use crate::domain::rotation::{Candidate, Finding, Slot, Trouble};
use crate::domain::time::Span;

/// Signs that tell what is wrong.
pub(super) const TWICE: &str = "X";
pub(super) const SOON: &str = "!";
pub(super) const LONG: &str = ">";
pub(super) const MARKED: &str = "~";
pub(super) const NOBODY: &str = "!";
pub(super) const HEADLESS: &str = "?";

/// The line of one person.
pub(super) struct Bars<'a> {
    pub(super) cx: Cx<'a>,
    pub(super) planner: &'a Planner,
    pub(super) person: &'a str,
    pub(super) known: Option<&'a Candidate>,
    pub(super) grid: Grid,
}

impl Bars<'_> {
    /// Returns the sign of a column, and how it looks.
    pub(super) fn cell(&self, column: u16) -> (&'static str, Style) {
        let theme = self.cx.theme;
        let Some((place, slot)) = self.slot(column) else {
            return self.empty(column);
        };
        let is_marked = place == self.planner.marked;
        if let Some(sign) = self.trouble(column, place) {
            return sign;
        }
        let is_first = self.grid.column(slot.from).is_none_or(|it| it == column);
        let last = slot.to - Span::seconds(1).delta();
        let is_last = self.grid.column(last) == Some(column);
        let sign = match (is_marked, is_first, is_last) {
            (true, true, _) => "[",
            (true, false, true) => "]",
            _ => theme.glyphs.bar,
        };
        let style = match (is_marked, slot.covers(self.cx.app.now)) {
            (true, _) => theme.focus,
            (false, true) => theme.strong,
            (false, false) => theme.text,
        };
        (sign, style)
    }

    /// Returns the shift that fills a column; the marked one before others.
    fn slot(&self, column: u16) -> Option<(usize, &Slot)> {
        let middle = self.grid.at(column) + self.grid.step.delta() / 2;
        let slots = self.planner.rotation.slots.iter().enumerate();
        let own = slots.filter(|(_, slot)| {
            slot.person == self.person && self.grid.meets(column, slot.from, slot.to)
        });
        own.max_by_key(|(at, slot)| (*at == self.planner.marked, slot.covers(middle)))
    }

    /// Returns the sign of what is wrong with a shift in a column.
    fn trouble(&self, column: u16, place: usize) -> Option<(&'static str, Style)> {
        let theme = self.cx.theme;
        let is_here = |it: &&Finding| match &it.trouble {
            Trouble::DoubleBooked { person } => {
                person == self.person && self.grid.meets(column, it.from, it.to)
            }
            Trouble::TooLong { .. } => {
                it.slot == Some(place) && self.grid.meets(column, it.from, it.to)
            }
            Trouble::RestBroken { .. } | Trouble::Unknown { .. } => {
                it.slot == Some(place) && self.grid.column(it.from) == Some(column)
            }
            Trouble::Gap | Trouble::NoCommander | Trouble::Empty => false,
        };
        let found: Vec<&Finding> = self.planner.findings.iter().filter(is_here).collect();
        let rank = |it: &&Finding| match it.trouble {
            Trouble::DoubleBooked { .. } => 0,
            Trouble::RestBroken { .. } => 1,
            Trouble::TooLong { .. } => 2,
            _ => 3,
        };
        let worst = found.into_iter().min_by_key(rank)?;
        if worst.is_marked() {
            return Some((MARKED, theme.verify));
        }
        Some(match worst.trouble {
            Trouble::DoubleBooked { .. } => (TWICE, theme.overdue),
            Trouble::RestBroken { .. } => (SOON, theme.overdue),
            Trouble::TooLong { .. } => (LONG, theme.overdue),
            _ => (HEADLESS, theme.soon),
        })
    }

    fn empty(&self, column: u16) -> (&'static str, Style) {
        let theme = self.cx.theme;
        if self.grid.column(self.cx.app.now) == Some(column) {
            return (theme.glyphs.frame[5], theme.next);
        }
        let until = self.known.and_then(|known| known.not_before);
        let rests = until.is_some_and(|until| self.grid.at(column) < until);
        let is_past = self.grid.ends(column) <= self.cx.app.now;
        if rests && !is_past {
            (theme.glyphs.dot, theme.muted)
        } else {
            (" ", theme.text)
        }
    }
}
