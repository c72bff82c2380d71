//! The foot of the screen: the keys that matter here, and what was said last.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Cx;
use super::log::look;
use crate::app::{Action, Layer, Level, Pane, PeopleRow, ReportRow, View};
use crate::domain::checklist::RowState;
use crate::domain::event::Event;
use crate::domain::mirror::Delivery;
use crate::tui::text::{Pen, cells, take_top, wrap};

/// The most lines that a warning takes.
const MOST_LINES: usize = 4;

/// Returns how many lines the footer takes: a warning says at its end what to do, so it is
/// not cut where there is room. What stays until it was read stands above the rest.
pub(super) fn height(cx: Cx<'_>, area: Rect) -> u16 {
    if !is_roomy(area) {
        return 1;
    }
    let lines = folded(cx, area.width).map_or(1, |(text, _)| lines_of(&text, area.width, cx).len());
    let unread = unread(cx).map_or(0, |(text, _)| lines_of(&text, area.width, cx).len());
    u16::try_from(lines.max(1) + unread).unwrap_or(1)
}

fn is_roomy(area: Rect) -> bool {
    area.height >= 20 && area.width > 2
}

/// How many cells the key takes that leads on from what is unread.
const GOING_ON: u16 = 18;

/// Returns what was said last and is to be read whole, if it is: a warning, and whatever is longer
/// than a line, such as the place of a file that was written. What nobody has read goes before
/// that: the keys that go on from it stand there.
fn folded(cx: Cx<'_>, wide: u16) -> Option<(String, Style)> {
    let (app, is_covered) = (cx.app, cx.app.unsaved.is_some() || cx.app.is_filtering);
    let toast = app.toast.as_ref().filter(|_| !is_covered)?;
    match toast.level {
        Level::Warning => {
            let (sign, style) = look(cx, toast.level);
            Some((format!("{sign} {}", toast.text), style))
        }
        Level::Info | Level::News | Level::Error => {
            let is_long = cells(&toast.text) > wide.saturating_sub(2);
            let is_unread = app.log.unread().next().is_some();
            (is_long && !is_unread).then(|| (toast.text.clone(), cx.theme.strong))
        }
    }
}

/// Returns the first of what nobody has read, and its style; its sign tells what it is too.
fn unread(cx: Cx<'_>) -> Option<(String, Style)> {
    let unread = cx.app.log.unread().count();
    let first = cx.app.log.unread().next()?;
    let (sign, style) = look(cx, first.level);
    let more = if unread > 1 {
        format!(" (1 of {unread})")
    } else {
        String::new()
    };
    Some((format!("{sign}{more} {}", first.text), style))
}

fn lines_of(text: &str, wide: u16, cx: Cx<'_>) -> Vec<String> {
    wrap(text, wide - 2, MOST_LINES, cx.theme.glyphs.ellipsis)
}

/// Draws lines that are to be read whole.
fn whole(buf: &mut Buffer, area: &mut Rect, cx: Cx<'_>, text: &str, style: Style) {
    for line in lines_of(text, area.width, cx) {
        let row = take_top(area, 1);
        Pen::new(buf, row, cx.theme).gap(1).text(&line, style);
    }
}

/// Draws the footer, and returns where the cursor stands while a filter is typed.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let unread = unread(cx);
    let is_unread = unread.is_some() && cx.app.layers.is_empty();
    if let Some((text, style)) = unread {
        if area.height == 1 {
            let mut pen = Pen::new(buf, area, cx.theme);
            if cx.app.layers.is_empty() {
                let key = cx.app.keymap.key(Action::Back);
                pen.at_end(&format!("{key} "), cx.theme.key);
            }
            pen.gap(1).text(&text, style);
            return None;
        }
        whole(buf, &mut area, cx, &text, style);
    }
    if let Some((text, style)) = folded(cx, area.width).filter(|_| area.height > 1) {
        whole(buf, &mut area, cx, &text, style);
        return None;
    }
    let line = area;
    if let Some(problem) = &cx.app.unsaved {
        let mut pen = Pen::new(buf, line, cx.theme);
        pen.text(" NOT SAVED: ", cx.theme.urgent);
        pen.text(&problem.cause, cx.theme.overdue);
        pen.text("; ", cx.theme.text)
            .text(&problem.hint, cx.theme.text);
        return None;
    }
    if cx.app.shown().is_filtering {
        return Some(filter(buf, line, cx));
    }
    let (text, style) = said(cx);
    let mut pen = Pen::new(buf, line, cx.theme);
    // What is unread is over the rest, so how one goes on from it is too.
    let keys_need = if is_unread { GOING_ON } else { 8 };
    let room = line.width.saturating_sub(keys_need);
    if cells(&text) > room && is_unread {
        keys(&mut pen, cx);
        return None;
    }
    pen.at_end(" ", style);
    if cells(&text) <= room {
        pen.at_end(&text, style);
    } else {
        pen.gap(1).text(&text, style);
        return None;
    }
    if cx.app.layers.is_empty() {
        keys(&mut pen, cx);
    }
    None
}

fn filter(buf: &mut Buffer, line: Rect, cx: Cx<'_>) -> Position {
    let mut pen = Pen::new(buf, line, cx.theme);
    pen.at_end(" enter keeps it, esc shows all ", cx.theme.muted);
    pen.gap(1)
        .text("/", cx.theme.key)
        .text(&cx.app.shown().filter, cx.theme.strong);
    Position {
        x: pen.column().min(line.right() - 1),
        y: line.y,
    }
}

/// Returns what is at the right: the last word, or that all is saved.
fn said(cx: Cx<'_>) -> (String, Style) {
    let (app, theme) = (cx.app, cx.theme);
    if let Some(toast) = &app.toast {
        return match toast.level {
            Level::Info | Level::News => (toast.text.clone(), theme.strong),
            Level::Warning | Level::Error => {
                let (sign, style) = look(cx, toast.level);
                (format!("{sign} {}", toast.text), style)
            }
        };
    }
    if app.is_saving() {
        return ("saving".into(), theme.soon);
    }
    if app.is_watching {
        return ("WATCHING, only reads".into(), theme.strong);
    }
    let mut parts = Vec::new();
    // What is done here is not done by whoever the machine is set up for.
    if app.me != app.host {
        parts.push(format!("you: {}", app.me));
    }
    // What is being typed is not saved, and the box says how to save it.
    let is_typing = app.layers.iter().any(|it| matches!(it, Layer::Editor(_)));
    if !app.drafts.is_empty() && !is_typing {
        parts.push(crate::domain::text::count(app.drafts.len(), "draft"));
    }
    if app.mirror.waiting > 0 {
        parts.push(format!("{} queued", app.mirror.waiting));
    }
    if !is_typing {
        parts.push("saved".to_owned());
    }
    (parts.join(&format!(" {} ", theme.glyphs.dot)), theme.muted)
}

/// A key of the footer, and the word for what it does here; its own when empty.
type Hint = (Action, &'static str);

/// What can be done anywhere; help and the palette come first, because they know the others.
const EVERYWHERE: [Hint; 7] = [
    (Action::Help, ""),
    (Action::Palette, "all"),
    (Action::Note, ""),
    (Action::Sitrep, ""),
    (Action::Undo, ""),
    (Action::Filter, ""),
    (Action::Quit, ""),
];

/// What can be done about what stays until it was read.
const OF_UNREAD: [Hint; 2] = [(Action::Back, "has read it"), (Action::Log, "shows all")];

/// What can be done while the past is looked at.
const IN_PAST: [Hint; 6] = [
    (Action::Back, "back to now"),
    (Action::EarlierEntry, ""),
    (Action::LaterEntry, ""),
    (Action::HourEarlier, ""),
    (Action::HourLater, ""),
    (Action::PastTime, ""),
];

/// Returns what can be done in a list.
fn here(cx: Cx<'_>) -> &'static [Hint] {
    match cx.app.focus() {
        Pane::Checklist if !is_to_tick(cx) => &[(Action::Add, ""), (Action::Read, "")],
        Pane::Checklist => &[
            (Action::Tick, ""),
            (Action::SetAside, "n/a"),
            (Action::Add, ""),
            (Action::Read, ""),
        ],
        Pane::Clocks => &[(Action::Tick, "settle"), (Action::Snooze, "")],
        Pane::Leads => &[
            (Action::Tick, "move on"),
            (Action::Add, ""),
            (Action::Owner, ""),
            (Action::SetAside, "rule out"),
            (Action::Read, ""),
        ],
        Pane::Remediation => &[
            (Action::Tick, "move on"),
            (Action::Add, ""),
            (Action::Owner, ""),
            (Action::Verify, ""),
            (Action::Reclassify, ""),
            (Action::Read, ""),
        ],
        Pane::Timeline if is_stuck(cx) => &[(Action::Sync, "try again"), (Action::Filter, "")],
        Pane::Timeline if waits(cx) => &[(Action::Tick, "answer"), (Action::Filter, "")],
        Pane::Timeline => &[(Action::Edit, "read"), (Action::Copy, "")],
        Pane::People if is_ask(cx) => &[
            (Action::Tick, "answered"),
            (Action::Edit, "open"),
            (Action::SetAside, "drop"),
            (Action::Lead, "to a lead"),
            (Action::Fix, "to a fix"),
        ],
        Pane::People => &[
            (Action::Tick, "in/out"),
            (Action::Edit, "open"),
            (Action::SetAside, "go home"),
            (Action::Add, ""),
            (Action::Ask, ""),
        ],
        Pane::Comms => &[(Action::Edit, "open"), (Action::Add, "write one")],
        Pane::Evidence => &[
            (Action::Add, "add"),
            (Action::Edit, "hand over"),
            (Action::Copy, ""),
        ],
        Pane::Report if is_cause(cx) => &[
            (Action::Add, "below"),
            (Action::AddLater, "beside"),
            (Action::Edit, "reword"),
            (Action::LinkEvidence, "evidence"),
            (Action::CauseBelow, "in"),
            (Action::CauseOut, "out"),
            (Action::SetAside, "drop"),
        ],
        Pane::Report => match cx.app.selected_report_row() {
            Some(ReportRow::FirstCause) => OF_FIRST_CAUSE,
            Some(ReportRow::FirstLesson(_)) => OF_FIRST_LESSON,
            _ => OF_REPORT,
        },
    }
}

/// What can be done about causes where there are none.
const OF_FIRST_CAUSE: &[Hint] = &[
    (Action::Add, "begins a tree"),
    (Action::NextPane, "section"),
    (Action::PageDown, "scroll"),
];

/// What can be done about lessons where there are none.
const OF_FIRST_LESSON: &[Hint] = &[
    (Action::Add, "adds one"),
    (Action::NextPane, "section"),
    (Action::PageDown, "scroll"),
];

/// What can be done in the rest of the Report view.
const OF_REPORT: &[Hint] = &[
    (Action::Edit, "open"),
    (Action::NextPane, "section"),
    (Action::PageDown, "scroll"),
    (Action::SetAside, "revert"),
];

/// Returns whether a tick of the selected line would say anything: once the record is closed only
/// what is still asked for is ticked.
fn is_to_tick(cx: Cx<'_>) -> bool {
    let line = cx.app.selected_line().filter(|_| cx.app.incident.closed);
    line.is_none_or(|line| line.state == RowState::Open)
}

/// Returns whether the selected row of the Report view is a cause.
fn is_cause(cx: Cx<'_>) -> bool {
    matches!(cx.app.selected_report_row(), Some(ReportRow::Cause(_)))
}

/// Returns whether the selected row of the People view is a question.
fn is_ask(cx: Cx<'_>) -> bool {
    matches!(cx.app.selected_people(), Some(PeopleRow::Ask(_)))
}

/// Returns whether the selected entry does not go out by itself.
fn is_stuck(cx: Cx<'_>) -> bool {
    let entry = cx.app.selected_entry();
    let delivery = entry.and_then(|entry| cx.app.mirror.deliveries.get(&entry.id));
    delivery == Some(&Delivery::Stuck)
}

/// Returns whether what the selected entry is about waits for a word.
fn waits(cx: Cx<'_>) -> bool {
    let incident = &cx.app.incident;
    cx.app
        .selected_entry()
        .is_some_and(|entry| match &entry.event {
            Event::ConflictFound(found) => incident.conflicts.contains_key(&found.subject),
            Event::Suggested { id, .. } => incident.suggestions.contains_key(id),
            _ => false,
        })
}

/// Writes the keys that matter for the list in focus, then those that are everywhere, as many
/// as fit.
fn keys(pen: &mut Pen<'_>, cx: Cx<'_>) {
    let here = here(cx);
    let turns: &[Hint] = if cx.app.view == View::Now {
        &[(Action::NextPane, "pane"), (Action::Zoom, "")]
    } else {
        &[]
    };
    let is_here = |action: Action| here.iter().any(|(here, _)| *here == action);
    let others = EVERYWHERE.iter().filter(|(action, _)| !is_here(*action));
    let is_unread = cx.app.log.unread().next().is_some();
    let of_unread: &[Hint] = if is_unread { &OF_UNREAD } else { &[] };
    let now = here.iter().chain(turns).chain(others);
    let mut all: Vec<Hint> = match cx.app.past {
        Some(_) => of_unread.iter().chain(&IN_PAST).copied().collect(),
        None => of_unread.iter().chain(now).copied().collect(),
    };
    all.retain(|(action, _)| cx.app.offers(*action));
    pen.gap(1);
    let needs = |(action, word): &Hint| {
        let key = cx.app.keymap.key(*action);
        let is_bound = !key.is_empty();
        is_bound.then(|| cells(&key) + cells(worded(*action, word)) + 2)
    };
    // Help knows all the others, so its room is kept until it stands there. Only how one goes on
    // from what is unread goes before it.
    let help = all.iter().find(|(action, _)| *action == Action::Help);
    let mut kept = help.and_then(needs).unwrap_or_default();
    for hint @ (action, word) in &all {
        let Some(wide) = needs(hint) else { continue };
        let is_help = *action == Action::Help;
        let goes_on = is_unread && *action == Action::Back;
        if is_help {
            kept = 0;
        }
        let room = if goes_on { wide } else { wide + kept };
        if room > pen.left() {
            break;
        }
        draw_key(pen, cx, *action, word);
    }
    if kept > 0
        && kept <= pen.left()
        && let Some((action, word)) = help
    {
        draw_key(pen, cx, *action, word);
    }
}

fn worded(action: Action, word: &'static str) -> &'static str {
    if word.is_empty() {
        action.label()
    } else {
        word
    }
}

fn draw_key(pen: &mut Pen<'_>, cx: Cx<'_>, action: Action, word: &'static str) {
    pen.text(&cx.app.keymap.key(action), cx.theme.key).gap(1);
    pen.text(worded(action, word), cx.theme.muted).gap(2);
}
