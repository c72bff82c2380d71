//! What is kept in sight below the line that is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use tui_textarea::CursorMove;

use super::{TextEditor, jump};

impl TextEditor {
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
}
