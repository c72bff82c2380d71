//! The remediation board. Done is not verified, and looks it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::leads::{Widths, owner};
use super::list::{self, Head, List};
use super::state::{Counts, ViewState};
use crate::app::{Action, Pane};
use crate::domain::incident::{Fix, FixClass, FixState};
use crate::tui::text::{Pen, take_top};

/// Draws the board with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let focused = app.focus() == Pane::Remediation;
    let count = app.rows.fixes.len();
    let headings = long_term(cx);
    let head = Head {
        room: area.height.saturating_sub(u16::from(headings.is_some())),
        title: "Remediation",
        facts: facts(cx, state),
        place: app.place(Pane::Remediation).map(|at| (at, count)),
        focused,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if count == 0 {
        let add = if focused { Action::Add } else { Action::Fix };
        return list::empty(buf, area, cx, "nothing to remediate yet", add);
    }
    let widths = Widths::of(area.width, app.incident.counters.fix);
    let fixes = &app.incident.fixes;
    let rows = List {
        pane: Pane::Remediation,
        stays: 0,
        headings: headings.as_slice(),
        focused,
    };
    let offset = state.offset(app.view, Pane::Remediation);
    let row = |pen: &mut Pen<'_>, at: usize| {
        if let Some(fix) = app.rows.fixes.get(at).and_then(|at| fixes.get(*at)) {
            row(pen, cx, fix, widths);
        }
    };
    let heading = |buf: &mut Buffer, line: Rect, _: usize| {
        let mut pen = Pen::new(buf, line, cx.theme);
        pen.gap(1);
        pen.text("long-term, after the incident", cx.theme.muted);
    };
    list::rows(buf, area, cx, &rows, offset, row, heading);
}

/// Returns where the long-term items begin, if there are any; they come last.
fn long_term(cx: Cx<'_>) -> Option<usize> {
    let (rows, fixes) = (&cx.app.rows.fixes, &cx.app.incident.fixes);
    let is_immediate = |fix: &Fix| fix.class == FixClass::Immediate;
    let later = rows.partition_point(|at| fixes.get(*at).is_some_and(is_immediate));
    Some(later).filter(|later| *later < rows.len())
}

/// Returns what the board comes to, in words; what waits to be checked first.
pub(super) fn facts(cx: Cx<'_>, state: &ViewState) -> Vec<(String, Style)> {
    let (theme, counts) = (cx.theme, state.counts());
    let shown = Counts::filtered(cx.app);
    let count = |counts: Counts, states: &[FixState]| {
        let each = states.iter().map(|state| counts.fix(*state));
        each.sum::<usize>()
    };
    let running = [FixState::Open, FixState::Assigned, FixState::InProgress];
    let kinds: [(&[FixState], _, _); 3] = [
        (&[FixState::Done], "to verify", theme.verify),
        (&running, "open", theme.text),
        (&[FixState::Verified], "verified", theme.muted),
    ];
    let present = kinds
        .into_iter()
        .filter(|(states, _, _)| count(counts, states) > 0);
    present
        .map(|(states, word, style)| {
            let shown = shown.map(|shown| count(shown, states));
            (list::tally(shown, count(counts, states), word), style)
        })
        .collect()
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, fix: &Fix, widths: Widths) {
    let theme = cx.theme;
    let (glyph, word, style) = look(cx, fix.state, widths);
    let is_verified = fix.state == FixState::Verified;
    pen.column_of(widths.id, &fix.id.to_string(), theme.muted)
        .gap(1);
    pen.column_of(2, glyph, style);
    pen.column_of(widths.state, word, style).gap(1);
    if widths.owner > 0 {
        let (owner, style) = owner(cx, &fix.owner, is_verified || fix.state == FixState::Open);
        pen.column_of(widths.owner, owner, style).gap(1);
    }
    let text = if is_verified { theme.muted } else { theme.text };
    pen.text(&fix.text, text);
    if let Some(verified) = fix.verified.as_ref().filter(|_| pen.left() > 8) {
        // Set apart: the text before it ends as somebody typed it.
        pen.gap(1)
            .text(&format!("(by {})", verified.by), theme.muted);
    }
    if let Some(tracking) = fix.tracking.as_ref().filter(|_| pen.left() > 8) {
        pen.gap(1).text(&tracking.words(), theme.muted);
    }
}

/// Returns the sign, the word and the style of a state.
pub(super) fn look(
    cx: Cx<'_>,
    state: FixState,
    widths: Widths,
) -> (&'static str, &'static str, Style) {
    let theme = cx.theme;
    let glyphs = &theme.glyphs;
    let is_narrow = widths.state < 13;
    match state {
        FixState::Open => (glyphs.open, "open", theme.strong),
        FixState::Assigned => (glyphs.quarter, "assigned", theme.text),
        FixState::InProgress if is_narrow => (glyphs.half, "working", theme.text),
        FixState::InProgress => (glyphs.half, "in progress", theme.text),
        FixState::Done if is_narrow => (glyphs.most, "verify?", theme.verify),
        FixState::Done => (glyphs.most, "done, verify?", theme.verify),
        FixState::Verified => (glyphs.full, "verified", theme.good),
    }
}
