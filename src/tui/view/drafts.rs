//! The texts that somebody left unfinished, over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Cx;
use super::layers::{lines, open_box};
use super::over::Over;
use crate::app::{Action, DraftsView};
use crate::domain::text::{clean_line, count};
use crate::tui::text::{take_bottom, take_top};

/// Draws the drafts, and the marked one in full.
pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    (view, over): (&DraftsView, &mut Over),
) {
    let all = cx.app.draft_lines();
    let at = view.at(&all);
    let key = |action| cx.app.keymap.key(action);
    let foot = format!(
        "{} opens it, {} discards it, {} copies, esc back",
        key(Action::Edit),
        key(Action::SetAside),
        key(Action::Copy)
    );
    let title = format!("{} unfinished", count(all.len(), "text"));
    let mut inside = open_box(buf, area, cx, &title, &foot, cx.theme.focus);
    let half = inside.height / 2;
    let mut detail = take_bottom(&mut inside, half);
    over.rows(buf, inside, cx, (at, all.len()), |pen, row| {
        if let Some(draft) = all.get(row) {
            let about = ((pen.left() + 1) * 2 / 5).min(36);
            pen.column_of(about, &draft.about, cx.theme.strong).gap(2);
            pen.text(&clean_line(draft.text), cx.theme.muted);
        }
    });
    over.say_place(buf, cx, (at, all.len()));
    take_top(&mut detail, 1);
    if let Some(draft) = all.get(at) {
        let most = usize::from(detail.height);
        lines(buf, &mut detail, cx, draft.text, most, cx.theme.text);
    }
}
