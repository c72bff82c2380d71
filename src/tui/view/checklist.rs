//! The checklists: the current ones in the Now view, all of them in their own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::list::{self, Head, List};
use super::state::ViewState;
use crate::app::{Action, ChecklistLine, Pane, View};
use crate::domain::checklist::RowState;
use crate::tui::text::{Pen, take_top};

/// Draws the list with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let focused = app.focus() == Pane::Checklist;
    let lines = app.lines();
    let title = if app.view == View::Now {
        app.rows.phase.as_str()
    } else {
        "Checklist"
    };
    let headings = headings(lines, title);
    let room = area
        .height
        .saturating_sub(u16::try_from(headings.len()).unwrap_or(u16::MAX));
    // A place in a list is told in other words, so that the two are not mixed up.
    let (done, all) = app.rows.progress;
    let progress = match app.view {
        View::Now => format!("{done}/{all} done"),
        _ if area.width < 60 => format!("{} {done}/{all} done", app.rows.phase),
        _ => format!("now {}, {done}/{all} done", app.rows.phase),
    };
    let head = Head {
        room,
        title,
        facts: vec![(progress, cx.theme.muted)],
        place: app.place(Pane::Checklist).map(|at| (at, lines.len())),
        focused,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if lines.is_empty() {
        return list::empty(buf, area, cx, "no lines", Action::Add);
    }
    let rows = List {
        pane: Pane::Checklist,
        stays: 0,
        headings: &headings,
        focused,
    };
    let next = app.next.as_ref().and_then(|next| next.item.as_ref());
    let offset = state.offset(app.view, Pane::Checklist);
    let row = |pen: &mut Pen<'_>, at: usize| row(pen, cx, &lines[at], Some(&lines[at].id) == next);
    let heading = |buf: &mut Buffer, line: Rect, at: usize| heading(buf, line, cx, &lines[at]);
    list::rows(buf, area, cx, &rows, offset, row, heading);
}

/// Returns where another list begins; the one that the rule names needs no heading.
fn headings(lines: &[ChecklistLine], title: &str) -> Vec<usize> {
    let begins = |at: &usize| *at == 0 || lines[*at].list != lines[*at - 1].list;
    let starts = (0..lines.len()).filter(begins);
    starts
        .filter(|at| *at > 0 || lines[*at].list_name != title)
        .collect()
}

fn heading(buf: &mut Buffer, line: Rect, cx: Cx<'_>, first: &ChecklistLine) {
    let theme = cx.theme;
    let mut pen = Pen::new(buf, line, theme);
    let style = if first.current {
        theme.strong
    } else {
        theme.muted
    };
    let (done, all) = first.progress;
    pen.gap(1).text(&first.list_name, style).gap(2);
    pen.text(&format!("{done}/{all} done"), theme.muted);
    if cx.app.view == View::Now && !first.current {
        pen.gap(2).text("left over", theme.soon);
    }
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, line: &ChecklistLine, is_next: bool) {
    let theme = cx.theme;
    let (mark, style) = look(cx, &line.state);
    pen.column_of(4, mark, style);
    if pen.left() > 40 {
        pen.column_of(3, &line.id.0, theme.muted).gap(1);
    }
    let (word, word_style) = word(cx, line, is_next);
    if !word.is_empty() && pen.left() > 28 {
        pen.at_end(" ", theme.text);
        pen.at_end(&word, word_style);
    }
    if let Some(fix) = line.fix.filter(|_| pen.left() > 28) {
        pen.at_end(" ", theme.text);
        pen.at_end(&fix.to_string(), theme.muted);
    }
    pen.text(&line.text, style);
}

/// Returns the box of a state, and the style of its line.
pub(super) fn look(cx: Cx<'_>, state: &RowState) -> (&'static str, Style) {
    let theme = cx.theme;
    match state {
        RowState::Open => ("[ ]", theme.text),
        RowState::Optional => ("[ ]", theme.muted),
        RowState::Done(_) => ("[x]", theme.muted),
        RowState::Derived if theme.glyphs.derived == "=" => ("[=]", theme.muted),
        RowState::Derived => ("[•]", theme.muted),
        RowState::NotApplicable(_) | RowState::Needless => ("[-]", theme.muted),
        RowState::Waiting => (" - ", theme.muted),
    }
}

/// Returns the word at the end of a line: what is next, what settles it, or why it rests.
fn word(cx: Cx<'_>, line: &ChecklistLine, is_next: bool) -> (String, Style) {
    let theme = cx.theme;
    let command = Action::from_word(&line.command).filter(|action| *action != Action::Tick);
    match (&line.state, command) {
        (RowState::Open, _) if !cx.offers(Action::DoNext) => {
            (if is_next { "next" } else { "" }.to_owned(), theme.next)
        }
        (RowState::Open, _) if is_next => {
            let does = cx.app.next.as_ref().map(|next| cx.app.does_next(next));
            let does = does.unwrap_or_default();
            (format!("{} {does}", cx.key(Action::DoNext)), theme.next)
        }
        (RowState::Open, Some(action)) => (cx.key(action), theme.key),
        (RowState::Open, None) => (String::new(), theme.muted),
        (RowState::Optional, _) => ("if needed".into(), theme.muted),
        (RowState::Done(tick), _) => (tick.by.clone(), theme.muted),
        (RowState::Derived, _) => ("by the record".into(), theme.muted),
        (RowState::NotApplicable(_), _) => ("n/a".into(), theme.muted),
        (RowState::Waiting, _) => ("not yet".into(), theme.muted),
        (RowState::Needless, _) => ("not needed".into(), theme.muted),
    }
}
