//! The lines of a brief that are read back, and whether they were.

use crate::domain::decide::Refusal;
use crate::domain::ids::{AskId, FixId, LeadId};
use crate::domain::incident::{FixClass, FixState, Incident};
use crate::domain::text::{clean_line, small_words};

/// How many lines the outgoing IC marks.
pub const TO_MARK: usize = 3;

/// Stands behind a brief of which nothing is to be read back.
pub const NOTHING_MARKED: &str = "Nothing was marked to read back.";

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

/// Returns which of `most` items a line is that begins with its number, from 0, and its text: `2: the
/// gate is shut`. None where it begins with no such number: a time of the day may begin a line too.
#[must_use]
pub fn numbered_line(line: &str, most: usize) -> Option<(usize, String)> {
    let (number, text) = line.split_once(':')?;
    let at = number.trim().parse::<usize>().ok()?.checked_sub(1)?;
    (at < most).then(|| (at, clean_line(text)))
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

/// Returns a brief with a line marked: that of the lead, remediation item or question of this
/// number, else the first that has the text in it. None when no line that may be marked is so.
#[must_use]
pub fn mark(brief: &str, text: &str) -> Option<String> {
    let text = clean_line(text).to_lowercase();
    let by_number = is_number(&text);
    let is_meant = |line: &str| match line.to_lowercase().split_once(' ') {
        // What only mentions it is another line; one that is marked already stays so.
        Some(("-" | "*", said)) if by_number => item_of(said) == text,
        Some(("-", said)) => said.contains(&text),
        _ => false,
    };
    let mut lines: Vec<String> = brief.lines().map(str::to_owned).collect();
    let line = lines.iter_mut().find(|line| is_meant(line))?;
    line.replace_range(..1, "*");
    Some(lines.join("\n"))
}

/// Returns why a brief has no line of a lead, remediation item or question, with what of it can be
/// marked by number; none for a text that is no number.
#[must_use]
pub fn unmarked(brief: &str, text: &str, incident: &Incident) -> Option<Refusal> {
    let text = clean_line(text);
    if !is_number(&text) {
        return None;
    }
    let fix = text.parse().ok().and_then(|id| incident.fix(id));
    let lead = text.parse().ok().and_then(|id| incident.lead(id));
    let why = match (fix, lead) {
        (Some(fix), _) if fix.state == FixState::Verified => " (verified)",
        (Some(fix), _) if fix.class == FixClass::LongTerm => " (for later)",
        (None, None) if !is_asked(&text, incident) => " (there is none of that number)",
        _ => "",
    };
    let lines = brief.lines().filter_map(|line| line.strip_prefix("- "));
    let items = lines.map(item_of).filter(|item| is_number(item));
    let items: Vec<&str> = items.collect();
    let items = if items.is_empty() {
        String::new()
    } else {
        format!("{}, or ", items.join(", "))
    };
    Some(Refusal::plain(
        format!("{} is not in the brief{why}", text.to_uppercase()),
        format!("mark {items}words of a line that begins with -: `sitroom handoff brief`"),
    ))
}

fn is_asked(text: &str, incident: &Incident) -> bool {
    let id: Option<AskId> = text.parse().ok();
    id.is_some_and(|id| incident.asks.iter().any(|ask| ask.id == id))
}

/// Returns whether a text is the number of what a brief has a line of: L3, R1, Q2.
fn is_number(text: &str) -> bool {
    text.parse::<LeadId>().is_ok() || text.parse::<FixId>().is_ok() || text.parse::<AskId>().is_ok()
}

/// Returns what a line of a brief begins with, where the number of an item stands.
fn item_of(line: &str) -> &str {
    let first = line.split_whitespace().next().unwrap_or_default();
    first.trim_end_matches(':')
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
