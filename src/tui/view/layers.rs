//! What lies over the screen: an editor, choices, the palette, a card, help.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::over::Over;
use super::state::ViewState;
use super::{Cx, across, card, detail, drafts, help, log, palette, picks, planner, sending};
use crate::app::{Choices, Editor, EditorKind, Layer, Purpose};
use crate::domain::message::unfilled;
use crate::tui::markdown;
use crate::tui::text::{Pen, cells, clear, take_bottom, take_top, wrap};
use crate::tui::theme::Theme;

/// The widest that a box gets: longer lines are hard to read.
pub(super) const WIDEST: u16 = 96;

/// The most lines that a paragraph of what is read takes.
const MOST: usize = 10_000;

/// The fewest rows of a page that are seen, whatever there is to know while typing it.
const LEAST_OF_PAGE: u16 = 4;

/// Draws the topmost layer, and returns where the cursor stands in it.
pub(super) fn render(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    state: &mut ViewState,
) -> Option<Position> {
    let layer = cx.app.layers.last()?;
    if let Layer::Editor(editor) = layer {
        state.over.cover(area);
        return edit(buf, area, cx, editor, state);
    }
    let shown = Cx {
        app: cx.app.shown(),
        ..cx
    };
    let whole = matches!(layer, Layer::Whole { .. }).then(|| detail::whole(shown, state));
    let over = &mut state.over;
    over.cover(area);
    match layer {
        Layer::Editor(_) => None,
        Layer::Choices(choices) => {
            choose(buf, area, cx, (choices, over));
            None
        }
        Layer::Palette(palette) => Some(palette::render(buf, area, cx, (palette, over))),
        Layer::Picks(picks) => Some(picks::render(buf, area, cx, (picks, over))),
        Layer::Card(card) => {
            card::render(buf, area, cx, card);
            None
        }
        Layer::Sending(card) => {
            sending::render(buf, area, cx, card);
            None
        }
        Layer::Planner(plan) => {
            planner::render(buf, area, cx, plan);
            None
        }
        Layer::Across(view) => {
            across::render(buf, area, cx, (view, over));
            None
        }
        Layer::Log(view) => {
            log::render(buf, area, cx, (view, over));
            None
        }
        Layer::Drafts(view) => {
            drafts::render(buf, area, cx, (view, over));
            None
        }
        Layer::Scorecard { scroll } => {
            reading(
                buf,
                area,
                cx,
                ("Scorecard", &cx.app.scorecard, *scroll),
                over,
            );
            None
        }
        Layer::Whole { scroll } => {
            let (title, text) = whole.flatten().unwrap_or_default();
            reading(buf, area, cx, (&title, &text, *scroll), over);
            None
        }
        Layer::Help { scroll } => {
            let inside = open_box(
                buf,
                area,
                cx,
                "Keys",
                "j k scroll, any other key closes",
                cx.theme.focus,
            );
            help::render(buf, inside, cx, (*scroll, over));
            None
        }
    }
}

/// Draws a text that is only read: its Markdown, lightly styled.
fn reading(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    (title, text, scroll): (&str, &str, usize),
    over: &mut Over,
) {
    let foot = "j k scroll, any other key closes";
    let inside = open_box(buf, area, cx, title, foot, cx.theme.focus);
    let lines = drawn(text, inside.width, cx);
    over.text(buf, inside, cx, (scroll, lines.len()), |pen, at| {
        if let Some((line, style)) = lines.get(at) {
            markdown::draw(pen, cx.theme, line, *style);
        }
    });
}

/// Returns a text in the lines that it takes, each with its style.
fn drawn(text: &str, wide: u16, cx: Cx<'_>) -> Vec<(String, Style)> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let style = if markdown::is_heading(line) {
            cx.theme.strong
        } else {
            cx.theme.text
        };
        let parts = markdown::wrapped(line, wide, MOST, cx.theme.glyphs.ellipsis);
        lines.extend(parts.into_iter().map(|part| (part, style)));
    }
    lines
}

/// Empties an area and draws a frame with a title and a foot; returns what is inside.
pub(super) fn open_box(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    title: &str,
    foot: &str,
    style: Style,
) -> Rect {
    let theme = cx.theme;
    // Whole lines: what is left of a word beside a box is no word.
    let lines = Rect {
        x: buf.area.x,
        width: buf.area.width,
        ..area
    };
    clear(buf, lines);
    if area.width < 4 || area.height < 3 {
        return area;
    }
    frame(buf, area, theme);
    label(buf, area, area.top(), theme, title, style);
    let mut foot = foot;
    while cells(foot) + 6 > area.width {
        // What comes first matters most; a rest that is cut would only be noise.
        let Some((kept, _)) = foot.rsplit_once(", ") else {
            break;
        };
        foot = kept;
    }
    label(buf, area, area.bottom() - 1, theme, foot, theme.muted);
    Rect::new(area.x + 2, area.y + 1, area.width - 4, area.height - 2)
}

/// Draws the frame of a box.
fn frame(buf: &mut Buffer, area: Rect, theme: &Theme) {
    let [top_left, top_right, bottom_right, bottom_left, flat, side] = theme.glyphs.frame;
    let border = theme.key;
    let (top, bottom) = (area.top(), area.bottom() - 1);
    for (y, left, right) in [
        (top, top_left, top_right),
        (bottom, bottom_left, bottom_right),
    ] {
        let line = Rect::new(area.x, y, area.width, 1);
        let mut pen = Pen::new(buf, line, theme);
        pen.text(left, border).fill(flat, border);
        let end = Rect::new(area.right() - 1, y, 1, 1);
        Pen::new(buf, end, theme).text(right, border);
    }
    for y in top + 1..bottom {
        for x in [area.left(), area.right() - 1] {
            Pen::new(buf, Rect::new(x, y, 1, 1), theme).text(side, border);
        }
    }
}

/// Writes into the frame of a box.
fn label(buf: &mut Buffer, area: Rect, y: u16, theme: &Theme, text: &str, style: Style) {
    if text.is_empty() {
        return;
    }
    let room = area.width.saturating_sub(4);
    let place = Rect::new(area.x + 2, y, room.min(cells(text) + 2), 1);
    let mut pen = Pen::new(buf, place, theme);
    pen.text(" ", style).text(text, style).text(" ", style);
}

/// Returns a box of a height in the middle, or at the foot where the keys are read.
pub(super) fn placed(area: Rect, height: u16, is_low: bool) -> Rect {
    let width = area.width.min(WIDEST);
    let height = height.min(area.height);
    let free = area.height - height;
    let y = if is_low { free } else { free / 3 };
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + y,
        width,
        height,
    }
}

/// Writes a text in some lines off the top of an area.
pub(super) fn lines(
    buf: &mut Buffer,
    area: &mut Rect,
    cx: Cx<'_>,
    text: &str,
    most: usize,
    style: Style,
) {
    for line in wrap(text, area.width, most, cx.theme.glyphs.ellipsis) {
        let place = take_top(area, 1);
        Pen::new(buf, place, cx.theme).text(&line, style);
    }
}

fn height_of<'a>(texts: impl Iterator<Item = &'a String>, wide: u16, most: usize) -> u16 {
    let texts = texts.filter(|text| !text.is_empty());
    let lines: usize = texts.map(|text| wrap(text, wide, most, "").len()).sum();
    u16::try_from(lines).unwrap_or(u16::MAX)
}

/// Draws the box in which a text is typed; it leaves the board above it in sight.
fn edit(
    buf: &mut Buffer,
    area: Rect,
    cx: Cx<'_>,
    editor: &Editor,
    state: &mut ViewState,
) -> Option<Position> {
    let theme = cx.theme;
    let widget = state.editor_mut()?;
    let wide = area.width.min(WIDEST).saturating_sub(4);
    let is_override = editor.overriding.is_some();
    let around = height_of(editor.help.iter(), wide, 3)
        + height_of(std::iter::once(&editor.problem), wide, 3);
    let text = match editor.kind {
        EditorKind::Page => area.height,
        EditorKind::Line => widget.height(wide).clamp(1, 8),
    };
    let height = text.saturating_add(around).saturating_add(2);
    let place = placed(area, height, editor.kind == EditorKind::Line);
    let title = if is_override { theme.soon } else { theme.focus };
    let mut inside = open_box(buf, place, cx, &editor.title, foot(editor), title);
    advice(buf, &mut inside, cx, editor);
    let problem = height_of(std::iter::once(&editor.problem), wide, 3);
    let problem = problem.min(inside.height.saturating_sub(1));
    let mut below = take_bottom(&mut inside, problem);
    if !editor.problem.is_empty() {
        lines(buf, &mut below, cx, &editor.problem, 3, theme.overdue);
    }
    if let Some((from, _)) = editor.rows_in_sight() {
        widget.keep_end_in_sight(from);
    }
    widget.render(inside, buf, theme)
}

/// Draws what to know while typing. The text comes first when there is no room for both.
fn advice(buf: &mut Buffer, inside: &mut Rect, cx: Cx<'_>, editor: &Editor) {
    let theme = cx.theme;
    let needs = height_of(editor.help.iter(), inside.width, 3);
    let least = match editor.kind {
        EditorKind::Page => LEAST_OF_PAGE,
        EditorKind::Line => 1,
    };
    let rows = editor.rows_in_sight().map_or(1, |(_, rows)| rows);
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).max(least);
    let spare = inside.height.saturating_sub(rows);
    let mut above = take_top(inside, needs.min(spare));
    let help = editor.help.iter().filter(|help| !help.is_empty());
    for (at, help) in help.enumerate() {
        let style = match (editor.overriding.is_some(), at) {
            (true, 0) => theme.strong,
            (true, 1) => theme.text,
            _ => theme.muted,
        };
        let most = usize::from(above.height.min(3));
        lines(buf, &mut above, cx, help, most, style);
    }
}

fn foot(editor: &Editor) -> &'static str {
    let has_blanks = !unfilled(&editor.text).is_empty();
    match (editor.kind, &editor.purpose) {
        (EditorKind::Page, Purpose::Message { .. }) if has_blanks => {
            "ctrl-s goes on to send it, esc keeps a draft, tab the next blank, ctrl-e your editor"
        }
        (EditorKind::Page, Purpose::Message { .. }) => {
            "ctrl-s goes on to send it, esc keeps a draft, ctrl-y copies, ctrl-e your editor"
        }
        (EditorKind::Page, _) if has_blanks => {
            "ctrl-s saves, esc keeps a draft, tab the next blank, ctrl-e your editor"
        }
        (EditorKind::Page, _) => "ctrl-s saves, esc keeps a draft, ctrl-e your editor",
        (EditorKind::Line, Purpose::Override | Purpose::LetThrough) => {
            "enter goes on with this reason, esc goes back"
        }
        (EditorKind::Line, Purpose::PastTime) => "enter looks back, esc goes back",
        (EditorKind::Line, _) => {
            "enter saves, esc keeps a draft, tab completes names, ctrl-e your editor"
        }
    }
}

fn choose(buf: &mut Buffer, area: Rect, cx: Cx<'_>, (choices, over): (&Choices, &mut Over)) {
    let theme = cx.theme;
    let wide = area.width.min(WIDEST).saturating_sub(4);
    let about = choices
        .list
        .iter()
        .map(|choice| wrap(&choice.about, wide, 5, "").len());
    let about = u16::try_from(about.max().unwrap_or(0)).unwrap_or(0);
    let help = height_of(choices.help.iter(), wide, 3);
    let rows = u16::try_from(choices.list.len()).unwrap_or(u16::MAX);
    let height = rows.saturating_add(help + about + 3 + help.min(1));
    let place = placed(area, height, false);
    over.cover(place);
    let foot = "a letter or enter chooses, esc goes back";
    let mut inside = open_box(buf, place, cx, &choices.title, foot, theme.focus);
    let spare = inside.height.saturating_sub(2);
    let mut above = take_top(&mut inside, (help + help.min(1)).min(spare));
    for text in &choices.help {
        lines(buf, &mut above, cx, text, 3, theme.muted);
    }
    let spare = inside.height.saturating_sub(rows.min(4));
    let mut below = take_bottom(&mut inside, (about + 1).min(spare));
    take_top(&mut below, 1);
    options(buf, inside, cx, (choices, over));
    if let Some(marked) = choices.list.get(choices.marked) {
        let most = usize::from(below.height);
        lines(buf, &mut below, cx, &marked.about, most, theme.text);
    }
}

fn options(buf: &mut Buffer, area: Rect, cx: Cx<'_>, (choices, over): (&Choices, &mut Over)) {
    let theme = cx.theme;
    let labels = choices.list.iter().map(|choice| cells(&choice.label));
    let label = labels.max().unwrap_or(0).min(area.width * 2 / 3);
    let marked = (choices.marked, choices.list.len());
    over.rows(buf, area, cx, marked, |pen, at| {
        let Some(choice) = choices.list.get(at) else {
            return;
        };
        let mut key = [0; 4];
        pen.column_of(2, choice.key.encode_utf8(&mut key), theme.key)
            .gap(1);
        pen.column_of(label, &choice.label, theme.strong).gap(2);
        pen.text(&choice.about, theme.muted);
    });
    over.say_place(buf, cx, marked);
}
