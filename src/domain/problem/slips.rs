//! A TOML file that is read in spite of its slips, so that all of them are told together.
//!
//! The reader of TOML goes on behind a slip, but not well: behind a key without `=` it reads nothing
//! more, and behind a list that is not closed everything is a slip. So what has one is blanked, and
//! the rest is read anew, every byte at its place.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeTable, DeValue, Error};

use super::before;

/// So many slips are told of one file at the most; the others are, once these are mended.
const MOST: usize = 64;

/// What of a file is no TOML.
#[derive(Debug, Default)]
pub(crate) struct Slips {
    /// What is wrong, in the order of the file; one a line or value.
    pub(crate) errors: Vec<Error>,
    torn: Vec<Torn>,
}

/// A line that is not read.
#[derive(Debug)]
struct Torn {
    section: String,
    word: String,
}

impl Slips {
    /// Returns whether a line is not read that begins with a word, such as a key.
    pub(crate) fn hide(&self, word: &str) -> bool {
        self.torn.iter().any(|torn| torn.word == word)
    }

    /// Returns whether a line of a section is not read; that of what stands above all is empty.
    pub(crate) fn touch(&self, section: &str) -> bool {
        self.torn.iter().any(|torn| torn.section == section)
    }
}

/// Reads a file as far as it can be read, and hands on what stands there and what is no TOML.
pub(crate) fn read<T>(text: &str, with: impl FnOnce(&DeTable<'_>, Slips) -> T) -> T {
    let mut slips = Slips::default();
    let mut rest = Cow::Borrowed(text);
    loop {
        let (root, errors) = DeTable::parse_recoverable(&rest);
        let Some(first) = errors.into_iter().min_by_key(start) else {
            return in_order(slips, |slips| with(root.get_ref(), slips));
        };
        let lines = torn(&rest, root.get_ref(), start(&first));
        let is_nothing = rest[lines.clone()].trim().is_empty();
        slips.errors.push(first);
        slips.torn.extend(told(&rest, lines.clone()));
        if is_nothing || slips.errors.len() == MOST {
            return in_order(slips, |slips| with(root.get_ref(), slips));
        }
        rest = Cow::Owned(blanked(&rest, lines));
    }
}

fn in_order<T>(mut slips: Slips, with: impl FnOnce(Slips) -> T) -> T {
    slips.errors.sort_by_key(start);
    with(slips)
}

fn start(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

/// Returns the lines that cannot be read for the slip at an offset: those of its value; those of its
/// section where the header of that is the slip, because they would seem to belong to the one before.
fn torn(text: &str, root: &DeTable<'_>, at: usize) -> Range<usize> {
    let line = line_start(text, at)..line_end(text, at);
    let Some(value) = leaf_at(root, at) else {
        return if is_header(&text[line.clone()]) {
            line.start..next_line(text, line.end, is_header)
        } else {
            line
        };
    };
    let start = line_start(text, value.start);
    let first = line_end(text, value.start);
    let last = line_end(text, value.end.max(at));
    // What nothing closes goes on to the end, over what was not meant to be in it.
    if text[last..].trim().is_empty() {
        start..next_line(text, first, begins)
    } else {
        start..last
    }
}

/// Returns where a value and its key stand that hold an offset.
fn leaf_at(table: &DeTable<'_>, at: usize) -> Option<Range<usize>> {
    table.iter().find_map(|(key, value)| {
        let (key, span) = (key.span(), value.span());
        match value.get_ref() {
            // A table that stands behind its key is a value as others are.
            DeValue::Table(inner) if span.start < key.end => leaf_at(inner, at),
            _ => (key.start <= at && at <= span.end).then_some(key.start..span.end),
        }
    })
}

/// Returns where the first line behind an offset begins that is one of a kind; else the end.
fn next_line(text: &str, from: usize, is_one: fn(&str) -> bool) -> usize {
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if at > from && is_one(line) {
            return at;
        }
        at += line.len();
    }
    text.len()
}

fn line_start(text: &str, at: usize) -> usize {
    before(text, at).rfind('\n').map_or(0, |at| at + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let at = before(text, at).len();
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// Returns whether a line is the header of a section, or was meant to be one.
fn is_header(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.trim_matches(['[', ']']).trim();
    name.len() < line.len() && !name.is_empty() && name == word(name)
}

/// Returns whether a line surely begins something: a section, or a key with its value.
fn begins(line: &str) -> bool {
    let is_key = |(key, _): (&str, &str)| !key.trim().is_empty() && key.trim() == word(key);
    is_header(line) || line.split_once('=').is_some_and(is_key)
}

/// Returns the word that a line begins with.
pub(crate) fn word(line: &str) -> &str {
    let line = line.trim_start_matches(['[', ' ', '\t', '"']);
    let is_other = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.');
    line.split(is_other).next().unwrap_or_default()
}

/// Returns what the lines at a place begin with, and in which section they stand.
fn told(text: &str, lines: Range<usize>) -> Vec<Torn> {
    let mut above = text[..lines.start].lines().rev();
    let above = above.find(|line| is_header(line));
    let mut section = above.map_or("", word).to_owned();
    let mut all = Vec::new();
    for line in text[lines].lines() {
        if is_header(line) {
            word(line).clone_into(&mut section);
        }
        all.push(Torn {
            section: section.clone(),
            word: word(line).to_owned(),
        });
    }
    all
}

fn blanked(text: &str, lines: Range<usize>) -> String {
    let blank = text[lines.clone()].bytes();
    let blank: String = blank
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    format!("{}{blank}{}", &text[..lines.start], &text[lines.end..])
}
