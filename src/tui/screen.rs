//! The screen as the runtime holds it: the terminal, what it looks like, and what only the
//! drawing needs to remember.

use std::io;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::attention::Notifier;
use super::clipboard;
use super::editor::EditorReply;
use super::input::Pause;
use super::terminal::Terminal;
use super::theme::Theme;
use super::view::{ViewState, render};
use crate::app::{Alert, App, Event};
use crate::domain::gate::Released;
use crate::domain::incident::Incident;

/// How a screen looks, and what it has of the terminal.
#[derive(Debug, Clone)]
pub struct Look {
    /// The styles and signs.
    pub theme: Theme,
    /// How the terminal is told of a notification.
    pub notifier: Notifier,
    /// Whether clicks and the wheel come here.
    pub mouse: bool,
}

/// The screen.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal,
    pause: Pause,
    theme: Theme,
    state: ViewState,
    size: (u16, u16),
    frame: Buffer,
    notifier: Notifier,
    title: Title,
    is_named: bool,
}

/// The title of the window, and what it was made of: the gate looks it through only when that
/// changed, not for every frame.
#[derive(Debug, Default)]
struct Title {
    words: Option<String>,
    incident: Option<Arc<Incident>>,
    text: Option<String>,
}

impl Title {
    fn of(&mut self, app: &App) -> Option<&str> {
        let words = app.window_words();
        let known = self.incident.as_ref();
        let is_known = known.is_some_and(|incident| Arc::ptr_eq(incident, &app.incident));
        if !is_known || words != self.words {
            self.text = app.window_title();
            self.incident = Some(Arc::clone(&app.incident));
            self.words = words;
        }
        self.text.as_deref()
    }
}

impl Screen {
    /// Takes the terminal.
    pub fn open(look: Look, pause: Pause) -> io::Result<Self> {
        Ok(Self {
            terminal: Terminal::take(look.mouse)?,
            pause,
            theme: look.theme,
            state: ViewState::default(),
            size: Terminal::size(),
            frame: Buffer::default(),
            notifier: look.notifier,
            title: Title::default(),
            is_named: false,
        })
    }

    /// Returns the columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Gives the window its title from the next frame on. Until then it has none, because to look
    /// one through for the first time takes longer than to paint.
    pub fn name_window(&mut self) {
        self.is_named = true;
    }

    /// Draws the app. An error means that the terminal is gone.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        let area = Terminal::area(self.size);
        if self.frame.area == area {
            self.frame.reset();
        } else {
            self.frame = Buffer::empty(area);
        }
        let cursor = render(area, &mut self.frame, app, &self.theme, &mut self.state);
        let title = self.is_named.then(|| self.title.of(app)).flatten();
        self.terminal.show(&mut self.frame, cursor, title)
    }

    /// Lets the screen have an event first, and returns what is left of it for the app.
    pub fn route(&mut self, app: &App, event: Event) -> Option<Event> {
        if let Event::Resized { columns, rows } = event {
            self.size = Terminal::fit((columns, rows));
            // Even at the same size: of several changes only the last may be told, and the
            // terminal may have cut the picture in between.
            self.terminal.forget();
        }
        route(&mut self.state, app, event)
    }

    /// Asks the terminal to put text on the clipboard.
    pub fn copy(&mut self, text: &Released) -> io::Result<()> {
        let bytes = clipboard::bytes(text, self.notifier.through_tmux);
        self.terminal.call(bytes.as_bytes())
    }

    /// Calls somebody back to the screen.
    pub fn call(&mut self, alert: &Alert) -> io::Result<()> {
        self.terminal.call(&self.notifier.bytes(alert))
    }

    /// Gives the terminal back for a while, to run another program in it.
    pub fn suspend(&mut self) {
        self.pause.pause();
        self.terminal.suspend();
    }

    /// Takes the terminal again; the next frame is painted whole.
    pub fn resume(&mut self) -> io::Result<()> {
        self.size = Terminal::size();
        self.terminal.resume()?;
        self.pause.resume();
        Ok(())
    }
}

/// Lets the open editor have an event first, and returns what is left of it for the app: keys
/// and pastes come back as the new text. After nothing came back the screen may still look
/// different and is drawn again.
pub fn route(state: &mut ViewState, app: &App, event: Event) -> Option<Event> {
    state.follow(app);
    if let Event::Mouse { column, row, wheel } = event {
        let spot = state.spot(Position::new(column, row));
        return match (wheel, spot) {
            (0, spot) => spot.map(Event::Pointed),
            (lines, spot) => Some(reading(state, Event::Wheeled { spot, lines })),
        };
    }
    let Some(editor) = state.editor_mut() else {
        return Some(match event {
            Event::Key(_) => reading(state, event),
            _ => event,
        });
    };
    let reply = match &event {
        Event::Key(press) => editor.handle(*press),
        Event::Paste(text) => editor.paste(text),
        Event::Replaced { editor: of, text } if *of == editor.id() => editor.replace(text),
        _ => EditorReply::Ignored,
    };
    match reply {
        EditorReply::Changed(text) => Some(Event::Edited { text }),
        EditorReply::Moved => None,
        EditorReply::Ignored => Some(event),
    }
}

/// Tells with an event how far the text that is read can be scrolled, if there is one.
fn reading(state: &ViewState, event: Event) -> Event {
    match state.last_line() {
        Some(last) => Event::Reading {
            last,
            event: Box::new(event),
        },
        None => event,
    }
}
