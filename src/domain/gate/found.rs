//! A finding with where it was found, for people.

use std::fmt;

use super::finding::{Finding, Level};
use super::redact::merged;
use super::setup::Gate;
use crate::domain::text::shorten;

/// What stands where something must not be seen.
const COVER: &str = "••••";

/// The most characters of a line that are shown around a finding.
const LINE: usize = 120;

/// The place of who records something: it stands with every entry, and no number can stand there.
pub(super) const WHO: &str = "the name of who records it";

/// The place of a codename, which has to leave to be one.
pub(super) const CODENAME: &str = "the codename";

/// A finding with the text it was found in. Like the finding it holds nothing of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it was found in, such as `the note`.
    pub place: String,
    /// What was found.
    pub finding: Finding,
    /// The line it begins in, with all that may not leave covered.
    pub line: String,
}

impl Found {
    /// Returns whether `[held: H3]` can stand in its place; not in that of a name.
    #[must_use]
    pub fn can_be_held(&self) -> bool {
        ![WHO, CODENAME].contains(&self.place.as_str())
    }

    /// Returns what was found in a text that is called `place`.
    pub(super) fn all(place: &str, text: &str, findings: &[Finding]) -> Vec<Self> {
        let all = findings.iter().map(|finding| Self {
            place: place.to_owned(),
            finding: finding.clone(),
            line: covered_line(text, findings, finding.range.start),
        });
        all.collect()
    }
}

/// Returns what a text holds that may not leave or is to be looked at, warnings too, in words and
/// without what it was.
#[must_use]
pub fn looked_at(text: &str, gate: &Gate) -> Vec<String> {
    let found = Found::all("the text", text, &gate.look(text));
    found.iter().map(ToString::to_string).collect()
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding {
            name,
            excerpt,
            line,
            column,
            ..
        } = &self.finding;
        let place = &self.place;
        write!(
            f,
            "{name} in {place}, line {line}, column {column}: {excerpt}"
        )
    }
}

/// Returns the line that a place is in, with the findings covered that must not be seen.
fn covered_line(text: &str, findings: &[Finding], at: usize) -> String {
    let begin = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let hidden = findings.iter().filter(|f| f.level == Level::Block);
    let mut line = String::new();
    let mut from = begin;
    for range in merged(hidden.map(|finding| finding.range.clone()).collect()) {
        if range.end <= from || range.start >= end {
            continue;
        }
        line.push_str(&text[from..range.start.max(from)]);
        line.push_str(COVER);
        from = range.end.min(end);
    }
    line.push_str(&text[from..end]);
    shorten(line.trim(), LINE)
}
