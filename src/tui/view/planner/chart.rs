//! The chart of a plan. What is wrong shows by signs, and colour only adds to them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::Cx;
use crate::app::Planner;
use crate::domain::rotation::{Candidate, Finding, Slot, Trouble};
use crate::domain::time::{Instant, Span, Zone};
use crate::tui::text::{Pen, cells, take_top};

/// How many minutes a column may stand for.
const STEPS: [i64; 9] = [15, 20, 30, 60, 120, 180, 240, 360, 720];
/// How many hours may lie between two labels.
const LABELS: [u32; 6] = [1, 2, 3, 6, 12, 24];
/// The fewest columns from one label to the next.
const APART: i64 = 4;
/// From this width on it is told how each person stands.
const STANDING: u16 = 90;

/// Signs that tell what is wrong.
const TWICE: &str = "X";
const SOON: &str = "!";
const LONG: &str = ">";
const MARKED: &str = "~";
const NOBODY: &str = "!";
const HEADLESS: &str = "?";

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

/// Which time each column stands for.
#[derive(Clone, Copy)]
struct Grid {
    from: Instant,
    step: Span,
    columns: u16,
}

impl Grid {
    fn fit(planner: &Planner, wide: u16) -> Self {
        let (from, mut to) = (planner.rotation.from, planner.rotation.to);
        for slot in &planner.rotation.slots {
            to = to.max(slot.to);
        }
        let minutes = (to - from).num_minutes().max(1);
        let most = i64::from(wide.max(1));
        let fits = |step: &&i64| minutes.div_euclid(**step) < most;
        let step = STEPS.iter().find(fits).unwrap_or(&STEPS[STEPS.len() - 1]);
        let columns = (minutes + step - 1).div_euclid(*step).min(most);
        Self {
            from,
            step: Span::minutes(*step),
            columns: u16::try_from(columns).unwrap_or(wide),
        }
    }

    /// Returns the time that a column begins with.
    fn at(self, column: u16) -> Instant {
        self.from + self.step.delta() * i32::from(column)
    }

    /// Returns the column of an instant; none outside the chart.
    fn column(self, at: Instant) -> Option<u16> {
        let seconds = Span::between(self.from, at).as_seconds();
        let column = seconds.div_euclid(self.step.as_seconds());
        u16::try_from(column)
            .ok()
            .filter(|column| *column < self.columns)
    }

    fn ends(self, column: u16) -> Instant {
        self.at(column) + self.step.delta()
    }

    /// Returns whether a column has some of a stretch of time.
    fn meets(self, column: u16, from: Instant, to: Instant) -> bool {
        from < self.ends(column) && self.at(column) < to
    }
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
        if column < free {
            continue;
        }
        free = column + u16::try_from(label.len()).unwrap_or(3) + 1;
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
        if minute != "00" || hour % every != 0 {
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

/// The line of one person.
struct Bars<'a> {
    cx: Cx<'a>,
    planner: &'a Planner,
    person: &'a str,
    known: Option<&'a Candidate>,
    grid: Grid,
}

impl Bars<'_> {
    fn cell(&self, column: u16) -> (&'static str, Style) {
        let theme = self.cx.theme;
        let Some((place, slot)) = self.slot(column) else {
            return self.empty(column);
        };
        let is_marked = place == self.planner.marked;
        if let Some(sign) = self.trouble(column, place) {
            return sign;
        }
        let is_first = self.grid.column(slot.from).is_none_or(|it| it == column);
        let last = slot.to - Span::seconds(1).delta();
        let is_last = self.grid.column(last) == Some(column);
        let sign = match (is_marked, is_first, is_last) {
            (true, true, _) => "[",
            (true, false, true) => "]",
            _ => theme.glyphs.bar,
        };
        let style = match (is_marked, slot.covers(self.cx.app.now)) {
            (true, _) => theme.focus,
            (false, true) => theme.strong,
            (false, false) => theme.text,
        };
        (sign, style)
    }

    /// Returns the shift that fills a column; the marked one before others.
    fn slot(&self, column: u16) -> Option<(usize, &Slot)> {
        let middle = self.grid.at(column) + self.grid.step.delta() / 2;
        let slots = self.planner.rotation.slots.iter().enumerate();
        let own = slots.filter(|(_, slot)| {
            slot.person == self.person && self.grid.meets(column, slot.from, slot.to)
        });
        own.max_by_key(|(at, slot)| (*at == self.planner.marked, slot.covers(middle)))
    }

    /// Returns the sign of what is wrong with a shift in a column.
    fn trouble(&self, column: u16, place: usize) -> Option<(&'static str, Style)> {
        let theme = self.cx.theme;
        let is_here = |it: &&Finding| match &it.trouble {
            Trouble::DoubleBooked { person } => {
                person == self.person && self.grid.meets(column, it.from, it.to)
            }
            Trouble::TooLong { .. } => {
                it.slot == Some(place) && self.grid.meets(column, it.from, it.to)
            }
            Trouble::RestBroken { .. } | Trouble::Unknown { .. } => {
                it.slot == Some(place) && self.grid.column(it.from) == Some(column)
            }
            Trouble::Gap | Trouble::NoCommander | Trouble::Empty => false,
        };
        let found: Vec<&Finding> = self.planner.findings.iter().filter(is_here).collect();
        let rank = |it: &&Finding| match it.trouble {
            Trouble::DoubleBooked { .. } => 0,
            Trouble::RestBroken { .. } => 1,
            Trouble::TooLong { .. } => 2,
            _ => 3,
        };
        let worst = found.into_iter().min_by_key(rank)?;
        if worst.is_marked() {
            return Some((MARKED, theme.verify));
        }
        Some(match worst.trouble {
            Trouble::DoubleBooked { .. } => (TWICE, theme.overdue),
            Trouble::RestBroken { .. } => (SOON, theme.overdue),
            Trouble::TooLong { .. } => (LONG, theme.overdue),
            _ => (HEADLESS, theme.soon),
        })
    }

    fn empty(&self, column: u16) -> (&'static str, Style) {
        let theme = self.cx.theme;
        if self.grid.column(self.cx.app.now) == Some(column) {
            return (theme.glyphs.frame[5], theme.next);
        }
        let until = self.known.and_then(|known| known.not_before);
        let rests = until.is_some_and(|until| self.grid.at(column) < until);
        let is_past = self.grid.ends(column) <= self.cx.app.now;
        match rests && !is_past {
            true => (theme.glyphs.dot, theme.muted),
            false => (" ", theme.text),
        }
    }
}
