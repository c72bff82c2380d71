//! What is said at the foot of the screen, and the log of it.

use std::collections::VecDeque;

use super::model::App;
use crate::domain::text::shorten;
use crate::domain::time::Instant;

/// How many messages are kept.
const MOST: usize = 500;

/// What was said since the screen was opened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Log {
    messages: VecDeque<Message>,
    /// How many were said, those among them that are forgotten.
    said: u64,
}

/// A word at the foot of the screen, gone with the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// How grave it is.
    pub level: Level,
}

/// Something that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Tells one from the next; later ones have higher numbers.
    pub number: u64,
    /// When, for the last time.
    pub at: Instant,
    /// How grave it is.
    pub level: Level,
    /// What was said.
    pub text: String,
    /// How often it was said without anything else in between.
    pub times: u32,
    /// Whether somebody has seen it; what stays does so until then.
    pub read: bool,
}

/// How grave a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A matter of fact; gone with the next key.
    Info,
    /// What others said, unasked. It stays until it was read.
    News,
    /// The key that was pressed did not do all of what it says; gone with the next key.
    Warning,
    /// Something failed that nobody may be looking at. It stays until it was read.
    Error,
}

impl Level {
    /// Returns its word on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::News => "news",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Returns whether it stays at the foot of the screen until it was read.
    #[must_use]
    pub fn stays(self) -> bool {
        match self {
            Self::News | Self::Error => true,
            Self::Info | Self::Warning => false,
        }
    }
}

impl Log {
    /// Returns what was said, the newest first.
    #[must_use]
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &Message> {
        self.messages.iter().rev()
    }

    /// Returns what stays until it was read: the errors first, the oldest of each first.
    pub fn unread(&self) -> impl Iterator<Item = &Message> {
        let of = |level| {
            let messages = self.messages.iter();
            messages.filter(move |it| it.level == level && !it.read)
        };
        of(Level::Error).chain(of(Level::News))
    }

    pub(super) fn add(&mut self, at: Instant, level: Level, text: &str) {
        let read = !level.stays();
        if let Some(last) = self.messages.back_mut()
            && (last.level, last.text.as_str()) == (level, text)
        {
            (last.at, last.times, last.read) = (at, last.times + 1, read);
            return;
        }
        if self.messages.len() >= MOST {
            self.messages.pop_front();
        }
        self.said += 1;
        self.messages.push_back(Message {
            number: self.said,
            at,
            level,
            text: text.to_owned(),
            times: 1,
            read,
        });
    }

    /// Notes that the first of what is unread was read; returns false where all was.
    pub(super) fn read_one(&mut self) -> bool {
        let Some(level) = self.unread().next().map(|it| it.level) else {
            return false;
        };
        let mut messages = self.messages.iter_mut();
        let unread = messages.find(|it| it.level == level && !it.read);
        unread.is_some_and(|it| {
            it.read = true;
            true
        })
    }

    /// Notes that all was read.
    pub(super) fn read_all(&mut self) {
        for message in &mut self.messages {
            message.read = true;
        }
    }

    /// Notes that an error is none any more.
    pub(super) fn settle(&mut self, text: &str) {
        for message in self.messages.iter_mut().filter(|it| it.text == text) {
            message.read = true;
        }
    }
}

impl App {
    /// Says that something failed, until it was read.
    pub(in crate::app) fn fail(&mut self, text: impl Into<String>) {
        self.say(Level::Error, text.into());
    }

    /// Says something until the next key.
    pub(in crate::app) fn tell(&mut self, text: impl Into<String>) {
        self.say(Level::Info, text.into());
    }

    /// Says until the next key why it did not do all that it says.
    pub(in crate::app) fn warn(&mut self, text: impl Into<String>) {
        self.say(Level::Warning, text.into());
    }

    /// Says something that came in, and does not cover with a warning the one that stands: it may
    /// be of the same key.
    pub(in crate::app) fn say_too(&mut self, level: Level, text: String) {
        const LONGEST: usize = 400;
        let is_warning = |level| level == Level::Warning;
        let stands = self.toast.as_ref();
        let stands = stands.filter(|it| is_warning(it.level) && !it.text.contains(&text));
        let both = stands
            .filter(|_| is_warning(level))
            .map(|it| shorten(&format!("{}; {text}", it.text), LONGEST));
        self.say(level, text);
        if let Some(text) = both {
            self.toast = Some(Toast { text, level });
        }
    }

    /// Says something, for as long as it is grave.
    pub(in crate::app) fn say(&mut self, level: Level, text: String) {
        self.log.add(self.now, level, &text);
        match level {
            Level::Info | Level::Warning => self.toast = Some(Toast { text, level }),
            Level::News | Level::Error => {}
        }
    }
}

/// The log over the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogView {
    /// The number of the marked message, so that what is said meanwhile moves no mark; none
    /// where nothing was said.
    pub marked: Option<u64>,
}

impl LogView {
    /// Returns the position of the mark, counted from the newest. What is forgotten was older
    /// than all that is left.
    #[must_use]
    pub fn at(&self, log: &Log) -> usize {
        let Some(marked) = self.marked else {
            return 0;
        };
        let mut messages = log.newest_first();
        let last = messages.len().saturating_sub(1);
        messages.position(|it| it.number <= marked).unwrap_or(last)
    }

    pub(in crate::app) fn mark(&mut self, log: &Log, at: usize) {
        self.marked = log.newest_first().nth(at).map(|it| it.number);
    }
}
