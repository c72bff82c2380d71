//! The NEXT line: what the process asks for now, by when, why, and the one key that does it.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use crate::app::Action;
use crate::domain::clock::{Due, Urgency};
use crate::domain::next::NextStep;
use crate::domain::ruling;
use crate::domain::time::Instant;
use crate::tui::text::{Pen, cells, take_top};

/// Returns how many lines it takes.
pub(super) fn height(cx: Cx<'_>, area: Rect) -> u16 {
    let Some(next) = &cx.app.next else { return 1 };
    let (key, does) = key(cx, next);
    let due = when(next, cx.app.now);
    let whole = 8 + cells(&next.text) + 3 + cells(&due) + 4 + cells(&key) + cells(&does);
    // Of a conflict the second line says who and when.
    let is_long = whole > area.width || next.conflict.is_some();
    if is_long && area.height >= 16 { 2 } else { 1 }
}

/// Draws it: the one thing on the screen with a ground of its own once it is overdue.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>) {
    let Some(next) = &cx.app.next else {
        return nothing(buf, area, cx);
    };
    let theme = cx.theme;
    let look = look(cx, next);
    if next.urgency == Urgency::Overdue {
        buf.set_style(area, look.text);
    }
    let first = take_top(&mut area, 1);
    if area.height == 0 {
        return one_line(buf, first, cx, next, &look);
    }
    let mut pen = Pen::new(buf, first, theme);
    label(&mut pen, cx, &look);
    let from = pen.column();
    let text = text(cx, next, pen.left());
    pen.text(&text, look.text);
    let mut pen = Pen::new(buf, area, theme);
    does(&mut pen, cx, next, &look);
    pen.gap(from - area.x);
    let due = when(next, cx.app.now);
    if due.is_empty() {
        let why = clauses(&next.why, pen.left());
        pen.text(&why, look.muted);
    } else {
        pen.text(&due, look.label);
        why(&mut pen, cx, next, look.muted);
    }
}

fn one_line(buf: &mut Buffer, line: Rect, cx: Cx<'_>, next: &NextStep, look: &Look) {
    let mut pen = Pen::new(buf, line, cx.theme);
    does(&mut pen, cx, next, look);
    label(&mut pen, cx, look);
    let due = when(next, cx.app.now);
    let due_needs = if due.is_empty() { 0 } else { cells(&due) + 3 };
    let most = pen.left().saturating_sub(due_needs).max(8);
    pen.column_of(cells(&next.text).min(most), &next.text, look.text);
    add(&mut pen, cx, &due, look.label, look.muted);
    why(&mut pen, cx, next, look.muted);
}

fn label(pen: &mut Pen<'_>, cx: Cx<'_>, look: &Look) {
    pen.gap(1).text("NEXT ", look.label);
    pen.text(cx.theme.glyphs.next, look.label).gap(1);
}

/// Returns what to do, for a line of so many cells: of a conflict both values have to fit.
fn text<'a>(cx: Cx<'a>, next: &'a NextStep, wide: u16) -> Cow<'a, str> {
    let conflicts = &cx.app.incident.conflicts;
    let conflict = next.conflict.as_ref();
    match conflict.and_then(|subject| conflicts.get_key_value(subject)) {
        Some((subject, conflict)) => {
            let zone = cx.app.incident.zone;
            ruling::line(subject, conflict, zone, usize::from(wide)).into()
        }
        None => next.text.as_str().into(),
    }
}

/// Writes the key that does it, and what that is, at the end of the line.
fn does(pen: &mut Pen<'_>, cx: Cx<'_>, next: &NextStep, look: &Look) {
    let (key, does) = key(cx, next);
    pen.at_end(" ", look.text);
    pen.at_end(&does, look.muted);
    pen.at_end(&key, look.key);
}

fn nothing(buf: &mut Buffer, area: Rect, cx: Cx<'_>) {
    let mut pen = Pen::new(buf, area, cx.theme);
    let word = if cx.app.incident.closed {
        "nothing: the record is closed"
    } else {
        "nothing is due"
    };
    pen.gap(1).text("NEXT ", cx.theme.muted);
    pen.text(cx.theme.glyphs.next, cx.theme.muted).gap(1);
    pen.text(word, cx.theme.muted);
}

struct Look {
    label: Style,
    text: Style,
    muted: Style,
    key: Style,
}

fn look(cx: Cx<'_>, next: &NextStep) -> Look {
    let theme = cx.theme;
    match next.urgency {
        Urgency::Overdue => Look {
            label: theme.urgent,
            text: theme.urgent,
            muted: theme.urgent,
            key: theme.urgent,
        },
        Urgency::Soon => Look {
            label: theme.soon,
            text: theme.strong,
            muted: theme.muted,
            key: theme.soon,
        },
        Urgency::Calm | Urgency::Snoozed => Look {
            label: theme.next,
            text: theme.strong,
            muted: theme.muted,
            key: theme.focus,
        },
    }
}

/// Adds a part with a dot before it, if there is something to say and room to say it.
fn add(pen: &mut Pen<'_>, cx: Cx<'_>, text: &str, style: Style, dot: Style) {
    if text.is_empty() || pen.left() < 14 {
        return;
    }
    pen.gap(1).text(cx.theme.glyphs.dot, dot).gap(1);
    pen.text(text, style);
}

/// Adds why, as far as there is room.
fn why(pen: &mut Pen<'_>, cx: Cx<'_>, next: &NextStep, style: Style) {
    let why = clauses(&next.why, pen.left().saturating_sub(3));
    add(pen, cx, &why, style, style);
}

/// Returns a text without the clause that there is no room for, and what follows it, where it tells
/// a time: half of one is another, and what is said of it belongs to it. An ellipsis stands for them.
fn clauses(text: &str, room: u16) -> Cow<'_, str> {
    if cells(text) <= room {
        return text.into();
    }
    let ends = text.match_indices([',', ';']).map(|(at, _)| at);
    let kept = ends.take_while(|at| cells(&text[..*at]) <= room).last();
    let kept = kept.unwrap_or(0);
    let rest = text[kept..].trim_start_matches([',', ';']);
    let clause = rest.split([',', ';']).next().unwrap_or_default();
    let before = text.len() - rest.len();
    let time = clause.find(|c: char| c.is_ascii_digit());
    let is_seen = time.is_some_and(|at| cells(&text[..before + at]) < room);
    // Of what follows a word has to be seen, or the ellipsis takes the end of what is kept.
    let is_behind = kept > 0 && room < cells(&text[..kept]) + 8;
    match &text[..kept] {
        _ if !(is_seen || is_behind) => text.into(),
        "" => Cow::default(),
        kept if cells(kept) < room => format!("{kept}\u{2026}").into(),
        // Without room for an ellipsis what tells no time is cut as other texts are.
        kept if kept.contains(|c: char| c.is_ascii_digit()) => kept.into(),
        _ => text.into(),
    }
}

/// Returns the key that does it, and what it does.
fn key(cx: Cx<'_>, next: &NextStep) -> (String, Cow<'static, str>) {
    if !cx.offers(Action::DoNext) {
        return Default::default();
    }
    (cx.key(Action::DoNext), cx.app.does_next(next))
}

fn when(next: &NextStep, now: Instant) -> String {
    next.due
        .as_ref()
        .map_or_else(String::new, |due| left(due, now))
}

/// Returns the time left in words.
fn left(due: &Due, now: Instant) -> String {
    let countdown = due.left(now).countdown();
    match countdown.strip_prefix('-') {
        Some(past) => format!("overdue {past}"),
        None => format!("due in {countdown}"),
    }
}
