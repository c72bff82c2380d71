//! The card of what waits for a word of the Incident Commander: a conflict, or a suggestion.

mod content;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use self::content::{Body, Content, Value, content};
use super::Cx;
use super::layers::{WIDEST, lines, open_box, placed};
use crate::app::{Action, Card, Waiting};
use crate::domain::difference::{Part, Passage, Side};
use crate::domain::gate::Found;
use crate::domain::text::count;
use crate::tui::flow::Flow;
use crate::tui::text::{Pen, cells, take_bottom, take_top, wrap};

/// How wide the column is that says whose words follow.
const WHOSE: u16 = 8;
/// How wide the words of an answer are, and where it is said what the answer does.
const LABEL: u16 = 11;
const DOES: u16 = LABEL + 5;
/// How far a line that something was found in is set in.
const INDENT: u16 = 2;
/// The most lines of what is said above the values, and of what went wrong.
const MOST_TOLD: usize = 4;

/// How many lines each part of a card takes when all of it is seen.
struct Heights {
    told: u16,
    of: u16,
    body: u16,
    problem: u16,
    answers: u16,
}

impl Heights {
    /// Returns the heights at a width; a body is not measured beyond `most` lines.
    fn of(content: &Content<'_>, problem: &str, wide: u16, most: u16) -> Self {
        let answers = content.answers.iter();
        Self {
            told: lines_of(&content.told, wide, MOST_TOLD),
            of: u16::from(!content.of.is_empty()),
            body: body_height(&content.body, wide, most),
            problem: lines_of(problem, wide, MOST_TOLD),
            answers: answers
                .map(|(_, does)| lines_of(does, wide.saturating_sub(DOES), MOST_TOLD).max(1))
                .sum(),
        }
    }

    fn sum(&self) -> u16 {
        let fixed = self.told + self.of + self.problem + self.answers;
        self.body.saturating_add(fixed)
    }
}

/// Draws the card. The answers stay to the last when there is little room, then the values.
pub(super) fn render(buf: &mut Buffer, area: Rect, cx: Cx<'_>, card: &Card) {
    let content = content(cx, card);
    let problem = problem(card);
    let wide = area.width.min(WIDEST).saturating_sub(4);
    let heights = Heights::of(&content, &problem, wide, area.height);
    // The frame, and a line of air around the values.
    let place = placed(area, heights.sum().saturating_add(4), false);
    let foot = foot(cx, card, &content);
    let mut inside = open_box(buf, place, cx, &content.title, &foot, cx.theme.focus);
    let air = inside.height.saturating_sub(heights.sum());
    let answers = take_bottom(&mut inside, heights.answers);
    draw_answers(buf, answers, cx, &content.answers);
    let mut below = take_bottom(&mut inside, heights.problem);
    let style = if card.problem.is_empty() {
        cx.theme.soon
    } else {
        cx.theme.overdue
    };
    lines(buf, &mut below, cx, &problem, MOST_TOLD, style);
    take_bottom(&mut inside, air.min(1));
    let room = inside.height.saturating_sub(2);
    let mut above = take_top(&mut inside, heights.told.min(room));
    lines(buf, &mut above, cx, &content.told, MOST_TOLD, cx.theme.text);
    let room = inside.height.saturating_sub(2);
    let mut line = take_top(&mut inside, heights.of.min(room));
    lines(buf, &mut line, cx, &content.of, 1, cx.theme.muted);
    take_top(&mut inside, air.saturating_sub(1).min(1));
    draw_body(buf, inside, cx, &content.body, card.scroll);
}

/// Returns what went wrong with the last answer, or that it changed.
fn problem(card: &Card) -> String {
    if card.problem.is_empty() && card.is_news {
        "it changed while you looked at it".to_owned()
    } else {
        card.problem.clone()
    }
}

fn lines_of(text: &str, wide: u16, most: usize) -> u16 {
    if text.is_empty() {
        return 0;
    }
    u16::try_from(wrap(text, wide, most, "").len()).unwrap_or(u16::MAX)
}

fn body_height(body: &Body<'_>, wide: u16, most: u16) -> u16 {
    let column = wide.saturating_sub(WHOSE);
    let whole = |parts: &[Part]| -> String { parts.iter().map(|part| &*part.text).collect() };
    let most_lines = usize::from(most);
    match body {
        Body::One(text, signed) => {
            let signed = signed.iter().filter(|(_, signed)| !signed.is_empty());
            let signed = u16::try_from(signed.count()).unwrap_or(0);
            lines_of(text, wide, most_lines).max(1) + signed
        }
        Body::Two(values) => {
            let height = |value: &Value<'_>| {
                let text = whole(value.parts);
                let own = lines_of(&text, column, most_lines).max(1);
                let fits = own == 1 && cells(&text) + 2 + cells(&value.signed) <= column;
                let signed = lines_of(&value.signed, column, most_lines);
                own + if fits { 0 } else { signed }
            };
            values.iter().map(height).fold(0, u16::saturating_add)
        }
        Body::Found(found) => {
            let height = |found: &Found| {
                let head = lines_of(&head_of(found), wide, most_lines);
                head + lines_of(&found.line, wide.saturating_sub(INDENT), 2)
            };
            found.iter().map(height).fold(0, u16::saturating_add)
        }
        Body::Texts(passages, signed) => {
            let signed = signed.iter().filter(|(_, signed)| !signed.is_empty());
            let signed = u16::try_from(signed.count()).unwrap_or(0);
            let mut all = signed + 1;
            for passage in *passages {
                all += match passage {
                    Passage::Alike { .. } => 1,
                    Passage::Words { parts, .. } => {
                        lines_of(&whole(parts), column, most_lines).max(1)
                    }
                };
                if all > most {
                    break;
                }
            }
            all
        }
    }
}

/// Returns the keys that leave it or move on it.
fn foot(cx: Cx<'_>, card: &Card, content: &Content<'_>) -> String {
    let key = |action| cx.app.keymap.key(action);
    let mut parts = Vec::new();
    if card.place(&cx.app.incident).1 > 1 {
        let (next, previous) = (key(Action::NextCard), key(Action::PreviousCard));
        parts.push(format!("{next} {previous} next and previous"));
    }
    let scrolls = match content.body {
        Body::Texts(..) => true,
        Body::Found(found) => found.len() > 1,
        Body::One(..) | Body::Two(_) => false,
    };
    if scrolls {
        let (down, up) = (key(Action::Down), key(Action::Up));
        parts.push(format!("{down} {up} scroll"));
    }
    let esc = match card.matter {
        Waiting::Gate(_) => "esc goes back to the text",
        Waiting::Conflict { .. } | Waiting::Suggestion { .. } => "esc leaves it waiting",
    };
    parts.push(esc.to_owned());
    // What leaves comes first: a foot that is cut loses its end.
    parts.rotate_right(1);
    parts.join(", ")
}

fn draw_answers(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, answers: &[(Action, String)]) {
    let theme = cx.theme;
    for (action, does) in answers {
        let mut pen = Pen::new(buf, area, theme);
        pen.column_of(DOES - LABEL - 2, &cx.app.keymap.key(*action), theme.key);
        pen.column_of(LABEL, action.label(), theme.strong);
        let column = right_of(area, DOES);
        let mut flow = Flow::new(buf, column, theme);
        flow.text(does, theme.muted);
        flow.end_line();
        let used = flow.line() - area.y;
        take_top(&mut area, used);
    }
}

fn draw_body(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, body: &Body<'_>, scroll: usize) {
    match body {
        Body::One(text, signed) => draw_one(buf, area, cx, text, signed),
        Body::Two(values) => {
            for value in values {
                draw_value(buf, &mut area, cx, value);
            }
        }
        Body::Found(found) => draw_found(buf, area, cx, &found[scroll.min(found.len())..]),
        Body::Texts(passages, signed) => {
            for (whose, signed) in signed {
                if !signed.is_empty() && area.height > 3 {
                    let mut pen = Pen::new(buf, take_top(&mut area, 1), cx.theme);
                    pen.column_of(WHOSE, whose, style_of(cx, whose));
                    pen.text(signed, cx.theme.muted);
                }
            }
            take_top(&mut area, 1);
            draw_texts(buf, area, cx, passages, scroll);
        }
    }
}

/// Returns what was found, where, and what it looks like.
fn head_of(found: &Found) -> String {
    let Found { place, finding, .. } = found;
    let (line, column) = (finding.line, finding.column);
    let (name, excerpt) = (&finding.name, &finding.excerpt);
    format!("{name}  {excerpt}  in {place}, line {line}, column {column}")
}

/// Draws what the gate found, each with its line below it.
fn draw_found(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, found: &[Found]) {
    for found in found {
        let most = usize::from(area.height);
        lines(buf, &mut area, cx, &head_of(found), most, cx.theme.strong);
        let mut below = right_of(area, INDENT);
        let before = below.height;
        lines(buf, &mut below, cx, &found.line, 2, cx.theme.muted);
        take_top(&mut area, before - below.height);
    }
}

/// Draws the text of one side, and below it who did what, and when.
fn draw_one(
    buf: &mut Buffer,
    mut area: Rect,
    cx: Cx<'_>,
    text: &str,
    signed: &[(&'static str, String)],
) {
    let below = u16::try_from(signed.len()).unwrap_or(0);
    let most = usize::from(area.height - below.min(area.height / 2));
    let text = if text.is_empty() { "(nothing)" } else { text };
    lines(buf, &mut area, cx, text, most, cx.theme.strong);
    for (whose, signed) in signed {
        if !signed.is_empty() {
            let mut pen = Pen::new(buf, take_top(&mut area, 1), cx.theme);
            pen.column_of(WHOSE, whose, cx.theme.muted);
            pen.text(signed, cx.theme.muted);
        }
    }
}

/// Draws a value and, behind it or below it, who set it and when.
fn draw_value(buf: &mut Buffer, area: &mut Rect, cx: Cx<'_>, value: &Value<'_>) {
    let theme = cx.theme;
    let mut pen = Pen::new(buf, *area, theme);
    pen.column_of(WHOSE, value.whose, style_of(cx, value.whose));
    let column = right_of(*area, WHOSE);
    let mut flow = Flow::new(buf, column, theme);
    if value.parts.is_empty() {
        flow.text("(nothing)", theme.muted);
    }
    for part in value.parts {
        flow.text(&part.text, part_style(cx, part.differs));
    }
    if cells(&value.signed) + 2 <= flow.left() {
        flow.text("  ", theme.muted);
    } else {
        flow.end_line();
    }
    flow.text(&value.signed, theme.muted);
    flow.end_line();
    let used = flow.line() - area.y;
    take_top(area, used);
}

/// Draws where two texts differ, from the passage that was scrolled to: only what is seen.
fn draw_texts(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, passages: &[Passage], scroll: usize) {
    let theme = cx.theme;
    let mut above = None;
    for passage in passages.iter().skip(scroll) {
        if area.height == 0 {
            break;
        }
        let column = right_of(area, WHOSE);
        let used = match passage {
            Passage::Alike { lines } => {
                let text = format!("({} alike)", count(*lines, "line"));
                Pen::new(buf, column, theme).text(&text, theme.muted);
                above = None;
                1
            }
            Passage::Words { side, parts } => {
                let whose = match side {
                    Side::Both => "",
                    Side::Ours => "mine",
                    Side::Theirs => "theirs",
                };
                if above != Some(*side) {
                    let mut pen = Pen::new(buf, area, theme);
                    pen.column_of(WHOSE, whose, style_of(cx, whose));
                }
                above = Some(*side);
                let mut flow = Flow::new(buf, column, theme);
                for part in parts {
                    let style = match side {
                        Side::Both => theme.muted,
                        Side::Ours | Side::Theirs => part_style(cx, part.differs),
                    };
                    flow.text(&part.text, style);
                }
                flow.end_line();
                flow.line() - area.y
            }
        };
        take_top(&mut area, used);
    }
}

fn part_style(cx: Cx<'_>, differs: bool) -> Style {
    if differs {
        cx.theme.strong
    } else {
        cx.theme.text
    }
}

fn style_of(cx: Cx<'_>, whose: &str) -> Style {
    if whose == "theirs" {
        cx.theme.soon
    } else {
        cx.theme.focus
    }
}

fn right_of(area: Rect, column: u16) -> Rect {
    let column = column.min(area.width);
    Rect {
        x: area.x + column,
        width: area.width - column,
        ..area
    }
}
