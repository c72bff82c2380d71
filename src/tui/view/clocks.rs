//! The clocks: how long is left, for what, why, and the key that settles it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::list::{self, Head, List};
use super::state::ViewState;
use crate::app::{Action, Pane};
use crate::domain::clock::{Due, Urgency};
use crate::domain::time::Instant;
use crate::tui::text::{Pen, cells, take_top};

/// The most clocks that are told in one line.
const MOST_IN_LINE: usize = 5;

/// Draws the list of clocks with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let focused = app.focus() == Pane::Clocks;
    let head = Head {
        room: area.height,
        title: "Clocks",
        facts: facts(cx),
        place: app.place(Pane::Clocks).map(|at| (at, app.clocks.len())),
        focused,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if app.clocks.is_empty() {
        let mut pen = Pen::new(buf, area, cx.theme);
        pen.gap(2).text("no clock is running", cx.theme.muted);
        return;
    }
    let (left, name) = widths(cx, area.width);
    let rows = List {
        pane: Pane::Clocks,
        stays: 1,
        headings: &[],
        focused,
    };
    let offset = state.offset(app.view, Pane::Clocks);
    let row = |pen: &mut Pen<'_>, at: usize| row(pen, cx, &app.clocks[at], (left, name));
    list::rows(buf, area, cx, &rows, offset, row, |_, _, _| {});
}

/// Draws the most urgent clocks without a rule, a line each.
pub(super) fn pinned(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>) {
    let widths = widths(cx, area.width);
    for due in cx.app.clocks.iter().take(usize::from(area.height)) {
        let line = take_top(&mut area, 1);
        list::draw_row(buf, line, cx.theme, false, |pen| row(pen, cx, due, widths));
    }
}

/// Draws the most urgent clocks in one line.
pub(super) fn bar(buf: &mut Buffer, line: Rect, cx: Cx<'_>) {
    let theme = cx.theme;
    let mut pen = Pen::new(buf, line, theme);
    pen.gap(1);
    for (at, due) in cx.app.clocks.iter().take(MOST_IN_LINE).enumerate() {
        let (glyph, style, _) = look(cx, due);
        let text = format!("{glyph} {}", due.left(cx.app.now).countdown());
        // The first is always seen, if need be with a part of its name.
        if at > 0 && cells(&text) + cells(&due.name) + 4 > pen.left() {
            break;
        }
        if at > 0 {
            pen.gap(3);
        }
        pen.text(&text, style).gap(1);
        pen.text(&due.name, theme.text);
    }
}

fn facts(cx: Cx<'_>) -> Vec<(String, Style)> {
    let theme = cx.theme;
    let count = |urgency| {
        let all = cx.app.clocks.iter();
        all.filter(|due| due.urgency(cx.app.now) == urgency).count()
    };
    [
        (count(Urgency::Overdue), "overdue", theme.overdue),
        (count(Urgency::Soon), "due soon", theme.soon),
        (count(Urgency::Calm), "running", theme.muted),
        (count(Urgency::Snoozed), "put off", theme.muted),
    ]
    .into_iter()
    .filter(|(count, _, _)| *count > 0)
    .map(|(count, word, style)| (format!("{count} {word}"), style))
    .collect()
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, due: &Due, (left, name): (u16, u16)) {
    let theme = cx.theme;
    let (glyph, style, word) = look(cx, due);
    pen.column_of(2, glyph, style);
    pen.right_of(left, &due.left(cx.app.now).countdown(), style)
        .gap(2);
    if let Some(action) = Action::from_word(&due.command)
        && cx.offers(action)
        && pen.left() > name + 6
    {
        let key = cx.key(action);
        pen.at_end(" ", theme.text);
        // What the clock is about is dearer than how the palette calls what settles it.
        let about = name + 2 + told_width(cx, due);
        let most = if cx.app.keymap.key(action).is_empty() {
            about
        } else {
            name + 6
        };
        if cells(&key) + most < pen.left() {
            pen.at_end(&key, theme.key);
        } else {
            pen.at_end(&cx.short_key(action), theme.key);
        }
    }
    pen.column_of(name, &due.name, theme.text).gap(2);
    let word = word.map(|word| (word, style)).into_iter();
    let until = until(cx, due);
    if let Some((word, style)) = word
        .chain(until.as_deref().map(|t| (t, theme.muted)))
        .next()
    {
        if pen.left() < cells(word) {
            return;
        }
        pen.text(word, style).gap(1);
        if pen.left() > 10 {
            pen.text(theme.glyphs.dot, theme.muted).gap(1);
        }
    }
    if pen.left() > 8 {
        pen.text(&due.reason, theme.muted);
    }
}

/// Returns how wide what stands behind the name of a clock is when all of it is seen.
fn told_width(cx: Cx<'_>, due: &Due) -> u16 {
    let word = look(cx, due).2.map_or(0, cells);
    let until = until(cx, due).map_or(0, |until| cells(&until));
    let stands = if word > 0 { word } else { until };
    let dot = if stands > 0 { 3 } else { 0 };
    (stands + dot).saturating_add(cells(&due.reason))
}

/// Returns how wide the countdowns and the names are: a time that is cut says less than a name.
fn widths(cx: Cx<'_>, wide: u16) -> (u16, u16) {
    let left = cx.app.clocks.iter().take(40);
    let left = left.map(|due| cells(&due.left(cx.app.now).countdown()));
    let left = left.max().unwrap_or(0).max(8);
    let names = cx.app.clocks.iter().take(40).map(|due| cells(&due.name));
    let most = if wide < 50 { wide / 2 } else { wide * 2 / 5 };
    (left, names.max().unwrap_or(0).min(most))
}

/// Returns the sign of a clock, its style, and the word for it unless it is calm.
fn look(cx: Cx<'_>, due: &Due) -> (&'static str, Style, Option<&'static str>) {
    let theme = cx.theme;
    match due.urgency(cx.app.now) {
        Urgency::Overdue => ("!", theme.overdue, Some("overdue")),
        Urgency::Soon => (theme.glyphs.soon, theme.soon, Some("soon")),
        Urgency::Calm => (" ", theme.text, None),
        Urgency::Snoozed => ("z", theme.muted, None),
    }
}

fn until(cx: Cx<'_>, due: &Due) -> Option<String> {
    let until = due.snoozed_until.filter(|_| due.is_snoozed(cx.app.now))?;
    if until == Instant::MAX_UTC {
        return Some("acknowledged".into());
    }
    let at = cx.app.incident.zone.clock(until, cx.app.now);
    Some(format!("put off to {at}"))
}
