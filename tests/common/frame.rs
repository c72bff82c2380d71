//! Frames as text: what is on the screen, then which style each cell has.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use sitroom::app::{App, Effect, Event, Key, KeyPress, update};
use sitroom::domain::decide::decide;
use sitroom::domain::gate::{Gate, admit};
use sitroom::domain::ids::HeldId;
use sitroom::domain::time::Instant;
use sitroom::tui::{Theme, ViewState, render};

use crate::farm::Farm;

/// A letter for each style of the theme; plain text has none.
const LETTERS: [(&str, char); 13] = [
    ("text", '.'),
    ("strong", 's'),
    ("muted", 'm'),
    ("focus", 'f'),
    ("key", 'k'),
    ("selected", '#'),
    ("next", 'n'),
    ("soon", 'w'),
    ("overdue", 'o'),
    ("urgent", 'u'),
    ("good", 'g'),
    ("verify", 'v'),
    ("exercise", 'e'),
];

/// Returns the theme without colours.
pub(crate) fn mono(unicode: bool) -> Theme {
    with_signs(Theme::shipped(Theme::MONOCHROME).unwrap(), unicode)
}

/// Returns the default theme.
pub(crate) fn coloured(unicode: bool) -> Theme {
    with_signs(Theme::default(), unicode)
}

fn with_signs(theme: Theme, unicode: bool) -> Theme {
    if unicode { theme } else { theme.in_ascii() }
}

/// Draws an app the way the screen does, and keeps what the screen keeps.
pub(crate) struct Shot {
    size: (u16, u16),
    theme: Theme,
    state: ViewState,
}

impl Shot {
    pub(crate) fn new(size: (u16, u16)) -> Self {
        Self::themed(size, Theme::default())
    }

    pub(crate) fn themed(size: (u16, u16), theme: Theme) -> Self {
        let state = ViewState::default();
        Self { size, theme, state }
    }

    pub(crate) fn resized(&mut self, size: (u16, u16)) -> &mut Self {
        self.size = size;
        self
    }

    pub(crate) fn draw(&mut self, app: &App) -> (Buffer, Option<Position>) {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let mut buf = Buffer::empty(area);
        let cursor = render(area, &mut buf, app, &self.theme, &mut self.state);
        (buf, cursor)
    }

    /// Returns the frame as text, with its layer of styles.
    pub(crate) fn of(&mut self, app: &App) -> String {
        let (buf, cursor) = self.draw(app);
        let mut out = rows(&buf, |cell| cell.symbol().to_owned());
        let names: BTreeMap<&str, Style> = self.theme.names().into_iter().collect();
        let looks = LETTERS.map(|(name, letter)| {
            let mut cell = ratatui::buffer::Cell::EMPTY;
            cell.set_style(names[name]);
            ((cell.fg, cell.bg, cell.modifier), letter)
        });
        let letter = |cell: &ratatui::buffer::Cell| {
            let look = (cell.fg, cell.bg, cell.modifier);
            let is_blank = cell.symbol() == " " && look == looks[0].0;
            let known = looks.iter().find(|(known, _)| *known == look);
            let letter = known.map_or('?', |(_, letter)| *letter);
            if is_blank {
                " ".into()
            } else {
                letter.to_string()
            }
        };
        out.push_str("\n-- styles --\n");
        let layer = rows(&buf, letter);
        out.push_str(&layer);
        let used: Vec<String> = LETTERS
            .iter()
            .filter(|(_, letter)| layer.contains(*letter))
            .map(|(name, letter)| format!("{letter} {name}"))
            .collect();
        let _ = write!(out, "\n-- {} --", used.join(", "));
        match cursor {
            Some(at) => format!("{out}\ncursor at column {}, row {}\n", at.x + 1, at.y + 1),
            None => format!("{out}\nno cursor\n"),
        }
    }

    /// Presses keys as the runtime does: the editor has them first, and what is asked of the
    /// record is decided but not kept.
    pub(crate) fn press(&mut self, app: &mut App, farm: &Farm, text: &str) {
        for press in presses(text) {
            self.send(app, farm, Event::Key(press));
        }
    }

    pub(crate) fn paste(&mut self, app: &mut App, farm: &Farm, text: &str) {
        if !text.is_empty() {
            self.send(app, farm, Event::Paste(text.into()));
        }
    }

    /// Lets the screen have an event first, and returns what is left of it for the app.
    pub(crate) fn route(&mut self, app: &App, event: Event) -> Option<Event> {
        sitroom::tui::route(&mut self.state, app, event)
    }

    fn send(&mut self, app: &mut App, farm: &Farm, event: Event) {
        let Some(event) = self.route(app, event) else {
            return;
        };
        for effect in happen(app, event, farm.now) {
            if let Effect::Execute(request) = effect {
                let decided = decide(&farm.incident, &farm.playbook, &request, farm.now);
                let gate = Gate::shipped();
                let admitted = decided
                    .and_then(|events| admit(&gate, &farm.incident, &request, events, HeldId(1)));
                let answer = admitted.map_or_else(Event::Refused, |_| Event::Saved);
                happen(app, answer, farm.now);
            }
        }
    }
}

/// Presses keys on an app without an editor.
pub(crate) fn keys(app: &mut App, text: &str) {
    let now = app.now;
    for press in presses(text) {
        happen(app, Event::Key(press), now);
    }
}

/// Lets an event happen, has the report worked out that it asks for, and returns what else it
/// asks for.
pub(crate) fn happen(app: &mut App, event: Event, now: Instant) -> Vec<Effect> {
    let mut rest = Vec::new();
    for effect in update(app, event, now) {
        if let Effect::WorkOutReport(ask) = effect {
            let worked_out = Event::ReportWorkedOut(ask.number, Box::new(ask.work_out()));
            rest.extend(happen(app, worked_out, now));
        } else if let Effect::LookBack(ask) = effect {
            let worked_out = Event::PastWorkedOut(ask.number, ask.work_out());
            rest.extend(happen(app, worked_out, now));
        } else {
            rest.push(effect);
        }
    }
    rest
}

/// Returns the text of a frame without its layer of styles.
pub(crate) fn text_of(shot: &str) -> &str {
    shot.split("\n-- styles --").next().unwrap()
}

/// Reads `3jj<enter>`.
pub(crate) fn presses(text: &str) -> Vec<KeyPress> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((name, tail)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            out.push(name.parse().unwrap());
            rest = tail;
        } else {
            out.push(KeyPress::plain(Key::Char(c)));
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn rows(buf: &Buffer, draw: impl Fn(&ratatui::buffer::Cell) -> String) -> String {
    let mut out = String::new();
    for line in buf.content.chunks(usize::from(buf.area.width.max(1))) {
        let mut row = String::new();
        let mut skip = 0;
        for cell in line {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = ratatui::buffer::CellWidth::cell_width(cell).max(1) - 1;
            row.push_str(&draw(cell));
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    out
}
