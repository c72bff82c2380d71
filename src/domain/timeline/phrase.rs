//! How a line of the timeline is put together.

use crate::domain::text;

/// How much of a long text a timeline line shows.
const EXCERPT: usize = 400;

pub(super) fn with_owner(line: String, owner: &str) -> String {
    if owner.is_empty() {
        line
    } else {
        format!("{line} ({owner})")
    }
}

pub(super) fn with_reason(line: String, reason: &str) -> String {
    if reason.is_empty() {
        line
    } else {
        format!("{line}: {}", excerpt(reason))
    }
}

pub(super) fn excerpt(text: &str) -> String {
    text::excerpt(text, EXCERPT)
}
