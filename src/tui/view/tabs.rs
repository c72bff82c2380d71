//! The views and their keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Cx;
use crate::app::{Action, View};
use crate::tui::text::Pen;

/// Draws the tabs; where they do not fit, only the keys of the other views. Returns where each is.
pub(super) fn render(buf: &mut Buffer, line: Rect, cx: Cx<'_>) -> Vec<(Rect, View)> {
    let mut places = Vec::new();
    let theme = cx.theme;
    let shown = View::shown(cx.app.view, &cx.app.incident);
    let names: usize = shown.iter().map(|view| view.name().len() + 2).sum();
    let open = cx.app.rows.open_comms();
    let mark = if open > 0 { 3 } else { 0 };
    let is_within = |gap: u16| {
        let gaps = shown.len().saturating_sub(1) * usize::from(gap);
        1 + names + gaps + mark <= usize::from(line.width)
    };
    let is_narrow = !is_within(1);
    let gap = match (is_within(2), is_narrow) {
        (false, false) => 1,
        (false, true) if line.width < 46 => 1,
        _ => 2,
    };
    let mut pen = Pen::new(buf, line, theme);
    pen.gap(1);
    for view in shown.iter().copied() {
        let is_shown = cx.app.view == view;
        let key = cx.app.keymap.key(action(view));
        let from = pen.column();
        if is_shown {
            pen.text(&key, theme.focus);
            pen.gap(1).text(view.name(), theme.focus);
        } else {
            pen.text(&key, theme.key);
            let name = if is_narrow {
                &view.name()[..1]
            } else {
                view.name()
            };
            pen.gap(1).text(name, theme.muted);
        }
        if view == View::Comms && open > 0 {
            // What was not sent must be seen from every view.
            pen.gap(1).text(&format!("{open}!"), theme.overdue);
        }
        let width = pen.column() - from;
        places.push((
            Rect {
                x: from,
                width,
                ..line
            },
            view,
        ));
        pen.gap(gap);
    }
    places
}

fn action(view: View) -> Action {
    match view {
        View::Now => Action::ViewNow,
        View::Checklist => Action::ViewChecklist,
        View::Leads => Action::ViewLeads,
        View::Remediation => Action::ViewRemediation,
        View::Timeline => Action::ViewTimeline,
        View::People => Action::ViewPeople,
        View::Comms => Action::ViewComms,
        View::Evidence => Action::ViewEvidence,
        View::Report => Action::ViewReport,
    }
}
