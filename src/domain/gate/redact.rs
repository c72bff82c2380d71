//! Taking out what may not leave, and keeping it here.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use super::finding::Finding;
use crate::domain::ids::HeldId;

/// A piece that was taken out of a text. It stays on this machine.
#[derive(Clone, PartialEq, Eq)]
pub struct Held {
    /// The number that stands in the text instead.
    pub id: HeldId,
    /// What stood there.
    pub original: String,
}

impl fmt::Debug for Held {
    /// Leaves out the original: what is debugged is logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = &self.id;
        write!(f, "Held {{ id: {id}, .. }}")
    }
}

/// A text with pieces taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The text, with `[held: H3]` in the places.
    pub text: String,
    /// What was taken out, in the order of the text, each original once.
    pub held: Vec<Held>,
}

/// Takes the findings out of the text they were found in, whatever their level.
///
/// What overlaps or touches is taken out as one piece. The same original gets the same number
/// wherever it stands; numbers are counted up from the first one given.
#[must_use]
pub fn redact(text: &str, findings: &[Finding], first: HeldId) -> Redacted {
    let fits = |range: &Range<usize>| !range.is_empty() && text.get(range.clone()).is_some();
    let ranges = findings.iter().map(|finding| finding.range.clone());
    let mut redacted = Redacted {
        text: String::with_capacity(text.len()),
        held: Vec::new(),
    };
    let mut known: HashMap<&str, HeldId> = HashMap::new();
    let mut next = first;
    let mut from = 0;
    for range in merged(ranges.filter(fits).collect()) {
        let original = &text[range.clone()];
        let id = *known.entry(original).or_insert_with(|| {
            let id = next;
            next.0 += 1;
            redacted.held.push(Held {
                id,
                original: original.to_owned(),
            });
            id
        });
        redacted.text.push_str(&text[from..range.start]);
        redacted.text.push_str(&mark(id));
        from = range.end;
    }
    redacted.text.push_str(&text[from..]);
    redacted
}

/// Returns what stands in a text instead of a held piece.
pub(super) fn mark(id: HeldId) -> String {
    format!("[held: {id}]")
}

/// Puts the held pieces back into a text, for the eyes of this machine.
#[must_use]
pub fn restore(text: &str, held: &[Held]) -> String {
    // From the last number to the first, though the bracket already keeps `H1` out of `H12`.
    let pieces = held.iter().rev();
    pieces.fold(text.to_owned(), |text, held| {
        text.replace(&mark(held.id), &held.original)
    })
}

/// Returns ranges in order, those that overlap or touch put together.
pub(super) fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            Some(_) | None => out.push(range),
        }
    }
    out
}
