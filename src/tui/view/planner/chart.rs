//! The chart of a plan. What is wrong shows by signs, and colour only adds to them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::Cx;
use super::bars::{Bars, HEADLESS, LONG, MARKED, NOBODY, SOON, TWICE};
use super::grid::Grid;
use crate::app::Planner;
use crate::domain::rotation::{Candidate, Trouble};
use crate::domain::time::{Span, Zone};
use crate::tui::text::{Pen, cells, take_top};

/// How many hours may lie between two labels.
const LABELS: [u32; 6] = [1, 2, 3, 6, 12, 24];
/// The fewest columns from one label to the next.
const APART: i64 = 4;
/// From this width on it is told how each person stands.
const STANDING: u16 = 90;

/// Returns what the signs mean.
pub(super) fn legend(cx: Cx<'_>) -> String {
    let (bar, dot) = (cx.theme.glyphs.bar, cx.theme.glyphs.dot);
    format!(
        "[{bar}] chosen   {TWICE} twice   {SOON} too soon   {LONG} too long   {MARKED} with a reason   {dot} rests   * may command"
    )
}

/// Returns how many lines the chart takes when everybody is seen.
pub(super) fn height(planner: &Planner) -> u16 {
    u16::try_from(planner.names().len())
        .unwrap_or(u16::MAX)
        .saturating_add(3)
}

/// Draws the chart: the hours, a line for each person, and how many are on.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, planner: &Planner) {
    let name = match area.width {
        0..50 => 9,
        50..STANDING => 14,
        _ => 18,
    };
    let standing = if area.width >= STANDING { 13 } else { 0 };
    let wide = area.width.saturating_sub(name + standing);
    let grid = Grid::fit(planner, wide);
    let at = |line: Rect| Rect {
        x: line.x + name.min(line.width),
        width: grid.columns.min(line.width.saturating_sub(name)),
        ..line
    };
    if area.height > height(planner) - 1 {
        draw_now(buf, at(take_top(&mut area, 1)), cx, grid);
    }
    draw_hours(buf, at(take_top(&mut area, 1)), cx, grid);
    let names = planner.names();
    let people = u16::try_from(names.len()).unwrap_or(u16::MAX);
    let mut rest = area;
    let area = take_top(&mut rest, people.min(area.height.saturating_sub(1)));
    let cover = take_top(&mut rest, 1);
    Pen::new(buf, cover, cx.theme).text("on shift", cx.theme.muted);
    draw_cover(buf, at(cover), cx, planner, grid);
    let marked = planner.marked_slot().map(|slot| slot.person.as_str());
    let place = names.iter().position(|name| Some(*name) == marked);
    let first = (place.unwrap_or(0) + 1).saturating_sub(usize::from(area.height));
    for (person, line) in names.iter().skip(first).zip(area.rows()) {
        let known = planner.people.iter().find(|it| it.name == *person);
        draw_name(
            buf,
            line,
            cx,
            (person, known),
            Some(*person) == marked,
            name,
        );
        draw_bars(buf, at(line), cx, planner, (person, known, grid));
        let end = Rect {
            x: at(line).right() + 1,
            width: standing.saturating_sub(1),
            ..line
        };
        if let Some(known) = known.filter(|_| standing > 0) {
            Pen::new(buf, end, cx.theme).text(&stands(cx, known), cx.theme.muted);
        }
    }
}

fn draw_name(
    buf: &mut Buffer,
    line: Rect,
    cx: Cx<'_>,
    (person, known): (&str, Option<&Candidate>),
    is_marked: bool,
    wide: u16,
) {
    let theme = cx.theme;
    let style = match (is_marked, known.is_some()) {
        (true, _) => theme.focus,
        (false, true) => theme.text,
        (false, false) => theme.soon,
    };
    let sign = if known.is_some_and(|known| known.can_command) {
        "*"
    } else {
        " "
    };
    let mut pen = Pen::new(buf, line, theme);
    let room = wide.saturating_sub(2);
    pen.column_of(room, short(person, room), style)
        .text(sign, theme.muted);
}

/// Returns the end of a name that fits: of several farmers the first words tell nothing.
fn short(name: &str, wide: u16) -> &str {
    if cells(name) <= wide {
        return name;
    }
    let ends = name.match_indices(' ').map(|(at, _)| &name[at + 1..]);
    let mut ends = ends.filter(|end| !end.is_empty());
    let fits = ends.clone().find(|end| cells(end) <= wide);
    fits.or_else(|| ends.next_back()).unwrap_or(name)
}

/// Returns how somebody stands now.
fn stands(cx: Cx<'_>, known: &Candidate) -> String {
    let (zone, now) = (cx.app.incident.zone, cx.app.now);
    match (known.on_since, known.not_before) {
        (Some(since), _) => format!("on {}", Span::between(since, now).short()),
        (None, Some(until)) if until > now => {
            format!("to {}", zone.clock(until, now))
        }
        (None, _) => "rested".to_owned(),
    }
}

fn draw_now(buf: &mut Buffer, line: Rect, cx: Cx<'_>, grid: Grid) {
    let now = cx.app.now;
    let Some(column) = grid.column(now) else {
        return;
    };
    let said = format!(
        "{} now {}",
        cx.theme.glyphs.now,
        cx.app.incident.zone.clock(now, now)
    );
    let place = Rect {
        x: line.x + column,
        width: line.width.saturating_sub(column),
        ..line
    };
    Pen::new(buf, place, cx.theme).text(&said, cx.theme.next);
}

/// Draws the hours of the incident's zone, and the day where one begins.
fn draw_hours(buf: &mut Buffer, line: Rect, cx: Cx<'_>, grid: Grid) {
    let zone = cx.app.incident.zone;
    let each = |hours: &&u32| i64::from(**hours) * 3600 >= APART * grid.step.as_seconds();
    let every = LABELS.iter().find(each).copied().unwrap_or(24);
    let mut free = 0;
    for column in 0..grid.columns {
        let Some(label) = label(grid, column, zone, every) else {
            continue;
        };
        let end = column + cells(&label);
        if column < free || end > line.width {
            continue;
        }
        free = end + 1;
        let place = Rect {
            x: line.x + column,
            width: line.width.saturating_sub(column),
            ..line
        };
        Pen::new(buf, place, cx.theme).text(&label, cx.theme.muted);
    }
}

/// Returns the hour that begins within a column, or the day if it is midnight.
fn label(grid: Grid, column: u16, zone: Zone, every: u32) -> Option<String> {
    let five = Span::minutes(5);
    let count = grid.step.as_seconds() / five.as_seconds();
    let count = i32::try_from(count).unwrap_or(1);
    (0..count).find_map(|n| {
        let local = zone.local(grid.at(column) + five.delta() * n);
        let time = local.format("%H %M").to_string();
        let (hour, minute) = time.split_once(' ')?;
        let hour: u32 = hour.parse().ok()?;
        if minute != "00" || !hour.is_multiple_of(every) {
            return None;
        }
        let form = if hour == 0 { "%a" } else { "%H" };
        Some(local.format(form).to_string())
    })
}

/// Draws how many are on in each column, and where that is nobody, or nobody who may command.
fn draw_cover(buf: &mut Buffer, line: Rect, cx: Cx<'_>, planner: &Planner, grid: Grid) {
    let theme = cx.theme;
    for column in 0..line.width {
        let is = |trouble: &Trouble| {
            let mut findings = planner.findings.iter();
            findings.any(|it| it.trouble == *trouble && grid.meets(column, it.from, it.to))
        };
        let on = planner.rotation.slots.iter();
        let on = on.filter(|slot| grid.meets(column, slot.from, slot.to));
        let mut names: Vec<&str> = on.map(|slot| slot.person.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let count = names.len().min(9).to_string();
        let (sign, style): (&str, Style) = if is(&Trouble::Gap) {
            (NOBODY, theme.overdue)
        } else if is(&Trouble::NoCommander) {
            (HEADLESS, theme.soon)
        } else if names.is_empty() {
            (" ", theme.text)
        } else {
            (&count, theme.muted)
        };
        let place = Rect {
            x: line.x + column,
            width: 1,
            ..line
        };
        Pen::new(buf, place, theme).text(sign, style);
    }
}

fn draw_bars(
    buf: &mut Buffer,
    line: Rect,
    cx: Cx<'_>,
    planner: &Planner,
    (person, known, grid): (&str, Option<&Candidate>, Grid),
) {
    let bars = Bars {
        cx,
        planner,
        person,
        known,
        grid,
    };
    for column in 0..line.width {
        let (sign, style) = bars.cell(column);
        let place = Rect {
            x: line.x + column,
            width: 1,
            ..line
        };
        Pen::new(buf, place, cx.theme).text(sign, style);
    }
}
