//! What still stands in a text once that is left out which somebody let through.

use super::codename::Codenames;
use super::finding::{Finding, Level};
use super::plain::Plain;
use super::release::coded;
use super::setup::Gate;
use crate::domain::incident::Incident;

/// What stands for a piece that was let through, while the rest is looked through.
const LET_THROUGH: &str = "[held: H1]";

/// Returns whether a text is marked as classified or controlled, and nobody said why it may
/// leave all the same. Such a text is kept nowhere while it is typed (R19).
#[must_use]
pub fn is_marked(text: &str, gate: &Gate, incident: &Incident) -> bool {
    if !gate.has_marking(text) {
        return false;
    }
    let pieces = coded(&incident.let_through, &Codenames::of(&incident.codenames));
    let mut found = standing(text, gate, &pieces).into_iter();
    found.any(|finding| finding.level == Level::Stop)
}

/// Returns what may not leave of a text in which these pieces may.
pub(super) fn standing(text: &str, gate: &Gate, pieces: &[String]) -> Vec<Finding> {
    let mut found = gate.look(text);
    found.retain(|finding| finding.level > Level::Warn);
    without_pieces(text, gate, pieces, found)
}

/// Leaves out of the findings of a text what was let through. A find may be wider in one text
/// than in another, as a find to the end of a line is; so the text is looked through once more
/// without the pieces.
pub(super) fn without_pieces(
    text: &str,
    gate: &Gate,
    pieces: &[String],
    found: Vec<Finding>,
) -> Vec<Finding> {
    if found.is_empty() || pieces.is_empty() {
        return found;
    }
    let mut pieces: Vec<String> = pieces.iter().map(|piece| plain(piece)).collect();
    pieces.retain(|piece| !piece.is_empty());
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    let whole = plain(text);
    let rest = pieces
        .iter()
        .fold(whole, |rest, piece| rest.replace(piece, LET_THROUGH));
    if !gate.look(&rest).iter().any(|f| f.level > Level::Warn) {
        return Vec::new();
    }
    let is_left = |finding: &Finding| {
        let piece = plain(&text[finding.range.clone()]);
        !pieces.contains(&piece)
    };
    let left: Vec<Finding> = found.iter().filter(|f| is_left(f)).cloned().collect();
    // Something came up only without the pieces: then nothing is taken for let through.
    if left.is_empty() { found } else { left }
}

/// Returns a text as it is compared: what the eye does not see makes no difference, and what
/// the issue puts in between does not either.
pub(super) fn plain(text: &str) -> String {
    let plain = Plain::of(text);
    let bytes = plain.bytes().iter();
    bytes
        .map(|byte| match byte {
            b'\n' | b'\t' | b' '..=b'~' => char::from(*byte),
            // Still no letter: what stands behind it begins a word.
            _ => '*',
        })
        .collect()
}
