//! Where the regions stand, by the size of the terminal.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::state::ViewState;
use super::{
    Cx, checklist, clocks, comms, detail, evidence, footer, header, layers, leads, next_line, past,
    pending, people, remediation, report, tabs, timeline,
};
use crate::app::{Action, App, Pane, View};
use crate::tui::text::{Pen, cells, take_bottom, take_top};
use crate::tui::theme::Theme;

/// From this width on the Now view has two columns.
const TWO_COLUMNS: u16 = 100;

/// Draws the whole screen into an empty buffer and returns where the cursor stands, if an
/// editor is open.
pub fn render(
    area: Rect,
    buf: &mut Buffer,
    app: &App,
    theme: &Theme,
    state: &mut ViewState,
) -> Option<Position> {
    state.follow(app);
    state.begin_frame();
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return None;
    }
    let live = Cx {
        app,
        theme,
        is_past: false,
    };
    let cx = Cx {
        app: app.shown(),
        is_past: app.past.is_some(),
        ..live
    };
    let mut rest = area;
    let footer_lines = if area.height > 3 {
        take_bottom(&mut rest, footer::height(live, area))
    } else {
        Rect::ZERO
    };
    let over = rest;
    let tabs = top(buf, &mut rest, area, live);
    state.set_tabs(tabs);
    // A column of air at the right, as there is one at the left.
    rest.width = rest.width.saturating_sub(u16::from(rest.width > 60));
    body(buf, rest, cx, state);
    let in_footer = footer::render(buf, footer_lines, live);
    let in_layer = layers::render(buf, over, live, state);
    pending::render(buf, over, live);
    in_layer.or(in_footer)
}

/// Draws what is above every view, and takes its lines off the rest. Returns where the tabs are.
fn top(buf: &mut Buffer, rest: &mut Rect, area: Rect, live: Cx<'_>) -> Vec<(Rect, View)> {
    let mut places = Vec::new();
    let cx = Cx {
        app: live.app.shown(),
        is_past: live.app.past.is_some(),
        ..live
    };
    let lines = header::height(cx, area);
    header::render(buf, take_top(rest, lines), cx);
    if let Some(past) = &live.app.past {
        past::render(buf, take_top(rest, 1), live, past);
    }
    let lines = next_line::height(cx, area).min(rest.height);
    if lines > 0 {
        next_line::render(buf, take_top(rest, lines), cx);
    }
    if rest.height > 4 {
        places = tabs::render(buf, take_top(rest, 1), cx);
    }
    if area.height >= 30 {
        take_top(rest, 1);
    }
    places
}

fn body(buf: &mut Buffer, area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    if area.is_empty() {
        return;
    }
    match cx.app.view {
        View::Now if area.width >= TWO_COLUMNS && area.height >= 10 => {
            four_panes(buf, area, cx, state);
        }
        View::Now => one_pane(buf, area, cx, state),
        View::Checklist
        | View::Leads
        | View::Remediation
        | View::Timeline
        | View::People
        | View::Comms
        | View::Evidence
        | View::Report => {
            one_list(buf, area, cx, state);
        }
    }
}

/// The wide Now view: checklist and clocks over both boards, then the newest entries.
fn four_panes(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let (strip, full) = match area.height {
        0..16 => (0, 0),
        16..24 => (3, 0),
        24..32 => (4, 4),
        _ => (6, 5),
    };
    let strip = take_bottom(&mut area, strip);
    let full = take_bottom(&mut area, full);
    // The path is longer than the boards, above all while they fill.
    let upper = area.height * 3 / 5;
    let top = take_top(&mut area, upper);
    let (checklist, clocks) = halves(top);
    let (leads, remediation) = halves(area);
    for (pane, place) in [
        (Pane::Checklist, checklist),
        (Pane::Clocks, clocks),
        (Pane::Leads, leads),
        (Pane::Remediation, remediation),
    ] {
        list(buf, place, cx, state, pane);
    }
    detail::render(buf, full, cx, state);
    if strip.height > 1 {
        timeline::strip(buf, strip, cx, state);
    }
}

/// Splits an area in two columns with some air between them, and under them.
fn halves(area: Rect) -> (Rect, Rect) {
    let left = (area.width - 2) / 2;
    let height = if area.height > 8 {
        area.height - 1
    } else {
        area.height
    };
    let first = Rect {
        width: left,
        height,
        ..area
    };
    let second = Rect {
        x: area.x + left + 2,
        width: area.width - left - 2,
        height,
        ..area
    };
    (first, second)
}

/// The narrow Now view: the most urgent clocks, then the pane in focus.
fn one_pane(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let focus = cx.app.focus();
    if focus != Pane::Clocks && area.height >= 6 {
        let most = if area.height >= 12 { 3 } else { 2 };
        let count = u16::try_from(cx.app.clocks.len()).unwrap_or(u16::MAX);
        clocks::pinned(buf, take_top(&mut area, count.min(most)), cx);
    }
    if area.height >= 5 {
        panes(buf, take_top(&mut area, 1), cx, state);
    }
    with_detail(buf, area, cx, state, focus);
}

/// The views with one list: the clocks in one line above it.
fn one_list(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    if !cx.app.clocks.is_empty() && area.height >= 8 {
        clocks::bar(buf, take_top(&mut area, 1), cx);
    }
    if cx.app.view == View::Report {
        return list(buf, area, cx, state, Pane::Report);
    }
    with_detail(buf, area, cx, state, cx.app.focus());
}

/// A list, and the selected thing of it in full where there is room.
fn with_detail(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState, pane: Pane) {
    let full = match area.height {
        0..9 => 0,
        9..14 => 3,
        14..24 => 5,
        _ => 8,
    };
    let full = take_bottom(&mut area, full);
    list(buf, area, cx, state, pane);
    detail::render(buf, full, cx, state);
}

fn list(buf: &mut Buffer, area: Rect, cx: Cx<'_>, state: &mut ViewState, pane: Pane) {
    if area.is_empty() {
        return;
    }
    state.offset(cx.app.view, pane).area = area;
    match pane {
        Pane::Checklist => checklist::render(buf, area, cx, state),
        Pane::Clocks => clocks::render(buf, area, cx, state),
        Pane::Leads => leads::render(buf, area, cx, state),
        Pane::Remediation => remediation::render(buf, area, cx, state),
        Pane::Timeline => timeline::render(buf, area, cx, state),
        Pane::People => people::render(buf, area, cx, state),
        Pane::Comms => comms::render(buf, area, cx, state),
        Pane::Evidence => evidence::render(buf, area, cx, state),
        Pane::Report => report::render(buf, area, cx, state),
    }
}

/// Names the panes of the Now view where only one fits, and the keys that turn to them.
fn panes(buf: &mut Buffer, line: Rect, cx: Cx<'_>, state: &ViewState) {
    let theme = cx.theme;
    let mut pen = Pen::new(buf, line, theme);
    pen.gap(1);
    let keys = [Action::PreviousPane, Action::NextPane].map(|action| cx.app.keymap.key(action));
    if keys == ["left", "right"] {
        pen.text(theme.glyphs.arrows, theme.key).gap(2);
    } else {
        pen.text(&keys.join(" "), theme.key).gap(2);
    }
    let is_narrow = line.width < 72;
    for pane in Pane::OF_NOW {
        let (name, fact) = name(cx, state, pane);
        let style = if pane == cx.app.focus() {
            theme.focus
        } else {
            theme.muted
        };
        let name = if is_narrow {
            &name[..name.len().min(6)]
        } else {
            name
        };
        if cells(name) > pen.left() {
            break;
        }
        pen.text(name, style);
        if let Some((fact, style)) = fact.filter(|(fact, _)| !is_narrow && cells(fact) < pen.left())
        {
            pen.gap(1).text(&fact, style);
        }
        pen.gap(2);
    }
}

fn name(cx: Cx<'_>, state: &ViewState, pane: Pane) -> (&'static str, Option<(String, Style)>) {
    let (done, all) = cx.app.rows.progress;
    match pane {
        Pane::Checklist => ("Checks", Some((format!("{done}/{all}"), cx.theme.muted))),
        Pane::Clocks => (
            "Clocks",
            Some((cx.app.clocks.len().to_string(), cx.theme.muted)),
        ),
        Pane::Leads => ("Leads", leads::facts(cx, state).into_iter().next()),
        Pane::Remediation => ("Fixes", remediation::facts(cx, state).into_iter().next()),
        Pane::Timeline => ("Timeline", None),
        Pane::People => ("People", None),
        Pane::Comms => ("Comms", None),
        Pane::Evidence => ("Evidence", None),
        Pane::Report => ("Report", None),
    }
}
