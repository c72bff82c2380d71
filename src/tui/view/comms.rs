//! Who was told what, when, by which way, and whether they answered.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::list::{self, Head, List};
use super::state::ViewState;
use crate::app::{Action, Pane};
use crate::domain::incident::RouteState;
use crate::domain::ledger::LedgerRow;
use crate::domain::mirror::Delivery;
use crate::domain::text::count;
use crate::tui::text::{Pen, take_top};

/// Draws the ledger with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let all = app.rows.comms.len();
    let open = app.rows.comms.iter().filter(|row| row.is_open()).count();
    let mut facts = vec![(format!("times in {}", app.incident.zone), cx.theme.muted)];
    if open > 0 {
        let text = format!("{} for you", count(open, "line"));
        facts.insert(0, (text, cx.theme.soon));
    }
    let head = Head {
        room: area.height,
        title: "Comms",
        facts,
        place: app.place(Pane::Comms).map(|at| (at, all)),
        focused: true,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if all == 0 {
        return list::empty(
            buf,
            area,
            cx,
            "nobody was told anything yet",
            Action::Sitrep,
        );
    }
    let rows = List {
        pane: Pane::Comms,
        stays: 0,
        headings: &[],
        focused: true,
    };
    let offset = state.offset(app.view, Pane::Comms);
    let row = |pen: &mut Pen<'_>, at: usize| {
        if let Some(line) = app.rows.comms.get(at) {
            row(pen, cx, line);
        }
    };
    list::rows(buf, area, cx, &rows, offset, row, |_, _, _| {});
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, row: &LedgerRow) {
    let theme = cx.theme;
    let wide = pen.left();
    if wide < 60 {
        let word = match row.mirror {
            Some(delivery) => delivery.word(),
            None => row.state.short_word(),
        };
        pen.column_of(11, &row.what, theme.strong).gap(1);
        pen.column_of(12, word, look(cx, row)).gap(1);
        pen.text(&row.who, theme.text);
        return;
    }
    let at = row.at.earliest();
    let at = at.map_or_else(
        || "?".to_owned(),
        |at| cx.app.incident.zone.clock(at, cx.app.now),
    );
    pen.column_of(if wide > 90 { 14 } else { 7 }, &at, theme.muted)
        .gap(1);
    let (what, who) = match wide {
        // However it stands is never cut.
        0..100 => (16, 24),
        100..120 => (24, 26),
        _ => (28, 34),
    };
    pen.column_of(what, &row.what, theme.strong).gap(1);
    pen.column_of(who, &row.who, theme.text).gap(1);
    if wide > 90 {
        pen.column_of(12, row.channel.word(), theme.muted).gap(1);
    }
    pen.text(row.state_word(), look(cx, row));
    let said = match (row.by.as_str(), row.words.as_str()) {
        ("", words) => words.to_owned(),
        (by, _) => format!("by {by}"),
    };
    if !said.is_empty() {
        pen.gap(1).text(&said, theme.muted);
    }
}

fn look(cx: Cx<'_>, row: &LedgerRow) -> Style {
    match row.mirror {
        Some(Delivery::Stuck) => cx.theme.overdue,
        Some(Delivery::Confirmed) => cx.theme.good,
        _ => style(cx, row.state),
    }
}

/// Returns how loud a state is.
pub(super) fn style(cx: Cx<'_>, state: RouteState) -> Style {
    match state {
        RouteState::Failed | RouteState::InDoubt => cx.theme.overdue,
        RouteState::ToCarry => cx.theme.soon,
        RouteState::Acknowledged => cx.theme.good,
        RouteState::Queued | RouteState::Mirrored | RouteState::Sent => cx.theme.text,
        RouteState::Dropped => cx.theme.muted,
    }
}
