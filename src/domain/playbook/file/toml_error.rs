//! Errors of the TOML reader, with place, excerpt and the likely meaning.

use super::errors::{Cause, Problem};
use super::position::Source;

/// Returns an error of the reader as a problem of the file.
pub(super) fn problem(source: &Source<'_>, error: &toml::de::Error) -> Problem {
    let offset = error.span().map_or(0, |span| span.start);
    let (line, column) = source.line_column(offset);
    let message = error.message().replace('\n', "; ").replace(is_unsafe, "?");
    let cause = Cause::Toml {
        hint: meant(&message),
        message,
        column,
        excerpt: excerpt(source.text(), line, column),
    };
    source.problem_at(offset, key(source, offset, line), cause)
}

/// Returns the key that holds an offset; without one, the word the line begins with, in the
/// table above it.
fn key(source: &Source<'_>, offset: usize, line: usize) -> String {
    let key = source.key_at(offset);
    if !key.is_empty() {
        return key;
    }
    let line = source.text().lines().nth(line - 1).unwrap_or_default();
    let word: String = line
        .trim_start_matches(['[', ' ', '\t'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        .take(64)
        .collect();
    let is_header = line.trim_start().starts_with('[');
    let table = if is_header {
        String::new()
    } else {
        source.table_before(offset)
    };
    match (table.is_empty(), word.is_empty()) {
        (false, false) => format!("{table}.{word}"),
        (false, true) => table,
        (true, false) => word,
        (true, true) => "file".to_owned(),
    }
}

/// Returns a line of the text with a caret below a column. Control characters are blanked,
/// because the excerpt goes to a terminal.
pub(crate) fn excerpt(text: &str, line: usize, column: usize) -> String {
    const WIDTH: usize = 100;
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let shown = text.split('\n').nth(line - 1).unwrap_or_default();
    // A long line is shown around the place.
    let skip = column.saturating_sub(WIDTH * 3 / 4);
    let shown: String = shown
        .chars()
        .skip(skip)
        .take(WIDTH)
        .map(|c| if is_unsafe(c) { ' ' } else { c })
        .collect();
    let pad = " ".repeat(column - 1 - skip);
    format!("{gutter} |\n{number} | {shown}\n{gutter} | {pad}^")
}

/// Returns true for characters that a terminal obeys instead of showing.
pub(super) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns the valid name nearest to the one the reader did not know. serde says the valid
/// ones in its message and nowhere else.
fn meant(message: &str) -> Option<String> {
    let rest = ["unknown field `", "unknown variant `"]
        .into_iter()
        .find_map(|start| message.strip_prefix(start))?;
    let (wrong, valid) = rest.split_once("`, ")?;
    nearest(wrong, valid.split('`').skip(1).step_by(2))
}

/// Returns the candidate nearest to a word, if one is close.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let word: Vec<char> = word.chars().take(64).collect();
    let limit = word.len().div_ceil(3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.to_owned())
}

/// Returns how many letters have to change to make one word of the other (Levenshtein).
fn distance(left: &[char], right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let swapped = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = swapped.min(corner + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}
