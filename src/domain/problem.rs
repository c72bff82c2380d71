//! What is wrong with a file that somebody wrote, place by place: a playbook, rules of the gate,
//! settings, a theme.

pub(crate) mod slips;

use std::fmt;

use thiserror::Error;

/// Everything that is wrong with a file; at least one problem.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct Problems<C: fmt::Debug + fmt::Display> {
    problems: Vec<Problem<C>>,
}

impl<C: fmt::Debug + fmt::Display> Problems<C> {
    /// Returns the problems in the order of the file.
    pub(crate) fn new(mut problems: Vec<Problem<C>>) -> Self {
        problems.sort_by_key(|problem| problem.line);
        Self { problems }
    }

    /// Returns the problems, in the order of the file.
    #[must_use]
    pub fn problems(&self) -> &[Problem<C>] {
        &self.problems
    }
}

impl<C: fmt::Debug + fmt::Display> fmt::Display for Problems<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {key}: {cause}")]
pub struct Problem<C: fmt::Debug + fmt::Display> {
    /// The file as it was named by the caller.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key, such as `item.I4.phase`; elements of a list go by their id, or their number.
    pub key: String,
    /// What is wrong there.
    pub cause: C,
}

/// Returns the hint at what was probably meant, to be put behind a cause.
pub(crate) fn hinted(hint: Option<&str>) -> String {
    hint.map_or_else(String::new, |hint| {
        format!("\nHint: did you mean `{hint}`?")
    })
}

/// Returns the text before an offset in bytes: whole characters, and no more than there is.
#[must_use]
pub fn before(text: &str, offset: usize) -> &str {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Returns line and column of an offset in bytes, both from 1.
#[must_use]
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = before(text, offset);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[start..].chars().count() + 1)
}

/// Returns a line of the text with a caret below a column. Control characters are blanked,
/// because the excerpt goes to a terminal.
#[must_use]
pub fn excerpt(text: &str, line: usize, column: usize) -> String {
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
#[must_use]
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Returns the valid name nearest to the one the reader did not know. serde says the valid
/// ones in its message and nowhere else.
#[must_use]
pub fn meant(message: &str) -> Option<String> {
    let rest = ["unknown field `", "unknown variant `"]
        .into_iter()
        .find_map(|start| message.strip_prefix(start))?;
    let (wrong, valid) = rest.split_once("`, ")?;
    nearest(wrong, valid.split('`').skip(1).step_by(2))
}

/// Returns the candidate nearest to a word, if one is close.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
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
