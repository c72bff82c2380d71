//! The lines of a brief that are read back, and whether they were.

use crate::domain::text::{clean_line, small_words};

/// How many lines the outgoing IC marks.
pub const TO_MARK: usize = 3;

/// A marked line that was read back otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Which one, from 1.
    pub number: usize,
    /// What the brief says.
    pub marked: String,
    /// What was typed; empty where nothing was.
    pub typed: String,
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            number,
            marked,
            typed,
        } = self;
        if typed.is_empty() {
            write!(f, "item {number} was not read back: {marked}")
        } else {
            write!(f, "item {number} says: {marked}; read back was: {typed}")
        }
    }
}

/// Returns the marked lines of a brief: those that begin with `*`, without what stands before
/// their words.
#[must_use]
pub fn marked_lines(brief: &str) -> Vec<String> {
    let marked = brief.lines().filter(|line| is_marked(line));
    marked
        .map(|line| clean_line(line.trim_start().trim_start_matches(['*', '-', ' '])))
        .filter(|line| !line.is_empty())
        .collect()
}

/// Two stars are bold print, not a mark.
fn is_marked(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('*') && !line.starts_with("**")
}

/// Returns the first marked line that was read back otherwise. Case, spaces and punctuation do
/// not matter; words, numbers and their order do: two numbers are not one.
#[must_use]
pub fn first_mismatch(marked: &[String], typed: &[String]) -> Option<Mismatch> {
    let typed = typed.iter().map(String::as_str);
    let typed = typed.chain(std::iter::repeat(""));
    let pairs = marked.iter().zip(typed).zip(1..);
    pairs
        .filter(|((marked, typed), _)| letters(marked) != letters(typed))
        .map(|((marked, typed), number)| Mismatch {
            number,
            marked: marked.clone(),
            typed: clean_line(typed),
        })
        .next()
}

/// Returns the words and numbers of a line as one; only two numbers next to one another are kept
/// apart, as `1 50` is not `150`.
fn letters(line: &str) -> String {
    let mut letters = String::new();
    for word in small_words(line) {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if is_digit(letters.chars().next_back()) && is_digit(word.chars().next()) {
            letters.push(' ');
        }
        letters.push_str(&word);
    }
    letters
}

/// Returns a brief with the first line marked that has a text in it; none when no line that may
/// be marked has.
#[must_use]
pub fn mark(brief: &str, text: &str) -> Option<String> {
    let text = clean_line(text).to_lowercase();
    let mut lines: Vec<String> = brief.lines().map(str::to_owned).collect();
    let line = lines
        .iter_mut()
        .find(|line| line.starts_with("- ") && line.to_lowercase().contains(&text))?;
    line.replace_range(..1, "*");
    Some(lines.join("\n"))
}

/// Returns a brief with what the outgoing IC thinks and worries about filled in.
#[must_use]
pub fn filled(brief: &str, theory: Option<&str>, worries: Option<&str>) -> String {
    let given = [("{theory}", theory), ("{worries}", worries)];
    given
        .into_iter()
        .fold(brief.to_owned(), |brief, (blank, said)| match said {
            Some(said) => brief.replace(blank, &clean_line(said)),
            None => brief,
        })
}

/// What stands in a brief where nobody said anything.
const NOT_SAID: &str = "nothing said";

/// Returns a brief in which what nobody filled in says so: nothing raw goes to others.
#[must_use]
pub fn without_blanks(brief: &str) -> String {
    filled(brief, Some(NOT_SAID), Some(NOT_SAID))
}
