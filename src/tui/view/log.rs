//! What was said since the start, over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::layers::{lines, open_box};
use super::over::Over;
use crate::app::{Action, Level, LogView, Message};
use crate::domain::text::clean_line;
use crate::tui::text::{take_bottom, take_top};

/// Draws the messages, the newest first, and the marked one in full.
pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    (view, over): (&LogView, &mut Over),
) {
    let messages: Vec<&Message> = cx.app.log.newest_first().collect();
    let title = format!("Said here since the start: {}", messages.len());
    let key = |action| cx.app.keymap.key(action);
    let foot = format!(
        "esc back, {} copies, {} {} move",
        key(Action::Copy),
        key(Action::Down),
        key(Action::Up)
    );
    let mut inside = open_box(buf, area, cx, &title, &foot, cx.theme.focus);
    let tall = inside.height;
    let mut detail = take_bottom(&mut inside, if tall >= 12 { 6 } else { 3 });
    let marked = view.at(&cx.app.log);
    let place = (marked, messages.len());
    over.rows(buf, inside, cx, place, |pen, at| {
        let Some(message) = messages.get(at) else {
            return;
        };
        let (mark, style) = look(cx, message.level);
        let at = cx.app.incident.zone.clock(message.at, cx.app.now);
        let is_wide = pen.left() >= 59;
        pen.right_of(5, &at, cx.theme.muted).gap(1);
        pen.column_of(1, mark, style).gap(1);
        if is_wide {
            pen.column_of(7, message.level.word(), style).gap(1);
        }
        if message.times > 1 {
            pen.text(&format!("{}x ", message.times), cx.theme.muted);
        }
        pen.text(&clean_line(&message.text), cx.theme.text);
    });
    over.say_place(buf, cx, place);
    take_top(&mut detail, 1);
    match messages.get(marked) {
        Some(message) => {
            let most = usize::from(detail.height);
            lines(buf, &mut detail, cx, &message.text, most, cx.theme.text);
        }
        None => lines(
            buf,
            &mut inside,
            cx,
            "nothing was said yet",
            1,
            cx.theme.muted,
        ),
    }
}

/// Returns the mark of a level, the same here and at the foot: it is never colour alone.
pub(super) fn look(cx: Cx<'_>, level: Level) -> (&'static str, Style) {
    match level {
        Level::Info => (cx.theme.glyphs.dot, cx.theme.muted),
        Level::News => ("i", cx.theme.strong),
        Level::Warning => ("?", cx.theme.soon),
        Level::Error => ("!", cx.theme.overdue),
    }
}
