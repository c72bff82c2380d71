//! Words of several styles along several lines.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{Pen, cells, pieces};
use super::theme::Theme;

/// Writes words from left to right and from line to line, and stops at the end of its area.
pub(super) struct Flow<'b> {
    buf: &'b mut Buffer,
    theme: &'b Theme,
    area: Rect,
    x: u16,
    y: u16,
}

impl<'b> Flow<'b> {
    /// Begins at the top left of an area.
    pub(super) fn new(buf: &'b mut Buffer, area: Rect, theme: &'b Theme) -> Self {
        Self {
            buf,
            theme,
            area,
            x: area.x,
            y: area.y,
        }
    }

    /// Writes a text; a word that does not fit begins the next line, and one that is longer
    /// than a line goes on there.
    pub(super) fn text(&mut self, text: &str, style: Style) {
        for word in text.split_inclusive(' ') {
            let bare = word.strip_suffix(' ').unwrap_or(word);
            if self.x > self.area.x && cells(bare) > self.left() {
                self.end_line();
            }
            for (piece, wide) in pieces(bare, self.area.width) {
                if wide > self.left() {
                    self.end_line();
                }
                if self.is_full() {
                    return;
                }
                let place = Rect::new(self.x, self.y, wide, 1);
                Pen::new(self.buf, place, self.theme).text(piece, style);
                self.x += wide;
            }
            if bare.len() < word.len() && self.x < self.area.right() {
                self.x += 1;
            }
        }
    }

    /// Goes on at the begin of the next line.
    pub(super) fn end_line(&mut self) {
        self.x = self.area.x;
        self.y = self.y.saturating_add(1).min(self.area.bottom());
    }

    /// Returns the line that is written to, counted from the top of the screen.
    pub(super) fn line(&self) -> u16 {
        self.y
    }

    /// Returns whether nothing more can be written.
    pub(super) fn is_full(&self) -> bool {
        self.y >= self.area.bottom()
    }

    /// Returns how many cells are left in the line.
    pub(super) fn left(&self) -> u16 {
        self.area.right().saturating_sub(self.x)
    }
}
