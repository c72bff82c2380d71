//! What may follow on a key that begins something.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Cx;
use super::layers::open_box;
use crate::app::{Action, KeySequence};
use crate::tui::text::{Pen, cells, take_top};

/// The widest that the box gets.
const WIDEST: u16 = 64;

/// What a number may stand before, as far as it is told.
const COUNTED: [Action; 8] = [
    Action::Down,
    Action::Up,
    Action::PageDown,
    Action::PageUp,
    Action::First,
    Action::Last,
    Action::NextPane,
    Action::NextView,
];

/// Draws the keys that may follow, at the foot where keys are read.
pub(super) fn render(buf: &mut Buffer, area: Rect, cx: Cx<'_>) {
    let pending = &cx.app.pending;
    let Some(mode) = cx.app.mode().filter(|_| cx.app.is_waiting()) else {
        return;
    };
    let keys = KeySequence(pending.keys.clone()).to_string();
    let (title, next): (String, Vec<(String, Action)>) = match pending.count {
        Some(count) if pending.keys.is_empty() => {
            let typed = if count == 0 {
                String::new()
            } else {
                count.to_string()
            };
            let next = COUNTED.map(|action| (cx.app.keymap.key(action), action));
            (format!("{typed}_ times"), next.to_vec())
        }
        count => {
            let count = count.filter(|count| *count > 0);
            let count = count.map_or_else(String::new, |count| format!("{count} "));
            let next = cx.app.keymap.continuations(mode, &pending.keys);
            let next = next
                .into_iter()
                .map(|(keys, action)| (keys.to_string(), action));
            (format!("{count}{keys} ..."), next.collect())
        }
    };
    let rows = u16::try_from(next.len()).unwrap_or(u16::MAX);
    let width = area.width.min(WIDEST);
    let height = rows.saturating_add(2).min(area.height);
    let place = Rect {
        x: area.right() - width,
        y: area.bottom() - height,
        width,
        height,
    };
    let mut inside = open_box(buf, place, cx, &title, "esc leaves it", cx.theme.focus);
    let wide = next.iter().map(|(keys, _)| cells(keys)).max().unwrap_or(0);
    for (keys, action) in &next {
        let line = take_top(&mut inside, 1);
        if line.height == 0 {
            break;
        }
        let mut pen = Pen::new(buf, line, cx.theme);
        pen.right_of(wide, keys, cx.theme.key).gap(2);
        let about = super::about(*action, pen.left());
        pen.text(about, cx.theme.text);
    }
}
