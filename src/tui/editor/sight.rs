//! What is seen of the text: which rows of it, and how they look.

use std::cmp::Ordering;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::rows::{Row, Rows};
use super::{TextEditor, jump};
use crate::app::{EditorKind, Key, KeyPress};
use crate::tui::markdown::parts;
use crate::tui::text::{Pen, pieces};
use crate::tui::theme::Theme;

/// How the cursor goes from row to row.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// As many rows up as are in sight.
    PageUp,
    /// As many rows down.
    PageDown,
}

impl Step {
    /// Returns what a key does, if it goes from row to row.
    pub(super) fn of(press: KeyPress) -> Option<Self> {
        match (press.key, press.ctrl, press.alt) {
            (Key::Up, false, false) | (Key::Char('p'), true, false) => Some(Self::Up),
            (Key::Down, false, false) => Some(Self::Down),
            (Key::PageUp, _, _) | (Key::Char('v'), false, true) => Some(Self::PageUp),
            (Key::PageDown, _, _) | (Key::Char('v'), true, false) => Some(Self::PageDown),
            _ => None,
        }
    }
}

/// How much of the text is seen, and from where.
#[derive(Debug)]
pub(super) struct Sight {
    /// The row at the top.
    top: usize,
    /// How many cells a row has.
    wide: u16,
    /// How many rows are seen.
    high: u16,
    /// The cell that the cursor came from, while it goes from row to row.
    from: Option<u16>,
}

impl Default for Sight {
    /// Before it was drawn a text is seen line by line.
    fn default() -> Self {
        Self {
            top: 0,
            wide: u16::MAX,
            high: 1,
            from: None,
        }
    }
}

impl Sight {
    /// Puts as many rows into an area as fit, and the one with the cursor among them.
    fn fit(&mut self, area: Rect, cursor: usize, rows: usize) {
        self.high = area.height;
        let high = usize::from(area.height);
        let least = (cursor + 1).saturating_sub(high);
        self.top = self.top.min(rows.saturating_sub(high));
        self.top = self.top.clamp(least, cursor.max(least));
    }

    /// Returns the cell that the cursor came from, and forgets it unless it goes on so.
    pub(super) fn take_from(&mut self) -> Option<u16> {
        self.from.take()
    }
}

impl TextEditor {
    /// Returns how many cells of an area have text: the last column is kept for the cursor.
    fn text_width(wide: u16) -> u16 {
        wide.saturating_sub(1).max(1)
    }

    /// Returns how many rows the text takes in an area so wide.
    #[must_use]
    pub fn height(&self, wide: u16) -> u16 {
        let rows = Rows::of(self.area.lines(), Self::text_width(wide));
        u16::try_from(rows.count()).unwrap_or(u16::MAX)
    }

    /// Draws the text, as Markdown where it is a page, and returns where the cursor stands.
    pub fn render(&mut self, area: Rect, buf: &mut Buffer, theme: &Theme) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        self.sight.wide = Self::text_width(area.width);
        let rows = Rows::of(self.area.lines(), self.sight.wide);
        let (at, x) = rows.place_of(self.cursor());
        self.sight.fit(area, at, rows.count());
        let seen = rows.from(self.sight.top).iter().zip(area.rows());
        // A long line goes over many rows, and is looked through once.
        let mut known: Option<(usize, Vec<Style>)> = None;
        for (row, place) in seen {
            let (_, styles) = match known.take() {
                Some(same) if same.0 == row.line => known.insert(same),
                _ => known.insert((row.line, self.styles_of(row.line, theme))),
            };
            self.draw(row, styles, &mut Pen::new(buf, place, theme));
        }
        let y = u16::try_from(at - self.sight.top).unwrap_or(u16::MAX);
        Some(Position {
            x: area.x + x.min(area.width - 1),
            y: area.y + y.min(area.height - 1),
        })
    }

    fn draw(&self, row: &Row, styles: &[Style], pen: &mut Pen<'_>) {
        let mut column = row.chars.start;
        for (sign, wide) in pieces(row.text(self.area.lines()), 1) {
            // Blanks at which the line was broken may go on over the edge.
            if wide > pen.left() {
                break;
            }
            let style = styles.get(column).copied().unwrap_or_default();
            pen.text(sign, style);
            column += sign.chars().count();
        }
    }

    /// Goes from row to row, as near as can be to the cell that it came from.
    pub(super) fn go_by(&mut self, step: Step, from: Option<u16>) {
        let rows = Rows::of(self.area.lines(), self.sight.wide);
        let (at, x) = rows.place_of(self.cursor());
        let x = from.unwrap_or(x);
        let last = rows.count().saturating_sub(1);
        let page = usize::from(self.sight.high).max(1);
        let to = match step {
            Step::Up => at.saturating_sub(1),
            Step::Down => (at + 1).min(last),
            Step::PageUp => at.saturating_sub(page),
            Step::PageDown => (at + page).min(last),
        };
        if to != at {
            let (line, column) = rows.cursor_at(to, x);
            self.area.move_cursor(jump(line, column));
        }
        self.sight.from = Some(x);
    }

    fn cursor(&self) -> (usize, usize) {
        let cursor = self.area.cursor();
        (cursor.0, cursor.1)
    }

    /// Scrolls to the end of the text while the cursor stands at a line or below it: what waits to
    /// be typed there is seen together.
    pub(in crate::tui) fn keep_end_in_sight(&mut self, from: usize) {
        if self.cursor().0 >= from && !self.area.is_selecting() {
            self.sight.top = usize::MAX;
        }
    }

    /// Returns the style of each character of a line: that of its Markdown, or of what is marked
    /// for replacement.
    fn styles_of(&self, line: usize, theme: &Theme) -> Vec<Style> {
        let text = self.area.lines().get(line).map_or("", String::as_str);
        let mut styles: Vec<Style> = if self.kind == EditorKind::Page {
            let parts = parts(text).into_iter();
            let styles = parts.flat_map(|part| part.whole.chars().map(move |_| part.kind));
            styles.map(|kind| kind.style(theme)).collect()
        } else {
            text.chars().map(|_| Style::new()).collect()
        };
        let marked = self.marked(line, styles.len());
        styles[marked].fill(Theme::band(theme.selected));
        styles
    }

    /// Returns which characters of a line are marked for replacement.
    fn marked(&self, line: usize, signs: usize) -> Range<usize> {
        let Some((from, to)) = self.area.selection_range() else {
            return 0..0;
        };
        let column = |at: (usize, usize)| match at.0.cmp(&line) {
            Ordering::Less => 0,
            Ordering::Equal => at.1.min(signs),
            Ordering::Greater => signs,
        };
        column(from)..column(to)
    }
}

#[cfg(test)]
#[path = "sight_tests.rs"]
mod tests;
