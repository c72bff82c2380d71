//! Lists: the rule above them, the rows that are visible, and no others.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::state::Scroll;
use crate::app::{Action, Pane};
use crate::tui::flow::Flow;
use crate::tui::text::{Pen, cells, take_top};
use crate::tui::theme::Theme;

/// How many rows are kept between the selected one and the edge.
const MARGIN: usize = 2;

/// The head of a list.
pub(super) struct Head<'a> {
    /// The lines of the list, this one among them.
    pub(super) room: u16,
    pub(super) title: &'a str,
    pub(super) facts: Vec<(String, Style)>,
    pub(super) place: Option<(usize, usize)>,
    pub(super) focused: bool,
}

/// Rows that are drawn on demand.
pub(super) struct List<'a> {
    pub(super) pane: Pane,
    /// How many rows at the top are seen however far it is scrolled; they have no heading.
    pub(super) stays: usize,
    pub(super) headings: &'a [usize],
    pub(super) focused: bool,
}

/// Returns how many of a list stand somewhere, in words: of a filtered one also how many of them
/// it shows.
pub(super) fn tally(shown: Option<usize>, all: usize, word: &str) -> String {
    match shown {
        Some(shown) => format!("{shown} of {all} {word}"),
        None => format!("{all} {word}"),
    }
}

/// Draws the rule above a list: its title, what is to know about it, and the place in it.
pub(super) fn rule(buf: &mut Buffer, line: Rect, cx: Cx<'_>, head: &Head<'_>) {
    let theme = cx.theme;
    let (sign, title) = if head.focused {
        (theme.glyphs.heavy, theme.focus)
    } else {
        (theme.glyphs.rule, theme.strong)
    };
    let sign_style = if head.focused { theme.key } else { theme.muted };
    let mut pen = Pen::new(buf, line, theme);
    pen.text(sign, sign_style).gap(1);
    // The place only matters where some rows are out of sight.
    let is_longer = |(_, count): &(usize, usize)| *count >= usize::from(head.room);
    if let Some((at, count)) = head.place.filter(|_| line.width > 24).filter(is_longer) {
        let place = format!("{} of {count} {sign}", at + 1);
        pen.at_end(&place, theme.muted);
    }
    pen.text(head.title, title);
    if head.focused && cx.app.split().is_zoomed {
        pen.at_end(&format!("zoomed {sign}"), theme.muted);
    }
    if head.focused && !cx.app.filter.is_empty() {
        let filter = format!("/{}", cx.app.filter);
        pen.gap(2).text(&filter, theme.soon);
    }
    for (at, (fact, style)) in head.facts.iter().enumerate() {
        let needs = cells(fact) + if at > 0 { 3 } else { 2 };
        if needs + 1 > pen.left() {
            break;
        }
        if at > 0 {
            pen.gap(1).text(theme.glyphs.dot, theme.muted).gap(1);
        } else {
            pen.gap(2);
        }
        pen.text(fact, *style);
    }
    pen.gap(1).fill(sign, sign_style);
}

/// Draws the visible rows of a list, with the selected one among them. `row` draws one thing,
/// `heading` the line above the things that begin a group.
pub(super) fn rows(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    list: &List<'_>,
    scroll: &mut Scroll,
    mut row: impl FnMut(&mut Pen<'_>, usize),
    mut heading: impl FnMut(&mut Buffer, Rect, usize),
) {
    let count = cx.app.count(list.pane);
    let selected = cx.app.place(list.pane);
    let line_of = |at: usize| at + list.headings.partition_point(|head| *head <= at);
    scroll.rows.clear();
    let mut area = area;
    let all = count + list.headings.len();
    let is_longer = all > usize::from(area.height) && usize::from(area.height) > list.stays;
    let stays = if is_longer { list.stays } else { 0 };
    let visible = window(
        &mut scroll.offset,
        all - stays,
        usize::from(area.height) - stays,
        selected.map(|at| line_of(at).saturating_sub(stays)),
    );
    for line in (0..stays).chain(visible.start + stays..visible.end + stays) {
        let place = take_top(&mut area, 1);
        match under(list.headings, line) {
            Line::Heading(at) => heading(buf, place, at),
            Line::Row(at) => {
                let is_selected = list.focused && selected == Some(at);
                scroll.rows.push((place, at));
                draw_row(buf, place, cx.theme, is_selected, |pen| row(pen, at));
            }
        }
    }
}

/// Draws one row with its place for the cursor.
pub(super) fn draw_row(
    buf: &mut Buffer,
    line: Rect,
    theme: &Theme,
    is_selected: bool,
    row: impl FnOnce(&mut Pen<'_>),
) {
    let mut pen = Pen::new(buf, line, theme);
    if is_selected {
        pen.column_of(1, theme.glyphs.cursor, theme.focus);
    } else {
        pen.gap(1);
    }
    row(&mut pen);
    if is_selected && line.width > 1 {
        let band = Rect {
            x: line.x + 1,
            width: line.width - 1,
            ..line
        };
        buf.set_style(band, Theme::band(theme.selected));
    }
}

/// Says what an empty list waits for.
pub(super) fn empty(buf: &mut Buffer, area: Rect, cx: Cx<'_>, what: &str, add: Action) {
    let theme = cx.theme;
    let left = area.width.min(2);
    let area = Rect {
        x: area.x + left,
        width: area.width - left,
        ..area
    };
    let mut flow = Flow::new(buf, area, theme);
    if !cx.app.filter.is_empty() {
        let text = format!("nothing has \"{}\": ", cx.app.filter);
        flow.text(&text, theme.muted);
        flow.text(&cx.key(Action::Back), theme.key);
        return flow.text(" shows all", theme.muted);
    }
    flow.text(what, theme.muted);
    if !cx.offers(add) {
        return;
    }
    flow.text(": ", theme.muted);
    flow.text(&cx.key(add), theme.key);
    flow.text(" adds one", theme.muted);
}

enum Line {
    Heading(usize),
    Row(usize),
}

/// Returns what stands in a line: headings push the rows after them down.
fn under(headings: &[usize], line: usize) -> Line {
    let mut before = 0;
    for heading in headings {
        if heading + before == line {
            return Line::Heading(*heading);
        }
        if heading + before > line {
            break;
        }
        before += 1;
    }
    Line::Row(line - before)
}

/// Moves the offset as little as it takes to show the selected line with some lines around
/// it, and returns the lines that are visible.
fn window(
    offset: &mut usize,
    count: usize,
    height: usize,
    selected: Option<usize>,
) -> Range<usize> {
    if height == 0 {
        return 0..0;
    }
    if let Some(selected) = selected {
        let margin = MARGIN.min(height.saturating_sub(1) / 2);
        let lowest = (selected + margin + 1).saturating_sub(height);
        let highest = selected.saturating_sub(margin);
        *offset = (*offset).clamp(lowest.min(highest), highest);
    }
    *offset = (*offset).min(count.saturating_sub(height));
    *offset..(*offset + height).min(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_line_stays_visible_with_lines_around_it() {
        let mut offset = 0;
        assert_eq!(window(&mut offset, 100, 10, Some(0)), 0..10);
        assert_eq!(window(&mut offset, 100, 10, Some(7)), 0..10);
        assert_eq!(window(&mut offset, 100, 10, Some(8)), 1..11);
        assert_eq!(window(&mut offset, 100, 10, Some(99)), 90..100);
        assert_eq!(window(&mut offset, 100, 10, Some(92)), 90..100);
        assert_eq!(window(&mut offset, 100, 10, Some(50)), 48..58);
        assert_eq!(window(&mut offset, 3, 10, Some(2)), 0..3);
        assert_eq!(window(&mut offset, 100, 1, Some(5)), 5..6);
    }

    #[test]
    fn headings_push_rows_down() {
        let line = |at| match under(&[0, 2], at) {
            Line::Heading(at) => format!("h{at}"),
            Line::Row(at) => format!("r{at}"),
        };
        let lines: Vec<String> = (0..5).map(line).collect();
        assert_eq!(lines, ["h0", "r0", "r1", "h2", "r2"]);
    }
}
