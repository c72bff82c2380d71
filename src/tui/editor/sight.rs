//! What is seen of the text: which rows of it, and how they look.
//!
//! The widget breaks a line before the blank that no longer fits, and would begin the next row with
//! it. Here that blank hangs behind the row above, in the column that is kept for the cursor; so does
//! a comma or the like, which belongs to the word before it.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::CursorMove;

use super::{TextEditor, jump};
use crate::tui::markdown::parts;
use crate::tui::text::cells;
use crate::tui::theme::Theme;

/// What ends a clause, and stands with the word before it.
const ENDS: [char; 7] = [',', '.', ';', ':', '!', '?', ')'];

impl TextEditor {
    /// Returns where the text is drawn: the last column is kept for the cursor.
    fn text_area(area: Rect) -> Rect {
        let width = area.width.saturating_sub(1).max(1);
        Rect { width, ..area }
    }

    /// Draws the text, as Markdown where a theme is given, and returns where the cursor stands.
    pub fn render(
        &mut self,
        area: Rect,
        buf: &mut Buffer,
        markdown: Option<&Theme>,
    ) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let text = Self::text_area(area);
        if self.area.scroll_offset().0 > 0 {
            // The widget knows how many rows there are only once it was drawn.
            (&self.area).render(text, &mut Buffer::empty(text));
            self.fill(text.height);
        }
        (&self.area).render(text, buf);
        if let Some(theme) = markdown {
            self.mark(text, buf, theme);
        }
        // How far the row above was moved to the left.
        let mut moved = 0;
        for y in 0..text.height {
            let row = Rect::new(text.x, text.y + y, text.width, 1);
            let hanging = self.hanging(self.row(y));
            let wide = self.above(self.row(y)).saturating_sub(moved);
            let behind = text.x.saturating_add(wide);
            let above = Rect::new(behind, row.y.saturating_sub(1), 1, 1);
            let place = Some(above).filter(|it| y > 0 && it.right() <= area.right());
            moved = 0;
            if hanging > 0 && draw_behind(buf, row, place) {
                draw_without(buf, row, hanging);
                moved = hanging;
            }
        }
        self.cursor_in(area)
    }

    /// Returns the row of the text that is drawn so many rows below the top.
    fn row(&self, y: u16) -> usize {
        usize::from(self.area.scroll_offset().0) + usize::from(y)
    }

    /// Returns whether a row stands below the text: there the last one is named again.
    fn is_below(&self, row: usize) -> bool {
        let begin = |row| self.area.screen_to_data(row, 0);
        row > 0 && begin(row - 1) == begin(row)
    }

    /// Scrolls up as far as rows are free below the text: a window that was small kept the place
    /// that it had then.
    fn fill(&mut self, height: u16) {
        let free = (0..height)
            .rev()
            .take_while(|y| self.is_below(self.row(*y)));
        let rows = i16::try_from(free.count()).unwrap_or(i16::MAX);
        if rows > 0 && self.area.scroll_offset().0 > 0 {
            let at = self.area.cursor();
            self.area.scroll((-rows, 0));
            // The widget draws the cursor off the column behind the last one.
            self.area.move_cursor(jump(at.0, at.1));
        }
    }

    /// Returns how many signs a row begins with that belong behind the row above: blanks, or a sign
    /// that ends a clause and the blanks after it.
    fn hanging(&self, row: usize) -> u16 {
        let from = self.area.screen_to_data(row, 0);
        if from.1 == 0 || self.is_below(row) {
            return 0;
        }
        let line = self.area.lines().get(from.0).into_iter();
        let mut rest = line.flat_map(|line| line.chars().skip(from.1)).peekable();
        let ends = rest.next_if(|c| ENDS.contains(c)).map_or(0, |_| 1);
        let blanks = rest.take_while(|c| *c == ' ').count();
        // One that nothing follows yet stands where it is typed.
        let hanging = if blanks > 0 { ends + blanks } else { 0 };
        u16::try_from(hanging).unwrap_or(u16::MAX)
    }

    /// Returns how many cells the row above one takes.
    fn above(&self, row: usize) -> u16 {
        let begin = |row| self.area.screen_to_data(row, 0);
        let (from, to) = (begin(row.saturating_sub(1)), begin(row));
        let line = self.area.lines().get(from.0).into_iter();
        let signs = line.flat_map(|line| line.chars().take(to.1).skip(from.1));
        cells(&signs.collect::<String>())
    }

    /// Returns where the cursor stands in an area.
    fn cursor_in(&self, area: Rect) -> Option<Position> {
        let (cursor, top) = (self.area.screen_cursor(), self.area.scroll_offset().0);
        let y = u16::try_from(cursor.row).ok()?.checked_sub(top)?;
        let x = u16::try_from(cursor.col).ok()?;
        let hanging = self.hanging(cursor.row);
        let (x, y) = match x.checked_sub(hanging) {
            Some(x) => (x, y),
            None => (
                self.above(cursor.row).saturating_add(x),
                y.saturating_sub(1),
            ),
        };
        (y < area.height).then(|| Position {
            x: area.x + x.min(area.width - 1),
            y: area.y + y,
        })
    }

    /// Scrolls to the end of the text while the cursor stands at a row or below it: what waits to
    /// be typed there is seen together.
    pub(in crate::tui) fn keep_end_in_sight(&mut self, from: usize, area: Rect) {
        let (row, column) = (self.area.cursor().0, self.area.cursor().1);
        if row < from || self.area.is_selecting() || area.is_empty() {
            return;
        }
        // The widget knows what is in sight only once it was drawn.
        let text = Self::text_area(area);
        self.area.move_cursor(CursorMove::Bottom);
        (&self.area).render(text, &mut Buffer::empty(text));
        self.area.move_cursor(jump(row, column));
    }

    /// Styles what is drawn as Markdown; what is marked for replacement stays so.
    fn mark(&self, area: Rect, buf: &mut Buffer, theme: &Theme) {
        let lines = self.area.lines();
        // A long line goes over many rows, and is looked through once.
        let mut known: Option<(usize, Vec<Style>)> = None;
        for y in 0..area.height {
            let row = self.row(y);
            if self.is_below(row) {
                break;
            }
            let from = self.area.screen_to_data(row, 0);
            let Some(line) = lines.get(from.0) else { break };
            let (_, styles) = match known.take() {
                Some(same) if same.0 == from.0 => known.insert(same),
                _ => known.insert((from.0, styles_of(line, theme))),
            };
            let mut x = area.x;
            for (c, style) in line.chars().zip(&*styles).skip(from.1) {
                if x >= area.right() {
                    break;
                }
                let is_plain = |cell: &&mut Cell| cell.modifier.is_empty();
                if let Some(cell) = buf.cell_mut((x, area.y + y)).filter(is_plain) {
                    cell.set_style(*style);
                }
                x = x.saturating_add(cells(c.encode_utf8(&mut [0; 4])));
            }
        }
    }
}

/// Draws the first sign of a row behind the row above it. Returns whether nothing of it is lost once
/// the row is drawn without it: a blank never is.
fn draw_behind(buf: &mut Buffer, row: Rect, place: Option<Rect>) -> bool {
    let first = buf.cell((row.x, row.y)).cloned();
    let Some(first) = first.filter(|cell| cell.symbol() != " ") else {
        return true;
    };
    let cell = place.and_then(|place| buf.cell_mut((place.x, place.y)));
    cell.map(|cell| *cell = first).is_some()
}

/// Draws a row again without what it begins with.
fn draw_without(buf: &mut Buffer, row: Rect, hanging: u16) {
    if hanging == 0 {
        return;
    }
    for x in row.left()..row.right() {
        let from = x.saturating_add(hanging);
        let next = (from < row.right()).then(|| buf.cell((from, row.y)).cloned());
        if let Some(cell) = buf.cell_mut((x, row.y)) {
            match next.flatten() {
                Some(next) => *cell = next,
                None => _ = cell.set_symbol(" "),
            }
        }
    }
}

/// Returns the style of each character of a line.
fn styles_of(line: &str, theme: &Theme) -> Vec<Style> {
    let parts = parts(line).into_iter();
    let styles = parts.flat_map(|part| part.whole.chars().map(move |_| part.kind));
    styles.map(|kind| kind.style(theme)).collect()
}
