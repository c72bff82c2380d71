//! What the terminal sends, as events of the screen. Keys are normalised here, once.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use crossterm::event::{
    Event as Raw, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton,
    MouseEvent, MouseEventKind,
};
use futures_util::{Stream, StreamExt, future};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::app::{Event, Key, KeyPress};

/// Returns what the terminal sends, and the way to have it sent to another program. **The stream
/// ends when the terminal is gone**, be it by an end of input, an error or a hangup; there is
/// nobody left to talk to then. Call it within the runtime.
///
/// Poll the one stream to the end: a second one loses keys. Drop it once it ended: until then
/// its thread spins on a dead terminal.
pub fn events() -> (impl Stream<Item = Event> + Send + Unpin, Pause) {
    let pause = Pause::default();
    let keys = Keys {
        line: pause.line.clone(),
    };
    let events = keys
        .take_while(|event| future::ready(event.is_ok()))
        .filter_map(|event| future::ready(event.ok().and_then(translate)))
        .take_until(Box::pin(hangup()));
    (events, pause)
}

/// Leaves the keys to another program for a while.
#[derive(Debug, Clone)]
pub struct Pause {
    line: Arc<Mutex<Line>>,
}

/// What reads the keys: a thread that would take them away from another program, so it ends
/// while one has the terminal. What it read before is not lost, the next one begins with it.
#[derive(Debug)]
enum Line {
    Open(Box<EventStream>),
    Paused(Option<Waker>),
}

impl Default for Pause {
    fn default() -> Self {
        let line = Line::Open(Box::default());
        Self {
            line: Arc::new(Mutex::new(line)),
        }
    }
}

impl Pause {
    /// Stops reading keys.
    pub fn pause(&self) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*line, Line::Open(_)) {
            *line = Line::Paused(None);
        }
    }

    /// Reads keys again.
    pub fn resume(&self) {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        if let Line::Paused(waker) = &mut *line {
            let waker = waker.take();
            *line = Line::Open(Box::default());
            drop(line);
            waker.into_iter().for_each(Waker::wake);
        }
    }
}

struct Keys {
    line: Arc<Mutex<Line>>,
}

impl Stream for Keys {
    type Item = io::Result<Raw>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *line {
            Line::Open(stream) => Pin::new(stream.as_mut()).poll_next(cx),
            Line::Paused(waker) => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// Waits until the terminal hangs up. The event stream does not see it when nobody sends a
/// signal (nohup, a killed tmux server): it reads an end of input, and reads again, at 100 %
/// of a core, `use-dev-tty` or not.
#[expect(
    deprecated,
    reason = "what replaces it is unsafe; here the file is owned, and open as long as watched"
)]
async fn hangup() {
    let watch = terminal().and_then(|tty| AsyncFd::with_interest(tty, Interest::ERROR));
    let Ok(watch) = watch else {
        // What cannot be watched, such as a file, does not hang up.
        return future::pending().await;
    };
    let _ = watch.ready(Interest::ERROR).await;
}

/// Opens what the keys are read from.
fn terminal() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        Ok(File::from(stdin.as_fd().try_clone_to_owned()?))
    } else {
        File::open("/dev/tty")
    }
}

/// Returns the event of the screen for what the terminal sent, if it is one.
#[must_use]
pub fn translate(event: Raw) -> Option<Event> {
    match event {
        Raw::Key(key) => press(key).map(Event::Key),
        Raw::Paste(text) => Some(Event::Paste(text)),
        Raw::Resize(columns, rows) => Some(Event::Resized { columns, rows }),
        Raw::Mouse(mouse) => moused(mouse),
        Raw::FocusGained | Raw::FocusLost => None,
    }
}

/// How many lines a step of the wheel is.
const STEP: isize = 3;

fn moused(event: MouseEvent) -> Option<Event> {
    let wheel = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => 0,
        MouseEventKind::ScrollDown => STEP,
        MouseEventKind::ScrollUp => -STEP,
        MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
        | MouseEventKind::Up(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => return None,
    };
    Some(Event::Mouse {
        column: event.column,
        row: event.row,
        wheel,
    })
}

fn press(event: KeyEvent) -> Option<KeyPress> {
    let modifiers = event.modifiers;
    let unknown = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
    if event.kind == KeyEventKind::Release || modifiers.intersects(unknown) {
        return None;
    }
    let shift = modifiers.contains(KeyModifiers::SHIFT);
    let ctrl = modifiers.contains(KeyModifiers::CONTROL);
    Some(KeyPress {
        key: key(event.code, shift, ctrl)?,
        ctrl,
        alt: modifiers.contains(KeyModifiers::ALT),
    })
}

fn key(code: KeyCode, shift: bool, ctrl: bool) -> Option<Key> {
    Some(match code {
        // With control there is no upper case: most terminals cannot tell the two apart.
        KeyCode::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
        KeyCode::Char(c) if shift => Key::Char(upper(c)),
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if shift => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        KeyCode::Insert
        | KeyCode::Null
        | KeyCode::CapsLock
        | KeyCode::ScrollLock
        | KeyCode::NumLock
        | KeyCode::PrintScreen
        | KeyCode::Pause
        | KeyCode::Menu
        | KeyCode::KeypadBegin
        | KeyCode::Media(_)
        | KeyCode::Modifier(_) => return None,
    })
}

/// Returns the upper case of a letter that has a single one.
fn upper(c: char) -> char {
    let mut all = c.to_uppercase();
    match (all.next(), all.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::letter(KeyCode::Char('j'), KeyModifiers::NONE, "j")]
    #[case::shift_is_part_of_a_letter(KeyCode::Char('S'), KeyModifiers::SHIFT, "S")]
    #[case::shift_beside_a_small_letter(KeyCode::Char('s'), KeyModifiers::SHIFT, "S")]
    #[case::control(KeyCode::Char('s'), KeyModifiers::CONTROL, "ctrl-s")]
    #[case::control_and_shift(KeyCode::Char('S'), KeyModifiers::from_bits_retain(3), "ctrl-s")]
    #[case::back_tab(KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab")]
    #[case::shift_and_tab(KeyCode::Tab, KeyModifiers::SHIFT, "shift-tab")]
    #[case::alt_enter(KeyCode::Enter, KeyModifiers::ALT, "alt-enter")]
    #[case::space(KeyCode::Char(' '), KeyModifiers::NONE, "space")]
    fn keys_are_normalised(
        #[case] code: KeyCode,
        #[case] modifiers: KeyModifiers,
        #[case] expected: &str,
    ) {
        let Some(Event::Key(press)) = translate(Raw::Key(KeyEvent::new(code, modifiers))) else {
            panic!("no key");
        };
        assert_eq!(press.to_string(), expected);
        assert_eq!(expected.parse(), Ok(press));
    }

    #[test]
    fn a_key_that_is_held_repeats_and_its_release_is_nothing() {
        let event = |kind| {
            let modifiers = KeyModifiers::NONE;
            Raw::Key(KeyEvent::new_with_kind(KeyCode::Down, modifiers, kind))
        };
        assert!(translate(event(KeyEventKind::Repeat)).is_some());
        assert!(translate(event(KeyEventKind::Release)).is_none());
    }

    #[test]
    fn keys_of_the_window_manager_are_not_ours() {
        let key = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::SUPER);
        assert!(translate(Raw::Key(key)).is_none());
        assert!(translate(Raw::FocusLost).is_none());
    }
}
