//! Views, panes, the selection and the filter.

use crate::app::action::Action;
use crate::app::model::{App, Pane, View};
use crate::app::pending::{Number, around};

/// Does what moves around, as often as a number says; with one the first and the last line mean
/// the line of that number.
pub(super) fn navigate(app: &mut App, action: Action, number: Number) {
    let by = |is_forward| number.signed(is_forward);
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
        Action::NextView => turn(app, by(true)),
        Action::PreviousView => turn(app, by(false)),
        Action::PageDown | Action::PageUp if app.view == View::Report => {
            scroll(app, by(action == Action::PageDown));
        }
        _ if action.moves_in_a_list() => walk(app, action, number),
        Action::NextPane => turn_pane(app, by(true)),
        Action::PreviousPane => turn_pane(app, by(false)),
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

fn turn(app: &mut App, by: isize) {
    let incident = &app.incident;
    let turned = |from: View, by| from.turned(by, &View::shown(from, incident));
    // A view may be among the others only for as long as it is looked at.
    let first = turned(app.view, by.signum());
    let view = turned(first, by - by.signum());
    show(app, view);
}

/// Selects the line that NEXT asks for, where the checklist is opened for the first time.
fn select_next_line(app: &mut App) {
    let next = app.next.as_ref().and_then(|next| next.item.clone());
    let at = next.and_then(|item| app.lines().iter().position(|line| line.id == item));
    if let Some(at) = at {
        app.select(Pane::Checklist, at);
    }
}

/// Returns where a key that moves leads to in a list, as often as a number says; with one the
/// first and the last line mean the line of that number.
pub(in crate::app) fn line_after(
    action: Action,
    at: usize,
    count: usize,
    (page, number): (usize, Number),
) -> usize {
    let last = count.saturating_sub(1);
    let (line, page) = (number.times(), page.saturating_mul(number.times()));
    let to = match action {
        Action::Down => at.saturating_add(line),
        Action::Up => at.saturating_sub(line),
        Action::PageDown => at.saturating_add(page),
        Action::PageUp => at.saturating_sub(page),
        Action::First => number.place().unwrap_or(0),
        Action::Last => number.place().unwrap_or(last),
        _ => at,
    };
    to.min(last)
}

/// Returns where a key that moves scrolls a text over the screen to: never past its last line as
/// it was drawn, which would have to be scrolled back unseen.
pub(in crate::app) fn scrolled(app: &App, action: Action, from: usize) -> usize {
    let last = app.last_line.unwrap_or(usize::MAX - 1);
    line_after(action, from.min(last), last + 1, (app.page, app.number))
}

/// Scrolls the text of the Report view by so many halves of a screen.
fn scroll(app: &mut App, by: isize) {
    let half = isize::try_from((app.page / 2).max(1)).unwrap_or(isize::MAX);
    let to = app.scroll.saturating_add_signed(by.saturating_mul(half));
    app.scroll = if by > 0 {
        to.min(app.longest_text())
    } else {
        to
    };
}

/// Moves the selection by what a key says.
fn walk(app: &mut App, action: Action, number: Number) {
    let page = app.page;
    move_selection(app, |at, count| {
        line_after(action, at, count, (page, number))
    });
}

/// Moves the selection, stopping at both ends.
pub(in crate::app) fn step(app: &mut App, by: isize) {
    move_selection(app, |at, count| {
        at.saturating_add_signed(by).min(count.saturating_sub(1))
    });
}

/// Moves the selection in the pane that keys go to; `to` gives the new place for the old one and
/// the count of lines.
fn move_selection(app: &mut App, to: impl FnOnce(usize, usize) -> usize) {
    let pane = app.focus();
    let Some(at) = app.place(pane) else { return };
    app.scroll = 0;
    app.select(pane, to(at, app.count(pane)));
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
    app.pane = Pane::OF_NOW[around(at, by, Pane::OF_NOW.len())];
}

/// Shows only what contains a text; the selected thing stays selected if it is among it.
pub(in crate::app) fn set_filter(app: &mut App, filter: String) {
    app.filter = filter;
    app.follow_lists();
}
