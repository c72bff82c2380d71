//! Lists over the screen: the rows that fit, the place in the list, and where the mouse finds
//! each row.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Cx;
use super::list::draw_row;
use crate::app::Spot;
use crate::tui::text::{Pen, cells};

/// What lies over the screen in this frame.
#[derive(Debug, Default)]
pub(super) struct Over {
    area: Rect,
    rows: Vec<(Rect, usize)>,
    /// The line of a text that stands at the top where its end is in sight.
    last: Option<usize>,
}

impl Over {
    /// Takes over where it lies; nothing of it is drawn yet.
    pub(super) fn cover(&mut self, area: Rect) {
        self.area = area;
        self.rows.clear();
        self.last = None;
    }

    /// Returns how far the text that is read there can be scrolled.
    pub(super) fn last_line(&self) -> Option<usize> {
        self.last
    }

    /// Returns what of it is drawn at a place.
    pub(super) fn spot(&self, at: Position) -> Option<Spot> {
        let mut rows = self.rows.iter();
        let row = rows.find(|(place, _)| place.contains(at));
        let is_inside = self.area.contains(at);
        row.map(|(_, row)| Spot::RowOver(*row))
            .or(is_inside.then_some(Spot::Over))
    }

    /// Draws the rows that fit around the marked one.
    pub(super) fn rows(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        cx: Cx<'_>,
        (marked, count): (usize, usize),
        mut row: impl FnMut(&mut Pen<'_>, usize),
    ) {
        let height = usize::from(area.height);
        let first = (marked + 1).saturating_sub(height);
        let shown = first..count.min(first + height);
        self.rows = area.rows().zip(shown).collect();
        for (line, at) in &self.rows {
            draw_row(buf, *line, cx.theme, *at == marked, |pen| row(pen, *at));
        }
    }

    /// Says which row is marked, where some are out of sight.
    pub(super) fn say_place(&self, buf: &mut Buffer, cx: Cx<'_>, (marked, count): (usize, usize)) {
        if count > self.rows.len() {
            self.say(buf, cx, &format!("{} of {count}", marked + 1));
        }
    }

    /// Draws a text that was broken into its lines, from the one that was scrolled to, and says
    /// which of them are shown, where some are out of sight.
    pub(super) fn text(
        &mut self,
        buf: &mut Buffer,
        area: Rect,
        cx: Cx<'_>,
        (scroll, all): (usize, usize),
        mut line: impl FnMut(&mut Pen<'_>, usize),
    ) {
        let room = usize::from(area.height);
        let last = all.saturating_sub(room);
        let from = scroll.min(last);
        let to = (from + room).min(all);
        for (row, at) in area.rows().zip(from..to) {
            line(&mut Pen::new(buf, row, cx.theme), at);
        }
        self.last = Some(last);
        if to - from < all {
            self.say(buf, cx, &format!("{}-{to} of {all}", from + 1));
        }
    }

    /// Writes into the frame, at the end of its first line or, where that is taken, of its last.
    fn say(&self, buf: &mut Buffer, cx: Cx<'_>, text: &str) {
        let text = format!(" {text} ");
        let wide = cells(&text);
        let Some(x) = self.area.right().checked_sub(wide + 2) else {
            return;
        };
        let flat = cx.theme.glyphs.frame[4];
        let lines = [self.area.top(), self.area.bottom().saturating_sub(1)];
        let places = lines.map(|y| Rect::new(x, y, wide, 1));
        let is_free = |place: &Rect| {
            place.left() > self.area.left() && place.positions().all(|at| buf[at].symbol() == flat)
        };
        if let Some(place) = places.into_iter().find(is_free) {
            Pen::new(buf, place, cx.theme).text(&text, cx.theme.muted);
        }
    }
}
