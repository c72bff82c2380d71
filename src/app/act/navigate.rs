//! Views, panes, the selection and the filter.

use crate::app::action::Action;
use crate::app::model::{App, Pane, View};

pub(super) fn navigate(app: &mut App, action: Action) {
    match action {
        Action::ViewNow => show(app, View::Now),
        Action::ViewChecklist => show(app, View::Checklist),
        Action::ViewLeads => show(app, View::Leads),
        Action::ViewRemediation => show(app, View::Remediation),
        Action::ViewTimeline => show(app, View::Timeline),
        Action::ViewPeople => show(app, View::People),
        Action::ViewComms => show(app, View::Comms),
        Action::ViewEvidence => show(app, View::Evidence),
        Action::ViewReport => show(app, View::Report),
        Action::NextView => turn(app, 1),
        Action::PreviousView => turn(app, -1),
        Action::Down => step(app, 1),
        Action::Up => step(app, -1),
        Action::First => step(app, isize::MIN),
        Action::Last => step(app, isize::MAX),
        Action::PageDown if app.view == View::Report => scroll(app, true),
        Action::PageUp if app.view == View::Report => scroll(app, false),
        Action::PageDown => step(app, isize::try_from(app.page).unwrap_or(1)),
        Action::PageUp => step(app, -isize::try_from(app.page).unwrap_or(1)),
        Action::NextPane => turn_pane(app, 1),
        Action::PreviousPane => turn_pane(app, -1),
        Action::Zoom => app.zoom(),
        Action::BorderLeft => app.move_border(-1, 0),
        Action::BorderRight => app.move_border(1, 0),
        Action::BorderUp => app.move_border(0, -1),
        Action::BorderDown => app.move_border(0, 1),
        Action::Filter => app.is_filtering = true,
        Action::Back if !app.filter.is_empty() => set_filter(app, String::new()),
        _ => {}
    }
}

pub(in crate::app) fn show(app: &mut App, view: View) {
    app.view = view;
    app.turn_to_report();
    if view == View::Checklist && app.selection.line.is_unset() {
        select_next_line(app);
    }
    app.hold_selection();
}

fn turn(app: &mut App, step: isize) {
    let shown = View::shown(app.view, &app.incident);
    show(app, app.view.turned(step, &shown));
}

/// Selects the line that NEXT asks for, where the checklist is opened for the first time.
fn select_next_line(app: &mut App) {
    let next = app.next.as_ref().and_then(|next| next.item.clone());
    let at = next.and_then(|item| app.lines().iter().position(|line| line.id == item));
    if let Some(at) = at {
        app.select(Pane::Checklist, at);
    }
}

/// Returns where a key that moves leads to in a list that lies over the screen.
pub(super) fn moved(action: Action, at: usize, count: usize, page: usize) -> usize {
    let last = count.saturating_sub(1);
    match action {
        Action::Down => (at + 1).min(last),
        Action::Up => at.saturating_sub(1),
        Action::PageDown => (at + page).min(last),
        Action::PageUp => at.saturating_sub(page),
        Action::First => 0,
        Action::Last => last,
        _ => at.min(last),
    }
}

/// Scrolls the text of the Report view by half a screen.
fn scroll(app: &mut App, down: bool) {
    let half = (app.page / 2).max(1);
    app.scroll = if down {
        app.scroll.saturating_add(half).min(app.longest_text())
    } else {
        app.scroll.saturating_sub(half)
    };
}

/// Moves the selection, stopping at both ends.
pub(in crate::app) fn step(app: &mut App, by: isize) {
    let pane = app.focus();
    let Some(at) = app.place(pane) else { return };
    let last = app.count(pane).saturating_sub(1);
    app.scroll = 0;
    app.select(pane, at.saturating_add_signed(by).min(last));
}

fn turn_pane(app: &mut App, by: isize) {
    if app.view == View::Report {
        return app.turn_section(by);
    }
    if app.view != View::Now {
        return;
    }
    let at = Pane::OF_NOW
        .iter()
        .position(|pane| *pane == app.pane)
        .unwrap_or(0);
    let count = Pane::OF_NOW.len();
    app.pane = Pane::OF_NOW[(at + count).saturating_add_signed(by) % count];
}

/// Shows only what contains a text; the selected thing stays selected if it is among it.
pub(in crate::app) fn set_filter(app: &mut App, filter: String) {
    app.filter = filter;
    app.follow_lists();
}
