//! A key as the widget of the editor takes it.

use tui_textarea::{Input, Key as AreaKey};

use crate::app::{Key, KeyPress};

/// Returns a key that was pressed, in the words of the widget.
pub(super) fn input(press: KeyPress) -> Input {
    let key = match press.key {
        Key::Char(c) => AreaKey::Char(c),
        Key::Enter => AreaKey::Enter,
        Key::Esc => AreaKey::Esc,
        Key::Tab | Key::BackTab => AreaKey::Tab,
        Key::Backspace => AreaKey::Backspace,
        Key::Delete => AreaKey::Delete,
        Key::Up => AreaKey::Up,
        Key::Down => AreaKey::Down,
        Key::Left => AreaKey::Left,
        Key::Right => AreaKey::Right,
        Key::Home => AreaKey::Home,
        Key::End => AreaKey::End,
        Key::PageUp => AreaKey::PageUp,
        Key::PageDown => AreaKey::PageDown,
        Key::F(n) => AreaKey::F(n),
    };
    Input {
        key,
        ctrl: press.ctrl,
        alt: press.alt,
        shift: false,
    }
}
