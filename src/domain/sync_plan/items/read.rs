//! What a line on the issue says of how far it got.

use crate::domain::document::{Kind, LineMark, ParsedItem, Standing};
use crate::domain::incident::{FixState, LeadState};
use crate::domain::text::clean_line;

/// Returns the mark of a checklist line; a tick goes before words that contradict it.
pub(in super::super) fn mark_of(line: &ParsedItem) -> LineMark {
    match (line.ticked, &line.words) {
        (true, _) => LineMark::Ticked,
        (false, Some(Standing::Line(LineMark::DoesNotApply))) => LineMark::DoesNotApply,
        (false, _) => LineMark::Open,
    }
}

/// Returns what a line of a board says: what its words say if they changed, else what its box
/// says if that changed, else what both said before. None when it says nothing.
pub(super) fn standing_of(
    line: &ParsedItem,
    base: Option<&ParsedItem>,
    ours: &Standing,
) -> Option<Standing> {
    let words = line.words.clone().filter(|words| same_kind(words, ours));
    match base {
        Some(base) if words.is_some() && words != base.words => words,
        Some(base) if line.ticked != base.ticked => Some(boxed(line, words.as_ref(), ours)),
        Some(base) => words.or_else(|| standing_of(base, None, ours)),
        // With nothing agreed the box counts, as far as it can say what the words say.
        None => match words {
            Some(words) if words.is_ticked() == line.ticked => Some(words),
            Some(words) => Some(boxed(line, Some(&words), ours)),
            None if line.ticked => Some(boxed(line, None, ours)),
            None => None,
        },
    }
}

fn same_kind(a: &Standing, b: &Standing) -> bool {
    matches!(
        (a, b),
        (Standing::Line(_), Standing::Line(_))
            | (Standing::Lead(..), Standing::Lead(..))
            | (Standing::Fix(..), Standing::Fix(..))
    )
}

/// Returns what a box says by itself.
fn boxed(line: &ParsedItem, words: Option<&Standing>, ours: &Standing) -> Standing {
    let finding = match words {
        Some(Standing::Lead(_, finding)) => finding.clone(),
        _ => String::new(),
    };
    match (ours, line.ticked) {
        (Standing::Line(_), true) => Standing::Line(LineMark::Ticked),
        (Standing::Line(_), false) => Standing::Line(LineMark::Open),
        (Standing::Lead(..), true) => Standing::Lead(LeadState::Answered, finding),
        (Standing::Lead(..), false) => Standing::Lead(LeadState::Investigating, finding),
        (Standing::Fix(..), true) => Standing::Fix(FixState::Done, String::new()),
        (Standing::Fix(..), false) => Standing::Fix(FixState::InProgress, String::new()),
    }
}

/// Returns whether somebody ticked a remediation item that was done already.
pub(super) fn waits_for_verification(
    line: &ParsedItem,
    base: Option<&ParsedItem>,
    ours: &Standing,
) -> bool {
    line.ticked
        && base.is_none_or(|base| !base.ticked)
        && matches!(ours, Standing::Fix(FixState::Done, _))
}

/// Returns a mark in words.
pub(in super::super) fn mark_words(mark: LineMark) -> &'static str {
    match mark {
        LineMark::Open => "open",
        LineMark::Ticked => "done",
        LineMark::DoesNotApply => "does not apply",
    }
}

/// Returns how far a line got, in words.
pub(in super::super) fn standing_words(standing: &Standing) -> String {
    let with = |word: &str, link: &str, more: &str| {
        if more.is_empty() {
            word.to_owned()
        } else {
            format!("{word}{link}{more}")
        }
    };
    match standing {
        Standing::Line(mark) => mark_words(*mark).to_owned(),
        Standing::Lead(state, finding) => with(state.word(), ": ", finding),
        Standing::Fix(state, by) => with(state.word(), " by ", by),
    }
}

/// Reads a mark in words.
pub(in super::super) fn read_mark(words: &str) -> Option<LineMark> {
    let words = words.trim().to_ascii_lowercase();
    [LineMark::Open, LineMark::Ticked, LineMark::DoesNotApply]
        .into_iter()
        .find(|mark| mark_words(*mark) == words)
}

/// Reads how far a lead or a remediation item got, such as `answered: the fox` and
/// `verified by Farmer Jane`.
pub(in super::super) fn read_standing(words: &str, kind: Kind) -> Option<Standing> {
    let (state, more) = match kind {
        Kind::Line => return read_mark(words).map(Standing::Line),
        Kind::Lead => words.split_once(':').unwrap_or((words, "")),
        Kind::Fix => words.split_once(" by ").unwrap_or((words, "")),
    };
    let more = clean_line(more);
    match kind {
        Kind::Line => None,
        Kind::Lead => Some(Standing::Lead(state.parse().ok()?, more)),
        Kind::Fix => Some(Standing::Fix(state.parse().ok()?, more)),
    }
}
