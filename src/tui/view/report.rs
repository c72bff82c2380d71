//! The report: its parts and the worksheet on one side, the selected thing in full beside it.

mod laid;
mod whole;

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub(super) use self::laid::Laid;
use self::whole::whole;
use super::Cx;
use super::list::{self, Head, List};
use super::state::ViewState;
use crate::app::{Figures, Pane, ReportRow, Section};
use crate::domain::metrics::Metric;
use crate::domain::report::PartState;
use crate::domain::vocabulary::vocabulary;
use crate::domain::worksheet::{Cause, Worksheet};
use crate::tui::markdown::{self, draw};
use crate::tui::text::{Pen, cells, take_top};

/// From this width on the text stands beside the list.
const BESIDE: u16 = 96;

/// The fewest columns that each of them keeps.
const LEAST: u16 = 30;

/// The most lines of a text that are laid out.
const MOST: usize = 4_000;

/// Draws the rows, and the selected one in full.
pub(super) fn render(buf: &mut Buffer, area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let Some(figures) = &cx.app.rows.figures else {
        let mut pen = Pen::new(buf, area, cx.theme);
        pen.gap(1).text("working the report out", cx.theme.muted);
        return;
    };
    let split = cx.app.split();
    if split.is_zoomed {
        // The keys act on the list, and what is read is the text.
        return text(buf, area, cx, state, figures);
    }
    if area.width >= BESIDE {
        let width = split.left(area.width, (area.width * 2 / 5).max(42), LEAST);
        let left = Rect { width, ..area };
        let right = Rect {
            x: area.x + width + 2,
            width: area.width - width - 2,
            ..area
        };
        rows(buf, left, cx, state, figures);
        return text(buf, right, cx, state, figures);
    }
    let mut lower = area;
    let above = split.above(area.height, area.height - area.height * 3 / 5, 3);
    let upper = take_top(
        &mut lower,
        if area.height >= 8 { above } else { area.height },
    );
    rows(buf, upper, cx, state, figures);
    text(buf, lower, cx, state, figures);
}

fn rows(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState, figures: &Figures) {
    let app = cx.app;
    let all = &app.rows.report;
    let section = app.selected_report_row().map(ReportRow::section);
    let section = section.unwrap_or(Section::Report);
    let parts = figures.report.parts.iter();
    let edited = parts.filter(|part| part.state != PartState::Generated);
    let facts = match edited.count() {
        0 => Vec::new(),
        n => vec![(format!("{n} edited"), cx.theme.muted)],
    };
    let sections = all.iter().map(ReportRow::section).enumerate();
    let mut headings: Vec<usize> = Vec::new();
    let mut before = all.first().map(ReportRow::section);
    for (at, section) in sections {
        if Some(section) != before {
            headings.push(at);
        }
        before = Some(section);
    }
    let between = u16::try_from(headings.len()).unwrap_or(u16::MAX);
    let head = Head {
        room: area.height.saturating_sub(between),
        title: section.title(),
        facts,
        place: app.place(Pane::Report).map(|at| (at, all.len())),
        focused: true,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    let shown = List {
        pane: Pane::Report,
        stays: 0,
        headings: &headings,
        focused: true,
    };
    let offset = state.offset(app.view, Pane::Report);
    let draw = |pen: &mut Pen<'_>, at: usize| {
        if let Some(row) = all.get(at) {
            self::row(pen, cx, row, figures);
        }
    };
    let heading = |buf: &mut Buffer, line: Rect, at: usize| {
        let title = all.get(at).map_or("", |row| row.section().title());
        let head = Head {
            room: 0,
            title,
            facts: Vec::new(),
            place: None,
            focused: false,
        };
        list::rule(buf, line, cx, &head);
    };
    list::rows(buf, area, cx, &shown, offset, draw, heading);
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, row: &ReportRow, figures: &Figures) {
    let (theme, sheet) = (cx.theme, &cx.app.incident.worksheet);
    match row {
        ReportRow::Part(id) => part(pen, cx, id, figures),
        ReportRow::Moment(moment) => {
            let when = cx.app.incident.moments.get(moment);
            let zone = cx.app.incident.zone;
            match when {
                Some(when) => field(pen, cx, moment.word(), &zone.plain(when)),
                None => unknown(pen, cx, moment.word(), "not set"),
            }
        }
        ReportRow::Containment(label) => {
            let mut all = sheet.containments.iter();
            if let Some(it) = all.find(|it| it.label == *label) {
                let when = cx.app.incident.zone.plain(&it.when);
                let picked = if it.picked { " (counts)" } else { "" };
                pen.gap(2);
                pen.text(&format!("{when} {label}{picked}"), theme.text);
            }
        }
        ReportRow::Metric(metric) => {
            let value = figures.metrics.value_words(*metric);
            let style = value_style(cx, figures, *metric);
            name(pen, cx, metric.name());
            pen.text(fitting(&value, pen.left()), style);
        }
        ReportRow::Facet(facet) => {
            let list = vocabulary().list(*facet);
            let called = list.map_or(facet.word(), |list| list.name.as_str());
            let values = facet.values(&cx.app.incident).join(", ");
            if values.is_empty() {
                unknown(pen, cx, called, "unknown");
            } else {
                field(pen, cx, called, &values);
            }
        }
        ReportRow::Cause(id) => cause(pen, cx, *id, sheet),
        ReportRow::FirstCause => {
            pen.gap(1).text("no cause yet", theme.muted);
            if !cx.offers(crate::app::Action::Add) {
                return;
            }
            pen.text(": ", theme.muted);
            pen.text(&cx.key(crate::app::Action::Add), theme.key);
            pen.text(" begins a tree", theme.muted);
        }
        ReportRow::Lesson(id) => {
            let mut all = sheet.lessons.iter();
            if let Some(lesson) = all.find(|lesson| lesson.id == *id) {
                pen.gap(1);
                pen.column_of(9, lesson.list.word(), theme.muted).gap(1);
                pen.text(&lesson.text, theme.text);
            }
        }
        ReportRow::FirstLesson(list) => unknown(pen, cx, list.title(), "nothing yet"),
    }
}

/// Returns a value as it fits: without what it goes on to say, which stands beside the list.
fn fitting(value: &str, room: u16) -> &str {
    if cells(value) <= room {
        return value;
    }
    let short = value.split([':', '(']).next();
    short.map_or(value, str::trim_end)
}

fn part(pen: &mut Pen<'_>, cx: Cx<'_>, id: &str, figures: &Figures) {
    let parts = figures.report.parts.iter();
    let Some((n, part)) = (1..).zip(parts).find(|(_, part)| part.id == id) else {
        return;
    };
    let theme = cx.theme;
    match part.state {
        PartState::Generated => {}
        PartState::Edited { .. } => {
            pen.at_end("edited", theme.good);
        }
        PartState::Clash { .. } => {
            pen.at_end("! CLASH", theme.overdue);
        }
    }
    pen.right_of(2, &format!("{n}"), theme.muted).gap(1);
    pen.text(&part.title, theme.text);
}

fn cause(pen: &mut Pen<'_>, cx: Cx<'_>, id: crate::domain::ids::CauseId, sheet: &Worksheet) {
    let nodes = sheet.causes.in_order();
    let Some(node) = nodes.iter().find(|node| node.cause.id == id) else {
        return;
    };
    let theme = cx.theme;
    let Cause { text, evidence, .. } = node.cause;
    let most = pen.left() / 3;
    let depth = u16::try_from(node.depth * 2).unwrap_or(most).min(most);
    let proof = match evidence.len() {
        0 => "no evidence".to_owned(),
        n => format!("{n} linked"),
    };
    if pen.left() > 40 {
        pen.at_end(&proof, theme.muted);
    }
    pen.gap(1 + depth);
    pen.text(&id.to_string(), theme.muted).gap(1);
    let style = if node.depth == 0 {
        theme.strong
    } else {
        theme.text
    };
    pen.text(text, style);
}

fn name(pen: &mut Pen<'_>, cx: Cx<'_>, name: &str) {
    let wide = name_width(pen.left());
    pen.gap(1).column_of(wide, name, cx.theme.muted).gap(1);
}

fn name_width(left: u16) -> u16 {
    if left < 40 { 13 } else { 20 }
}

/// Draws a name and a value. The value begins further to the left where it would be cut else and
/// the name leaves the room.
fn field(pen: &mut Pen<'_>, cx: Cx<'_>, called: &str, value: &str) {
    let usual = name_width(pen.left());
    let room = pen.left().saturating_sub(cells(value) + 2);
    let wide = usual.min(room.max(cells(called)));
    pen.gap(1).column_of(wide, called, cx.theme.muted).gap(1);
    pen.text(value, cx.theme.text);
}

fn unknown(pen: &mut Pen<'_>, cx: Cx<'_>, called: &str, word: &str) {
    name(pen, cx, called);
    pen.text(word, cx.theme.muted);
}

/// What is not known is muted; what has to be looked at stands out.
fn value_style(cx: Cx<'_>, figures: &Figures, metric: Metric) -> Style {
    match figures.metrics.measure(metric) {
        Some(measure) if measure.iso().is_none() => cx.theme.muted,
        Some(measure) if !measure.flags().is_empty() => cx.theme.soon,
        Some(_) | None => cx.theme.text,
    }
}

/// Draws the selected thing in full, from where it is scrolled to.
fn text(
    buf: &mut Buffer,
    mut area: Rect,
    cx: Cx<'_>,
    state: &mut ViewState,
    figures: &Arc<Figures>,
) {
    let Some(row) = cx.app.selected_report_row().filter(|_| area.height > 1) else {
        return;
    };
    let (title, said) = whole(cx, row, figures);
    let (wide, ellipsis) = (area.width.saturating_sub(3), cx.theme.glyphs.ellipsis);
    let wrapped;
    let lines = if let ReportRow::Part(id) = row {
        state.laid.lines(figures, id, wide, ellipsis)
    } else {
        wrapped = markdown::wrapped(&said, wide, MOST, ellipsis);
        wrapped.as_slice()
    };
    let room = usize::from(area.height.saturating_sub(1));
    let from = cx.app.scroll.min(lines.len().saturating_sub(room));
    let facts = if lines.len() > room {
        let to = (from + room).min(lines.len());
        let keys = [crate::app::Action::PageDown, crate::app::Action::PageUp]
            .map(|action| cx.app.keymap.key(action));
        vec![
            (
                format!("{}-{to} of {}", from + 1, lines.len()),
                cx.theme.muted,
            ),
            (format!("{} {}", keys[0], keys[1]), cx.theme.key),
        ]
    } else {
        Vec::new()
    };
    let head = Head {
        room: area.height,
        title: &title,
        facts,
        place: None,
        focused: false,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    for (line, is_clash) in lines.iter().zip(clashes(lines)).skip(from).take(room) {
        let mut pen = Pen::new(buf, take_top(&mut area, 1), cx.theme);
        pen.gap(2);
        let style = if is_clash {
            cx.theme.overdue
        } else {
            style_of(cx, line)
        };
        draw(&mut pen, cx.theme, line, style);
    }
}

/// Returns of each line whether it says that the text above clashes with the record: that may take
/// more than one of them.
fn clashes(lines: &[String]) -> impl Iterator<Item = bool> {
    let mut goes_on = false;
    lines.iter().map(move |line| {
        let is_clash = goes_on || line.starts_with("**The text above");
        goes_on = is_clash && !line.ends_with(":**");
        is_clash
    })
}

/// Headings stand out.
fn style_of(cx: Cx<'_>, line: &str) -> Style {
    if markdown::is_heading(line) {
        cx.theme.strong
    } else if line.starts_with('_') || line.trim_start().starts_with('>') {
        cx.theme.muted
    } else {
        cx.theme.text
    }
}
