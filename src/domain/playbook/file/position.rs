//! Where in the file a key stands.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::errors::{Cause, PlaybookErrors, Problem};
use super::toml_error;
use crate::domain::problem::{before, is_unsafe};

/// One step from the top of the file to a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// Into a table, by key.
    Key(&'a str),
    /// Into an array, by place.
    At(usize),
}

/// A file that is TOML, with the place of everything in it.
pub(super) struct Source<'t> {
    file: &'t str,
    text: &'t str,
    root: Spanned<DeTable<'t>>,
    /// Where each line begins: every id is asked for its line, and counting from the top each
    /// time took half of the program's start.
    lines: Vec<usize>,
}

/// Where something stands, and what it is called.
struct Spot<'s, 't> {
    key: String,
    name_span: Range<usize>,
    value_span: Range<usize>,
    value: Option<&'s DeValue<'t>>,
}

impl<'t> Source<'t> {
    /// Reads the TOML; every syntax error is reported.
    pub(super) fn read(file: &'t str, text: &'t str) -> Result<Self, PlaybookErrors> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let source = Self {
            file,
            text,
            root,
            lines: std::iter::once(0).chain(ends).collect(),
        };
        if errors.is_empty() {
            return Ok(source);
        }
        let problems = errors
            .iter()
            .map(|error| toml_error::problem(&source, error))
            .collect();
        Err(PlaybookErrors::new(problems))
    }

    /// Returns the text of the file.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Returns the file as a table.
    pub(super) fn table(&self) -> &DeTable<'t> {
        self.root.get_ref()
    }

    /// Returns a problem at the key a path leads to, or at the nearest one above it.
    pub(super) fn problem(&self, path: &[Step<'_>], cause: Cause) -> Problem {
        let spot = self.spot(path);
        self.problem_at(spot.name_span.start, spot.key, cause)
    }

    /// Returns a problem at a word inside the value a path leads to.
    pub(super) fn problem_in(&self, path: &[Step<'_>], word: &str, cause: Cause) -> Problem {
        let spot = self.spot(path);
        let inside = self
            .text
            .get(spot.value_span.clone())
            .and_then(|value| value.find(word))
            .map(|offset| spot.value_span.start + offset);
        self.problem_at(inside.unwrap_or(spot.name_span.start), spot.key, cause)
    }

    /// Returns a problem at an offset of the text.
    pub(super) fn problem_at(&self, offset: usize, key: String, cause: Cause) -> Problem {
        Problem {
            file: self.file.to_owned(),
            line: self.line_column(offset).0,
            key,
            cause,
        }
    }

    /// Returns the line of the key a path leads to, or of the nearest one above it.
    pub(super) fn line(&self, path: &[Step<'_>]) -> usize {
        self.line_column(self.spot(path).name_span.start).0
    }

    /// Returns line and column of an offset, both from 1.
    pub(super) fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = before(self.text, offset);
        let line = self.lines.partition_point(|start| *start <= before.len());
        let start = self.lines[line - 1];
        (line, before[start..].chars().count() + 1)
    }

    /// Returns the name of the key that holds an offset; empty when none does.
    pub(super) fn key_at(&self, offset: usize) -> String {
        let mut key = String::new();
        holder_in_table(self.table(), offset, &mut key);
        key
    }

    /// Returns the name of the last table that begins before an offset; empty at the top.
    pub(super) fn table_before(&self, offset: usize) -> String {
        let mut last = (0, String::new());
        last_table(self.table(), offset, &mut String::new(), &mut last);
        last.1
    }

    fn spot<'s>(&'s self, path: &[Step<'_>]) -> Spot<'s, 't> {
        let mut spot = Spot {
            key: String::new(),
            name_span: 0..0,
            value_span: 0..self.text.len(),
            value: None,
        };
        let mut lost = false;
        for step in path {
            if !lost && !self.enter(&mut spot, *step) {
                lost = true;
            }
            match step {
                Step::Key(name) => push_key(&mut spot.key, name),
                Step::At(at) => push_key(&mut spot.key, &label(spot.value, *at, lost)),
            }
        }
        spot
    }

    /// Moves a spot one step down; false when there is nothing.
    fn enter<'s>(&'s self, spot: &mut Spot<'s, 't>, step: Step<'_>) -> bool {
        let found = match (step, spot.value) {
            (Step::Key(name), None) => by_key(self.table(), name),
            (Step::Key(name), Some(value)) => value.as_table().and_then(|t| by_key(t, name)),
            (Step::At(at), Some(value)) => value
                .as_array()
                .and_then(|array| array.get(at))
                .map(|value| (value.span(), value)),
            (Step::At(_), None) => None,
        };
        let Some((name_span, value)) = found else {
            return false;
        };
        spot.name_span = name_span;
        spot.value_span = value.span();
        spot.value = Some(value.get_ref());
        true
    }
}

fn by_key<'s, 't>(
    table: &'s DeTable<'t>,
    name: &str,
) -> Option<(Range<usize>, &'s Spanned<DeValue<'t>>)> {
    let (key, value) = table.get_key_value(name)?;
    Some((key.span(), value))
}

/// Returns what an element is called: its id, or its number from 1.
fn label(value: Option<&DeValue<'_>>, at: usize, lost: bool) -> String {
    value
        .filter(|_| !lost)
        .and_then(DeValue::as_table)
        .and_then(|table| table.get("id"))
        .and_then(|id| id.get_ref().as_str())
        .filter(|id| !id.is_empty() && !id.contains(char::is_control))
        .map_or_else(|| (at + 1).to_string(), str::to_owned)
}

fn push_key(key: &mut String, part: &str) {
    if !key.is_empty() {
        key.push('.');
    }
    // A quoted key may hold anything, and this goes to a terminal.
    key.push_str(&part.replace(is_unsafe, "?"));
}

fn holder_in_table(table: &DeTable<'_>, offset: usize, key: &mut String) -> bool {
    for (name, value) in table {
        let length = key.len();
        push_key(key, name.get_ref());
        let inside = name.span().contains(&offset) || value.span().contains(&offset);
        if holder_in_value(value.get_ref(), offset, key) || inside {
            return true;
        }
        key.truncate(length);
    }
    false
}

fn holder_in_value(value: &DeValue<'_>, offset: usize, key: &mut String) -> bool {
    match value {
        DeValue::Table(table) => holder_in_table(table, offset, key),
        DeValue::Array(array) => array.iter().enumerate().any(|(at, value)| {
            let length = key.len();
            push_key(key, &label(Some(value.get_ref()), at, false));
            let held =
                holder_in_value(value.get_ref(), offset, key) || value.span().contains(&offset);
            if !held {
                key.truncate(length);
            }
            held
        }),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => false,
    }
}

fn last_table(table: &DeTable<'_>, offset: usize, key: &mut String, last: &mut (usize, String)) {
    for (name, value) in table {
        let length = key.len();
        push_key(key, name.get_ref());
        last_table_in(value, offset, key, last);
        key.truncate(length);
    }
}

fn last_table_in(
    value: &Spanned<DeValue<'_>>,
    offset: usize,
    key: &mut String,
    last: &mut (usize, String),
) {
    match value.get_ref() {
        DeValue::Table(table) => {
            let start = value.span().start;
            if (last.0..=offset).contains(&start) {
                *last = (start, key.clone());
            }
            last_table(table, offset, key, last);
        }
        DeValue::Array(array) => {
            for (at, value) in array.iter().enumerate() {
                let length = key.len();
                push_key(key, &label(Some(value.get_ref()), at, false));
                last_table_in(value, offset, key, last);
                key.truncate(length);
            }
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}
