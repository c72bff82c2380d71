//! What was said since the start, over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::layers::{lines, open_box, shown};
use super::list::draw_row;
use crate::app::{Action, Level, LogView, Message};
use crate::domain::text::clean_line;
use crate::tui::text::{take_bottom, take_top};

/// Draws the messages, the newest first, and the marked one in full.
pub(super) fn render(buf: &mut Buffer, area: Rect, cx: Cx<'_>, view: &LogView) {
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
    for (at, line) in shown(marked, messages.len(), inside) {
        let Some(message) = messages.get(at) else {
            continue;
        };
        draw_row(buf, line, cx.theme, at == marked, |pen| {
            let (mark, style) = look(cx, message.level);
            let at = cx.app.incident.zone.clock(message.at, cx.app.now);
            pen.right_of(5, &at, cx.theme.muted).gap(1);
            pen.column_of(1, mark, style).gap(1);
            if line.width >= 60 {
                pen.column_of(7, message.level.word(), style).gap(1);
            }
            if message.times > 1 {
                pen.text(&format!("{}x ", message.times), cx.theme.muted);
            }
            pen.text(&clean_line(&message.text), cx.theme.text);
        });
    }
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

/// Returns the mark of a level: it is never colour alone.
fn look(cx: Cx<'_>, level: Level) -> (&'static str, Style) {
    match level {
        Level::Info => (cx.theme.glyphs.dot, cx.theme.muted),
        Level::News => ("i", cx.theme.strong),
        Level::Warning => ("?", cx.theme.soon),
        Level::Error => ("!", cx.theme.overdue),
    }
}
