//! The card of a message: whom it is for, what will happen or happened, and the keys for it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::layers::{WIDEST, lines, open_box, placed};
use super::{Cx, comms};
use crate::app::{Action, SendRow, Sending};
use crate::domain::incident::{Carrier, RouteState};
use crate::domain::ledger::state_word;
use crate::domain::message::Need;
use crate::domain::mirror::Delivery;
use crate::tui::text::{Pen, cells, take_bottom, take_top, wrap};

/// How many lines of a text can be scrolled through.
const MOST_TEXT: usize = 10_000;
/// How many lines of the text there are at least, and how many of whom it is for: those scroll.
const LEAST: (u16, u16) = (4, 2);
/// The most lines that one thing to look at takes.
const MOST_LINES: usize = 3;

/// Draws the card.
pub(super) fn render(buf: &mut Buffer, area: Rect, cx: Cx<'_>, card: &Sending) {
    let wide = area.width.min(WIDEST).saturating_sub(4);
    let text = wrap(&card.outgoing, wide, MOST_TEXT, cx.theme.glyphs.ellipsis);
    let warnings = warnings(card, wide);
    let height_of = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let rows = height_of(card.rows.len());
    let mut keys = folded(keys(card), cx, wide);
    // Those that matter most come first; the others leave room for a little of the text.
    let least = usize::from(rows) + warnings.len() + text.len().min(2) + 4;
    keys.truncate(usize::from(area.height).saturating_sub(least).max(2));
    let fixed = rows.saturating_add(height_of(warnings.len() + keys.len()));
    let height = fixed
        .saturating_add(height_of(text.len()))
        .saturating_add(4);
    let place = placed(area, height, false);
    let title = match card.of.and_then(|of| cx.app.incident.message(of)) {
        // One without a number has no other name.
        Some(record) if record.number == 0 => card.title.clone(),
        Some(record) => format!("{}: {}", card.title, record.label()),
        None => format!("Send: {}", card.title),
    };
    let foot = if card.of.is_some() {
        "esc leaves it as it stands"
    } else {
        "esc goes back to the text"
    };
    let mut inside = open_box(buf, place, cx, &title, foot, cx.theme.focus);
    let mut below = take_bottom(&mut inside, height_of(keys.len()));
    for line in &keys {
        draw_keys(buf, take_top(&mut below, 1), cx, line);
    }
    let mut below = take_bottom(&mut inside, height_of(warnings.len()));
    for (line, is_problem) in &warnings {
        let style = if *is_problem {
            cx.theme.overdue
        } else {
            cx.theme.soon
        };
        lines(buf, &mut below, cx, line, 1, style);
    }
    take_bottom(&mut inside, 1);
    // Once it is sent, how far it got comes before what it says.
    let text_at_least = match card.of {
        None => height_of(text.len()).min(LEAST.0) + 1,
        Some(_) => 0,
    };
    let most = inside.height.saturating_sub(text_at_least).max(LEAST.1);
    let room = rows.min(most).min(inside.height);
    let spare = inside.height.saturating_sub(room + 1);
    let above = take_top(&mut inside, height_of(text.len()).min(spare));
    let part = draw_text(buf, above, cx, (&text, card.scroll));
    let air = inside.height.saturating_sub(room).min(1);
    let air = take_top(&mut inside, air);
    if !air.is_empty() {
        let mut pen = Pen::new(buf, air, cx.theme);
        if let Some(part) = part {
            pen.text(&part, cx.theme.muted).gap(2);
        }
        if let Some(hidden) = hidden(card, cx, inside.height) {
            pen.text(&hidden, cx.theme.soon);
        }
    }
    draw_rows(buf, inside, cx, card);
}

/// Draws what there is room for of the text as it leaves; returns which part that is, with the
/// keys for the rest, where it is not all of it.
fn draw_text(
    buf: &mut Buffer,
    mut area: Rect,
    cx: Cx<'_>,
    (text, scroll): (&[String], usize),
) -> Option<String> {
    let room = usize::from(area.height);
    let first = scroll.min(text.len().saturating_sub(room));
    for line in text.iter().skip(first).take(room) {
        lines(buf, &mut area, cx, line, 1, cx.theme.text);
    }
    let (up, down) = (Action::PageUp, Action::PageDown);
    (room > 0 && room < text.len()).then(|| {
        let keys = [down, up].map(|action| cx.app.keymap.key(action));
        let (from, to) = (first + 1, first + room);
        format!(
            "lines {from}-{to} of {}; {} {}",
            text.len(),
            keys[0],
            keys[1]
        )
    })
}

/// Returns the lines that say what to look at, and whether each is what went wrong.
fn warnings(card: &Sending, wide: u16) -> Vec<(String, bool)> {
    let marks = card
        .marks
        .iter()
        .map(|mark| (format!("look: {mark}"), false));
    let problem = Some((card.problem.clone(), true)).filter(|(text, _)| !text.is_empty());
    let row = card.marked_row();
    let note = row.filter(|row| !row.note.is_empty());
    let note = note.map(|row| (format!("{}: {}", row.route.name, row.note), false));
    let words = row.and_then(|row| row.record.as_ref());
    let words = words.filter(|record| !record.words.is_empty());
    let words = words.map(|record| (format!("{}: {}", record.state, record.words), true));
    let all = marks.chain(note).chain(words).chain(problem);
    all.flat_map(|(text, is_problem)| {
        let lines = wrap(&text, wide, MOST_LINES, "");
        lines.into_iter().map(move |line| (line, is_problem))
    })
    .collect()
}

/// Returns the keys that matter now, in lines.
fn keys(card: &Sending) -> Vec<Vec<(Action, &'static str)>> {
    if card.is_only_read() {
        return vec![vec![(Action::CopyText, "copy")]];
    }
    let is_sent_from_here = |row: &SendRow| row.route.carrier != Carrier::Hand;
    let stands = |state| card.rows.iter().any(|row| row.state() == Some(state));
    let marked = card.marked_row().and_then(SendRow::state);
    let mut first = Vec::new();
    if card.of.is_none() {
        let sends = card
            .rows
            .iter()
            .any(|row| row.chosen && is_sent_from_here(row));
        first.push((
            Action::Send,
            match (sends, card.needs_hands()) {
                (true, true) => "send what goes from here, copy the rest",
                (true, false) => "send it",
                (false, _) => "copy it, then send it by hand",
            },
        ));
        first.push((Action::Choose, "who"));
    } else {
        if stands(RouteState::Failed) {
            first.push((Action::TryAgain, "try again"));
        }
        if card.needs_hands() {
            first.push((Action::Send, "copy it"));
        }
        if marked.is_some_and(|state| state.may_become(RouteState::Acknowledged)) {
            first.push((Action::Acknowledge, "acknowledged"));
        }
    }
    match marked {
        Some(RouteState::InDoubt) => {
            first.push((Action::SentByHand, "it arrived"));
            first.push((Action::NotThisWay, "it did not"));
        }
        Some(RouteState::Failed) => {
            first.push((Action::SentByHand, "sent it by hand"));
            first.push((Action::NotThisWay, "give it up"));
        }
        _ if card.of.is_none() && card.is_told_by_hand() && card.is_sent_from_here() => {
            first.push((Action::SentByHand, "sent by hand, send the rest"));
        }
        _ if stands(RouteState::ToCarry) || (card.of.is_none() && card.is_told_by_hand()) => {
            first.push((Action::SentByHand, "I have sent it by hand"));
        }
        _ => {}
    }
    if marked == Some(RouteState::ToCarry) {
        first.push((Action::NotThisWay, "not this way"));
    }
    let second = vec![
        (Action::SentAt, "it was sent at, by, also to"),
        (Action::CopyText, "copy"),
        (Action::SaveMail, "mail file"),
        (Action::MailLink, "mail link"),
    ];
    vec![first, second]
}

/// Breaks lines of keys between them where they are too long for the card.
fn folded<'a>(
    groups: Vec<Vec<(Action, &'a str)>>,
    cx: Cx<'_>,
    wide: u16,
) -> Vec<Vec<(Action, &'a str)>> {
    let mut lines = Vec::new();
    for group in groups {
        let (mut line, mut used) = (Vec::new(), 0_u16);
        for (action, does) in group {
            let takes = cells(&cx.app.keymap.key(action)) + 1 + cells(does);
            if !line.is_empty() && used + 2 + takes > wide {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            used += takes + if line.is_empty() { 0 } else { 2 };
            line.push((action, does));
        }
        lines.push(line);
    }
    lines
}

fn draw_keys(buf: &mut Buffer, line: Rect, cx: Cx<'_>, keys: &[(Action, &'static str)]) {
    let mut pen = Pen::new(buf, line, cx.theme);
    for (action, does) in keys {
        pen.text(&cx.app.keymap.key(*action), cx.theme.key).gap(1);
        pen.text(does, cx.theme.muted).gap(2);
    }
}

/// Returns which of those it is for are shown, with the keys for the rest, where that is not all
/// of them.
fn hidden(card: &Sending, cx: Cx<'_>, height: u16) -> Option<String> {
    let (room, all) = (usize::from(height), card.rows.len());
    let first = first_row(card, room);
    (0 < room && room < all).then(|| {
        let keys = [Action::Down, Action::Up].map(|action| cx.app.keymap.key(action));
        let (from, to) = (first + 1, first + room);
        format!("to {from}-{to} of {all}; {} {}", keys[0], keys[1])
    })
}

fn first_row(card: &Sending, room: usize) -> usize {
    (card.marked + 1).saturating_sub(room)
}

fn draw_rows(buf: &mut Buffer, area: Rect, cx: Cx<'_>, card: &Sending) {
    let first = first_row(card, usize::from(area.height));
    let delivery = card.delivery(&cx.app.mirror.deliveries);
    for ((at, row), line) in card.rows.iter().enumerate().skip(first).zip(area.rows()) {
        super::list::draw_row(buf, line, cx.theme, at == card.marked, |pen| {
            draw_row(pen, cx, (row, delivery));
        });
    }
}

fn draw_row(pen: &mut Pen<'_>, cx: Cx<'_>, (row, delivery): (&SendRow, Option<Delivery>)) {
    let theme = cx.theme;
    let wide = pen.left();
    let sign = if row.chosen { "[x]" } else { "[ ]" };
    pen.column_of(4, sign, theme.key);
    let name = match wide {
        0..50 => 14,
        50..70 => 20,
        _ => 34,
    };
    let style = if row.chosen {
        theme.strong
    } else {
        theme.muted
    };
    pen.column_of(name, &row.route.name, style).gap(1);
    let (word, style): (&str, Style) = match &row.record {
        Some(record) => (
            state_word(record.state, delivery),
            comms::style(cx, record.state),
        ),
        None => (row.plan(), theme.text),
    };
    let word = if row.chosen || row.record.is_some() {
        word
    } else {
        "not this time"
    };
    pen.text(word, style);
    if let Some(by) = row.record.as_ref().map(|record| &record.by)
        && !by.is_empty()
    {
        pen.gap(1)
            .text("by", theme.muted)
            .gap(1)
            .text(by, theme.text);
    }
    if let Some(need) = row.need.filter(|need| *need != Need::Must) {
        pen.gap(2).text(need.word(), theme.muted);
    }
}
