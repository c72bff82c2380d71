//! The planner of the rotation: hours across, people down, and what is wrong below.

mod bars;
mod chart;
mod grid;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::layers::{lines, open_box};
use crate::app::{Action, Planner};
use crate::domain::rotation::{Finding, Slot, remarks, span_words};
use crate::domain::text::count;
use crate::tui::text::{Pen, cells, take_bottom, take_top, wrap};

/// The fewest lines that the chart gets: the hours, some people, and how many are on.
const CHART: u16 = 5;
/// The lines of what is wrong that are seen before a long list of people is.
const MOST_SAID: u16 = 4;
/// The most lines that one thing that is wrong takes.
const MOST_LINES: usize = 2;
/// Below this height what the signs mean is left to help.
const ROOMY: u16 = 18;

/// Draws the planner over the whole area: a chart needs the width.
pub(super) fn render(buf: &mut Buffer, area: Rect, cx: Cx<'_>, planner: &Planner) {
    let foot = if planner.is_accepted(&cx.app.incident) {
        "esc closes it"
    } else {
        "esc leaves it as a draft"
    };
    let mut inside = open_box(buf, area, cx, &title(cx, planner), foot, cx.theme.focus);
    let mut keys = keys(cx, planner, inside.width);
    if area.height < ROOMY + 4 {
        // The first matter most, and help has them all.
        keys.truncate(2);
    }
    let height = u16::try_from(keys.len()).unwrap_or(u16::MAX);
    let room = inside.height.saturating_sub(CHART);
    let mut below = take_bottom(&mut inside, height.min(room));
    for line in &keys {
        draw_keys(buf, take_top(&mut below, 1), cx, line);
    }
    if inside.height >= ROOMY {
        let line = take_bottom(&mut inside, 1);
        Pen::new(buf, line, cx.theme).text(&chart::legend(cx), cx.theme.muted);
    }
    let said = findings(cx, planner, inside.width);
    let wanted = u16::try_from(said.len()).unwrap_or(u16::MAX);
    // The chart has everybody, unless too little were left to say what is wrong.
    let needs = chart::height(planner);
    let left = inside.height.saturating_sub(1 + wanted.min(MOST_SAID));
    let area = take_top(&mut inside, needs.min(left.max(CHART)));
    chart::render(buf, area, cx, planner);
    let spare = inside.height.saturating_sub(1 + wanted);
    take_top(&mut inside, spare.min(1));
    draw_marked(buf, take_top(&mut inside, 1), cx, planner);
    take_top(&mut inside, spare.saturating_sub(1).min(1));
    draw_findings(buf, &mut inside, cx, &said);
}

fn title(cx: Cx<'_>, planner: &Planner) -> String {
    let hours = planner.wanted.horizon.as_seconds() / 3600;
    let seats = match planner.wanted.seats {
        None => String::new(),
        Some(seats) => format!(", {seats} at a time"),
    };
    let state = if planner.is_accepted(&cx.app.incident) {
        "accepted".to_owned()
    } else {
        format!("NOT ACCEPTED, {hours} h{seats}")
    };
    format!("Rotation: {state}")
}

/// A line of what is wrong, and how it looks.
type Said = (String, Style);

fn findings(cx: Cx<'_>, planner: &Planner, wide: u16) -> Vec<Said> {
    let (zone, now, theme) = (cx.app.incident.zone, cx.app.now, cx.theme);
    let mut said: Vec<Said> = Vec::new();
    let mut say = |text: &str, style: Style| {
        let lines = wrap(text, wide, MOST_LINES, theme.glyphs.ellipsis);
        said.extend(lines.into_iter().map(|line| (line, style)));
    };
    if !planner.problem.is_empty() {
        say(&planner.problem, theme.overdue);
    }
    // What nobody marked comes first: of the rest somebody knows.
    let (marked, open): (Vec<&Finding>, Vec<&Finding>) =
        planner.findings.iter().partition(|it| it.is_marked());
    for finding in open.into_iter().chain(marked) {
        let words = finding.words(zone, now);
        if finding.is_marked() {
            say(&format!("~ {words}"), theme.verify);
        } else {
            say(&format!("! {words}: {}", finding.next_step()), theme.soon);
        }
    }
    let is_whole = planner.findings.is_empty() && planner.problem.is_empty();
    for remark in remarks(&planner.rotation, &planner.people, now) {
        say(&format!("i {remark}"), theme.text);
    }
    if is_whole {
        said.push(("all is covered, and everybody rests".into(), theme.good));
    }
    said
}

/// Draws what is wrong, and how much of it has no room.
fn draw_findings(buf: &mut Buffer, area: &mut Rect, cx: Cx<'_>, said: &[Said]) {
    let room = usize::from(area.height);
    let shown = if said.len() > room {
        room.saturating_sub(1)
    } else {
        said.len()
    };
    for (text, style) in &said[..shown] {
        lines(buf, area, cx, text, 1, *style);
    }
    if shown < said.len() {
        let more = count(said.len() - shown, "more line");
        lines(buf, area, cx, &format!("and {more}"), 1, cx.theme.soon);
    }
}

/// Draws the shift that the keys act on, in words.
fn draw_marked(buf: &mut Buffer, line: Rect, cx: Cx<'_>, planner: &Planner) {
    let theme = cx.theme;
    let Some(slot) = planner.marked_slot() else {
        Pen::new(buf, line, theme).text("nobody is planned", theme.muted);
        return;
    };
    let (at, all) = (planner.marked + 1, planner.rotation.slots.len());
    let mut pen = Pen::new(buf, line, theme);
    pen.at_end(&format!("{at}/{all}"), theme.muted);
    pen.text(theme.glyphs.cursor, theme.focus).gap(1);
    pen.text(&slot.person, theme.strong).gap(2);
    pen.text(&words(cx, slot), theme.text);
    if !slot.reason.is_empty() {
        pen.gap(2).text(&format!("~ {}", slot.reason), theme.verify);
    }
}

fn words(cx: Cx<'_>, slot: &Slot) -> String {
    let when = span_words(slot.from, slot.to, cx.app.incident.zone, cx.app.now);
    format!("{when}  {}", slot.span().short())
}

/// A key, or two of a kind, and what they do.
type Key = (String, &'static str);

/// Returns the keys in as few lines as they fit in; the first matter most.
fn keys(cx: Cx<'_>, planner: &Planner, wide: u16) -> Vec<Vec<Key>> {
    let key = |action| cx.app.keymap.key(action);
    let two = |one, other| format!("{} {}", key(one), key(other));
    let mut all = Vec::new();
    if !planner.is_accepted(&cx.app.incident) {
        all.push((key(Action::AcceptRotation), "accept"));
    }
    all.extend([
        (key(Action::Help), "keys"),
        (two(Action::Down, Action::Up), "shift"),
        (two(Action::NextPerson, Action::PreviousPerson), "person"),
        (two(Action::StartEarlier, Action::StartLater), "start"),
        (two(Action::EndEarlier, Action::EndLater), "end"),
        (key(Action::ShiftReason), "why"),
        (key(Action::AddShift), "add"),
        (key(Action::RemoveShift), "remove"),
        (key(Action::Propose), "propose"),
        (key(Action::Horizon), "hours"),
        (key(Action::Seats), "at a time"),
        (key(Action::SaveCalendar), "calendar"),
    ]);
    let mut lines: Vec<Vec<Key>> = vec![Vec::new()];
    let mut used = 0;
    for (key, does) in all {
        let width = cells(&key) + cells(does) + 3;
        if used + width > wide + 2 && used > 0 {
            lines.push(Vec::new());
            used = 0;
        }
        used += width;
        if let Some(line) = lines.last_mut() {
            line.push((key, does));
        }
    }
    lines
}

fn draw_keys(buf: &mut Buffer, line: Rect, cx: Cx<'_>, keys: &[Key]) {
    let mut pen = Pen::new(buf, line, cx.theme);
    for (key, does) in keys {
        pen.text(key, cx.theme.key).gap(1);
        pen.text(does, cx.theme.muted).gap(2);
    }
}
