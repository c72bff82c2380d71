//! The palette over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Cx;
use super::layers::{open_box, placed};
use super::over::Over;
use crate::app::{Goal, Palette, PaletteEntry};
use crate::tui::text::{Pen, cells, take_top};

/// Draws the palette and returns where the cursor stands.
pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    (palette, over): (&Palette, &mut Over),
) -> Position {
    let theme = cx.theme;
    let place = placed(area, area.height.min(20), false);
    over.cover(place);
    let foot = "enter does it, esc goes back";
    let mut inside = open_box(buf, place, cx, "Palette", foot, theme.focus);
    let mut pen = Pen::new(buf, take_top(&mut inside, 1), theme);
    let count = palette.found.len();
    let place = if count > usize::from(inside.height.saturating_sub(1)) {
        format!("{} of {count}", palette.marked + 1)
    } else {
        count.to_string()
    };
    pen.at_end(&place, theme.muted);
    pen.text(":", theme.key)
        .gap(1)
        .text(&palette.query, theme.strong);
    let cursor = Position {
        x: pen.column().min(place_end(area)),
        y: inside.y.saturating_sub(1),
    };
    take_top(&mut inside, 1);
    let marked = (palette.marked, count);
    over.rows(buf, inside, cx, marked, |pen, at| {
        if let Some(entry) = palette.found.get(at) {
            found(pen, cx, entry);
        }
    });
    if palette.found.is_empty() {
        Pen::new(buf, inside, theme)
            .gap(1)
            .text("nothing has these letters", theme.muted);
    }
    cursor
}

fn found(pen: &mut Pen<'_>, cx: Cx<'_>, entry: &PaletteEntry) {
    let theme = cx.theme;
    let key = match entry.goal {
        Goal::Do(action) => cx.app.keymap.key(action),
        Goal::Show(_) => "go to".to_owned(),
        Goal::Open(_) => "open".to_owned(),
    };
    let is_command = entry.action().is_some();
    let style = if is_command { theme.key } else { theme.muted };
    pen.right_of(9, &key, style).gap(2);
    // A command says by its sentence what it is; a thing is known by its name.
    if pen.left() > 56 || !is_command {
        let wide = cells(&entry.name).clamp(if pen.left() > 56 { 17 } else { 4 }, 26);
        pen.column_of(wide, &entry.name, theme.strong).gap(1);
    }
    let about = match entry.goal {
        Goal::Do(action) => super::about(action, pen.left()),
        Goal::Show(_) | Goal::Open(_) => &entry.about,
    };
    pen.text(about, theme.text);
}

fn place_end(area: Rect) -> u16 {
    area.right().saturating_sub(1)
}
