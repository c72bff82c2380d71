//! Help: every key with what it does, and what the signs mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::leads::Widths;
use super::{Cx, leads, remediation};
use crate::app::Action;
use crate::domain::incident::{FixState, LeadState};
use crate::tui::text::{Pen, cells, take_top};

/// Draws the lines of help that fit, from the one that was scrolled to, and returns the first of
/// them, the one behind the last of them, and how many lines there are.
pub(super) fn render(
    buf: &mut Buffer,
    mut area: Rect,
    cx: Cx<'_>,
    scroll: usize,
) -> (usize, usize, usize) {
    let columns = if area.width >= 140 { 2 } else { 1 };
    let actions = Action::ALL.iter().copied();
    let actions: Vec<Action> = actions.filter(|it| cx.app.offers(*it)).collect();
    let lines = actions.len().div_ceil(columns);
    let signs = signs(cx);
    let all = lines + 1 + signs.len();
    let scroll = scroll.min(all.saturating_sub(usize::from(area.height)));
    let to = (scroll + usize::from(area.height)).min(all);
    let keys = actions.iter().map(|action| cells(&keys(cx, *action))).max();
    let keys = keys.unwrap_or(0).min(area.width / 3).min(24);
    for at in scroll..all {
        let mut line = take_top(&mut area, 1);
        if line.height == 0 {
            break;
        }
        if at >= lines {
            if let Some(sign) = at.checked_sub(lines + 1).and_then(|at| signs.get(at)) {
                Pen::new(buf, line, cx.theme).text(sign, cx.theme.text);
            }
            continue;
        }
        let wide = line.width / u16::try_from(columns).unwrap_or(1);
        for column in 0..columns {
            let place = Rect {
                width: wide.saturating_sub(1),
                ..line
            };
            if let Some(action) = actions.get(at + column * lines) {
                let mut pen = Pen::new(buf, place, cx.theme);
                pen.right_of(keys, &self::keys(cx, *action), cx.theme.key)
                    .gap(2);
                let about = super::about(*action, pen.left());
                pen.text(about, cx.theme.text);
            }
            line.x += wide;
        }
    }
    (scroll, to, all)
}

fn keys(cx: Cx<'_>, action: Action) -> String {
    let keys = cx.app.keymap.keys(action);
    if keys.is_empty() {
        cx.key(action)
    } else {
        keys
    }
}

fn signs(cx: Cx<'_>) -> Vec<String> {
    let wide = Widths::of(200, 1);
    let leads = LeadState::ALL.map(|state| {
        let (glyph, word, _) = leads::look(cx, state, wide);
        format!("{glyph} {word}")
    });
    let fixes = FixState::ALL.map(|state| {
        let (glyph, word, _) = remediation::look(cx, state, wide);
        format!("{glyph} {word}")
    });
    let glyphs = &cx.theme.glyphs;
    let count = cx.app.keymap.key(Action::Count);
    vec![
        "in a text    ctrl-z undo   ctrl-r redo   alt-b alt-f words   ctrl-e your editor".into(),
        format!("numbers      {count} 5 j moves five down; 5 j where 5 is no key of its own"),
        format!("leads        {}", leads.join("   ")),
        format!("remediation  {}", fixes.join("   ")),
        format!(
            "checklist    [ ] open   [x] ticked   [{}] ticked by the record   [-] n/a",
            glyphs.derived
        ),
        format!(
            "clocks       ! overdue   {} due soon   z put off",
            glyphs.soon
        ),
        format!(
            "timeline     {} local: never leaves this machine   {} issue: came from there",
            glyphs.local, glyphs.mirror
        ),
        format!(
            "on its way   {} queued   {} sending   {} sent   {} confirmed   {} stuck",
            glyphs.queued, glyphs.sending, glyphs.sent, glyphs.confirmed, glyphs.stuck
        ),
    ]
}
