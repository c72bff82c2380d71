//! A short recorded cast (asciicast v2): a morning with the chickens, played by keys on a record
//! in memory. Each step says how long one looks at it.

use std::fmt::Write;
use std::sync::Arc;

use chrono::TimeDelta;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use sitroom::app::{App, Effect, Event, update};

use crate::WIDE;
use crate::farm::Farm;
use crate::frame::{Shot, presses};
use crate::synced;
use sitroom::tui::Theme;

/// Keys, a text that is typed behind them letter by letter, and for how long one looks.
const STEPS: [(&str, &str, f32); 15] = [
    ("", "", 2.5),
    ("n", "fox seen at the brook", 0.8),
    ("<enter>", "", 1.5),
    ("L", "who oiled the gate?", 0.8),
    ("<enter>", "", 1.2),
    ("3", "", 1.5),
    ("j", "", 0.6),
    ("<space>", "", 1.5),
    ("4", "", 1.5),
    ("<space>", "", 1.5),
    ("5", "", 2.0),
    ("1", "", 1.0),
    ("s", "", 3.0),
    ("<esc>", "", 0.8),
    (":", "hand", 2.5),
];

/// Plays it, and returns the file.
pub(crate) fn cast() -> String {
    let mut stage = Stage::open();
    let mut out = format!(
        "{{\"version\": 2, \"width\": {}, \"height\": {}, \"title\": \"sitroom\", \"env\": \
         {{\"TERM\": \"xterm-256color\"}}}}\n",
        WIDE.0, WIDE.1
    );
    let mut at = 0.0;
    stage.shows(&mut out, at);
    for (keys, typed, look) in STEPS {
        stage.press(keys);
        stage.shows(&mut out, at);
        for letter in typed.chars() {
            at += 0.07;
            stage.types(letter);
            stage.shows(&mut out, at);
        }
        at += look;
        stage.shows(&mut out, at);
    }
    out
}

struct Stage {
    farm: Farm,
    app: App,
    shot: Shot,
    before: Buffer,
}

impl Stage {
    fn open() -> Self {
        let farm = Farm::busy();
        let mut app = synced(&farm);
        let mut shot = Shot::themed(WIDE, Theme::default());
        let (mut before, _) = shot.draw(&app);
        before.reset();
        app.now = farm.now;
        Self {
            farm,
            app,
            shot,
            before,
        }
    }

    fn press(&mut self, keys: &str) {
        if keys.is_empty() {
            return;
        }
        self.farm.now += TimeDelta::seconds(7);
        for press in presses(keys) {
            self.happen(Event::Key(press));
        }
    }

    fn types(&mut self, letter: char) {
        for press in presses(&letter.to_string().replace(' ', "<space>")) {
            self.happen(Event::Key(press));
        }
    }

    /// As the runtime does: the editor first, and what is asked of the record is recorded.
    fn happen(&mut self, event: Event) {
        let Some(event) = self.shot.route(&self.app, event) else {
            return;
        };
        for effect in update(&mut self.app, event, self.farm.now) {
            if let Effect::Execute(request) = effect {
                let from = self.farm.entries.len();
                self.farm.request(&request);
                let entries = self.farm.entries[from..].iter().cloned();
                let recorded = Event::Recorded {
                    entries: entries.map(Arc::new).collect(),
                    incident: Arc::new(self.farm.incident.clone()),
                };
                update(&mut self.app, recorded, self.farm.now);
                update(&mut self.app, Event::Saved, self.farm.now);
            }
        }
    }

    /// Writes what changed on the screen, if anything did.
    fn shows(&mut self, out: &mut String, at: f32) {
        let (buf, _) = self.shot.draw(&self.app);
        let changed = bytes(&self.before, &buf);
        if !changed.is_empty() {
            let json = serde_json::to_string(&changed).expect("it is text");
            let _ = writeln!(out, "[{at:.2}, \"o\", {json}]");
            self.before = buf;
        }
    }
}

/// Returns what a terminal has to be told to show another frame.
fn bytes(before: &Buffer, after: &Buffer) -> String {
    let mut out = String::new();
    let mut look = None;
    let mut next = None;
    for (x, y, cell) in before.diff(after) {
        if next != Some((x, y)) {
            let _ = write!(out, "\x1b[{};{}H", y + 1, x + 1);
        }
        let wanted = sgr(cell);
        if look.as_ref() != Some(&wanted) {
            out.push_str(&wanted);
            look = Some(wanted);
        }
        out.push_str(cell.symbol());
        let width = unicode_width::UnicodeWidthStr::width(cell.symbol());
        next = Some((x + u16::try_from(width).expect("a cell is narrow"), y));
    }
    out
}

fn sgr(cell: &Cell) -> String {
    let mut codes = vec![0];
    let modifiers = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ];
    let has = |modifier| cell.modifier.contains(modifier);
    codes.extend(
        modifiers
            .into_iter()
            .filter(|(it, _)| has(*it))
            .map(|(_, code)| code),
    );
    codes.extend(match cell.fg {
        Color::Red => Some(31),
        Color::Green => Some(32),
        Color::Yellow => Some(33),
        Color::Blue => Some(34),
        Color::Magenta => Some(35),
        Color::Cyan => Some(36),
        Color::DarkGray => Some(90),
        Color::Reset => None,
        other => panic!("the default theme has no {other}"),
    });
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    format!("\x1b[{}m", codes.join(";"))
}
