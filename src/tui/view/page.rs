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

/// The column of air at the right, as there is one at the left.
const AIR: u16 = 1;

/// From this width on the Now view has two columns: on a screen of 100.
const TWO_COLUMNS: u16 = 100 - AIR;

/// From this width on it has a third: the selected thing in full, and what happened last.
const THREE_COLUMNS: u16 = 160 - AIR;

/// From this width on the selected thing stands beside the other lists, not below them.
const BESIDE: u16 = 140 - AIR;

/// The fewest columns and the fewest lines that a pane keeps when its border is moved.
const LEAST: (u16, u16) = (24, 4);

/// From these columns and rows on what lies over the screen leaves the header, NEXT and the first
/// clock in sight.
const PINNED: (u16, u16) = (40, 12);

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
        is_covered: !app.layers.is_empty(),
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
    let mut over = rest;
    let tabs = top(buf, &mut rest, area, live);
    state.set_tabs(tabs);
    if area.height >= PINNED.1 && area.width >= PINNED.0 {
        // What must always be seen is never lain over.
        over = rest;
    }
    if rest.width > 60 {
        rest.width -= AIR;
    }
    if area.height >= 30 {
        take_top(&mut rest, 1);
    }
    body(buf, rest, cx, state);
    let in_footer = footer::render(buf, footer_lines, live);
    let in_layer = layers::render(buf, over, live, state);
    pending::render(buf, over, live);
    theme.lay(buf);
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
        let row = take_top(rest, 1);
        // No key turns to another view while something lies over this one.
        if !cx.is_covered || cx.app.clocks.is_empty() {
            places = tabs::render(buf, row, cx);
        } else {
            clocks::bar(buf, row, cx);
        }
    }
    places
}

fn body(buf: &mut Buffer, area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    if area.is_empty() {
        return;
    }
    let is_zoomed = cx.app.split().is_zoomed;
    match cx.app.view {
        View::Now if is_zoomed => one_pane(buf, area, cx, state),
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

/// The wide Now view: checklist and clocks over both boards, then the selected thing and the
/// newest entries, below them or in a column of their own.
fn four_panes(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let split = cx.app.split();
    if area.width >= THREE_COLUMNS && area.height >= 20 {
        let (main, side) = columns(area, area.width - area.width / 3);
        area = main;
        beside(buf, side, cx, state);
    } else {
        let (strip, full) = match area.height {
            0..16 => (0, 0),
            16..24 => (3, 0),
            24..32 => (4, 4),
            _ => (6, 5),
        };
        let strip = take_bottom(&mut area, strip);
        detail::render(buf, take_bottom(&mut area, full), cx, state);
        if strip.height > 1 {
            timeline::strip(buf, strip, cx, state);
        }
    }
    // The path is longer than the boards, above all while they fill.
    let upper = split.above(area.height, area.height * 3 / 5, LEAST.1);
    let mut top = take_top(&mut area, upper);
    // Air between what is above and below.
    let air = u16::from(top.height > 8);
    take_bottom(&mut top, air);
    let mut bottom = area;
    take_bottom(&mut bottom, u16::from(area.height > 8));
    let middle = split.left(area.width, (area.width - 2) / 2, LEAST.0);
    let (checklist, clocks) = columns(top, middle);
    let (leads, remediation) = columns(bottom, middle);
    for (pane, place) in [
        (Pane::Checklist, checklist),
        (Pane::Clocks, clocks),
        (Pane::Leads, leads),
        (Pane::Remediation, remediation),
    ] {
        list(buf, place, cx, state, pane);
    }
}

/// The column beside the lists: the selected thing in full over the newest entries.
fn beside(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let full = if cx.app.view == View::Timeline {
        area.height
    } else {
        (area.height / 4).max(8)
    };
    detail::render(buf, take_top(&mut area, full), cx, state);
    if area.height > 2 {
        timeline::strip(buf, area, cx, state);
    }
}

/// Splits an area in two columns with some air between them.
fn columns(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width.saturating_sub(2));
    let first = Rect {
        width: left,
        ..area
    };
    let second = Rect {
        x: area.x + left + 2,
        width: area.width - left - 2,
        ..area
    };
    (first, second)
}

/// The narrow Now view: the most urgent clocks, then the pane in focus.
fn one_pane(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let focus = cx.app.focus();
    if focus != Pane::Clocks && area.height >= 2 {
        let most = match area.height {
            0..6 => 1,
            6..12 => 2,
            _ => 3,
        };
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
    if !cx.app.clocks.is_empty() && area.height >= 2 {
        let row = take_top(&mut area, 1);
        // While something lies over it they stand in place of the tabs.
        if !cx.is_covered {
            clocks::bar(buf, row, cx);
        }
    }
    if cx.app.view == View::Report {
        return list(buf, area, cx, state, Pane::Report);
    }
    let split = cx.app.split();
    if area.width >= BESIDE && area.height >= 12 && !split.is_zoomed {
        let left = split.left(area.width, area.width * 3 / 5, LEAST.0);
        let (left, side) = columns(area, left);
        list(buf, left, cx, state, cx.app.focus());
        return beside(buf, side, cx, state);
    }
    with_detail(buf, area, cx, state, cx.app.focus());
}

/// A list, and the selected thing of it in full where there is room.
fn with_detail(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState, pane: Pane) {
    let split = cx.app.split();
    let full = match area.height {
        0..9 => 0,
        9..14 => 3,
        14..24 => 5,
        _ => 8,
    };
    let above = split.above(area.height, area.height - full, LEAST.1);
    let above = if split.is_zoomed || full == 0 {
        area.height
    } else {
        above
    };
    list(buf, take_top(&mut area, above), cx, state, pane);
    detail::render(buf, area, cx, state);
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
