//! Keys, as the keymap names them.

use std::fmt;
use std::str::FromStr;

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A character; upper case stands for shift.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key.
    F(u8),
}

/// A key with its modifiers, normalised: shift is part of a character, never beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyPress {
    /// The key.
    pub key: Key,
    /// Whether Control is held.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
}

impl KeyPress {
    /// Returns a key without modifiers.
    #[must_use]
    pub const fn plain(key: Key) -> Self {
        Self {
            key,
            ctrl: false,
            alt: false,
        }
    }

    /// Returns a character without modifiers.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(Key::Char(c))
    }

    /// Returns a character with Control.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self {
            key: Key::Char(c),
            ctrl: true,
            alt: false,
        }
    }
}

const NAMES: [(&str, Key); 15] = [
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("shift-tab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("home", Key::Home),
    ("end", Key::End),
    ("pageup", Key::PageUp),
    ("pagedown", Key::PageDown),
    ("space", Key::Char(' ')),
];

impl FromStr for KeyPress {
    type Err = String;

    /// Reads `j`, `S`, `space`, `ctrl-e`, `alt-enter`, `f1`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut rest = text.trim();
        let (mut ctrl, mut alt) = (false, false);
        while let Some((modifier, tail)) = rest.split_once('-').filter(|(_, tail)| !tail.is_empty())
        {
            match modifier {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                _ => break,
            }
            rest = tail;
        }
        let named = NAMES
            .iter()
            .find(|(name, _)| *name == rest)
            .map(|(_, key)| *key);
        let function = rest
            .strip_prefix('f')
            .and_then(|n| n.parse().ok())
            .map(Key::F);
        let mut chars = rest.chars();
        let single = chars
            .next()
            .filter(|_| chars.next().is_none())
            .map(Key::Char);
        let key = named
            .or(single)
            .or(function)
            .ok_or_else(|| format!("`{text}` names no key"))?;
        Ok(Self { key, ctrl, alt })
    }
}

/// Keys that are pressed one after the other, such as `g g`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeySequence(pub Vec<KeyPress>);

impl FromStr for KeySequence {
    type Err = String;

    /// Reads the keys of a sequence with spaces between them.
    fn from_str(text: &str) -> Result<Self, String> {
        let keys: Result<Vec<KeyPress>, String> = text.split_whitespace().map(str::parse).collect();
        match keys?.as_slice() {
            [] => Err("an empty text names no key".to_owned()),
            keys => Ok(Self(keys.to_vec())),
        }
    }
}

impl fmt::Display for KeySequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.pad(&keys.join(" "))
    }
}

/// The keys of the topmost row, as far as keyboards have them.
const FUNCTIONS: [&str; 12] = [
    "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
];

/// Returns the names of the keys that have one, for whoever mistyped it.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let named = NAMES.iter().map(|(name, _)| *name);
    named.chain(FUNCTIONS)
}

impl fmt::Display for KeyPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modifiers = match (self.ctrl, self.alt) {
            (true, true) => "ctrl-alt-",
            (true, false) => "ctrl-",
            (false, true) => "alt-",
            (false, false) => "",
        };
        let name = match (NAMES.iter().find(|(_, key)| *key == self.key), self.key) {
            (Some((name, _)), _) => (*name).to_owned(),
            (None, Key::Char(c)) => c.to_string(),
            (None, Key::F(n)) => format!("f{n}"),
            (None, _) => "?".to_owned(),
        };
        let out = format!("{modifiers}{name}");
        f.pad(&out)
    }
}
