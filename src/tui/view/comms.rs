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
use crate::tui::text::{Pen, cells, take_top};

/// Draws the ledger with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let all = app.rows.comms.len();
    let open = app.rows.comms.iter().filter(|row| row.is_open()).count();
    let mut facts = vec![
        (format!("times in {}", app.incident.zone), cx.theme.muted),
        ("newest first".to_owned(), cx.theme.muted),
    ];
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
    let columns = columns(cx, area.width.saturating_sub(1));
    let row = |pen: &mut Pen<'_>, at: usize| {
        if let Some(line) = app.rows.comms.get(at) {
            row(pen, cx, line, &columns);
        }
    };
    list::rows(buf, area, cx, &rows, offset, row, |_, _, _| {});
}

/// How wide the names keep at least beside who sent or acknowledged it.
const NAMES: u16 = 40;

/// How wide the columns of a row are.
struct Columns {
    at: u16,
    what: u16,
    who: u16,
    channel: u16,
}

/// Returns columns as wide as what stands in them, but for the names where there is not the room:
/// how a message stands is never cut for them.
fn columns(cx: Cx<'_>, wide: u16) -> Columns {
    let all = &cx.app.rows.comms;
    let widest = |of: &dyn Fn(&LedgerRow) -> u16| all.iter().map(of).max().unwrap_or(0);
    let at = widest(&|row| cells(&time(cx, row)));
    let channel = if wide > 90 {
        widest(&|row| cells(row.way_word()))
    } else {
        0
    };
    let state = widest(&|row| cells(row.state_word()));
    let between = if channel > 0 { 8 } else { 6 };
    let room = wide.saturating_sub(at + channel + between + state);
    let whole = widest(&|row| match cells(&row.by) {
        0 => cells(row.state_word()),
        by => cells(row.state_word()) + 4 + by,
    });
    // So is who sent it, while there is something left for the names.
    let beside = room.saturating_sub(whole.saturating_sub(state));
    let room = if beside < NAMES { room } else { beside };
    let what = widest(&|row| cells(&row.what));
    let who = widest(&|row| cells(&row.who));
    let (what, who) = if what.saturating_add(who) <= room {
        (what, who)
    } else {
        // Whichever is short leaves its room to the other.
        let share = room * 2 / 5;
        let what = what.min(share.max(room.saturating_sub(who)));
        (what, who.min(room.saturating_sub(what)))
    };
    Columns {
        at,
        what,
        who,
        channel,
    }
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, row: &LedgerRow, columns: &Columns) {
    let theme = cx.theme;
    if pen.left() < 60 {
        let word = match row.mirror {
            Some(delivery) => delivery.word(),
            None => row.state.short_word(),
        };
        pen.column_of(11, &row.what, theme.strong).gap(1);
        pen.column_of(12, word, look(cx, row)).gap(1);
        pen.text(&row.who, theme.text);
        return;
    }
    pen.column_of(columns.at, &time(cx, row), theme.muted)
        .gap(2);
    pen.column_of(columns.what, &row.what, theme.strong).gap(2);
    pen.column_of(columns.who, &row.who, theme.text).gap(2);
    if columns.channel > 0 {
        pen.column_of(columns.channel, row.way_word(), theme.muted)
            .gap(2);
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

fn time(cx: Cx<'_>, row: &LedgerRow) -> String {
    let at = row.at.earliest();
    at.map_or_else(
        || "?".to_owned(),
        |at| cx.app.incident.zone.clock(at, cx.app.now),
    )
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
