//! What the gate found in a text.

use std::fmt;
use std::ops::Range;

use super::plain::Plain;
use super::rules::Rule;

/// How much a finding weighs; what is greater weighs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// May leave when somebody looked at it.
    Warn,
    /// May not leave unless somebody says why it has to.
    Block,
    /// Nothing may leave at all: the text is marked as classified or controlled (R19).
    Stop,
}

impl Level {
    /// Every level with the name that rules call it by.
    pub(super) const ALL: [(&'static str, Self); 3] = [
        ("warn", Self::Warn),
        ("block", Self::Block),
        ("stop", Self::Stop),
    ];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Warn => "warn",
            Self::Block => "block",
            Self::Stop => "stop",
        })
    }
}

/// Something in a text that should not leave the machine. It holds no part of a secret, so it
/// may be shown, logged and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: String,
    /// The id of the kind, such as `token`.
    pub kind: String,
    /// What has to be done about it.
    pub level: Level,
    /// Where it stands: bytes of the text that was scanned, on character boundaries.
    pub range: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// What it looks like, with everything covered that must not be seen.
    pub excerpt: String,
    /// What it is, in words.
    pub name: String,
    /// Why it may not leave.
    pub why: String,
    /// What to do.
    pub advice: String,
}

impl Finding {
    pub(super) fn new(
        rule: &Rule,
        text: &str,
        range: Range<usize>,
        cursor: &mut Cursor<'_>,
    ) -> Self {
        let (line, column) = cursor.forward(range.start);
        Self {
            rule: rule.id.clone(),
            kind: rule.kind.clone(),
            level: rule.level,
            line,
            column,
            excerpt: excerpt(rule, &text[range.clone()]),
            range,
            name: rule.name.clone(),
            why: rule.why.clone(),
            advice: rule.advice.clone(),
        }
    }
}

/// A place in a text that only goes forward, so that counting lines and columns for many
/// findings costs one reading of the text.
pub(super) struct Cursor<'t> {
    rest: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn at_start(text: &'t str) -> Self {
        Self {
            rest: text,
            at: 0,
            line: 1,
            column: 1,
        }
    }

    /// Returns the line and the column of an offset that is not before the last one.
    fn forward(&mut self, offset: usize) -> (usize, usize) {
        let (passed, rest) = self.rest.split_at(offset - self.at);
        for c in passed.chars() {
            let is_end = c == '\n';
            self.line += usize::from(is_end);
            self.column = if is_end { 1 } else { self.column + 1 };
        }
        (self.rest, self.at) = (rest, offset);
        (self.line, self.column)
    }
}

/// Returns what may be seen of a match: of a secret the beginning that all of its kind share,
/// of anything else its shape; a marking in full, because it is no secret.
fn excerpt(rule: &Rule, found: &str) -> String {
    const WIDEST: usize = 48;
    let plain = Plain::of(found);
    let seen = plain.bytes().iter().copied().filter(|byte| *byte != b'\n');
    let letter = |byte: u8| match byte {
        b' '..=b'~' => char::from(byte),
        _ => ' ',
    };
    let shape = |byte: u8| match byte {
        b'0'..=b'9' => '0',
        b'a'..=b'z' => 'x',
        b'A'..=b'Z' => 'X',
        _ => letter(byte),
    };
    match rule.level {
        Level::Stop => seen.take(WIDEST).map(letter).collect(),
        Level::Warn => seen.take(WIDEST).map(shape).collect(),
        Level::Block => {
            let head = rule.common_head(plain.bytes());
            let head = String::from_utf8_lossy(head);
            let length = found.chars().count();
            format!("{head}•••• ({length} characters)")
        }
    }
}
