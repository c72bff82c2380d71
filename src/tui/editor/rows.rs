//! The rows that a text takes at a width.
//!
//! The widget breaks a line at the word bounds of Unicode, within `02:10` or a path too, and has no
//! setting for it. Here a line breaks at blanks alone, and within a word only where that takes more
//! than a row. The blanks at which it breaks hang behind the row above, in the column that is kept
//! for the cursor; so does a comma or the like, which belongs to the word before it.

use std::ops::Range;

use crate::tui::text::{cells, pieces};

/// What ends a clause, and stands with the word before it.
const ENDS: [char; 7] = [',', '.', ';', ':', '!', '?', ')'];

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The line it is of.
    pub(super) line: usize,
    /// Which characters of the line it shows; the next row goes on where these end.
    pub(super) chars: Range<usize>,
    /// The same in bytes.
    pub(super) bytes: Range<usize>,
}

impl Row {
    fn of(line: usize) -> Self {
        Self {
            line,
            chars: 0..0,
            bytes: 0..0,
        }
    }

    /// Goes on with a text.
    fn take(&mut self, text: &str) {
        self.chars.end += text.chars().count();
        self.bytes.end += text.len();
    }

    /// Ends it, begins the next one in its place, and returns the ended one.
    fn end(&mut self) -> Self {
        let next = Self {
            line: self.line,
            chars: self.chars.end..self.chars.end,
            bytes: self.bytes.end..self.bytes.end,
        };
        std::mem::replace(self, next)
    }

    /// Returns what it shows.
    pub(super) fn text<'t>(&self, lines: &'t [String]) -> &'t str {
        let line = lines.get(self.line).map(String::as_str);
        line.and_then(|line| line.get(self.bytes.clone()))
            .unwrap_or_default()
    }

    /// Returns how many cells stand before a column of its line.
    fn cells_before(&self, column: usize, lines: &[String]) -> u16 {
        let text = self.text(lines);
        let before = column.saturating_sub(self.chars.start);
        let end = text.char_indices().nth(before);
        cells(&text[..end.map_or(text.len(), |(at, _)| at)])
    }

    /// Returns the column of its line at which so many cells stand before, or nearly so many.
    fn column_at(&self, most: u16, lines: &[String]) -> usize {
        let (mut column, mut used) = (self.chars.start, 0_u16);
        for (piece, wide) in pieces(self.text(lines), 1) {
            used = used.saturating_add(wide);
            if used > most {
                break;
            }
            column += piece.chars().count();
        }
        column
    }
}

/// All rows of a text.
pub(super) struct Rows<'t> {
    lines: &'t [String],
    all: Vec<Row>,
}

impl<'t> Rows<'t> {
    /// Breaks lines into rows of so many cells.
    pub(super) fn of(lines: &'t [String], wide: u16) -> Self {
        let all = lines.iter().enumerate();
        let all = all.flat_map(|(line, text)| broken(line, text, wide.max(1)));
        Self {
            lines,
            all: all.collect(),
        }
    }

    /// Returns how many there are; a text without a sign has one.
    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Returns those from one on.
    pub(super) fn from(&self, first: usize) -> &[Row] {
        self.all.get(first..).unwrap_or_default()
    }

    /// Returns in which row a cursor stands, and how many cells before it.
    pub(super) fn place_of(&self, (line, column): (usize, usize)) -> (usize, u16) {
        let behind = |row: &Row| (row.line, row.chars.start) <= (line, column);
        let at = self.all.partition_point(behind).saturating_sub(1);
        let before = |row: &Row| row.cells_before(column, self.lines);
        (at, self.all.get(at).map_or(0, before))
    }

    /// Returns the line and column that stand in a row behind so many cells, or nearly.
    pub(super) fn cursor_at(&self, at: usize, most: u16) -> (usize, usize) {
        let Some(row) = self.all.get(at) else {
            return (0, 0);
        };
        let next = self.all.get(at + 1);
        let goes_on = next.is_some_and(|next| next.line == row.line);
        // Behind its last sign the next row begins.
        let last = row.chars.end - usize::from(goes_on && !row.chars.is_empty());
        (row.line, row.column_at(most, self.lines).min(last))
    }
}

/// Breaks one line.
fn broken(line: usize, text: &str, wide: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = Row::of(line);
    let mut used = 0_u16;
    for piece in text.split_inclusive(is_blank) {
        let word = piece.trim_end_matches(is_blank);
        let hangs = word.len() > 1 && word.len() < piece.len() && word.ends_with(ENDS);
        let needs = cells(word).saturating_sub(u16::from(hangs));
        if used > 0 && needs > wide.saturating_sub(used) {
            rows.push(row.end());
            used = 0;
        }
        let mut left = word.len();
        for (sign, more) in pieces(word, 1) {
            left -= sign.len();
            let room = wide.saturating_add(u16::from(hangs && left == 0));
            if used > 0 && used.saturating_add(more) > room {
                rows.push(row.end());
                used = 0;
            }
            row.take(sign);
            used = used.saturating_add(more);
        }
        let blank = &piece[word.len()..];
        row.take(blank);
        used = used.saturating_add(cells(blank));
    }
    rows.push(row);
    rows
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}
