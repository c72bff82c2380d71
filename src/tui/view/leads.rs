//! The investigation board.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::Cx;
use super::list::{self, Head, List};
use super::state::{Counts, ViewState};
use crate::app::{Action, Pane};
use crate::domain::incident::{Lead, LeadState};
use crate::tui::text::{Pen, take_top};

/// Draws the board with its rule.
pub(super) fn render(buf: &mut Buffer, mut area: Rect, cx: Cx<'_>, state: &mut ViewState) {
    let app = cx.app;
    let focused = app.focus() == Pane::Leads;
    let head = Head {
        room: area.height,
        title: "Leads",
        facts: facts(cx, state),
        place: app.place(Pane::Leads).map(|at| (at, app.rows.leads.len())),
        focused,
    };
    list::rule(buf, take_top(&mut area, 1), cx, &head);
    if app.rows.leads.is_empty() {
        let add = if focused { Action::Add } else { Action::Lead };
        return list::empty(buf, area, cx, "no leads yet", add);
    }
    let widths = Widths::of(area.width, app.incident.counters.lead);
    let rows = List {
        pane: Pane::Leads,
        stays: 0,
        headings: &[],
        focused,
    };
    let offset = state.offset(app.view, Pane::Leads);
    let row = |pen: &mut Pen<'_>, at: usize| {
        if let Some(lead) = app
            .rows
            .leads
            .get(at)
            .and_then(|at| app.incident.leads.get(*at))
        {
            row(pen, cx, lead, widths);
        }
    };
    list::rows(buf, area, cx, &rows, offset, row, |_, _, _| {});
}

/// Returns what the board comes to, in words.
pub(super) fn facts(cx: Cx<'_>, state: &ViewState) -> Vec<(String, Style)> {
    let (counts, shown) = (state.counts(), Counts::filtered(cx.app));
    let words = LeadState::ALL
        .into_iter()
        .filter(|state| counts.lead(*state) > 0);
    words
        .map(|state| {
            let style = if state == LeadState::Open {
                cx.theme.text
            } else {
                cx.theme.muted
            };
            let shown = shown.map(|shown| shown.lead(state));
            let tally = list::tally(shown, counts.lead(state), state.word());
            (tally, style)
        })
        .collect()
}

/// The columns of a board: they go, the owner first, as it gets narrow.
#[derive(Clone, Copy)]
pub(super) struct Widths {
    pub(super) id: u16,
    pub(super) state: u16,
    pub(super) owner: u16,
}

impl Widths {
    /// Returns the columns of a board so wide, with this highest number on it.
    pub(super) fn of(wide: u16, highest: u32) -> Self {
        let digits = u16::try_from(highest.max(1).ilog10() + 1).unwrap_or(1);
        Self {
            id: (1 + digits).max(3),
            state: if wide < 56 { 9 } else { 13 },
            owner: if wide < 56 { 0 } else { (wide / 5).min(16) },
        }
    }
}

fn row(pen: &mut Pen<'_>, cx: Cx<'_>, lead: &Lead, widths: Widths) {
    let theme = cx.theme;
    let (glyph, word, style) = look(cx, lead.state, widths);
    pen.column_of(widths.id, &lead.id.to_string(), theme.muted)
        .gap(1);
    pen.column_of(2, glyph, style);
    pen.column_of(widths.state, word, style).gap(1);
    if widths.owner > 0 {
        let (owner, style) = owner(cx, &lead.owner, lead.state != LeadState::Investigating);
        pen.column_of(widths.owner, owner, style).gap(1);
    }
    let text = if lead.state.is_ended() {
        theme.muted
    } else {
        theme.text
    };
    pen.text(&lead.text, text);
    if lead.state.is_ended() && pen.left() > 6 {
        let finding = if lead.finding.is_empty() {
            ("no finding", theme.soon)
        } else {
            (lead.finding.as_str(), theme.text)
        };
        pen.gap(1).text(theme.glyphs.next, theme.muted).gap(1);
        pen.text(finding.0, finding.1);
    }
}

/// Returns who has it, or that nobody does, louder when somebody should.
pub(super) fn owner<'a>(cx: Cx<'a>, owner: &'a str, can_wait: bool) -> (&'a str, Style) {
    match (owner, can_wait) {
        ("", true) => ("no owner", cx.theme.muted),
        ("", false) => ("no owner", cx.theme.soon),
        _ => (owner, cx.theme.text),
    }
}

/// Returns the sign, the word and the style of a state.
pub(super) fn look(
    cx: Cx<'_>,
    state: LeadState,
    widths: Widths,
) -> (&'static str, &'static str, Style) {
    let theme = cx.theme;
    let glyphs = &theme.glyphs;
    let (glyph, short, style) = match state {
        LeadState::Open => (glyphs.open, "open", theme.strong),
        LeadState::Investigating => (glyphs.half, "looking", theme.text),
        LeadState::Answered => (glyphs.full, "answered", theme.good),
        LeadState::RuledOut => (glyphs.none, "ruled out", theme.muted),
    };
    let word = if widths.state < 13 {
        short
    } else {
        state.word()
    };
    (glyph, word, style)
}
