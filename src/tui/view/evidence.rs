//! The register of evidence: what, who holds it, where, and each time it changed hands.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Cx;
use super::list::{self, Head, List};
use super::state::ViewState;
use crate::app::{Action, EvidenceLine, EvidencePart, Pane};
use crate::domain::evidence::{Evidence, FileMark, Handling};
use crate::domain::text::count;
use crate::domain::time::When;
use crate::tui::text::{Pen, take_top};

/// How much of a SHA-256 stands in a row; all of it has a row of its own.
const SHORT: usize = 12;

/// Draws the register with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let all = app.rows.evidence.len();
    let things = count(app.incident.evidence.len(), "thing");
    let head = Head {
        room: area.height,
        title: "Evidence",
        facts: vec![
            (things, cx.theme.muted),
            ("stays on this machine".to_owned(), cx.theme.muted),
            (format!("times in {}", app.incident.zone), cx.theme.muted),
        ],
        place: app.place(Pane::Evidence).map(|at| (at, all)),
        focused: true,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if all == 0 {
        return list::empty(buf, area, cx, "the register is empty", Action::Evidence);
    }
    let rows = List {
        pane: Pane::Evidence,
        stays: 0,
        headings: &[],
        focused: true,
    };
    let offset = state.offset(app.view, Pane::Evidence);
    let row = |pen: &mut Pen<'_>, at: usize| {
        if let Some(line) = app.rows.evidence.get(at) {
            row(pen, cx, line);
        }
    };
    list::rows(buf, area, cx, &rows, offset, row, |_, _, _| {});
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, line: &EvidenceLine) {
    let Some(evidence) = cx.app.incident.evidence.get(line.at) else {
        return;
    };
    match line.part {
        EvidencePart::Thing => thing(pen, cx, evidence),
        EvidencePart::File => {
            if let Some(mark) = &evidence.file {
                pen.gap(5).text("SHA-256 ", cx.theme.muted);
                pen.text(&file(mark), cx.theme.text);
            }
        }
        EvidencePart::Handling(at) => {
            if let Some(handling) = evidence.handlings.get(at) {
                handled(pen, cx, handling);
            }
        }
    }
}

fn thing(pen: &mut Pen<'_>, cx: Cx<'_>, evidence: &Evidence) {
    let theme = cx.theme;
    let (holder, place) = match evidence.now() {
        Some(now) => (now.holder.as_str(), now.place.as_str()),
        None => ("", ""),
    };
    pen.column_of(4, &evidence.id.to_string(), theme.strong)
        .gap(1);
    let wide = pen.left();
    let (what, who) = match wide {
        0..70 => (wide.saturating_sub(18).max(10), 16),
        70..100 => (30, 16),
        _ => (44, 20),
    };
    pen.column_of(what, &evidence.what, theme.strong).gap(1);
    pen.column_of(who, holder, theme.text).gap(1);
    if wide < 70 {
        return;
    }
    let short = evidence.file.as_ref().map(|mark| &mark.sha256);
    let short = short.and_then(|sha| sha.get(..SHORT)).unwrap_or("no file");
    pen.column_of(12, short, theme.muted).gap(1);
    pen.text(place, theme.text);
}

fn handled(pen: &mut Pen<'_>, cx: Cx<'_>, handling: &Handling) {
    let theme = cx.theme;
    pen.gap(5);
    let is_wide = pen.left() >= 70;
    pen.column_of(
        if is_wide { 17 } else { 12 },
        &when(cx, &handling.when),
        theme.muted,
    )
    .gap(1);
    pen.column_of(11, handling.step.word(), theme.text).gap(1);
    let by = if is_wide && handling.by != handling.holder {
        format!(", written down by {}", handling.by)
    } else {
        String::new()
    };
    let to = format!("{}, at {}{by}", handling.holder, handling.place);
    pen.text(&to, theme.text);
}

/// Returns a time of handling, no more exact than it is known.
pub(super) fn when(cx: Cx<'_>, when: &When) -> String {
    let is_exact = when.precision().is_some_and(|known| !known.is_coarse());
    match when.earliest().filter(|_| is_exact) {
        Some(at) => cx.app.incident.zone.clock(at, cx.app.now),
        None => cx.app.incident.zone.plain(when),
    }
}

/// Returns what shows that a file is the same.
pub(super) fn file(mark: &FileMark) -> String {
    format!("{}, {} bytes, {}", mark.sha256, mark.bytes, mark.path)
}
