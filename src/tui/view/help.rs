//! Help: every key with what it does, and what the signs mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::leads::Widths;
use super::over::Over;
use super::{Cx, leads, remediation};
use crate::app::Action;
use crate::domain::incident::{FixState, LeadState};
use crate::tui::text::{cells, wrap};

/// Draws the lines of help that fit, from the one that was scrolled to.
pub(super) fn render(buf: &mut Buffer, area: Rect, cx: Cx<'_>, (scroll, over): (usize, &mut Over)) {
    let columns = if area.width >= 140 { 2 } else { 1 };
    let actions = Action::ALL.iter().copied();
    let actions: Vec<Action> = actions.filter(|it| cx.app.offers(*it)).collect();
    let lines = actions.len().div_ceil(columns);
    let signs = folded(signs(cx), area.width);
    let keys = actions.iter().map(|action| cells(&keys(cx, *action))).max();
    let keys = keys.unwrap_or(0).min(area.width / 3).min(24);
    let wide = area.width / u16::try_from(columns).unwrap_or(1);
    let all = lines + 1 + signs.len();
    over.text(buf, area, cx, (scroll, all), |pen, at| {
        if at >= lines {
            if let Some(sign) = at.checked_sub(lines + 1).and_then(|at| signs.get(at)) {
                pen.text(sign, cx.theme.text);
            }
            return;
        }
        for column in 0..columns {
            if let Some(action) = actions.get(at + column * lines) {
                pen.right_of(keys, &self::keys(cx, *action), cx.theme.key)
                    .gap(2);
                let room = wide.saturating_sub(keys + 3).min(pen.left());
                let about = super::about(*action, room);
                pen.column_of(room, about, cx.theme.text).gap(1);
            }
        }
    });
}

fn keys(cx: Cx<'_>, action: Action) -> String {
    let keys = cx.app.keymap.keys(action);
    if keys.is_empty() {
        cx.key(action)
    } else {
        keys
    }
}

/// What is told of one thing: its name, and what there is to say of it.
type Told = (&'static str, Vec<String>);

/// How wide the names are of what is told below the keys.
const NAMES: u16 = 13;

/// Returns it in lines, what does not fit into one going on below.
fn folded(all: Vec<Told>, wide: u16) -> Vec<String> {
    let room = wide.saturating_sub(NAMES);
    let mut lines = Vec::new();
    for (name, parts) in all {
        let mut line = String::new();
        let mut begun = name;
        for part in parts.iter().flat_map(|part| wrap(part, room, 9, "")) {
            if !line.is_empty() && cells(&line) + 3 + cells(&part) > room {
                lines.push(format!("{begun:<0$}{line}", usize::from(NAMES)));
                (begun, line) = ("", String::new());
            }
            if !line.is_empty() {
                line.push_str("   ");
            }
            line.push_str(&part);
        }
        lines.push(format!("{begun:<0$}{line}", usize::from(NAMES)));
    }
    lines
}

/// Returns what the signs of the boards mean.
fn boards(cx: Cx<'_>) -> [Told; 2] {
    let wide = Widths::of(200, 1);
    let leads = LeadState::ALL.map(|state| {
        let (glyph, word, _) = leads::look(cx, state, wide);
        format!("{glyph} {word}")
    });
    let fixes = FixState::ALL.map(|state| {
        let (glyph, word, _) = remediation::look(cx, state, wide);
        format!("{glyph} {word}")
    });
    [("leads", leads.to_vec()), ("remediation", fixes.to_vec())]
}

/// Returns what texts, numbers and signs mean.
fn signs(cx: Cx<'_>) -> Vec<Told> {
    let [leads, fixes] = boards(cx);
    let glyphs = &cx.theme.glyphs;
    let count = cx.app.keymap.key(Action::Count);
    let snooze = cx.app.keymap.key(Action::Snooze);
    let with = |signs: &[(&str, &str)]| -> Vec<String> {
        let signs = signs.iter();
        signs.map(|(sign, word)| format!("{sign} {word}")).collect()
    };
    let derived = format!("[{}]", glyphs.derived);
    vec![
        (
            "in a text",
            with(&[
                ("ctrl-z", "undo"),
                ("ctrl-r", "redo"),
                ("alt-b alt-f", "words"),
                ("ctrl-e", "your editor"),
            ]),
        ),
        (
            "numbers",
            vec![
                format!("{count} 5 j moves five down;"),
                "5 j where 5 is no key of its own".to_owned(),
            ],
        ),
        leads,
        fixes,
        (
            "checklist",
            with(&[
                ("[ ]", "open"),
                ("[x]", "ticked"),
                (&derived, "ticked by the record"),
                ("[-]", "n/a"),
            ]),
        ),
        (
            "clocks",
            with(&[
                ("!", "overdue"),
                (glyphs.soon, "due soon"),
                (&snooze, "put off"),
            ]),
        ),
        (
            "timeline",
            with(&[
                (glyphs.local, "local: never leaves this machine"),
                (glyphs.mirror, "issue: came from there"),
            ]),
        ),
        (
            "on its way",
            with(&[
                (glyphs.queued, "queued"),
                (glyphs.sending, "sending"),
                (glyphs.sent, "sent"),
                (glyphs.confirmed, "confirmed"),
                (glyphs.stuck, "stuck"),
            ]),
        ),
        (
            "said here",
            with(&[
                ("!", "error"),
                ("?", "warning"),
                ("i", "what others say"),
                (glyphs.dot, "the rest"),
            ]),
        ),
    ]
}
