//! Everything that happened, newest first, in the zone of the incident.

use chrono::{Datelike, Timelike};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::list::{self, Head, List};
use super::state::ViewState;
use crate::app::{Action, Pane};
use crate::domain::event::{Entry, Origin};
use crate::domain::mirror::Delivery;
use crate::domain::time::{Precision, When};
use crate::domain::timeline::is_local_only;
use crate::tui::text::{Pen, take_top};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Draws the list with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let count = app.rows.timeline.len();
    let zone = app.incident.zone.to_string();
    let head = Head {
        room: area.height,
        title: "Timeline",
        facts: vec![(format!("times in {zone}"), cx.theme.muted)],
        place: app.place(Pane::Timeline).map(|at| (at, count)),
        focused: true,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if count == 0 {
        return list::empty(buf, area, cx, "nothing happened yet", Action::Note);
    }
    let rows = List {
        pane: Pane::Timeline,
        stays: 0,
        headings: &[],
        focused: true,
    };
    let mut scroll = std::mem::take(state.offset(app.view, Pane::Timeline));
    let mut day = None;
    let row = |pen: &mut Pen<'_>, at: usize| {
        if let Some(entry) = app
            .rows
            .timeline
            .get(at)
            .and_then(|at| app.entries.get(*at))
        {
            row(pen, cx, entry, state, &mut day);
        }
    };
    list::rows(buf, area, cx, &rows, &mut scroll, row, |_, _, _| {});
    *state.offset(app.view, Pane::Timeline) = scroll;
}

/// Draws the newest entries without a cursor, a line each.
pub(super) fn strip(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &ViewState) {
    let head = Head {
        room: area.height,
        title: "Timeline",
        facts: Vec::new(),
        place: None,
        focused: false,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    let newest = cx.app.rows.timeline.iter().take(usize::from(area.height));
    let mut day = None;
    for entry in newest.filter_map(|at| cx.app.entries.get(*at)) {
        let line = take_top(&mut area, 1);
        list::draw_row(buf, line, cx.theme, false, |pen| {
            row(pen, cx, entry, state, &mut day);
        });
    }
}

/// A day, and whether it was named in a line above.
type Day = Option<(i32, u32)>;

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, entry: &Entry, state: &ViewState, above: &mut Day) {
    let theme = cx.theme;
    let zone = cx.app.incident.zone;
    let local = zone.local(entry.shown_at());
    let day = Some((local.year(), local.ordinal()));
    // Before anything is written, so that the columns are the same in every line.
    let wide = pen.left();
    sent_so_far(pen, cx, entry);
    if wide > 60 {
        let is_named = *above == day;
        let date = if is_named {
            String::new()
        } else {
            let month = usize::try_from(local.month0()).unwrap_or(0);
            format!("{:>2} {}", local.day(), MONTHS[month % 12])
        };
        pen.column_of(7, &date, theme.muted);
    }
    *above = day;
    pen.column_of(6, &clock(entry, local.hour(), local.minute()), theme.muted);
    let actor = if wide > 73 { 14 } else { 10 };
    pen.column_of(actor, &entry.actor, theme.muted).gap(1);
    if let Some((glyph, word, style)) = mark(cx, entry, state) {
        pen.text(glyph, style).gap(1).text(word, style).gap(2);
    }
    let style = if state.is_undone(entry.id) {
        theme.muted
    } else {
        theme.text
    };
    pen.text(&cx.app.words_of(entry), style);
}

/// Writes at the end of the line how far an entry got on its way to the issue: what is there
/// is only a sign, and what is stuck is loud.
fn sent_so_far(pen: &mut Pen<'_>, cx: Cx<'_>, entry: &Entry) {
    let Some((glyph, word, style)) = delivery(cx, entry) else {
        return;
    };
    let is_told = match cx.app.mirror.deliveries.get(&entry.id) {
        Some(Delivery::Confirmed) | None => false,
        Some(Delivery::Stuck) => true,
        Some(Delivery::Local | Delivery::Queued | Delivery::Sending | Delivery::Sent) => {
            pen.left() > 60
        }
    };
    // The signs stand below each other.
    pen.at_end(" ", style);
    pen.at_end(glyph, style);
    if is_told {
        pen.at_end(word, style);
    }
}

/// Returns how far an entry got on its way to the issue: a sign, a word and a style; none for
/// what has no such way, or has its mark already.
pub(super) fn delivery(cx: Cx<'_>, entry: &Entry) -> Option<(&'static str, &'static str, Style)> {
    let (glyphs, theme) = (&cx.theme.glyphs, cx.theme);
    let delivery = *cx.app.mirror.deliveries.get(&entry.id)?;
    let (glyph, style) = match delivery {
        Delivery::Local => return None,
        Delivery::Queued => (glyphs.queued, theme.muted),
        Delivery::Sending => (glyphs.sending, theme.text),
        Delivery::Sent => (glyphs.sent, theme.muted),
        Delivery::Confirmed => (glyphs.confirmed, theme.muted),
        Delivery::Stuck => (glyphs.stuck, theme.overdue),
    };
    Some((glyph, delivery.word(), style))
}

/// Returns the time of day as exactly as it is known.
fn clock(entry: &Entry, hour: u32, minute: u32) -> String {
    match entry.happened {
        When::Unknown => "?".into(),
        When::Known {
            precision: Precision::Second | Precision::Minute,
            ..
        } => format!("{hour:02}:{minute:02}"),
        When::Known {
            precision: Precision::Hour,
            ..
        } => format!("{hour:02} h"),
        When::Known { precision, .. } => precision.word().to_owned(),
    }
}

/// Returns what is special about an entry: it was taken back, stays here, or came from there.
pub(super) fn mark(
    cx: Cx<'_>,
    entry: &Entry,
    state: &ViewState,
) -> Option<(&'static str, &'static str, Style)> {
    let glyphs = &cx.theme.glyphs;
    if state.is_undone(entry.id) {
        Some((glyphs.undone, "undone", cx.theme.muted))
    } else if is_local_only(&entry.event) {
        Some((glyphs.local, "local", cx.theme.strong))
    } else {
        let from = match entry.origin {
            Origin::Local => return None,
            Origin::Github => "issue",
            Origin::Baton => "baton",
        };
        Some((glyphs.mirror, from, cx.theme.muted))
    }
}
