//! Errors of the TOML reader, with place, excerpt and the likely meaning.

use super::errors::{Cause, Problem};
use super::position::Source;
use crate::domain::problem::{excerpt, is_unsafe, meant};

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
