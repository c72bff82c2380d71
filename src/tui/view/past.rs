//! The line that says that an earlier time is looked at, and which.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Cx;
use crate::app::Past;
use crate::domain::time::Span;
use crate::tui::text::Pen;

/// Draws it. It has a ground of its own: nobody may take the past for the present.
pub(super) fn render(buf: &mut Buffer, line: Rect, present: Cx<'_>, past: &Past) {
    let theme = present.theme;
    buf.set_style(line, theme.urgent);
    let (app, then) = (present.app, past.app.now);
    let local = app.incident.zone.local(then);
    let mut pen = Pen::new(buf, line, theme);
    pen.at_end(" ", theme.urgent);
    let ago = Span::between(then, app.now).short();
    pen.at_end(&format!("{ago} ago"), theme.urgent);
    pen.gap(1).text("AS OF ", theme.urgent);
    let stamp = local.format("%Y-%m-%d %H:%M:%S %Z").to_string();
    pen.text(&stamp, theme.urgent).gap(2);
    let known = format!("{} of {} entries known", past.known, app.entries.len());
    pen.text(&known, theme.urgent);
}
